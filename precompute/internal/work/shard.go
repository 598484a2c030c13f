package work

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
)

// shardPurpose is the purpose of a shard that is done.
const shardPurpose = "a shard to be merged"

// PutShard puts the sum in place as a shard. The folder is to be removed then.
func (f *Folder) PutShard(sum *part.Sum, shards []Shard) error {
	dir := filepath.Join(f.dir, bundle.BuildFolder)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, bundle.PartFolder), 0o777); err != nil {
		return explain(err)
	}
	path := filepath.Join(dir, bundle.PartFolder, partName(0))
	if err := sum.Write(path, f.run.Digest()); err != nil {
		return explain(fmt.Errorf("write part %q: %w", path, err))
	}
	run := *f.run
	run.Purpose, run.Shards = shardPurpose, shards
	if err := run.write(dir); err != nil {
		return explain(err)
	}
	return bundle.Replace(dir, f.dir, f.out)
}

// Shards are shards of one run that have been opened.
type Shards struct {
	Run    *Run // that of the shards; of several command lines the first by the alphabet
	Shards []Shard
	Sum    *part.Sum
}

// OpenShards opens shards that are to be added up. It is an error if they are not of one run, if two hold the same image, or if one is
// damaged.
func OpenShards(dirs []string) (*Shards, error) {
	all := &Shards{}
	var files []*part.File
	owner := map[int]string{}
	for _, dir := range dirs {
		run, err := openShard(dir)
		if err != nil {
			return nil, fmt.Errorf("shard %q: %w", dir, err)
		}
		if err := all.add(run, dir, dirs[0]); err != nil {
			return nil, err
		}
		found, err := shardParts(dir, run, owner)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	slices.SortFunc(all.Shards, func(a, b Shard) int { return (a.Index-1)*b.Of - (b.Index-1)*a.Of })
	var err error
	all.Sum, err = part.NewSum(all.Run.Shape, files)
	return all, err
}

// openShard reads what run a folder is a shard of.
func openShard(dir string) (*Run, error) {
	run, err := ReadRun(dir)
	switch {
	case missing(err) && bundle.IsBundle(dir):
		return nil, hint.Errorf("merge takes what precompute run --shard I/N wrote", "it is a bundle already")
	case missing(err):
		return nil, hint.Errorf("name a folder that precompute run --shard I/N wrote", "no %s", bundle.RunFile)
	case err != nil:
		return nil, err
	case run.Purpose != shardPurpose:
		return nil, hint.Errorf("finish its run by running its command again", "it is what an unfinished run has done so far")
	}
	return run, nil
}

// add compares a shard's run with those before.
func (s *Shards) add(run *Run, dir, first string) error {
	if s.Run == nil {
		s.Run = run
	}
	if s.Run.Digest() != run.Digest() {
		return hint.Errorf("shards are of one run if they are made with the same model, data and parameters",
			"shard %q is of another run than %q. It has\n%s", dir, first, strings.Join(Differences(run, s.Run), "\n"))
	}
	if run.Command < s.Run.Command {
		s.Run = run
	}
	s.Shards = append(s.Shards, run.Shards...)
	return nil
}

// shardParts opens a shard's parts. owner tells which shard has an item.
func shardParts(dir string, run *Run, owner map[int]string) ([]*part.File, error) {
	const wayOut = "make this shard again, or copy it again from where it was made"
	names, err := partNames(dir)
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("shard %q holds no part", dir)
	}
	if err != nil {
		return nil, hint.Wrap(err, wayOut)
	}
	var files []*part.File
	for _, name := range names {
		file, err := part.Open(name, run.Shape)
		if err == nil && file.Run != run.Digest() {
			err = fmt.Errorf("part %q is of another run than the %s beside it", name, bundle.RunFile)
		}
		if err != nil {
			return nil, hint.Wrap(err, wayOut)
		}
		for _, d := range file.Head.Done {
			if other, twice := owner[d.Item]; twice {
				return nil, hint.Errorf("give each shard once", "shards %q and %q both hold image %d of the data", other, dir, d.Item+1)
			}
			owner[d.Item] = dir
		}
		files = append(files, file)
	}
	return files, nil
}

// Missing says what of the run the shards lack; "" if nothing.
func (s *Shards) Missing() string {
	items := s.Sum.Head.Missing(s.Run.Shape.Items)
	if len(items) == 0 {
		return ""
	}
	text := fmt.Sprintf("%d of %d images", len(items), s.Run.Shape.Items)
	of := s.Shards[0].Of
	var absent []string
	for i := 1; i <= of; i++ {
		if !slices.Contains(s.Shards, Shard{i, of}) {
			absent = append(absent, Shard{i, of}.String())
		}
	}
	if slices.ContainsFunc(s.Shards, func(shard Shard) bool { return shard.Of != of }) || len(absent) == 0 {
		return text
	}
	return text + ": shards " + strings.Join(absent, ", ")
}

// Same reports whether two paths are of one folder.
func Same(a, b string) bool {
	one, err1 := os.Stat(a)
	other, err2 := os.Stat(b)
	return errors.Join(err1, err2) == nil && os.SameFile(one, other)
}
