package part

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/examples"
	format "summit/shared/bundle"
)

// decoder reads what encode writes; after the first error it reads zeros.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) fail(what string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(what, args...)
	}
	d.rest = nil
}

// number reads a number below limit.
func (d *decoder) number(what string, limit int) int {
	v, n := binary.Uvarint(d.rest)
	switch {
	case d.err != nil:
		return 0
	case n <= 0 || n > 1 && d.rest[n-1] == 0:
		d.fail("%s: no number", what)
		return 0
	case v >= uint64(max(limit, 0)):
		d.fail("%s is %d, not below %d", what, v, limit)
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

// length reads the number of things that follow, of at least size bytes each.
func (d *decoder) length(what string, size int) int {
	return d.number("number of "+what, len(d.rest)/size+1)
}

// share reads a number from 0 to 1.
func (d *decoder) share(what string) float64 {
	v := math.Float64frombits(binary.LittleEndian.Uint64(d.bytes(what, 8)))
	if !(v >= 0 && v <= 1) || math.Signbit(v) {
		d.fail("%s is %v", what, v)
	}
	return v
}

func (d *decoder) bytes(what string, n int) []byte {
	if d.err == nil && n > len(d.rest) {
		d.fail("%s is cut off", what)
	}
	if d.err != nil {
		return make([]byte, min(n, len(Digest{})))
	}
	b := d.rest[:n:n]
	d.rest = d.rest[n:]
	return b
}

// ascending reads a number that is above the last and below limit.
func (d *decoder) ascending(what string, last, limit int) int {
	return last + 1 + d.number(what, limit-last-1)
}

func (d *decoder) end() error {
	if d.err == nil && len(d.rest) > 0 {
		d.fail("%d bytes after the end", len(d.rest))
	}
	return d.err
}

func decodeClass(data []byte, s Shape) (*aggregate.Class, error) {
	d := decoder{rest: data}
	c := &aggregate.Class{Images: d.number("images", s.Items+1), Right: d.number("right", s.Items+1)}
	for i := range c.Histogram {
		c.Histogram[i] = d.number("images in a bin", s.Items+1)
	}
	for _, counts := range c.Counts() {
		*counts = d.bytes("counts", d.length("bytes of counts", 1))
	}
	if err := d.end(); err != nil {
		return nil, err
	}
	return c, c.Validate(s.Channels, s.Keys)
}

func decodeHead(data []byte, s Shape) (run Digest, h *Head, sections []section, err error) {
	d := decoder{rest: data}
	h = NewHead(s)
	copy(run[:], d.bytes("run", len(run)))
	h.Done = make([]Done, d.length("items", 1+len(Digest{})))
	last := -1
	for i := range h.Done {
		h.Done[i].Item = d.ascending("item", last, s.Items)
		last = h.Done[i].Item
	}
	for i := range h.Done {
		copy(h.Done[i].Content[:], d.bytes("content", len(Digest{})))
	}
	h.Skipped = d.skipped(s)
	for l := range h.Silent {
		h.Silent[l] = d.number("silent images", len(h.Done)+1)
	}
	for c := range h.Examples {
		h.Examples[c] = d.examples(h)
	}
	h.Device.Images = d.number("images on the device", s.Items+1)
	for _, share := range []*float64{&h.Device.Logits, &h.Device.Maxima, &h.Device.Influences} {
		*share = d.share("deviation of the device")
	}
	sections = make([]section, d.length("classes", 2))
	last = -1
	for i := range sections {
		sections[i].label = d.ascending("class", last, s.Labels)
		last = sections[i].label
		sections[i].size = d.number("bytes of a class", math.MaxInt)
	}
	if err := d.end(); err != nil {
		return run, nil, nil, err
	}
	return run, h, sections, h.validate()
}

func (d *decoder) skipped(s Shape) []Skipped {
	skipped := make([]Skipped, d.length("skipped items", 2+len(Digest{})))
	last := -1
	for i := range skipped {
		skipped[i].Item = d.ascending("skipped item", last, s.Items)
		last = skipped[i].Item
		copy(skipped[i].Content[:], d.bytes("content", len(Digest{})))
		skipped[i].Error = string(d.bytes("error", d.length("bytes of an error", 1)))
	}
	return skipped
}

func (d *decoder) examples(h *Head) []examples.Example {
	var best []examples.Example
	for range d.number("number of examples", format.ExampleCount+1) {
		e := examples.Example{Activation: math.Float32frombits(binary.LittleEndian.Uint32(d.bytes("activation", 4)))}
		e.Item, e.Y, e.X = d.number("item of an example", math.MaxInt), d.number("row", math.MaxInt32), d.number("column", math.MaxInt32)
		if d.err == nil && !h.Has(e.Item) {
			d.fail("item %d is an example, but not done", e.Item)
		}
		best = append(best, e)
	}
	if d.err == nil && !examples.Ordered(best) {
		d.fail("examples out of order")
	}
	return best
}

func (h *Head) validate() error {
	for _, s := range h.Skipped {
		if h.Has(s.Item) {
			return errors.New("an item is done and skipped")
		}
	}
	return nil
}
