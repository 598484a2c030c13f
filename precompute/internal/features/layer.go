package features

import (
	"errors"
	"sync"

	"summit/precompute/internal/featurevis"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// layer is one of the bundle's, and how its pictures are made.
type layer struct {
	*model.Layer
	job  *job
	once sync.Once
	goal *featurevis.Goal
	err  error // why it has none

	tried   sync.Once
	differs error // from the CPU's gradients
}

// slots is how many pictures are made at once.
const slots = 8

// open is the layer's goal. It is built once; where the network cannot take pictures of the side that is asked for, for those of its own.
func (l *layer) open() (*featurevis.Goal, error) {
	l.once.Do(func() {
		j := l.job
		build := func(side int) (*featurevis.Goal, error) {
			return featurevis.NewGoal(j.model, l.Tensor, j.Objective, side, slots, !j.Device.CPU())
		}
		if l.goal, l.err = build(j.side()); l.err == nil {
			return
		}
		if size := j.manifest.Preprocess.Size; size[0] == size[1] && size[0] != j.side() {
			if goal, err := build(size[0]); err == nil {
				l.goal, l.err = goal, nil
			}
		}
	})
	return l.goal, l.err
}

// side is that of the layer's pictures.
func (l *layer) side() int { return l.goal.Side &^ 1 }

// bench is what a worker makes a layer's pictures with.
type bench struct {
	*layer
	network featurevis.Network
	ascent  *featurevis.Ascent
	meter   *featurevis.Meter
	close   func() error
}

// at is the bench of the layer: b if it is, or else a new one in its place.
func (l *layer) at(b *bench) (*bench, error) {
	if b != nil {
		if b.layer == l {
			return b, nil
		}
		if err := b.close(); err != nil {
			return nil, err
		}
	}
	return l.newBench()
}

// newBench loads the layer into ONNX Runtime.
func (l *layer) newBench() (*bench, error) {
	j := l.job
	session, err := l.goal.Open(j.Device, 1)
	if err != nil {
		return nil, err
	}
	if err := l.try(session); err != nil {
		return nil, errors.Join(err, session.Close())
	}
	meter, err := featurevis.NewMeter(runtime.Device{}, j.model, l.Tensor, j.manifest.Preprocess, 1)
	if err != nil {
		return nil, errors.Join(err, session.Close())
	}
	b := &bench{layer: l, network: session, meter: meter, close: func() error { return errors.Join(session.Close(), meter.Close()) }}
	o := j.Options.Options
	o.Side, o.Field = l.side(), max(l.Field.Size[0], l.Field.Size[1])
	if b.ascent, err = featurevis.New(o, j.colour, j.manifest.Preprocess, session); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}
