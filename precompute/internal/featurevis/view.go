package featurevis

import (
	"math"
	"math/rand/v2"
)

// view is how the network looks at a picture in one step: slightly turned, scaled and shifted, so that what it is to like cannot
// depend on single pixels. The position (y, x) of the network's input shows the picture at
//
//	(top + along*y - across*x, left + across*y + along*x)
//
// between pixels by their nearest four (bilinear).
type view struct{ top, left, along, across float32 }

// What views are drawn from, evenly: pixels for a side of 128 in proportion, and turns in degrees. They are those of Olah et al. 2017,
// whose steps (pad, jitter, scale, rotate, jitter) are here one.
const (
	firstJitter  = 8.0 / 128
	secondJitter = 4.0 / 128
	largestScale = 1.1
	smallScale   = 0.9
	largestTurn  = 10.0
)

// margin is how many pixels around a picture views of it may show.
func margin(side, input int) int {
	sin, cos := math.Sincos(largestTurn * math.Pi / 180)
	corner := largestScale * (sin + cos) // how far a turn takes the corner of a square
	reach := corner*float64(input-1)/2 + float64(side)*(firstJitter+corner*secondJitter)
	return max(int(math.Ceil(reach-float64(side-1)/2)), 0) + 2
}

// straight shows the middle of a picture as it is. Sizes are sides: of the picture, of the margin around it, of the input.
func straight(side, margin, input int) view {
	corner := float32(margin) + float32(side-input)/2
	return view{top: corner, left: corner, along: 1}
}

// drawView draws a view of a picture; spread is how far from straight it may be, of the most.
func drawView(random *rand.Rand, spread float64, side, margin, input int) view {
	even := func(from, to float64) float64 { return from + (to-from)*random.Float64() }
	jitter := func(share float64) float64 { return even(-share, share) * spread * float64(side) }
	y, x := jitter(firstJitter), jitter(firstJitter)
	sin, cos := math.Sincos(even(-largestTurn, largestTurn) * spread * math.Pi / 180)
	scale := 1 + (even(smallScale, largestScale)-1)*spread
	along, across := cos*scale, sin*scale
	ty, tx := jitter(secondJitter)-float64(input-1)/2, jitter(secondJitter)-float64(input-1)/2
	centre := float64(margin) + float64(side-1)/2
	return view{
		top: float32(centre + y + along*ty - across*tx), left: float32(centre + x + across*ty + along*tx),
		along: float32(along), across: float32(across),
	}
}

// look fills a plane of the input from a plane of the picture with its margin, [stride] values a row.
func (v view) look(plane []float32, stride int, input []float32, side int) {
	for row := range side {
		y, x := v.top+v.along*float32(row), v.left+v.across*float32(row)
		line := input[row*side:][:side]
		for column := range line {
			py, px := y-v.across*float32(column), x+v.along*float32(column)
			iy, ix := int(py), int(px)
			fy, fx := py-float32(iy), px-float32(ix)
			at := iy*stride + ix
			above, below := plane[at:at+2:at+2], plane[at+stride:at+stride+2:at+stride+2]
			upper, lower := above[0]+fx*(above[1]-above[0]), below[0]+fx*(below[1]-below[0])
			line[column] = upper + fy*(lower-upper)
		}
	}
}

// back is the adjoint of look: it adds derivatives by the input to those by the picture.
func (v view) back(input []float32, side int, plane []float32, stride int) {
	for row := range side {
		y, x := v.top+v.along*float32(row), v.left+v.across*float32(row)
		for column, g := range input[row*side:][:side] {
			py, px := y-v.across*float32(column), x+v.along*float32(column)
			iy, ix := int(py), int(px)
			fy, fx := py-float32(iy), px-float32(ix)
			at := iy*stride + ix
			above, below := plane[at:at+2:at+2], plane[at+stride:at+stride+2:at+stride+2]
			lower := fy * g
			upper := g - lower
			right := fx * upper
			above[0] += upper - right
			above[1] += right
			right = fx * lower
			below[0] += lower - right
			below[1] += right
		}
	}
}
