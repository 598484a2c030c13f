package pipeline

import (
	"math"
	"slices"

	"summit/precompute/internal/part"
	format "summit/shared/bundle"
)

// DiskEstimate is in bytes.
type DiskEstimate struct {
	Matrices int `json:"matrices"` // of the bundle
	Cards    int `json:"cards"`
	Rest     int `json:"rest"` // layouts, examples, metadata
	Bundle   int `json:"bundle"`
	Files    int `json:"files"` // of the bundle
	Shard    int `json:"shard"` // instead of a bundle
	Parts    int `json:"parts"` // in the work folder, until all is done
	Number   int `json:"part_count"`
}

// What a bundle has beside matrices and cards.
const (
	metadataFiles = 33 // of arrays and groups, arrays of one chunk, and those of the bundle as a whole
	checksumBytes = 95 // a line of checksums.txt
	layoutBytes   = 45 // a class in a layer, with its neighbours, compressed
	exampleBytes  = 60 // a channel's examples, compressed
)

// addBundle adds what the bundle takes, of so many classes.
func (s *sample) addBundle(d *DiskEstimate, matrices, cards float64, classes int) {
	d.Matrices, d.Cards = int(matrices), int(cards)
	d.Files = s.channels + 3*len(s.network.Layers) + classes*(2+3*len(format.Matrices(s.options.Inhibition))) + s.usageFiles() + metadataFiles
	d.Rest = checksumBytes*d.Files + layoutBytes*classes*len(s.network.Layers) + exampleBytes*s.channels
	d.Bundle = d.Matrices + d.Cards + d.Rest
}

// usageFiles is the number of chunks that say who uses channels.
func (s *sample) usageFiles() int {
	return 2 * ((s.channels + format.UsageBlock - 1) / format.UsageBlock)
}

// foresee is how the parts of the images that are left come out, at so many seconds of a worker for an image.
func (j *job) foresee(todo []int, e *extrapolation, seconds float64) part.Forecast {
	labels := make([]int, len(todo))
	for i, item := range todo {
		labels[i] = j.set.Items[item].Label
	}
	every := j.options.Checkpoint.Seconds() * float64(j.options.Threads) / seconds
	return part.Foresee(labels, int(min(max(every, 1), math.MaxInt32)), e.footprint(slices.Max(j.imagesOfClasses())))
}
