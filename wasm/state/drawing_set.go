package state

import "fmt"

// encodeSet writes what is known of the set's classes: their number, and if the drawing tells them apart, the owners of
// each node and edge as a mask, and what each class counts.
func (d *Drawing) encodeSet(u32 func(int)) {
	u32(d.Classes)
	if !d.Signs() {
		return
	}
	for i, n := range d.Graph.Nodes {
		u32(mask(n.Owners))
		for _, count := range d.Own[i] {
			u32(int(count))
		}
	}
	for _, e := range d.Graph.Edges {
		u32(mask(e.Owners))
	}
}

// decodeSet reads what encodeSet wrote.
func (d *Drawing) decodeSet(r *reader) error {
	d.Classes = r.u32()
	if !d.Signs() {
		return nil
	}
	g := &d.Graph
	if (len(g.Nodes)*(1+d.Classes)+len(g.Edges))*4 > len(r.data) {
		return fmt.Errorf("set of %d classes in %d bytes", d.Classes, len(r.data))
	}
	for i := range g.Nodes {
		g.Nodes[i].Owners = d.owners(r.u32())
		own := make([]uint32, d.Classes)
		for k := range own {
			own[k] = uint32(r.u32())
		}
		d.Own = append(d.Own, own)
	}
	for k := range g.Edges {
		g.Edges[k].Owners = d.owners(r.u32())
	}
	return nil
}

func mask(owners []int) (bits int) {
	for _, c := range owners {
		bits |= 1 << c
	}
	return bits
}

// owners are the classes of a mask.
func (d *Drawing) owners(bits int) []int {
	owners := []int{}
	for c := range d.Classes {
		if bits>>c&1 == 1 {
			owners = append(owners, c)
		}
	}
	return owners
}
