package embed

import "math"

// centre moves the points' mean to the origin.
func centre(points []Point) {
	var sum Point
	for _, p := range points {
		sum[0] += p[0]
		sum[1] += p[1]
	}
	n := float64(len(points))
	for c := range points {
		points[c][0] -= sum[0] / n
		points[c][1] -= sum[1] / n
	}
}

// turnOnto turns points about the origin, mirrored if that is closer, to where the sum of squared distances to target is
// least (the orthogonal Procrustes problem). Distances between points stay.
func turnOnto(points, target []Point) {
	var same, cross, mirrored, mirroredCross float64
	for c, p := range points {
		q := target[c]
		xx, xy, yx, yy := float64(p[0]*q[0]), float64(p[0]*q[1]), float64(p[1]*q[0]), float64(p[1]*q[1])
		same, cross = same+(xx+yy), cross+(xy-yx)
		mirrored, mirroredCross = mirrored+(xx-yy), mirroredCross+(xy+yx)
	}
	plain, flip := math.Hypot(same, cross), math.Hypot(mirrored, mirroredCross)
	if max(plain, flip) == 0 {
		return
	}
	if flip > plain {
		for c, p := range points {
			points[c][1] = -p[1]
		}
		same, cross, plain = mirrored, mirroredCross, flip
	}
	cos, sin := same/plain, cross/plain
	for c, p := range points {
		points[c] = Point{float64(cos*p[0]) - float64(sin*p[1]), float64(sin*p[0]) + float64(cos*p[1])}
	}
}
