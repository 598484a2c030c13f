package dataset

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"summit/precompute/internal/hint"
)

// openFiles lists the pictures of files that hold many each: tars or Parquet files, all of one kind.
func openFiles(name string, files []string) (*Set, error) {
	kind := ""
	for _, file := range files {
		k := strings.ToLower(filepath.Ext(file))
		if kind != "" && k != kind {
			return nil, fmt.Errorf("%q and %q: files of one kind are read at a time", files[0], file)
		}
		kind = k
	}
	if kind == ".tar" {
		return openTars(name, files)
	}
	return openParquet(name, files)
}

// holdsMany reports whether a file is of a kind that holds many pictures.
func holdsMany(file string) bool {
	ext := strings.ToLower(filepath.Ext(file))
	return ext == ".tar" || ext == ".parquet"
}

// filesIn returns the tars or Parquet files that lie in a folder, in order, and the number of other files there; none where the folder
// is one of class folders.
func filesIn(dir string) (files []string, others int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, 0, fmt.Errorf("open data: %w", err)
	}
	for _, entry := range entries {
		if file := filepath.Join(dir, entry.Name()); holdsMany(file) && !hidden(entry.Name()) && !isDir(file) {
			files = append(files, file)
		} else {
			others++
		}
	}
	return files, others, nil
}

// expand returns the files that a pattern stands for: braces with a range of numbers or a list, as in shard-{000..146}.tar and
// {train,val}.tar, all of which have to exist, then *, ? and [] as in a shell.
func expand(pattern string) ([]string, error) {
	var files []string
	for _, p := range braces(pattern) {
		if !strings.ContainsAny(p, "*?[") {
			files = append(files, p)
			continue
		}
		matches, err := filepath.Glob(p)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", p, err)
		}
		files = append(files, matches...)
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			return nil, hint.Errorf("--data "+advice, "%q of the pattern %q: %w", file, pattern, cause(err))
		}
		if !holdsMany(file) {
			return nil, hint.Errorf("a pattern names .tar or .parquet files", "%q of the pattern %q is neither", file, pattern)
		}
	}
	if len(files) == 0 {
		return nil, hint.Errorf("--data "+advice, "no files match %q: %w", pattern, fs.ErrNotExist)
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// maxFiles bounds what a range in braces stands for.
const maxFiles = 1_000_000

// braces replaces the first {...} by each of its alternatives, and goes on with the rest.
func braces(pattern string) []string {
	before, rest, open := strings.Cut(pattern, "{")
	inside, after, closed := strings.Cut(rest, "}")
	if !open || !closed {
		return []string{pattern}
	}
	var all []string
	for _, tail := range braces(after) {
		for _, choice := range alternatives(inside) {
			if len(all) == maxFiles {
				return all
			}
			all = append(all, before+choice+tail)
		}
	}
	return all
}

// alternatives are the numbers of "000..146", with as many digits, or the parts of "a,b".
func alternatives(inside string) []string {
	from, to, ok := strings.Cut(inside, "..")
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if !ok || err1 != nil || err2 != nil || first < 0 || last < first || last-first >= maxFiles {
		return strings.Split(inside, ",")
	}
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, fmt.Sprintf("%0*d", len(from), n))
	}
	return all
}
