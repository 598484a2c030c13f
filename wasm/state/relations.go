package state

import (
	"encoding/binary"
	"errors"

	"summit/shared/attribution"
)

// RelationsShown is how many inputs and outputs of a channel its page lists.
const RelationsShown = 8

// Relations are a channel's counts in a class, or in a set, and what is strongest linked with it, drawn or not.
type Relations struct {
	Channel         int      // model-wide
	Count, Images   uint32   // that record it, of those that counts refer to
	Own             []uint32 // the same of each class; nil for one class
	Inputs, Outputs []attribution.Relation
}

// Encode writes r as bytes for another thread.
func (r *Relations) Encode() []byte {
	out := []byte{}
	u32 := func(v int) { out = binary.LittleEndian.AppendUint32(out, uint32(v)) }
	for _, v := range []int{r.Channel, int(r.Count), int(r.Images), len(r.Own), len(r.Inputs), len(r.Outputs)} {
		u32(v)
	}
	for _, count := range r.Own {
		u32(int(count))
	}
	for _, list := range [][]attribution.Relation{r.Inputs, r.Outputs} {
		for _, one := range list {
			u32(one.Channel)
			u32(int(one.Count))
		}
	}
	return out
}

// DecodeRelations reads what Encode wrote for a network of that many channels.
func DecodeRelations(data []byte, channels int) (*Relations, error) {
	r := &reader{data: data}
	out := &Relations{Channel: r.u32(), Count: uint32(r.u32()), Images: uint32(r.u32())}
	own, inputs, outputs := r.u32(), r.u32(), r.u32()
	if int64(own)*4+int64(inputs)*8+int64(outputs)*8 != int64(len(r.data)) || out.Channel >= channels {
		return nil, errors.New("relations of a wrong length")
	}
	for range own {
		out.Own = append(out.Own, uint32(r.u32()))
	}
	for _, list := range []struct {
		into *[]attribution.Relation
		n    int
	}{{&out.Inputs, inputs}, {&out.Outputs, outputs}} {
		for range list.n {
			one := attribution.Relation{Channel: r.u32(), Count: uint32(r.u32())}
			if one.Channel >= channels {
				return nil, errors.New("a relation with a channel that is not there")
			}
			*list.into = append(*list.into, one)
		}
	}
	return out, nil
}
