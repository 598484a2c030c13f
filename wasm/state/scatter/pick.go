package scatter

import "math"

// Grid finds dots by their place.
type Grid struct {
	dots          []float32
	box           box
	side          float64 // of a cell
	columns, rows int
	first         []int32 // [cells + 1]; cell's part of order
	order         []int32 // classes, cell by cell
}

// NewGrid sorts dots into square cells, about two dots in each.
func NewGrid(dots []float32) *Grid {
	n := len(dots) / 2
	g := &Grid{dots: dots}
	if n == 0 {
		return g
	}
	g.box = bounds(dots)
	g.side = max(math.Sqrt(2*g.box.w*g.box.h/float64(n)), max(g.box.w, g.box.h)/1000, 1e-3)
	g.columns, g.rows = int(g.box.w/g.side)+1, int(g.box.h/g.side)+1
	cells := make([]int32, n)
	g.first = make([]int32, g.columns*g.rows+1)
	for c := range n {
		column, row := g.cell(float64(dots[2*c]), float64(dots[2*c+1]))
		cells[c] = int32(row*g.columns + column)
		g.first[cells[c]+1]++
	}
	for k := 1; k < len(g.first); k++ {
		g.first[k] += g.first[k-1]
	}
	g.order = make([]int32, n)
	next := append([]int32(nil), g.first...)
	for c, cell := range cells {
		g.order[next[cell]] = int32(c)
		next[cell]++
	}
	return g
}

// cell is the one that holds (x, y), or the nearest.
func (g *Grid) cell(x, y float64) (column, row int) {
	column = int(min(max((x-g.box.x)/g.side, 0), float64(g.columns-1)))
	row = int(min(max((y-g.box.y)/g.side, 0), float64(g.rows-1)))
	return column, row
}

// Nearest is the class of the dot nearest to (x, y), -1 where none is within reach. Of dots in one place it is the first.
func (g *Grid) Nearest(x, y, reach float64) int {
	best, class := math.Inf(1), -1
	if len(g.order) == 0 {
		return class
	}
	left, top := g.cell(x-reach, y-reach)
	right, bottom := g.cell(x+reach, y+reach)
	for row := top; row <= bottom; row++ {
		for _, c := range g.order[g.first[row*g.columns+left]:g.first[row*g.columns+right+1]] {
			d := math.Hypot(float64(g.dots[2*c])-x, float64(g.dots[2*c+1])-y)
			if d <= reach && (d < best || d == best && int(c) < class) {
				best, class = d, int(c)
			}
		}
	}
	return class
}

// Step is the dot that an arrow key leads to from class c: the nearest in the quarter of the plane around direction
// (dx, dy), which is along an axis; c itself where there is none. What lies straight ahead is preferred.
func Step(dots []float32, c, dx, dy int) int {
	best, class := math.Inf(1), c
	for k := 0; k < len(dots); k += 2 {
		x, y := float64(dots[k])-float64(dots[2*c]), float64(dots[k+1])-float64(dots[2*c+1])
		ahead, aside := x*float64(dx)+y*float64(dy), math.Abs(x*float64(dy))+math.Abs(y*float64(dx))
		if d := ahead + 2*aside; ahead > 0 && aside <= ahead && d < best {
			best, class = d, k/2
		}
	}
	return class
}
