package vjson

import (
	"encoding/json"
	"reflect"
	"testing"
)

// encoding/json is the truth: what Marshal writes means the same as what it writes.
func TestMarshalMeansTheSame(t *testing.T) {
	for _, v := range []any{nil, true, 7, -1.25e-9, "a\"\\\n</script>\u2028é", RawMessage(`{"a":1}`)} {
		text, err := Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		reference, _ := json.Marshal(v)
		if raw, ok := v.(RawMessage); ok {
			reference = raw
		}
		var want, got any
		if json.Unmarshal(reference, &want) != nil || Unmarshal(text, &got) != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%#v: %s instead of %s", v, text, reference)
		}
	}
	if _, err := Marshal(struct{}{}); err == nil {
		t.Error("a struct was encoded")
	}
}

func TestEventSummary(t *testing.T) {
	event := make(map[string]any, 6)
	text := `{"position_id":"0_1","capture":false,"event_summary":{"key":"a","target":{"value":null,"x":1.5}}}`
	if err := Unmarshal([]byte(text), &event); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"position_id": "0_1", "capture": false, "event_summary": map[string]any{"key": "a", "target": map[string]any{"value": nil, "x": 1.5}}}
	if !reflect.DeepEqual(event, want) {
		t.Errorf("%v instead of %v", event, want)
	}
}
