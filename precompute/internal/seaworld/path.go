package seaworld

// contour is a closed polygon. A shape made of several contours is their union, whichever way round each of them runs.
type contour []point

// area is the signed area of the polygon.
func (c contour) area() float64 {
	sum := 0.0
	for i, p := range c {
		q := c[(i+1)%len(c)]
		sum += dot(p.x, q.y, -p.y, q.x)
	}
	return sum / 2
}

// curveSteps is the number of straight pieces between two points of a smooth curve.
const curveSteps = 6

// smooth lays a closed Catmull-Rom curve through the points.
func smooth(through ...point) contour {
	n := len(through)
	at := func(i int) point { return through[(i+n)%n] }
	out := make(contour, 0, n*curveSteps)
	for i := range n {
		for s := range curveSteps {
			out = append(out, catmullRom(at(i-1), at(i), at(i+1), at(i+2), float64(s)/curveSteps))
		}
	}
	return out
}

// curve lays an open Catmull-Rom curve through the points, from the first to the last.
func curve(through ...point) []point {
	last := len(through) - 1
	at := func(i int) point { return through[min(max(i, 0), last)] }
	out := make([]point, 0, last*curveSteps+1)
	for i := range last {
		for s := range curveSteps {
			out = append(out, catmullRom(at(i-1), at(i), at(i+1), at(i+2), float64(s)/curveSteps))
		}
	}
	return append(out, through[last])
}

func catmullRom(a, b, c, d point, t float64) point {
	t2 := float64(t * t)
	t3 := float64(t2 * t)
	wa := madd(2, t2, -t) - t3
	wb := madd(3, t3, 2) - float64(5*t2)
	wc := madd(4, t2, t) - float64(3*t3)
	wd := t3 - t2
	x := dot(a.x, wa, b.x, wb) + dot(c.x, wc, d.x, wd)
	y := dot(a.y, wa, b.y, wb) + dot(c.y, wc, d.y, wd)
	return point{x / 2, y / 2}
}

// ellipse is centred on c with half axes rx and ry.
func ellipse(c point, rx, ry float64) contour {
	const sides = 28
	out := make(contour, sides)
	for i := range out {
		t := float64(i) / sides
		out[i] = point{madd(cosine(t), rx, c.x), madd(sine(t), ry, c.y)}
	}
	return out
}

// ribbon is the band along a line; half gives half its width at u, which runs from 0 at the line's start to 1 at its end.
func ribbon(line []point, half func(u float64) float64) contour {
	n := len(line)
	out := make(contour, 2*n)
	for i, p := range line {
		along := line[min(i+1, n-1)].minus(line[max(i-1, 0)])
		w := half(float64(i)/float64(n-1)) / max(along.length(), 1e-9)
		side := point{-along.y * w, along.x * w}
		out[i], out[2*n-1-i] = p.plus(side), p.minus(side)
	}
	return out
}

// taper narrows a ribbon evenly from a to b.
func taper(a, b float64) func(float64) float64 {
	return func(u float64) float64 { return lerp(a, b, u) }
}

// border is the line of the given half width around a contour, a piece for each side.
func border(c contour, half float64) []contour {
	out := make([]contour, len(c))
	for i, p := range c {
		out[i] = ribbon([]point{p, c[(i+1)%len(c)]}, taper(half, half))
	}
	return out
}
