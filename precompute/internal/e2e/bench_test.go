package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/performance"

	"summit/precompute/internal/bundle/bundletest"
)

// These measure in Chromium, from a slider's movement to the first frame that shows the new graph, and how much of that time the page's own
// thread runs scripts: what the worker does is no part of it. They report medians. Both bundles have the layers of InceptionV1 (5,456 channels): the
// one of 1,000 classes shows 50 to 90 channels of a class, the one of two 150 to 320.

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
  return scheduler.postTask(() => performance.now() - start, {priority: "user-blocking"}); // the next task after the frame's
})`

// dense is a bundle of two classes, which have few channels of their own.
var dense = sync.OnceValues(func() (string, error) { return writeFull("dense", bundletest.Inception(2)) })

func benchPage(b *testing.B, dir string) *page {
	b.Helper()
	p := openSite(b, testSite(b, dir), "", nil)
	p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0`)
	call(p, performance.Enable, performance.EnableParams{})
	return p
}

// drag moves a slider 20 times, each time when the frame of the movement before is there, to a value that is JavaScript of the movement's
// number k. What the page does once the slider stands still is awaited before, and is no part of what is measured.
func drag(b *testing.B, id, value string) {
	b.Helper()
	for _, of := range []fullBundle{{"1000-classes", inception}, {"dense", dense}} {
		b.Run(of.name, func(b *testing.B) {
			dir, err := of.write()
			if err != nil {
				b.Fatal(err)
			}
			dragIn(b, dir, id, value)
		})
	}
}

func dragIn(b *testing.B, dir, id, value string) {
	b.Helper()
	const moves = 20
	p, figures := benchPage(b, dir), figures{}
	for b.Loop() {
		time.Sleep(time.Second)
		before := p.metric("ScriptDuration")
		for _, ms := range evalAwait[[]float64](p, fmt.Sprintf(`(async () => { const slider = document.getElementById(%q), frames = [];
  for (let k = 0; k < %d; k++) frames.push(await %s(() => { slider.value = %s; slider.dispatchEvent(new Event("input", {bubbles: true})); }));
  return frames; })()`, id, moves, timed, value)) {
			figures.add("ms/frame", ms)
		}
		figures.add("script-ms/frame", 1000*(p.metric("ScriptDuration")-before)/moves)
	}
	figures.report(b)
}

// BenchmarkMassSlider moves the mass, which needs no PageRank.
func BenchmarkMassSlider(b *testing.B) { drag(b, "mass", "5 + k % 12 / 2") }

// BenchmarkDampingSlider moves the damping: PageRank anew for every frame.
func BenchmarkDampingSlider(b *testing.B) { drag(b, "damping", "0.5 + k % 40 / 100") }
