package autodiff

import "slices"

// weight is how much of a position goes into a sum.
type weight struct {
	from  int
	value float32
}

// mapBack undoes a linear map along one axis: rows say what each position of the axis of g, of the given shape, is the sum of. The axis
// of the result, whose shape is returned too, has the given size.
func (t *tape) mapBack(g string, shape []int, along, size int, rows [][]weight) (string, []int) {
	to := slices.Clone(shape)
	to[along] = size
	before, after := volume(shape[:along]), volume(shape[along+1:])
	if after == 1 { // one product: [before, positions] x [positions, size]
		g = t.reshape(g, []int{before, shape[along]})
		return t.reshape(t.node("MatMul", nil, g, t.matrix(rows, size, false)), to), to
	}
	if along != len(shape)-2 {
		g = t.reshape(g, []int{before, shape[along], after})
	}
	g = t.node("MatMul", nil, t.matrix(rows, size, true), g)
	if along != len(shape)-2 {
		g = t.reshape(g, to)
	}
	return g, to
}

// matrix is [positions, size], or transposed.
func (t *tape) matrix(rows [][]weight, size int, transposed bool) string {
	m := make([]float32, len(rows)*size)
	for i, row := range rows {
		for _, w := range row {
			if transposed {
				m[w.from*len(rows)+i] += w.value
			} else {
				m[i*size+w.from] += w.value
			}
		}
	}
	if transposed {
		return t.Floats(t.prefix+"/matrix", m, size, len(rows))
	}
	return t.Floats(t.prefix+"/matrix", m, len(rows), size)
}
