package e2e

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/performance"

	"summit/precompute/internal/bundle/bundletest"
)

// These measure in Chromium, from a slider's movement to the first frame that shows the new graph, on a bundle
// with the layers of InceptionV1 (5,456 channels), and how much of that time the page's own thread runs scripts: what the worker does is no
// part of it. They report medians.

// timed runs an action in the page and waits for the frame that shows a scene which came after it, until the browser has painted it: that is before the
// next task. Milliseconds.
const timed = `(async (action) => {
  const canvas = document.querySelector(".canvas");
  const before = Number(canvas.dataset.shown);
  const shown = new Promise((resolve) => {
    const observer = new MutationObserver(() => Number(canvas.dataset.shown) > before && resolve(observer.disconnect()));
    observer.observe(canvas, {attributeFilter: ["data-shown"]});
  });
  const start = performance.now();
  action();
  await shown;
  const {port1, port2} = new MessageChannel();
  const painted = new Promise((resolve) => { port1.onmessage = resolve; });
  port2.postMessage(0);
  await painted;
  return performance.now() - start;
})`

func benchPage(b *testing.B) *page {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "inception")
	if err := bundletest.Write(dir, bundletest.Inception(2)); err != nil {
		b.Fatal(err)
	}
	p := openSite(b, testSite(b, dir), "", nil)
	p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0`)
	call(p, performance.Enable, performance.EnableParams{})
	return p
}

func report(b *testing.B, p *page, action func(k int) string) {
	b.Helper()
	figures := figures{}
	for k := 0; b.Loop(); k++ {
		before := p.metric("ScriptDuration")
		figures.add("ms/frame", evalAwait[float64](p, timed+"(() => { "+action(k)+" })"))
		figures.add("script-ms/frame", 1000*(p.metric("ScriptDuration")-before))
	}
	figures.report(b)
}

func slide(id string, value float64) string {
	return fmt.Sprintf(`const e = document.getElementById(%q); e.value = %v; e.dispatchEvent(new Event("input", {bubbles: true}))`, id, value)
}

// BenchmarkMassSlider moves the mass, which needs no PageRank.
func BenchmarkMassSlider(b *testing.B) {
	p := benchPage(b)
	report(b, p, func(k int) string { return slide("mass", 5+float64(k%12)/2) })
}

// BenchmarkDampingSlider moves the damping: PageRank anew for every frame.
func BenchmarkDampingSlider(b *testing.B) {
	p := benchPage(b)
	report(b, p, func(k int) string { return slide("damping", 0.5+float64(k%40)/100) })
}
