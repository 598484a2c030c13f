// Package sparse holds compressed sparse matrices of counts, in the layout that a bundle stores and SciPy calls CSR.
package sparse

import "fmt"

// CSR is a sparse matrix by rows. The entries of row r are Indices[Indptr[r]:Indptr[r+1]], ascending columns without
// repetition, with Values beside them. An influence matrix has the later layer's channel j as row, the earlier layer's
// channel i as column (both model-wide) and counts images.
type CSR struct {
	Indptr  []uint32 // [rows+1]
	Indices []uint32 // [entries]
	Values  []uint32 // [entries]
}

// Rows is the number of rows; 0 for the zero value.
func (m CSR) Rows() int { return max(len(m.Indptr)-1, 0) }

// Row returns the columns and values of row r; the slices belong to m.
func (m CSR) Row(r int) (indices, values []uint32) {
	lo, hi := m.Indptr[r], m.Indptr[r+1]
	return m.Indices[lo:hi], m.Values[lo:hi]
}

// Validate reports the first way in which m is not a matrix of the given number of rows and columns.
func (m CSR) Validate(rows, cols int) error {
	if err := m.ValidateOffsets(rows); err != nil {
		return err
	}
	for r := range rows {
		if err := ascending(m.Indices[m.Indptr[r]:m.Indptr[r+1]], cols); err != nil {
			return fmt.Errorf("row %d: %w", r, err)
		}
	}
	return nil
}

// ValidateOffsets reports the first way in which m's offsets do not divide its entries into the given number of rows.
func (m CSR) ValidateOffsets(rows int) error {
	if m.Rows() != rows {
		return fmt.Errorf("%d rows instead of %d", m.Rows(), rows)
	}
	if len(m.Indices) != len(m.Values) {
		return fmt.Errorf("%d indices but %d values", len(m.Indices), len(m.Values))
	}
	if len(m.Indptr) == 0 && len(m.Indices) == 0 {
		return nil
	}
	if len(m.Indptr) == 0 {
		return fmt.Errorf("%d entries without rows", len(m.Indices))
	}
	for r := range rows {
		if m.Indptr[r] > m.Indptr[r+1] {
			return fmt.Errorf("row offsets run backwards at row %d: %d, %d", r, m.Indptr[r], m.Indptr[r+1])
		}
	}
	if m.Indptr[0] != 0 || int64(m.Indptr[rows]) != int64(len(m.Indices)) {
		return fmt.Errorf("row offsets run from %d to %d instead of 0 to %d", m.Indptr[0], m.Indptr[rows], len(m.Indices))
	}
	return nil
}

func ascending(indices []uint32, cols int) error {
	for k, i := range indices {
		if int64(i) >= int64(cols) {
			return fmt.Errorf("column %d of a matrix of %d columns", i, cols)
		}
		if k > 0 && indices[k-1] >= i {
			return fmt.Errorf("column %d after column %d", i, indices[k-1])
		}
	}
	return nil
}
