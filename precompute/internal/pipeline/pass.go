package pipeline

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/machine"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
)

// pass runs every image once that no part covers, and leaves parts that cover all.
func (j *job) pass(ctx context.Context, count *progress.Counter) error {
	todo, err := j.todo(count)
	if err != nil {
		return err
	}
	j.saver = newSaver(j)
	err = j.workers(ctx, todo, count)
	return errors.Join(err, j.saver.write())
}

// workers takes images through the workers into the saver.
func (j *job) workers(ctx context.Context, items []int, count *progress.Counter) (err error) {
	if len(items) > 0 {
		j.warnOfMemory(machine.Memory(), count)
	}
	debug.FreeOSMemory() // what loading the model has left
	defer debug.SetGCPercent(debug.SetGCPercent(part.CollectAt))
	defer func() { err = errors.Join(err, j.closeDevice()) }()
	if err := j.openDevice(len(items), count); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	workers := make([]*worker, min(j.options.Threads, len(items)))
	for i := range workers {
		workers[i] = &worker{job: j}
		workers[i].mass.MinRecord = j.options.MinRecord
		group.Go(func() error { return workers[i].run(ctx, items, &next, count) })
	}
	err = group.Wait()
	for _, w := range workers {
		j.summary.Decode += w.durations.Decode
		j.summary.Infer += w.durations.Infer
		j.summary.Record += w.durations.Record
	}
	return err
}

// todo lists the items that no part covers. Those that could not be read are tried again.
func (j *job) todo(count *progress.Counter) ([]int, error) {
	files, err := j.folder.Parts(count.Message)
	if err != nil {
		return nil, err
	}
	todo, err := j.left(files)
	if err != nil {
		return nil, err
	}
	first, end := j.items()
	count.Begin("images", end-first)
	j.summary.Kept = end - first - len(todo)
	count.Keep(j.summary.Kept)
	return todo, nil
}

// left are the items of the run that the parts do not cover, in the order in which they are best read.
func (j *job) left(files []*part.File) ([]int, error) {
	sum, err := part.NewSum(j.shape(), files)
	if err != nil {
		return nil, err
	}
	var left []int
	first, end := j.items()
	for _, item := range j.set.Order() {
		if item >= first && item < end && !sum.Head.Has(item) {
			left = append(left, item)
		}
	}
	return left, nil
}

// saver adds up images and writes them as parts, from time to time and where memory is short; without a folder it keeps them.
type saver struct {
	*part.Builder
	folder   *work.Folder
	interval time.Duration
	mu       sync.Mutex   // held by who writes
	due      atomic.Int64 // nanoseconds since 1970
}

func newSaver(j *job) *saver {
	s := &saver{Builder: part.NewBuilder(j.shape()), folder: j.folder, interval: j.options.Checkpoint}
	if j.options.PartBytes > 0 {
		s.Limit = j.options.PartBytes
	}
	s.due.Store(time.Now().Add(s.interval).UnixNano())
	return s
}

// save writes a part if it is time, or if memory is short; then it waits for another goroutine that is at it.
func (s *saver) save() error {
	switch {
	case s.folder == nil:
		return nil
	case s.Full():
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.Full() {
			return nil
		}
	case time.Now().UnixNano() < s.due.Load() || !s.mu.TryLock():
		return nil
	default:
		defer s.mu.Unlock()
	}
	return s.write()
}

// rest is how many times longer than it takes to write a part it takes at least until the next one.
const rest = 20

// write writes what was added since the last part. Only one goroutine may do so at a time.
func (s *saver) write() error {
	start := time.Now()
	building := s.Take()
	if building.Empty() {
		return nil
	}
	err := s.folder.Write(building)
	s.due.Store(time.Now().Add(max(s.interval, rest*time.Since(start))).UnixNano())
	return err
}
