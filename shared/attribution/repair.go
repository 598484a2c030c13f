package attribution

// repairStep is by how much a layer's mass is raised at a time, in thousandths.
const repairStep = 5

// Reasons of a Warning.
const (
	WarnNoLink      = "no link from an earlier layer"
	WarnNoInfluence = "no influence from the earlier layer"
	WarnUnconnected = "no selectable node with an edge to a selectable node of the earlier layer"
	WarnEmpty       = "no channel with a score"
)

// Warning says why a layer is without nodes, or without edges to the earlier layer.
type Warning struct {
	Layer  int
	Reason string // one of the Warn constants
}

// repair raises the mass of layers that no kept edge reaches from below. For each link, from the first layer on: while no
// kept node of its later layer has an influence from a kept node of its earlier one, the masses of both rise by 0.005. A
// link that not even all nodes would connect is left as it is and reported. Edges count whatever their Parameters.MinCount
// is, so that the threshold hides edges and never changes nodes.
func (s *selection) repair(n *Network, c *Counts, mass float64, together bool) []Warning {
	var warnings []Warning
	raised := make([]int, len(n.Layers))
	raise := func(l int) {
		raised[l]++
		s.take(l, min(1, (float64(1000*mass)+float64(raised[l]*repairStep))/1000))
	}
	linkInto := make([]*Link, len(n.Layers))
	for k := range n.Links {
		linkInto[n.Links[k].To] = &n.Links[k]
	}
	for l, link := range linkInto {
		if reason := s.obstacle(l, link, n, c); reason != "" {
			warnings = append(warnings, Warning{Layer: l, Reason: reason})
			continue
		}
		for link != nil && !together && mass > 0 && !s.connected(link, c, s.kept[link.From], s.kept[l]) {
			raise(link.From)
			raise(l)
		}
	}
	return warnings
}

// obstacle says why layer l can have no edge from below; "" where it can, and for the first layer.
func (s *selection) obstacle(l int, link *Link, n *Network, c *Counts) string {
	switch {
	case len(s.order[l]) == 0:
		return WarnEmpty
	case l == 0:
		return ""
	case link == nil:
		return WarnNoLink
	case influences(n.Layers[l], c) == 0:
		return WarnNoInfluence
	case !s.connected(link, c, s.most(link.From), s.most(l)):
		return WarnUnconnected
	}
	return ""
}

func influences(span Span, c *Counts) int {
	return int(c.Influence.Indptr[span.Offset+span.Channels] - c.Influence.Indptr[span.Offset])
}

// connected tells whether the first earlier and the first later channels of link's layers have an influence in common.
func (s *selection) connected(link *Link, c *Counts, earlier, later int) bool {
	for _, j := range s.order[link.To][:later] {
		indices, values := c.Influence.Row(j)
		for k, i := range indices {
			if values[k] > 0 && s.place[i] < earlier {
				return true
			}
		}
	}
	return false
}
