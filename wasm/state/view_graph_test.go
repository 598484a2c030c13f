package state

import (
	"reflect"
	"testing"

	"summit/shared/attribution"
	"summit/shared/model"
)

func twoLayers(inhibition bool) *model.Manifest {
	m := &model.Manifest{Layers: []model.Layer{{Name: "low", Channels: 3}, {Name: "high", Channels: 2, Offset: 3}}}
	m.Parameters.Inhibition = inhibition
	return m
}

func TestParametersOfAView(t *testing.T) {
	v, notices := ParseView("rank=lift&mass=0.2&damping=0.5&edge-threshold=7&max-nodes=4&sign=both&hide=high&exclude=high:1&exclude=low-2&row-spacing=2")
	if len(notices) > 0 {
		t.Fatal(notices)
	}
	want := attribution.DefaultParameters()
	want.Rank, want.Mass, want.Damping, want.MinCount, want.MaxNodes = "lift", 0.2, 0.5, 7, 4
	want.Filter = attribution.Filter{Exclude: []int{4, 2}, Hide: []int{1}, Sign: "both"}
	if got := v.Parameters(twoLayers(true)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v instead of %+v", got, want)
	}
	if notices := v.Know(twoLayers(true)); len(notices) > 0 {
		t.Errorf("notices %q", notices)
	}
	if query := v.Reset().Query(); query != "" {
		t.Errorf("after a reset %q is left", query)
	}
	if query := v.Graph().Query(); query != "rank=lift&mass=0.2&damping=0.5&edge-threshold=7&max-nodes=4&sign=both&hide=high&exclude=high:1&exclude=low:2" {
		t.Errorf("the graph depends on %q", query)
	}
}
