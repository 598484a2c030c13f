package onnx

import (
	"os"
	"path/filepath"
	"testing"
)

// sharedModels is the folder of real models, or the test is skipped.
func sharedModels(t *testing.T) string {
	t.Helper()
	root := os.Getenv("SUMMIT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	dir := filepath.Join(root, "models")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real models at %q", dir)
	}
	return dir
}

func TestInferenceOfRealModels(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sharedModels(t), "*.onnx"))
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			m, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := m.Infer(224, 224)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range m.Nodes {
				for _, out := range n.Outputs {
					if out != "" && f.Shape(out) == nil && out != n.Outputs[len(n.Outputs)-1] {
						t.Errorf("%s (%s): %v", out, n.Op, f.WhyNoShape(out))
					}
				}
			}
			out := m.Outputs[0].Name
			t.Logf("%s: %v", out, f.Shape(out))
			if len(f.Shape(out)) < 2 {
				t.Errorf("output has shape %v: %v", f.Shape(out), f.WhyNoShape(out))
			}
		})
	}
}
