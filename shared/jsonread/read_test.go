package jsonread

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
)

// everything has a field of every kind that can be filled.
type everything struct {
	Free   any                        `json:"free"`
	Name   string                     `json:"name,omitempty"`
	Small  int8                       `json:"small"`
	Count  uint16                     `json:"count"`
	Real   float64                    `json:"real"`
	Single float32                    `json:"single"`
	Yes    bool                       `json:"yes"`
	Maybe  *float64                   `json:"maybe"`
	Index  *int                       `json:"index"`
	Pair   [2]int                     `json:"pair"`
	List   []string                   `json:"list"`
	Bins   []int                      `json:"bins"`
	Whole  int                        `json:"whole"`
	Raw    json.RawMessage            `json:"raw"`
	Map    map[string]json.RawMessage `json:"map"`
	Inner  []struct{ A int }          `json:"inner"`
	Hidden int                        `json:"-"`
}

var samples = []string{
	`{}`, `null`, `[]`, `{"free":[1,{"a":null,"b":"x"},true,"\ud83d\ude00\ud800x\u00e9"]}`, `{"name":"a\n\/\b"}`, "{\"name\":\"\xff\"}",
	`{"small":127}`, `{"small":128}`, `{"count":-1}`, `{"count":1.0}`, `{"real":1e-7}`, `{"real":1e999}`, `{"single":1e300}`, `{"yes":true}`,
	`{"bins":[1, 20 ,	300 ]}`, `{"bins":[]}`, `{"bins":null}`, `{"bins":[0,01]}`, `{"bins":[1,]}`, `{"bins":[1`, `{"bins":[1.0]}`, `{"bins":[7,1e2]}`, `{"bins":[-1,2]}`,
	`{"bins":[999999999,1000000000,9223372036854775808]}`, `{"bins":[4,null,5]}`, `{"bins":[4],"bins":[5,6,7]}`, `{"bins":[1 2]}`, `{"whole":12}`, `{"whole":-0}`, `{"whole":1.5}`, `{"whole":12x}`,
	`{"index":3}`, `{"index":null}`, `{"index":1e3}`, `{"index":-1}`, `{"index":4,"index":5}`, `{"index":12345678901}`, `{"maybe":1,"maybe":2}`, `{"maybe":1e999}`, `{"maybe":"1"}`, `{"index": 7 ,"maybe": -0.5 }`,
	`{"maybe":null}`, `{"maybe":0.5}`, `{"pair":[1]}`, `{"pair":[1,2,3]}`, `{"list":["a",null]}`, `{"list":null}`, `{"raw": [ 1 , 2 ] }`,
	`{"raw":null}`, `{"map":{"a":{"b":1},"c":null}}`, `{"inner":[{"A":1},{}]}`, `{"unknown":{"a":[1,2]},"name":"x"}`, `{"name":1}`,
	`{"name":"a","name":"b"}`, `{"a"}`, `{"a":1,}`, `[1`, `{"real":01}`, `{"real":1.}`, `{"real":-}`, `{} x`, ``, ` `, `{"name":"\x"}`, "{\"name\":\"\x01\"}",
}

// encoding/json is the truth: the same texts are read, and give the same values.
func FuzzUnmarshal(f *testing.F) {
	for _, s := range samples {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if otherCase(s) {
			t.Skip("encoding/json takes keys of another case")
		}
		compare(t, s, json.Unmarshal, Unmarshal)
		compare(t, s, strictly, UnmarshalStrict)
	})
}

// otherCase tells whether a key equals a field's name but for its case.
func otherCase(s string) bool {
	lower := bytes.ToLower([]byte(s))
	for _, key := range []string{"free", "name", "small", "count", "real", "single", "yes", "maybe", "index", "pair", "list", "bins", "whole", "raw", "map", "inner"} {
		if bytes.Count(lower, []byte(key)) != bytes.Count([]byte(s), []byte(key)) {
			return true
		}
	}
	return bytes.Contains([]byte(s), []byte(`"a"`)) || bytes.ContainsAny([]byte(s), "\\\u017f\u212a")
}

func compare(t *testing.T, s string, reference, read func([]byte, any) error) {
	t.Helper()
	var want, got everything
	wantErr, err := reference([]byte(s), &want), read([]byte(s), &got)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%q: error %v, encoding/json says %v", s, err, wantErr)
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%q: %+v instead of %+v", s, got, want)
	}
	var free, wantFree any
	if json.Unmarshal([]byte(s), &wantFree) == nil && (Unmarshal([]byte(s), &free) != nil || !reflect.DeepEqual(free, wantFree)) {
		t.Fatalf("%q: %#v instead of %#v", s, free, wantFree)
	}
}

func strictly(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return io.ErrUnexpectedEOF
	}
	return nil
}

func TestEscapes(t *testing.T) {
	for _, s := range []string{`"\ud83d\ude00"`, `"\ud800x"`, `"\ud800\ud800"`, `"a\n\/\b\f\r\t\"\\"`, `"\u00e9"`, "\"\xff\xfea\"", `"\ude00"`} {
		var got, want string
		if err := Unmarshal([]byte(s), &got); err != nil || json.Unmarshal([]byte(s), &want) != nil || got != want {
			t.Errorf("%s: %q instead of %q, error %v", s, got, want, err)
		}
	}
}

// Keys are what they were when their values have been read, which go through the same memory.
func TestKeysWithMoreThanPlainCharacters(t *testing.T) {
	const text = `{"\u00e9t\u00e9":"hiver","öl":{"ä":["ü"]},"\ta":"\tbc"}`
	var got, want map[string]any
	if err := Unmarshal([]byte(text), &got); err != nil || json.Unmarshal([]byte(text), &want) != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q instead of %q, error %v", got, want, err)
	}
	var fields struct {
		Oil []int `json:"öl"`
	}
	if err := Unmarshal([]byte(`{"öl":[1,"ü"]}`), &fields); err == nil || !strings.HasPrefix(err.Error(), "öl: ") {
		t.Errorf("error %v", err)
	}
}

func TestDepthIsBounded(t *testing.T) {
	var v any
	if err := Unmarshal(bytes.Repeat([]byte("["), 100_000), &v); err == nil {
		t.Error("endless nesting was read")
	}
}
