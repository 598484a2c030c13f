package featurevis

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestStraightViewShowsTheMiddle: of a picture that is larger than the input, of one as large, and of one that is smaller.
func TestStraightViewShowsTheMiddle(t *testing.T) {
	for _, c := range []struct{ side, input int }{{12, 8}, {8, 8}, {8, 12}} {
		margin := margin(c.side, c.input)
		stride := c.side + 2*margin
		plane, got := noise(3, stride*stride), make([]float32, c.input*c.input)
		straight(c.side, margin, c.input).look(plane, stride, got, c.input)
		first := margin + (c.side-c.input)/2
		for at, v := range got {
			if want := plane[(first+at/c.input)*stride+first+at%c.input]; v != want {
				t.Fatalf("side %d, input %d: pixel %d is %v, want %v", c.side, c.input, at, v, want)
			}
		}
	}
}

// TestViewsAreBilinear compares drawn views with what they are documented as, computed slowly; it also reads beyond the margin
// where a view reaches there.
func TestViewsAreBilinear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side, input := rapid.IntRange(4, 40).Draw(t, "side"), rapid.IntRange(4, 40).Draw(t, "input")
		margin := margin(side, input)
		stride := side + 2*margin
		plane, got := noise(4, stride*stride), make([]float32, input*input)
		v := drawView(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), 1, side, margin, input)
		v.look(plane, stride, got, input)
		for at := range got {
			y := float64(v.top) + float64(v.along)*float64(at/input) - float64(v.across)*float64(at%input)
			x := float64(v.left) + float64(v.across)*float64(at/input) + float64(v.along)*float64(at%input)
			want := 0.0
			for iy := int(y); iy <= int(y)+1; iy++ {
				for ix := int(x); ix <= int(x)+1; ix++ {
					want += float64(plane[iy*stride+ix]) * (1 - math.Abs(y-float64(iy))) * (1 - math.Abs(x-float64(ix)))
				}
			}
			if math.Abs(float64(got[at])-want) > 1e-3 {
				t.Fatalf("pixel (%d, %d) is %v, want %v", at/input, at%input, got[at], want)
			}
		}
	})
}

// TestExtremeViewsStayWithinTheMargin takes every view whose draws are the smallest or the largest.
func TestExtremeViewsStayWithinTheMargin(t *testing.T) {
	for _, c := range []struct{ side, input int }{{128, 128}, {64, 96}, {96, 64}, {8, 8}, {224, 224}} {
		margin := margin(c.side, c.input)
		stride := c.side + 2*margin
		for draws := range 1 << 6 {
			v := drawView(rand.New(&extremes{draws: draws}), 1, c.side, margin, c.input)
			for _, corner := range [][2]float32{{0, 0}, {0, 1}, {1, 0}, {1, 1}} {
				row, column := corner[0]*float32(c.input-1), corner[1]*float32(c.input-1)
				y, x := v.top+v.along*row-v.across*column, v.left+v.across*row+v.along*column
				if y < 0 || x < 0 || int(y)+1 >= stride || int(x)+1 >= stride {
					t.Fatalf("side %d, input %d, draws %b: (%v, %v) of %d", c.side, c.input, draws, y, x, stride)
				}
			}
		}
	}
}

// extremes draws zeros and ones, as bits say.
type extremes struct{ draws int }

func (e *extremes) Uint64() uint64 {
	bit := e.draws & 1
	e.draws >>= 1
	return -uint64(bit)
}

// TestViewsMove: a picture's edge is where a shifted, a scaled and a turned view have to show it.
func TestViewsMove(t *testing.T) {
	const side, border = 32, 20
	stride := side + 2*border
	plane, input := make([]float32, stride*stride), make([]float32, side*side)
	for at := range plane {
		if at%stride >= border+side/2 {
			plane[at] = 1 // the right half
		}
	}
	shifted := straight(side, border, side)
	shifted.left += 4
	shifted.look(plane, stride, input, side)
	if input[11] != 0 || input[12] != 1 {
		t.Errorf("shifted by 4: %v", input[:side])
	}
	// A quarter turn about the middle: what was right is below.
	turned := view{top: border + side - 1, left: border, across: 1}
	turned.look(plane, stride, input, side)
	if input[15*side+5] != 0 || input[16*side+5] != 1 {
		t.Errorf("turned: %v above %v", input[15*side+5], input[16*side+5])
	}
}

// TestViewAdjoint wants <look(p), i> = <p, back(i)>.
func TestViewAdjoint(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for _, side := range sides {
		margin := margin(side, side)
		stride := side + 2*margin
		plane, input := noise(5, stride*stride), noise(6, side*side)
		shown, gradient := make([]float32, side*side), make([]float32, stride*stride)
		v := drawView(random, 1, side, margin, side)
		v.look(plane, stride, shown, side)
		v.back(input, side, gradient, stride)
		checkAdjoint(t, side, dot(shown, input), dot(plane, gradient), norm(shown)*norm(input))
	}
}

// TestPenalties compares with central differences of the sums that they are documented as.
func TestPenalties(t *testing.T) {
	const side, stride = 5, 7
	plane := noise(7, side*stride)
	variation := func() (sum float64) {
		for y := range side {
			for x := range side {
				var right, down float64
				if x+1 < side {
					right = float64(plane[y*stride+x+1] - plane[y*stride+x])
				}
				if y+1 < side {
					down = float64(plane[(y+1)*stride+x] - plane[y*stride+x])
				}
				sum += math.Sqrt(right*right + down*down + softening*softening)
			}
		}
		return 3 * sum
	}
	squares := func() (sum float64) {
		for at, v := range plane {
			if at%stride < side {
				sum += float64(v-0.5) * float64(v-0.5) / 2
			}
		}
		return 3 * sum
	}
	for name, penalty := range map[string]struct {
		sum func() float64
		add func(weight float32, plane, gradient []float32, side, stride int)
	}{"variation": {variation, addTotalVariation}, "squares": {squares, addSquares}} {
		gradient := make([]float32, len(plane))
		penalty.add(3, plane, gradient, side, stride)
		for at := range plane {
			if want := slope(penalty.sum, &plane[at], 1e-3); math.Abs(float64(gradient[at])-want) > 0.02 {
				t.Errorf("%s at %d: %v, want %v", name, at, gradient[at], want)
			}
		}
	}
}
