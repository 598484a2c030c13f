package seaworld

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSineAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turns := rapid.Float64Range(-20, 20).Draw(t, "turns")
		if d := math.Abs(sine(turns) - math.Sin(2*math.Pi*turns)); d > 1e-7 {
			t.Fatalf("sine of %v turns is off by %g", turns, d)
		}
	})
}

func TestPoseThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string, a, b float64) float64 { return rapid.Float64Range(a, b).Draw(t, name) }
		s := newPose(point{number("cx", 0, 96), number("cy", 0, 96)}, number("scale", 10, 50), number("angle", -1, 1))
		s.mirror, s.bend = rapid.Bool().Draw(t, "mirror"), number("bend", -0.2, 0.2)
		p := point{number("x", -1.5, 1.5), number("y", -1.5, 1.5)}
		if back := s.toBody(s.toPicture(p)); back.minus(p).length() > 1e-5 {
			t.Fatalf("%v came back as %v", p, back)
		}
	})
}

// painted fills a shape on an empty canvas and returns the area that it covers, in pixels.
func painted(shape ...contour) float64 {
	c := newCanvas()
	c.fill(Body, 1, flat(colour{1, 1, 1}), shape...)
	sum := 0.0
	for _, p := range c.pixels {
		sum += p[0]
	}
	return sum
}

func TestFillCoversTheAreaOfTheShape(t *testing.T) {
	square := contour{{10.5, 20}, {30.5, 20}, {30.5, 50.25}, {10.5, 50.25}}
	backwards := contour{square[3], square[2], square[1], square[0]}
	whole := contour{{10, 20}, {30, 20}, {30, 50}, {10, 50}}
	turned := contour{whole[3], whole[2], whole[1], whole[0]}
	tests := []struct {
		name  string
		shape []contour
		want  float64
	}{
		{"rectangle", []contour{square}, 20 * 30.25},
		{"rectangle drawn backwards", []contour{backwards}, 20 * 30.25},
		{"the same place twice, both ways round", []contour{whole, turned}, 600},
		{"circle", []contour{ellipse(point{48, 48}, 30, 30)}, math.Pi * 900 * 0.9916}, // a polygon of 28 sides
		{"half outside", []contour{square.moved(point{-20.5, 0})}, 10 * 30.25},
		{"outside", []contour{square.moved(point{200, 0})}, 0},
		{"ribbon", []contour{ribbon([]point{{10, 10}, {10, 60}}, taper(2, 4))}, 300},
	}
	for _, test := range tests {
		if got := painted(test.shape...); math.Abs(got-test.want) > 0.01*test.want+0.5 {
			t.Errorf("%s: painted %.2f pixels, want %.2f", test.name, got, test.want)
		}
	}
}

func TestMurkLeavesTheBackgroundAlone(t *testing.T) {
	c := newCanvas()
	c.fill(Body, 1, flat(colour{1, 1, 1}), contour{{10, 10}, {20, 10}, {20, 20.5}, {10, 20.5}})
	for y, want := range map[int]float64{15: 1, 20: 0.5, 30: 0} {
		if got := c.subject[y*Size+15]; math.Abs(got-want) > 0.01 {
			t.Errorf("row %d: the animal covers %v, want %v", y, got, want)
		}
	}
}

// TestSkins checks, along a line of the body, that a pattern shows and how often it comes back.
func TestSkins(t *testing.T) {
	h := hide{ink: colour{1, 1, 1}, pitch: 0.25, weight: 1, salt: 3}
	for _, test := range []struct {
		skin      Skin
		low, high float64 // bounds on the share of the body that the pattern covers
	}{{Plain, 0, 0}, {Striped, 0.2, 0.5}, {Dotted, 0.15, 0.45}, {Scaled, 0.1, 0.5}} {
		h.skin = test.skin
		sum, places := 0.0, 0
		for x := -2.0; x < 2; x += 0.01 {
			for y := -1.0; y < 1; y += 0.01 {
				sum, places = sum+h.at(point{x, y})[0], places+1
			}
		}
		if share := sum / float64(places); share < test.low || share > test.high {
			t.Errorf("%s: the pattern covers %.2f, want %.2f to %.2f", test.skin, share, test.low, test.high)
		}
	}
}

// moved shifts a contour.
func (c contour) moved(by point) contour {
	out := make(contour, len(c))
	for i, p := range c {
		out[i] = p.plus(by)
	}
	return out
}
