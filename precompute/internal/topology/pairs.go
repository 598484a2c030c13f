package topology

// Pair is what of a link concerns one of the layers that it comes from.
type Pair struct {
	From, To int
	Steps    []int // of the link: those that channels of From feed, directly or through inner sums
	Units    []int // inner units of the link that they feed
}

// Pairs splits a link by the layers that it comes from.
func (l *Link) Pairs() []Pair {
	var pairs []Pair
	for u, from := range l.From {
		p := Pair{From: from, To: l.To}
		fed := make([]bool, len(l.Units))
		fed[u] = true
		for i, s := range l.Steps {
			if !s.reads(fed) {
				continue
			}
			p.Steps = append(p.Steps, i)
			if !fed[s.To] && s.To < len(l.Units)-1 {
				p.Units = append(p.Units, s.To)
			}
			fed[s.To] = true
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// reads tells whether a candidate of the step is a channel of one of the units.
func (s *Step) reads(units []bool) bool {
	for _, t := range s.Terms {
		for _, source := range t.Sources {
			if source.Unit >= 0 && units[source.Unit] {
				return true
			}
		}
	}
	return false
}
