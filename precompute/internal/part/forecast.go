package part

import "summit/precompute/internal/tally"

// Footprint is what images of one class take, in bytes.
type Footprint struct {
	Image  int                         // one's keys as they come
	Counts func(images int) (int, int) // the counts of several: in memory, and on disk
}

// Forecast is what the parts of a run take, in bytes.
type Forecast struct {
	Parts  int
	Files  int // all together
	Memory int // that counts take at most
}

// Foresee adds up images of these labels as a Builder does, in this order, and ends a part after every so many, or where it is full.
func Foresee(labels []int, every int, f Footprint) (all Forecast) {
	images, held, sum, added := map[int]int{}, map[int]int{}, 0, 0
	end := func() {
		for _, n := range images {
			_, size := f.Counts(n)
			all.Files += size
		}
		all.Parts++
		clear(images)
		clear(held)
		sum, added = 0, 0
	}
	for _, label := range labels {
		images[label]++
		now := f.held(images[label], sum > memory/2)
		sum += now - held[label]
		held[label] = now
		all.Memory = max(all.Memory, sum)
		if added++; added >= every || sum > memory {
			end()
		}
	}
	if added > 0 {
		end()
	}
	return all
}

// held is what a class takes in memory: keys that are not sorted yet, in two logs, and the counts of those that are.
func (f Footprint) held(images int, folded bool) int {
	const logs = 2 * 4 * tally.LogLength
	counts, _ := f.Counts(images)
	switch keys := f.Image * images * 9 / 8; { // an eighth is room to grow
	case folded:
		return counts
	case keys > logs:
		return logs + counts
	default:
		return keys
	}
}
