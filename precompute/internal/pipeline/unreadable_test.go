package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
)

// spoil puts files that are no pictures among those of a class.
func spoil(t *testing.T, o pipeline.Options) {
	whole, err := os.ReadFile(filepath.Join(o.Data, "1", "picture009.png"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "half.png"), whole[:len(whole)/2], 0o666))
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "picture999.png"), nil, 0o666))
	must(t, os.Symlink("nowhere.png", filepath.Join(o.Data, "2", "lost.png")))
	must(t, os.WriteFile(filepath.Join(o.Data, "2", "notes.txt"), []byte("no picture by its name"), 0o666))
}

// Pictures that cannot be read are counted and listed, and change no count of the others.
func TestUnreadablePicturesAreListed(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	want := contents(t, o.Out)
	spoil(t, o)
	o.Threads = 2
	summary := runSmall(t, o)
	if summary.Images != 24 || summary.Skipped != 3 || summary.Total != 27 {
		t.Errorf("%d images, %d skipped of %d", summary.Images, summary.Skipped, summary.Total)
	}
	m := openBundle(t, o.Out).Manifest()
	if m.Data.Images != 24 || m.Data.Skipped != 3 {
		t.Errorf("the manifest counts %d images, %d skipped", m.Data.Images, m.Data.Skipped)
	}
	var report pipeline.Report
	must(t, json.Unmarshal([]byte(contents(t, o.Out)[bundle.ReportFile]), &report))
	if report.Images != 24 || report.Ignored != 1 || len(report.Skipped) != 3 {
		t.Fatalf("report: %+v", report)
	}
	for i, want := range [][3]string{
		{"1/half.png", "1", "not enough pixel data"}, {"1/picture999.png", "1", "is empty"}, {"2/lost.png", "2", "no such file"},
	} {
		if got := report.Skipped[i]; got.ID != want[0] || got.Label != want[1] || !strings.Contains(got.Error, want[2]) {
			t.Errorf("skipped %+v, want %q", got, want)
		}
	}
	got := contents(t, o.Out)
	for _, files := range []map[string]string{got, want} { // what tells of the skipped
		for _, path := range []string{"zarr.json", "checksums.txt", bundle.ReportFile} {
			delete(files, path)
		}
	}
	wantSame(t, "with pictures skipped", got, want)
}

// Names that are no UTF-8 are shown in the report and in the manifest as Windows-1252, in messages with their bytes escaped.
func TestNamesInAnyEncoding(t *testing.T) {
	o := small(t)
	must(t, os.Rename(filepath.Join(o.Data, "1", "picture009.png"), filepath.Join(o.Data, "1", "\xe9.png")))
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "\xf1.png"), nil, 0o666))
	must(t, os.Rename(filepath.Join(o.Data, "2"), filepath.Join(o.Data, "Fl\xe9tan")))
	data := filepath.Join(filepath.Dir(o.Data), "d\xe9")
	must(t, os.Rename(o.Data, data))
	o.Data, o.Groups = data, true
	var lines strings.Builder
	count := progress.JSON(&lines)
	summary, err := pipeline.Run(context.Background(), o, count)
	count.Close()
	must(t, err)
	if summary.Images != 24 || summary.Skipped != 1 {
		t.Errorf("%d images, %d skipped", summary.Images, summary.Skipped)
	}
	for line := range strings.Lines(lines.String()) {
		if !json.Valid([]byte(line)) || !utf8.ValidString(line) || strings.ContainsRune(line, utf8.RuneError) {
			t.Errorf("line %q", line)
		}
	}
	if !strings.Contains(lines.String(), `1/\\xf1.png`) {
		t.Errorf("no message about the picture in\n%s", lines.String())
	}
	m := openBundle(t, o.Out).Manifest()
	if m.Data.Name != "dé" || m.Classes[2].ID != "Flétan" || m.Classes[2].Images != 8 {
		t.Errorf("data %q, classes %+v", m.Data.Name, m.Classes)
	}
	text := contents(t, o.Out)[bundle.ReportFile]
	if !strings.Contains(text, `"path": "1/ñ.png"`) || strings.ContainsRune(text, utf8.RuneError) {
		t.Errorf("report:\n%s", text)
	}
}

func TestStrictEndsAtAnUnreadablePicture(t *testing.T) {
	o := small(t)
	spoil(t, o)
	o.Strict = true
	wantFailureKept(t, o, "half.png", "")
}

// A picture of another size than the model's is unreadable too where none is resized.
func TestPictureOfAnotherSize(t *testing.T) {
	o := small(t)
	must(t, os.Rename(filepath.Join(o.Data, "0", "picture000.png"), filepath.Join(t.TempDir(), "0.png")))
	must(t, (&pictures{images: smallPicture(), labels: []int{0}}).write(o.Data))
	if summary := runSmall(t, o); summary.Skipped != 1 {
		t.Errorf("%d skipped", summary.Skipped)
	}
}

func TestClassWithoutAReadablePicture(t *testing.T) {
	o := small(t)
	files, err := filepath.Glob(filepath.Join(o.Data, "1", "*"))
	must(t, err)
	for _, file := range files {
		must(t, os.WriteFile(file, []byte("nothing"), 0o666))
	}
	wantFailureKept(t, o, `class "1": none of its images could be read: decode "`+files[0]+`": not a picture by its content`, "mend or remove its folder")
}

// A class that could not be read is read again after it was mended; the others are kept.
func TestMendedPicturesAreTriedAgain(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	want := contents(t, o.Out)
	mend := map[string][]byte{}
	files, err := filepath.Glob(filepath.Join(o.Data, "1", "*"))
	must(t, err)
	for _, file := range files {
		mend[file], err = os.ReadFile(file)
		must(t, errors.Join(err, os.WriteFile(file, []byte("nothing"), 0o666)))
	}
	wantFailureKept(t, o, `class "1": none of its images could be read`, "")
	for file, data := range mend {
		must(t, os.WriteFile(file, data, 0o666))
	}
	if summary := runSmall(t, o); summary.Kept != 16 || summary.Skipped != 0 {
		t.Errorf("%d kept, %d skipped", summary.Kept, summary.Skipped)
	}
	wantSame(t, "mended", contents(t, o.Out), want)
}

// wantFailure wants the run to fail with an error and a hint that contain the texts, and to leave nothing.
func wantFailure(t *testing.T, o pipeline.Options, text, hintText string) {
	t.Helper()
	_, err := run(context.Background(), o)
	wantError(t, err, text, hintText)
	if _, err := os.Stat(filepath.Join(o.Out, "zarr.json")); err == nil {
		t.Errorf("%q is a bundle", o.Out)
	}
	wantNoRest(t, o)
}

// wantFailureKept is wantFailure where images were done before: they are kept beside the bundle.
func wantFailureKept(t *testing.T, o pipeline.Options, text, hintText string) {
	t.Helper()
	before, after := o.Out+".partial", filepath.Join(t.TempDir(), "kept")
	if _, err := os.Stat(o.Out); err == nil {
		must(t, os.RemoveAll(o.Out))
	}
	_, err := run(context.Background(), o)
	wantError(t, err, text, hintText)
	if parts, err := filepath.Glob(filepath.Join(before, "parts", "*.part")); err != nil || len(parts) == 0 {
		t.Errorf("nothing is kept: %v", err)
	}
	must(t, os.Rename(before, after))
	wantNoRest(t, o)
	must(t, os.Rename(after, before))
}
