package bundle

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"

	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
)

// Problem is something wrong with a bundle.
type Problem struct {
	Path string // of the file, below the bundle's root
	What string
}

// Report is what Verify found.
type Report struct {
	Files, Classes, Channels int       // Classes and Channels are 0 where zarr.json cannot be read
	Problems                 []Problem // by path, at most one for a file
}

// Verify checks every file of the bundle in dir: its checksum, and that it is what the manifest says. It is an error only
// if dir is no folder that can be read, or a shard.
func Verify(dir string) (Report, error) {
	if IsRun(dir) {
		return Report{}, fmt.Errorf("verify %q: %w", dir, unfinished(dir))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, hint.Wrap(err, "name a folder that precompute wrote")
	}
	defer root.Close()
	v := &verification{dir: dir, root: root, problems: map[string]string{}}
	v.files()
	v.content()
	report := Report{Files: len(v.sums), Classes: v.classes, Channels: v.channels}
	for path, what := range v.problems {
		report.Problems = append(report.Problems, Problem{path, what})
	}
	slices.SortFunc(report.Problems, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
	return report, nil
}

// verification collects problems; the first of a file counts, so that a flipped bit is not reported a second time as
// what it does to the content.
type verification struct {
	dir               string
	root              *os.Root
	classes, channels int
	sums              map[string]string // sha256 in hex of every regular file
	graphs            *graphs           // of the classes; nil where they are not counted
	mu                sync.Mutex
	problems          map[string]string
}

func (v *verification) add(path, what string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, known := v.problems[path]; !known {
		v.problems[path] = fmt.Sprintf(what, args...)
	}
}

// addError files err under the file that it names.
func (v *verification) addError(err error) {
	var file *format.FileError
	if !errors.As(err, &file) {
		file = &format.FileError{Path: format.Root, Err: err}
	}
	v.add(file.Path, "%v", file.Err)
}

// content checks what the files hold, as far as zarr.json can be read.
func (v *verification) content() {
	r, err := Open(v.dir)
	if err != nil {
		v.addError(err)
		return
	}
	defer r.Close()
	v.classes, v.channels = len(r.Manifest().Classes), r.Manifest().Channels()
	v.metadata(r)
	if n, err := r.Network(); err == nil {
		v.graphs = newGraphs(r.Manifest(), n.MeanRate)
	}
	v.eachClass(r)
	if v.mean(r) {
		v.usage(r)
	}
	v.layouts(r)
	if _, err := r.Examples(); err != nil {
		v.addError(err)
	}
	if r.Manifest().Cards.Features() {
		if _, err := r.Features(); err != nil {
			v.addError(err)
		}
	}
	v.cards(r.Manifest())
}

// eachClass checks the rows of every class, several at a time.
func (v *verification) eachClass(r *Reader) {
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for first := range workers {
		group.Go(func() {
			own := r.clone()
			for c := first; c < v.classes; c += workers {
				v.class(own, c)
			}
		})
	}
	group.Wait()
}
