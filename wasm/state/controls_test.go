package state

import (
	"html"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// TestStepsOfTheTourAreViews: as many as an address can name, each an address that needs no repair.
func TestStepsOfTheTourAreViews(t *testing.T) {
	text, err := os.ReadFile("../../site/shell/index.html")
	if err != nil {
		t.Skip("the page's markup is not here:", err) // under WebAssembly
	}
	steps := regexp.MustCompile(`<div data-step="([^"]*)">`).FindAllSubmatch(text, -1)
	if len(steps) != TourSteps {
		t.Errorf("%d steps", len(steps))
	}
	for _, step := range steps {
		query := html.UnescapeString(string(step[1]))
		if v, notices := ParseView(query); v.Query() != query || len(notices) > 0 {
			t.Errorf("%q is read as %q, with notices %q", query, v.Query(), notices)
		}
	}
}

// TestControlsHaveTheRangesOfTheView compares the page's markup with what addresses may ask for.
func TestControlsHaveTheRangesOfTheView(t *testing.T) {
	text, err := os.ReadFile("../../site/shell/index.html")
	if err != nil {
		t.Skip("the page's markup is not here:", err) // under WebAssembly
	}
	for id, want := range map[string][2]float64{
		"mass": {100 * MassMin, 100 * MassMax}, "damping": {DampingMin, DampingMax}, "nodes": {1, NodesMax + 1},
		"rows": {100 * SpacingMin, 100 * SpacingMax}, "columns": {100 * SpacingMin, 100 * SpacingMax},
	} {
		found := regexp.MustCompile(`<input id="` + id + `" type="range" min="([^"]*)" max="([^"]*)"`).FindSubmatch(text)
		if found == nil {
			t.Errorf("%s has no range", id)
			continue
		}
		for k, edge := range want {
			if got, err := strconv.ParseFloat(string(found[k+1]), 64); err != nil || got != edge {
				t.Errorf("%s: %s instead of %v", id, found[k+1], edge)
			}
		}
	}
	var rankings []string
	list := regexp.MustCompile(`(?s)<select id="rank">.*?</select>`).Find(text)
	for _, option := range regexp.MustCompile(`value="([^"]*)"`).FindAllSubmatch(list, -1) {
		rankings = append(rankings, string(option[1]))
	}
	if !slices.Equal(rankings, Rankings) {
		t.Errorf("rankings %q instead of %q", rankings, Rankings)
	}
}
