package bundle

import (
	"cmp"
	"fmt"

	"summit/shared/model"
	"summit/shared/zarr"
)

// UsageCount is the number of classes that are kept of a channel, and UsageBlock that of the channels of a chunk of them.
const UsageCount, UsageBlock = 20, 256

// Paths of the arrays that are there if parameters.usage is.
const (
	UsageClass   = "usage/class"   // uint32 [channels, UsageCount]
	UsageCounts  = "usage/count"   // uint32, the same
	UsageClasses = "usage/classes" // uint32 [channels]
	UsageImages  = "usage/images"  // uint32 [channels]
	UsageGraphs  = "usage/graphs"  // uint32 [channels]
)

// UsageArrays is the metadata of those arrays, by path.
func UsageArrays(channels int) map[string]zarr.Array {
	lists := zarr.Array{Type: zarr.Uint32, Shape: []int{channels, UsageCount}, Chunk: []int{UsageBlock, UsageCount}, Dimensions: []string{"channel", "rank"}}
	sums := zarr.Array{Type: zarr.Uint32, Shape: []int{channels}, Chunk: []int{channels}, Dimensions: []string{"channel"}}
	classes := lists
	classes.Fill = NoClass
	return map[string]zarr.Array{UsageClass: classes, UsageCounts: lists, UsageClasses: sums, UsageImages: sums, UsageGraphs: sums}
}

// Usage is who uses channels: the lists those of the channels from First on, the sums those of all channels.
type Usage struct {
	First   int
	Class   []uint32 // [channels from First on, UsageCount] the classes of largest A[c,j] / images of c, then NoClass; ties by class
	Count   []uint32 // the same of A[c,j]; 0 with NoClass
	Classes []uint32 // [channels] classes that record the channel
	Images  []uint32 // [channels] images that do, the sum of A[c,j]
	Graphs  []uint32 // [channels] classes whose graph shows the channel, at parameters.usage
}

// Of returns the classes that use the model-wide channel j most, and their counts. It panics if the lists do not hold j.
func (u *Usage) Of(j int) (classes, counts []uint32) {
	lo, hi := (j-u.First)*UsageCount, (j-u.First+1)*UsageCount
	n := lo
	for n < hi && u.Class[n] != NoClass {
		n++
	}
	return u.Class[lo:n], u.Count[lo:n]
}

// UsageFiles are the paths of the chunks that DecodeUsage needs for the lists of the model-wide channel j, in its order;
// none where the bundle does not have them.
func (b *Bundle) UsageFiles(j int) []string {
	if b.Manifest.Parameters.Usage == nil {
		return nil
	}
	block := j / UsageBlock
	return []string{zarr.ChunkPath(UsageClass, block, 0), zarr.ChunkPath(UsageCounts, block, 0), zarr.ChunkPath(UsageClasses, 0),
		zarr.ChunkPath(UsageImages, 0), zarr.ChunkPath(UsageGraphs, 0)}
}

// DecodeUsage returns the usage of channels with the lists of the block that channel j is in. It panics where UsageFiles
// are none.
func (b *Bundle) DecodeUsage(d *zarr.Decoder, j int, files [][]byte) (*Usage, error) {
	paths := b.UsageFiles(j)
	mustFit(paths, files)
	u := &Usage{First: j / UsageBlock * UsageBlock}
	for k, part := range []struct {
		array string
		into  *[]uint32
	}{{UsageClass, &u.Class}, {UsageCounts, &u.Count}, {UsageClasses, &u.Classes}, {UsageImages, &u.Images}, {UsageGraphs, &u.Graphs}} {
		values, err := zarr.DecodeChunk[uint32](d, b.arrays[part.array], files[k])
		if err != nil {
			return nil, inFile(paths[k], err)
		}
		*part.into = values
	}
	entries := min(UsageBlock, b.Manifest.Channels()-u.First) * UsageCount
	u.Class, u.Count = u.Class[:entries], u.Count[:entries]
	for i := u.First; i < u.First+entries/UsageCount; i++ {
		if wrong, err := u.check(i, b.Manifest.Classes); err != nil {
			return nil, inFile(paths[wrong], fmt.Errorf("channel %d: %w", i, err))
		}
	}
	return u, nil
}

// check reports what is wrong with channel j's usage, and in which of its files.
func (u *Usage) check(j int, classes []model.Class) (file int, err error) {
	if recorded := u.Classes[j]; int64(recorded) > int64(len(classes)) {
		return 2, fmt.Errorf("%d classes of %d", recorded, len(classes))
	}
	if graphs := u.Graphs[j]; int64(graphs) > int64(len(classes)) {
		return 4, fmt.Errorf("%d graphs of %d classes", graphs, len(classes))
	}
	class, count := u.Of(j)
	if len(class) != min(int(u.Classes[j]), UsageCount) {
		return 0, fmt.Errorf("%d classes are listed, %d record it", len(class), u.Classes[j])
	}
	for k, c := range class {
		if int64(c) >= int64(len(classes)) {
			return 0, fmt.Errorf("class %d of %d at rank %d", c, len(classes), k)
		}
		if images := classes[c].Images; count[k] == 0 || int64(count[k]) > int64(images) {
			return 1, fmt.Errorf("%d images of %d at rank %d", count[k], images, k)
		}
		if k > 0 && !UsesMore(class[k-1], count[k-1], class[k], count[k], classes) {
			return 1, fmt.Errorf("rank %d does not come after rank %d", k, k-1)
		}
	}
	return 0, nil
}

// UsesMore tells whether class a, which records a channel in countA images, comes before class b: by the fraction of its
// images, ties by class.
func UsesMore(a, countA, b, countB uint32, classes []model.Class) bool {
	rateA, rateB := uint64(countA)*uint64(classes[b].Images), uint64(countB)*uint64(classes[a].Images)
	return cmp.Or(cmp.Compare(rateB, rateA), cmp.Compare(a, b)) < 0
}
