package zstd

// sequences decodes and executes the sequences of the block, which begin at byte at.
func (d *Decoder) sequences(at, end int) error {
	n, at, err := d.count(at, end)
	if err != nil {
		return err
	}
	if n > 0 {
		if at >= end {
			return errShort
		}
		if at, err = d.readTables(d.in.data[at], at+1, end); err != nil {
			return err
		}
		if err = d.execute(n, at, end); err != nil {
			return err
		}
	} else if at != end {
		return errCorrupt
	}
	if len(d.literals) > len(d.out)-d.at {
		return errLong
	}
	d.at += copy(d.out[d.at:], d.literals)
	return nil
}

// count reads the number of sequences.
func (d *Decoder) count(at, end int) (n, after int, err error) {
	if at >= end {
		return 0, 0, errShort
	}
	head, next := int(d.in.data[at]), lead+8*(at+1)
	switch {
	case head < 128:
		n, after = head, at+1
	case head < 255:
		n, after = (head-128)<<8+d.in.bits(next, 8), at+2
	default:
		n, after = 0x7f00+d.in.bits(next, 16), at+3
	}
	if after > end {
		return 0, 0, errShort
	}
	return n, after, nil
}

// execute decodes n sequences from the stream data[at:end] and does what they say (RFC 8878, 3.1.1.3.2.1.2 and 3.1.1.5).
func (d *Decoder) execute(n, at, end int) error {
	p, state, err := d.states(at, end)
	if err != nil {
		return err
	}
	stop := lead + 8*at
	lengths, offsets, matches := d.tables[literalLengths].entries, d.tables[matchOffsets].entries, d.tables[matchLengths].entries
	for i := range n {
		l, o, m := lengths[state[literalLengths]], offsets[state[matchOffsets]], matches[state[matchLengths]]
		w := d.in.below(p) // offset, match length and literal length take 62 of them at most, the next states 26
		offset := int(o.base) + int(w>>(64-o.extra))
		w <<= o.extra
		match := int(m.base) + int(w>>(64-m.extra))
		w <<= m.extra
		literals := int(l.base) + int(w>>(64-l.extra))
		if p -= int(o.extra + m.extra + l.extra); p < stop {
			return errCorrupt
		}
		if i < n-1 {
			w = d.in.below(p)
			state[literalLengths] = int(l.next) + int(w>>(64-l.bits))
			w <<= l.bits
			state[matchLengths] = int(m.next) + int(w>>(64-m.bits))
			w <<= m.bits
			state[matchOffsets] = int(o.next) + int(w>>(64-o.bits))
			if p -= int(l.bits + m.bits + o.bits); p < stop {
				return errCorrupt
			}
		}
		if err := d.copy(literals, d.offset(offset, literals), match); err != nil {
			return err
		}
	}
	if p != stop {
		return errCorrupt
	}
	return nil
}

// states reads the states that the stream data[at:end] begins with, and tells where it goes on.
func (d *Decoder) states(at, end int) (p int, state [3]int, err error) {
	if p, err = d.in.backward(at, end); err != nil {
		return 0, state, err
	}
	for k := range state {
		log := d.tables[k].log
		p -= int(log)
		state[k] = d.in.bits(p, log)
	}
	return p, state, nil
}

// offset is what a sequence's offset value stands for: one of the last three, or a new one.
func (d *Decoder) offset(value, literals int) int {
	last := &d.offsets
	if value > 3 {
		last[2], last[1], last[0] = last[1], last[0], value-3
		return last[0]
	}
	if literals == 0 {
		value++
	}
	switch value {
	case 2:
		last[1], last[0] = last[0], last[1]
	case 3:
		last[2], last[1], last[0] = last[1], last[0], last[2]
	case 4:
		last[2], last[1], last[0] = last[1], last[0], last[0]-1
	}
	return last[0]
}

// copy writes literals and then a match of what lies offset back, which may overlap what it writes.
func (d *Decoder) copy(literals, offset, match int) error {
	if literals > len(d.literals) {
		return errCorrupt
	}
	if literals+match > len(d.out)-d.at {
		return errLong
	}
	at := d.at + copy(d.out[d.at:], d.literals[:literals])
	d.literals = d.literals[literals:]
	if offset <= 0 || offset > at {
		return errCorrupt
	}
	from, to := at-offset, at+match
	for at < to {
		at += copy(d.out[at:to], d.out[from:at])
	}
	d.at = to
	return nil
}
