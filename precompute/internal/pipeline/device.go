package pipeline

import (
	"fmt"
	"sync"
	"time"

	"summit/precompute/internal/heads"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
)

// device is a session on an accelerator, with heads, that all workers share: while one has it, the others decode.
type device struct {
	heads   *heads.Heads
	mu      sync.Mutex
	session *runtime.Session
}

// onDevice finds by the heads of the model.
type onDevice struct {
	*device
	batch   int
	images  []float32
	outputs [][]float32 // of the batch
	one     [][]float32 // of an image
}

func (d *device) newFinder(batch int) *onDevice {
	f := &onDevice{device: d, batch: batch, images: make([]float32, len(d.session.Input())), one: make([][]float32, len(d.heads.Outputs))}
	for i := range d.heads.Outputs {
		f.outputs = append(f.outputs, make([]float32, len(d.session.Output(i).Data)))
	}
	return f
}

func (f *onDevice) input(b int) []float32 { return share(f.images, b, f.batch) }
func (f *onDevice) close() error          { return nil }

func (f *onDevice) run() (time.Duration, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	start := time.Now()
	copy(f.session.Input(), f.images)
	if err := f.session.Run(); err != nil {
		return 0, err
	}
	for i, values := range f.outputs {
		copy(values, f.session.Output(i).Data)
	}
	return time.Since(start), nil
}

func (f *onDevice) find(b int) (found, error) {
	for i, values := range f.outputs {
		f.one[i] = share(values, b, f.batch)
	}
	image, err := f.heads.Image(f.one)
	if err != nil {
		return found{}, err
	}
	return found{
		logits:   image.Logits,
		maxima:   image.Maxima,
		position: func(layer, channel int) int { return int(image.Positions[layer][channel]) },
		influence: func(excitation, inhibition []uint32) (_, _ []uint32, err error) {
			return f.heads.Record(f.one, excitation, inhibition)
		},
	}, nil
}

// openDevice loads the model with heads, where there are images for it, says which nodes the device takes, and tries it.
func (j *job) openDevice(images int, count *progress.Counter) error {
	if j.heads == nil || images == 0 {
		return nil
	}
	o := j.options
	input := []runtime.Input{{Name: j.network.Input.Name, Shape: j.inputShape(o.Batch)}}
	if !o.Device.CPU() {
		placement, err := o.Device.Place(j.heads.Model, input, j.heads.Outputs)
		if err != nil {
			return err
		}
		count.Message(fmt.Sprintf("device %s: %s", o.Device, placement))
	}
	session, err := o.Device.NewSession(j.heads.Model, input, j.heads.Outputs, 1)
	if err != nil {
		return hint.Wrap(fmt.Errorf("model %q on device %q: %w", o.Model, o.Device, err), "a smaller --batch takes less of the device's memory")
	}
	j.device = &device{heads: j.heads, session: session}
	if o.Device.CPU() {
		return nil
	}
	return j.tryDevice(count)
}

func (j *job) closeDevice() error {
	if j.device == nil {
		return nil
	}
	return j.device.session.Close()
}
