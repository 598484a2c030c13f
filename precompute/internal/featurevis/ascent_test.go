package featurevis

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"summit/shared/model"
)

// caffe is SqueezeNet's preprocessing: blue first.
var caffe = model.Preprocess{Channels: "BGR", Scale: 1, Mean: []float64{104, 117, 123}, Std: []float64{1, 1, 2}}

// likes is a network of two objectives: how close the input comes to a pattern, and how bright it is, which is its channels' maximum, too.
type likes struct {
	side, slots                int
	pattern                    []float32
	input, weights, derivative [][]float32
	brightness                 [][]float32 // [slots][channels]
	fail                       error
}

func newLikes(side, slots int) *likes {
	l := &likes{side: side, slots: slots, pattern: make([]float32, 3*side*side)}
	for range slots {
		l.input = append(l.input, make([]float32, len(l.pattern)))
		l.weights = append(l.weights, make([]float32, 2))
		l.brightness = append(l.brightness, make([]float32, 3))
		l.derivative = append(l.derivative, make([]float32, len(l.pattern)))
	}
	return l
}

func (l *likes) Side() int                    { return l.side }
func (l *likes) Slots() int                   { return l.slots }
func (l *likes) Input(slot int) []float32     { return l.input[slot] }
func (l *likes) Weights(slot int) []float32   { return l.weights[slot] }
func (l *likes) Maxima(slot int) []float32    { return l.brightness[slot] }
func (l *likes) Gradients(slot int) []float32 { return l.derivative[slot] }

func (l *likes) Run() error {
	for slot, input := range l.input {
		var sum float32
		for k, v := range input {
			l.derivative[slot][k] = l.weights[slot][0]*(l.pattern[k]-v) + l.weights[slot][1]
			sum += v
		}
		for channel := range l.brightness[slot] {
			l.brightness[slot][channel] = sum
		}
	}
	return l.fail
}

func quick(side, steps int) Options {
	o := Standard(side)
	o.Steps = steps
	return o
}

// TestAscentFindsThePattern: from noise, through all views, the picture comes to be what the network likes, with the colours
// in their places.
func TestAscentFindsThePattern(t *testing.T) {
	const side = 32
	network := newLikes(side, 1)
	colours := [3]float64{0.3, 0.45, 0.7} // red, green, blue
	for k := range network.pattern {
		plane := k / (side * side)
		network.pattern[k] = float32((255*colours[2-plane] - caffe.Mean[plane]) / caffe.Std[plane])
	}
	o := quick(side, 200)
	o.Rate = 0.3
	ascent, err := New(o, sea, caffe, network)
	if err != nil {
		t.Fatal(err)
	}
	made, err := ascent.Make(context.Background(), []Job{{Layer: "a", Weights: []float32{1, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	got := made[0].RGBAAt(side/2, side/2)
	for k, v := range [3]uint8{got.R, got.G, got.B} {
		if d := float64(v) - 255*colours[k]; math.Abs(d) > 8 {
			t.Errorf("the middle is %v, want 255 times %v", got, colours)
			break
		}
	}
}

// TestDerivatives takes a network's derivative all the way back and compares with central differences of the objective, which is the
// input's product with a pattern; balance leaves the direction alone.
func TestDerivatives(t *testing.T) {
	const side = 12
	o := quick(side, 1)
	basis, err := sea.basis()
	if err != nil {
		t.Fatal(err)
	}
	e := newEasel(o, basis, newLens(caffe), 10)
	var p picture
	e.begin(&p, nil)
	for k := range p.amplitudes {
		p.amplitudes[k] *= 100
	}
	pattern, input := noise(1, 3*10*10), make([]float32, 3*10*10)
	v := drawView(e.random, 1, side, e.margin, e.input)
	objective := func() float64 {
		e.paint(&p)
		e.show(&p, v, input)
		return dot(input, pattern)
	}
	objective()
	var want []float32
	for k := range p.amplitudes {
		want = append(want, float32(slope(objective, &p.amplitudes[k], 0.05)))
	}
	objective()
	e.climb(&p, pattern)
	if cosine := dot(want, e.direction) / norm(want) / norm(e.direction); cosine < 0.99999 {
		t.Errorf("the derivative is at a cosine of %v to central differences", cosine)
	}
}

// TestPicturesAreTheSameInAnyBatch: alone, in other slots, with other neighbours, after others.
func TestPicturesAreTheSameInAnyBatch(t *testing.T) {
	const side = 16
	jobs := []Job{
		{Layer: "a", Channel: 1, Weights: []float32{1, 0}},
		{Layer: "a", Channel: 1, Number: 1, Weights: []float32{1, 0}},
		{Layer: "a", Channel: 2, Weights: []float32{1, 0}},
		{Layer: "b", Channel: 1, Weights: []float32{-1, 0.5}, Start: chequer()},
	}
	make1 := func(slots int, batches ...[]Job) map[string][]byte {
		network := newLikes(side, slots)
		copy(network.pattern, noise(8, len(network.pattern)))
		ascent, err := New(quick(side, 5), sea, caffe, network)
		if err != nil {
			t.Fatal(err)
		}
		pictures := map[string][]byte{}
		for _, batch := range batches {
			made, err := ascent.Make(context.Background(), batch)
			if err != nil {
				t.Fatal(err)
			}
			for slot, job := range batch {
				pictures[job.Layer+string(rune('0'+job.Channel))+string(rune('0'+job.Number))] = made[slot].Pix
			}
		}
		return pictures
	}
	want := make1(4, jobs)
	for _, got := range []map[string][]byte{
		make1(1, jobs[3:], jobs[2:3], jobs[1:2], jobs[:1]),
		make1(3, []Job{jobs[2], jobs[0]}, []Job{jobs[1], jobs[3]}),
	} {
		for name := range want {
			if !bytes.Equal(got[name], want[name]) {
				t.Errorf("picture %s differs", name)
			}
			for other := range want {
				if name != other && bytes.Equal(got[name], want[other]) {
					t.Errorf("pictures %s and %s are the same", name, other)
				}
			}
		}
	}
}

// chequer is a picture of two colours.
func chequer() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 12, 12))
	for y := range 12 {
		for x := range 12 {
			c := color.RGBA{200, 40, 90, 255}
			if (x/3+y/3)%2 == 0 {
				c = color.RGBA{30, 160, 220, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// TestStartIsImitated: before the first step a picture with a start looks like it, repeated.
func TestStartIsImitated(t *testing.T) {
	basis, err := sea.basis()
	if err != nil {
		t.Fatal(err)
	}
	e := newEasel(quick(16, 1), basis, newLens(caffe), 16)
	var p picture
	e.begin(&p, chequer())
	e.paint(&p)
	got := e.pixels(&p)
	for _, at := range []image.Point{{0, 0}, {4, 1}, {13, 13}, {15, 2}} {
		want := chequer().At(at.X%12, at.Y%12).(color.RGBA)
		c := got.RGBAAt(at.X, at.Y)
		for k, d := range [3]int{int(c.R) - int(want.R), int(c.G) - int(want.G), int(c.B) - int(want.B)} {
			if d < -2 || d > 2 {
				t.Errorf("pixel %v is %v, want %v (colour %d)", at, c, want, k)
			}
		}
	}
}

// TestNoDerivativeNoStep: pictures that the network says nothing about, or nothing sensible, stay as they are.
func TestNoDerivativeNoStep(t *testing.T) {
	for _, weight := range []float32{0, float32(math.NaN()), float32(math.Inf(1))} {
		network := newLikes(16, 1)
		ascent, err := New(quick(16, 3), sea, caffe, network)
		if err != nil {
			t.Fatal(err)
		}
		made, err := ascent.Make(context.Background(), []Job{{Weights: []float32{0, weight}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range made[0].Pix {
			if v != 255 && (v < 120 || v > 135) {
				t.Fatalf("weight %v: a value of %d", weight, v)
			}
		}
	}
}

func TestMakeFails(t *testing.T) {
	network := newLikes(16, 1)
	ascent, err := New(quick(16, 3), sea, caffe, network)
	if err != nil {
		t.Fatal(err)
	}
	network.fail = errors.New("on purpose")
	if _, err := ascent.Make(context.Background(), []Job{{Weights: []float32{0, 1}}}); !errors.Is(err, network.fail) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ascent.Make(ctx, []Job{{Weights: []float32{0, 1}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestStepsAllocateNothing(t *testing.T) {
	network := newLikes(16, 2)
	ascent, err := New(quick(16, 1), sea, caffe, network)
	if err != nil {
		t.Fatal(err)
	}
	jobs := []Job{{Weights: []float32{0, 1}}, {Weights: []float32{1, 0}}}
	count := func(steps int) float64 {
		ascent.options.Steps = steps
		return testing.AllocsPerRun(5, func() {
			if _, err := ascent.Make(context.Background(), jobs); err != nil {
				t.Fatal(err)
			}
		})
	}
	if one, many := count(1), count(20); many > one {
		t.Errorf("%v allocations for one step, %v for twenty", one, many)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"side":      func(o *Options) { o.Side = 7 },
		"odd":       func(o *Options) { o.Side = 9 },
		"steps":     func(o *Options) { o.Steps = 0 },
		"rate":      func(o *Options) { o.Rate = math.NaN() },
		"decay":     func(o *Options) { o.Decay = -1 },
		"variation": func(o *Options) { o.TotalVariation = -1 },
		"squares":   func(o *Options) { o.Squares = math.Inf(1) },
	} {
		o := Standard(16)
		change(&o)
		if err := o.Validate(); err == nil {
			t.Errorf("%s: %+v is taken", name, o)
		}
	}
	if err := Standard(128).Validate(); err != nil {
		t.Error(err)
	}
}
