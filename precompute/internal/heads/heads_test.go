package heads

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
)

// Values are small whole numbers throughout, so that sums are exact and ties are common.

var openRuntime = sync.OnceValue(func() error {
	library, err := runtime.Find("")
	if err == nil {
		_, err = runtime.Open(library)
	}
	return err
})

// channels of an image are enough for all terms that are drawn.
const channels = 3 * 6 * 4

// drawn is a step of several terms over parts of one image.
type drawn struct {
	t       *rapid.T
	random  *rand.Rand // of weights and pixels, too many to draw each
	model   *onnxtest.Model
	outputs int
	size    [2]int
	step    topology.Step
	maps    []part
}

// part is the map of a term: channels [first, first+channels) of the image, the rows and columns before size.
type part struct {
	first, channels int
	size            [2]int
}

func (d *drawn) between(lo, hi int, what string) int { return rapid.IntRange(lo, hi).Draw(d.t, what) }

func (d *drawn) whole(n, largest int) []float32 {
	values := make([]float32, n)
	for i := range values {
		values[i] = float32(d.random.IntN(2*largest+1) - largest)
	}
	return values
}

// term adds the next channels of the image as a tensor.
func (d *drawn) term(channels int) topology.Term {
	first := 0
	for _, m := range d.maps {
		first += m.channels
	}
	p := part{first, channels, [2]int{d.size[0] - d.between(0, 1, "rows less"), d.size[1] - d.between(0, 1, "columns less")}}
	name := fmt.Sprint("part", len(d.maps))
	x := d.model.Slice(name+"/channels", d.model.Input(), 1, first, first+channels, 1)
	x = d.model.Slice(name, d.model.Slice(name+"/rows", x, 2, 0, p.size[0], 1), 3, 0, p.size[1], 1)
	d.maps = append(d.maps, p)
	t := topology.Term{Tensor: x, Sources: make([]topology.Source, channels)}
	for i := range t.Sources {
		t.Sources[i] = topology.Source{Unit: rapid.SampledFrom([]int{0, 0, 0, -1}).Draw(d.t, "unit"), Channel: i}
	}
	return t
}

func (d *drawn) kernel() topology.Term {
	group := rapid.SampledFrom(divisors(d.outputs)).Draw(d.t, "group")
	k := &topology.Kernel{Group: group, In: group * d.between(1, 4, "in"), Out: d.outputs,
		Height: d.between(1, 3, "kernel height"), Width: d.between(1, 3, "kernel width")}
	for a := range 2 {
		k.Stride[a], k.Dilation[a] = d.between(1, 2, "stride"), d.between(1, 2, "dilation")
		k.Pads[a], k.Pads[a+2] = d.between(0, 2, "before"), d.between(0, 2, "after")
	}
	if rapid.Bool().Draw(d.t, "closed form") {
		k.Height, k.Width, k.Stride, k.Pads = 1, 1, [2]int{1, 1}, [4]int{}
	}
	k.Weights = d.whole(k.Out*k.In/group*k.Height*k.Width, 3)
	t := d.term(k.In)
	t.Kernel = k
	return t
}

func divisors(n int) []int {
	var list []int
	for d := 1; d <= n; d++ {
		if n%d == 0 {
			list = append(list, d)
		}
	}
	return list
}

func (d *drawn) pass() topology.Term {
	t := d.term(d.between(1, 4, "pass channels"))
	for range d.outputs {
		t.Pass = append(t.Pass, d.between(-1, len(t.Sources)-1, "pass"))
	}
	if rapid.Bool().Draw(d.t, "scaled") {
		t.Scale = d.whole(d.outputs, 2)
	}
	return t
}

func drawStep(t *rapid.T) *drawn {
	d := &drawn{t: t, random: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))}
	d.size = [2]int{d.between(6, 8, "height"), d.between(6, 8, "width")}
	d.model = onnxtest.NewModel("image", channels, d.size[0], d.size[1])
	d.outputs = d.between(1, 6, "outputs")
	for range d.between(1, 3, "terms") {
		if rapid.Bool().Draw(t, "identity") {
			d.step.Terms = append(d.step.Terms, d.pass())
		} else {
			d.step.Terms = append(d.step.Terms, d.kernel())
		}
	}
	d.step.Outputs = make([]int, d.outputs)
	return d
}

// input is the image of several drawn at random, and maps are what the terms read of each.
func (d *drawn) input(batch int) (image []float32, maps [][]influence.Map) {
	image = d.whole(batch*channels*d.size[0]*d.size[1], 5)
	maps = make([][]influence.Map, batch)
	for b := range maps {
		for _, p := range d.maps {
			m := influence.Map{Channels: p.channels, Height: p.size[0], Width: p.size[1]}
			for c := p.first; c < p.first+p.channels; c++ {
				var plane []float32
				for y := range p.size[0] {
					at := ((b*channels+c)*d.size[0] + y) * d.size[1]
					plane = append(plane, image[at:][:p.size[1]]...)
				}
				m.Data, m.Max, m.Min = append(m.Data, plane...), append(m.Max, slices.Max(plane)), append(m.Min, slices.Min(plane))
			}
			maps[b] = append(maps[b], m)
		}
	}
	return image, maps
}

// What the heads find in a batch is what influence.Recorder finds in each image, whatever the size of the blocks.
func TestHeadsEqualRecorder(t *testing.T) {
	if err := openRuntime(); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := drawStep(t)
		batch := d.between(1, 3, "batch")
		image, maps := d.input(batch)
		d.model.Output(d.model.Node("GlobalMaxPool", "logits", []string{d.model.Input()}, nil))
		layer := topology.Layer{Name: "first", Tensor: d.step.Terms[0].Tensor, Channels: d.maps[0].channels, Width: d.maps[0].size[1]}
		network := &topology.Network{Output: "logits_output_0", Layers: []topology.Layer{layer},
			Links: []topology.Link{{Steps: []topology.Step{d.step}}}}
		o := Options{Options: influence.Options{TopK: d.between(1, 5, "k"), Inhibition: rapid.Bool().Draw(t, "inhibition"), Stride: rapid.SampledFrom([]int{1, 1, 3}).Draw(t, "every")},
			Height: d.size[0], Width: d.size[1], Batch: batch, Block: rapid.SampledFrom([]int64{1, 2000, 8000, DefaultBlock}).Draw(t, "block")}
		outputs := d.run(network, o, image, batch)
		plan, err := influence.NewPlan(network, o.Options)
		if err != nil {
			t.Fatal(err)
		}
		for b := range batch {
			excitation, inhibition := influence.NewRecorder(plan).Record(maps[b], nil, nil)
			if !sameKeys(outputs[b].excitation, excitation) || !sameKeys(outputs[b].inhibition, inhibition) {
				t.Fatalf("image %d: excitation %v and inhibition %v, want %v and %v", b, outputs[b].excitation, outputs[b].inhibition, excitation, inhibition)
			}
			d.checkMaxima(outputs[b].Image, maps[b][0])
		}
	})
}

type result struct {
	Image
	excitation, inhibition []uint32
}

func (d *drawn) run(network *topology.Network, o Options, image []float32, batch int) []result {
	m, err := onnx.Parse("drawn", d.model.Bytes())
	d.check(err)
	h, err := New(m, network, o)
	d.check(err)
	shape := []int64{int64(batch), channels, int64(d.size[0]), int64(d.size[1])}
	s, err := runtime.NewSession(h.Model, "image", shape, h.Outputs, 1)
	d.check(err)
	defer s.Close()
	copy(s.Input(), image)
	d.check(s.Run())
	results := make([]result, batch)
	for b := range results {
		var outputs [][]float32
		for _, output := range s.Image(b) {
			outputs = append(outputs, slices.Clone(output.Data))
		}
		r := &results[b]
		r.Image, err = h.Image(outputs)
		d.check(err)
		r.excitation, r.inhibition, err = h.Record(outputs, nil, nil)
		d.check(err)
	}
	return results
}

func (d *drawn) check(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *drawn) checkMaxima(im Image, m influence.Map) {
	for c, got := range im.Maxima[0] {
		plane := m.Data[c*m.Height*m.Width:][:m.Height*m.Width]
		if place := im.Positions[0][c]; got != m.Max[c] || int(place) != slices.Index(plane, got) {
			d.t.Fatalf("channel %d: maximum %v at %v, want %v at %d", c, got, place, m.Max[c], slices.Index(plane, m.Max[c]))
		}
	}
}

func sameKeys(a, b []uint32) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
