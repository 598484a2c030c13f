package pipeline_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/pipeline/reference"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// family is a network with the blocks of a published one, small and with random weights.
type family struct {
	*reference.Net
	random *rand.Rand
	opset  int
	gap    int             // layer that no link leads to; 0: none
	file   *onnxtest.Model // that another program wrote; nil: the network's own
}

func newFamily(size int, seed uint64) *family {
	f := &family{Net: reference.New(size, size, 255), random: rand.New(rand.NewPCG(seed, seed+1)), opset: 17}
	f.Loose, f.Average = true, true
	return f
}

// TestFamilies runs the whole pipeline over a small network of each family and compares layers, A, I, inhibition, accuracy and
// examples with what the reference finds in the maps that ONNX Runtime makes of the model as it was written.
func TestFamilies(t *testing.T) {
	needRuntime(t)
	for _, c := range families {
		t.Run(c.name, func(t *testing.T) {
			f := newFamily(c.size, 21)
			c.build(f)
			f.check(t, c.layers)
		})
	}
}

// TestInnerLayersOfFamilies asks for inner layers too: bottlenecks and branches, the widened maps of inverted blocks, new channels of
// dense layers.
func TestInnerLayersOfFamilies(t *testing.T) {
	needRuntime(t)
	for _, c := range families {
		switch c.name {
		case "inception-v1", "inception-v3", "resnet-bottleneck", "densenet", "mobilenet-v3", "shufflenet-v2", "convnext":
		default:
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			f := newFamily(c.size, 31)
			c.build(f)
			f.Inner = innerSums(f.Net, f.random)
			f.check(t, 0)
		})
	}
}

const familyClasses = 3

func (f *family) check(t *testing.T, layers int) {
	dir := t.TempDir()
	if f.Tail == nil {
		for range familyClasses {
			f.Head = append(f.Head, f.normal(f.Nodes[f.Net.Last()].Channels, 1))
		}
	}
	file := f.Model()
	*file.Proto().OpsetImport[0].Version = int64(f.opset)
	if f.file != nil {
		file = f.file
	}
	must(t, os.WriteFile(filepath.Join(dir, "model.onnx"), file.Bytes(), 0o666))
	p := &pictures{}
	for label := range familyClasses {
		for range 3 {
			p.labels = append(p.labels, label)
			p.images = append(p.images, f.picture())
		}
	}
	must(t, p.write(filepath.Join(dir, "data")))
	o := options(dir)
	o.Mass, o.TopK, o.Layers = 0.2, 3, layerPatterns(f.Net)
	_, err := run(context.Background(), o)
	must(t, err)
	want := f.RunOn(f.measure(t, file, p.images), p.labels, reference.Options{Mass: o.Mass, MassEmbed: o.MassEmbed, TopK: o.TopK, MinRecord: 1, Stride: 1})
	f.compare(t, o, p, want, layers)
}

func (f *family) compare(t *testing.T, o pipeline.Options, p *pictures, want *reference.Result, layers int) {
	r, err := bundle.Open(o.Out)
	must(t, err)
	defer r.Close()
	f.leaveGap(t, r.Manifest(), want)
	checkLayers(t, f.Net, r.Manifest(), want)
	if layers > 0 && len(want.Layers) != layers {
		t.Errorf("%d layers, not %d", len(want.Layers), layers)
	}
	entries := 0
	for c := range want.Classes {
		checkClass(t, r, c, &want.Classes[c])
		for _, row := range want.Classes[c].Influence {
			entries += len(row)
		}
	}
	got, err := r.Examples()
	must(t, err)
	for j, examples := range want.Examples {
		classes, activations := got.Of(j)
		for k := range classes {
			if e := examples[k]; int(classes[k]) != p.labels[e.Image] || math.Abs(float64(activations[k])-e.Activation) > 1e-4*(1+e.Activation) {
				t.Errorf("channel %d: example %d of class %d with %v, not %d with %v", j, k, classes[k], activations[k], p.labels[e.Image], e.Activation)
			}
		}
	}
	t.Logf("%d layers, %d links, %d channels, %d influences", len(want.Layers), len(r.Manifest().Links), want.Channels, entries)
}

// leaveGap checks that the one gap is where the family has it, and takes it out of what is compared.
func (f *family) leaveGap(t *testing.T, m *model.Manifest, want *reference.Result) {
	if f.gap == 0 {
		return
	}
	if len(m.Gaps) != 1 || m.Gaps[0].From != m.Layers[f.gap-1].Name || m.Gaps[0].To != m.Layers[f.gap].Name || !strings.Contains(m.Gaps[0].Reason, `"node10/add" (Add)`) {
		t.Fatalf("gaps %+v", m.Gaps)
	}
	m.Gaps = nil
	layer := m.Layers[f.gap]
	for c := range want.Classes {
		clear(want.Classes[c].Influence[layer.Offset:][:layer.Channels])
		clear(want.Classes[c].Inhibition[layer.Offset:][:layer.Channels])
	}
}

// picture is uniform noise over blobs, so that maps differ from image to image.
func (f *family) picture() reference.Map {
	m := make(reference.Map, 3)
	for c := range m {
		a, b, phase := f.random.Float64(), f.random.Float64(), f.random.Float64()*6
		for y := range f.Nodes[0].Height {
			m[c] = append(m[c], make([]float64, f.Nodes[0].Width))
			for x := range f.Nodes[0].Width {
				m[c][y][x] = math.Floor(127 + 90*math.Sin(a*float64(y)+b*float64(x)+phase) + 30*f.random.Float64())
			}
		}
	}
	return m
}

// measure runs the model in ONNX Runtime with everything that its nodes make as outputs.
func (f *family) measure(t *testing.T, file *onnxtest.Model, images []reference.Map) []reference.Seen {
	t.Helper()
	outputs := []string{file.Proto().Graph.Output[0].GetName()}
	for k := 1; k < len(f.Nodes); k++ {
		if name := f.Tensor(k); name != outputs[0] {
			file.Output(name)
		}
		outputs = append(outputs, f.Tensor(k))
	}
	library, err := runtime.Find("")
	must(t, err)
	closeRuntime, err := runtime.Open(library)
	must(t, err)
	height, width := f.Nodes[0].Height, f.Nodes[0].Width
	s, err := runtime.NewSession(file.Bytes(), "image", []int64{1, 3, int64(height), int64(width)}, outputs, 1)
	must(t, err)
	defer func() { must(t, errors.Join(s.Close(), closeRuntime())) }()
	var all []reference.Seen
	for _, image := range images {
		for c, plane := range image {
			for y, row := range plane {
				for x, v := range row {
					s.Input()[(c*height+y)*width+x] = float32(v)
				}
			}
		}
		must(t, s.Run())
		seen := reference.Seen{Maps: []reference.Map{image}}
		for k := 1; k < len(f.Nodes); k++ {
			seen.Maps = append(seen.Maps, mapOf(s.Output(k), f.Nodes[k].Last))
		}
		seen.Logits, seen.Probabilities = scores(s.Output(0).Data)
		all = append(all, seen)
	}
	return all
}

// mapOf copies a tensor [1, C, H, W], or [1, H, W, C] where the channels are last.
func mapOf(o runtime.Output, last bool) reference.Map {
	c, h, w := int(o.Shape[1]), int(o.Shape[2]), int(o.Shape[3])
	if last {
		c, h, w = w, c, h
	}
	m := make(reference.Map, c)
	for i := range m {
		m[i] = make([][]float64, h)
		for y := range h {
			m[i][y] = make([]float64, w)
			for x := range w {
				if last {
					m[i][y][x] = float64(o.Data[(y*w+x)*c+i])
				} else {
					m[i][y][x] = float64(o.Data[(i*h+y)*w+x])
				}
			}
		}
	}
	return m
}

func scores(data []float32) (logits, probabilities []float64) {
	total := 0.0
	for _, v := range data {
		logits = append(logits, float64(v))
		total += math.Exp(float64(v))
	}
	for _, v := range logits {
		probabilities = append(probabilities, math.Exp(v)/total)
	}
	return logits, probabilities
}

var _ rapid.TB = (*testing.T)(nil)
