package tally

import "sync"

// LogLength is the number of keys, of four bytes, that a tally gathers before it sorts them.
const LogLength = 1 << 20

// Tally counts keys that come one by one. It may be used by several goroutines; sorting and adding up do not hold up the others.
type Tally struct {
	mu   sync.Mutex
	log  []uint32
	runs []Counts // each more than twice as long as the next one
}

// Add counts keys. It returns by how many bytes the memory that the tally holds has changed.
func (t *Tally) Add(keys []uint32) int {
	t.mu.Lock()
	before := 4 * cap(t.log)
	t.log = append(t.log, keys...)
	grown := 4*cap(t.log) - before
	full := len(t.log) >= LogLength
	t.mu.Unlock()
	if !full {
		return grown
	}
	return grown + t.fold(true)
}

// Fold makes counts of the keys gathered so far, which takes less memory. It returns by how many bytes that has changed.
func (t *Tally) Fold() int { return t.fold(false) }

// fold may keep the log's memory, to be filled again.
func (t *Tally) fold(keep bool) (grown int) {
	t.mu.Lock()
	log := t.log
	t.log = nil
	t.mu.Unlock()
	grown = -4 * cap(log)
	if len(log) > 0 {
		grown += t.push(Of(log))
	}
	if !keep {
		return grown
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.log == nil {
		t.log = log[:0]
		grown += 4 * cap(log)
	}
	return grown
}

// push adds a run, after adding to it the shorter ones that are there; those are taken out meanwhile.
func (t *Tally) push(run Counts) (grown int) {
	grown = len(run)
	for {
		t.mu.Lock()
		last := len(t.runs) - 1
		if last < 0 || len(t.runs[last]) > 2*len(run) {
			t.runs = append(t.runs, run)
			t.mu.Unlock()
			return grown
		}
		other := t.runs[last]
		t.runs = t.runs[:last]
		t.mu.Unlock()
		both := sum(other, run)
		grown += len(both) - len(other) - len(run)
		run = both
	}
}

// Counts are those of all keys so far. Nothing may be added meanwhile.
func (t *Tally) Counts() Counts {
	t.Fold()
	t.runs = []Counts{Sum(t.runs...)}
	return t.runs[0]
}
