package pipeline

import (
	"cmp"
	"fmt"
	"slices"

	"summit/precompute/internal/aggregate"
	"summit/shared/model"
)

// A channel that is recorded in nearly all classes, and in a large share of all images, says nothing about any of them. Both shares are
// needed: over classes of many images nearly every channel is recorded once, and a class that has most of the images has its own channels.
// A channel is recorded for one to three images in a hundred, in the mean; SqueezeNet's 393 photographs have 16 channels of 2,944 above these
// limits, 3,000 of Tiny ImageNet's pictures 5 of 1,936.
const (
	everywhereClasses = 0.9 // of the classes, in which it is recorded at least once
	everywhereImages  = 0.2 // of the images
	fewestClasses     = 10  // with fewer, the shares mean little
)

// presence is in how many classes and images a channel is recorded.
type presence struct{ classes, images int }

// countPresence adds a class.
func (j *job) countPresence(c *aggregate.Class) {
	c.Activation.Each(func(channel, count uint32) {
		j.presence[channel].classes++
		j.presence[channel].images += int(count)
	})
}

// Ubiquitous is a channel that is recorded for everything.
type Ubiquitous struct {
	Layer   string  `json:"layer"`
	Channel int     `json:"channel"`
	Classes float64 `json:"classes"` // share of the classes in which it is recorded
	Images  float64 `json:"images"`  // share of all images
	layer   int
}

// ubiquitous lists the channels that are recorded for everything.
func (j *job) ubiquitous() []Ubiquitous {
	list := []Ubiquitous{}
	if len(j.classes) < fewestClasses {
		return list
	}
	for c, r := range j.presence {
		layer, channel := j.layerOf(c)
		u := Ubiquitous{j.layerName(layer), channel, float64(r.classes) / float64(len(j.classes)), float64(r.images) / float64(j.summary.Images), layer}
		if u.Classes >= everywhereClasses && u.Images >= everywhereImages {
			list = append(list, u)
		}
	}
	return list
}

// excludeUbiquitous excludes them where the options say so; what is excluded by name keeps that reason.
func (j *job) excludeUbiquitous() {
	if !slices.Contains(j.options.Exclude, autoExclude) {
		return
	}
	for _, u := range j.ubiquitous() {
		excluded := &j.excluded[u.layer]
		at, found := slices.BinarySearchFunc(*excluded, u.Channel, func(e model.ExcludedEntry, c int) int { return cmp.Compare(e.Channel, c) })
		if !found {
			reason := fmt.Sprintf("--exclude auto: recorded in %.1f %% of the classes and %.1f %% of the images", 100*u.Classes, 100*u.Images)
			*excluded = slices.Insert(*excluded, at, model.ExcludedEntry{Channel: u.Channel, Reason: reason})
		}
	}
}
