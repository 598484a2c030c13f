package pipeline_test

import (
	"fmt"

	"summit/precompute/internal/pipeline/reference"
)

func (e *exported) resNet() {
	x := e.maxPool(e.unit(0, "0", "Relu"), "1", 3, 2, [4]int{1, 1, 1, 1})
	for i, projected := range []bool{true, false, true} {
		path := fmt.Sprint(i + 2)
		y := e.conv(e.unit(e.unit(x, path+"/one", "Relu"), path+"/two", "Relu"), path+"/three/conv")
		if projected {
			x = e.conv(x, path+"/down/conv")
		}
		x = e.relu(e.add(y, x, path), path+"/act")
	}
}

// denseNet's second normalizations are folded into the convolutions before them.
func (e *exported) denseNet() {
	dense := func(x int, path string) int {
		y := e.conv(e.relu(e.norm(x, path+"/norm1"), path+"/act1"), path+"/conv1")
		return e.concat(path, x, e.conv(e.relu(y, path+"/act2"), path+"/conv2"))
	}
	x := e.maxPool(e.unit(0, "0", "Relu"), "1", 3, 2, [4]int{1, 1, 1, 1})
	x = dense(dense(x, "2"), "3")
	x = e.conv(e.relu(e.norm(x, "4/4.0"), "4/4.1"), "4/4.2")
	x = e.as(e.AveragePool(x, reference.Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}), out("4/4.3", "AveragePool"))
	x = dense(dense(x, "5"), "6")
	e.relu(e.norm(x, "7"), "8")
}

func (e *exported) excite(x int, path, act, gate string) int {
	y := e.as(e.Sample(x, 1, 1, false, nil), out(path+"/pool", "GlobalAveragePool"))
	y = e.act(e.conv(y, path+"/fc1"), path+"/act", act)
	y = e.act(e.conv(y, path+"/fc2"), path+"/gate", gate)
	return e.act(x, path, "Mul", y)
}

// inverted is MobileNetV3's block and EfficientNet's; gate is empty where nothing is excited.
func (e *exported) inverted(x int, path, act, inner, gate string) int {
	y := e.unit(e.unit(x, path+"/expand", act), path+"/depth", act)
	if gate != "" {
		y = e.excite(y, path+"/excite", inner, gate)
	}
	y = e.conv(y, path+"/project/conv")
	if _, around := e.nodes[out(path, "Add")]; around {
		return e.add(y, x, path)
	}
	return y
}

func (e *exported) mobileNet() {
	x := e.unit(0, "0", "Mul")
	x = e.inverted(x, "1", "Relu", "Relu", "HardSigmoid")
	x = e.inverted(x, "2", "Mul", "Relu", "HardSigmoid")
	x = e.inverted(x, "3", "Mul", "", "")
	e.unit(x, "4", "Mul")
}

func (e *exported) efficientNet() {
	x := e.unit(0, "0", "Mul")
	x = e.inverted(x, "1", "Mul", "Mul", "Sigmoid")
	x = e.inverted(x, "2", "Mul", "Mul", "Sigmoid")
	e.unit(x, "3", "Mul")
}

func (e *exported) shuffleNet() {
	branch := func(x int, path string) int {
		x = e.conv(e.unit(x, path+".0", "Relu"), path+".1/conv")
		return e.unit(x, path+".2", "Relu")
	}
	shuffle := func(x int, path string) int {
		return e.as(e.Shuffle(x, 2), "/"+path+"/Reshape_1_output_0")
	}
	x := e.maxPool(e.unit(0, "0", "Relu"), "1", 3, 2, [4]int{1, 1, 1, 1})
	first := e.unit(e.conv(x, "2/first/first.0/conv"), "2/first/first.1", "Relu")
	x = shuffle(e.concat("2", first, branch(x, "2/second/second")), "2")
	half := e.as(e.Take(x, 0, 6), "/3/Split_output_0")
	x = shuffle(e.concat("3", half, branch(e.as(e.Take(x, 6, 12), "/3/Split_output_1"), "3/second/second")), "3")
	e.unit(x, "4", "Relu")
}

// layerNorm normalizes the channels, which are last, and leaves them there or brings them forward.
func (e *exported) layerNorm(x int, path, weight string, forward bool) int {
	y := e.Gain(x, e.floats(weight), nil)
	if !forward {
		e.Nodes[y].Last = true
		return e.as(y, "/"+path+"/Add_1_output_0")
	}
	e.Show(y, "/"+path+"/Add_1_output_0")
	return e.as(y, "/"+path+"/Transpose_1_output_0")
}

// linear is a matrix product over the last axis, with its bias, whose result is the given tensor.
func (e *exported) linear(x int, path, tensor string) int {
	weights := e.floats(e.nodes[out(path, "MatMul")].Input[1])
	bias := e.floats(e.nodes[out(path, "Add")].Input[0])
	turned := make([]float64, 0, len(weights))
	for o := range bias {
		for i := o; i < len(weights); i += len(bias) {
			turned = append(turned, weights[i])
		}
	}
	y := e.Conv(x, reference.Window{}, 1, turned, bias)
	e.Nodes[y].Last = tensor == out(path, "Add")
	return e.as(y, tensor)
}

func (e *exported) convNeXt() {
	block := func(x int, path string) int {
		y := e.layerNorm(e.conv(x, path+"/depth"), path+"/norm", path+".norm.weight", false)
		y = e.as(e.activated(e.linear(y, path+"/one", out(path+"/one", "Add")), nil), "/"+path+"/act/Mul_1_output_0")
		y = e.linear(y, path+"/two", "/"+path+"/Transpose_1_output_0")
		return e.add(x, e.as(e.Gain(y, e.floats(path+".scale"), nil), out(path, "Mul")), path)
	}
	x := block(e.layerNorm(e.conv(0, "0"), "1", "1.weight", true), "2")
	block(e.conv(e.layerNorm(x, "3", "3.weight", true), "4"), "5")
}

// googLeNet's poolings round up: a row and a column below and to the right are not there.
func (e *exported) googLeNet() {
	mixed := func(x int, path string) int {
		three := e.unit(e.unit(x, path+"/three/three.0", "Relu"), path+"/three/three.1", "Relu")
		five := e.unit(e.unit(x, path+"/five/five.0", "Relu"), path+"/five/five.1", "Relu")
		pooled := e.maxPool(x, path+"/pooled/pooled.0", 3, 1, [4]int{1, 1, 1, 1})
		return e.concat(path, e.unit(x, path+"/one", "Relu"), three, five, e.unit(pooled, path+"/pooled/pooled.1", "Relu"))
	}
	up := [4]int{0, 0, 1, 1}
	x := e.maxPool(e.unit(0, "0", "Relu"), "1", 3, 2, up)
	x = e.maxPool(e.unit(e.unit(x, "2", "Relu"), "3", "Relu"), "4", 3, 2, up)
	mixed(e.maxPool(mixed(mixed(x, "5"), "6"), "7", 2, 2, [4]int{}), "8")
}
