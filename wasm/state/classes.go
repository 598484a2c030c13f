package state

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"summit/shared/model"
)

// ListMargin is how many rows of the class list are in the document above and below those that one sees.
const ListMargin = 20

// Filter returns the rows of the classes that fit search, in the given order. Every word of search has to occur in the
// name or the id, whatever its case; ties keep the bundle's order, and classes without accuracy come last. Until there is
// a likeness, the order by similarity is the bundle's.
func Filter(classes []model.Class, search, order string, likeness *Likeness) []int {
	words := strings.Fields(strings.ToLower(search))
	var rows []int
	for row, c := range classes {
		text := strings.ToLower(c.Name + "\x00" + c.ID)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			rows = append(rows, row)
		}
	}
	less := comparison(classes, order)
	if order == OrderSimilarity && likeness != nil {
		less = likeness.compare
	}
	if less != nil {
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
		names := make([]string, len(classes))
		for row, c := range classes {
			names[row] = strings.ToLower(c.Name)
		}
		return func(a, b int) int { return cmp.Compare(names[a], names[b]) }
	case "accuracy":
		return func(a, b int) int { return cmp.Compare(accuracy(b, -1), accuracy(a, -1)) }
	case "accuracy-up":
		return func(a, b int) int { return cmp.Compare(accuracy(a, 2), accuracy(b, 2)) }
	case "images":
		return func(a, b int) int { return classes[b].Images - classes[a].Images }
	}
	return nil
}

// Window is the range of rows to have in the document when seen rows from first on are those that one sees, of total. It moves in
// steps, so that scrolling seldom changes it.
func Window(first, seen, total int) (lo, hi int) {
	const step = 10
	first -= first % step // both ends move at once
	hi = min(first+step+seen+ListMargin, total)
	return min(max(0, first-ListMargin), hi), hi
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

// HistogramHeight is the height of the box that HistogramPath draws in; each bin is ten wide there.
const HistogramHeight = 100

// HistogramPath draws class c's histogram as an SVG path: bars on the ground of the box, the fullest bin of all classes as
// high as it.
func HistogramPath(c model.Class, largest float64) string {
	if largest <= 0 {
		return ""
	}
	ground := strconv.Itoa(HistogramHeight)
	var path []byte
	for k, n := range c.Histogram {
		if n == 0 {
			continue
		}
		height := strconv.Itoa(max(int(HistogramHeight*float64(n)/float64(max(c.Images, 1))/largest+0.5), 4))
		path = append(path, "M"+strconv.Itoa(10*k)+" "+ground+"v-"+height+"h8v"+height+"z"...)
	}
	return string(path)
}

// Homonyms marks the classes that share their name with another one.
func Homonyms(classes []model.Class) []bool {
	first, shared := make(map[string]int, len(classes)), make([]bool, len(classes))
	for row, c := range classes {
		if other, known := first[c.Name]; known {
			shared[row], shared[other] = true, true
			continue
		}
		first[c.Name] = row
	}
	return shared
}
