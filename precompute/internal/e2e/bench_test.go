package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"summit/precompute/internal/bundle/bundletest"
)

// These measure in Chromium, from a click or a slider's movement to the first frame that shows the new graph, on a bundle
// with the layers of InceptionV1 (5,456 channels). They report the median.

// timed runs an action in the page and waits for the canvas to show a scene that came after it; milliseconds.
const timed = `(async (action) => {
  const canvas = document.querySelector(".canvas");
  const before = Number(canvas.dataset.shown);
  const start = performance.now();
  action();
  while (Number(canvas.dataset.shown) <= before) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - start;
})`

func benchPage(b *testing.B, classes int) *page {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "inception")
	if err := bundletest.Write(dir, bundletest.Inception(classes)); err != nil {
		b.Fatal(err)
	}
	p := openSite(b, testSite(b, dir), "", nil)
	p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0`)
	return p
}

func report(b *testing.B, p *page, action func(k int) string) {
	b.Helper()
	var times []float64
	for k := 0; b.Loop(); k++ {
		times = append(times, evalAwait[float64](p, timed+"(() => { "+action(k)+" })"))
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], "ms/frame")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkClassSwitch clicks classes that are not in memory: requests, decoding, PageRank, selection, ordering, painting.
func BenchmarkClassSwitch(b *testing.B) {
	const classes = 24
	p := benchPage(b, classes)
	report(b, p, func(k int) string { return fmt.Sprintf(`document.getElementById("class-%d").click()`, (k+1)%classes) })
}

func slide(id string, value float64) string {
	return fmt.Sprintf(`const e = document.getElementById(%q); e.value = %v; e.dispatchEvent(new Event("input", {bubbles: true}))`, id, value)
}

// BenchmarkMassSlider moves the mass, which needs no PageRank.
func BenchmarkMassSlider(b *testing.B) {
	p := benchPage(b, 2)
	report(b, p, func(k int) string { return slide("mass", 5+float64(k%12)/2) })
}

// BenchmarkDampingSlider moves the damping: PageRank anew for every frame.
func BenchmarkDampingSlider(b *testing.B) {
	p := benchPage(b, 2)
	report(b, p, func(k int) string { return slide("damping", 0.5+float64(k%40)/100) })
}
