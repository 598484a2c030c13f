package pipeline_test

import (
	"math"

	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/pipeline/reference"
)

// normal makes count numbers with the given deviation that float32 holds exactly.
func (f *family) normal(count int, deviation float64) []float64 {
	values := make([]float64, count)
	for i := range values {
		values[i] = float64(float32(f.random.NormFloat64() * deviation))
	}
	return values
}

// geometry is a convolution's; zero values are: kernel 3, stride 1, padded to keep the size, one group.
type geometry struct {
	kernel, stride [2]int
	pads           [4]int
	valid          bool // no padding
	group          int
}

func square(kernel, stride int) geometry {
	return geometry{kernel: [2]int{kernel, kernel}, stride: [2]int{stride, stride}}
}

func (f *family) convolve(x, out int, g geometry) int {
	w := reference.Window{Kernel: g.kernel, Stride: g.stride, Pads: g.pads}
	if !g.valid && g.pads == [4]int{} {
		w.Pads = [4]int{g.kernel[0] / 2, g.kernel[1] / 2, g.kernel[0] / 2, g.kernel[1] / 2}
	}
	group := max(g.group, 1)
	per := f.Nodes[x].Channels / group * g.kernel[0] * g.kernel[1]
	deviation := math.Sqrt(2 / float64(per))
	if x == 0 {
		deviation /= 100
	}
	return f.Conv(x, w, group, f.normal(per*out, deviation), f.normal(out, 0.2))
}

func (f *family) conv(x, out, kernel, stride int) int {
	return f.convolve(x, out, square(kernel, stride))
}

func (f *family) grouped(x, out, kernel, stride, group int) int {
	g := square(kernel, stride)
	g.group = group
	return f.convolve(x, out, g)
}

// gains are factors of both signs.
func (f *family) gains(channels int) []float64 {
	factor := make([]float64, channels)
	for c := range factor {
		factor[c] = float64(float32(0.5 + f.random.Float64()))
		if f.random.IntN(4) == 0 {
			factor[c] = -factor[c]
		}
	}
	return factor
}

func (f *family) norm(x int) int {
	return f.Norm(x, f.gains(f.Nodes[x].Channels), f.normal(f.Nodes[x].Channels, 0.3), false)
}

// unit is a convolution, a batch normalization and a ReLU.
func (f *family) unit(x, out, kernel, stride int) int {
	return f.Relu(f.norm(f.conv(x, out, kernel, stride)))
}

func (f *family) unitOf(x, out int, g geometry) int { return f.Relu(f.norm(f.convolve(x, out, g))) }

func (f *family) relued(x, out, kernel, stride int) int {
	return f.Relu(f.conv(x, out, kernel, stride))
}

func (f *family) maxPool(x, kernel, stride, pad int) int {
	return f.MaxPool(x, reference.Window{Kernel: [2]int{kernel, kernel}, Stride: [2]int{stride, stride}, Pads: [4]int{pad, pad, pad, pad}})
}

func (f *family) averagePool(x, kernel, stride, pad int) int {
	return f.AveragePool(x, reference.Window{Kernel: [2]int{kernel, kernel}, Stride: [2]int{stride, stride}, Pads: [4]int{pad, pad, pad, pad}})
}

// activated applies a function that write adds; a map with the channels last keeps them there.
func (f *family) activated(x int, write func(m *onnxtest.Model, name string, in []string) string, gates ...int) int {
	y := f.Activate(x, write, gates...)
	f.Nodes[y].Last = f.Nodes[x].Last
	return y
}

// op writes one ONNX operator.
func op(operator string, attrs onnxtest.Attrs) func(m *onnxtest.Model, name string, in []string) string {
	return func(m *onnxtest.Model, name string, in []string) string { return m.Node(operator, name, in, attrs) }
}

// silu is x * sigmoid(x) as PyTorch writes it.
func silu(m *onnxtest.Model, name string, in []string) string {
	return m.Node("Mul", name, []string{in[0], m.Node("Sigmoid", name+"/sigmoid", in, nil)}, nil)
}

// hardSwish is x * clip(x + 3, 0, 6) / 6 written out.
func hardSwish(m *onnxtest.Model, name string, in []string) string {
	clip := m.Node("Clip", name+"/clip", []string{m.Add(name+"/plus", in[0], m.Scalar(name+".3", 3)), m.Scalar(name+".0", 0), m.Scalar(name+".6", 6)}, nil)
	return m.Node("Div", name, []string{m.Node("Mul", name+"/times", []string{in[0], clip}, nil), m.Scalar(name+".six", 6)}, nil)
}

// relu6 is MobileNetV2's.
func relu6(m *onnxtest.Model, name string, in []string) string {
	return m.Node("Clip", name, []string{in[0], m.Scalar(name+".0", 0), m.Scalar(name+".6", 6)}, nil)
}

// gelu is x * (1 + erf(x / sqrt 2)) / 2 written out.
func gelu(m *onnxtest.Model, name string, in []string) string {
	erf := m.Node("Erf", name+"/erf", []string{m.Node("Div", name+"/div", []string{in[0], m.Scalar(name+".root2", float32(math.Sqrt2))}, nil)}, nil)
	half := m.Node("Mul", name+"/mul", []string{in[0], m.Add(name+"/add", erf, m.Scalar(name+".1", 1))}, nil)
	return m.Node("Mul", name, []string{half, m.Scalar(name+".half", 0.5)}, nil)
}

// excite is a squeeze-and-excitation gate through a bottleneck: means, two convolutions of 1x1, a gate by which x is multiplied.
func (f *family) excite(x, narrow int, inner, gate func(m *onnxtest.Model, name string, in []string) string) int {
	y := f.Sample(x, 1, 1, false, op("GlobalAveragePool", nil))
	y = f.activated(f.conv(y, narrow, 1, 1), inner)
	y = f.activated(f.conv(y, f.Nodes[x].Channels, 1, 1), gate)
	return f.activated(x, op("Mul", nil), y)
}

// localResponse is AlexNet's and GoogLeNet's normalization.
func (f *family) localResponse(x int) int {
	return f.Sample(x, f.Nodes[x].Height, f.Nodes[x].Width, true, op("LRN", onnxtest.Attrs{"size": 5, "alpha": float32(1e-1), "beta": float32(0.75), "bias": float32(1)}))
}
