package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	want := contents(t, o.Out)
	for _, threads := range []int{2, 3, 5} {
		o.Threads = threads
		o.Out = filepath.Join(t.TempDir(), "bundle")
		runSmall(t, o)
		wantSame(t, fmt.Sprint(threads, " workers"), contents(t, o.Out), want)
	}
}

// A run over a bundle that is there already replaces it by the same.
func TestSameBytesAgain(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	want := contents(t, o.Out)
	runSmall(t, o)
	wantSame(t, "again", contents(t, o.Out), want)
}

func TestSameBytesForShuffledCSV(t *testing.T) {
	o := small(t)
	o.DataName = "pictures"
	runSmall(t, o)
	want := contents(t, o.Out)
	files, err := filepath.Glob(filepath.Join(o.Data, "*", "*.png"))
	must(t, err)
	rows := []string{"path,label"}
	for _, i := range rand.New(rand.NewPCG(9, 10)).Perm(len(files)) {
		path, err := filepath.Rel(o.Data, files[i])
		must(t, err)
		rows = append(rows, filepath.ToSlash(path)+","+filepath.Base(filepath.Dir(path)))
	}
	list := filepath.Join(o.Data, "list.csv")
	must(t, os.WriteFile(list, []byte(strings.Join(rows, "\n")+"\n"), 0o666))
	o.Data, o.Threads, o.Out = list, 3, filepath.Join(t.TempDir(), "bundle")
	runSmall(t, o)
	wantSame(t, "a CSV in another order", contents(t, o.Out), want)
}

// The time of SOURCE_DATE_EPOCH stands in the manifest; without it none does.
func TestSourceDateEpoch(t *testing.T) {
	o := small(t)
	for epoch, want := range map[string]string{"": "", "1600000000": "2020-09-13T12:26:40Z"} {
		t.Setenv("SOURCE_DATE_EPOCH", epoch)
		runSmall(t, o)
		if got := openBundle(t, o.Out).Manifest().Created; got != want {
			t.Errorf("SOURCE_DATE_EPOCH=%q: created %q, want %q", epoch, got, want)
		}
	}
}

// LimitPerClass takes the first pictures of each class, as if there were no others.
func TestLimitPerClass(t *testing.T) {
	o := small(t)
	o.LimitPerClass = 3
	runSmall(t, o)
	want := contents(t, o.Out)
	for class := range 3 {
		for i := 3; i < 8; i++ {
			must(t, os.Remove(filepath.Join(o.Data, fmt.Sprint(class), fmt.Sprintf("picture%03d.png", 8*class+i))))
		}
	}
	o.LimitPerClass, o.Out = 0, filepath.Join(t.TempDir(), "bundle")
	runSmall(t, o)
	wantSame(t, "fewer pictures", contents(t, o.Out), want)
}
