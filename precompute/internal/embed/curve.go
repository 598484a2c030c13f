package embed

import "math"

// curve is the membership of two points of the plane at distance d, 1 / (1 + a·d^(2b)).
type curve struct{ a, b float64 }

// Points and rounds of the fit.
const (
	curvePoints = 300
	curveRounds = 50
)

// fitCurve fits a and b to what section 3.2 wants of the membership: 1 up to minDist, from there on
// exp(-(d - minDist) / spread). Least squares over 300 distances from 0 to 3·spread, by Gauss and Newton's method with
// halved steps. For 0.1 and 1: a = 1.57694, b = 0.89506.
func fitCurve(minDist, spread float64) curve {
	c := curve{1, 1}
	last := c.misfit(minDist, spread)
	for range curveRounds {
		da, db := c.step(minDist, spread)
		for range curveRounds {
			next := curve{c.a + da, c.b + db}
			if misfit := next.misfit(minDist, spread); next.a > 0 && next.b > 0 && misfit <= last {
				c, last = next, misfit
				break
			}
			da, db = da/2, db/2
		}
	}
	return c
}

// wanted calls do with each distance and the membership wanted there.
func wanted(minDist, spread float64, do func(d, membership float64)) {
	for k := range curvePoints {
		d := 3 * spread * float64(k) / (curvePoints - 1)
		do(d, min(1, math.Exp(-(d-minDist)/spread)))
	}
}

func (c curve) misfit(minDist, spread float64) (sum float64) {
	wanted(minDist, spread, func(d, membership float64) {
		r := membership - c.at(d)
		sum += float64(r * r)
	})
	return sum
}

func (c curve) at(d float64) float64 { return 1 / (1 + float64(c.a*math.Pow(d, 2*c.b))) }

// step solves the normal equations of the curve's linear approximation.
func (c curve) step(minDist, spread float64) (da, db float64) {
	var aa, ab, bb, ar, br float64
	wanted(minDist, spread, func(d, membership float64) {
		if d == 0 {
			return
		}
		power, value := math.Pow(d, 2*c.b), c.at(d)
		byA := -float64(value*value) * power
		byB := byA * c.a * 2 * math.Log(d)
		r := membership - value
		aa, ab, bb = aa+float64(byA*byA), ab+float64(byA*byB), bb+float64(byB*byB)
		ar, br = ar+float64(byA*r), br+float64(byB*r)
	})
	determinant := float64(aa*bb) - float64(ab*ab)
	return (float64(bb*ar) - float64(ab*br)) / determinant, (float64(aa*br) - float64(ab*ar)) / determinant
}
