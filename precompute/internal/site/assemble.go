package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"summit/precompute/internal/hint"
)

// unfinished is a file in the folder of a site that is being written, or whose writing was interrupted.
const unfinished = ".unfinished"

// Assemble writes a site of the explorer and the bundles in dirs into out, which must be empty, missing, or a site that
// was written before, if only in part: then it is replaced. The index comes last, so that an interrupted run shows no
// bundle.
func Assemble(ctx context.Context, out string, dirs []string) ([]Mount, error) {
	if len(dirs) == 0 {
		return nil, noBundles()
	}
	explorer, err := Explorer()
	if err != nil {
		return nil, err
	}
	mounts, err := Mounts(dirs)
	if err != nil {
		return nil, err
	}
	if err := makeRoom(out, dirs); err != nil {
		return nil, err
	}
	if err := copyAll(ctx, out, explorer); err != nil {
		return nil, diskFull(err)
	}
	for _, m := range mounts {
		if err := copyAll(ctx, filepath.Join(out, filepath.FromSlash(m.Path)), os.DirFS(m.Dir)); err != nil {
			return nil, diskFull(fmt.Errorf("bundle %q: %w", m.Dir, err))
		}
	}
	if err := os.WriteFile(filepath.Join(out, Index), IndexOf(mounts), 0o644); err != nil {
		return nil, diskFull(err)
	}
	return mounts, os.Remove(filepath.Join(out, unfinished))
}

// diskFull adds what to do about a full disk.
func diskFull(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return hint.Wrap(err, "the disk is full: make room, or choose a folder on another disk with --out")
	}
	return err
}

// makeRoom empties out but for the mark that it is unfinished, if it holds a site, and refuses if it holds anything else.
func makeRoom(out string, dirs []string) error {
	for _, dir := range dirs {
		if inside(dir, out) {
			return hint.Errorf("choose another folder", "the bundle %q lies in the site's folder %q, which is emptied first", dir, out)
		}
	}
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) {
		err = os.MkdirAll(out, 0o755)
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 && !holdsSite(out) {
		return hint.Errorf("name an empty folder, or a site to replace", "%q is not empty and holds no site", out)
	}
	if err := os.WriteFile(filepath.Join(out, unfinished), nil, 0o644); err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() == unfinished {
			continue
		}
		if err := os.RemoveAll(filepath.Join(out, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// holdsSite reports whether dir is a site, whole or unfinished.
func holdsSite(dir string) bool {
	there := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	}
	return there(unfinished) || there(Index) && there(Page)
}

func inside(path, dir string) bool {
	a, err := filepath.Abs(path)
	b, err2 := filepath.Abs(dir)
	if err != nil || err2 != nil {
		return false
	}
	relative, err := filepath.Rel(b, a)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// copyAll copies the regular files of from, except dot files, into the folder dir, until ctx ends.
func copyAll(ctx context.Context, dir string, from fs.FS) error {
	return fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(path))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			return nil
		}
		return copyFile(target, from, path)
	})
}

func copyFile(target string, from fs.FS, path string) error {
	source, err := from.Open(path)
	if err != nil {
		return err
	}
	defer source.Close()
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, source); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
