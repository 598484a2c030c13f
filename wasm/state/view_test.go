package state

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/attribution"
)

func FuzzViewRoundTrip(f *testing.F) {
	for _, s := range []string{"", "?class=tench", "mass=9e99&damping=-1", "rank=x&order=name", "class=a%20b+c&node=mixed4d:12", "mass=NaN", "damping=-0",
		"%zz=1&class=%zz", "search=%ff", "table=1&&=&class", "class=&class=b&set=difference", "class=a&class=a&class=&class=b&class=c&class=d&class=e",
		"class=a&class=b&layer=mixed4a&embedding=large", "pin=a:1&pin=b:2&pin=a:1&pinned=only&page=1&node=a:1", "pictures=examples", "pictures=none",
		"utm_source=mail&=&x", "page=2&pinned=1&embedding=&table=on&tour=2.5",
		"edge-threshold=12&max-nodes=3&sign=both&hide=a&hide=a&exclude=a:1&row-spacing=0.5&column-spacing=2", "edge-threshold=0&max-nodes=2.5&sign=minus&row-spacing=9",
		"viewport=1.23456,-0.00001,0.5&embedding-viewport=9e9,1,1&open=more&open=about&open=more&open=door"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := ParseView(query)
		again, notices := ParseView(v.Query())
		if !reflect.DeepEqual(again, v) || len(notices) > 0 {
			t.Fatalf("%q: %+v became %+v by %q %q", query, v, again, v.Query(), notices)
		}
	})
}

func TestViewRoundTripOfEveryView(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := func(most int) *rapid.Generator[[]string] {
			return rapid.SliceOfNDistinct(rapid.StringN(1, -1, -1), 0, most, rapid.ID[string])
		}
		v := View{
			Set:     rapid.SampledFrom(attribution.Sets()).Draw(t, "set"),
			Classes: texts(ClassesMost-1).Draw(t, "classes"),
			Pins:    texts(5).Draw(t, "pins"),
			Bundle:  rapid.String().Draw(t, "bundle"),
			Layer:   rapid.String().Draw(t, "layer"),
			Large:   rapid.Bool().Draw(t, "large"),
			Search:  rapid.String().Draw(t, "search"),
			Node:    rapid.String().Draw(t, "node"),
			Rank:    rapid.SampledFrom(Rankings).Draw(t, "rank"),
			Order:   rapid.SampledFrom(Orders).Draw(t, "order"),
			Mass:    rapid.Float64Range(MassMin, MassMax).Draw(t, "mass"),
			Damping: rapid.Float64Range(DampingMin, DampingMax).Draw(t, "damping") + 0,
			Table:   rapid.Bool().Draw(t, "table"),

			Page: rapid.Bool().Draw(t, "page"), PinnedOnly: rapid.Bool().Draw(t, "pinned only"),
			Pictures: rapid.SampledFrom(Pictures).Draw(t, "pictures"),

			Viewport: viewports(t), Embedding: viewports(t),
			Tour:      rapid.IntRange(0, TourSteps).Draw(t, "tour"),
			Threshold: rapid.IntRange(ThresholdDefault, ThresholdMax).Draw(t, "threshold"), Nodes: rapid.IntRange(0, NodesMax).Draw(t, "nodes"),
			Sign: rapid.SampledFrom(attribution.Signs()).Draw(t, "sign"), Hide: texts(4).Draw(t, "hide"), Exclude: texts(4).Draw(t, "exclude"),
			Rows: rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "rows"), Columns: rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "columns"),
		}
		for _, panel := range panels {
			if rapid.Bool().Draw(t, panel) {
				v.Show(panel, true)
			}
		}
		v.Classes = append([]string(nil), slices.DeleteFunc(v.Classes, func(class string) bool { return class == v.Class })...) // nil if empty
		for _, list := range []*[]string{&v.Pins, &v.Hide, &v.Exclude} {
			*list = append([]string(nil), *list...)
		}
		got, notices := ParseView("?" + v.Query())
		if !reflect.DeepEqual(got, v) || len(notices) > 0 {
			t.Fatalf("%+v became %+v by %q %q", v, got, v.Query(), notices)
		}
	})
}

// viewports are none, or one anywhere.
func viewports(t *rapid.T) Viewport {
	if rapid.Bool().Draw(t, "no viewport") {
		return Viewport{}
	}
	number := func(lo, hi int) float64 { return float64(rapid.IntRange(lo, hi).Draw(t, "number")) / 1e4 }
	return Viewport{number(1000, 1_000_000), number(-1_000_000, 1_000_000), number(-1_000_000, 1_000_000)}
}

func TestClassesOfAnAddress(t *testing.T) {
	for query, want := range map[string]string{
		"class=a&class=b&set=intersection": "class=a&class=b&set=intersection", "class=a&class=a&class=": "class=a", "class=&class=b": "class=&class=b", "set=union": "",
	} {
		if v, notices := ParseView(query); v.Query() != want || len(notices) > 0 {
			t.Errorf("%q became %q with notices %q", query, v.Query(), notices)
		}
	}
	many := "set=sum"
	for k := range 2 * (ClassesMost + 1) {
		many += "&class=" + strconv.Itoa(k%(ClassesMost+1))
	}
	v, notices := ParseView(many)
	if v.Class != "0" || len(v.Classes) != ClassesMost-1 || v.Classes[ClassesMost-2] != strconv.Itoa(ClassesMost-1) || len(notices) != 2 ||
		!strings.HasPrefix(notices[1], "A set has up to 50 classes") {
		t.Errorf("one class too many became %q with notices %q", v.Query(), notices)
	}
}

func TestViewIsReadableAndRepaired(t *testing.T) {
	v := DefaultView()
	if v.Query() != "" {
		t.Errorf("the default view's query is %q", v.Query())
	}
	v.Class, v.Classes, v.Mass, v.Layer, v.Node, v.Pictures = "n01440764", []string{"n01443537"}, 0.125, "mixed4d", "mixed4d:483", "examples"
	if got, want := v.Query(), "class=n01440764&class=n01443537&mass=0.125&layer=mixed4d&node=mixed4d:483&pictures=examples"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}
