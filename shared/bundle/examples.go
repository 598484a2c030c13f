package bundle

import (
	"fmt"

	"summit/shared/zarr"
)

// Examples are the dataset examples of all channels, strongest first; what a channel lacks is NoExample with
// activation 0.
type Examples struct {
	Class      []uint32  // [channels, ExampleCount] the class of the image
	Activation []float32 // [channels, ExampleCount] the channel's maximum over the image
}

// Of returns the examples that the model-wide channel j has.
func (e Examples) Of(j int) (classes []uint32, activations []float32) {
	lo, hi := j*ExampleCount, (j+1)*ExampleCount
	n := lo
	for n < hi && e.Class[n] != NoExample {
		n++
	}
	return e.Class[lo:n], e.Activation[lo:n]
}

// ExampleFiles are the paths of the chunks that DecodeExamples needs, in its order.
func (b *Bundle) ExampleFiles() []string {
	return []string{zarr.ChunkPath(ExampleClass, 0, 0), zarr.ChunkPath(ExampleActivation, 0, 0)}
}

// DecodeExamples returns the dataset examples of all channels.
func (b *Bundle) DecodeExamples(d *zarr.Decoder, files [][]byte) (Examples, error) {
	paths := b.ExampleFiles()
	mustFit(paths, files)
	var e Examples
	var err error
	if e.Class, err = zarr.DecodeChunk[uint32](d, b.arrays[ExampleClass], files[0]); err != nil {
		return Examples{}, inFile(paths[0], err)
	}
	if e.Activation, err = zarr.DecodeChunk[float32](d, b.arrays[ExampleActivation], files[1]); err != nil {
		return Examples{}, inFile(paths[1], err)
	}
	for j := range b.Manifest.Channels() {
		if err := e.check(j, len(b.Manifest.Classes)); err != nil {
			return Examples{}, inFile(paths[0], fmt.Errorf("channel %d: %w", j, err))
		}
	}
	return e, nil
}

// check reports what is wrong with channel j's examples.
func (e Examples) check(j, classes int) error {
	have, activation := e.Of(j)
	for k := range have {
		if int(have[k]) >= classes {
			return fmt.Errorf("example %d is of class %d of %d", k, have[k], classes)
		}
		if a := activation[k]; a-a != 0 || (k > 0 && a > activation[k-1]) {
			return fmt.Errorf("example %d has activation %v", k, a)
		}
	}
	for k := j*ExampleCount + len(have); k < (j+1)*ExampleCount; k++ {
		if e.Class[k] != NoExample || e.Activation[k] != 0 {
			return fmt.Errorf("example %d after the last", k-j*ExampleCount)
		}
	}
	return nil
}
