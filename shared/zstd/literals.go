package zstd

// readLiterals decodes the literals of the block data[at:end] and tells where its sequences begin (RFC 8878, 3.1.1.3.1).
func (d *Decoder) readLiterals(at, end int) (after int, err error) {
	if at >= end {
		return 0, errShort
	}
	in := &d.in
	kind, format, p := in.bits(lead+8*at, 2), in.bits(lead+8*at+2, 2), lead+8*at+4
	if kind < 2 {
		width, head := 5, 1
		switch format {
		case 1:
			width, head = 12, 2
		case 3:
			width, head = 20, 3
		}
		size := in.bits(lead+8*at+3+(format&1), uint(width))
		return d.plainLiterals(kind, size, at+head, end)
	}
	width := [4]uint{10, 10, 14, 18}[format]
	size, packed := in.bits(p, width), in.bits(p+int(width), width)
	at += (4 + 2*int(width) + 7) / 8
	after = at + packed
	if size > maxBlock || after > end {
		return 0, errCorrupt
	}
	if kind == 2 {
		if at, err = d.readHuffman(at, after); err != nil {
			return 0, err
		}
	}
	if d.huffman.bits == 0 {
		return 0, errCorrupt
	}
	d.literals = d.buffer[:size]
	if format == 0 {
		return after, d.decodeHuffman(d.literals, at, after)
	}
	return after, d.fourStreams(at, after)
}

// plainLiterals are as they are, or one byte over and over.
func (d *Decoder) plainLiterals(kind, size, at, end int) (after int, err error) {
	stored := size
	if kind == 1 {
		stored = 1
	}
	if after = at + stored; after > end || size > maxBlock {
		return 0, errCorrupt
	}
	d.literals = d.buffer[:size]
	if kind == 0 {
		copy(d.literals, d.in.data[at:after])
	} else {
		repeat(d.literals, d.in.data[at])
	}
	return after, nil
}

// fourStreams decodes literals whose quarters are streams of their own, behind a table of the first three's sizes.
func (d *Decoder) fourStreams(at, end int) error {
	if end-at < 6 {
		return errCorrupt
	}
	quarter := (len(d.literals) + 3) / 4
	from := at + 6
	for k := range 4 {
		to := end
		if k < 3 {
			to = from + d.in.bits(lead+8*(at+2*k), 16)
		}
		if to > end || 3*quarter > len(d.literals) {
			return errCorrupt
		}
		out := d.literals[k*quarter : min((k+1)*quarter, len(d.literals))]
		if err := d.decodeHuffman(out, from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
}
