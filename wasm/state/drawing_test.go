package state

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestDrawingRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		for l := range d.Rows {
			if d.Rows[l] == nil {
				d.Rows[l] = []int{}
			}
		}
		got, err := DecodeDrawing(d.Encode())
		if err != nil || !reflect.DeepEqual(got, d) {
			t.Fatalf("%+v became %+v, error %v", d, got, err)
		}
	})
}

func FuzzDecodeDrawing(f *testing.F) {
	f.Add((&Drawing{}).Encode())
	f.Add(rapid.Custom(drawings).Example(1).Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := DecodeDrawing(data)
		if err != nil {
			return
		}
		s := Arrange(d, 800, 600, 100, Natural)
		s.Paint(nil, Home(), 800, 600, Attention{Node: 0})
	})
}
