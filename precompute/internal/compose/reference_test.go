package compose

import (
	"summit/precompute/internal/topology"
)

// reference composes one link as the text says it, by recursion over dense counts; rows are [later channel][earlier channel].
type reference struct {
	link   *topology.Link
	counts []StepCounts
}

// count is what output of step counted for one candidate.
func (r reference) count(step, output, candidate int) uint32 {
	key := uint64(output*len(candidates(&r.link.Steps[step])) + candidate)
	for k := range r.counts[step].Keys {
		if r.counts[step].Keys[k] == key {
			return r.counts[step].Counts[k]
		}
	}
	return 0
}

// weight of channel i of the earlier layer in a channel of a unit.
func (r reference) weight(i, unit, channel int) uint32 {
	most := uint32(0)
	for s := range r.link.Steps {
		step := &r.link.Steps[s]
		for output, target := range step.Outputs {
			if step.To != unit || target != channel {
				continue
			}
			for candidate, source := range candidates(step) {
				count := r.count(s, output, candidate)
				switch {
				case count == 0:
				case source.Unit < len(r.link.From):
					if r.number(source) != i {
						continue
					}
					most = max(most, count)
				default:
					most = max(most, min(count, r.weight(i, source.Unit, source.Channel)))
				}
			}
		}
	}
	return most
}

// oneStep tells whether a channel of the later layer has candidates, of earlier layers only.
func (r reference) oneStep(channel int) bool {
	units := map[int]bool{}
	for s := range r.link.Steps {
		step := &r.link.Steps[s]
		for output, target := range step.Outputs {
			if step.To != len(r.link.Units)-1 || target != channel {
				continue
			}
			for _, term := range step.Terms {
				for number, source := range term.Sources {
					if source.Unit >= 0 && competes(&term, output, number) {
						units[source.Unit] = true
					}
				}
			}
		}
	}
	for unit := range units {
		if unit >= len(r.link.From) {
			return false
		}
	}
	return len(units) > 0
}

// number counts a channel of an earlier layer through all of them.
func (r reference) number(source topology.Source) int {
	n := source.Channel
	for _, unit := range r.link.Units[:source.Unit] {
		n += unit.Channels
	}
	return n
}

// competes tells whether a channel of the term's tensor is a candidate of the output.
func competes(term *topology.Term, output, number int) bool {
	if k := term.Kernel; k != nil {
		return number*k.Group/k.In == output*k.Group/k.Out
	}
	return term.Pass[output] == number
}

func (r reference) rows() [][]uint32 {
	earlier, later := r.number(topology.Source{Unit: len(r.link.From)}), r.link.Units[len(r.link.Units)-1].Channels
	rows := make([][]uint32, later)
	for j := range rows {
		rows[j] = make([]uint32, earlier)
		for i := range rows[j] {
			rows[j][i] = r.weight(i, len(r.link.Units)-1, j)
		}
	}
	inputs, channels := 0, 0
	for j := range rows {
		if r.oneStep(j) {
			channels++
			inputs += positive(rows[j])
		}
	}
	for j := range rows {
		for channels > 0 && !r.oneStep(j) && float64(positive(rows[j])) > float64(inputs)/float64(channels)+0.5 {
			drop(rows[j])
		}
	}
	return rows
}

func positive(row []uint32) (n int) {
	for _, weight := range row {
		if weight > 0 {
			n++
		}
	}
	return n
}

// drop takes out the smallest weight, of several the last.
func drop(row []uint32) {
	least := -1
	for i, weight := range row {
		if weight > 0 && (least < 0 || weight <= row[least]) {
			least = i
		}
	}
	row[least] = 0
}
