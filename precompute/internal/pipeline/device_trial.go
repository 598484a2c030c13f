package pipeline

import (
	"fmt"
	"math"
	"slices"

	"summit/precompute/internal/part"
)

// trial compares what a device finds in images with what the CPU does.
type trial struct {
	*job
	logits     difference
	maxima     []difference // [layers]
	influences [][]others   // [links][steps]
}

// others counts a step's influences, and those of the CPU that the device has others for.
type others struct{ all, missing int }

func newTrial(j *job) *trial {
	t := &trial{job: j, maxima: make([]difference, len(j.network.Layers))}
	for _, link := range j.network.Links {
		t.influences = append(t.influences, make([]others, len(link.Steps)))
	}
	return t
}

// compare compares the b-th image of the device's batch with the one that the CPU has.
func (t *trial) compare(device finder, b int, cpu finder) error {
	got, err := device.find(b)
	if err != nil {
		return err
	}
	want, err := cpu.find(0)
	if err != nil {
		return err
	}
	t.logits.add(got.logits, want.logits)
	for l := range t.maxima {
		t.maxima[l].add(got.maxima[l], want.maxima[l])
	}
	excitation, inhibition, err := got.influence(nil, nil)
	if err != nil {
		return err
	}
	driving, opposing, err := want.influence(nil, nil)
	if err != nil {
		return err
	}
	t.keys(excitation, driving)
	t.keys(inhibition, opposing)
	return nil
}

func (t *trial) keys(got, want []uint32) {
	slices.Sort(got)
	for _, key := range want {
		link, step := t.plan.Step(key)
		o := &t.influences[link][step]
		o.all++
		if _, found := slices.BinarySearch(got, key); !found {
			o.missing++
		}
	}
}

// judge is an error for the first layer or step that is too far off. One influence of a step may always be another: two terms that are
// equal within rounding.
func (t *trial) judge() error {
	tolerance := t.options.Device.Tolerance()
	for l, d := range t.maxima {
		if d.share() > tolerance {
			return fmt.Errorf("channel %d of layer %q reaches %v, on the CPU %v", d.at, t.layerName(l), d.device, d.cpu)
		}
	}
	for l, steps := range t.influences {
		for i, o := range steps {
			if o.missing > 1 && float64(o.missing) > tolerance*float64(o.all) {
				return fmt.Errorf("%d of %d influences of step %q are others", o.missing, o.all, t.network.Links[l].Steps[i].Name)
			}
		}
	}
	if t.logits.share() > tolerance {
		return fmt.Errorf("logit %d of %q is %v, on the CPU %v", t.logits.at, t.network.Output, t.logits.device, t.logits.cpu)
	}
	return nil
}

func (t *trial) deviation(images int) part.Deviation {
	d := part.Deviation{Images: images, Logits: t.logits.share()}
	for _, layer := range t.maxima {
		d.Maxima = max(d.Maxima, layer.share())
	}
	var sum others
	for _, steps := range t.influences {
		for _, o := range steps {
			sum.all, sum.missing = sum.all+o.all, sum.missing+o.missing
		}
	}
	if sum.all > 0 {
		d.Influences = float64(sum.missing) / float64(sum.all)
	}
	return d
}

// difference is the largest one in a list of values.
type difference struct {
	at          int
	device, cpu float32
	apart       float64
	scale       float64 // the largest absolute value on the CPU
}

func (d *difference) add(device, cpu []float32) {
	for i, want := range cpu {
		if size := math.Abs(float64(want)); size > d.scale && !math.IsInf(size, 1) {
			d.scale = size
		}
		if apart := distance(float64(device[i]), float64(want)); apart > d.apart {
			d.at, d.device, d.cpu, d.apart = i, device[i], want, apart
		}
	}
}

// distance is infinite for a number and what is none.
func distance(a, b float64) float64 {
	apart := math.Abs(a - b)
	switch {
	case a == b || math.IsNaN(a) && math.IsNaN(b):
		return 0
	case math.IsNaN(apart):
		return math.Inf(1)
	}
	return apart
}

// smallest is the smallest number that every device keeps apart from zero.
const smallest = 0x1p-126

// share is the difference as a share of the scale.
func (d *difference) share() float64 {
	if d.apart < smallest {
		return 0
	}
	return d.apart / d.scale
}
