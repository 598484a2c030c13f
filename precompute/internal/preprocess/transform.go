package preprocess

import (
	"fmt"
	"image"
	"math"

	"summit/precompute/internal/hint"
)

// Transform makes a model's input of pictures. It may be used by any number of goroutines at once.
type Transform struct {
	options Options
	filter  filter
	values  [][256]float32 // [channel of the picture][pixel value]: what the model sees
	planes  []int          // [channel of the picture]: channel of the model's input
}

// New returns the transform that the options describe.
func New(o Options) (*Transform, error) {
	if err := Validate(o); err != nil {
		return nil, fmt.Errorf("preprocessing: %w", err)
	}
	t := &Transform{options: o, filter: filters[o.Filter], values: make([][256]float32, channels), planes: []int{0, 1, 2}}
	if o.Channels == "BGR" {
		t.planes = []int{2, 1, 0}
	}
	for c, plane := range t.planes {
		for x := range t.values[c] {
			t.values[c][x] = float32((float64(float64(x)*o.Scale) - o.Mean[plane]) / o.Std[plane])
		}
	}
	return t, nil
}

// Len is the number of values of one input: channels x height x width.
func (t *Transform) Len() int { return channels * t.options.Size[0] * t.options.Size[1] }

// Apply writes the input that img makes to dst, of length Len: [channel][height][width] for NCHW, [height][width][channel]
// for NHWC. It fails for a picture of another size if resize is "none", and for a picture without pixels.
func (t *Transform) Apply(img image.Image, dst []float32) error {
	if len(dst) != t.Len() {
		panic(fmt.Sprintf("preprocess: %d values for an input of %d", len(dst), t.Len()))
	}
	fr, err := t.frame(img.Bounds().Size())
	if err != nil {
		return err
	}
	pixels := resample(img, t.filter, fr)
	area := t.options.Size[0] * t.options.Size[1]
	for c, plane := range t.planes {
		values := &t.values[c]
		start, stride := plane*area, 1
		if t.options.Layout == "NHWC" {
			start, stride = plane, channels
		}
		for i := range area {
			dst[start+i*stride] = values[pixels[channels*i+c]]
		}
	}
	return nil
}

// frame places a picture of the given size.
func (t *Transform) frame(size image.Point) (frame, error) {
	height, width := t.options.Size[0], t.options.Size[1]
	if size.X < 1 || size.Y < 1 {
		return frame{}, fmt.Errorf("a picture of %d x %d pixels", size.X, size.Y)
	}
	resized := image.Pt(width, height)
	switch t.options.Resize {
	case "none":
		if size != resized {
			return frame{}, hint.Errorf(`resize = "shorter" or "squash" in --preprocess makes pictures fit`,
				"the picture is %d x %d pixels, the model takes %d x %d as they are", size.X, size.Y, width, height)
		}
	case "shorter":
		shorter := min(size.X, size.Y)
		resized = image.Pt(t.options.ResizeTo*size.X/shorter, t.options.ResizeTo*size.Y/shorter)
	}
	corner := image.Pt(centred(resized.X, width), centred(resized.Y, height))
	return frame{resized: resized, crop: image.Rectangle{Min: corner, Max: corner.Add(image.Pt(width, height))}}, nil
}

// centred is where a crop of a side begins; halves go to the even pixel, as in torchvision.
func centred(side, crop int) int { return int(math.RoundToEven(float64(side-crop) / 2)) }

// Source returns the pixels of a picture with the given bounds that fill the range x0 <= x < x1, y0 <= y < y1 of the
// model's input, in input pixels: what a receptive field looks like in the original. The range is clipped to the input,
// the result is rounded outwards to whole pixels and holds at least one.
func (t *Transform) Source(bounds image.Rectangle, x0, y0, x1, y1 float64) (image.Rectangle, error) {
	fr, err := t.frame(bounds.Size())
	if err != nil {
		return image.Rectangle{}, err
	}
	left, right := source(bounds.Dx(), fr.resized.X, fr.crop.Min.X, t.options.Size[1], x0, x1)
	top, bottom := source(bounds.Dy(), fr.resized.Y, fr.crop.Min.Y, t.options.Size[0], y0, y1)
	return image.Rect(left, top, right, bottom).Add(bounds.Min), nil
}

// source is Source along one axis of a picture with side pixels, resized to resized pixels, of which size from start on
// are the input.
func source(side, resized, start, size int, from, to float64) (int, int) {
	from = min(max(from, 0), float64(size))
	to = min(max(to, from), float64(size))
	first := int(math.Floor((from + float64(start)) * float64(side) / float64(resized)))
	last := int(math.Ceil((to + float64(start)) * float64(side) / float64(resized)))
	first = min(max(first, 0), side-1)
	return first, min(max(last, first+1), side)
}
