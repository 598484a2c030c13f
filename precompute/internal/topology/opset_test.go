package topology

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// newestOpset is the last operator set that ONNX Runtime 1.30 takes.
const newestOpset = 26

// TestOperatorSets builds the same network in the forms of each operator set, and proves its steps by running it.
func TestOperatorSets(t *testing.T) {
	var first string
	for v := 7; v <= newestOpset; v++ {
		t.Run(fmt.Sprint(v), func(t *testing.T) {
			b := &dialect{onnxtest.NewModel("image", 3, 12, 12), newWeights(), v}
			data := b.network().Bytes()
			m, err := onnx.Parse("dialect", data)
			if err != nil {
				t.Fatal(err)
			}
			net, err := Analyse(m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(net.Gaps) > 0 || len(net.Links) != 6 {
				t.Errorf("%d links, gaps %+v", len(net.Links), net.Gaps)
			}
			if now := describe(net); first == "" {
				first = now
			} else if now != first {
				t.Errorf("operator set %d gives\n%s\nnot\n%s", v, now, first)
			}
			checkSums(t, m, data, net, map[string]string{"/conv2": "/bn_output_0"})
		})
	}
}

// dialect writes operators in the form of an operator set.
type dialect struct {
	*onnxtest.Model
	w *weights
	v int
}

// args gives a list as an attribute before operator set since, and as an input from it on.
func (b *dialect) args(name, key string, since int, inputs []string, values []int, attrs onnxtest.Attrs) ([]string, onnxtest.Attrs) {
	if b.v < since {
		attrs[key] = values
		return inputs, attrs
	}
	return append(inputs, b.Ints(name+"."+key, values)), attrs
}

func (b *dialect) network() *onnxtest.Model {
	version := int64(b.v)
	b.Proto().OpsetImport[0].Version = &version
	if b.v > 20 {
		b.Proto().IrVersion = proto.Int64(10)
	}
	x := b.clip("/clip1", b.Conv("/conv1", b.Input(), b.w.conv(3, 4, 3)))
	x = b.Relu("/relu2", b.norm("/bn", b.Conv("/conv2", b.dropout("/drop", x), b.w.conv(4, 6, 3)), 6))
	x = b.Relu("/relu3", b.Conv("/conv3", b.padded("/pad", x), b.w.conv(6, 6, 1)))
	x = b.gated(x)
	parts := b.split("/split", x)
	x = b.Relu("/relu4", b.Conv("/conv4", b.Concat("/concat", parts[1], parts[0]), b.w.conv(6, 4, 3)))
	x = b.Relu("/relu5", b.Conv("/conv5", b.upsampled("/up", x), b.w.conv(4, 4, 3)))
	x = b.Relu("/relu6", b.Conv("/conv6", b.sliced("/slice", x), b.w.conv(4, 4, 3)))
	return b.classified(x)
}

func (b *dialect) clip(name, x string) string {
	if b.v < 11 {
		return b.Node("Clip", name, []string{x}, onnxtest.Attrs{"min": float32(0), "max": float32(6)})
	}
	return b.Node("Clip", name, []string{x, b.Scalar(name+".min", 0), b.Scalar(name+".max", 6)}, nil)
}

func (b *dialect) dropout(name, x string) string {
	if b.v < 12 {
		return b.Node("Dropout", name, []string{x}, onnxtest.Attrs{"ratio": float32(0.5)})
	}
	return b.Node("Dropout", name, []string{x, b.Scalar(name+".ratio", 0.5)}, nil)
}

func (b *dialect) norm(name, x string, channels int) string {
	n := b.w.norm(channels)
	inputs := []string{x, b.Floats(name+".scale", n.Scale), b.Floats(name+".bias", n.Bias), b.Floats(name+".mean", n.Mean), b.Floats(name+".var", n.Var)}
	if b.v < 9 {
		return b.Node("BatchNormalization", name, inputs, onnxtest.Attrs{"spatial": 1})
	}
	return b.Node("BatchNormalization", name, inputs, nil)
}

func (b *dialect) padded(name, x string) string {
	inputs, attrs := b.args(name, "pads", 11, []string{x}, []int{0, 0, 1, 0, 0, 0, 1, 2}, onnxtest.Attrs{"mode": "constant"})
	return b.Node("Pad", name, inputs, attrs)
}

// gated multiplies by a gate that leaves the spatial axes out and puts them back.
func (b *dialect) gated(x string) string {
	inputs, attrs := b.args("/mean", "axes", 18, []string{x}, []int{2, 3}, onnxtest.Attrs{"keepdims": 0})
	y := b.Node("ReduceMean", "/mean", inputs, attrs)
	y = b.Node("Gemm", "/fc", []string{y, b.Floats("/fc.weight", b.w.normal(36), 6, 6), b.Floats("/fc.bias", b.w.normal(6))}, nil)
	y = b.Node("Sigmoid", "/sigmoid", []string{y}, nil)
	inputs, attrs = b.args("/unsqueeze", "axes", 13, []string{y}, []int{2, 3}, onnxtest.Attrs{})
	return b.Node("Mul", "/gate", []string{x, b.Node("Unsqueeze", "/unsqueeze", inputs, attrs)}, nil)
}

func (b *dialect) split(name, x string) []string {
	if b.v >= 18 {
		return b.Nodes("Split", name, []string{x}, 2, onnxtest.Attrs{"axis": 1, "num_outputs": 2})
	}
	inputs, attrs := b.args(name, "split", 13, []string{x}, []int{3, 3}, onnxtest.Attrs{"axis": 1})
	return b.Nodes("Split", name, inputs, 2, attrs)
}

func (b *dialect) upsampled(name, x string) string {
	scales := []float32{1, 1, 2, 2}
	switch {
	case b.v < 9:
		return b.Node("Upsample", name, []string{x}, onnxtest.Attrs{"mode": "nearest", "scales": scales})
	case b.v < 10:
		return b.Node("Upsample", name, []string{x, b.Floats(name+".scales", scales)}, onnxtest.Attrs{"mode": "nearest"})
	case b.v < 11:
		return b.Node("Resize", name, []string{x, b.Floats(name+".scales", scales)}, onnxtest.Attrs{"mode": "nearest"})
	case b.v < 13: // the region of interest may not be left out yet
		return b.Node("Resize", name, []string{x, b.Floats(name+".roi", nil), b.Floats(name+".scales", scales)}, onnxtest.Attrs{"mode": "nearest"})
	case b.v < 18:
		return b.Node("Resize", name, []string{x, "", b.Floats(name+".scales", scales)}, onnxtest.Attrs{"mode": "nearest"})
	}
	return b.Node("Resize", name, []string{x, "", b.Floats(name+".scales", scales[2:])}, onnxtest.Attrs{"mode": "nearest", "axes": []int{2, 3}})
}

func (b *dialect) sliced(name, x string) string {
	if b.v < 10 {
		return b.Node("Slice", name, []string{x}, onnxtest.Attrs{"starts": []int{1, 0}, "ends": []int{9, 1 << 40}, "axes": []int{2, 3}})
	}
	return b.Node("Slice", name, []string{x, b.Ints(name+".starts", []int{1, 0}), b.Ints(name+".ends", []int{9, 1 << 40}), b.Ints(name+".axes", []int{2, 3})}, nil)
}

// classified ends in a softmax whose axis is said or left to the default.
func (b *dialect) classified(x string) *onnxtest.Model {
	x = b.Node("GlobalAveragePool", "/pool", []string{x}, nil)
	inputs, attrs := b.args("/squeeze", "axes", 13, []string{x}, []int{2, 3}, onnxtest.Attrs{})
	x = b.Node("Squeeze", "/squeeze", inputs, attrs)
	x = b.Node("Gemm", "/head", []string{x, b.Floats("/head.weight", b.w.normal(20), 4, 5), b.Floats("/head.bias", b.w.normal(5))}, nil)
	return b.Output(b.Node("Softmax", "/softmax", []string{x}, nil))
}
