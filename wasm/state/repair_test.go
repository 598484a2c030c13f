package state

import (
	"strings"
	"testing"

	"summit/shared/model"
)

// TestBrokenValuesAreRepaired gives every key of an address a value that it cannot have: what is left of it, and the one notice name it.
func TestBrokenValuesAreRepaired(t *testing.T) {
	for query, want := range map[string]string{
		"set=sum": "", "rank=best": "", "order=size": "", "pictures=none": "", "sign=minus": "",
		"mass=900": "mass=0.5", "mass=0": "mass=0.005", "mass=x": "", "mass=NaN": "", "damping=1": "damping=0.99", "damping=-0.1": "damping=0", "damping=": "",
		"edge-threshold=0": "", "edge-threshold=2.4": "edge-threshold=2", "edge-threshold=1e9": "edge-threshold=1000000",
		"max-nodes=900": "max-nodes=40", "max-nodes=-1": "", "max-nodes=x": "",
		"row-spacing=9": "row-spacing=3", "column-spacing=0": "column-spacing=0.5", "tour=7": "tour=6", "tour=second": "",
		"viewport=1,2": "", "viewport=0,0,0": "", "viewport=1,NaN,0": "", "viewport=1,0,1e9": "", "embedding-viewport=": "", "open=door": "",
		"table=yes": "", "page=0": "", "embedding=small": "", "pinned=all": "",
		"search=%zz": "", "search=%ff": "", "class=%": "", "node=%e2%82": "",
		"clas=tench": "", "=": "", "utm_source=mail&utm_source=mail": "", "constructor=1": "",
	} {
		v, notices := ParseView(query)
		if v.Query() != want || len(notices) != 1 {
			t.Errorf("%q became %q with notices %q", query, v.Query(), notices)
			continue
		}
		if key, _, _ := strings.Cut(query, "="); !strings.Contains(notices[0], key) {
			t.Errorf("%q: the notice is %q", query, notices[0])
		}
	}
}

func TestNoticesAreShort(t *testing.T) {
	long := strings.Repeat("\u00e9", 500)
	_, notices := ParseView("rank=" + escape(long) + "&" + long + "=1&a=1&b=2&a=3")
	if len(notices) != 2 || !strings.Contains(notices[1], `"a", "b"`) {
		t.Fatalf("%q", notices)
	}
	for _, notice := range notices {
		if len(notice) > 250 || !strings.Contains(notice, "\u00e9\u2026") {
			t.Errorf("%q", notice)
		}
	}
}

// TestKnowRepairsTheViewOfABundle gives a bundle addresses that name what it lacks, by each key that can.
func TestKnowRepairsTheViewOfABundle(t *testing.T) {
	for query, want := range map[string]struct {
		query string
		say   []string
	}{
		"hide=high&hide=top":                      {"hide=high", []string{"layer \"top\""}},
		"hide=high&hide=low":                      {"", []string{"every layer"}},
		"exclude=low:3&exclude=low-0&exclude=low": {"exclude=low:0", []string{"\"low:3\"", "\"low\""}},
		"exclude=low-0&exclude=low:0":             {"exclude=low:0", nil},
		"pin=high-1&pin=top:1":                    {"pin=high:1", []string{"\"top:1\""}},
		"pin=top:1&pinned=only":                   {"", []string{"\"top:1\"", "pins none"}},
		"pinned=only":                             {"", []string{"pins none"}},
		"node=low-2&page=1":                       {"node=low:2&page=1", nil},
		"node=low:9&page=1":                       {"", []string{"\"low:9\"", "does not name"}},
		"page=1":                                  {"", []string{"does not name"}},
		"layer=top":                               {"", []string{"layer \"top\""}},
		"layer=high":                              {"layer=high", nil},
		"embedding=large":                         {"", []string{"embedding"}},
		"embedding-viewport=2,0.5,0.5":            {"", []string{"embedding"}},
		"sign=both":                               {"", []string{"inhibition"}},
		"tour=1":                                  {"", []string{"tour"}},
	} {
		v, said := ParseView(query)
		notices := v.Know(twoLayers(false))
		if v.Query() != want.query || len(said) > 0 || len(notices) != len(want.say) {
			t.Errorf("%q became %q with notices %q %q", query, v.Query(), said, notices)
			continue
		}
		for k, word := range want.say {
			if !strings.Contains(notices[k], word) {
				t.Errorf("%q: notice %q does not say %q", query, notices[k], word)
			}
		}
	}
	full := twoLayers(true)
	full.Parameters.Embedding, full.Data.Name = &model.Embedding{}, TourData
	const query = "sign=both&layer=low&embedding=large&tour=2"
	if v, _ := ParseView(query); len(v.Know(full)) > 0 || v.Query() != query {
		t.Errorf("what the bundle has became %q", v.Query())
	}
}

func TestAnotherBundleKeepsHowOneLooks(t *testing.T) {
	v, _ := ParseView("bundle=a&class=b&class=c&set=sum&rank=lift&mass=0.2&hide=d&exclude=e:1&order=name&layer=f&embedding=large&table=1&node=g:1&page=1&pictures=examples&pin=h:2&pinned=only&tour=3&search=i&viewport=2,0.5,0.5&embedding-viewport=2,0,0&open=more")
	if got, want := v.Elsewhere("z").Query(), "bundle=z&order=name&embedding=large&table=1&pictures=examples&open=more"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}
