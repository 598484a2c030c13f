package work

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
)

// partSuffix ends the names of parts.
const partSuffix = ".part"

// Folder is a work folder that this process has to itself. Writing parts may be done by several goroutines.
type Folder struct {
	run  *Run
	dir  string
	out  string
	lock *os.File

	mu   sync.Mutex
	next int // number of the next part
}

// Open takes the work folder of out for a run. What an earlier run of the same content has done there is kept; that of another is an error,
// unless restart says to drop it.
func Open(out string, run *Run, restart bool) (*Folder, error) {
	out, dir, err := bundle.Target(out)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, explain(hint.Wrap(err, "choose another folder for the bundle with --out"))
	}
	run.Format = formatVersion
	f := &Folder{run: run, dir: dir, out: out}
	if f.lock, err = lock(dir); err != nil {
		return nil, explain(err)
	}
	if err := f.begin(restart); err != nil {
		return nil, errors.Join(explain(err), f.Close())
	}
	return f, nil
}

// Look opens those parts that Open would keep and that are whole. It takes no folder and changes nothing.
func Look(out string, run *Run, restart bool) ([]*part.File, error) {
	out, dir, err := bundle.Target(out)
	if err != nil {
		return nil, err
	}
	run.Format = formatVersion
	f := &Folder{run: run, dir: dir, out: out}
	names, err := f.kept(restart)
	if err != nil {
		return nil, err
	}
	var files []*part.File
	for _, name := range names {
		if file, err := f.openPart(name); err == nil {
			files = append(files, file)
		}
	}
	return files, nil
}

// begin keeps or drops what is in the folder.
func (f *Folder) begin(restart bool) error {
	names, err := f.kept(restart)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		if err := os.RemoveAll(f.parts()); err != nil {
			return err
		}
	} else if f.next, err = number(names[len(names)-1]); err != nil {
		return err
	}
	if err := os.MkdirAll(f.parts(), 0o777); err != nil {
		return err
	}
	return f.run.write(f.dir)
}

// kept are the paths of the parts that are not to be dropped.
func (f *Folder) kept(restart bool) ([]string, error) {
	names, err := f.names()
	if err != nil || len(names) == 0 || restart {
		return nil, err
	}
	keep, err := f.mayGoOn()
	if !keep {
		names = nil
	}
	return names, err
}

func partName(number int) string { return fmt.Sprintf("%06d%s", number, partSuffix) }

// number is that of the part after the one of that name.
func number(name string) (n int, err error) {
	if n, err = strconv.Atoi(strings.TrimSuffix(filepath.Base(name), partSuffix)); err != nil {
		return 0, hint.Wrap(fmt.Errorf("%q is not a part of this program's: %w", name, err), "move it elsewhere")
	}
	return n + 1, nil
}

// mayGoOn compares the run with the one that the folder's parts are of.
func (f *Folder) mayGoOn() (bool, error) {
	const wayOut = "--restart drops what it has done; to finish it, run its command again"
	earlier, err := ReadRun(f.dir)
	switch {
	case missing(err):
		return false, nil // parts come after run.json and go after it: these are of a run that is done
	case err != nil:
		return false, hint.Wrap(err, "--restart drops what the run has done")
	case earlier.Purpose != f.run.Purpose:
		return false, hint.Errorf(wayOut, "%q holds what another run has done so far, one of %s", f.dir, earlier.Purpose)
	case earlier.Digest() != f.run.Digest():
		return false, hint.Errorf(wayOut, "%q holds what another run has done so far. It has\n%s", f.dir, strings.Join(Differences(earlier, f.run), "\n"))
	}
	return true, nil
}

func (f *Folder) parts() string { return filepath.Join(f.dir, bundle.PartFolder) }

// names are the paths of the folder's parts, in the order in which they were written.
func (f *Folder) names() ([]string, error) { return partNames(f.dir) }

func partNames(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, bundle.PartFolder))
	if err != nil && !missing(err) {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), partSuffix) {
			names = append(names, filepath.Join(dir, bundle.PartFolder, entry.Name()))
		}
	}
	slices.Sort(names)
	return names, nil
}

// Parts opens the parts that are whole. Others are removed, and told about: their items are to be done again.
func (f *Folder) Parts(tell func(string)) ([]*part.File, error) {
	names, err := f.names()
	if err != nil {
		return nil, err
	}
	var files []*part.File
	for _, name := range names {
		file, err := f.openPart(name)
		if err != nil {
			tell("done again: " + err.Error())
			if err := os.Remove(name); err != nil {
				return nil, err
			}
			continue
		}
		files = append(files, file)
	}
	return files, nil
}

func (f *Folder) openPart(name string) (*part.File, error) {
	file, err := part.Open(name, f.run.Shape)
	if err == nil && file.Run != f.run.Digest() {
		err = fmt.Errorf("part %q: of another run", name)
	}
	return file, err
}

// Write writes a part.
func (f *Folder) Write(p *part.Building) error {
	f.mu.Lock()
	number := f.next
	f.next++
	f.mu.Unlock()
	path := filepath.Join(f.parts(), partName(number))
	if err := p.Write(path, f.run.Digest()); err != nil {
		return explain(fmt.Errorf("write part %q: %w", path, err))
	}
	return nil
}

// Close gives the folder up. It stays if there are parts or pictures in it.
func (f *Folder) Close() error {
	if f.lock == nil {
		return nil
	}
	names, err := f.names()
	if _, none := os.Stat(filepath.Join(f.dir, bundle.FeatureFolder)); err != nil || len(names) > 0 || none == nil {
		return errors.Join(err, f.unlock())
	}
	return f.Remove()
}

// Remove removes the folder, run.json first: without it the rest is of no value to anyone, and the lock last.
func (f *Folder) Remove() error {
	if f.lock == nil {
		return nil
	}
	if err := os.Remove(filepath.Join(f.dir, bundle.RunFile)); err != nil && !missing(err) {
		return err
	}
	entries, err := os.ReadDir(f.dir)
	for _, entry := range entries {
		if entry.Name() != bundle.LockFile {
			err = errors.Join(err, os.RemoveAll(filepath.Join(f.dir, entry.Name())))
		}
	}
	path := f.lock.Name()
	open := os.Remove(path)
	err = errors.Join(err, f.unlock())
	if open != nil { // some systems remove no open file
		os.Remove(path)
	}
	os.Remove(f.dir) // unless another process has begun to work there
	return err
}

func (f *Folder) unlock() error {
	err := f.lock.Close()
	f.lock = nil
	return err
}

// explain adds what to do about a full disk.
func explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return hint.Wrap(err, "the disk is full: make room and run the command again, or choose a folder on another disk with --out")
	}
	return err
}
