package pipeline_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/pipeline"
	"summit/shared/model"
)

// broken is four convolutions over images of 12 x 12, with something between the second and the third.
type broken struct {
	*onnxtest.Model
	random *rand.Rand
}

// withMiddle writes a model with what middle adds, and returns the options of a run over it.
func withMiddle(t *testing.T, middle func(m *broken, x string) string) pipeline.Options {
	t.Helper()
	o := small(t)
	o.Model = filepath.Join(filepath.Dir(o.Model), "broken.onnx")
	m := &broken{onnxtest.NewModel("image", 3, 12, 12), rand.New(rand.NewPCG(51, 52))}
	m.Metadata("summit.preprocess", "size = 12\nresize = \"none\"\nscale = 0.01\n")
	x := middle(m, m.conv("two", m.conv("one", "image", 3), 8))
	x = m.conv("four", m.conv("three", x, 8), 8)
	must(t, os.WriteFile(o.Model, m.Classifier(x, m.weights(3*8), 3).Bytes(), 0o666))
	return o
}

func (m *broken) weights(n int) []float32 {
	w := make([]float32, n)
	for i := range w {
		w[i] = float32(m.random.NormFloat64())
	}
	return w
}

func (m *broken) conv(name, x string, in int) string {
	c := onnxtest.Conv{Weights: m.weights(8 * in * 9), Out: 8, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}
	return m.Relu(name+"/relu", m.Conv(name, x, c))
}

// last is the node that was added last.
func (m *broken) last() *onnxpb.NodeProto {
	nodes := m.Proto().Graph.Node
	return nodes[len(nodes)-1]
}

// of gives the last node the domain.
func (m *broken) of(domain string) {
	m.last().Domain = &domain
	m.Proto().OpsetImport = append(m.Proto().OpsetImport, &onnxpb.OperatorSetIdProto{Domain: &domain, Version: proto.Int64(1)})
}

// choose is an If between two functions of x, by what is largest in it.
func (m *broken) choose(x string) string {
	peak := m.Node("ReduceMax", "peak", []string{x}, onnxtest.Attrs{"keepdims": 0})
	y := m.Node("If", "choose", []string{m.Node("Greater", "above", []string{peak, m.Scalar("limit", 1)}, nil)}, nil)
	for _, b := range [][2]string{{"then_branch", "Relu"}, {"else_branch", "Neg"}} {
		out := &onnxpb.ValueInfoProto{Name: proto.String(b[0] + "/out"), Type: m.Proto().Graph.Input[0].Type}
		g := &onnxpb.GraphProto{Name: &b[0], Node: []*onnxpb.NodeProto{node(b[1], x, b[0]+"/out")}, Output: []*onnxpb.ValueInfoProto{out}}
		m.last().Attribute = append(m.last().Attribute, &onnxpb.AttributeProto{Name: &b[0], Type: onnxpb.AttributeProto_GRAPH.Enum(), G: g})
	}
	return y
}

// windows is attention within windows of 4 x 4, with the channels last, as Swin's blocks have it.
func (m *broken) windows(x string) string {
	reshape := func(name, x string, shape ...int) string {
		return m.Node("Reshape", name, []string{x, m.Ints(name+".shape", shape)}, nil)
	}
	product := func(name, a, b string) string { return m.Node("MatMul", name, []string{a, b}, nil) }
	project := func(name, x string) string { return product(name, x, m.Floats(name+".weight", m.weights(64), 8, 8)) }
	last := turned(m.Model, "last", x, 0, 2, 3, 1)
	y := turned(m.Model, "parted", reshape("split", last, 1, 3, 4, 3, 4, 8), 0, 1, 3, 2, 4, 5)
	y = reshape("windows", y, 9, 16, 8)
	scores := product("scores", project("query", y), turned(m.Model, "keys", project("key", y), 0, 2, 1))
	y = product("mix", m.Node("Softmax", "softmax", []string{scores}, onnxtest.Attrs{"axis": -1}), project("value", y))
	y = turned(m.Model, "joined", reshape("join", project("project", y), 1, 3, 3, 4, 4, 8), 0, 1, 3, 2, 4, 5)
	return turned(m.Model, "first", m.Add("around", reshape("map", y, 1, 12, 12, 8), last), 0, 3, 1, 2)
}

// TestGapsAreNamed runs models that cannot be analysed as a whole: the gap says which node is in the way, and the links on both sides of it
// have counts.
func TestGapsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name   string
		middle func(m *broken, x string) string
		layers []string
		gap    model.Gap
	}{
		{"if", func(m *broken, x string) string {
			y := m.choose(x)
			m.Declare(y, 1, 8, 12, 12)
			return y
		}, nil, model.Gap{From: "two", To: "three", Node: "choose", Op: "If", Reason: "subgraphs are not looked into"}},
		{"operator of another domain", func(m *broken, x string) string {
			y := m.Node("QuickGelu", "gelu", []string{x}, nil)
			m.of("com.microsoft")
			m.Declare(y, 1, 8, 12, 12)
			return y
		}, nil, model.Gap{From: "two", To: "three", Node: "gelu", Op: "QuickGelu", Reason: `operators of domain "com.microsoft" are not known`}},
		{"window attention", (*broken).windows, []string{"one", "two", "around", "three", "four"}, model.Gap{From: "two", To: "around",
			Node: "map_output_0/channels_first", Op: "Transpose", Reason: `node "project" (MatMul) before it is more than a move of elements`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := withMiddle(t, c.middle)
			runSmall(t, o)
			r := openBundle(t, o.Out)
			var layers []string
			for _, l := range r.Manifest().Layers {
				layers = append(layers, l.Name)
			}
			if c.layers == nil {
				c.layers = []string{"one", "two", "three", "four"}
			}
			if diff := cmp.Diff(c.layers, layers); diff != "" {
				t.Errorf("layers (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]model.Gap{c.gap}, r.Manifest().Gaps); diff != "" {
				t.Errorf("gaps (-want +got):\n%s", diff)
			}
			checkLinked(t, o.Out, r.Manifest())
		})
	}
}

// checkLinked wants influences on every channel of a layer that a link leads to, and on no other.
func checkLinked(t *testing.T, dir string, m *model.Manifest) {
	t.Helper()
	linked := map[string]bool{}
	for _, l := range m.Links {
		linked[l.To] = true
	}
	for class, c := range countsOf(t, dir) {
		for _, l := range m.Layers {
			for j := l.Offset; j < l.Offset+l.Channels; j++ {
				if has := c.influence.Indptr[j+1] > c.influence.Indptr[j]; has != linked[l.Name] {
					t.Errorf("class %d: %s-%d has influences: %v", class, l.Name, j-l.Offset, has)
				}
			}
		}
	}
}

// TestModelsWithoutShapes: what makes the rest of a model unknown is named, and so is an operator that ONNX Runtime does not have.
func TestModelsWithoutShapes(t *testing.T) {
	whirl := func(m *broken, x string) string {
		y := m.Node("Whirl", "whirl", []string{x}, nil)
		m.of("org.example")
		return y
	}
	for _, c := range []struct {
		name       string
		middle     func(m *broken, x string) string
		text, hint string
	}{
		{"if", (*broken).choose, `node "choose" (If): subgraphs are not looked into, and the file does not state the shape`, "infer_shapes"},
		{"loop", func(m *broken, x string) string {
			y := m.choose(x)
			m.last().OpType = proto.String("Loop")
			return y
		}, `node "choose" (Loop): subgraphs are not looked into`, "infer_shapes"},
		{"operator of another domain", whirl, `node "whirl" (Whirl): operator is not known: domain "org.example"`, "infer_shapes"},
		{"operator that nobody has", func(m *broken, x string) string {
			y := whirl(m, x)
			m.Declare(y, 1, 8, 12, 12)
			return y
		}, "Whirl", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := run(context.Background(), withMiddle(t, c.middle))
			wantError(t, err, c.text, c.hint)
			t.Log(err)
		})
	}
}
