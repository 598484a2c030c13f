package embed

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// table is testdata/umap.json, which umap-learn and scikit-learn made (testdata/umap_table.py).
type table struct {
	Curves      [][4]float64
	Counts      [][]uint32
	Memberships [][3]float64
	Layouts     []struct {
		Points          []Point
		Trustworthiness float64
	}
}

func readTable(t *testing.T) (table table) {
	t.Helper()
	data, err := os.ReadFile("testdata/umap.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	return table
}

// rowsOf are a layer's counts as Rows.
func rowsOf(t testing.TB, counts [][]uint32) *Rows {
	t.Helper()
	layers, err := Collect(len(counts), []int{len(counts[0])}, func(c int) ([]uint32, error) { return counts[c], nil })
	if err != nil {
		t.Fatal(err)
	}
	return layers[0]
}

// TestCurve compares the fit with scipy's, which ends a little before the minimum.
func TestCurve(t *testing.T) {
	for _, want := range readTable(t).Curves {
		c := fitCurve(want[0], want[1])
		if math.Abs(c.a-want[2]) > 1e-5 || math.Abs(c.b-want[3]) > 1e-5 {
			t.Errorf("minimum distance %v, spread %v: %v instead of %v", want[0], want[1], c, want[2:])
		}
	}
}

// TestFuzzyGraph compares every membership with umap-learn's.
func TestFuzzyGraph(t *testing.T) {
	table := readTable(t)
	lists, err := exact(context.Background(), rowsOf(t, table.Counts), 14, 2)
	if err != nil {
		t.Fatal(err)
	}
	got := map[[2]int32]float64{}
	for _, e := range fuzzyGraph(lists) {
		got[[2]int32{e.head, e.tail}] = float64(e.weight)
	}
	if len(got) != len(table.Memberships) {
		t.Errorf("%d edges instead of %d", len(got), len(table.Memberships))
	}
	for _, m := range table.Memberships {
		if w := got[[2]int32{int32(m[0]), int32(m[1])}]; math.Abs(w-m[2]) > 2e-5 {
			t.Errorf("membership of %v and %v is %v instead of %v", m[0], m[1], w, m[2])
		}
	}
}

// TestTrustworthiness compares two layouts' with scikit-learn's.
func TestTrustworthiness(t *testing.T) {
	table := readTable(t)
	rows := rowsOf(t, table.Counts)
	for _, layout := range table.Layouts {
		got, err := trustworthiness(context.Background(), rows, layout.Points, 2)
		if err != nil || math.Abs(*got-layout.Trustworthiness) > 1e-12 {
			t.Errorf("trustworthiness %v (error %v) instead of %v", *got, err, layout.Trustworthiness)
		}
	}
}
