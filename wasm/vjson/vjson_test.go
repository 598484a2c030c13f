package vjson

import (
	"encoding/json"
	"reflect"
	"testing"
)

var samples = []string{
	`null`, `true`, `false`, `0`, `-0`, `1.5e-7`, `12345678901234567890`, `"a\u00e9\ud83d\ude00\ud800x\n\/"`, `[]`, `{}`,
	` { "a" : [ 1 , { "b" : null } ] , "a" : 2 } `, `[1,2,3`, `{"a"}`, `{"a":1,}`, `01`, `1.`, `-`, `+1`, `"\x"`, `"\u12"`,
	"\"\x01\"", "\"\xff\"", `nul`, `1 2`, ``, ` `, `1e999`, `"\ud800\ud800"`, `"\ud83d\u12"`,
}

// encoding/json is the truth: the same texts are accepted, with the same values.
func FuzzDecode(f *testing.F) {
	for _, s := range samples {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want any
		wantErr := json.Unmarshal([]byte(s), &want)
		got, err := Decode([]byte(s))
		if err != nil && wantErr == nil && len(s) > MaxDepth {
			return // nested deeper than we allow
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: error %v, encoding/json says %v", s, err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %#v instead of %#v", s, got, want)
		}
	})
}

func TestMarshalIsReadBack(t *testing.T) {
	for _, v := range []any{nil, true, 7, -1.25e-9, "a\"\\\n</script>\u2028é", RawMessage(`{"a":1}`)} {
		text, err := Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		reference, _ := json.Marshal(v)
		if raw, ok := v.(RawMessage); ok {
			reference = raw
		}
		if json.Unmarshal(reference, &want) != nil || json.Unmarshal(text, &got) != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%#v: %s instead of %s", v, text, reference)
		}
	}
	if _, err := Marshal(struct{}{}); err == nil {
		t.Error("a struct was encoded")
	}
}

func TestUnmarshalTargets(t *testing.T) {
	var object map[string]any
	if err := Unmarshal([]byte(`{"a":[1]}`), &object); err != nil || len(object) != 1 {
		t.Fatal(object, err)
	}
	if err := Unmarshal([]byte(`[1]`), &object); err == nil {
		t.Error("an array was decoded into a map")
	}
	if err := Unmarshal([]byte(`1`), new(int)); err == nil {
		t.Error("a number was decoded into an int")
	}
}
