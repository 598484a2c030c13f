package topology

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxpb"
)

// TestDamagedGraphs changes one to three things in well-formed models: analysis must refuse them or give a network whose
// parts fit together.
func TestDamagedGraphs(t *testing.T) {
	analysed := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 11))
		s := structures[r.IntN(len(structures))]
		file := s.build(newWeights()).Proto()
		for range 1 + r.IntN(3) {
			damage(r, file.Graph)
		}
		data, err := proto.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := onnx.Parse("damaged", data)
		if err != nil {
			continue
		}
		net, err := Analyse(m, s.options)
		if err != nil {
			continue
		}
		analysed++
		if err := consistent(net); err != nil {
			t.Fatalf("seed %d, %s: %v\n%s", seed, s.name, err, describe(net))
		}
		NewReport(m, net)
	}
	if analysed < 500 {
		t.Errorf("only %d models could be analysed", analysed)
	}
}

func damage(r *rand.Rand, g *onnxpb.GraphProto) {
	n := g.Node[r.IntN(len(g.Node))]
	other := g.Node[r.IntN(len(g.Node))]
	switch r.IntN(7) {
	case 0:
		n.OpType = other.OpType
	case 1:
		if len(n.Input) > 0 && len(other.Output) > 0 {
			n.Input[r.IntN(len(n.Input))] = other.Output[0]
		}
	case 2:
		if len(n.Input) > 0 {
			n.Input = n.Input[:r.IntN(len(n.Input))]
		}
	case 3:
		if len(n.Attribute) > 0 {
			a := n.Attribute[r.IntN(len(n.Attribute))]
			a.I = proto.Int64(int64(r.IntN(9) - 3))
			for i := range a.Ints {
				a.Ints[i] = int64(r.IntN(9) - 3)
			}
		}
	case 4:
		w := g.Initializer[r.IntN(len(g.Initializer))]
		for i := range w.Int64Data {
			w.Int64Data[i] = int64(r.IntN(12) - 4)
		}
	case 5:
		w := g.Initializer[r.IntN(len(g.Initializer))]
		if len(w.Dims) > 0 {
			w.Dims[r.IntN(len(w.Dims))] = 0
			w.FloatData, w.Int64Data = nil, nil
		}
	case 6:
		n.Input, n.Attribute = other.Input, other.Attribute
	}
}

// consistent checks what the types of network.go promise.
func consistent(net *Network) error {
	for _, l := range net.Links {
		for i, s := range l.Steps {
			for _, j := range s.Outputs {
				if j < 0 || j >= l.Units[s.To].Channels {
					return fmt.Errorf("step %q: output %d of unit %q", s.Name, j, l.Units[s.To].Name)
				}
			}
			if i > 0 && s.To < l.Steps[i-1].To {
				return fmt.Errorf("step %q comes after one into a later unit", s.Name)
			}
			for _, term := range s.Terms {
				if err := consistentTerm(l, s, term); err != nil {
					return fmt.Errorf("step %q, tensor %q: %w", s.Name, term.Tensor, err)
				}
			}
		}
	}
	return nil
}

func consistentTerm(l Link, s Step, t Term) error {
	for _, source := range t.Sources {
		if source.Unit >= s.To || source.Unit >= 0 && (source.Channel < 0 || source.Channel >= l.Units[source.Unit].Channels) {
			return fmt.Errorf("source %+v of a step into unit %d", source, s.To)
		}
	}
	if k := t.Kernel; k != nil {
		if k.In != len(t.Sources) || k.Out != len(s.Outputs) || len(k.Weights)*k.Group != k.Out*k.In*k.Height*k.Width {
			return fmt.Errorf("kernel %d of %d with %d weights for %d outputs of %d channels", k.Out, k.In, len(k.Weights), len(s.Outputs), len(t.Sources))
		}
		return nil
	}
	if len(t.Pass) != len(s.Outputs) || t.Scale != nil && len(t.Scale) != len(s.Outputs) {
		return fmt.Errorf("%d passes, %d scales for %d outputs", len(t.Pass), len(t.Scale), len(s.Outputs))
	}
	for _, c := range t.Pass {
		if c >= len(t.Sources) || c >= 0 && t.Sources[c].Unit < 0 {
			return fmt.Errorf("passes channel %d of %d", c, len(t.Sources))
		}
	}
	return nil
}
