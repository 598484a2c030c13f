package preprocess

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
)

// presetNames are the presets that Resolve knows.
var presetNames = []string{"imagenet", "inception", "caffe", "cifar10"}

// preset returns the options of a name in presetNames:
//
//	imagenet   torchvision's evaluation: shorter side 256, crop 224, ImageNet's mean and deviation
//	inception  values in [-1, 1], shorter side 342, crop 299
//	caffe      blue first, 0..255 less the mean colour, shorter side 256, crop 227 (that of AlexNet and SqueezeNet)
//	cifar10    32 x 32 pictures as they are, with ImageNet's mean and deviation, as the ResNets for CIFAR-10 are trained
func preset(name string) Options {
	o := Options{
		Size: [2]int{224, 224}, Resize: "shorter", ResizeTo: 256, Crop: "center", Filter: "bilinear",
		Channels: "RGB", Scale: 1.0 / 255, Layout: "NCHW",
		Mean: []float64{0.485, 0.456, 0.406}, Std: []float64{0.229, 0.224, 0.225},
	}
	switch name {
	case "inception":
		o.Size, o.ResizeTo, o.Scale = [2]int{299, 299}, 342, 1
		o.Mean, o.Std = []float64{127.5, 127.5, 127.5}, []float64{127.5, 127.5, 127.5}
	case "caffe":
		o.Size, o.Channels, o.Scale = [2]int{227, 227}, "BGR", 1
		o.Mean, o.Std = []float64{104, 117, 123}, []float64{1, 1, 1}
	case "cifar10":
		o.Size, o.Resize, o.ResizeTo = [2]int{32, 32}, "none", 32
	}
	return o
}

// Resolve returns the options that value names: a preset, a TOML file, or, if it is empty, the text of the model's
// metadata entry summit.preprocess. A preset other than cifar10 takes the size of the model's input, where that is fixed,
// and resizes to 8/7 of it; all else has to agree with the input.
func Resolve(value, metadata string, in Input) (Options, error) {
	o, err := named(value, metadata, in)
	if err != nil {
		return Options{}, err
	}
	return o, Check(o, in)
}

func named(value, metadata string, in Input) (Options, error) {
	switch {
	case value == "" && metadata == "":
		return Options{}, hint.Errorf("name a preset ("+strings.Join(presetNames, ", ")+") or a TOML file with --preprocess",
			"the model does not say how pictures become its input")
	case value == "":
		return Parse("the model's metadata summit.preprocess", metadata)
	case slices.Contains(presetNames, value):
		return resized(preset(value), in), nil
	}
	text, err := os.ReadFile(value)
	if errors.Is(err, fs.ErrNotExist) {
		return Options{}, hint.Errorf("presets are "+strings.Join(presetNames, ", "), "%q is neither a preset nor a file", value)
	}
	if err != nil {
		return Options{}, err
	}
	return Parse(value, string(text))
}

// resized fits a preset that resizes to the model's input.
func resized(o Options, in Input) Options {
	if o.Resize != "shorter" || in.Height <= 0 || in.Width <= 0 {
		return o
	}
	o.Size = [2]int{in.Height, in.Width}
	o.ResizeTo = int(math.Round(float64(max(in.Height, in.Width)) * 8 / 7))
	return o
}
