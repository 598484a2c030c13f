package heads

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxpb"
)

// On real input the heads, whose sums are of float32, find what the kernel finds, whose sums are of float64. Where another candidate
// stands in a slot, the two terms are equal within the rounding of a sum of float32.
func TestHeadsOnPhotographs(t *testing.T) {
	t.Run("squeezenet1.1", func(t *testing.T) {
		m, err := onnx.Load(shared(t, "models", "squeezenet1.1-imagenet.onnx"))
		must(t, err)
		checkSlots(t, m, photographs(t, 8), 4)
	})
	t.Run("inception_v1", func(t *testing.T) {
		m, err := onnx.Parse("inception", randomInception(t))
		must(t, err)
		checkSlots(t, m, photographs(t, 2), 2)
	})
}

func checkSlots(t *testing.T, m *onnx.Model, images [][]float32, batch int) {
	r := newSideBySide(t, m, batch)
	slots, other := 0, 0
	for group := range slices.Chunk(images, batch) {
		r.run(t, group)
		for b, image := range group {
			excitation, inhibition := r.byHeads(t, b)
			driving, opposing := r.byKernel(t, image)
			slots += len(driving) + len(opposing)
			other += r.checkTies(t, excitation, driving) + r.checkTies(t, inhibition, opposing)
		}
	}
	t.Logf("%d of %d slots equal; the others are ties within rounding", slots-other, slots)
	if other*1000 > slots {
		t.Errorf("%d of %d slots hold another candidate", other, slots)
	}
}

// checkTies wants the terms of candidates that only one of the two has found to be equal in pairs within rounding, and returns how many
// there are of them.
func (r *sideBySide) checkTies(t *testing.T, got, want []uint32) int {
	missing, extra := r.apart(want, got), r.apart(got, want)
	for output, keys := range missing {
		if len(extra[output]) != len(keys) {
			t.Errorf("step %d, output %d: candidates %v in the place of %v", output[0], output[1], extra[output], keys)
			continue
		}
		for _, a := range keys {
			for _, b := range extra[output] {
				r.checkTie(t, a, b)
			}
		}
	}
	other := 0
	for _, keys := range missing {
		other += len(keys)
	}
	return other
}

func (r *sideBySide) checkTie(t *testing.T, a, b uint32) {
	x, y := r.term(a), r.term(b)
	if nearest := min(math.Abs(x.high-y.high), math.Abs(x.low-y.low)); nearest > x.rounding+y.rounding {
		t.Errorf("candidates %d and %d have terms %v and %v, which are no ties", a, b, x, y)
	}
}

// term is what a candidate adds to its output, by the definition, in float64.
type exactTerm struct {
	high, low float64
	rounding  float64 // that of a sum of float32
}

func (r *sideBySide) term(key uint32) exactTerm {
	s := &r.heads.steps[r.stepOf(key)]
	o, candidate := (int(key)-s.first)/s.candidates, (int(key)-s.first)%s.candidates
	k := 0
	for k+1 < len(s.terms) && s.terms[k+1].offset <= candidate {
		k++
	}
	m := slices.IndexFunc(r.plan.Tensors, func(t influence.Tensor) bool { return t.Name == s.terms[k].Tensor })
	return definition(&s.terms[k], &r.maps[m], o, candidate-s.terms[k].offset)
}

func definition(t *term, m *influence.Map, o, c int) exactTerm {
	k := t.Kernel
	found := exactTerm{high: math.Inf(-1), low: math.Inf(1)}
	rows := (m.Height+k.Pads[0]+k.Pads[2]-(k.Height-1)*k.Dilation[0]-1)/k.Stride[0] + 1
	columns := (m.Width+k.Pads[1]+k.Pads[3]-(k.Width-1)*k.Dilation[1]-1)/k.Stride[1] + 1
	for y := range rows {
		for x := range columns {
			var sum, size float64
			for ky := range k.Height {
				for kx := range k.Width {
					row, column := y*k.Stride[0]-k.Pads[0]+ky*k.Dilation[0], x*k.Stride[1]-k.Pads[1]+kx*k.Dilation[1]
					if row < 0 || column < 0 || row >= m.Height || column >= m.Width {
						continue
					}
					p := float64(k.Weights[((o*t.slots+c%t.slots)*k.Height+ky)*k.Width+kx]) * float64(m.Data[(c*m.Height+row)*m.Width+column])
					sum, size = sum+p, size+math.Abs(p)
				}
			}
			found.high, found.low = max(found.high, sum), min(found.low, sum)
			found.rounding = max(found.rounding, size*float64(k.Height*k.Width+1)/(1<<24))
		}
	}
	return found
}

// randomInception is InceptionV1 with weights drawn as He's initialization does.
func randomInception(t testing.TB) []byte {
	data, err := os.ReadFile(shared(t, "models", "light_inception_v1.onnx"))
	must(t, err)
	file, random := new(onnxpb.ModelProto), rand.New(rand.NewPCG(3, 4))
	must(t, proto.Unmarshal(data, file))
	sizes := map[string][]int64{}
	for _, w := range file.Graph.Initializer {
		for i := 0; i+8 <= len(w.RawData) && w.GetDataType() == int32(onnx.Int64); i += 8 {
			sizes[w.GetName()] = append(sizes[w.GetName()], int64(w.RawData[i])|int64(w.RawData[i+1])<<8)
		}
	}
	file.Graph.Node = slices.DeleteFunc(file.Graph.Node, func(n *onnxpb.NodeProto) bool {
		made := n.GetOpType() == "ConstantOfShape"
		if made {
			file.Graph.Initializer = append(file.Graph.Initializer, drawWeights(random, n.Output[0], sizes[n.Input[0]]))
		}
		return made
	})
	data, err = proto.Marshal(file)
	must(t, err)
	return data
}

func drawWeights(random *rand.Rand, name string, dims []int64) *onnxpb.TensorProto {
	n := 1
	for _, d := range dims {
		n *= int(d)
	}
	w := &onnxpb.TensorProto{Name: &name, Dims: dims, DataType: proto.Int32(int32(onnx.Float)), FloatData: make([]float32, n)}
	for i := range w.FloatData {
		w.FloatData[i] = float32(random.NormFloat64() * math.Sqrt(2*float64(dims[0])/float64(n)))
	}
	return w
}
