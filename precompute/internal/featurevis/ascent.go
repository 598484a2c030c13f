package featurevis

import (
	"context"
	"image"

	"summit/shared/model"
)

// Network is what pictures are to please: a network up to some objectives, for a batch of inputs, each in a slot of its own.
type Network interface {
	Side() int                    // of its input, pixels
	Slots() int                   // inputs at once
	Input(slot int) []float32     // [3][side][side], what Run sees
	Weights(slot int) []float32   // [objectives] what Run's gradients are of: the sum of the slot's objectives, weighted
	Run() error                   // takes the batch through
	Gradients(slot int) []float32 // [3][side][side] by the input, of the last Run
	Maxima(slot int) []float32    // [channels] of the layer, over space, of the last Run
}

// Job is a picture that is asked for.
type Job struct {
	Layer   string
	Channel int         // of the layer
	Number  int         // of the channel's pictures; with layer and channel it says what is drawn at random
	Weights []float32   // [objectives]
	Start   image.Image // nil: noise

	// Further objectives, which count as much as the picture can spare of the channel's maximum, and less with every step.
	Spare []float32 // [objectives] their weights at most; nil: none
	Lead  []float32 // [steps] the maximum for a picture that this one is to keep up with
}

// Made is a picture.
type Made struct {
	*image.RGBA
	Maxima []float32 // [steps] of its channel
}

// Ascent makes pictures for one network, a batch at a time. Give each goroutine its own.
type Ascent struct {
	network  Network
	options  Options
	easel    *easel
	pictures []picture
}

// New prepares pictures with the colours of a data set, for a model that takes them as prepare says.
func New(o Options, c Colour, prepare model.Preprocess, n Network) (*Ascent, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	basis, err := c.basis()
	if err != nil {
		return nil, err
	}
	return &Ascent{network: n, options: o, easel: newEasel(o, basis, newLens(prepare), n.Side()), pictures: make([]picture, n.Slots())}, nil
}

// Make makes the pictures of jobs, at most one for each of the network's slots. The only errors are those of the network and of ctx.
func (a *Ascent) Make(ctx context.Context, jobs []Job) ([]Made, error) {
	e := a.easel
	for slot := range a.network.Slots() {
		clear(a.network.Weights(slot))
	}
	made := make([]Made, len(jobs))
	for slot, job := range jobs {
		made[slot].Maxima = make([]float32, a.options.Steps)
		a.draw(job, 0)
		e.begin(&a.pictures[slot], job.Start)
		e.paint(&a.pictures[slot])
	}
	for step := range a.options.Steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for slot, job := range jobs {
			job.weigh(a.network.Weights(slot), made[slot].Maxima, step)
			a.draw(job, step+1)
			e.show(&a.pictures[slot], drawView(e.random, a.options.spread(step), e.side, e.margin, e.input), a.network.Input(slot))
		}
		if err := a.network.Run(); err != nil {
			return nil, err
		}
		for slot, job := range jobs {
			made[slot].Maxima[step] = a.network.Maxima(slot)[job.Channel]
			e.climb(&a.pictures[slot], a.network.Gradients(slot))
			e.paint(&a.pictures[slot])
		}
	}
	for slot := range jobs {
		made[slot].RGBA = e.pixels(&a.pictures[slot])
	}
	return made, nil
}

// draw makes what is random in a step of a picture depend on that alone.
func (a *Ascent) draw(job Job, step int) {
	a.easel.source.Seed(a.options.Seed^hash(job.Layer), uint64(job.Channel)<<40|uint64(job.Number)<<32|uint64(step))
}

// hash is FNV-1a.
func hash(text string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for k := range len(text) {
		h = (h ^ uint64(text[k])) * 0x100000001b3
	}
	return h
}
