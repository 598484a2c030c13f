package state

import (
	"slices"

	"summit/shared/attribution"
	"summit/shared/model"
)

// Parameters are what v asks of the attribution graph of a bundle; the rest is as the paper has it. What the bundle does not
// have is passed over, see Know.
func (v View) Parameters(m *model.Manifest) attribution.Parameters {
	p := attribution.DefaultParameters()
	p.Rank, p.Damping, p.Mass = v.Rank, v.Damping, v.Mass
	p.MinCount, p.MaxNodes, p.Sign = uint32(v.Threshold), v.Nodes, v.Sign
	for _, key := range v.Exclude {
		if layer, channel, err := m.FindChannel(key); err == nil {
			p.Exclude = append(p.Exclude, m.Layers[layer].Offset+channel)
		}
	}
	for l := range m.Layers {
		if slices.Contains(v.Hide, m.Layers[l].Name) {
			p.Hide = append(p.Hide, l)
		}
	}
	return p
}

// Reset returns v with all controls of the graph at their defaults.
func (v View) Reset() View {
	d := DefaultView()
	v.take(d)
	v.Rows, v.Columns, v.Pictures = d.Rows, d.Columns, d.Pictures
	return v
}

// Elsewhere is the view of another bundle: of v it keeps how one looks, not at what.
func (v View) Elsewhere(bundle string) View {
	d := DefaultView()
	d.Bundle, d.Order, d.Large, d.Table, d.Pictures, d.Open = bundle, v.Order, v.Large, v.Table, v.Pictures, v.Open
	return d
}

// Stand keeps from what stood before what undo does not take back: where one looks.
func (v *View) Stand(before View) {
	if v.Bundle != before.Bundle {
		return
	}
	v.Embedding = before.Embedding
	if v.Class == before.Class && slices.Equal(v.Classes, before.Classes) {
		v.Viewport = before.Viewport
	}
}

// Graph returns v with only what shapes the graph's nodes and edges, Class aside.
func (v View) Graph() View {
	g := DefaultView()
	g.Classes, g.Set = v.Classes, v.Set
	g.take(v)
	return g
}

// take sets what shapes the nodes and edges of a class's graph.
func (v *View) take(from View) {
	v.Rank, v.Mass, v.Damping = from.Rank, from.Mass, from.Damping
	v.Threshold, v.Nodes, v.Sign, v.Hide, v.Exclude = from.Threshold, from.Nodes, from.Sign, from.Hide, from.Exclude
}

// graphQuery writes what take takes.
func (v View) graphQuery(q *query) {
	q.text("rank", v.Rank, Rankings[0])
	q.number("mass", v.Mass, MassDefault)
	q.number("damping", v.Damping, DampingDefault)
	q.number("edge-threshold", float64(v.Threshold), ThresholdDefault)
	q.number("max-nodes", float64(v.Nodes), 0)
	q.text("sign", v.Sign, attribution.SignExcitation)
	q.list("hide", v.Hide)
	q.list("exclude", v.Exclude)
}

// setGraph reads what graphQuery wrote.
func (v *View) setGraph(key, value string) (notice string, known bool) {
	switch key {
	case "rank":
		notice = choose(&v.Rank, key, value, Rankings)
	case "mass":
		notice = limit(&v.Mass, key, value, MassMin, MassMax)
	case "damping":
		notice = limit(&v.Damping, key, value, DampingMin, DampingMax)
	case "edge-threshold":
		notice = whole(&v.Threshold, key, value, ThresholdDefault, ThresholdMax)
	case "max-nodes":
		notice = whole(&v.Nodes, key, value, 0, NodesMax)
	case "sign":
		notice = choose(&v.Sign, key, value, attribution.Signs())
	case "hide":
		include(&v.Hide, value)
	case "exclude":
		include(&v.Exclude, value)
	default:
		return "", false
	}
	return notice, true
}
