package topology

import (
	"bytes"
	"encoding/json"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// TestReportText compares the text of a model with everything in it: metadata, an open size, a gap.
func TestReportText(t *testing.T) {
	model := interrupted(func(m *onnxtest.Model, x string) string {
		y := m.Node("Magic", "/magic", []string{x}, nil)
		m.Declare(y, 1, 4, 8, 8)
		return y
	})
	model.Metadata("summit.preprocess", "size = 8\nchannels = \"RGB\"").Metadata("author", "nobody")
	m := parse(t, model)
	net, err := Analyse(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := new(bytes.Buffer)
	if err := NewReport(m, net).WriteText(text); err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "report", text.String())
}

// TestReportJSON pins the names of the JSON form, which scripts rely on.
func TestReportJSON(t *testing.T) {
	m := parse(t, bottleneck(newWeights()))
	net, err := Analyse(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(NewReport(m, net), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "report-json", string(data)+"\n")
}

// TestReportOfExported is what inspect prints of files that PyTorch wrote.
func TestReportOfExported(t *testing.T) {
	for _, name := range []string{"torch-resnet", "torch-mobilenet-v3", "torch-shufflenet-v2", "torch-convnext"} {
		m, err := onnx.Load("../pipeline/testdata/" + name + ".onnx")
		if err != nil {
			t.Fatal(err)
		}
		net, err := Analyse(m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := new(bytes.Buffer)
		if err := NewReport(m, net).WriteText(text); err != nil {
			t.Fatal(err)
		}
		compareGolden(t, name, text.String())
	}
}
