package pipeline

import (
	"fmt"
	"time"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
)

// finder takes batches of images through the model and says what each of them shows. Each worker has its own.
type finder interface {
	// input is where the b-th image of the batch goes.
	input(b int) []float32
	// run takes the batch through, and says how long that took; what is left in it from the batch before does no harm.
	run() (time.Duration, error)
	// find says what the b-th image shows. It is valid until the next run or find.
	find(b int) (found, error)
	close() error
}

// found is what an image shows. Positions are row * width + column, the first of equal ones.
type found struct {
	logits    []float32
	maxima    [][]float32 // [layers][channels]
	position  func(layer, channel int) int
	influence func(excitation, inhibition []uint32) (_, _ []uint32, err error)
}

// onCPU finds by the kernel of package influence, in maps that the model puts out.
type onCPU struct {
	*job
	batch    int
	session  *runtime.Session
	recorder *influence.Recorder
	maps     []influence.Map
	maxima   [][]float32
}

func (j *job) newFinder() (finder, error) {
	if j.device != nil {
		return j.device.newFinder(j.options.Batch), nil
	}
	return j.newKernelFinder(j.options.Batch)
}

func (j *job) newKernelFinder(batch int) (*onCPU, error) {
	f := &onCPU{job: j, batch: batch, recorder: influence.NewRecorder(j.plan), maps: make([]influence.Map, len(j.plan.Tensors)),
		maxima: make([][]float32, len(j.network.Layers))}
	var err error
	f.session, err = runtime.NewSession(j.taps.model, j.taps.input, j.inputShape(batch), j.taps.outputs, 1)
	return f, err
}

// inputShape is that of the model's input.
func (j *job) inputShape(batch int) []int64 {
	return []int64{int64(batch), int64(len(j.prepare.Mean)), int64(j.prepare.Size[0]), int64(j.prepare.Size[1])}
}

func (f *onCPU) input(b int) []float32 { return share(f.session.Input(), b, f.batch) }
func (f *onCPU) close() error          { return f.session.Close() }

func (f *onCPU) run() (time.Duration, error) {
	start := time.Now()
	err := f.session.Run()
	return time.Since(start), err
}

// share is the b-th of equal parts.
func share(values []float32, b, parts int) []float32 {
	size := len(values) / parts
	return values[b*size:][:size]
}

func (f *onCPU) find(b int) (found, error) {
	outputs := f.session.Image(b)
	for l, at := range f.taps.layers {
		f.maxima[l] = outputs[at.max].Data
	}
	if err := checkChannels(f.network.Layers, f.maxima); err != nil {
		return found{}, err
	}
	if err := f.taps.maps(outputs, f.plan, f.maps); err != nil {
		return found{}, err
	}
	return found{
		logits: outputs[0].Data,
		maxima: f.maxima,
		position: func(layer, channel int) int {
			return locate(outputs[f.taps.layers[layer].values], channel, f.maxima[layer][channel])
		},
		influence: func(excitation, inhibition []uint32) (_, _ []uint32, err error) {
			excitation, inhibition = f.recorder.Record(f.maps, excitation, inhibition)
			return excitation, inhibition, nil
		},
	}, nil
}

func checkChannels(layers []topology.Layer, maxima [][]float32) error {
	for l, layer := range layers {
		if len(maxima[l]) != layer.Channels {
			return fmt.Errorf("layer %q has %d channels when it runs and %d by analysis", layer.Name, len(maxima[l]), layer.Channels)
		}
	}
	return nil
}

// locate is the first position of a channel's map that holds the value.
func locate(out runtime.Output, channel int, value float32) int {
	size := int(out.Shape[2] * out.Shape[3])
	for at, x := range out.Data[channel*size:][:size] {
		if x == value {
			return at
		}
	}
	return 0
}
