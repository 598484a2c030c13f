package scatter

import (
	"strings"
	"testing"

	"summit/wasm/state"
)

// text writes a painting, an operation a line.
func text(t *testing.T, ops []float32) string {
	t.Helper()
	arity := map[float32]int{OpDot: 5, OpName: 6}
	names := map[float32]string{OpDot: "dot", OpName: "name", OpLasso: "lasso"}
	var b strings.Builder
	for at := 0; at < len(ops); {
		n := arity[ops[at]]
		if ops[at] == OpLasso {
			n = 1 + 2*int(ops[at+1])
		}
		if n == 0 || at+n >= len(ops) {
			t.Fatalf("operation %v at %d of %d", ops[at], at, len(ops))
		}
		b.WriteString(names[ops[at]])
		for _, v := range ops[at+1:][:n] {
			b.WriteString(" " + state.Number(float64(v)))
		}
		b.WriteString("\n")
		at += 1 + n
	}
	return b.String()
}

func TestPaint(t *testing.T) {
	p := Plot{Dots: []float32{100, 100, 20, 40, 190, 60, 60, 20}, Widths: []float32{30, 40, 50, 60}, Camera: state.Camera{Scale: 2, X: -100, Y: -50}, W: 300, H: 200}
	for _, test := range []struct {
		name string
		at   Attention
		want []string
	}{
		{"nothing", Attention{Hover: -1}, nil},
		{"list", Attention{Hover: -1, Shown: []int{0, 1}}, []string{"dot 100 150 6.5 2 5"}}, // the second lies outside
		{"names", Attention{Hover: -1, Names: []Name{{Class: 0}, {Class: 2, Left: true}}}, []string{"name 108 150 0 1 0 0", "name 272 70 2 1 1 0"}},
		{"a set", Attention{Hover: -1, Set: []int{0, 2}}, []string{"dot 280 70 7.5 3 0", "dot 100 150 7.5 3 0", "name 108 150 0 0 0 1"}},
		{"pointer", Attention{Hover: 2}, []string{"dot 280 70 9.5 -1 0", "name 272 70 2 0 1 1"}},
		{"keyboard on the chosen", Attention{Hover: 0, Focus: true, Set: []int{0}}, []string{"dot 100 150 7.5 3 0", "dot 100 150 9.5 -1 4", "name 108 150 0 4 0 1"}},
		{"lasso", Attention{Hover: -1, Lasso: Lasso{1, 2, 3, 4, 5, 6}}, []string{"lasso 3 1 2 3 4 5 6"}},
	} {
		want := strings.Join(test.want, "\n")
		if got := strings.TrimSpace(text(t, p.Paint(nil, test.at))); got != want {
			t.Errorf("%s:\n%s\ninstead of\n%s", test.name, got, want)
		}
	}
}
