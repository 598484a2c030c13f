// Package compare says how far the counts of two bundles are apart: those of two devices, two decoders of pictures, two versions of a
// model. Both have to have the same layers and classes.
//
// The share of an array is the sum of all |a - b| over the sum of all a + b: 0 where the two are equal, 1 where they have nothing in
// common. Of a matrix of single influences it is the fraction of the recorded slots that hold another candidate.
package compare

import (
	"fmt"
	"math"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
	"summit/shared/model"
)

// Report is what differs between bundle A and bundle B.
type Report struct {
	Equal     bool     `json:"equal"`     // as Tolerance has it
	Tolerance float64  `json:"tolerance"` // share up to which arrays count as equal; at 0 all else has to be equal, too
	Classes   int      `json:"classes"`
	Channels  int      `json:"channels"`
	Manifest  []string `json:"manifest"` // fields that differ: "parameters.topk: 5 and 4"
	Arrays    []Array  `json:"arrays"`
	Files     Files    `json:"files"`
}

// Array is what differs in one array. Entries of sparse matrices are those that one of the two has.
type Array struct {
	Name      string  `json:"name"`
	Entries   int     `json:"entries"`
	Differing int     `json:"differing"`
	Share     float64 `json:"share"`
	Jaccard   float64 `json:"jaccard"` // entries that both have over entries that one has; an entry of 0 is none
	Largest   Largest `json:"largest"`
	Worst     *Worst  `json:"worst,omitempty"` // class of the largest share; absent where there are no classes or no differences
}

// Largest is the entry with the largest difference.
type Largest struct {
	A     float64 `json:"a"`
	B     float64 `json:"b"`
	Where string  `json:"where,omitempty"` // class and channels
}

// Worst is a class and its share.
type Worst struct {
	Class string  `json:"class"` // id
	Share float64 `json:"share"`
}

// Bundles compares two bundles.
func Bundles(a, b *bundle.Reader, tolerance float64) (*Report, error) {
	m, other := a.Manifest(), b.Manifest()
	if err := alike(m, other); err != nil {
		return nil, err
	}
	r := &Report{Tolerance: tolerance, Classes: len(m.Classes), Channels: m.Channels(), Manifest: manifests(m, other)}
	arrays, err := counts(a, b)
	if err != nil {
		return nil, err
	}
	examples, err := examples(a, b)
	if err != nil {
		return nil, err
	}
	r.Arrays = append(append(figures(m, other), arrays...), examples...)
	if r.Files, err = files(a, b); err != nil {
		return nil, err
	}
	r.Equal = r.within()
	return r, nil
}

func (r *Report) within() bool {
	if r.Tolerance == 0 && (len(r.Manifest) > 0 || r.Files.Differing > 0) {
		return false
	}
	for _, array := range r.Arrays {
		if array.Share > r.Tolerance || r.Tolerance == 0 && array.Differing > 0 {
			return false
		}
	}
	return true
}

// alike says why two bundles cannot be compared.
func alike(a, b *model.Manifest) error {
	const way = "compare bundles of one model over the same classes"
	if len(a.Layers) != len(b.Layers) {
		return hint.Errorf(way, "the bundles have %d and %d layers", len(a.Layers), len(b.Layers))
	}
	for i, layer := range a.Layers {
		if other := b.Layers[i]; layer.Name != other.Name || layer.Channels != other.Channels {
			return hint.Errorf(way, "layer %d is %q of %d channels and %q of %d channels", i, layer.Name, layer.Channels, other.Name, other.Channels)
		}
	}
	if len(a.Classes) != len(b.Classes) {
		return hint.Errorf(way, "the bundles have %d and %d classes", len(a.Classes), len(b.Classes))
	}
	for i, class := range a.Classes {
		if other := b.Classes[i]; class.ID != other.ID {
			return hint.Errorf(way, "class %d is %q and %q", i, class.ID, other.ID)
		}
	}
	return nil
}

// figures compares what the manifests count.
func figures(a, b *model.Manifest) []Array {
	images, right, histogram, silent := newTally("images"), newTally("right"), newTally("histogram"), newTally("silent_images")
	for c := range a.Classes {
		x, y := &a.Classes[c], &b.Classes[c]
		images.class(x.ID, func() { images.add(float64(x.Images), float64(y.Images), x.ID) })
		if x.Top1 != nil && y.Top1 != nil {
			right.class(x.ID, func() { right.add(rightImages(x), rightImages(y), x.ID) })
		}
		histogram.class(x.ID, func() {
			for bin := range min(len(x.Histogram), len(y.Histogram)) {
				histogram.add(float64(x.Histogram[bin]), float64(y.Histogram[bin]), fmt.Sprintf("%s, bin %d", x.ID, bin))
			}
		})
	}
	for l := range a.Layers {
		silent.add(float64(a.Layers[l].Silent), float64(b.Layers[l].Silent), a.Layers[l].Name)
	}
	return []Array{images.Array, right.Array, histogram.Array, silent.Array}
}

func rightImages(c *model.Class) float64 { return math.Round(*c.Top1 * float64(c.Images)) }

// counts compares all matrices, class by class.
func counts(a, b *bundle.Reader) ([]Array, error) {
	m := a.Manifest()
	activation, embed := newTally(format.Activation), newTally(format.ActivationEmbed)
	matrices := format.Matrices(m.Parameters.Inhibition && b.Manifest().Parameters.Inhibition)
	sparse := make([]*tally, len(matrices))
	for k, matrix := range matrices {
		sparse[k] = newTally(string(matrix))
	}
	for c := range m.Classes {
		if err := activation.rows(m, c, a.Activation, b.Activation); err != nil {
			return nil, err
		}
		if err := embed.rows(m, c, a.ActivationEmbed, b.ActivationEmbed); err != nil {
			return nil, err
		}
		for k, matrix := range matrices {
			if err := sparse[k].matrices(matrix, c, a, b); err != nil {
				return nil, err
			}
		}
	}
	arrays := []Array{activation.Array, embed.Array}
	for _, t := range sparse {
		arrays = append(arrays, t.Array)
	}
	return arrays, nil
}

// examples compares the classes of the dataset examples, slot by slot, and their activations.
func examples(a, b *bundle.Reader) ([]Array, error) {
	x, err := a.Examples()
	if err != nil {
		return nil, err
	}
	y, err := b.Examples()
	if err != nil {
		return nil, err
	}
	classes, activations := newTally("examples"), newTally(format.ExampleActivation)
	for i := range x.Class {
		where := fmt.Sprintf("%s, example %d", channelName(a.Manifest(), i/format.ExampleCount), i%format.ExampleCount)
		classes.same(x.Class[i], y.Class[i], where)
		activations.add(float64(x.Activation[i]), float64(y.Activation[i]), where)
	}
	return []Array{classes.Array, activations.Array}, nil
}

func channelName(m *model.Manifest, j int) string {
	layer, channel := m.LayerOf(j)
	return fmt.Sprintf("%s-%d", m.Layers[layer].Name, channel)
}
