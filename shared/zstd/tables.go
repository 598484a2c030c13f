package zstd

// readTables takes the tables of a block's sequences from its modes, a byte, and the descriptions that begin at byte at;
// it tells where they end (RFC 8878, 3.1.1.3.2.1).
func (d *Decoder) readTables(modes byte, at, end int) (after int, err error) {
	if modes&3 != 0 {
		return 0, errCorrupt
	}
	for k := range d.tables {
		switch modes >> (6 - 2*k) & 3 {
		case 0:
			err = d.preset(k)
		case 1:
			at, err = d.single(k, at, end)
		case 2:
			at, err = d.described(k, at, end)
		case 3:
			if d.tables[k].entries == nil {
				err = errCorrupt
			}
		}
		if err != nil {
			return 0, err
		}
	}
	return at, nil
}

// preset takes the alphabet's predefined table.
func (d *Decoder) preset(k int) (err error) {
	a := &alphabets[k]
	if d.presets[k] == nil {
		d.presets[k], err = build(nil, a.preset, a.log, a.values)
	}
	d.tables[k] = table{d.presets[k], a.log}
	return err
}

// single takes a table of one symbol.
func (d *Decoder) single(k, at, end int) (after int, err error) {
	values := alphabets[k].values
	if at >= end || int(d.in.data[at]) >= len(values) {
		return 0, errCorrupt
	}
	v := values[d.in.data[at]]
	d.own[k] = append(d.own[k][:0], entry{base: v.base, extra: v.extra})
	d.tables[k] = table{d.own[k], 0}
	return at + 1, nil
}

// described takes the table of a distribution that the block holds.
func (d *Decoder) described(k, at, end int) (after int, err error) {
	a := &alphabets[k]
	var counts [maxCounts]int16
	symbols, log, after, err := d.in.readCounts(&counts, at, end, len(a.values), a.most)
	if err != nil {
		return 0, err
	}
	if d.own[k], err = build(d.own[k], counts[:symbols], log, a.values); err != nil {
		return 0, err
	}
	d.tables[k] = table{d.own[k], log}
	return after, nil
}
