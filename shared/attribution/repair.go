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

// repair raises the mass of layers that no kept edge reaches from below. For each layer, from the first one on: while no kept node
// of it has an influence from a kept node of a layer that a link leads from to it, the masses of all of them rise by 0.005. A
// layer that not even all nodes would connect is left as it is and reported. Edges count whatever their Parameters.MinCount
// is, so that the threshold hides edges and never changes nodes.
func (s *selection) repair(n *Network, c *Counts, mass float64, together bool) []Warning {
	var warnings []Warning
	raised := make([]int, len(n.Layers))
	raise := func(l int) {
		raised[l]++
		s.take(l, min(1, (float64(1000*mass)+float64(raised[l]*repairStep))/1000))
	}
	kept := func(l int) int { return s.kept[l] }
	for l, links := range n.linksInto() {
		if reason := s.obstacle(l, links, n, c); reason != "" {
			warnings = append(warnings, Warning{Layer: l, Reason: reason})
			continue
		}
		for len(links) > 0 && !together && mass > 0 && !s.connected(n, links, c, kept) {
			for _, link := range links {
				raise(link.From)
			}
			raise(l)
		}
	}
	return warnings
}

// obstacle says why layer l can have no edge from below; "" where it can, and for the first layer.
func (s *selection) obstacle(l int, links []Link, n *Network, c *Counts) string {
	switch {
	case len(s.layers[l]) == 0:
		return WarnEmpty
	case l == 0:
		return ""
	case len(links) == 0:
		return WarnNoLink
	case influences(n.Layers[l], c) == 0:
		return WarnNoInfluence
	case !s.connected(n, links, c, s.most):
		return WarnUnconnected
	}
	return ""
}

func influences(span Span, c *Counts) int {
	return int(c.Influence.Indptr[span.Offset+span.Channels] - c.Influence.Indptr[span.Offset])
}

// connected tells whether the first nodes of the links' earlier and later layers, as many as size says, have an influence in common.
func (s *selection) connected(n *Network, links []Link, c *Counts, size func(layer int) int) bool {
	to := links[0].To
	for _, j := range s.layers[to][:size(to)] {
		indices, values := c.Influence.Row(j)
		for _, link := range links {
			from, most := n.Layers[link.From], size(link.From)
			for k, i := range indices {
				if values[k] > 0 && from.holds(i) && s.place[i] < most {
					return true
				}
			}
		}
	}
	return false
}
