package pipeline

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/runtime"
)

// randomWeights fills an architecture whose weights are ConstantOfShape nodes, as those of the ONNX project's test models. Weights are
// drawn as He's initialization does. Then, as batch normalization would do and folded into weights and biases, every channel of every
// convolution is shifted and scaled to standard deviation 1 on the given images and a mean drawn around -0.25 (deviation 0.5), so that
// maps are as sparse and channels as different from each other as in trained networks. The images have the input's shape.
func randomWeights(tb testing.TB, path string, shape []int64, images [][]float32) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	r := randomModel{tb: tb, shape: shape, images: images, weights: map[string]*onnxpb.TensorProto{}, random: rand.New(rand.NewPCG(15, 16))}
	if err := proto.Unmarshal(data, &r.file); err != nil {
		tb.Fatal(err)
	}
	r.fill()
	levels := r.levels()
	for _, convolutions := range levels {
		r.normalize(convolutions)
	}
	return r.bytes()
}

type randomModel struct {
	tb      testing.TB
	file    onnxpb.ModelProto
	shape   []int64
	images  [][]float32
	weights map[string]*onnxpb.TensorProto
	random  *rand.Rand
}

func (r *randomModel) bytes() []byte {
	data, err := proto.Marshal(&r.file)
	if err != nil {
		r.tb.Fatal(err)
	}
	return data
}

// fill turns ConstantOfShape nodes into initializers, and draws all weights.
func (r *randomModel) fill() {
	g := r.file.Graph
	sizes := map[string][]int64{}
	for _, t := range g.Initializer {
		r.weights[t.GetName()] = t
		for i := 0; i+8 <= len(t.RawData) && t.GetDataType() == int32(onnxpb.TensorProto_INT64); i += 8 {
			sizes[t.GetName()] = append(sizes[t.GetName()], int64(t.RawData[i])|int64(t.RawData[i+1])<<8)
		}
	}
	var kept []*onnxpb.NodeProto
	for _, n := range g.Node {
		if n.GetOpType() != "ConstantOfShape" {
			kept = append(kept, n)
			continue
		}
		t := &onnxpb.TensorProto{Name: &n.Output[0], Dims: sizes[n.Input[0]], DataType: proto.Int32(int32(onnxpb.TensorProto_FLOAT))}
		r.weights[n.Output[0]] = t
		g.Initializer = append(g.Initializer, t)
	}
	g.Node = kept
	unread := func(name string) bool { return sizes[name] != nil && r.weights[name].Dims[0] != 2 }
	g.Initializer = slices.DeleteFunc(g.Initializer, func(t *onnxpb.TensorProto) bool { return unread(t.GetName()) })
	g.Input = slices.DeleteFunc(g.Input, func(v *onnxpb.ValueInfoProto) bool { return unread(v.GetName()) })
	for _, t := range g.Initializer {
		if t.GetDataType() != int32(onnxpb.TensorProto_FLOAT) {
			continue
		}
		gain := math.Sqrt2
		if len(t.Dims) == 1 {
			gain = 0 // a bias
		}
		r.draw(t, gain)
	}
}

// draw fills a tensor with normal values of deviation gain / sqrt(values that an output sums).
func (r *randomModel) draw(t *onnxpb.TensorProto, gain float64) {
	n := 1
	for _, d := range t.Dims {
		n *= int(d)
	}
	deviation := gain / math.Sqrt(float64(n)/float64(t.Dims[0]))
	t.RawData, t.FloatData = nil, make([]float32, n)
	for i := range t.FloatData {
		t.FloatData[i] = float32(deviation * r.random.NormFloat64())
	}
}

// levels groups the convolutions by how many others lie below them.
func (r *randomModel) levels() [][]*onnxpb.NodeProto {
	depth := map[string]int{}
	var levels [][]*onnxpb.NodeProto
	for _, n := range r.file.Graph.Node {
		level := 0
		for _, in := range n.Input {
			level = max(level, depth[in])
		}
		if n.GetOpType() == "Conv" {
			for len(levels) <= level {
				levels = append(levels, nil)
			}
			levels[level] = append(levels[level], n)
			level++
		}
		depth[n.Output[0]] = level
	}
	return levels
}

// normalize scales and shifts the channels of convolutions of one level.
func (r *randomModel) normalize(convolutions []*onnxpb.NodeProto) {
	file := filepath.Join(r.tb.TempDir(), "model.onnx")
	if err := os.WriteFile(file, r.bytes(), 0o666); err != nil {
		r.tb.Fatal(err)
	}
	m, err := onnx.Load(file)
	if err != nil {
		r.tb.Fatal(err)
	}
	var taps []onnx.Tap
	var outputs []string
	for _, n := range convolutions {
		taps = append(taps, onnx.Tap{Tensor: n.Output[0], Map: true})
		outputs = append(outputs, n.Output[0])
	}
	model, err := m.WithOutputs(taps)
	if err != nil {
		r.tb.Fatal(err)
	}
	session, err := runtime.NewSession(model, m.Inputs[0].Name, r.shape, outputs, 1)
	if err != nil {
		r.tb.Fatal(err)
	}
	defer session.Close()
	sums := make([][][3]float64, len(convolutions)) // [convolution][channel] values, sum, sum of squares
	for _, image := range r.images {
		copy(session.Input(), image)
		if err := session.Run(); err != nil {
			r.tb.Fatal(err)
		}
		for i := range convolutions {
			sums[i] = addMoments(sums[i], session.Output(i))
		}
	}
	for i, n := range convolutions {
		r.scale(n, sums[i])
	}
}

func addMoments(sums [][3]float64, out runtime.Output) [][3]float64 {
	channels := int(out.Shape[1])
	if sums == nil {
		sums = make([][3]float64, channels)
	}
	size := len(out.Data) / channels
	for c := range channels {
		for _, v := range out.Data[c*size:][:size] {
			sums[c][0]++
			sums[c][1] += float64(v)
			sums[c][2] += float64(float64(v) * float64(v))
		}
	}
	return sums
}

func (r *randomModel) scale(n *onnxpb.NodeProto, sums [][3]float64) {
	weights, bias := r.weights[n.Input[1]].FloatData, r.weights[n.Input[2]].FloatData
	per := len(weights) / len(sums)
	for c, s := range sums {
		mean := s[1] / s[0]
		deviation := math.Sqrt(s[2]/s[0] - float64(mean*mean))
		for i := range per {
			weights[c*per+i] /= float32(deviation)
		}
		bias[c] = float32(-mean/deviation - 0.25 + float64(0.5*r.random.NormFloat64()))
	}
}
