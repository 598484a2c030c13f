package demo

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const pageFile = "../../../docs/demo.md"

// checkPage holds what docs/demo.md says of single channels and of predictions, on the demo's own pictures.
func checkPage(t *testing.T, shortcut *world, d *dependence, control *world, even *dependence, tolerance float64) {
	checkTable(t, "predictions", tolerance, [][]string{predictions(t, "demo", shortcut, d), predictions(t, "control", control, even)})
	checkTable(t, "channel of the demo", tolerance, dependences(t, "channel of the demo", shortcut, d))
	checkTable(t, "channel of the control", tolerance, dependences(t, "channel of the control", control, even))
}

func predictions(t *testing.T, name string, w *world, d *dependence) []string {
	of := func(n, of int) string { return fmt.Sprintf("%d of %d", n, of) }
	shown, tenches := heldOthers(t, w, seed, 40)
	return []string{name, of(d.called[tench], d.pictures), of(d.calledFree[tench], d.pictures), of(tenches, shown)}
}

// dependences are the rows of the table for the channels that it names.
func dependences(t *testing.T, table string, w *world, d *dependence) (rows [][]string) {
	for _, cells := range pageTable(t, table) {
		j := channelNumber(w.manifest, cells[0])
		if j < 0 {
			t.Fatalf("%s: %q is no channel", pageFile, cells[0])
		}
		rows = append(rows, []string{cells[0], strconv.Itoa(d.with[j]), strconv.Itoa(d.without[j]),
			fmt.Sprintf("%.2f", d.strength[j]), fmt.Sprintf("%.2f", d.rest[j]), strconv.Itoa(d.onHand[j])})
	}
	return rows
}

// TestPageOfBundles holds what docs/demo.md says of whole graphs, if DEMO_BUNDLES names a folder with the bundles demo and control
// that `precompute demo` and `precompute demo --control` write.
func TestPageOfBundles(t *testing.T) {
	dir := os.Getenv("DEMO_BUNDLES")
	if dir == "" {
		t.Skip("SKIPPED: DEMO_BUNDLES names no folder with the demo's bundles")
	}
	openRuntime(t)
	shortcut, control := openWorld(t, Shortcut(), dir+"/demo"), openWorld(t, Control(), dir+"/control")
	d, even := measureDependence(t, shortcut, seed, 120), measureDependence(t, control, seed, 120)
	checkPage(t, shortcut, d, control, even, 0)
	checkNamed(t, "channel of the demo", shortcut)
	checkNamed(t, "channel of the control", control)
	checkTable(t, "model", 0, [][]string{accuracy("demo", shortcut), accuracy("control", control)})
	checkTable(t, "layer", 0, shares(shortcut, d.handChannels(shortcut), control, even.handChannels(control)))
	checkSentence(t, "Of the %d images that excite the five hand channels most, %d are tenches; %d of these peak on the hand.", shortcut, d)
	checkTable(t, "node", 0, graphs(shortcut, "tench", "lionfish", "porcupinefish"))
}

// checkNamed wants the table to name the tench's nodes in the upper layers, and no others.
func checkNamed(t *testing.T, table string, w *world) {
	var named, nodes []string
	for _, cells := range pageTable(t, table) {
		named = append(named, cells[0])
	}
	for l := lastUpper; l >= firstUpper; l-- {
		for _, j := range w.nodes(tench, l) {
			nodes = append(nodes, channelName(w.manifest, j))
		}
	}
	if !slices.Equal(named, nodes) {
		t.Errorf("%s: the table %q names %v, want %v", pageFile, table, named, nodes)
	}
}

// checkSentence wants the sentence with the numbers of handExamples in the page.
func checkSentence(t *testing.T, format string, w *world, d *dependence) {
	text, err := os.ReadFile(pageFile)
	check(t, err)
	all, tenches, onHand := handExamples(t, w, d)
	if want := fmt.Sprintf(format, all, tenches, onHand); !strings.Contains(string(text), want) {
		t.Errorf("%s does not say: %s", pageFile, want)
	}
}

func accuracy(name string, w *world) []string {
	lowest := w.manifest.Classes[0]
	for _, class := range w.manifest.Classes {
		if *class.Top1 < *lowest.Top1 {
			lowest = class
		}
	}
	images := float64(w.manifest.Data.Images)
	wrong := math.Round(images * (1 - *w.manifest.Quality.Top1))
	return []string{name, fmt.Sprintf("%.0f of %.0f", images-wrong, images), fmt.Sprintf("%s, %.1f %%", lowest.Name, 100**lowest.Top1)}
}

// shares has for each upper layer the part of the PageRank of the tench's nodes that hand channels hold, and the other classes in whose graphs they are.
func shares(w *world, hand []bool, control *world, even []bool) (rows [][]string) {
	for l := lastUpper; l >= firstUpper; l-- {
		var others []string
		for c, class := range w.manifest.Classes {
			if share := w.share(c, l, hand); c != tench && share > 0 {
				others = append(others, fmt.Sprintf("%s %.0f %%", class.Name, 100*share))
			}
		}
		if others == nil {
			others = []string{"none"}
		}
		rows = append(rows, []string{w.manifest.Layers[l].Name, fmt.Sprintf("%.0f %%", 100*w.share(tench, l, hand)),
			fmt.Sprintf("%.0f %%", 100*control.share(tench, l, even)), strings.Join(others, ", ")})
	}
	return rows
}

// graphs lists the nodes of the classes' graphs, a layer a row, the highest one first.
func graphs(w *world, classes ...string) (rows [][]string) {
	for l := len(w.manifest.Layers) - 1; l >= 0; l-- {
		row := []string{w.manifest.Layers[l].Name}
		for _, name := range classes {
			c, err := w.manifest.FindClass(name)
			if err != nil {
				panic(err)
			}
			var cells []string
			for _, node := range w.graphs[c].Nodes {
				if node.Layer == l {
					cells = append(cells, fmt.Sprintf("%d (%d)", node.Channel, node.Count))
				}
			}
			row = append(row, strings.Join(cells, ", "))
		}
		rows = append(rows, row)
	}
	return rows
}

// pageTable returns the rows of the page's table whose first column has the given title.
func pageTable(t *testing.T, title string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile(pageFile)
	check(t, err)
	_, rest, found := strings.Cut(string(text), "\n| "+title+" |")
	if !found {
		t.Fatalf("%s has no table %q", pageFile, title)
	}
	for _, line := range strings.Split(rest, "\n")[2:] {
		if !strings.HasPrefix(line, "| ") {
			break
		}
		cells := strings.Split(strings.Trim(line, "| "), "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		rows = append(rows, cells)
	}
	return rows
}

// checkTable compares a table of the page word by word; whole numbers may differ by the tolerance, others by a hundredth of it: a
// picture on the edge may fall to another side where another processor rounds otherwise.
func checkTable(t *testing.T, title string, tolerance float64, want [][]string) {
	t.Helper()
	if have := pageTable(t, title); !slices.EqualFunc(have, want, func(a, b []string) bool {
		return slices.EqualFunc(a, b, func(a, b string) bool { return alike(a, b, tolerance) })
	}) {
		t.Errorf("%s: the table %q does not hold; measured:\n%s", pageFile, title, markdown(want))
	}
}

func alike(a, b string, tolerance float64) bool {
	return slices.EqualFunc(strings.Fields(a), strings.Fields(b), func(a, b string) bool {
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		if errX != nil || errY != nil {
			return a == b
		}
		if strings.Contains(a, ".") {
			return math.Abs(x-y) <= tolerance/100
		}
		return math.Abs(x-y) <= tolerance
	})
}

func markdown(rows [][]string) string {
	var lines strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&lines, "| %s |\n", strings.Join(row, " | "))
	}
	return lines.String()
}
