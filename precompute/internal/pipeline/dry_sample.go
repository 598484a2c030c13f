package pipeline

import (
	"context"
	"slices"
	"time"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/dataset"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
)

// What a sample is of, at least; as many images of one class tell how counts grow with the images of a class.
const (
	sampleImages   = 32
	imagesOfAClass = 8
)

// sample is a job over a few of a run's images, each of which is a class of its own, so that what they record can be added up in any
// grouping.
type sample struct {
	*job
	labels []int              // [images] in the run
	counts []*aggregate.Class // [images] nil for one that could not be read
	wall   time.Duration      // of taking them through the workers
}

// sample takes images through the workers as the run does, at least two batches for each, and writes nothing.
func (j *job) sample(ctx context.Context, count *progress.Counter) (*sample, error) {
	first, end := j.items()
	items := spread(j.set.Items[first:end], max(sampleImages, 2*j.options.Threads*j.options.Batch))
	for i := range items {
		items[i] += first
	}
	over := *j
	over.set, over.classes = j.set.Pick(items), nil
	s := &sample{job: &over}
	for _, n := range items {
		label := j.set.Items[n].Label
		s.labels = append(s.labels, label)
		over.classes = append(over.classes, j.classes[label])
	}
	over.saver = newSaver(&over)
	count.Begin("sample", len(items))
	start := time.Now()
	if err := over.workers(ctx, over.set.Order(), count); err != nil {
		return nil, err
	}
	s.wall = time.Since(start)
	building := over.saver.Builder.Take()
	over.sum = &part.Sum{Head: building.Head()}
	for i := range items {
		s.counts = append(s.counts, building.Take(i))
	}
	return s, nil
}

// spread picks about as many of the items as are wanted, or all: of classes that are evenly spaced, some that are evenly spaced. Items
// ascend by label.
func spread(items []dataset.Item, want int) []int {
	var starts []int // where each class begins
	for i, item := range items {
		if i == 0 || item.Label != items[i-1].Label {
			starts = append(starts, i)
		}
	}
	each := min(imagesOfAClass, len(items)/len(starts))
	classes := min((want+each-1)/each, len(starts))
	each = (want + classes - 1) / classes
	ends := append(starts[1:len(starts):len(starts)], len(items))
	var picked []int
	for c := range classes {
		at := c * len(starts) / classes
		size := ends[at] - starts[at]
		for k := range min(each, size) {
			picked = append(picked, starts[at]+k*size/min(each, size))
		}
	}
	return picked
}

// read is the number of images that could be read.
func (s *sample) read() int { return len(s.sum.Head.Done) }

// formats are those of the pictures, in the order of the alphabet.
func (s *sample) formats() []string {
	found := []string{}
	for _, item := range s.set.Items {
		if data, err := item.Read(); err == nil && dataset.Format(data) != "" {
			found = append(found, dataset.Format(data))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// group is what the sample holds of a class: one image, and all of them.
type group struct {
	label    int // in the run
	one, all *aggregate.Class
}

// mostGroups is how many classes are looked at closely.
const mostGroups = 4

// groups adds up the images of some classes, evenly spaced.
func (s *sample) groups() []group {
	var groups []group
	for i, c := range s.counts {
		if c == nil {
			continue
		}
		if n := len(groups); n == 0 || groups[n-1].label != s.labels[i] {
			groups = append(groups, group{s.labels[i], c, &aggregate.Class{}})
		}
		groups[len(groups)-1].all.Add(c)
	}
	n := min(len(groups), mostGroups)
	for k := range n {
		groups[k] = groups[k*len(groups)/n]
	}
	return groups[:n]
}
