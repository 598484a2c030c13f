package state

import "math"

// curve is an edge on the screen: a Bézier curve whose inner points lie half way up, above and below its ends.
type curve struct{ x0, y0, x1, y1, width float64 }

// curve is edge k between nodes that stand at start and stop.
func (s *Scene) curve(k int, camera Camera, start, stop Spot) curve {
	e := s.Drawing.Graph.Edges[k]
	from, to := camera.Spot(start), camera.Spot(stop)
	shift := 0.0
	if e.Inhibits {
		shift = inhibitShift * min(camera.Scale, 1) // excitation may join the same two nodes
	}
	return curve{from.X + shift, from.Y - from.Side/2, to.X + shift, to.Y + to.Side/2, s.EdgeWidth(e.Count) * math.Sqrt(camera.Scale)}
}

// pieces is how many straight lines stand for a curve where its distance from a place is measured.
const pieces = 24

// distance from (x, y), to the line's rim; below 0 on it.
func (c curve) distance(x, y float64) float64 {
	at := func(t float64) (float64, float64) {
		u := 1 - t
		ends, inner := u*u*u, 3*u*t
		return c.x0*(ends+inner*u) + c.x1*(t*t*t+inner*t), c.y0*ends + inner*(c.y0+c.y1)/2 + c.y1*t*t*t
	}
	least := math.Inf(1)
	ax, ay := c.x0, c.y0
	for k := 1; k <= pieces; k++ {
		bx, by := at(float64(k) / pieces)
		dx, dy := bx-ax, by-ay
		share := 0.0
		if length := dx*dx + dy*dy; length > 0 {
			share = min(max(((x-ax)*dx+(y-ay)*dy)/length, 0), 1)
		}
		least = min(least, math.Hypot(ax+share*dx-x, ay+share*dy-y))
		ax, ay = bx, by
	}
	return least - c.width/2
}

// HitEdge returns the edge at a screen position, or -1. Reach is how far beside a line still counts; the nearest wins, of equal ones that
// with the larger count.
func (s *Scene) HitEdge(camera Camera, x, y, reach float64) int {
	best, edge := reach, -1
	for _, k := range s.ByCount {
		e := s.Drawing.Graph.Edges[k]
		c := s.curve(k, camera, s.Spots[e.From], s.Spots[e.To])
		room := reach + c.width/2
		if y < min(c.y0, c.y1)-room || y > max(c.y0, c.y1)+room || x < min(c.x0, c.x1)-room || x > max(c.x0, c.x1)+room {
			continue
		}
		if d := c.distance(x, y); d <= best {
			best, edge = d, k
		}
	}
	return edge
}
