package work

import (
	"errors"
	"os"
	"path/filepath"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
)

// Hold takes the work folder of a bundle that is there, for a revision of it. Whatever a run has left there stays.
func Hold(out string) (*Folder, error) {
	out, dir, err := bundle.Target(out)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, explain(hint.Wrap(err, "the folder beside the bundle has to be writable"))
	}
	f := &Folder{dir: dir, out: out}
	f.lock, err = lock(dir)
	return f, explain(err)
}

// Features is the folder beside a bundle for pictures that are made and not in it yet, those of one name. Any number of processes may fill
// it, each with pictures of its own.
func Features(out, name string) (string, error) {
	_, dir, err := bundle.Target(out)
	return filepath.Join(dir, bundle.FeatureFolder, name), err
}

// RemoveFeatures removes all pictures; they are in the bundle.
func (f *Folder) RemoveFeatures() error {
	if f.lock == nil {
		return errors.New("work: the folder has been given up")
	}
	return os.RemoveAll(filepath.Join(f.dir, bundle.FeatureFolder))
}
