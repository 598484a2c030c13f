package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
)

// Names in the work folder of a bundle, which is called as the bundle with WorkSuffix behind. Nothing else may be in it.
const (
	WorkSuffix     = ".partial"
	RunFile        = "run.json" // what run the parts are of; in a shard too
	PartFolder     = "parts"
	FeatureFolder  = "features" // pictures that are made and not in the bundle yet
	LockFile       = "lock"
	BuildFolder    = "bundle"
	replacedFolder = "replaced"
)

// Target returns the absolute paths where a bundle or a shard may be put, links resolved, and of the folder in which it is to be made.
func Target(out string) (dir, work string, err error) {
	dir, err = filepath.Abs(out)
	if err != nil {
		return "", "", err
	}
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", "", hint.Errorf("choose another folder with --out", "%q cannot hold a bundle: %w", out, err)
	case len(entries) > 0 && !IsBundle(dir) && !IsRun(dir):
		return "", "", hint.Errorf("choose another folder with --out, or empty this one first", "%q holds files and is no bundle, so it is not replaced", out)
	}
	return dir, dir + WorkSuffix, checkWork(dir + WorkSuffix)
}

// checkWork refuses a work folder that holds what this program does not put there.
func checkWork(work string) error {
	entries, err := os.ReadDir(work)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return hint.Wrap(err, "choose another folder for the bundle with --out")
	}
	ours := []string{RunFile, RunFile + ".new", PartFolder, FeatureFolder, LockFile, BuildFolder, replacedFolder}
	for _, entry := range entries {
		if !slices.Contains(ours, entry.Name()) {
			return hint.Errorf("move or delete it; the bundle is built there before it is put in place",
				"%q holds %q and is no unfinished bundle", work, entry.Name())
		}
	}
	return nil
}

// ReportFile is the bundle's list of what went wrong.
const ReportFile = "report.json"

// IsBundle reports whether dir holds a bundle, of whatever version and however damaged otherwise.
func IsBundle(dir string) bool {
	root, err := os.ReadFile(filepath.Join(dir, format.Root))
	return err == nil && format.ManifestOf(root) != nil
}

// IsRun reports whether dir holds parts of a run: a shard, or what an unfinished run has done.
func IsRun(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, RunFile))
	return err == nil && info.Mode().IsRegular()
}

// Replace renames the folder from to out; what is at out goes, by way of the work folder.
func Replace(from, work, out string) error {
	if _, _, err := Target(out); err != nil {
		return err
	}
	replaced := filepath.Join(work, replacedFolder)
	err := os.Rename(out, replaced)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if err := os.Rename(from, out); err != nil {
		if had {
			err = errors.Join(err, os.Rename(replaced, out))
		}
		return fmt.Errorf("put the bundle in place: %w", err)
	}
	return errors.Join(syncFolder(filepath.Dir(out)), os.RemoveAll(replaced))
}

// restore puts back what Replace was about to replace when it was killed.
func restore(work, out string) error {
	replaced := filepath.Join(work, replacedFolder)
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(replaced, out); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.RemoveAll(replaced)
}
