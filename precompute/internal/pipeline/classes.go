package pipeline

import (
	"fmt"
	"sync"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/shared/model"
)

// openClasses are the classes that some, but not all images have been added to. Images come class by class, so these are few.
type openClasses struct {
	mu        sync.Mutex
	remaining []int // [classes] images to come
	counts    map[int]*openClass
	free      []*aggregate.Class // emptied, to be used again
}

type openClass struct {
	mu    sync.Mutex
	class *aggregate.Class
}

// add counts an image, or with nil one that could not be read, for its class. The last one completes the class.
func (j *job) add(label int, image *aggregate.Image) error {
	open := j.acquire(label)
	if image != nil {
		open.mu.Lock()
		open.class.Add(image)
		open.mu.Unlock()
	}
	j.open.mu.Lock()
	j.open.remaining[label]--
	complete := j.open.remaining[label] == 0
	if complete {
		delete(j.open.counts, label)
	}
	j.open.mu.Unlock()
	if !complete {
		return nil
	}
	if err := j.complete(label, open.class); err != nil {
		return fmt.Errorf("class %q: %w", j.classes[label].ID, err)
	}
	j.release(open.class)
	return nil
}

func (j *job) acquire(label int) *openClass {
	j.open.mu.Lock()
	defer j.open.mu.Unlock()
	if open := j.open.counts[label]; open != nil {
		return open
	}
	if j.open.counts == nil {
		j.open.counts = map[int]*openClass{}
	}
	open := &openClass{}
	if n := len(j.open.free); n > 0 {
		open.class, j.open.free = j.open.free[n-1], j.open.free[:n-1]
	} else {
		open.class = aggregate.NewClass(j.channels, j.plan.Keys, j.options.Inhibition)
	}
	j.open.counts[label] = open
	return open
}

func (j *job) release(class *aggregate.Class) {
	class.Reset()
	j.open.mu.Lock()
	defer j.open.mu.Unlock()
	j.open.free = append(j.open.free, class)
}

// complete composes a class and writes its rows.
func (j *job) complete(label int, c *aggregate.Class) error {
	if c.Images == 0 {
		return hint.Errorf("mend or remove its folder", "none of its images could be read: %s", j.firstSkipped(label))
	}
	influence, err := j.composer.Compose(j.plan.StepCounts(c.Excitation))
	if err != nil {
		return err
	}
	rows := bundle.Rows{Activation: c.Activation, ActivationEmbed: c.Embed, Influence: influence}
	if j.options.Inhibition {
		if rows.Inhibition, err = j.composer.Compose(j.plan.StepCounts(c.Inhibition)); err != nil {
			return err
		}
	}
	if err := j.writer.Class(label, rows); err != nil {
		return err
	}
	j.describe(&j.classes[label], c)
	return nil
}

// describe adds to the manifest's class what its images showed.
func (j *job) describe(class *model.Class, c *aggregate.Class) {
	class.Images = c.Images
	j.open.mu.Lock()
	defer j.open.mu.Unlock()
	j.summary.Images += c.Images
	if j.options.Groups {
		class.Histogram = []int{}
		return
	}
	top1 := float64(c.Right) / float64(c.Images)
	class.Top1 = &top1
	class.Histogram = append([]int{}, c.Histogram[:]...)
	j.right += c.Right
}
