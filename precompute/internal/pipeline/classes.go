package pipeline

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/tally"
	"summit/shared/model"
)

// writeClasses composes every class and writes its rows. One at a time is in memory for each worker.
func (j *job) writeClasses(ctx context.Context, count *progress.Counter) error {
	count.Begin("classes", len(j.classes))
	done := make([]int, len(j.classes))
	for _, d := range j.sum.Head.Done {
		done[j.set.Items[d.Item].Label]++
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(j.options.Threads)
	for label := range j.classes {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			class, err := j.sum.Class(label)
			if err == nil && class.Images != done[label] {
				err = fmt.Errorf("its parts count %d images for %d", class.Images, done[label])
			}
			if err == nil {
				err = j.writeClass(label, class)
			}
			if err != nil {
				return fmt.Errorf("class %q: %w", j.classes[label].ID, err)
			}
			mu.Lock()
			defer mu.Unlock()
			j.describe(&j.classes[label], class)
			j.countPresence(class)
			count.Add(1)
			return nil
		})
	}
	return group.Wait()
}

func (j *job) writeClass(label int, c *aggregate.Class) error {
	if c.Images == 0 {
		return hint.Errorf("mend or remove its folder", "none of its images could be read: %s", j.firstSkipped(label))
	}
	rows, err := j.compose(c)
	if err != nil {
		return err
	}
	return j.writer.Class(label, rows)
}

// compose makes a class's rows of its counts.
func (j *job) compose(c *aggregate.Class) (rows bundle.Rows, err error) {
	rows.Activation, rows.ActivationEmbed = j.row(c.Activation), j.row(c.Embed)
	if rows.Influence, err = j.composer.Compose(j.plan.StepCounts(c.Excitation)); err != nil || !j.options.Inhibition {
		return rows, err
	}
	rows.Inhibition, err = j.composer.Compose(j.plan.StepCounts(c.Inhibition))
	return rows, err
}

// row spreads counts of channels over all of them.
func (j *job) row(counts tally.Counts) []uint32 {
	row := make([]uint32, j.channels)
	counts.Each(func(channel, count uint32) { row[channel] = count })
	return row
}

// describe adds to the manifest's class what its images showed.
func (j *job) describe(class *model.Class, c *aggregate.Class) {
	class.Images = c.Images
	if j.options.Groups {
		class.Histogram = []int{}
		return
	}
	top1 := float64(c.Right) / float64(c.Images)
	class.Top1 = &top1
	class.Histogram = append([]int{}, c.Histogram[:]...)
	j.right += c.Right
}
