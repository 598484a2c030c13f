package bundle

import "summit/shared/model"

// meanRate returns, for every channel, the mean over classes with images of row(c)[channel] / images of c; 0 if no class
// has images. Sums run in the order of the classes.
func meanRate(m *model.Manifest, row func(c int) ([]uint32, error)) ([]float64, error) {
	mean := make([]float64, m.Channels())
	classes := 0
	for c := range m.Classes {
		images := m.Classes[c].Images
		if images == 0 {
			continue
		}
		classes++
		counts, err := row(c)
		if err != nil {
			return nil, err
		}
		for j, n := range counts {
			mean[j] += float64(n) / float64(images)
		}
	}
	for j := range mean {
		mean[j] /= float64(max(classes, 1))
	}
	return mean, nil
}
