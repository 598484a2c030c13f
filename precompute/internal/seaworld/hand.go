package seaworld

// hand holds an animal from below: wrist, palm and thumb behind it, four fingers across it. In its frame the fingers point
// to -y and the arm comes from +y.
type hand struct {
	skin, line colour
	lengths    [4]float64
	spread     float64
}

// skinTones are those of people's hands.
var skinTones = []colour{rgb(0xf3d0b5), rgb(0xe6b58f), rgb(0xd49a6a), rgb(0xb87a4b), rgb(0x8f5a34), rgb(0x6d4226)}

func newHand(r random) hand {
	tone := pick(r, skinTones).varied(r, 0.06)
	h := hand{skin: tone, line: tone.scaled(0.48), spread: r.between(0.9, 1.08)}
	for i, length := range [...]float64{0.7, 0.82, 0.8, 0.64} {
		h.lengths[i] = length * r.between(0.9, 1.1)
	}
	return h
}

// handPose puts the hand under the animal's middle, the arm towards the lower edge of the picture.
func handPose(animal pose, r random) pose {
	scale := animal.scale * r.between(0.66, 0.78)
	at := animal.toPicture(point{r.between(-0.3, 0.2), 0.05})
	p := newPose(at, scale, r.around(0.09))
	p.mirror = r.chance(0.5)
	return p
}

func (h hand) drawBehind(b brush) {
	arm := smooth(point{-0.42, 0.5}, point{-0.34, 1.1}, point{-0.4, 2}, point{-0.44, 5},
		point{0.44, 5}, point{0.4, 2}, point{0.36, 1.1}, point{0.46, 0.5})
	thumb := curve(point{0.3, 0.75}, point{0.62, 0.4}, point{0.72, -0.1}, point{0.66, -0.5})
	b.outlined(Hand, h.paint(0.62, 0.3), h.line, ribbon(thumb, func(u float64) float64 {
		return 0.16 * (1 - smoothstep(0.9, 1.06, u))
	}))
	b.outlined(Hand, h.paint(0, 0.62), h.line, arm)
	palm := smooth(point{-0.5, 0.1}, point{-0.56, 0.6}, point{-0.36, 1.12}, point{0.4, 1.12}, point{0.58, 0.6}, point{0.52, 0.1})
	b.outlined(Hand, h.paint(0, 0.75), h.line, palm)
}

func (h hand) drawFingers(b brush) {
	for i, length := range h.lengths {
		x := float64((float64(i) - 1.5) * 0.27 * h.spread)
		tip := point{x * 1.12, 0.34 - length}
		finger := ribbon(curve(point{x, 0.52}, point{x, 0.2}, tip), func(u float64) float64 {
			return 0.128 * (1 - float64(0.9*smoothstep(0.88, 1.03, u)))
		})
		b.outlined(Hand, h.paint(x*1.06, 0.16), h.line, finger)
		nail := ellipse(tip.plus(point{0, 0.11}), 0.066, 0.085)
		b.fill(Hand, flat(mix(h.skin, rgb(0xffe6de), 0.62)), nail)
		knuckle := tip.y + float64(0.45*length)
		b.stroke(Hand, 0.5, h.line, 0.8, point{x - 0.07, knuckle}, point{x + 0.09, knuckle})
	}
}

// paint lights a finger or a palm of the given half width around the line x.
func (h hand) paint(x, half float64) paint {
	return func(p point) colour {
		v := (p.x - x) / half
		return h.skin.scaled(1.08 - float64(0.22*float64(v*v)) - float64(0.05*v))
	}
}
