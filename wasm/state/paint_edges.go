package state

// Visibility of edges when a node is attended to: those of its neighbourhood, or of its paths where these are shown; the
// neighbourhood beside paths; others.
const alphaStrong, alphaBeside, alphaFar = 0.95, 0.4, 0.06

// How far edges of inhibition lie beside others, and how wide the bar at their end is at least, in CSS pixels.
const inhibitShift, inhibitBar = 7.0, 10.0

// neighbourhood marks the nodes that share an edge with the one attended to, or are on its paths.
func (p *painter) neighbourhood() []bool {
	d, near := p.scene.Drawing, p.scene.Neighbours(p.at.Node)
	for i := range near {
		if p.at.Trail != nil && p.at.Trail.has(d.origin(i)) {
			near[i] = true
		}
	}
	return near
}

// edges draws what is attended to over the rest.
func (p *painter) edges() {
	later := make([]int, 0, 64)
	for _, k := range p.scene.ByCount {
		ink, dashes, alpha := p.look(k)
		if p.near != nil && alpha > alphaFar || k+1 == p.at.Edge {
			later = append(later, k)
			continue
		}
		p.edge(k, ink, dashes, alpha)
	}
	for _, k := range later {
		ink, dashes, alpha := p.look(k)
		p.edge(k, ink, dashes, alpha)
	}
}

func (p *painter) edge(k int, ink float32, dashes, alpha float64) {
	e := p.scene.Drawing.Graph.Edges[k]
	start, here := p.scene.now(e.From)
	stop, there := p.scene.now(e.To)
	c := p.scene.curve(k, p.camera, start, stop)
	alpha *= min(here, there)
	if max(c.y0, c.y1) < 0 || min(c.y0, c.y1) > p.h || max(c.x0, c.x1) < 0 || min(c.x0, c.x1) > p.w {
		return
	}
	if e.Inhibits {
		bar := max(3*c.width, inhibitBar*min(p.camera.Scale, 1))
		p.add(OpBar, c.x1-bar/2, c.y1+1, bar, max(c.width/2, 2), alpha, float64(ink))
	}
	p.add(OpEdge, c.x0, c.y0, c.x1, c.y1, c.width, alpha, float64(ink), dashes)
}

// look is how edge k is drawn: one of a set by whose it is, inhibition as such, others by whether they lead up from the node attended to or
// down from it.
func (p *painter) look(k int) (ink float32, dashes, alpha float64) {
	d := p.scene.Drawing
	e := d.Graph.Edges[k]
	ink, alpha = InkLine, 0.3+0.35*float64(e.Count)/float64(max(p.scene.MaxCount, 1))
	switch {
	case d.Signs():
		ink, dashes, alpha = ofClass(e.Owners, d.Classes, alpha)
	case e.Inhibits:
		ink, dashes, alpha = InkInhibit, 6, alpha+0.2
	}
	if k+1 == p.at.Edge {
		return InkFocus, dashes, alphaStrong
	}
	if p.near == nil {
		return ink, dashes, alpha
	}
	up, down, alpha := e.From == p.at.Node, e.To == p.at.Node, alphaStrong
	if t := p.at.Trail; t != nil {
		if below, above := t.joins(d.origin(e.From), d.origin(e.To)); !e.Inhibits && (below || above) {
			up, down = above, below
		} else {
			alpha = alphaBeside
		}
	}
	switch {
	case !up && !down:
		return ink, dashes, alphaFar
	case d.Signs() || e.Inhibits:
		return ink, dashes, alpha
	case up:
		return InkUp, 0, alpha
	}
	return InkDown, 1, alpha
}
