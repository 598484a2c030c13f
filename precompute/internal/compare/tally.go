package compare

import (
	"fmt"
	"math"

	"summit/precompute/internal/bundle"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// tally adds up the differences of an array.
type tally struct {
	Array
	apart, sum   float64 // of |a - b| and a + b
	both, either int     // entries above 0
}

func newTally(name string) *tally { return &tally{Array: Array{Name: name, Jaccard: 1}} }

// add compares two entries; where is printed only if they differ most.
func (t *tally) add(a, b float64, where any) {
	t.Entries++
	t.sum += math.Abs(a) + math.Abs(b)
	if a != 0 || b != 0 {
		t.either++
		if a != 0 && b != 0 {
			t.both++
		}
	}
	if a != b {
		t.Differing++
		t.apart += math.Abs(a - b)
		if math.Abs(a-b) > math.Abs(t.Largest.A-t.Largest.B) {
			t.Largest = Largest{a, b, fmt.Sprint(where)}
		}
	}
	if t.either > 0 {
		t.Jaccard = float64(t.both) / float64(t.either)
	}
	if t.sum > 0 {
		t.Share = t.apart / t.sum
	}
}

// same compares two entries that are equal or not, numbers without a size.
func (t *tally) same(a, b uint32, where any) {
	if a == b {
		t.add(1, 1, nil)
		return
	}
	t.add(1, 0, where)
	t.add(0, 1, where)
	t.Entries--
	t.Differing--
	if t.Differing == 1 {
		t.Largest = Largest{float64(a), float64(b), fmt.Sprint(where)}
	}
}

// class notes the class whose entries, which add adds, differ most.
func (t *tally) class(id string, add func()) {
	apart, sum := t.apart, t.sum
	add()
	if t.apart > apart {
		if share := (t.apart - apart) / (t.sum - sum); t.Worst == nil || share > t.Worst.Share {
			t.Worst = &Worst{id, share}
		}
	}
}

// rows compares the rows of class c.
func (t *tally) rows(m *model.Manifest, c int, a, b func(int) ([]uint32, error)) error {
	x, err := a(c)
	if err != nil {
		return err
	}
	y, err := b(c)
	if err != nil {
		return err
	}
	id := m.Classes[c].ID
	t.class(id, func() {
		for j := range x {
			t.add(float64(x[j]), float64(y[j]), place{m, id, j, -1})
		}
	})
	return nil
}

// matrices compares a matrix of class c.
func (t *tally) matrices(matrix format.Matrix, c int, a, b *bundle.Reader) error {
	x, err := a.Matrix(matrix, c)
	if err != nil {
		return err
	}
	y, err := b.Matrix(matrix, c)
	if err != nil {
		return err
	}
	m := a.Manifest()
	id := m.Classes[c].ID
	t.class(id, func() {
		for j := range x.Rows() {
			t.row(m, id, j, x, y)
		}
	})
	return nil
}

// row merges row j of two matrices.
func (t *tally) row(m *model.Manifest, id string, j int, x, y sparse.CSR) {
	i, a := x.Row(j)
	k, b := y.Row(j)
	for len(i) > 0 || len(k) > 0 {
		switch {
		case len(k) == 0 || len(i) > 0 && i[0] < k[0]:
			t.add(float64(a[0]), 0, place{m, id, j, int(i[0])})
			i, a = i[1:], a[1:]
		case len(i) == 0 || k[0] < i[0]:
			t.add(0, float64(b[0]), place{m, id, j, int(k[0])})
			k, b = k[1:], b[1:]
		default:
			t.add(float64(a[0]), float64(b[0]), place{m, id, j, int(i[0])})
			i, a, k, b = i[1:], a[1:], k[1:], b[1:]
		}
	}
}

// place is an entry: channel to of a class, and with a matrix channel from of the earlier layer.
type place struct {
	manifest *model.Manifest
	class    string
	to, from int
}

func (p place) String() string {
	to := channelName(p.manifest, p.to)
	if p.from < 0 {
		return p.class + ", " + to
	}
	return p.class + ", " + channelName(p.manifest, p.from) + " to " + to
}
