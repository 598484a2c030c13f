package e2e

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/shared/attribution"
)

// view is what shapes a graph: the ranking, the mass in per cent as its slider holds it, the damping.
type view struct {
	class         string
	with          []string // the classes that it makes a set with
	set           string   // what is made of them; empty: the default
	rank          string
	mass, damping float64
}

func defaults() view { return view{rank: attribution.RankPageRank, mass: 7.5, damping: 0.85} }

// query is the part of the address that carries v, the class aside.
func (v view) query() string {
	var parts []string
	if len(v.with) > 0 {
		parts = append(parts, "class=&class="+strings.Join(v.with, "&class="))
	}
	if v.set != "" {
		parts = append(parts, "set="+v.set)
	}
	if v.rank != attribution.RankPageRank {
		parts = append(parts, "rank="+v.rank)
	}
	if v.mass != 7.5 {
		parts = append(parts, "mass="+strconv.FormatFloat(v.mass/100, 'f', -1, 64))
	}
	if v.damping != 0.85 {
		parts = append(parts, "damping="+strconv.FormatFloat(v.damping, 'f', -1, 64))
	}
	return strings.Join(parts, "&")
}

func (v view) parameters() attribution.Parameters {
	p := attribution.DefaultParameters()
	p.Rank, p.Mass, p.Damping = v.rank, v.mass/100, v.damping
	return p
}

// truth is what a graph has to show, as text so that differences are readable. Nodes and edges are in the order of
// attribution.Graph.
type truth struct{ Nodes, Edges []string }

// native computes the graph of a class, or of a set of several, as the command line does.
func native(t testing.TB, dir string, classes []string, set string, p attribution.Parameters) truth {
	t.Helper()
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	network, err := r.Network()
	if err != nil {
		t.Fatal(err)
	}
	each := countsOf(t, r, classes)
	counts, combined := each[0], &attribution.Set{}
	if len(classes) > 1 {
		if combined, err = attribution.Combine(&network, cmp.Or(set, attribution.SetUnion), each); err != nil {
			t.Fatal(err)
		}
		counts = &combined.Counts
	}
	g, err := attribution.Build(&network, counts, p)
	if err != nil {
		t.Fatal(err)
	}
	if len(classes) > 1 {
		combined.Own(&network, g)
	}
	exact := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	name := func(i int) string {
		return fmt.Sprintf("%s:%d", r.Manifest().Layers[g.Nodes[i].Layer].Name, g.Nodes[i].Channel)
	}
	var want truth
	for i, n := range g.Nodes {
		want.Nodes = append(want.Nodes, fmt.Sprintf("%s count %d pagerank %s lift %s score %s", name(i), n.Count, exact(n.PageRank), exact(n.Lift), exact(n.Score))+owned(n.Owners, classes))
	}
	for _, e := range g.Edges {
		want.Edges = append(want.Edges, fmt.Sprintf("%s to %s count %d", name(e.From), name(e.To), e.Count)+owned(e.Owners, classes))
	}
	return want
}

// owned names the classes that a node or an edge of a set belongs to.
func owned(owners []int, classes []string) (text string) {
	for _, c := range owners {
		text += " " + classes[c]
	}
	return text
}

func countsOf(t testing.TB, r *bundle.Reader, classes []string) []*attribution.Counts {
	t.Helper()
	var each []*attribution.Counts
	for _, class := range classes {
		row, err := r.Manifest().FindClass(class)
		if err != nil {
			t.Fatal(err)
		}
		counts, err := r.Class(row)
		if err != nil {
			t.Fatal(err)
		}
		each = append(each, &counts)
	}
	return each
}

// shown reads the graph out of the page: its outline for the nodes, its table for the edges.
func (p *page) shown() truth {
	p.t.Helper()
	return truth{
		Nodes: eval[[]string](p, `[...document.querySelectorAll("#outline [data-node]")].sort((a, b) => a.dataset.node - b.dataset.node).map(({dataset: d}) =>
			d.layer + ":" + d.channel + " count " + d.count + " pagerank " + d.pagerank + " lift " + d.lift + " score " + d.score + (d.classes ? " " + d.classes : ""))`),
		Edges: eval[[]string](p, `[...document.querySelectorAll("#graph-table .edges [data-count]")].sort((a, b) => a.dataset.edge - b.dataset.edge).map(({dataset: d}) =>
			d.fromLayer + ":" + d.fromChannel + " to " + d.toLayer + ":" + d.toChannel + " count " + d.count + (d.classes ? " " + d.classes : ""))`),
	}
}

// waitFor waits until the page shows a class's graph with the parameters of view.
func (p *page) waitFor(class string, want view) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.getElementById("outline")?.dataset.class === %q && document.getElementById("outline").dataset.view === %q`, class, want.query()))
}

// expect compares the page with the native graph.
func (p *page) expect(class string, v view) {
	p.t.Helper()
	p.waitFor(class, v)
	want := native(p.t, testBundle(p.t), append([]string{class}, v.with...), v.set, v.parameters())
	got := p.shown()
	compare(p.t, "nodes", got.Nodes, want.Nodes)
	compare(p.t, "edges", got.Edges, want.Edges)
}

func compare(t testing.TB, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d %s instead of %d", len(got), what, len(want))
		return
	}
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("%s %d: %s instead of %s", what, k, got[k], want[k])
			return
		}
	}
}

// classes are the IDs of the bundle under test.
func classes(t testing.TB) []string {
	t.Helper()
	return classesOf(t, testBundle(t))
}

func classesOf(t testing.TB, dir string) []string {
	t.Helper()
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var ids []string
	for _, c := range r.Manifest().Classes {
		ids = append(ids, c.ID)
	}
	return ids
}
