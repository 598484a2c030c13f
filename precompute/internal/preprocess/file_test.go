package preprocess

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summit/precompute/internal/hint"
)

func TestParse(t *testing.T) {
	full, err := Parse("test", `
size = [96, 128]
resize = "squash"
resize_to = 128
crop = "center"
filter = "bicubic"
channels = "BGR"
scale = 0.5
mean = [104, 117.5, 123]
std = [1, 2, 3.5]
layout = "NHWC"
`)
	if err != nil {
		t.Fatal(err)
	}
	want := Options{Size: [2]int{96, 128}, Resize: "squash", ResizeTo: 128, Crop: "center", Filter: "bicubic",
		Channels: "BGR", Scale: 0.5, Mean: []float64{104, 117.5, 123}, Std: []float64{1, 2, 3.5}, Layout: "NHWC"}
	if diff := cmp.Diff(want, full); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	least, err := Parse("test", "size = 64")
	if err != nil {
		t.Fatal(err)
	}
	want = Options{Size: [2]int{64, 64}, Resize: "shorter", ResizeTo: 64, Crop: "center", Filter: "bilinear",
		Channels: "RGB", Scale: 1, Mean: []float64{0, 0, 0}, Std: []float64{1, 1, 1}, Layout: "NCHW"}
	if diff := cmp.Diff(want, least); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                          "no size: want the model's input in pixels",
		`size = "64"`:               "size = 64: want a whole number of pixels",
		`size = 0`:                  "size = 0: want 1 to 8192 pixels",
		`size = 99999999999`:        "size = 99999999999: want a whole number of pixels",
		`size = [1, 2, 3]`:          "size = [1 2 3]: want one number, or [height, width]",
		`size = [64, 1.5]`:          "size = 1.5: want a whole number of pixels",
		"size = 64\nfliter = 1":     `unknown key "fliter": want size, resize, resize_to, crop, filter, channels, scale, mean, std, layout`,
		"size = 64\nresize = 1":     "resize = 1: want a text in quotes",
		"size = 64\nresize = ''":    `resize = "": want shorter, squash, none`,
		"size = 64\nfilter = 'x'":   `filter = "x": want bicubic, bilinear, nearest`,
		"size = 64\nchannels='x'":   `channels = "x": want RGB, BGR`,
		"size = 64\nlayout = 'x'":   `layout = "x": want NCHW, NHWC`,
		"size = 64\ncrop = 'x'":     `crop = "x": want center`,
		"size = 64\nresize_to=32":   "resize_to = 32: want at least the size, 64, and at most 32768",
		"size = 64\nscale = '1'":    "scale = 1: want a number",
		"size = 64\nscale = 0":      "scale = 0: want a number above 0",
		"size = 64\nscale = nan":    "scale = NaN: want a number above 0",
		"size = 64\nmean = 1":       "mean = 1: want a list of 3 numbers",
		"size = 64\nmean = [1]":     "mean = [1]: 1 numbers, want 3, one a colour channel",
		"size = 64\nstd=[1,'2']":    "std = 2: want a number",
		"size = 64\nstd=[1,0,1]":    "std = [1 0 1]: 0 is out of range",
		"size = 64\nmean=[inf,1,1]": "mean = [+Inf 1 1]: +Inf is out of range",
		"size = 64\nsize = 65":      "toml: line 2 (last key \"size\"): Key 'size' has already been defined.",
	} {
		_, err := Parse("p.toml", text)
		if err == nil {
			t.Errorf("%q: no error", text)
			continue
		}
		if got := strings.TrimPrefix(err.Error(), "read preprocessing from p.toml: "); got != want {
			t.Errorf("%q: error %s\nwant %s", text, got, want)
		}
		if len(hint.Of(err)) == 0 {
			t.Errorf("%q: no hint", text)
		}
	}
}

func TestResolve(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.toml")
	if err := os.WriteFile(file, []byte("size = 64\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	free := Input{Name: "data", Channels: 3}
	for _, c := range []struct {
		name, value, metadata string
		in                    Input
		size                  [2]int
		resizeTo              int
		err, hint             string
	}{
		{"preset", "imagenet", "", free, [2]int{224, 224}, 256, "", ""},
		{"preset before metadata", "caffe", "size = 1", free, [2]int{227, 227}, 256, "", ""},
		{"preset of the model's size", "imagenet", "", Input{"data", 3, 96, 96}, [2]int{96, 96}, 110, "", ""},
		{"caffe of the model's size", "caffe", "", Input{"data", 3, 224, 224}, [2]int{224, 224}, 256, "", ""},
		{"preset, not square", "inception", "", Input{"data", 3, 100, 200}, [2]int{100, 200}, 229, "", ""},
		{"metadata", "", "size = 32", Input{"data", -1, 32, -1}, [2]int{32, 32}, 32, "", ""},
		{"file", file, "size = 1", free, [2]int{64, 64}, 64, "", ""},
		{"neither", "", "", free, [2]int{}, 0, "the model does not say how pictures become its input", "--preprocess"},
		{"misspelt", "imagnet", "", free, [2]int{}, 0, `"imagnet" is neither a preset nor a file`, "presets are imagenet, inception, caffe, cifar10"},
		{"bad metadata", "", "sice = 32", free, [2]int{}, 0, `read preprocessing from the model's metadata summit.preprocess: unknown key "sice"`, "keys"},
		{"other size", file, "", Input{"data", 3, 0, 224}, [2]int{}, 0, `the model's input "data" is ? x 224 pixels, preprocessing makes 64 x 64`, "--preprocess"},
		{"fixed preset", "cifar10", "", Input{"data", 3, 64, 64}, [2]int{}, 0, `the model's input "data" is 64 x 64 pixels, preprocessing makes 32 x 32`, "--preprocess"},
		{"gray model", "imagenet", "", Input{"data", 1, 28, 28}, [2]int{}, 0, `the model's input "data" has 1 channels; pictures have 3`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := Resolve(c.value, c.metadata, c.in)
			if c.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), c.err) {
					t.Errorf("error %v, want %s", err, c.err)
				}
				if got := strings.Join(hint.Of(err), "\n"); !strings.Contains(got, c.hint) {
					t.Errorf("hint %q, want %q in it", got, c.hint)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if o.Size != c.size || o.ResizeTo != c.resizeTo {
				t.Errorf("size %v, resize_to %d; want %v, %d", o.Size, o.ResizeTo, c.size, c.resizeTo)
			}
		})
	}
}

func TestPresetsAreValid(t *testing.T) {
	for _, name := range presetNames {
		if err := Validate(preset(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("size = 64")
	f.Add("size = [3, 4]\nmean = [1, 2.5, -3]\nstd = [1, 1, 1]\nscale = 1e-3\nresize = \"none\"")
	f.Add("size = 8192\nresize_to = 32768\n[mean]\nx = 1979-05-27T07:32:00Z")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := Parse("fuzz", text)
		if err != nil {
			return
		}
		transform, err := New(o)
		if err != nil {
			t.Fatalf("%+v was accepted: %v", o, err)
		}
		if slices.Contains([]string{"shorter", "squash"}, o.Resize) && o.ResizeTo < 300 {
			if err := transform.Apply(drawn(5, 3), make([]float32, transform.Len())); err != nil {
				t.Error(err)
			}
		}
	})
}
