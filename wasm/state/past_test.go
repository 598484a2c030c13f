package state

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPastFollowsAHistory compares with a list of entries, of which a new one cuts off what follows.
func TestPastFollowsAHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Past
		entries, at := []int{0}, 0
		for step := range rapid.IntRange(0, 30).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "push") {
				p.Push()
				entries = append(entries[:at+1], step)
				at++
			} else {
				at = rapid.IntRange(0, len(entries)-1).Draw(t, "to")
				p.Go(at)
			}
			if p.Undoes() != (at > 0) || p.Redoes() != (at < len(entries)-1) || p.At != at {
				t.Fatalf("%+v at entry %d of %d", p, at, len(entries))
			}
		}
	})
}

// A page that is loaded anew knows where it is, and no entry after that.
func TestPastAfterALoad(t *testing.T) {
	var p Past
	p.Go(3)
	if !p.Undoes() || p.Redoes() {
		t.Errorf("%+v", p)
	}
}
