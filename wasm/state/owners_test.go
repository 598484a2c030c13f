package state

import (
	"slices"
	"testing"

	"summit/shared/attribution"
)

func TestSignOf(t *testing.T) {
	for _, test := range []struct {
		owners  []int
		classes int
		want    Sign
	}{
		{nil, 2, SignNone}, {[]int{1}, 2, 1}, {[]int{0, 1}, 2, SignAll}, {[]int{0, 1}, 3, SignSome}, {[]int{3}, 4, 3}, {[]int{0, 1, 2, 3}, 4, SignAll},
	} {
		if got := SignOf(test.owners, test.classes); got != test.want {
			t.Errorf("owners %v of %d: %d instead of %d", test.owners, test.classes, got, test.want)
		}
	}
}

func TestAlign(t *testing.T) {
	owners := [][]int{{1}, {0, 1}, {0}, {}, {1}, {0}}
	d := &Drawing{Classes: 2, Rows: [][]int{{4, 0, 1, 3, 2, 5}}}
	for _, o := range owners {
		d.Graph.Nodes = append(d.Graph.Nodes, attribution.Node{Owners: o})
	}
	if d.Align(); !slices.Equal(d.Rows[0], []int{2, 5, 1, 3, 4, 0}) {
		t.Errorf("row %v", d.Rows[0])
	}
}
