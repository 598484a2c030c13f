package autodiff

import (
	"math/rand/v2"
	"strings"
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

// op is a network of one operator, or a few, over an image [2, 4, 6, 7].
type op struct {
	name  string
	build func(m *onnxtest.Model, x string) string
	opset int  // 0: 17
	alone bool // one image at a time
}

type attrs = onnxtest.Attrs

// one is an operator of one input.
func one(operator string, a attrs) op {
	return op{name: operator, build: func(m *onnxtest.Model, x string) string { return m.Node(operator, "op", []string{x}, a) }}
}

// with is an operator whose other inputs are constants.
func with(operator string, a attrs, constants ...func(m *onnxtest.Model, name string) string) op {
	return op{name: operator, build: func(m *onnxtest.Model, x string) string {
		inputs := []string{x}
		for i, c := range constants {
			inputs = append(inputs, c(m, "c"+string(rune('0'+i))))
		}
		return m.Node(operator, "op", inputs, a)
	}}
}

func none(*onnxtest.Model, string) string { return "" }

func ints(values ...int) func(*onnxtest.Model, string) string {
	return func(m *onnxtest.Model, name string) string { return m.Ints(name, values) }
}

func scalar(v float32) func(*onnxtest.Model, string) string {
	return func(m *onnxtest.Model, name string) string { return m.Scalar(name, v) }
}

// weights are drawn at random, positive ones between 0.5 and 1.5.
func weights(positive bool, dims ...int) func(*onnxtest.Model, string) string {
	return func(m *onnxtest.Model, name string) string {
		random := rand.New(rand.NewPCG(3, uint64(len(name))))
		values := normal(random, volume(dims))
		for i := range values {
			if positive {
				values[i] = 0.5 + float32(random.Float64())
			}
		}
		return m.Floats(name, values, dims...)
	}
}

func (o op) named(name string) op {
	o.name += "/" + name
	return o
}

func (o op) single() op {
	o.alone = true
	return o
}

func (o op) since(opset int) op {
	o.opset = opset
	return o
}

// TestOperators compares each operator's gradient with central differences of ONNX Runtime's own results.
func TestOperators(t *testing.T) {
	for _, list := range [][]op{activations, normalizations, pools, movements, arithmetic, resizes, transposes} {
		for _, c := range list {
			t.Run(c.name, func(t *testing.T) {
				m := onnxtest.NewModel("image", 4, 6, 7)
				if c.opset == 0 {
					c.opset = 17
				}
				*m.Proto().OpsetImport[0].Version = int64(c.opset)
				m.Output(c.build(m, "image"))
				random := rand.New(rand.NewPCG(1, 2))
				o := Options{Target: m.Proto().Graph.Output[0].GetName(), Batch: 2}
				if c.alone {
					o.Batch = 1
				}
				image := spaced(random, o.Batch*4*6*7, 0.012)
				if strings.Contains(c.name, "positive") {
					for i := range image {
						image[i] += 3
					}
				}
				check(t, m, o, image, normal(random, 1<<12), 0.0029, 120)
			})
		}
	}
}

var activations = []op{
	one("Relu", nil),
	one("LeakyRelu", nil), one("LeakyRelu", attrs{"alpha": float32(0.3)}).named("alpha"),
	with("PRelu", nil, weights(false, 4, 1, 1)), with("PRelu", nil, scalar(0.2)).named("scalar"),
	one("ThresholdedRelu", attrs{"alpha": float32(0.504)}),
	one("Elu", nil), one("Elu", attrs{"alpha": float32(0.7)}).named("alpha"),
	one("Selu", nil), one("Celu", attrs{"alpha": float32(1.3)}),
	one("Sigmoid", nil), one("HardSigmoid", nil), one("HardSigmoid", attrs{"alpha": float32(1 / 1.2), "beta": float32(0.5)}).named("steep"),
	one("HardSwish", nil), one("Tanh", nil), one("Erf", nil), one("Exp", nil), one("Neg", nil), one("Abs", nil),
	one("Softplus", nil), one("Softsign", nil), one("Mish", nil).since(18),
	one("Gelu", nil).since(20), one("Gelu", attrs{"approximate": "tanh"}).named("tanh").since(20),
	one("Swish", attrs{"alpha": float32(1.4)}).since(24),
	one("Log", nil).named("positive"), one("Sqrt", nil).named("positive"), one("Reciprocal", nil).named("positive"),
	with("Clip", nil, scalar(-0.504), scalar(0.696)), with("Clip", nil, none, scalar(0.696)).named("above"), with("Clip", nil, scalar(0)).named("below"),
	one("Clip", nil).named("free"), one("Clip", attrs{"min": float32(-0.252), "max": float32(0.504)}).named("attributes").since(10),
	one("Identity", nil), one("Dropout", nil), one("Cast", attrs{"to": 1}),
}

var normalizations = []op{
	with("BatchNormalization", nil, weights(false, 4), weights(false, 4), weights(false, 4), weights(true, 4)),
	with("BatchNormalization", attrs{"epsilon": float32(0.1)}, weights(false, 4), weights(false, 4), weights(false, 4), weights(true, 4)).named("epsilon").since(9),
	with("InstanceNormalization", nil, weights(false, 4), weights(false, 4)),
	with("LayerNormalization", nil, weights(false, 7), weights(false, 7)),
	with("LayerNormalization", attrs{"axis": 1, "epsilon": float32(0.1)}, weights(false, 4, 6, 7)).named("axis"),
	with("GroupNormalization", attrs{"num_groups": 2}, weights(false, 2), weights(false, 2)).since(18),
	with("GroupNormalization", attrs{"num_groups": 2}, weights(false, 4), weights(false, 4)).named("21").since(21),
	with("RMSNormalization", nil, weights(false, 7)).since(23),
	one("LpNormalization", attrs{"axis": 1}),
	one("LRN", attrs{"size": 3, "alpha": float32(0.4)}),
	one("LRN", attrs{"size": 5, "alpha": float32(0.4), "beta": float32(0.5), "bias": float32(2)}).named("wide"),
	one("Softmax", nil), one("Softmax", attrs{"axis": 1}).named("axis"), one("Softmax", nil).named("flattened").since(12),
	one("LogSoftmax", nil), one("LogSoftmax", attrs{"axis": 1}).named("axis"), one("LogSoftmax", attrs{"axis": 2}).named("flattened").since(11),
}

var pools = []op{
	one("MaxPool", attrs{"kernel_shape": []int{2, 2}, "strides": []int{2, 2}}),
	one("MaxPool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}}).named("overlapping"),
	one("MaxPool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}}).named("overlapping-8").since(8),
	one("MaxPool", attrs{"kernel_shape": []int{3, 2}, "strides": []int{1, 2}, "pads": []int{1, 0, 2, 1}}).named("padded"),
	one("MaxPool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "ceil_mode": 1}).named("ceil"),
	one("MaxPool", attrs{"kernel_shape": []int{2, 2}, "strides": []int{1, 1}, "dilations": []int{2, 3}, "pads": []int{1, 1, 1, 1}}).named("dilated"),
	one("MaxPool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "auto_pad": "SAME_UPPER"}).named("same-upper"),
	one("MaxPool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "auto_pad": "SAME_LOWER"}).named("same-lower"),
	one("MaxPool", attrs{"kernel_shape": []int{2, 3}, "auto_pad": "VALID"}).named("valid"),
	one("AveragePool", attrs{"kernel_shape": []int{2, 2}, "strides": []int{2, 2}}),
	one("AveragePool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{1, 1}, "pads": []int{1, 1, 1, 1}}).named("padded"),
	one("AveragePool", attrs{"kernel_shape": []int{3, 2}, "strides": []int{2, 1}, "pads": []int{1, 0, 0, 1}, "count_include_pad": 1}).named("counting"),
	one("AveragePool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "ceil_mode": 1}).named("ceil"),
	one("AveragePool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "pads": []int{1, 1, 1, 1}, "ceil_mode": 1, "count_include_pad": 1}).named("ceil-counting").since(19),
	one("AveragePool", attrs{"kernel_shape": []int{2, 2}, "dilations": []int{3, 2}, "pads": []int{1, 1, 1, 1}}).named("dilated").since(19),
	one("AveragePool", attrs{"kernel_shape": []int{3, 3}, "strides": []int{2, 2}, "auto_pad": "SAME_UPPER"}).named("same"),
	one("GlobalAveragePool", nil), one("GlobalMaxPool", nil),
	one("ReduceMean", attrs{"axes": []int{2, 3}}), one("ReduceMean", attrs{"axes": []int{1, -1}, "keepdims": 0}).named("squeezed"),
	with("ReduceMean", nil, ints(1)).named("18").since(18), one("ReduceMean", nil).named("all").single(),
	with("ReduceSum", attrs{"keepdims": 0}, ints(2, 3)), one("ReduceSum", attrs{"axes": []int{1}}).named("12").since(12),
	one("ReduceMax", attrs{"axes": []int{2, 3}}), one("ReduceMin", attrs{"axes": []int{1}, "keepdims": 0}),
	one("ReduceL2", attrs{"axes": []int{1}}), one("ReduceSumSquare", attrs{"axes": []int{2, 3}, "keepdims": 0}),
}

var movements = []op{
	with("Reshape", nil, ints(0, -1, 14)), one("Flatten", nil), one("Flatten", attrs{"axis": 2}).named("axis").single(),
	one("Transpose", nil).single(), one("Transpose", attrs{"perm": []int{0, 2, 3, 1}}).named("perm"),
	with("Unsqueeze", nil, ints(2)), one("Unsqueeze", attrs{"axes": []int{0, 3}}).named("11").since(11).single(),
	{name: "Squeeze", build: func(m *onnxtest.Model, x string) string {
		x = m.Node("GlobalAveragePool", "pool", []string{x}, nil)
		return m.Node("Squeeze", "op", []string{x, m.Ints("axes", []int{2, 3})}, nil)
	}},
	{name: "Expand", alone: true, build: func(m *onnxtest.Model, x string) string {
		x = m.Node("GlobalMaxPool", "pool", []string{x}, nil)
		return m.Node("Expand", "op", []string{x, m.Ints("shape", []int{3, 2, 4, 5, 1})}, nil)
	}},
	{name: "Concat", build: func(m *onnxtest.Model, x string) string {
		return m.Node("Concat", "op", []string{m.Relu("relu", x), m.Node("Neg", "neg", []string{x}, nil), m.Floats("c", make([]float32, 2*3*42), 2, 3, 6, 7)}, attrs{"axis": -3})
	}},
	{name: "Concat/rows", build: func(m *onnxtest.Model, x string) string {
		return m.Node("Concat", "op", []string{m.Relu("relu", x), x}, attrs{"axis": 2})
	}},
	{name: "Split", build: func(m *onnxtest.Model, x string) string {
		p := m.Nodes("Split", "op", []string{x, m.Ints("sizes", []int{1, 2, 1})}, 3, attrs{"axis": 1})
		return m.Node("Mul", "mul", []string{p[0], p[1]}, nil)
	}},
	{name: "Split/even", opset: 18, build: func(m *onnxtest.Model, x string) string {
		p := m.Nodes("Split", "op", []string{x}, 2, attrs{"axis": -1, "num_outputs": 2})
		return m.Node("Concat", "join", []string{p[1], m.Node("Neg", "neg", p[:1], nil)}, attrs{"axis": 3})
	}},
	with("Slice", nil, ints(1, 1), ints(3, 100), ints(1, -1)),
	with("Slice", nil, ints(0, 0), ints(100, 100), ints(2, 3), ints(2, 3)).named("steps"),
	with("Slice", nil, ints(-1, 0), ints(-100, 3), ints(3, 1), ints(-1, 2)).named("backwards"),
	one("Slice", attrs{"starts": []int{1}, "ends": []int{-1}, "axes": []int{2}}).named("9").since(9),
	with("Gather", attrs{"axis": 1}, ints(2, 0, 2)),
	{name: "Gather/single", build: func(m *onnxtest.Model, x string) string {
		return m.Node("Gather", "op", []string{x, m.Ints("index", []int{-1}, []int{}...)}, attrs{"axis": 3})
	}},
	with("Pad", nil, ints(0, 1, 2, 0, 0, 2, 0, 1)), with("Pad", nil, ints(0, 0, -1, 1, 0, 0, 2, -2)).named("cropped"),
	with("Pad", attrs{"mode": "reflect"}, ints(0, 0, 2, 3, 0, 0, 1, 2)).named("reflect"),
	with("Pad", attrs{"mode": "edge"}, ints(0, 0, 2, 1, 0, 0, 1, 2)).named("edge"),
	one("Pad", attrs{"pads": []int{0, 0, 1, 1, 0, 0, 1, 1}, "value": float32(2)}).named("10").since(10),
}

// two is an operator of two or three operands that are all computed from the image; the second is shrunk by spread.
func two(operator, name string, spread func(m *onnxtest.Model, x string) string) op {
	return op{name: operator + "/" + name, build: func(m *onnxtest.Model, x string) string {
		a := m.Node("Sigmoid", "a", []string{x}, nil)
		b := spread(m, m.Node("Exp", "b", []string{x}, nil))
		return m.Node(operator, "op", []string{a, b}, nil)
	}}
}

func whole(_ *onnxtest.Model, x string) string { return x }

func pooled(m *onnxtest.Model, x string) string {
	return m.Node("GlobalAveragePool", "pool", []string{x}, nil)
}

func planes(m *onnxtest.Model, x string) string {
	return m.Node("ReduceMean", "plane", []string{x}, attrs{"axes": []int{0, 1}, "keepdims": 0})
}

var arithmetic = []op{
	two("Add", "whole", whole), two("Add", "pooled", pooled), two("Add", "plane", planes).single(),
	two("Sub", "whole", whole), two("Sub", "pooled", pooled),
	two("Mul", "whole", whole), two("Mul", "pooled", pooled), two("Mul", "plane", planes).single(),
	two("Div", "whole", whole), two("Div", "pooled", pooled),
	two("Max", "whole", whole), two("Min", "pooled", pooled), two("Sum", "pooled", pooled), two("Mean", "whole", whole),
	with("Pow", nil, scalar(2)), with("Pow", nil, scalar(3)).named("cube"), with("Pow", nil, scalar(0.5)).named("positive"),
	with("Pow", nil, ints(3)).named("whole"), with("Pow", nil, weights(true, 4, 1, 1)).named("positive-channels"),
	{name: "Where", build: func(m *onnxtest.Model, x string) string {
		return m.Node("Where", "op", []string{m.Node("Greater", "greater", []string{x, m.Scalar("level", 0.3)}, nil), m.Node("Exp", "exp", []string{x}, nil), pooled(m, x)}, nil)
	}},
	{name: "SiLU", build: func(m *onnxtest.Model, x string) string {
		return m.Node("Mul", "op", []string{x, m.Node("Sigmoid", "sigmoid", []string{x}, nil)}, nil)
	}},
	{name: "MatMul", build: func(m *onnxtest.Model, x string) string {
		return m.Node("MatMul", "op", []string{x, weights(false, 7, 3)(m, "w")}, nil)
	}},
	{name: "MatMul/both", build: func(m *onnxtest.Model, x string) string {
		return m.Node("MatMul", "op", []string{x, m.Node("Transpose", "turned", []string{m.Relu("relu", x)}, attrs{"perm": []int{0, 1, 3, 2}})}, nil)
	}},
	{name: "MatMul/left", build: func(m *onnxtest.Model, x string) string {
		return m.Node("MatMul", "op", []string{weights(false, 3, 6)(m, "w"), x}, nil)
	}},
	gemmOf("plain", attrs{}, 168, 5), gemmOf("transB", attrs{"transB": 1, "alpha": float32(0.5)}, 5, 168),
	{name: "Gemm/both", alone: true, build: func(m *onnxtest.Model, x string) string {
		x = m.Node("Flatten", "flat", []string{x}, attrs{"axis": 2})
		return m.Node("Gemm", "op", []string{x, m.Relu("relu", x), planes(m, m.Node("Reshape", "r", []string{x, m.Ints("rs", []int{4, 1, 1, 42})}, nil))}, attrs{"transA": 1, "beta": float32(2), "alpha": float32(0.7)})
	}},
}

func gemmOf(name string, a attrs, rows, columns int) op {
	return op{name: "Gemm/" + name, build: func(m *onnxtest.Model, x string) string {
		x = m.Node("Flatten", "flat", []string{x}, nil)
		return m.Node("Gemm", "op", []string{x, weights(false, rows, columns)(m, "w"), weights(false, 5)(m, "bias")}, a)
	}}
}
