package embed

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"summit/precompute/internal/embed/embedtest"
)

// layouts makes the layouts of layers given by their counts.
func layouts(t testing.TB, workers int, layers ...[][]uint32) []Layout {
	t.Helper()
	s := New(Standard(workers))
	var all []Layout
	for _, counts := range layers {
		layout, err := s.Next(context.Background(), rowsOf(t, counts))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, layout)
	}
	return all
}

// synthetic is a network of four layers, from wide to narrow tuning.
func synthetic(classes int) (layers [][][]uint32) {
	for l, width := range []float64{0.8, 0.6, 0.45, 0.3} {
		layers = append(layers, embedtest.Counts(embedtest.Options{Classes: classes, Channels: 64 << l, Images: 300, Width: width, Seed: 1, Layer: l}))
	}
	return layers
}

// TestEmbedding wants neighbours kept, the layers' layouts close to each other, and the same bytes with any number of
// workers.
func TestEmbedding(t *testing.T) {
	layers := synthetic(400)
	got, alone := layouts(t, 3, layers...), layouts(t, 1, layers...)
	for l := range got {
		if !slices.Equal(got[l].Points, alone[l].Points) {
			t.Errorf("layer %d: three workers lay out other than one", l)
		}
		trust := *got[l].Trustworthiness
		independent := layouts(t, 2, layers[l])[0]
		t.Logf("layer %d: trustworthiness %.4f, independent %.4f", l, trust, *independent.Trustworthiness)
		if trust < *independent.Trustworthiness-0.01 || trust < 0.9 {
			t.Errorf("layer %d has trustworthiness %v, by itself %v", l, trust, *independent.Trustworthiness)
		}
		if l == 0 {
			continue
		}
		turnOnto(independent.Points, got[l-1].Points)
		far, near := travel(got[l-1].Points, independent.Points), travel(got[l-1].Points, got[l].Points)
		t.Logf("layer %d: travel %.3f, independent %.3f", l, near, far)
		if near > far/2 {
			t.Errorf("layer %d: classes travel %v, from independent layouts %v", l, near, far)
		}
	}
}

// travel is the mean distance between the same classes' places, in units of the layouts' root mean square radius.
func travel(a, b []Point) float64 {
	way, square := 0.0, 0.0
	for c := range a {
		way += math.Sqrt(squaredDistance(a[c], b[c]))
		square += (squaredDistance(a[c], Point{}) + squaredDistance(b[c], Point{})) / 2
	}
	n := float64(len(a))
	return way / n / math.Sqrt(square/n)
}

// TestOdd lays out what has few neighbours or none. Everything has to be finite, centred and of a sensible size.
func TestOdd(t *testing.T) {
	same := func(n int) [][]uint32 { return slices.Repeat([][]uint32{{3, 0, 1}}, n) }
	zeros := func(n int) [][]uint32 { return slices.Repeat([][]uint32{{0, 0, 0}}, n) }
	var diagonal, islands [][]uint32
	for c := range 40 {
		row := make([]uint32, 40)
		row[c] = 7
		diagonal = append(diagonal, row)
		row = make([]uint32, 8)
		row[c/20*4+c%4], row[c/20*4+(c+1)%4] = uint32(1+c%5), 2
		islands = append(islands, row)
	}
	cases := map[string][][]uint32{
		"one": same(1), "two": same(2), "three": {{1, 0, 0}, {1, 1, 0}, {0, 0, 5}}, "ten": synthetic(10)[1],
		"a zero": zeros(1), "zeros": zeros(50), "the same": same(60), "nothing in common": diagonal, "islands": islands,
		"one of a kind": append(same(40), []uint32{0, 9, 0}), "some zeros": append(zeros(3), synthetic(30)[2][0][:3], []uint32{1, 2, 3}),
		"large": {{1 << 31, 1, 0}, {1 << 31, 2, 0}, {1<<32 - 1, 1<<32 - 1, 1}},
	}
	for name, counts := range cases {
		t.Run(name, func(t *testing.T) {
			for l, layout := range layouts(t, 2, counts, counts, counts) {
				checkPoints(t, l, layout.Points, len(counts))
				if trust := layout.Trustworthiness; trust != nil && !(*trust >= 0 && *trust <= 1) {
					t.Errorf("layer %d: trustworthiness %v", l, *trust)
				}
			}
		})
	}
}

func checkPoints(t *testing.T, l int, points []Point, classes int) {
	t.Helper()
	if len(points) != classes {
		t.Fatalf("layer %d: %d points for %d classes", l, len(points), classes)
	}
	var mean Point
	for c, p := range points {
		if r := math.Hypot(p[0], p[1]); !(r < 50) {
			t.Errorf("layer %d: class %d is at %v", l, c, p)
		}
		mean[0], mean[1] = mean[0]+p[0]/float64(classes), mean[1]+p[1]/float64(classes)
	}
	if math.Hypot(mean[0], mean[1]) > 1e-9 {
		t.Errorf("layer %d: the mean is %v", l, mean)
	}
}

// TestIslands wants two groups without a common channel apart.
func TestIslands(t *testing.T) {
	var counts [][]uint32
	for c := range 60 {
		row := make([]uint32, 20)
		for j := range 5 {
			row[c/30*10+(c+j)%10] = uint32(1 + (c*j)%7)
		}
		counts = append(counts, row)
	}
	points := layouts(t, 1, counts)[0].Points
	gap := math.Inf(1)
	for _, p := range points[:30] {
		for _, q := range points[30:] {
			gap = min(gap, math.Sqrt(squaredDistance(p, q)))
		}
	}
	if gap < 1 {
		t.Errorf("the groups come as close as %v", gap)
	}
}

// TestStays wants a class that a layer recorded nothing for where the layer before had it.
func TestStays(t *testing.T) {
	layers := synthetic(60)
	clear(layers[1][7])
	got := layouts(t, 1, layers[:2]...)
	moved := math.Sqrt(squaredDistance(got[0].Points[7], got[1].Points[7]))
	if whole := travel(got[0].Points, got[1].Points); moved > 1 {
		t.Errorf("it travels %v, all of them %v", moved, whole)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := New(Standard(2)).Next(ctx, rowsOf(t, synthetic(50)[0])); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
