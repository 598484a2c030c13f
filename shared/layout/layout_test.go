package layout

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestComputePlacesRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, o := drawGraph(t), DefaultOptions()
		o.MaxWidth = rapid.SampledFrom([]float64{0, 100, 400}).Draw(t, "maximum width")
		l := Compute(g, o)
		for row, order := range l.Order {
			sum := 0.0
			for k, node := range order {
				p := l.Places[node]
				sum += p.X
				if p.Y != float64(g.Rows-1-row)*o.RowGap {
					t.Fatalf("row %d stands on y = %v", row, p.Y)
				}
				if k > 0 && p.X <= l.Places[order[k-1]].X {
					t.Fatalf("row %d runs back at place %d", row, k)
				}
				if p.Size < o.MinSize-1e-9 || p.Size > o.MaxSize+1e-9 {
					t.Fatalf("node %d has size %v", node, p.Size)
				}
				inside := p.X-p.Size/2 >= l.Bounds.Left && p.X+p.Size/2 <= l.Bounds.Right &&
					p.Y-p.Size/2 >= l.Bounds.Top && p.Y+p.Size/2 <= l.Bounds.Bottom
				if !inside {
					t.Fatalf("node %d at %+v is outside %+v", node, p, l.Bounds)
				}
			}
			if math.Abs(sum) > 1e-9 {
				t.Fatalf("row %d is off the middle by %v", row, sum)
			}
			if n := len(order); n > 1 && o.MaxWidth > 0 && l.Places[order[n-1]].X-l.Places[order[0]].X > o.MaxWidth+1e-9 {
				t.Fatalf("row %d is too wide", row)
			}
		}
	})
}

func TestCurvesJoinPictures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		l := Compute(g, DefaultOptions())
		for k, edge := range g.Edges {
			from, to, c := l.Places[edge.From], l.Places[edge.To], l.Curves[k]
			if x, y := c.At(0); x != from.X || y != from.Y-from.Size/2 {
				t.Fatalf("edge %d starts at %v, %v", k, x, y)
			}
			if x, y := c.At(1); x != to.X || y != to.Y+to.Size/2 {
				t.Fatalf("edge %d ends at %v, %v", k, x, y)
			}
			if x, _ := c.At(0.5); math.Abs(x-(from.X+to.X)/2) > 1e-9 {
				t.Fatalf("edge %d passes x = %v in the middle", k, x)
			}
		}
	})
}

func TestSizeFollowsScoreByArea(t *testing.T) {
	o := Options{MinSize: 10, MaxSize: 50}
	for _, test := range []struct{ score, largest, want float64 }{{0, 8, 10}, {8, 8, 50}, {0, 0, 10}, {2, 8, math.Sqrt(700)}} {
		if got := size(test.score, test.largest, o); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("score %v of %v has size %v instead of %v", test.score, test.largest, got, test.want)
		}
	}
}

func TestSameGraphSameLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		a, b := Compute(g, DefaultOptions()), Compute(g, DefaultOptions())
		if !slices.Equal(a.Places, b.Places) || !slices.Equal(a.Curves, b.Curves) {
			t.Fatal("two layouts of one graph differ")
		}
	})
}

func TestOptionsValidate(t *testing.T) {
	if err := DefaultOptions().Validate(); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.RowGap = -1 }, "row gap -1"},
		{func(o *Options) { o.NodeGap = math.NaN() }, "node gap NaN"},
		{func(o *Options) { o.MaxWidth = -2 }, "maximum width -2"},
		{func(o *Options) { o.MinSize = -3 }, "minimum size -3"},
		{func(o *Options) { o.MaxSize = 1 }, "maximum size 1 is below the minimum size 24"},
		{func(o *Options) { o.Sweeps = -1 }, "sweeps -1"},
	} {
		o := DefaultOptions()
		test.change(&o)
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v instead of one with %q", err, test.want)
		}
	}
}
