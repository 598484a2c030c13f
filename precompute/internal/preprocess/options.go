// Package preprocess turns a decoded picture into a model's input: resize, crop, scale, normalise. It follows what
// training scripts do with PIL, whose antialiased resampling it reproduces bit for bit, so that a model sees here what
// it saw when it was trained.
//
// The steps in order: the picture is resized (Resize, ResizeTo, Filter), its centre of Size is cut out, each channel's
// value x in 0..255 becomes (x*Scale - Mean) / Std, and the channels are laid out as Channels and Layout say.
package preprocess

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
	"summit/shared/model"
)

// Options say how a picture becomes the model's input, as the manifest records them.
type Options = model.Preprocess

// Values that the texts of Options may have.
var (
	resizes  = []string{"shorter", "squash", "none"}
	crops    = []string{"center"}
	orders   = []string{"RGB", "BGR"}
	layouts  = []string{"NCHW", "NHWC"}
	channels = 3
)

// MaxSize is the largest side of a model's input that is accepted.
const MaxSize = 8192

// Validate returns an error for the first value that makes no sense; it names the key.
func Validate(o Options) error {
	for _, text := range []struct {
		key, value string
		known      []string
	}{
		{"resize", o.Resize, resizes},
		{"crop", o.Crop, crops},
		{"filter", o.Filter, filterNames()},
		{"channels", o.Channels, orders},
		{"layout", o.Layout, layouts},
	} {
		if !slices.Contains(text.known, text.value) {
			return fmt.Errorf("%s = %q: want %s", text.key, text.value, strings.Join(text.known, ", "))
		}
	}
	if err := validateSizes(o); err != nil {
		return err
	}
	if !finite(o.Scale) || o.Scale <= 0 {
		return fmt.Errorf("scale = %v: want a number above 0", o.Scale)
	}
	if err := validateList("mean", o.Mean, finite); err != nil {
		return err
	}
	return validateList("std", o.Std, func(x float64) bool { return finite(x) && x > 0 })
}

func validateSizes(o Options) error {
	for _, side := range o.Size {
		if side < 1 || side > MaxSize {
			return fmt.Errorf("size = %d: want 1 to %d pixels", side, MaxSize)
		}
	}
	largest := max(o.Size[0], o.Size[1])
	if o.Resize == "shorter" && (o.ResizeTo < largest || o.ResizeTo > 4*MaxSize) {
		return fmt.Errorf("resize_to = %d: want at least the size, %d, and at most %d", o.ResizeTo, largest, 4*MaxSize)
	}
	return nil
}

func validateList(key string, values []float64, ok func(float64) bool) error {
	if len(values) != channels {
		return fmt.Errorf("%s = %v: %d numbers, want %d, one a colour channel", key, values, len(values), channels)
	}
	for _, x := range values {
		if !ok(x) {
			return fmt.Errorf("%s = %v: %v is out of range", key, values, x)
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Input is the shape of the model's image input; a dimension of 0 or below is free.
type Input struct {
	Name                    string
	Channels, Height, Width int
}

// Check returns an error if the model does not take what the options make.
func Check(o Options, in Input) error {
	if in.Channels > 0 && in.Channels != channels {
		return fmt.Errorf("the model's input %q has %d channels; pictures have %d", in.Name, in.Channels, channels)
	}
	if in.Height > 0 && in.Height != o.Size[0] || in.Width > 0 && in.Width != o.Size[1] {
		return hint.Errorf("look at size in --preprocess",
			"the model's input %q is %s pixels, preprocessing makes %d x %d", in.Name, in.extent(), o.Size[0], o.Size[1])
	}
	return nil
}

// extent writes height and width, with a question mark for a free one.
func (in Input) extent() string {
	side := func(n int) string {
		if n <= 0 {
			return "?"
		}
		return fmt.Sprint(n)
	}
	return side(in.Height) + " x " + side(in.Width)
}
