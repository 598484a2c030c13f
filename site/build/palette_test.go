package main

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// deficiencies map linear RGB to what is seen without one kind of cone: Machado, Oliveira and Fernandes, "A Physiologically-based
// Model for Simulation of Color Vision Deficiency", 2009, at severity 1.
var deficiencies = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// Oklab: Björn Ottosson, "A perceptual color space for image processing", 2020.
var (
	toCones = [3][3]float64{{0.4122214708, 0.5363325363, 0.0514459929}, {0.2119034982, 0.6806995451, 0.1073969566}, {0.0883024619, 0.2817188376, 0.6299787005}}
	toLab   = [3][3]float64{{0.2104542553, 0.7936177850, -0.0040720468}, {1.9779984951, -2.4285922050, 0.4505937099}, {0.0259040371, 0.7827717662, -0.8086757660}}
)

func times(m [3][3]float64, v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

// linear is the light of a colour such as #1763b6.
func linear(t *testing.T, hex string) (rgb [3]float64) {
	for i := range rgb {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if c := float64(n) / 255; c <= 0.04045 {
			rgb[i] = c / 12.92
		} else {
			rgb[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return rgb
}

func lab(rgb [3]float64, deficiency [3][3]float64) [3]float64 {
	seen := times(deficiency, rgb)
	for i := range seen {
		seen[i] = min(max(seen[i], 0), 1)
	}
	cones := times(toCones, seen)
	for i := range cones {
		cones[i] = math.Cbrt(cones[i])
	}
	return times(toLab, cones)
}

func luminance(rgb [3]float64) float64 { return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2] }

// TestColoursOfClasses: those of a set's classes are told apart by everybody, in both schemes, and stand out from the surface
// as WCAG 2.2 wants it of graphics (3 to 1).
func TestColoursOfClasses(t *testing.T) {
	css, err := os.ReadFile("../shell/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	for scheme, text := range map[string]string{"light": light, "dark": dark} {
		colour := func(name string) [3]float64 {
			return linear(t, regexp.MustCompile(`--` + name + `: (#[0-9a-f]{6});`).FindStringSubmatch(text)[1])
		}
		surface := luminance(colour("surface"))
		var classes [][3]float64
		for k := range 4 {
			c := colour("class-" + strconv.Itoa(k+1))
			classes = append(classes, c)
			low, high := min(luminance(c), surface), max(luminance(c), surface)
			if contrast := (high + 0.05) / (low + 0.05); contrast < 3 {
				t.Errorf("%s: class %d has contrast %.2f", scheme, k+1, contrast)
			}
		}
		for name, deficiency := range deficiencies {
			for a := range classes {
				for b := range a {
					x, y := lab(classes[a], deficiency), lab(classes[b], deficiency)
					if d := 100 * math.Hypot(math.Hypot(x[0]-y[0], x[1]-y[1]), x[2]-y[2]); d < 22 {
						t.Errorf("%s, %s: classes %d and %d are %.1f apart", scheme, name, b+1, a+1, d)
					}
				}
			}
		}
	}
}

// TestContrast: readers who ask for more contrast read text at 7 to 1 (WCAG 2.2, 1.4.6) and see lines and marks at 4.5 to 1, on
// every ground that text stands on; others read text at 4.5 to 1 (1.4.3) and see marks at 3 to 1 (1.4.11).
func TestContrast(t *testing.T) {
	css := shellCSS(t)
	light, dark, _ := strings.Cut(css["style.css"], "@media (prefers-color-scheme: dark)")
	more, moreDark, _ := strings.Cut(css["contrast.css"], "@media (prefers-contrast: more) and (prefers-color-scheme: dark)")
	for scheme, sheets := range map[string][]string{"light": {light}, "dark": {dark}, "light, more": {more, light}, "dark, more": {moreDark, dark}} {
		against := func(names []string, least float64) {
			for _, name := range names {
				for _, ground := range []string{"page", "surface", "panel", "raised"} {
					a, b := luminance(colourOf(t, sheets, name)), luminance(colourOf(t, sheets, ground))
					if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < least {
						t.Errorf("%s: %s on %s has contrast %.2f, less than %v", scheme, name, ground, contrast, least)
					}
				}
			}
		}
		text, marks := 4.5, 3.0
		lines := []string{"edge", "up", "down", "inhibit", "strong-rule", "bar"}
		if len(sheets) > 1 {
			text, marks = 7, 4.5
			lines = append(lines, "rule", "tile-line", "dot")
		}
		against([]string{"ink", "quiet", "accent", "focus"}, text)
		against(lines, marks)
	}
}

func shellCSS(t *testing.T) map[string]string {
	t.Helper()
	css := map[string]string{}
	for _, name := range []string{"style.css", "contrast.css"} {
		text, err := os.ReadFile("../shell/" + name)
		if err != nil {
			t.Fatal(err)
		}
		css[name] = string(text)
	}
	return css
}

// colourOf is the value of a colour in the first of the sheets that has one.
func colourOf(t *testing.T, sheets []string, name string) [3]float64 {
	t.Helper()
	for _, sheet := range sheets {
		if found := regexp.MustCompile(`--` + name + `: (#[0-9a-f]{6});`).FindStringSubmatch(sheet); found != nil {
			return linear(t, found[1])
		}
	}
	t.Fatalf("no sheet has the colour %q", name)
	return [3]float64{}
}
