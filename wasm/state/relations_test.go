package state

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/attribution"
)

func TestRelationsRoundTrip(t *testing.T) {
	const channels = 1000
	channel := rapid.IntRange(0, channels-1)
	rapid.Check(t, func(t *rapid.T) {
		r := &Relations{Channel: channel.Draw(t, "channel"), Count: rapid.Uint32().Draw(t, "count"), Images: rapid.Uint32().Draw(t, "images")}
		for range rapid.IntRange(0, 4).Draw(t, "more") {
			one := func(name string) attribution.Relation {
				return attribution.Relation{Channel: channel.Draw(t, name), Count: rapid.Uint32().Draw(t, name)}
			}
			r.Own, r.Inputs, r.Outputs = append(r.Own, r.Count), append(r.Inputs, one("input")), append(r.Outputs, one("output"))
		}
		if got, err := DecodeRelations(r.Encode(), channels); err != nil || !reflect.DeepEqual(got, r) {
			t.Fatalf("%+v became %+v, error %v", r, got, err)
		}
		if _, err := DecodeRelations(r.Encode(), r.Channel); err == nil {
			t.Fatal("a channel that is not there passes")
		}
	})
}

func FuzzDecodeRelations(f *testing.F) {
	f.Add((&Relations{Own: []uint32{1, 2}, Inputs: []attribution.Relation{{Channel: 3, Count: 4}}}).Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := DecodeRelations(data, 100); err == nil && !reflect.DeepEqual(r.Encode(), data) {
			t.Fatalf("%v became %v", data, r.Encode())
		}
	})
}
