package attribution

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// referenceCombine combines one channel's or influence's counts as the text says, after scaling.
func referenceCombine(operation string, counts, images []uint32) uint32 {
	most := slices.Max(images)
	scaled := make([]uint32, len(counts))
	for k := range counts {
		scaled[k] = uint32(float64(counts[k])*float64(most)/float64(images[k]) + 0.5)
	}
	switch operation {
	case SetUnion:
		sum := uint32(0)
		for _, count := range scaled {
			sum += count
		}
		return sum
	case SetIntersection:
		return slices.Min(scaled)
	}
	if others := slices.Max(scaled[1:]); scaled[0] > others {
		return scaled[0] - others
	}
	return 0
}

func TestCombineEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, first := drawCase(t)
		classes := []*Counts{first}
		for range rapid.IntRange(1, 3).Draw(t, "more classes") {
			classes = append(classes, drawCounts(t, n))
		}
		var images []uint32
		for _, c := range classes {
			images = append(images, c.Images)
		}
		operation := rapid.SampledFrom(Sets()).Draw(t, "operation")
		s, err := Combine(n, operation, classes)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Counts.Validate(n); err != nil {
			t.Fatal(err)
		}
		counts := make([]uint32, len(classes))
		for j := range n.Channels() {
			for k, c := range classes {
				counts[k] = c.Activation[j]
			}
			if want := referenceCombine(operation, counts, images); s.Counts.Activation[j] != want {
				t.Fatalf("%s of %v, channel %d: %d instead of %d", operation, counts, j, s.Counts.Activation[j], want)
			}
			for i := range n.Channels() {
				for k, c := range classes {
					counts[k] = value(c.Influence, j, i)
				}
				if got, want := value(s.Counts.Influence, j, i), referenceCombine(operation, counts, images); got != want {
					t.Fatalf("%s of %v, %d to %d: %d instead of %d", operation, counts, i, j, got, want)
				}
			}
		}
	})
}

func TestUnionOfAClassWithItselfIsItsGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		p.MinCount = 1
		single, err := Build(n, c, p)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Combine(n, SetUnion, []*Counts{c, c})
		if err != nil {
			t.Fatal(err)
		}
		double, err := Build(n, &s.Counts, p)
		if err != nil {
			t.Fatal(err)
		}
		s.Own(n, double)
		if len(single.Nodes) != len(double.Nodes) || len(single.Edges) != len(double.Edges) {
			t.Fatalf("%d nodes, %d edges instead of %d, %d", len(double.Nodes), len(double.Edges), len(single.Nodes), len(single.Edges))
		}
		for k, node := range double.Nodes {
			shared := slices.Equal(node.Owners, []int{0, 1}) || node.Count == 0 && len(node.Owners) == 0
			if node.Channel != single.Nodes[k].Channel || node.Count != 2*single.Nodes[k].Count || !shared {
				t.Fatalf("node %+v instead of %+v", node, single.Nodes[k])
			}
		}
	})
}

func TestOwners(t *testing.T) {
	for _, c := range []struct {
		counts []uint32
		want   []int
	}{
		{[]uint32{0, 0}, []int{}}, {[]uint32{4, 0}, []int{0}}, {[]uint32{4, 1}, []int{0}}, {[]uint32{4, 2}, []int{0, 1}},
		{[]uint32{1, 2, 5}, []int{2}}, {[]uint32{3, 2, 5}, []int{0, 2}}, {[]uint32{1 << 31, 1<<32 - 1}, []int{0, 1}},
	} {
		if got := owners(c.counts); !slices.Equal(got, c.want) {
			t.Errorf("owners of %v are %v instead of %v", c.counts, got, c.want)
		}
	}
}

func TestCombineRejects(t *testing.T) {
	n := network(1)
	c := &Counts{Images: 5, Activation: []uint32{1}, Influence: matrixOf([][]uint32{{0}})}
	none := &Counts{Activation: []uint32{0}, Influence: matrixOf([][]uint32{{0}})}
	huge := &Counts{Images: 1 << 31, Activation: []uint32{1}, Influence: matrixOf([][]uint32{{0}})}
	for _, test := range []struct {
		operation string
		classes   []*Counts
		want      string
	}{
		{"sum", []*Counts{c, c}, `set "sum"`},
		{SetUnion, []*Counts{c}, "two or more"},
		{SetUnion, []*Counts{c, none}, "class 1 of the set has no images"},
		{SetUnion, []*Counts{c, {Images: 1}}, "class 1 of the set: 0 activation counts"},
		{SetUnion, []*Counts{huge, huge}, "images"},
	} {
		if _, err := Combine(n, test.operation, test.classes); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s of %d classes: error %v instead of one with %q", test.operation, len(test.classes), err, test.want)
		}
	}
}
