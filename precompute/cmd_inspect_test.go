package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/topology"
)

// inspected runs inspect on a small model with an open size.
func inspected(t *testing.T, flags ...string) (stdout, stderr string, code int) {
	t.Helper()
	m := onnxtest.NewModel("image", 1, 0, 0)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), onnxtest.Conv{Weights: []float32{1, 2}, Out: 2}))
	x = m.Relu("/relu2", m.Conv("/conv2", x, onnxtest.Conv{Weights: []float32{1, -2}, Out: 1, Stride: [2]int{2, 2}}))
	m.Classifier(x, []float32{1, 2}, 2)
	path := filepath.Join(t.TempDir(), "small.onnx")
	if err := os.WriteFile(path, m.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs := new(bytes.Buffer), new(bytes.Buffer)
	started := false
	root := newRootCommand(&started)
	root.SetOut(out)
	root.SetArgs(append([]string{"inspect", path}, flags...))
	command, err := root.ExecuteContextC(context.Background())
	if err != nil {
		code = exitCode(err)
		report(errs, err, code, command.CommandPath())
	}
	return out.String(), errs.String(), code
}

func TestInspectText(t *testing.T) {
	out, _, code := inspected(t)
	for _, want := range []string{"small.onnx: 2 layers, 1 link, 0 gaps", "N x 1 x 224 x 224 (height and width are open; analysed at these)", "conv1 -> conv2", "1x1 stride 2 of conv1"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

func TestInspectJSON(t *testing.T) {
	out, _, _ := inspected(t, "--json", "--size", "32")
	var r topology.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Layers) != 2 || r.Layers[1].Height != 16 || !r.Input.Open {
		t.Errorf("report %+v", r)
	}
}

func TestInspectErrors(t *testing.T) {
	for _, c := range []struct{ flag, value, want string }{
		{"--layers", "nowhere", "precompute: error: model \"small.onnx\": no layer, tensor or node is called \"nowhere\"\nhint: the layers are conv1, conv2\n"},
		{"--output", "/relu1_output_0", "precompute: error: model \"small.onnx\": tensor \"/relu1_output_0\" of shape [1 2 224 224] holds no class scores\nhint: the outputs that hold class scores are fc_output_0\n"},
	} {
		out, stderr, code := inspected(t, c.flag, c.value)
		if out != "" || stderr != c.want || code != exitFailed {
			t.Errorf("%s %s: exit code %d, printed %q and\n%s", c.flag, c.value, code, out, stderr)
		}
	}
	if _, _, code := inspected(t, "--size", "-3"); code != exitUsage {
		t.Errorf("--size -3: exit code %d", code)
	}
}
