package autodiff

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
)

// TestMain loads ONNX Runtime once for all tests; without it they are skipped.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		library, err := runtime.Find("")
		if err != nil {
			os.Stderr.WriteString("SKIPPED: " + err.Error() + "\n")
			return 0
		}
		closeRuntime, err := runtime.Open(library)
		if err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			return 1
		}
		code := m.Run()
		if err := closeRuntime(); err != nil {
			return 1
		}
		return code
	}())
}

// tb is what tests and rapid's properties have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func must(t tb, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func int64s(shape []int) []int64 {
	out := make([]int64, len(shape))
	for i, d := range shape {
		out[i] = int64(d)
	}
	return out
}

// pair is a model as it was written, and the same with its gradient.
type pair struct {
	graph    *Graph
	plain    *runtime.Session // puts out the target
	gradient *runtime.Session // puts out the target and the gradients
}

func newPair(t tb, file *onnxtest.Model, o Options) *pair {
	t.Helper()
	m, err := onnx.Parse("test", file.Bytes())
	must(t, err)
	g, err := Gradient(m, o)
	must(t, err)
	p := &pair{graph: g}
	p.plain, err = runtime.NewSession(file.Bytes(), g.Image, int64s(g.ImageShape), []string{g.Target}, 1)
	must(t, err)
	p.gradient, err = openGradient(g, g.TargetShape, 1)
	must(t, err)
	return p
}

// openGradient loads a graph for seeds of a shape.
func openGradient(g *Graph, seed []int, threads int) (*runtime.Session, error) {
	inputs := []runtime.Input{{Name: g.Image, Shape: int64s(g.ImageShape)}, {Name: g.Seed, Shape: int64s(seed)}}
	return runtime.Device{}.NewSession(g.Model, inputs, append([]string{g.Target}, g.Gradients...), threads)
}

func (p *pair) close(t tb) { must(t, errors.Join(p.plain.Close(), p.gradient.Close())) }

// objective is the weighted sum of the target at the image that the plain session holds.
func (p *pair) objective(t tb, seed []float32) float64 {
	must(t, p.plain.Run())
	sum := 0.0
	for i, v := range p.plain.Output(0).Data {
		sum += float64(v) * float64(seed[i])
	}
	return sum
}

// differences are those of fourth order around the image, by each of some elements.
func (p *pair) differences(t tb, image, seed []float32, elements []int, step float32) []float64 {
	copy(p.plain.Input(), image)
	out := make([]float64, len(elements))
	at := func(i int, offset float32) float64 {
		p.plain.Input()[i] = image[i] + offset
		defer func() { p.plain.Input()[i] = image[i] }()
		return p.objective(t, seed)
	}
	for k, i := range elements {
		near, far := at(i, step)-at(i, -step), at(i, 2*step)-at(i, -2*step)
		out[k] = (8*near - far) / (12 * float64(step))
	}
	return out
}

// run is the gradient by some elements of the image.
func (p *pair) run(t tb, image, seed []float32, elements []int) []float64 {
	copy(p.gradient.Input(), image)
	copy(p.gradient.InputAt(1), seed)
	must(t, p.gradient.Run())
	out := make([]float64, len(elements))
	for k, i := range elements {
		out[k] = float64(p.gradient.Output(1).Data[i])
	}
	return out
}

func float64s(values []float32) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// agreement is the cosine between two gradients, and the largest difference in proportion to the largest element of the second.
func agreement(got, want []float64) (cosine, worst float64) {
	var dot, a, b, largest, difference float64
	for i := range want {
		dot, a, b = dot+got[i]*want[i], a+got[i]*got[i], b+want[i]*want[i]
		largest, difference = max(largest, math.Abs(want[i])), max(difference, math.Abs(got[i]-want[i]))
	}
	if a == 0 && b == 0 {
		return 1, 0
	}
	return dot / math.Sqrt(a*b), difference / largest
}

// spaced are different values in random order, none nearer to another or to 0 than the given space.
func spaced(random *rand.Rand, count int, space float32) []float32 {
	values := make([]float32, count)
	for i, p := range random.Perm(count) {
		values[i] = (float32(p-count/2) + 0.5) * space
	}
	return values
}

func normal(random *rand.Rand, count int) []float32 {
	values := make([]float32, count)
	for i := range values {
		values[i] = float32(random.NormFloat64())
	}
	return values
}

// check compares the gradient, with and without the CPU's detours, with central differences by so many elements of the image.
func check(t tb, file *onnxtest.Model, o Options, image, seed []float32, step float32, count int) {
	t.Helper()
	elements := rand.New(rand.NewPCG(7, 8)).Perm(len(image))
	elements = elements[:min(count, len(elements))]
	var want []float64
	for _, portable := range []bool{false, true} {
		o.Portable = portable
		p := newPair(t, file, o)
		if want == nil {
			want = p.differences(t, image, seed, elements, step)
		}
		got := p.run(t, image, seed, elements)
		if cosine, worst := agreement(got, want); !(cosine >= 0.99999 && worst <= 2e-3) {
			t.Fatalf("portable %v: cosine %.6f, largest difference %.2g\n%v\n%v", portable, cosine, worst, got, want)
		}
		p.close(t)
	}
}
