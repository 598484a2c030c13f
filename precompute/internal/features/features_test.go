package features_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/features"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/work"
	"summit/shared/model"
)

// TestMake: pictures of all channels but those that nothing excites, examples as they were, and all that is said of them.
func TestMake(t *testing.T) {
	p := newPlace(t, "")
	before, old := verified(t, p.bundle), contents(t, p.bundle)
	o := p.options()
	o.Sheet = filepath.Join(p.dir, "sheet.png")
	summary, err := makeFeatures(context.Background(), o)
	must(t, err)
	r := verified(t, p.bundle)
	f, err := r.Features()
	must(t, err)
	offset := r.Manifest().Layers[1].Offset
	for j := range r.Manifest().Channels() {
		activation, diverse, ok := f.Of(j)
		if ok != (j != offset+dead) {
			t.Errorf("channel %d: has pictures: %v", j, ok)
		}
		kept := float32(0)
		for _, a := range diverse {
			kept += a / 4
		}
		if ok && !(kept >= 0.7*activation) {
			t.Errorf("channel %d: diversity pictures have %v of %v", j, diverse, activation)
		}
	}
	checkManifest(t, r.Manifest(), o, summary)
	checkCards(t, before.Manifest().Cards, old, r.Manifest().Cards, contents(t, p.bundle))
	for _, name := range []string{"sheet-first.png", "sheet-second.png"} {
		if info, err := os.Stat(filepath.Join(p.dir, name)); err != nil || info.Size() < 1000 {
			t.Errorf("contact sheet %s: %v", name, err)
		}
	}
	if _, err := os.Stat(p.bundle + ".partial"); err == nil {
		t.Error("the work folder is left behind")
	}
}

func checkManifest(t *testing.T, m *model.Manifest, o features.Options, summary features.Summary) {
	t.Helper()
	want := model.FeatureParameters{Size: side, Steps: o.Steps, Rate: o.Rate, Decay: o.Decay, Contrast: o.Contrast, Seed: 1, Objective: "channel", Diversity: 4}
	if len(m.Features) != 2 || m.Features[0].Layer != "first" || m.Features[0].Parameters != want || m.Features[0].Mixed {
		t.Errorf("features in the manifest: %+v", m.Features)
	}
	if !slices.Contains(m.Features[1].Seeded, blind) || slices.Contains(m.Features[1].Seeded, 5) {
		t.Errorf("seeded channels %v, want %d", m.Features[1].Seeded, blind)
	}
	if q := m.Quality.Features; q == nil || *q != *summary.Quality || q.Diversity < 0.7 {
		t.Errorf("quality %+v, in the summary %+v", q, summary.Quality)
	}
	if c := m.Data.Colours; c.Images != 8 || c.Mean[0] < 0.3 || c.Covariance[0][0] < 0.05 {
		t.Errorf("colours %+v", c)
	}
	if summary.Channels != 8+second || summary.Pictures != 5*(8+second) || summary.Kept != 0 || len(summary.LeftOut) != 0 {
		t.Errorf("summary %+v", summary)
	}
}

// checkCards compares the examples on cards before and after, and looks for colour where a feature visualization is.
func checkCards(t *testing.T, from model.Cards, old map[string]string, to model.Cards, files map[string]string) {
	t.Helper()
	if !to.Features() || len(to.Of(model.DiversityTile)) != 4 {
		t.Fatalf("cards %+v", to)
	}
	for name := range files {
		if !strings.HasPrefix(name, "cards/") {
			continue
		}
		before, after := decoded(t, old[name]), decoded(t, files[name])
		for n, tile := range to.Of(model.ExampleTile) {
			was := from.Of(model.ExampleTile)[n]
			for at := range tile.Size * tile.Size {
				a := before.YCbCrAt(was.X+at%was.Size, was.Y+at/was.Size)
				b := after.YCbCrAt(tile.X+at%tile.Size, tile.Y+at/tile.Size)
				if d := int(a.Y) - int(b.Y); d < -6 || d > 6 {
					t.Fatalf("%s: example %d changes by %d", name, n, d)
				}
			}
		}
		tile := to.Of(model.FeatureTile)[0]
		low, high := uint8(255), uint8(0)
		for at := range tile.Size * tile.Size {
			y := after.YCbCrAt(tile.X+at%tile.Size, tile.Y+at/tile.Size).Y
			low, high = min(low, y), max(high, y)
		}
		if grey := high-low < 8; grey != (name == "cards/second/2.jpg") {
			t.Errorf("%s: brightness of the feature visualization from %d to %d", name, low, high)
		}
	}
}

func decoded(t *testing.T, data string) *image.YCbCr {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader([]byte(data)))
	must(t, err)
	return img.(*image.YCbCr)
}

// TestSameBytes: threads, shards, an interruption and a second go make no difference.
func TestSameBytes(t *testing.T) {
	p := newPlace(t, "")
	original := p.copied(t)
	_, err := makeFeatures(context.Background(), p.options())
	must(t, err)
	want := contents(t, p.bundle)
	for name, do := range map[string]func(t *testing.T, p place) features.Options{
		"one thread": func(_ *testing.T, p place) features.Options {
			o := p.options()
			o.Threads = 1
			return o
		},
		"again": func(t *testing.T, p place) features.Options {
			_, err := makeFeatures(context.Background(), p.options())
			must(t, err)
			return p.options()
		},
		"shards": func(t *testing.T, p place) features.Options {
			before := contents(t, p.bundle)
			for k := range 3 {
				o := p.options()
				o.Shard = work.Shard{Index: k + 1, Of: 3}
				_, err := makeFeatures(context.Background(), o)
				must(t, err)
			}
			if !maps.Equal(before, contents(t, p.bundle)) {
				t.Error("a shard changes the bundle")
			}
			return p.options()
		},
		"interrupted": interrupted,
	} {
		t.Run(name, func(t *testing.T) {
			p := original.copied(t)
			o := do(t, p)
			_, err := makeFeatures(context.Background(), o)
			must(t, err)
			got := contents(t, p.bundle)
			for file := range want {
				if got[file] != want[file] {
					t.Errorf("%s differs", file)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d files instead of %d", len(got), len(want))
			}
		})
	}
}

// interrupted ends a job in the middle and damages what it has left.
func interrupted(t *testing.T, p place) features.Options {
	o := p.options()
	o.Shard = work.Shard{Index: 1, Of: 2}
	_, err := makeFeatures(context.Background(), o)
	must(t, err)
	kept, err := filepath.Glob(p.bundle + ".partial/features/*/*/*")
	must(t, err)
	if len(kept) < 4 {
		t.Fatalf("%d files are kept", len(kept))
	}
	must(t, os.Truncate(kept[0], 50))
	must(t, os.Truncate(kept[1], 0))
	data, err := os.ReadFile(kept[2])
	must(t, err)
	data[len(data)/2] ^= 1
	must(t, os.WriteFile(kept[2], data, 0o666))
	must(t, os.WriteFile(kept[3]+".tmp", data, 0o666))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o.Shard = work.Shard{}
	if _, err := makeFeatures(ctx, o); err == nil {
		t.Error("a job that is cancelled ends well")
	}
	return o
}

// TestChosenChannels makes some pictures anew, in another way.
func TestChosenChannels(t *testing.T) {
	p := newPlace(t, "")
	_, err := makeFeatures(context.Background(), p.options())
	must(t, err)
	before := contents(t, p.bundle)
	o := p.options()
	o.Channels, o.Seed, o.Negative, o.Objective = []string{"first-[36]"}, 2, true, "neuron"
	summary, err := makeFeatures(context.Background(), o)
	must(t, err)
	if summary.Channels != 2 || summary.Pictures != 12 {
		t.Errorf("summary %+v", summary)
	}
	r := verified(t, p.bundle)
	if f := r.Manifest().Features; !f[0].Mixed || f[0].Parameters.Seed != 2 || !f[0].Parameters.Negative || f[1].Mixed || f[1].Parameters.Seed != 1 {
		t.Errorf("features in the manifest: %+v", f)
	}
	after := contents(t, p.bundle)
	cards := r.Manifest().Cards
	tile, negative := cards.Of(model.FeatureTile)[0], cards.Of(model.NegativeTile)[0]
	for name := range after {
		if !strings.HasPrefix(name, "cards/") {
			continue
		}
		a, b := decoded(t, before[name]), decoded(t, after[name])
		again := name == "cards/first/3.jpg" || name == "cards/first/6.jpg"
		if changed := difference(a, b, tile, tile) > 3; changed != again {
			t.Errorf("%s: changed: %v", name, changed)
		}
		if drawn := difference(b, b, negative, tile) > 3; again && !drawn {
			t.Errorf("%s: the negative picture is the feature visualization", name)
		}
	}
}

// difference is the mean of differences in brightness between two tiles.
func difference(a, b *image.YCbCr, ta, tb model.Tile) int {
	sum := 0
	for at := range ta.Size * ta.Size {
		d := int(a.YCbCrAt(ta.X+at%ta.Size, ta.Y+at/ta.Size).Y) - int(b.YCbCrAt(tb.X+at%tb.Size, tb.Y+at/tb.Size).Y)
		sum += max(d, -d)
	}
	return sum / (ta.Size * ta.Size)
}

// TestWithoutGradient: layers behind an operator that cannot be differentiated are left out, and the reason is said.
func TestWithoutGradient(t *testing.T) {
	p := newPlace(t, "Shrink")
	summary, err := makeFeatures(context.Background(), p.options())
	must(t, err)
	if len(summary.LeftOut) != 1 || summary.LeftOut[0].Layer != "second" || !strings.Contains(summary.LeftOut[0].Reason, `node "between" (Shrink)`) {
		t.Fatalf("left out %+v", summary.LeftOut)
	}
	r := verified(t, p.bundle)
	if f := r.Manifest().Features; len(f) != 2 || f[0].Reason != "" || f[1].Reason != summary.LeftOut[0].Reason {
		t.Errorf("features in the manifest: %+v", f)
	}
	f, err := r.Features()
	must(t, err)
	if _, _, ok := f.Of(0); !ok {
		t.Error("the first layer has no pictures")
	}
	if _, _, ok := f.Of(8); ok {
		t.Error("the second layer has pictures")
	}
	report, err := r.File("report.json")
	must(t, err)
	if !bytes.Contains(report, []byte(`"features_left_out"`)) || !bytes.Contains(report, []byte(`"images": 8`)) {
		t.Errorf("report %s", report)
	}
}

func TestErrors(t *testing.T) {
	p := newPlace(t, "")
	other := filepath.Join(p.dir, "other.onnx")
	must(t, os.WriteFile(other, testModel("Tanh").Bytes(), 0o666))
	before := contents(t, p.bundle)
	for want, change := range map[string]func(*features.Options){
		"has sha256":                     func(o *features.Options) { o.Model = other },
		"no such file":                   func(o *features.Options) { o.Model = "nowhere.onnx" },
		`--layers "third" is no layer`:   func(o *features.Options) { o.Layers = []string{"third"} },
		`--channels "first-9" is no`:     func(o *features.Options) { o.Channels = []string{"first-9"} },
		"--size 9 is no even number":     func(o *features.Options) { o.Side = 9 },
		"--steps 0 is not":               func(o *features.Options) { o.Steps = 0 },
		"--diversity 3 is neither":       func(o *features.Options) { o.Diversity = 3 },
		`--objective "layer" is neither`: func(o *features.Options) { o.Objective = "layer" },
	} {
		o := p.options()
		change(&o)
		_, err := makeFeatures(context.Background(), o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		if strings.Contains(want, "sha256") && len(hint.Of(err)) == 0 {
			t.Error("no hint on another model")
		}
	}
	if !maps.Equal(before, contents(t, p.bundle)) {
		t.Error("a failure changes the bundle")
	}
}
