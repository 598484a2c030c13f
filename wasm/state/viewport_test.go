package state

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestViewportOfACamera: the camera of a camera's viewport shows the same in the middle; on another surface, whose scene is as much larger, too.
func TestViewportOfACamera(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, "number") }
		c, width, height, w, h, larger := Camera{number(0.1, 12), number(-5000, 5000), number(-5000, 5000)}, number(300, 3000), number(300, 3000), number(200, 2000), number(200, 2000), number(0.5, 2)
		v := NewViewport(c, width, height, w, h)
		again, other := v.Camera(width, height, w, h), v.Camera(larger*width, larger*height, larger*w, larger*h)
		x, y := c.ToWorld(w/2, h/2)
		x1, y1 := again.ToWorld(w/2, h/2)
		x2, y2 := other.ToWorld(larger*w/2, larger*h/2)
		if math.Abs(again.Scale-c.Scale) > 1e-4 || math.Hypot(x1-x, y1-y) > 1e-4*(width+height) || math.Hypot(x2/larger-x, y2/larger-y) > 1e-4*(width+height) {
			t.Errorf("%v became %v, %v and %v", c, v, again, other)
		}
		if NewViewport(again, width, height, w, h) != v {
			t.Errorf("%v became %v", v, NewViewport(again, width, height, w, h))
		}
	})
	if v := NewViewport(Home(), 0, 0, 100, 100); v.Zoom != 1 {
		t.Errorf("an empty scene's is %v", v)
	}
}

func TestUndoLeavesWhereOneLooks(t *testing.T) {
	for _, c := range [][3]string{
		{"class=a&mass=0.1&viewport=2,0,0", "class=a&mass=0.2&viewport=3,0,0&embedding-viewport=4,0,0", "class=a&mass=0.1&viewport=3,0,0&embedding-viewport=4,0,0"},
		{"class=a&viewport=2,0,0", "class=b&viewport=3,0,0", "class=a&viewport=2,0,0"},
		{"class=a&viewport=2,0,0&embedding-viewport=2,0,0", "bundle=b&class=a&viewport=3,0,0&embedding-viewport=3,0,0", "class=a&viewport=2,0,0&embedding-viewport=2,0,0"},
		{"class=a&viewport=2,0,0", "class=a&class=b", "class=a&viewport=2,0,0"},
	} {
		v, _ := ParseView(c[0])
		before, _ := ParseView(c[1])
		if v.Stand(before); v.Query() != c[2] {
			t.Errorf("%q instead of %q", v.Query(), c[2])
		}
	}
}
