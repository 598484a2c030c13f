package seaworld

// look is how one animal is coloured.
type look struct {
	skin             Skin
	base, belly, ink colour
	fin              colour
	iris             colour
	quill            colour
	pitch, weight    float64
	quillLength      float64
	shift            point
	salt             uint64
}

// varied makes the look of one picture out of that of the class.
func (l look) varied(r random) look {
	const spread = 0.24
	pale := 0.95 * r.rare()
	for _, c := range []*colour{&l.base, &l.belly, &l.ink, &l.fin, &l.quill} {
		*c = c.varied(r, spread).faded(pale)
	}
	l.pitch *= r.between(0.88, 1.14)
	l.weight *= lerp(1, 0.15, square(r.unit()))
	l.shift = point{r.around(0.5), r.around(0.5)}
	l.salt = r.salt()
	return l
}

// line is the colour of the animal's outlines.
func (l look) line() colour { return l.base.scaled(0.38) }

func (l look) hide() hide {
	return hide{l.skin, l.base, l.belly, l.ink, l.pitch, l.weight, l.shift, l.salt}
}
