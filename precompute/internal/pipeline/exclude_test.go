package pipeline_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/pipeline"
)

// Channels that are recorded for everything are listed, and excluded only if asked for, beside those excluded by name.
func TestExcludeAuto(t *testing.T) {
	o := small(t)
	must(t, os.RemoveAll(o.Data))
	random, p := rand.New(rand.NewPCG(1, 3)), &pictures{}
	for label := range 12 {
		for range 3 {
			p.labels = append(p.labels, label)
			p.images = append(p.images, randomImage(random, 12, 12))
		}
	}
	must(t, p.write(o.Data))
	o.Groups, o.Mass = true, 0.3
	runSmall(t, o)
	want := everywhere(t, o)
	first := openBundle(t, o.Out).Manifest()
	for _, layer := range first.Layers {
		if len(layer.Excluded) > 0 {
			t.Errorf("%v is excluded unasked", layer.Excluded)
		}
	}
	o.Exclude = []string{"auto", want[0]}
	runSmall(t, o)
	var excluded []string
	for _, layer := range openBundle(t, o.Out).Manifest().Layers {
		for _, e := range layer.Excluded {
			name := fmt.Sprintf("%s-%d", layer.Name, e.Channel)
			excluded = append(excluded, name)
			if byName := e.Reason == "--exclude "+name; byName != (name == want[0]) || !byName && !strings.HasPrefix(e.Reason, "--exclude auto: recorded in ") {
				t.Errorf("%s is excluded for %q", name, e.Reason)
			}
		}
	}
	if !slices.Equal(excluded, want) {
		t.Errorf("excluded %v, want %v", excluded, want)
	}
}

// everywhere counts the bundle's rows, wants the same in its report, and returns the names of the channels that are recorded for everything.
func everywhere(t *testing.T, o pipeline.Options) (names []string) {
	t.Helper()
	r := openBundle(t, o.Out)
	m := r.Manifest()
	classes, images := make([]int, m.Channels()), make([]int, m.Channels())
	for c := range m.Classes {
		row, err := r.Activation(c)
		must(t, err)
		for j, n := range row {
			images[j] += int(n)
			classes[j] += min(int(n), 1)
		}
	}
	var report pipeline.Report
	data, err := os.ReadFile(filepath.Join(o.Out, bundle.ReportFile))
	must(t, err)
	must(t, json.Unmarshal(data, &report))
	for j := range classes {
		if float64(classes[j]) < 0.9*float64(len(m.Classes)) || float64(images[j]) < 0.2*float64(m.Data.Images) {
			continue
		}
		l, c := m.LayerOf(j)
		i := len(names)
		names = append(names, fmt.Sprintf("%s-%d", m.Layers[l].Name, c))
		if i >= len(report.Ubiquitous) {
			t.Fatalf("the report lacks %s", names[i])
		}
		if u := report.Ubiquitous[i]; u.Layer != m.Layers[l].Name || u.Channel != c ||
			u.Classes != float64(classes[j])/float64(len(m.Classes)) || u.Images != float64(images[j])/float64(m.Data.Images) {
			t.Errorf("reported %+v for %s, in %d classes and %d images", u, names[i], classes[j], images[j])
		}
	}
	if len(names) < 2 || len(names) != len(report.Ubiquitous) || len(names) == m.Channels() {
		t.Fatalf("%d channels are recorded for everything, %d are reported", len(names), len(report.Ubiquitous))
	}
	return names
}
