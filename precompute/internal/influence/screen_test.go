package influence

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/topology"
)

// Kinds of values that sums in float32 may stumble over.
var kinds = map[string]func(r *rand.Rand) float32{
	"normal":    func(r *rand.Rand) float32 { return float32(r.NormFloat64()) },
	"rectified": func(r *rand.Rand) float32 { return float32(max(r.NormFloat64(), 0)) },
	"sparse":    func(r *rand.Rand) float32 { return float32(max(r.NormFloat64()-2, 0)) },
	"alike":     func(r *rand.Rand) float32 { return 1 + float32(r.IntN(3))*0x1p-23 },
	"close":     func(r *rand.Rand) float32 { return 1 + r.Float32()/20 },
	"ties":      func(r *rand.Rand) float32 { return float32(r.IntN(3)) / 2 },
	"negative":  func(r *rand.Rand) float32 { return -float32(r.ExpFloat64()) },
	"zeros":     func(r *rand.Rand) float32 { return float32(math.Copysign(0, r.NormFloat64())) },
	"denormal":  func(r *rand.Rand) float32 { return float32(r.NormFloat64() * 1e-43) },
	"tiny":      func(r *rand.Rand) float32 { return float32(r.NormFloat64() * 1e-22) },
	"huge":      func(r *rand.Rand) float32 { return float32(r.NormFloat64() * 1e17) },
	"mixed":     func(r *rand.Rand) float32 { return float32(math.Ldexp(r.NormFloat64(), r.IntN(80)-40)) },
	"specials": func(r *rand.Rand) float32 {
		specials := []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat32, 1, 0, math.Copysign(0, -1), -2, 0.5, 3, 1e-45}
		return float32(specials[r.IntN(len(specials))])
	},
}

func kindNames() []string {
	var names []string
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// draw fills n values of a kind; now and then so many in a row are zero.
func draw(r *rand.Rand, kind string, n, row int) []float32 {
	values := make([]float32, n)
	for at := 0; at < n; at += row {
		if r.IntN(6) == 0 {
			continue
		}
		for i := range row {
			values[at+i] = kinds[kind](r)
		}
	}
	return values
}

// convolution draws a step of one convolution, larger than a block, and its map.
func convolution(t *rapid.T) (topology.Step, Map) {
	group := rapid.SampledFrom([]int{1, 1, 1, 2, 17}).Draw(t, "group")
	size := rapid.SampledFrom([][2]int{{1, 1}, {1, 1}, {3, 3}, {3, 3}, {5, 5}, {1, 3}, {3, 1}, {2, 4}, {7, 7}}).Draw(t, "kernel")
	k := &topology.Kernel{Group: group, In: group * rapid.IntRange(1, 40/group).Draw(t, "in"), Out: group * rapid.IntRange(1, 40/group).Draw(t, "out"),
		Height: size[0], Width: size[1]}
	for a := range 2 {
		k.Stride[a], k.Dilation[a] = rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "stride"), rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "dilation")
		if size == [2]int{1, 1} && rapid.IntRange(0, 3).Draw(t, "whole") > 0 {
			k.Stride[a] = 1
			continue // sees the whole map
		}
		k.Pads[a], k.Pads[a+2] = rapid.IntRange(0, 3).Draw(t, "before"), rapid.IntRange(0, 3).Draw(t, "after")
	}
	height := rapid.IntRange((size[0]-1)*k.Dilation[0]+1, 24).Draw(t, "height")
	width := rapid.IntRange((size[1]-1)*k.Dilation[1]+1, 24).Draw(t, "width")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	names := kindNames()
	k.Weights = draw(r, rapid.SampledFrom(names).Draw(t, "weights"), k.Out*k.In/group*size[0]*size[1], size[0]*size[1])
	m := Map{Channels: k.In, Height: height, Width: width,
		Data: draw(r, rapid.SampledFrom(names).Draw(t, "values"), k.In*height*width, height*width)}
	for c := range k.In {
		plane := slices.Clone(m.Data[c*height*width:][:height*width])
		for i := range plane {
			plane[i] = finite(plane[i])
		}
		m.Max, m.Min = append(m.Max, slices.Max(plane)), append(m.Min, slices.Min(plane))
	}
	return topology.Step{Outputs: make([]int, k.Out), Terms: []topology.Term{{Tensor: "a", Sources: sources(k.In), Kernel: k}}}, m
}

// Every screen leads to the keys of the definition, whatever the shapes and the values.
func TestScreensAreExact(t *testing.T) {
	for _, name := range []string{"avx512", "avx2", "neon"} {
		if !slices.ContainsFunc(Screens(), func(s Screen) bool { return s.Name() == name }) {
			t.Run(name, func(t *testing.T) { t.Skip("SKIPPED: this machine has no " + name) })
		}
	}
	for _, screen := range Screens() {
		t.Run(screen.Name(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				step, m := convolution(t)
				options := Options{TopK: rapid.IntRange(1, 6).Draw(t, "k"), Inhibition: true, Stride: rapid.SampledFrom([]int{1, 1, 3}).Draw(t, "sampling")}
				plan, err := NewPlan(&topology.Network{Links: []topology.Link{{Steps: []topology.Step{step}}}}, options)
				if err != nil {
					t.Fatal(err)
				}
				excitation, inhibition := NewRecorderWith(plan, screen).Record([]Map{m}, nil, nil)
				if want := referenceKeys(step, []Map{m}, options, 1); !sameKeys(excitation, want) {
					t.Errorf("excitation %v, want %v", excitation, want)
				}
				if want := referenceKeys(step, []Map{m}, options, -1); !sameKeys(inhibition, want) {
					t.Errorf("inhibition %v, want %v", inhibition, want)
				}
			})
		})
	}
}
