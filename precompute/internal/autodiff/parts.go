package autodiff

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// parts are a map taken apart: maps[a][b] [batch, channels, rows, columns] is every len(maps)-th row and every len(maps[0])-th column of
// it, from row a and column b on. What lies behind the map is zero, and so is a part that is "".
type parts struct {
	maps  [][]string
	shape []int // of the whole map
}

// undivided is a map that is its only part.
func undivided(x string, shape []int) parts { return parts{[][]string{{x}}, shape} }

// steps are how many parts there are of rows and of columns.
func (p parts) steps() [2]int { return [2]int{len(p.maps), len(p.maps[0])} }

// counts are the rows and columns of a part.
func (p parts) counts() (counts [2]int) {
	for a, step := range p.steps() {
		counts[a] = (p.shape[2+a] + step - 1) / step
	}
	return counts
}

// giveParts adds a term to a tensor's adjoint that is put together only for those rules that take no parts.
func (t *tape) giveParts(tensor string, p parts) {
	if p.steps() == [2]int{1, 1} {
		t.give(tensor, p.maps[0][0])
		return
	}
	term := "parts of the adjoint of " + tensor
	old, found := t.divided[term]
	switch {
	case !found:
		t.divided[term] = p
		t.give(tensor, term)
	case old.steps() == p.steps():
		t.divided[term] = t.sum(old, p)
	default:
		t.give(tensor, t.interleave(p))
	}
}

// sum adds maps that are divided alike.
func (t *tape) sum(p, q parts) parts {
	sum := parts{shape: p.shape}
	for a, line := range q.maps {
		line = slices.Clone(line)
		for b, part := range p.maps[a] {
			switch {
			case line[b] == "":
				line[b] = part
			case part != "":
				line[b] = t.add(line[b], part)
			}
		}
		sum.maps = append(sum.maps, line)
	}
	return sum
}

// parts are those of a tensor's adjoint.
func (t *tape) parts(tensor string) parts {
	if terms := t.terms[tensor]; len(terms) == 1 {
		if p, ok := t.divided[terms[0]]; ok {
			return p
		}
	}
	return undivided(t.adjoint(tensor), t.shape(tensor))
}

// interleave puts a map together.
func (t *tape) interleave(p parts) string {
	shape, down, across := p.shape, len(p.maps), len(p.maps[0])
	rows, columns := p.counts()[0], p.counts()[1]
	lines := make([]string, down)
	for a, line := range p.maps {
		for b, part := range line {
			if part == "" {
				part = t.Floats(t.prefix+"/zeros", make([]float32, shape[0]*shape[1]*rows*columns), shape[0], shape[1], rows, columns)
			}
			line[b] = part
		}
		lines[a] = t.woven(line, []int{shape[0], shape[1], rows, columns}, 4)
	}
	whole := t.woven(lines, []int{shape[0], shape[1], rows, columns * across}, 3)
	return t.cut(whole, shape, rows*down, columns*across)
}

// cut leaves of a map of so many rows and columns what the shape has.
func (t *tape) cut(x string, shape []int, rows, columns int) string {
	if shape[2] == rows && shape[3] == columns {
		return x
	}
	return t.Pad(t.prefix, x, make([]int, 4), []int{0, 0, shape[2] - rows, shape[3] - columns}, 0)
}

// woven takes in turn from maps of a shape: a row of each if along is 3, a pixel of each if it is 4.
func (t *tape) woven(maps []string, shape []int, along int) string {
	if len(maps) == 1 {
		return maps[0]
	}
	stacked := []int{shape[0], shape[1], shape[2], shape[3]}
	stacked = append(stacked[:along:along], append([]int{1}, stacked[along:]...)...)
	var each []string
	for _, m := range maps {
		each = append(each, t.reshape(m, stacked))
	}
	shape[along-1] *= len(maps)
	return t.reshape(t.node("Concat", onnx.Attributes{"axis": along}, each...), shape)
}
