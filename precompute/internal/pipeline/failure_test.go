package pipeline_test

import (
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/pipeline/reference"
	"summit/precompute/internal/progress"
)

func smallPicture() []reference.Map {
	return []reference.Map{{{{1, 2}}, {{1, 2}}, {{1, 2}}}}
}

func wantError(t *testing.T, err error, text, hintText string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Errorf("error %v, want %q", err, text)
	}
	if hints := strings.Join(hint.Of(err), "\n"); !strings.Contains(hints, hintText) {
		t.Errorf("hints %q, want %q", hints, hintText)
	}
}

// What can be wrong with the model, the data or the options is found before the first picture; each says what to do.
func TestWhatIsWrongIsSaid(t *testing.T) {
	base := small(t)
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, []byte(text), 0o666))
		return path
	}
	stranger := filepath.Join(t.TempDir(), "data")
	must(t, (&pictures{images: smallPicture(), labels: []int{7}}).write(stranger))
	occupied := filepath.Dir(file("letter.txt", "dear"))
	for name, c := range map[string]struct {
		change     func(*pipeline.Options)
		text, hint string
	}{
		"no model":      {func(o *pipeline.Options) { o.Model = "missing.onnx" }, `missing.onnx`, "--model"},
		"not a model":   {func(o *pipeline.Options) { o.Model = file("text.onnx", "text") }, `text.onnx`, ""},
		"no data":       {func(o *pipeline.Options) { o.Data = "missing" }, `no data at "missing"`, "--data"},
		"strange label": {func(o *pipeline.Options) { o.Data = stranger }, `"7"`, "--groups"},
		"size":          {func(o *pipeline.Options) { o.Preprocess = "cifar10" }, "12 x 12 pixels, preprocessing makes 32 x 32", "--preprocess"},
		"labels":        {func(o *pipeline.Options) { o.Labels = file("labels", "a\nb\n") }, "2 classes, the model has 3 outputs", "--labels"},
		"library":       {func(o *pipeline.Options) { o.Library = "missing.so" }, `missing.so`, "--ort-lib"},
		"bad library":   {func(o *pipeline.Options) { o.Library = file("text.so", "text") }, `load ONNX Runtime`, "1.24 or later"},
		"out":           {func(o *pipeline.Options) { o.Out = occupied }, "is no bundle, so it is not replaced", "--out"},
		"out in a file": {func(o *pipeline.Options) { o.Out = filepath.Join(file("plain", "x"), "b") }, "plain", "--out"},
		"layer":         {func(o *pipeline.Options) { o.Layers = []string{"conv9*"} }, `"conv9*"`, "the layers are"},
		"exclude":       {func(o *pipeline.Options) { o.Exclude = []string{"conv9-*"} }, `"conv9-*" is no channel`, "LAYER-NUMBER"},
		"mass":          {func(o *pipeline.Options) { o.Mass = 1.5 }, "--mass", ""},
		"mass NaN":      {func(o *pipeline.Options) { o.MassEmbed = math.NaN() }, "--mass", ""},
		"topk":          {func(o *pipeline.Options) { o.TopK = 0 }, "--topk 0", ""},
		"threads":       {func(o *pipeline.Options) { o.Threads = 0 }, "--threads 0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := base
			c.change(&o)
			wantFailure(t, o, c.text, c.hint)
			_, err := pipeline.DryRun(t.Context(), o, progress.Lines(io.Discard))
			wantError(t, err, c.text, c.hint)
		})
	}
	if _, err := os.Stat(filepath.Join(occupied, "letter.txt")); err != nil {
		t.Error("a file in the folder that was refused is gone")
	}
}

// With Groups, labels need not be the model's; accuracy is then left out.
func TestGroups(t *testing.T) {
	o := small(t)
	must(t, os.Rename(filepath.Join(o.Data, "1"), filepath.Join(o.Data, "birds")))
	o.Groups = true
	summary := runSmall(t, o)
	m := openBundle(t, o.Out).Manifest()
	if summary.Top1 != nil || !m.Data.Groups || m.Quality.Top1 != nil {
		t.Errorf("groups have an accuracy: %v", summary.Top1)
	}
	var names []string
	for _, class := range m.Classes {
		names = append(names, class.Name)
		if class.Index != nil || class.Top1 != nil || len(class.Histogram) > 0 || class.Images != 8 {
			t.Errorf("group %+v", class)
		}
	}
	if got := strings.Join(names, " "); got != "0 2 birds" {
		t.Errorf("groups %q", got)
	}
}
