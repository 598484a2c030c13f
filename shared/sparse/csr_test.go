package sparse

import (
	"reflect"
	"strings"
	"testing"
)

// small is the matrix
//
//	. 4 .
//	. . .
//	1 . 2
func small() CSR {
	return CSR{Indptr: []uint32{0, 1, 1, 3}, Indices: []uint32{1, 0, 2}, Values: []uint32{4, 1, 2}}
}

func TestRow(t *testing.T) {
	m := small()
	for r, want := range [][2][]uint32{{{1}, {4}}, {{}, {}}, {{0, 2}, {1, 2}}} {
		indices, values := m.Row(r)
		if !reflect.DeepEqual(indices, want[0]) || !reflect.DeepEqual(values, want[1]) {
			t.Errorf("row %d: %v, %v; want %v", r, indices, values, want)
		}
	}
	if m.Rows() != 3 || (CSR{}).Rows() != 0 {
		t.Errorf("%d rows, and %d of nothing", m.Rows(), (CSR{}).Rows())
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		damage func(*CSR)
		want   string
	}{
		{func(m *CSR) { m.Indptr = m.Indptr[:3] }, "2 rows instead of 3"},
		{func(m *CSR) { *m = CSR{} }, "0 rows instead of 3"},
		{func(m *CSR) { m.Values = m.Values[:2] }, "3 indices but 2 values"},
		{func(m *CSR) { m.Indptr[1] = 2 }, "backwards at row 1: 2, 1"},
		{func(m *CSR) { m.Indptr[3] = 9 }, "from 0 to 9 instead of 0 to 3"},
		{func(m *CSR) { m.Indptr[3] = 2 }, "from 0 to 2 instead of 0 to 3"},
		{func(m *CSR) { m.Indptr[0] = 1 }, "from 1 to 3"},
		{func(m *CSR) { m.Indices[2] = 3 }, "row 2: column 3 of a matrix of 3 columns"},
		{func(m *CSR) { m.Indices[2] = 1<<32 - 1 }, "row 2: column 4294967295"},
		{func(m *CSR) { m.Indices[2] = 0 }, "row 2: column 0 after column 0"},
		{func(m *CSR) { m.Indices[1], m.Indices[2] = 2, 0 }, "row 2: column 0 after column 2"},
	}
	for _, test := range tests {
		m := small()
		test.damage(&m)
		if err := m.Validate(3, 3); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v does not say %q", err, test.want)
		}
	}
	if err := small().Validate(3, 3); err != nil {
		t.Error(err)
	}
	if err := (CSR{}).Validate(0, 0); err != nil {
		t.Error(err)
	}
	if err := (CSR{Indices: []uint32{1}, Values: []uint32{1}}).Validate(0, 0); err == nil {
		t.Error("entries without rows are valid")
	}
}
