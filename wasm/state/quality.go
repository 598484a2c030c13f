package state

import "summit/shared/model"

// Figure says how good something of a bundle is.
type Figure struct {
	Name, Text string
	Layers     []*float64 // of each layer, from 0 to 1, nil where there is nothing to measure; none if the figure is not of layers
}

// Quality lists the figures of quality that the bundle has.
func Quality(m *model.Manifest) (figures []Figure) {
	if top1 := m.Quality.Top1; top1 != nil {
		figures = append(figures, Figure{"Accuracy", "The network is right about " + Percent(*top1) + " of " + Plural(m.Data.Images, "image", "images") + ".", nil})
	}
	if q := m.Quality.Features; q != nil {
		text := Percent(q.BeatsDataset) + " of the feature visualizations excite their channel more than any image does."
		if q.Diversity > 0 {
			text += " Their varieties excite it " + Percent(q.Diversity) + " as much."
		}
		figures = append(figures, Figure{"Features", text, nil})
	}
	if q := m.Quality.Embedding; q != nil {
		figures = append(figures, Figure{"Embedding", "Trustworthiness: how far the " + Count(q.Neighbours) + " classes nearest to a dot are those most like it. 1 is perfect, 0.5 chance.", q.Trustworthiness})
	}
	if n := m.Data.Skipped; n > 0 {
		figures = append(figures, Figure{"Left out", Plural(n, "image", "images") + " could not be read.", nil})
	}
	return figures
}
