package featurevis

import "summit/shared/model"

// lens is how a model takes colours: preprocessing without its geometry.
type lens struct {
	plane       [3]int     // of the input, by colour
	gain, shift [3]float32 // by colour, for values from 0 to 1
}

func newLens(p model.Preprocess) lens {
	l := lens{plane: [3]int{0, 1, 2}}
	if p.Channels == "BGR" {
		l.plane = [3]int{2, 1, 0}
	}
	for colour, plane := range l.plane {
		l.gain[colour] = float32(255 * p.Scale / p.Std[plane])
		l.shift[colour] = float32(-p.Mean[plane] / p.Std[plane])
	}
	return l
}

// forward brings a plane of one colour into the model's form.
func (l *lens) forward(colour int, values []float32) {
	gain, shift := l.gain[colour], l.shift[colour]
	for k, v := range values {
		values[k] = v*gain + shift
	}
}
