package seaworld

// colour holds red, green and blue in [0, 1], in the picture's own (sRGB) values.
type colour [3]float64

// rgb reads 0xRRGGBB.
func rgb(v uint32) colour {
	return colour{float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

// mix goes from a (t = 0) to b (t = 1).
func mix(a, b colour, t float64) colour {
	return colour{lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)}
}

// scaled multiplies the brightness.
func (c colour) scaled(k float64) colour {
	return colour{clamp01(c[0] * k), clamp01(c[1] * k), clamp01(c[2] * k)}
}

// varied returns a colour near c: up to spread lighter or darker, and half as much in each of red, green and blue.
func (c colour) varied(r random, spread float64) colour {
	k := 1 + r.around(spread)
	for i := range c {
		c[i] = clamp01(madd(c[i], k, r.around(spread)/3))
	}
	return c
}

// faded takes colour out of c: t = 1 leaves grey.
func (c colour) faded(t float64) colour {
	grey := madd(0.6, c[1], dot(0.28, c[0], 0.12, c[2]))
	return mix(c, colour{grey, grey, grey}, t)
}

// paint gives the colour at a place of the body frame.
type paint func(at point) colour

func flat(c colour) paint { return func(point) colour { return c } }
