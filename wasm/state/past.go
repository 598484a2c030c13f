package state

// Past is where the page is among the entries that it has made in the browser's history, so that it knows whether there is
// something to undo or to redo.
type Past struct {
	At   int // entries made before the present one
	Last int // entries made before the last one
}

// Push follows a new entry, which takes the place of those that were to be redone.
func (p *Past) Push() {
	p.At++
	p.Last = p.At
}

// Go follows a step to an entry.
func (p *Past) Go(at int) {
	p.At = max(at, 0)
	p.Last = max(p.Last, p.At)
}

// Undoes tells whether there is an entry before the present one.
func (p *Past) Undoes() bool { return p.At > 0 }

// Redoes tells whether there is an entry after the present one.
func (p *Past) Redoes() bool { return p.At < p.Last }
