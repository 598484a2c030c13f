package onnx

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
)

// edited is the small model's file after a change.
func edited(change func(g *onnxpb.GraphProto)) []byte {
	m := small()
	change(m.Proto().Graph)
	return m.Bytes()
}

func TestRefusedFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want string // part of the error
		hint bool
	}{
		{"empty", nil, `model "empty" holds no graph`, true},
		{"html", []byte("<!DOCTYPE html>"), `is HTML or XML, not ONNX`, true},
		{"torch", []byte("PK\x03\x04rest"), "is a zip archive (a PyTorch or Keras file), not ONNX", true},
		{"lfs", []byte("version https://git-lfs.github.com/spec/v1\n"), "Git LFS pointer", true},
		{"text", []byte("hello"), "is truncated or not ONNX", true},
		{"half", small().Bytes()[:200], `model "half" is truncated or not ONNX`, true},
		{"dangling", edited(func(g *onnxpb.GraphProto) { g.Node[1].Input[0] = "gone" }), `node "/relu" (Relu) reads tensor "gone", which nothing makes`, true},
		{"cycle", edited(func(g *onnxpb.GraphProto) { g.Node[0].Input[0] = "/relu_output_0" }), `node "/conv" (Conv) stands in a cycle`, false},
		{"twice", edited(func(g *onnxpb.GraphProto) { g.Node[1].Output[0] = "/conv_output_0" }), `tensor "/conv_output_0" is made twice, again by node "/relu"`, false},
		{"short", edited(func(g *onnxpb.GraphProto) { g.Initializer[0].FloatData = nil }), `initializer "/conv.weight" of [1 1 2 2] holds 0 values`, false},
		{"huge", edited(func(g *onnxpb.GraphProto) { g.Initializer[0].Dims = []int64{1 << 40, 1 << 40} }), "has more than", false},
		{"negative", edited(func(g *onnxpb.GraphProto) { g.Initializer[0].Dims[0] = -1 }), "negative dimension", false},
		{"no output", edited(func(g *onnxpb.GraphProto) { g.Output = nil }), "the graph has no output", true},
		{"external", edited(func(g *onnxpb.GraphProto) {
			g.Initializer[0].DataLocation = onnxpb.TensorProto_EXTERNAL.Enum()
		}), `initializer "/conv.weight" is stored in another file`, true},
	} {
		_, err := Parse(c.name, c.data)
		checkError(t, c.name, err, c.want, c.hint)
	}
}

func checkError(t *testing.T, name string, err error, want string, wantHint bool) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: error %v, not %q", name, err, want)
		return
	}
	if got := len(hint.Of(err)) > 0; got != wantHint {
		t.Errorf("%s: hints %q", name, hint.Of(err))
	}
}

func TestImageInput(t *testing.T) {
	flat := edited(func(g *onnxpb.GraphProto) { s := g.Input[0].Type.GetTensorType().Shape; s.Dim = s.Dim[:2] })
	text := edited(func(g *onnxpb.GraphProto) {
		g.Input[0].Type.GetTensorType().ElemType = proto.Int32(int32(onnxpb.TensorProto_STRING))
	})
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"flat", flat, `model "flat" has no image input among ["image"]`},
		{"text", text, `model "text" has no image input among ["image"]`},
	} {
		m, err := Parse(c.name, c.data)
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Infer(8, 8)
		checkError(t, c.name, err, c.want, true)
	}
}

func TestUnsortedNodes(t *testing.T) {
	data := edited(func(g *onnxpb.GraphProto) { g.Node[0], g.Node[3] = g.Node[3], g.Node[0] })
	m, err := Parse("unsorted", data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Infer(8, 8)
	if err != nil || len(f.Shape(m.Outputs[0].Name)) != 2 {
		t.Errorf("output has shape %v, error %v", f.Shape(m.Outputs[0].Name), err)
	}
}

func TestExternalData(t *testing.T) {
	dir := t.TempDir()
	m := small()
	w := m.Proto().Graph.Initializer[0]
	w.DataLocation, w.FloatData = onnxpb.TensorProto_EXTERNAL.Enum(), nil
	for _, e := range [][2]string{{"location", "w.bin"}, {"offset", "4"}, {"length", "16"}} {
		w.ExternalData = append(w.ExternalData, &onnxpb.StringStringEntryProto{Key: &e[0], Value: &e[1]})
	}
	path := filepath.Join(dir, "m.onnx")
	write := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(path, m.Bytes())
	_, err := Load(path)
	checkError(t, "missing", err, `external data file "w.bin" is missing`, true)
	write(filepath.Join(dir, "w.bin"), make([]byte, 12))
	_, err = Load(path)
	checkError(t, "short", err, `16 bytes from 4 on are wanted, the file has 12`, false)
	write(filepath.Join(dir, "w.bin"), []byte("skip\x00\x00\x80\x3f\x00\x00\x00\x40\x00\x00\x40\x40\x00\x00\x80\x40"))
	loaded, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := loaded.Infer(8, 8)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := f.Constant("/conv.weight"); err != nil || c.Floats[3] != 4 {
		t.Errorf("weights %v, error %v", c, err)
	}
	checkFollowed(t, path, loaded.SHA256)
	outside := "../w.bin"
	w.ExternalData[0].Value = &outside
	write(path, m.Bytes())
	_, err = Load(path)
	checkError(t, "outside", err, `external data "../w.bin" does not lie beside the model`, false)
}

// checkFollowed moves the external data away and links to them: the model is the same. Another byte in them makes another model, even one that
// no weight is made of.
func checkFollowed(t *testing.T, path, want string) {
	t.Helper()
	beside, away := filepath.Join(filepath.Dir(path), "w.bin"), filepath.Join(t.TempDir(), "blob")
	model, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(beside)
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(append(model, data...))); sum != want {
		t.Errorf("sha256 %s, want %s", want, sum)
	}
	if err := errors.Join(os.Rename(beside, away), os.Symlink(away, beside)); err != nil {
		t.Fatal(err)
	}
	if m, err := Load(path); err != nil || m.SHA256 != want {
		t.Errorf("by a link: %v, error %v", m, err)
	}
	data[0]++
	if err := os.WriteFile(away, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if m, err := Load(path); err != nil || m.SHA256 == want {
		t.Errorf("other data, the same sha256: %v, error %v", m, err)
	}
	if err := os.Remove(away); err != nil {
		t.Fatal(err)
	}
	_, err = Load(path)
	checkError(t, "dangling", err, fmt.Sprintf(`external data file "w.bin" is a link to %q, which is missing`, away), true)
	if err := errors.Join(os.Remove(beside), os.Mkdir(beside, 0o700)); err != nil {
		t.Fatal(err)
	}
	_, err = Load(path)
	checkError(t, "folder", err, `external data "w.bin" is not a regular file`, false)
}

// TestHeads compares the heads with the map that they are made of, in a model whose initializers are inputs as well (IR 3).
func TestHeads(t *testing.T) {
	model := onnxtest.NewModel("image", 1, 4, 4)
	x := model.Conv("/conv", model.Input(), onnxtest.Conv{Weights: []float32{1, -1}, Bias: []float32{0.5, -0.25}, Out: 2})
	model.Classifier(x, []float32{1, 2, 3, 4}, 2)
	model.Proto().IrVersion = proto.Int64(3)
	for _, w := range model.Proto().Graph.Initializer {
		model.Proto().Graph.Input = append(model.Proto().Graph.Input, floatValue(w.GetName()))
	}
	m, err := Parse("heads", model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Inputs) != 1 {
		t.Errorf("inputs %v", m.Inputs)
	}
	data, err := m.WithOutputs([]Tap{{Tensor: x, Max: true}, {Tensor: x, Map: true, NegMin: true, Max: true}, {Tensor: "image", Map: true, Max: true}})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("again", data)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{m.Outputs[0].Name, MaxName(x), x, NegMinName(x), MaxName("image")}
	for i, v := range again.Outputs {
		if i >= len(want) || v.Name != want[i] {
			t.Fatalf("outputs %v, not %v", again.Outputs, want)
		}
	}
	out := runAll(t, data, "image", []int64{1, 1, 4, 4}, want)
	if got := [4]float32{out[1].Data[0], out[1].Data[1], out[3].Data[0], out[3].Data[1]}; got != [4]float32{0.5, -0.25, -0.5, 0.25} {
		t.Errorf("maxima and negated minima of an empty image: %v", got)
	}
	if _, err := m.WithOutputs([]Tap{{Tensor: "nowhere", Map: true}}); err == nil {
		t.Error("an unknown tensor was tapped")
	}
}
