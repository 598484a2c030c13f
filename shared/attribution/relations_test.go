package attribution

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestRelationsEqualTheMatrix finds a channel's inputs in its row, and its outputs in its column, of the dense matrix.
func TestRelationsEqualTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		dense := denseOf(c.Influence)
		k := rapid.IntRange(0, 5).Draw(t, "k")
		for j := range n.Channels() {
			var inputs, outputs []Relation
			for count := int(c.Images); count > 0; count-- {
				for i := range n.Channels() {
					if dense[j][i] == uint32(count) {
						inputs = append(inputs, Relation{i, uint32(count)})
					}
					if dense[i][j] == uint32(count) {
						outputs = append(outputs, Relation{i, uint32(count)})
					}
				}
			}
			if got, want := c.Inputs(j, k), inputs[:min(k, len(inputs))]; !slices.Equal(got, want) {
				t.Fatalf("inputs of %d: %v instead of %v", j, got, want)
			}
			if got, want := c.Outputs(j, k), outputs[:min(k, len(outputs))]; !slices.Equal(got, want) {
				t.Fatalf("outputs of %d: %v instead of %v", j, got, want)
			}
		}
	})
}
