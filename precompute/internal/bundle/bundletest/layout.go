package bundletest

import format "summit/shared/bundle"

// layout puts classes in a circle around their family's place and makes up to five of the family similar.
func (o Options) layout(l int) format.Layout {
	var layout format.Layout
	for c := range o.Classes {
		r := o.random(c%families, l, 8)
		x, y := 8*r.Float64()-4, 8*r.Float64()-4
		r = o.random(c, l, 9)
		layout.Points = append(layout.Points, float32(x+r.Float64()), float32(y+r.Float64()))
		for k := range format.SimilarCount {
			other, cosine := uint32(c+families*(k+1)), 1/float32(k+2)
			if k >= 5 || int(other) >= o.Classes {
				other, cosine = format.NoClass, 0
			}
			layout.Similar, layout.Cosine = append(layout.Similar, other), append(layout.Cosine, cosine)
		}
	}
	return layout
}
