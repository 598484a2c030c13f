package reference

import (
	"cmp"
	"math"
	"slices"
)

// Bins is the number of bins of a histogram of probabilities.
const Bins = 20

// Class is what a run finds for one class. Rows of Influence and Inhibition are channels of the later layer; columns, like all
// channels, are counted through all layers.
type Class struct {
	Images, Right         int
	Histogram             [Bins]int
	Activation, Embed     []uint32
	Influence, Inhibition []map[int]uint32
}

// Example is an image that activates a channel, and where its maximum is, the first in reading order.
type Example struct {
	Activation  float64
	Image, Y, X int
}

// Result is what a run finds.
type Result struct {
	Layers   []int // nodes
	Channels int
	Classes  []Class
	Examples [][]Example // [channels], the strongest first
	Silent   []int       // [layers] images for which no channel is active
}

// Seen is what the network makes of one image.
type Seen struct {
	Maps                  []Map     // [nodes]
	Probabilities, Logits []float64 // [classes]
}

// Run aggregates over the images, whose classes are labels.
func (n *Net) Run(images []Map, labels []int, o Options) *Result {
	all := make([]Seen, len(images))
	for i, image := range images {
		all[i].Maps = n.Forward(image)
		all[i].Probabilities, all[i].Logits = n.Probabilities(all[i].Maps)
	}
	return n.RunOn(all, labels, o)
}

// RunOn aggregates what the network makes of images.
func (n *Net) RunOn(all []Seen, labels []int, o Options) *Result {
	r := &Result{Layers: n.Layers(), Classes: make([]Class, slices.Max(labels)+1)}
	for _, node := range r.Layers {
		r.Channels += n.Nodes[node].Channels
	}
	r.Silent, r.Examples = make([]int, len(r.Layers)), make([][]Example, r.Channels)
	for label := range r.Classes {
		n.class(r, all, labels, label, o)
	}
	for j := range r.Examples {
		slices.SortStableFunc(r.Examples[j], func(a, b Example) int {
			return cmp.Or(cmp.Compare(b.Activation, a.Activation), cmp.Compare(a.Image, b.Image))
		})
		r.Examples[j] = r.Examples[j][:min(len(r.Examples[j]), 10)]
	}
	return r
}

func (n *Net) class(r *Result, all []Seen, labels []int, label int, o Options) {
	c := &r.Classes[label]
	c.Activation, c.Embed = make([]uint32, r.Channels), make([]uint32, r.Channels)
	var links []*link
	for l := 1; l < len(r.Layers); l++ {
		links = append(links, n.newLink(before(r.Layers, l), r.Layers[l]))
	}
	for i, seen := range all {
		if labels[i] != label {
			continue
		}
		maps := seen.Maps
		c.Images++
		c.grade(seen, label)
		n.activate(r, c, maps, i, o)
		for _, l := range links {
			for _, t := range l.channels {
				t.count(n, maps, o)
			}
			for _, t := range l.inner {
				t.count(n, maps, o)
			}
		}
	}
	c.Influence = n.matrix(r, links, func(t *target) []uint32 { return t.excitation })
	c.Inhibition = n.matrix(r, links, func(t *target) []uint32 { return t.inhibition })
}

func (c *Class) grade(seen Seen, label int) {
	best := 0
	for class := range seen.Logits {
		if seen.Logits[class] > seen.Logits[best] {
			best = class
		}
	}
	if best == label {
		c.Right++
	}
	c.Histogram[min(int(math.Floor(seen.Probabilities[label]*Bins)), Bins-1)]++
}

// activate records the channels of one image, layer by layer.
func (n *Net) activate(r *Result, c *Class, maps []Map, image int, o Options) {
	offset := 0
	for l, node := range r.Layers {
		maxima := make([]float64, len(maps[node]))
		for channel, plane := range maps[node] {
			e := peak(plane)
			maxima[channel] = max(e.Activation, 0)
			if e.Activation > 0 {
				e.Image = image
				r.Examples[offset+channel] = append(r.Examples[offset+channel], e)
			}
		}
		if slices.Max(maxima) == 0 {
			r.Silent[l]++
		}
		record(c.Activation[offset:], maxima, o.Mass, o.MinRecord)
		record(c.Embed[offset:], maxima, o.MassEmbed, o.MinRecord)
		offset += len(maxima)
	}
}

func peak(plane [][]float64) Example {
	e := Example{Activation: math.Inf(-1)}
	for y, row := range plane {
		for x, v := range row {
			if v > e.Activation {
				e.Activation, e.Y, e.X = v, y, x
			}
		}
	}
	return e
}

// record counts the largest channels until they sum to tau of all, the one that gets there included, but at least so many.
func record(counts []uint32, maxima []float64, tau float64, least int) {
	total, sum := 0.0, 0.0
	for _, v := range maxima {
		total += v
	}
	for k, channel := range strongest(maxima, len(maxima)) {
		if maxima[channel] == 0 || k >= least && sum >= tau*total {
			return
		}
		counts[channel]++
		sum += maxima[channel]
	}
}

// matrix puts the composed links of a class into one matrix.
func (n *Net) matrix(r *Result, links []*link, counts func(*target) []uint32) []map[int]uint32 {
	first := map[int]int{} // node of a layer -> model-wide number of its first channel
	offset := 0
	for _, node := range r.Layers {
		first[node] = offset
		offset += n.Nodes[node].Channels
	}
	rows := make([]map[int]uint32, r.Channels)
	for _, l := range links {
		for j, row := range l.compose(counts) {
			rows[first[l.later]+j] = map[int]uint32{}
			for i, weight := range row {
				rows[first[l.later]+j][first[i.node]+i.channel] = weight
			}
		}
	}
	return rows
}
