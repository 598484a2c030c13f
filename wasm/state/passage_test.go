package state

import (
	"testing"

	"pgregory.net/rapid"
)

// tilesOf reads the tiles of a painting by their number, and the ink of each's border.
func tilesOf(s *Scene) (alphas, inks map[int]float32) {
	alphas, inks = map[int]float32{}, map[int]float32{}
	ops := s.Paint(nil, Home(), 1e6, 1e6, Attention{Node: -1})
	for at := 0; at < len(ops); at += 1 + arity[ops[at]] {
		if ops[at] == OpTile {
			alphas[int(ops[at+4])], inks[int(ops[at+4])] = ops[at+5], ops[at+6]
		}
	}
	return alphas, inks
}

// TestPassageLeadsFromOneSceneToTheNext: at its start every node of the first is where it was and new ones are not to be seen;
// at its end all is as without it. Halfway new nodes and those that are gone are both there, in part.
func TestPassageLeadsFromOneSceneToTheNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		nodes := rapid.SliceOfDistinct(rapid.IntRange(0, max(len(d.Graph.Nodes)-1, 0)), rapid.ID[int]).Draw(t, "kept")
		if len(d.Graph.Nodes) == 0 {
			nodes = nil
		}
		whole, part := Arrange(d, 1200, 800, 100, Natural), Arrange(d.Part(nodes), 1200, 800, 100, Natural)
		for _, way := range [][2]*Scene{{whole, part}, {part, whole}} {
			before, after := way[0], *way[1]
			after.Passage = NewPassage(before, &after)
			if gone, fresh := len(before.Spots)-len(after.Spots), after.Passage.New-len(after.Passage.Gone); gone != -fresh {
				t.Fatalf("%d nodes of %d to %d: %d are new, %d gone", gone, len(before.Spots), len(after.Spots), after.Passage.New, len(after.Passage.Gone))
			}
			was := map[[2]int]Spot{}
			for i, n := range before.Drawing.Graph.Nodes {
				was[[2]int{n.Layer, n.Channel}] = before.Spots[i]
			}
			for i, n := range after.Drawing.Graph.Nodes {
				spot, present := after.now(i)
				if from, had := was[[2]int{n.Layer, n.Channel}]; had && (spot != from || present != 1) || !had && present != 0 {
					t.Fatalf("node %d begins at %+v, %v there", i, spot, present)
				}
			}
			after.Passage.Share = 0.5
			alphas, _ := tilesOf(&after)
			if len(alphas) != len(after.Spots)+len(after.Passage.Gone) {
				t.Fatalf("%d tiles of %d nodes and %d that are gone", len(alphas), len(after.Spots), len(after.Passage.Gone))
			}
			partly := 0
			for _, alpha := range alphas {
				if alpha > 0.3 && alpha < 0.7 {
					partly++
				}
			}
			if partly != after.Passage.New+len(after.Passage.Gone) {
				t.Fatalf("%d tiles are there in part, of %d new and %d gone", partly, after.Passage.New, len(after.Passage.Gone))
			}
			after.Passage.Share = 1
			for i := range after.Spots {
				if spot, present := after.now(i); spot != after.Spots[i] || present != 1 {
					t.Fatalf("node %d ends at %+v, %v there", i, spot, present)
				}
			}
		}
	})
}

// TestPassageGoesOnFromWhereOneIs: a change in the midst of a passage starts at what is to be seen.
func TestPassageGoesOnFromWhereOneIs(t *testing.T) {
	d := rapid.Custom(drawings).Example(7)
	first := Arrange(d, 1200, 800, 100, Natural)
	second := Arrange(d, 600, 900, 100, Natural)
	second.Passage = NewPassage(first, second)
	second.Passage.Share = 0.3
	third := Arrange(d, 900, 500, 100, Natural)
	third.Passage = NewPassage(second, third)
	for i := range third.Spots {
		want, _ := second.now(i)
		if got, present := third.now(i); got != want || present != 1 {
			t.Errorf("node %d jumps from %+v to %+v", i, want, got)
		}
	}
}
