package state

import (
	"cmp"
	"slices"
)

// SignsMost is how many classes of a set the drawing tells apart, by colour and by shape.
const SignsMost = 4

// Sign is how the drawing of a set shows whose a node or an edge is: the number of its only class within the set, or one
// of those below.
type Sign int

// The signs that are no class's.
const (
	SignAll  Sign = SignsMost + iota // of all classes of the set
	SignSome                         // of several
	SignNone                         // of none: only influence brought it in
)

// PinMark is the mark of a pinned node.
const PinMark = SignsMost + 1

// Marks are the shapes of the classes' signs, of SignAll, and of pins, as SVG paths in a square of 16 to be filled
// even-odd.
var Marks = [PinMark + 1]string{
	"M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 1 1 13 0z",
	"M2.2 2.2h11.6v11.6H2.2z",
	"M8 1.4 15.2 14.4H.8z",
	"M8 .6 15.4 8 8 15.4.6 8z",
	"M15 8A7 7 0 1 1 1 8a7 7 0 1 1 14 0zM12 8a4 4 0 1 0-8 0 4 4 0 1 0 8 0zM10 8a2 2 0 1 1-4 0 2 2 0 1 1 4 0z",
	"M4.5 1h7v2l-1 .8v3.4l2.5 2V11H9v4l-1 1-1-1v-4H3V9.2l2.5-2V3.8L4.5 3z",
}

// Signs tells whether d is of a set whose classes the drawing tells apart.
func (d *Drawing) Signs() bool { return d.Classes > 1 && d.Classes <= SignsMost }

// SignOf is the sign of owners among that many classes.
func SignOf(owners []int, classes int) Sign {
	switch {
	case len(owners) == 0:
		return SignNone
	case len(owners) == 1:
		return Sign(owners[0])
	case len(owners) == classes:
		return SignAll
	}
	return SignSome
}

// Align sorts each row by whose its nodes are: those of the first class alone on the left, those of the last alone on the
// right, shared ones between them. Within these a row keeps its order.
func (d *Drawing) Align() {
	side := func(node int) float64 {
		owners := d.Graph.Nodes[node].Owners
		if len(owners) == 0 {
			return float64(d.Classes-1) / 2
		}
		sum := 0
		for _, c := range owners {
			sum += c
		}
		return float64(sum) / float64(len(owners))
	}
	place := make([]int, len(d.Graph.Nodes)) // a stable sort would be a second one in the page's download
	for _, row := range d.Rows {
		for k, node := range row {
			place[node] = k
		}
		slices.SortFunc(row, func(a, b int) int { return cmp.Or(cmp.Compare(side(a), side(b)), place[a]-place[b]) })
	}
}
