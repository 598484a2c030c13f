package state

// PassageTime is how long a passage takes, in milliseconds.
const PassageTime = 420.0

// Passage is the way from one drawing of a class to the next: nodes that both have travel, new ones grow, and those that
// are gone shrink where they were, so that one sees what a control has done.
type Passage struct {
	Share float64 // that is done, 0 to 1
	New   int     // nodes that the earlier drawing does not have
	Gone  []Ghost // nodes that the later drawing does not have
	from  []ghost // [nodes]
}

// Ghost is a node that is gone.
type Ghost struct {
	Layer, Channel int
	ghost
}

// ghost is where a node was when the passage began, and how much of it was there, 0 to 1.
type ghost struct {
	spot    Spot
	present float64
}

// NewPassage leads from before, which may be in a passage itself, to after.
func NewPassage(before, after *Scene) *Passage {
	type key struct{ layer, channel int }
	was := map[key]ghost{}
	for i, n := range before.Drawing.Graph.Nodes {
		spot, present := before.now(i)
		was[key{n.Layer, n.Channel}] = ghost{spot, present}
	}
	p := &Passage{}
	is := map[key]bool{}
	for i, n := range after.Drawing.Graph.Nodes {
		k := key{n.Layer, n.Channel}
		is[k] = true
		g, had := was[k]
		if !had {
			p.New++
			g = ghost{spot: after.Spots[i]}
		}
		p.from = append(p.from, g)
	}
	for _, n := range before.Drawing.Graph.Nodes {
		if k := (key{n.Layer, n.Channel}); !is[k] {
			p.Gone = append(p.Gone, Ghost{n.Layer, n.Channel, was[k]})
		}
	}
	return p
}

// now is where node i is at present, and how much of it is there.
func (s *Scene) now(i int) (spot Spot, present float64) {
	p, to := s.Passage, s.Spots[i]
	if p == nil {
		return to, 1
	}
	share := smooth(p.Share)
	from := p.from[i]
	between := func(a, b float64) float64 { return a + share*(b-a) }
	return Spot{between(from.spot.X, to.X), between(from.spot.Y, to.Y), between(from.spot.Side, to.Side)}, between(from.present, 1)
}

// smooth begins and ends slowly.
func smooth(share float64) float64 { return share * share * (3 - 2*share) }

// leaves is how a ghost looks at present.
func (p *Passage) leaves(g Ghost) (spot Spot, present float64) {
	present = g.present * (1 - smooth(p.Share))
	spot = g.spot
	spot.Side *= 0.5 + 0.5*present
	return spot, present
}
