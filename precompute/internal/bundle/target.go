package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
)

// target returns the absolute path where a bundle may be put, links resolved.
func target(out string) (string, error) {
	dir, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return dir, nil
	case err != nil:
		return "", hint.Errorf("choose another folder with --out", "%q cannot hold a bundle: %w", out, err)
	case len(entries) > 0 && !isBundle(dir):
		return "", hint.Errorf("choose another folder with --out, or empty this one first", "%q holds files and is no bundle, so it is not replaced", out)
	}
	return dir, nil
}

// isBundle reports whether dir holds a bundle, of whatever version and however damaged otherwise.
func isBundle(dir string) bool {
	root, err := os.ReadFile(filepath.Join(dir, format.Root))
	return err == nil && format.ManifestOf(root) != nil
}

// replace renames the folder from to out; a bundle that is at out goes.
func replace(from, out string) error {
	if _, err := target(out); err != nil {
		return err
	}
	parent := filepath.Dir(out)
	old, err := os.MkdirTemp(parent, filepath.Base(out)+".replaced-*")
	if err != nil {
		return err
	}
	kept := filepath.Join(old, "bundle")
	err = os.Rename(out, kept)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, os.Remove(old))
	}
	had := err == nil
	if err := os.Rename(from, out); err != nil {
		if had {
			err = errors.Join(err, os.Rename(kept, out))
		}
		return errors.Join(fmt.Errorf("put the bundle in place: %w", err), os.Remove(old))
	}
	return errors.Join(syncFolder(parent), os.RemoveAll(old))
}
