package influence

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/topology"
)

// Values are small whole numbers throughout, so that sums are exact and ties are common.

func drawMap(t *rapid.T, channels, height, width int) Map {
	m := Map{Channels: channels, Height: height, Width: width, Data: make([]float32, channels*height*width)}
	lowest := rapid.SampledFrom([]int{0, -3}).Draw(t, "lowest")
	for i := range m.Data {
		m.Data[i] = float32(max(rapid.IntRange(-6, 5).Draw(t, "value"), lowest))
	}
	size := height * width
	for c := range channels {
		plane := m.Data[c*size:][:size]
		m.Max, m.Min = append(m.Max, slices.Max(plane)), append(m.Min, slices.Min(plane))
	}
	return m
}

func drawKernel(t *rapid.T) *topology.Kernel {
	group := rapid.IntRange(1, 3).Draw(t, "group")
	k := &topology.Kernel{Group: group, In: group * rapid.IntRange(1, 4).Draw(t, "in"), Out: group * rapid.IntRange(1, 3).Draw(t, "out"),
		Height: rapid.IntRange(1, 3).Draw(t, "kernel height"), Width: rapid.IntRange(1, 3).Draw(t, "kernel width")}
	for a := range 2 {
		k.Stride[a] = rapid.IntRange(1, 3).Draw(t, "stride")
		k.Dilation[a] = rapid.IntRange(1, 2).Draw(t, "dilation")
		k.Pads[a], k.Pads[a+2] = rapid.IntRange(0, 2).Draw(t, "before"), rapid.IntRange(0, 2).Draw(t, "after")
	}
	k.Weights = make([]float32, k.Out*k.In/group*k.Height*k.Width)
	for i := range k.Weights {
		k.Weights[i] = float32(rapid.IntRange(-3, 3).Draw(t, "weight"))
	}
	return k
}

func sources(n int) []topology.Source {
	s := make([]topology.Source, n)
	for i := range s {
		s[i].Channel = i
	}
	return s
}

// referenceTerm returns all values over the output positions of the term that channel c adds to output o, by the definition.
func referenceTerm(term topology.Term, m Map, o, c, every int) []float64 {
	at := func(y, x int) float64 {
		if y < 0 || x < 0 || y >= m.Height || x >= m.Width {
			return 0
		}
		return float64(finite(m.Data[(c*m.Height+y)*m.Width+x]))
	}
	var values []float64
	k := term.Kernel
	if k == nil {
		scale := 1.0
		if term.Scale != nil {
			scale = float64(term.Scale[o])
		}
		for y := range m.Height {
			for x := range m.Width {
				values = append(values, scale*at(y, x))
			}
		}
		return values
	}
	in := k.In / k.Group
	rows := (m.Height+k.Pads[0]+k.Pads[2]-(k.Height-1)*k.Dilation[0]-1)/k.Stride[0] + 1
	columns := (m.Width+k.Pads[1]+k.Pads[3]-(k.Width-1)*k.Dilation[1]-1)/k.Stride[1] + 1
	for y := 0; y < rows; y += every {
		for x := 0; x < columns; x += every {
			var sum float64
			for ky := range k.Height {
				for kx := range k.Width {
					w := k.Weights[((o*in+c%in)*k.Height+ky)*k.Width+kx]
					sum += float64(finite(w)) * at(y*k.Stride[0]-k.Pads[0]+ky*k.Dilation[0], x*k.Stride[1]-k.Pads[1]+kx*k.Dilation[1])
				}
			}
			values = append(values, sum)
		}
	}
	return values
}

// reaches reports whether channel c is a candidate of output o.
func reaches(term topology.Term, o, c int) bool {
	if term.Sources[c].Unit < 0 {
		return false
	}
	if term.Kernel == nil {
		return term.Pass[o] == c
	}
	k := term.Kernel
	return c/(k.In/k.Group) == o/(k.Out/k.Group)
}

// referenceKeys sorts all candidates of every output of a step.
func referenceKeys(step topology.Step, maps []Map, o Options, sign float64) []uint32 {
	candidates := 0
	for _, term := range step.Terms {
		candidates += len(term.Sources)
	}
	var keys []uint32
	for out := range step.Outputs {
		var all []struct {
			value     float64
			candidate int
		}
		offset := 0
		for i, term := range step.Terms {
			for c := range term.Sources {
				if !reaches(term, out, c) {
					continue
				}
				value := math.Inf(-1)
				for _, v := range referenceTerm(term, maps[i], out, c, o.Stride) {
					value = max(value, sign*v)
				}
				if sign > 0 || value > 0 {
					all = append(all, struct {
						value     float64
						candidate int
					}{value, offset + c})
				}
			}
			offset += len(term.Sources)
		}
		slices.SortStableFunc(all, func(a, b struct {
			value     float64
			candidate int
		}) int {
			return cmp.Compare(b.value, a.value)
		})
		for _, found := range all[:min(o.TopK, len(all))] {
			keys = append(keys, uint32(out*candidates+found.candidate))
		}
	}
	return keys
}

func TestRecordEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := Options{TopK: rapid.IntRange(1, 5).Draw(t, "k"), Inhibition: true, Stride: rapid.SampledFrom([]int{1, 1, 3}).Draw(t, "sampling")}
		kernel := drawKernel(t)
		smallest := max((kernel.Height-1)*kernel.Dilation[0], (kernel.Width-1)*kernel.Dilation[1]) + 1
		height, width := rapid.IntRange(smallest, 9).Draw(t, "height"), rapid.IntRange(smallest, 9).Draw(t, "width")
		step := topology.Step{Outputs: make([]int, kernel.Out)}
		step.Terms = append(step.Terms, topology.Term{Tensor: "a", Sources: sources(kernel.In), Kernel: kernel})
		maps := []Map{drawMap(t, kernel.In, height, width)}
		if rapid.Bool().Draw(t, "residual") {
			pass, term := drawPass(t, kernel.Out)
			step.Terms = append(step.Terms, term)
			maps = append(maps, pass)
		}
		plan, err := NewPlan(&topology.Network{Links: []topology.Link{{Steps: []topology.Step{step}}}}, options)
		if err != nil {
			t.Fatal(err)
		}
		wantExcitation, wantInhibition := referenceKeys(step, maps, options, 1), referenceKeys(step, maps, options, -1)
		for _, screen := range Screens() {
			excitation, inhibition := NewRecorderWith(plan, screen).Record(maps, nil, nil)
			if !sameKeys(excitation, wantExcitation) {
				t.Errorf("%s: excitation %v, want %v", screen.Name(), excitation, wantExcitation)
			}
			if !sameKeys(inhibition, wantInhibition) {
				t.Errorf("%s: inhibition %v, want %v", screen.Name(), inhibition, wantInhibition)
			}
		}
	})
}

func sameKeys(a, b []uint32) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// A recorder that has seen another image, of another size, says the same of the next as a new one.
func TestRecorderForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kernel := drawKernel(t)
		smallest := max((kernel.Height-1)*kernel.Dilation[0], (kernel.Width-1)*kernel.Dilation[1]) + 1
		step := topology.Step{Outputs: make([]int, kernel.Out), Terms: []topology.Term{{Tensor: "a", Sources: sources(kernel.In), Kernel: kernel}}}
		plan, err := NewPlan(&topology.Network{Links: []topology.Link{{Steps: []topology.Step{step}}}}, Options{TopK: 2, Inhibition: true, Stride: 1})
		if err != nil {
			t.Fatal(err)
		}
		used := NewRecorder(plan)
		for range 3 {
			height, width := rapid.IntRange(smallest, smallest+2).Draw(t, "height"), rapid.IntRange(smallest, smallest+2).Draw(t, "width")
			maps := []Map{drawMap(t, kernel.In, height, width)}
			excitation, inhibition := used.Record(maps, nil, nil)
			if want, other := NewRecorder(plan).Record(maps, nil, nil); !slices.Equal(excitation, want) || !slices.Equal(inhibition, other) {
				t.Fatalf("excitation %v and inhibition %v, want %v and %v", excitation, inhibition, want, other)
			}
		}
	})
}

func drawPass(t *rapid.T, outputs int) (Map, topology.Term) {
	m := drawMap(t, rapid.IntRange(1, 4).Draw(t, "pass channels"), 2, 3)
	term := topology.Term{Tensor: "b", Sources: sources(m.Channels)}
	for range outputs {
		term.Pass = append(term.Pass, rapid.IntRange(-1, m.Channels-1).Draw(t, "pass"))
		term.Scale = append(term.Scale, float32(rapid.IntRange(-2, 2).Draw(t, "scale")))
	}
	term.Sources[0].Unit = rapid.IntRange(-1, 0).Draw(t, "constant")
	return m, term
}
