package state

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"summit/shared/model"
)

// Rows of the class list that are in the document at once, and rows above the first visible one among them.
const ListWindow, ListAbove = 60, 20

// Filter returns the rows of the classes that fit search, in the given order. Every word of search has to occur in the
// name or the id, whatever its case; ties keep the bundle's order, and classes without accuracy come last.
func Filter(classes []model.Class, search, order string) []int {
	words := strings.Fields(strings.ToLower(search))
	var rows []int
	for row, c := range classes {
		text := strings.ToLower(c.Name + "\x00" + c.ID)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			rows = append(rows, row)
		}
	}
	if less := comparison(classes, order); less != nil {
		slices.SortFunc(rows, func(a, b int) int { return cmp.Or(less(a, b), a-b) })
	}
	return rows
}

func comparison(classes []model.Class, order string) func(a, b int) int {
	accuracy := func(row int, missing float64) float64 {
		if top1 := classes[row].Top1; top1 != nil {
			return *top1
		}
		return missing
	}
	switch order {
	case "name":
		return func(a, b int) int {
			return cmp.Compare(strings.ToLower(classes[a].Name), strings.ToLower(classes[b].Name))
		}
	case "accuracy":
		return func(a, b int) int { return cmp.Compare(accuracy(b, -1), accuracy(a, -1)) }
	case "accuracy-up":
		return func(a, b int) int { return cmp.Compare(accuracy(a, 2), accuracy(b, 2)) }
	}
	return nil
}

// Window is the range of rows to have in the document when row first is the first that one sees, of total. It moves in
// steps, so that scrolling seldom changes it.
func Window(first, total int) (lo, hi int) {
	const step = 10
	lo = max(0, min((first-ListAbove)/step*step, total-ListWindow))
	if first < ListAbove {
		lo = 0
	}
	return lo, min(lo+ListWindow, total)
}

// LargestBin is the fullest bin of all classes' histograms, as a fraction of its class's images: the one scale that all
// are drawn on.
func LargestBin(classes []model.Class) float64 {
	largest := 0.0
	for _, c := range classes {
		for _, n := range c.Histogram {
			largest = max(largest, float64(n)/float64(max(c.Images, 1)))
		}
	}
	return largest
}

// HistogramPath draws class c's histogram as an SVG path: bars on the ground line of a box of w by h, the fullest bin of
// all classes as high as the box.
func HistogramPath(c model.Class, largest, w, h float64) string {
	if len(c.Histogram) == 0 || largest <= 0 {
		return ""
	}
	var path strings.Builder
	pitch := w / float64(len(c.Histogram))
	for k, n := range c.Histogram {
		if n == 0 {
			continue
		}
		height := max(h*float64(n)/float64(max(c.Images, 1))/largest, 0.75)
		path.WriteString("M" + short(float64(k)*pitch) + " " + short(h) + "v-" + short(height) + "h" + short(pitch*0.8) + "v" + short(height) + "z")
	}
	return path.String()
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
