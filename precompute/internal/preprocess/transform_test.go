package preprocess

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// mustNew returns the transform of options that are right.
func mustNew(t interface{ Fatal(...any) }, o Options) *Transform {
	transform, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return transform
}

// apply returns the input that a transform makes of a picture.
func apply(t interface{ Fatal(...any) }, transform *Transform, img image.Image) []float32 {
	dst := make([]float32, transform.Len())
	if err := transform.Apply(img, dst); err != nil {
		t.Fatal(err)
	}
	return dst
}

// TestNormalise compares values with the formula, pixel by pixel, in every order of channels and axes.
func TestNormalise(t *testing.T) {
	o := preset("cifar10")
	o.Size = [2]int{5, 7}
	img := drawn(7, 5)
	for _, o.Channels = range orders {
		for _, o.Layout = range layouts {
			got := apply(t, mustNew(t, o), img)
			for y := range 5 {
				for x := range 7 {
					pixel := img.RGBAAt(x, y)
					for c, value := range []uint8{pixel.R, pixel.G, pixel.B} {
						if o.Channels == "BGR" {
							c = 2 - c
						}
						at := (c*5+y)*7 + x
						if o.Layout == "NHWC" {
							at = (y*7+x)*3 + c
						}
						want := (float64(value)/255 - o.Mean[c]) / o.Std[c]
						if math.Abs(float64(got[at])-want) > 1e-6 {
							t.Fatalf("%s %s: pixel %d, %d channel %d: %v, want %v", o.Channels, o.Layout, x, y, c, got[at], want)
						}
					}
				}
			}
		}
	}
}

// TestPresetValues pins what black and white become.
func TestPresetValues(t *testing.T) {
	for name, want := range map[string][2][3]float32{
		"imagenet":  {{-2.117904, -2.0357144, -1.8044444}, {2.2489083, 2.4285715, 2.64}},
		"inception": {{-1, -1, -1}, {1, 1, 1}},
		"caffe":     {{-104, -117, -123}, {151, 138, 132}},
		"cifar10":   {{-2.117904, -2.0357144, -1.8044444}, {2.2489083, 2.4285715, 2.64}},
	} {
		transform := mustNew(t, preset(name))
		size := transform.options.Size
		for i, c := range []color.Color{color.Black, color.White} {
			img := image.NewRGBA(image.Rect(0, 0, size[1], size[0]))
			draw.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
			got := apply(t, transform, img)
			area := size[0] * size[1]
			for k := range 3 {
				if math.Abs(float64(got[k*area]-want[i][k])) > 1e-6 || got[k*area] != got[(k+1)*area-1] {
					t.Errorf("%s: %v becomes %v in channel %d, want %v", name, c, got[k*area], k, want[i][k])
				}
			}
		}
	}
}

// anyImage hides a picture's type, so that it is read through At.
type anyImage struct{ image.Image }

// TestKindsOfPicture reads each kind of picture through its own rows and through At, also where bounds begin elsewhere.
func TestKindsOfPicture(t *testing.T) {
	o := preset("imagenet")
	o.Size, o.ResizeTo = [2]int{24, 32}, 40
	transform := mustNew(t, o)
	for name, img := range pictures(image.Rect(-3, 5, 70, 60)) {
		for _, part := range []image.Image{img, img.(interface {
			SubImage(image.Rectangle) image.Image
		}).SubImage(image.Rect(1, 7, 60, 59))} {
			got, want := apply(t, transform, part), apply(t, transform, anyImage{part})
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("%s %v: value %d is %v, want %v", name, part.Bounds(), i, got[i], want[i])
				}
			}
		}
	}
}

func TestApplyRejects(t *testing.T) {
	transform := mustNew(t, preset("cifar10"))
	dst := make([]float32, transform.Len())
	err := transform.Apply(drawn(32, 31), dst)
	if err == nil || err.Error() != "the picture is 32 x 31 pixels, the model takes 32 x 32 as they are" {
		t.Errorf("error %v", err)
	}
	if err := transform.Apply(image.NewRGBA(image.Rectangle{}), dst); err == nil {
		t.Error("a picture without pixels is accepted")
	}
	if _, err := transform.Source(image.Rect(0, 0, 1, 1), 0, 0, 1, 1); err == nil {
		t.Error("a picture of another size has a source")
	}
	defer func() {
		if recover() == nil {
			t.Error("a buffer of another length is accepted")
		}
	}()
	transform.Apply(drawn(32, 32), dst[1:])
}

// anyOptions draws options that resize.
func anyOptions(t *rapid.T) Options {
	o := preset("imagenet")
	o.Size = [2]int{rapid.IntRange(1, 40).Draw(t, "height"), rapid.IntRange(1, 40).Draw(t, "width")}
	o.Resize = rapid.SampledFrom([]string{"shorter", "squash"}).Draw(t, "resize")
	o.ResizeTo = max(o.Size[0], o.Size[1]) + rapid.IntRange(0, 20).Draw(t, "margin")
	o.Filter = rapid.SampledFrom(filterNames()).Draw(t, "filter")
	return o
}

// TestPlainPicturesStayPlain: weights sum to one at every pixel of every size, edges included.
func TestPlainPicturesStayPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOptions(t)
		o.Scale, o.Mean, o.Std = 1, []float64{0, 0, 0}, []float64{1, 1, 1}
		img := image.NewRGBA(image.Rect(0, 0, rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 90).Draw(t, "h")))
		value := rapid.Uint8().Draw(t, "value")
		for i := range img.Pix {
			img.Pix[i] = value
		}
		for i, x := range apply(t, mustNew(t, o), img) {
			if x != float32(value) {
				t.Fatalf("value %d is %v, want %d", i, x, value)
			}
		}
	})
}

// TestSourceHoldsWhatTheInputShows paints the source of a window and expects the window's middle to show the paint.
func TestSourceHoldsWhatTheInputShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOptions(t)
		o.Filter = "nearest"
		transform := mustNew(t, o)
		bounds := image.Rect(0, 0, rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 90).Draw(t, "h")).Add(image.Pt(3, -4))
		x, y := rapid.IntRange(0, o.Size[1]-1).Draw(t, "x"), rapid.IntRange(0, o.Size[0]-1).Draw(t, "y")
		reach := rapid.Float64Range(0.5, 30).Draw(t, "reach")
		window, err := transform.Source(bounds, float64(x)-reach, float64(y)-reach, float64(x)+1+reach, float64(y)+1+reach)
		if err != nil {
			t.Fatal(err)
		}
		if window.Empty() || !window.In(bounds) {
			t.Fatalf("source %v of a picture %v", window, bounds)
		}
		img := image.NewRGBA(bounds)
		draw.Draw(img, bounds, image.Black, image.Point{}, draw.Src)
		draw.Draw(img, window, image.White, image.Point{}, draw.Src)
		if got := apply(t, transform, img)[y*o.Size[1]+x]; got < 2 {
			t.Fatalf("pixel %d, %d of the input shows %v, not the source %v", x, y, got, window)
		}
	})
}

// TestSource has frames worked out by hand: 500 x 375 pixels become 341 x 256, of which 58, 16 to 282, 240 is the input.
func TestSource(t *testing.T) {
	transform := mustNew(t, preset("imagenet"))
	for _, c := range []struct {
		x0, y0, x1, y1 float64
		want           image.Rectangle
	}{
		{0, 0, 224, 224, image.Rect(85, 23, 414, 352)},
		{-50, -50, 300, 300, image.Rect(85, 23, 414, 352)},
		{100, 100, 112, 112, image.Rect(231, 169, 250, 188)},
		{100, 100, 100, 100, image.Rect(231, 169, 232, 170)},
		{230, 230, 240, 240, image.Rect(413, 351, 414, 352)},
	} {
		got, err := transform.Source(image.Rect(0, 0, 500, 375), c.x0, c.y0, c.x1, c.y1)
		if err != nil || got != c.want {
			t.Errorf("source of %v, %v, %v, %v is %v (error %v), want %v", c.x0, c.y0, c.x1, c.y1, got, err, c.want)
		}
	}
}
