package bundle

import (
	format "summit/shared/bundle"
	"summit/shared/zarr"
)

// Usage reads who uses channels, with the lists of the block of channel j; only if the manifest has parameters.usage.
func (r *Reader) Usage(j int) (*format.Usage, error) {
	return read(r, r.meta.UsageFiles(j), func(files [][]byte) (*format.Usage, error) {
		return r.meta.DecodeUsage(r.zarr, j, files)
	})
}

// usage checks usage/ against what all classes make, if nothing is wrong with these.
func (v *verification) usage(r *Reader) {
	if v.graphs == nil || !v.sound(r) {
		return
	}
	want, err := usageOf(r.Manifest(), r.Activation)
	if err != nil {
		v.addError(err)
		return
	}
	want.Graphs = v.graphs.count
	for first := 0; first < v.channels; first += format.UsageBlock {
		u, err := r.Usage(first)
		if err != nil {
			v.addError(err)
			continue
		}
		lists := min(first+format.UsageBlock, v.channels) * format.UsageCount
		v.sameUsage(zarr.ChunkPath(format.UsageClass, first/format.UsageBlock, 0), u.Class, want.Class[first*format.UsageCount:lists])
		v.sameUsage(zarr.ChunkPath(format.UsageCounts, first/format.UsageBlock, 0), u.Count, want.Count[first*format.UsageCount:lists])
		v.sameUsage(zarr.ChunkPath(format.UsageClasses, 0), u.Classes, want.Classes)
		v.sameUsage(zarr.ChunkPath(format.UsageImages, 0), u.Images, want.Images)
		v.sameUsage(zarr.ChunkPath(format.UsageGraphs, 0), u.Graphs, want.Graphs)
	}
}

// sound tells whether no problem was found with the files that classes' graphs are made of.
func (v *verification) sound(r *Reader) bool {
	for c := range v.classes {
		for _, path := range r.meta.ClassFiles(c) {
			if v.problems[path] != "" {
				return false
			}
		}
	}
	return true
}

// sameUsage compares a chunk of usage with what it has to hold.
func (v *verification) sameUsage(path string, got, want []uint32) {
	for k := range want {
		if got[k] != want[k] {
			v.add(path, "entry %d is %d, but the classes make %d", k, got[k], want[k])
			return
		}
	}
}
