package seaworld

// tailForm names the outline of a fish's tail.
type tailForm int

const (
	forked tailForm = iota
	rounded
	crescent
	fan
)

var tailOutlines = [...][]point{
	forked:   {{-0.16, -0.28}, {-0.44, -0.66}, {-0.3, 0}, {-0.44, 0.66}, {-0.16, 0.28}},
	rounded:  {{-0.16, -0.4}, {-0.38, -0.5}, {-0.48, 0}, {-0.38, 0.5}, {-0.16, 0.4}},
	crescent: {{-0.1, -0.3}, {-0.44, -1}, {-0.2, -0.05}, {-0.34, 0.7}, {-0.1, 0.26}},
	fan:      {{-0.2, -0.55}, {-0.62, -0.85}, {-0.56, -0.3}, {-0.7, 0.02}, {-0.56, 0.32}, {-0.64, 0.9}, {-0.2, 0.55}},
}

// contour places the tail with its root at x on the middle line; half is the root's half height.
func (t tailForm) contour(x, half, size float64) contour {
	through := []point{{x, -half}}
	for _, p := range tailOutlines[t] {
		through = append(through, point{madd(p.x, size, x), p.y * 0.6 * size})
	}
	return smooth(append(through, point{x, half})...)
}
