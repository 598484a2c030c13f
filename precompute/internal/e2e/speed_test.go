package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"summit/precompute/internal/bundle/bundletest"
)

// These measure the page at full scale, in Chromium on localhost: 1,000 classes of a model with InceptionV1's layers (5,456 channels), and
// 20,000 classes of a small one. They report medians.

// inception is a bundle of 1,000 classes, written once.
var inception = sync.OnceValues(func() (string, error) {
	o := bundletest.Inception(1000)
	o.Embedding = true
	return writeFull("inception", o)
})

// manyClasses is a bundle of about as many classes as ImageNet-21k has, written once.
var manyClasses = sync.OnceValues(func() (string, error) {
	return writeFull("many", bundletest.Options{Classes: 20_000, Layers: []int{16, 24, 32}, Images: 50, Sources: 4, Seed: 1, Embedding: true, Workers: 2})
})

func writeFull(name string, o bundletest.Options) (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, name)
	return dir, bundletest.Write(dir, o)
}

// fullBundle is written when a benchmark is run on it.
type fullBundle struct {
	name  string
	write func() (string, error)
}

// fullBundles are those that most benchmarks are run on.
var fullBundles = []fullBundle{{"1000-classes", inception}, {"20000-classes", manyClasses}}

// onFullBundles runs a benchmark on each.
func onFullBundles(b *testing.B, bench func(b *testing.B, dir string)) {
	for _, full := range fullBundles {
		b.Run(full.name, func(b *testing.B) {
			dir, err := full.write()
			if err != nil {
				b.Fatal(err)
			}
			bench(b, dir)
		})
	}
}

// call calls a command of the protocol.
func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return result
}

// milestones notes when the class list and the first graph are there, in milliseconds from the navigation.
const milestones = `window.milestones = {};
window.reached = new Promise((done) => {
  const waits = {list: "#list .row", graph: ".canvas[data-shown]:not([data-shown='0'])"};
  const watcher = new MutationObserver(() => {
    for (const [name, selector] of Object.entries(waits)) {
      if (!document.querySelector(selector)) continue;
      delete waits[name];
      requestAnimationFrame(() => scheduler.postTask(() => {
        milestones[name] = performance.now();
        if (Object.keys(milestones).length === 2) done(milestones);
      }, {priority: "user-blocking"}));
    }
    if (Object.keys(waits).length === 0) watcher.disconnect();
  });
  watcher.observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-shown"]});
})`

// BenchmarkOpening opens the page with an empty cache. Metrics: milliseconds to the class list and to the first graph, requests and kB
// until then.
func BenchmarkOpening(b *testing.B) {
	onFullBundles(b, func(b *testing.B, dir string) {
		files, figures := testSite(b, dir), figures{}
		for b.Loop() {
			p := openSite(b, files, "none", nil)
			rest()
			call(p, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
			call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: milestones})
			p.do(chromedp.Navigate(p.server.URL + "/"))
			evalAwait[bool](p, `reached.then(() => true)`)
			figures.add("ms/list", eval[float64](p, `milestones.list`))
			figures.add("ms/graph", eval[float64](p, `milestones.graph`))
			figures.add("requests", eval[float64](p, `performance.getEntriesByType("resource").length`))
			figures.add("kB", eval[float64](p, `performance.getEntriesByType("resource").reduce((sum, e) => sum + e.transferSize, 0) / 1000`))
			p.close()
		}
		figures.report(b)
	})
}

// moves are what a reader does frame after frame, as JavaScript of the frame's number k.
var moves = []struct{ name, before, action string }{
	{"list", `const list = document.getElementById("list")`, `list.scrollTop = 90 * k`},
	{"embedding", panning(".embedding-canvas:last-of-type"), `pan(k)`},
	{"graph", panning(".canvas"), `pan(k)`},
}

// panning defines pan, which drags an element to and fro.
func panning(selector string) string {
	return fmt.Sprintf(`const plot = document.querySelector(%q), box = plot.getBoundingClientRect();
  const drag = (type, k) => plot.dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, button: type === "pointermove" ? -1 : 0, buttons: 1,
    clientX: box.x + box.width / 2 + 40 * Math.sin(k / 10), clientY: box.y + box.height / 2 + 40 * Math.cos(k / 10)}));
  plot.setPointerCapture = () => {};
  drag("pointerdown", 0);
  const pan = (k) => drag("pointermove", k)`, selector)
}

// BenchmarkFrame moves something at every frame. Metric: milliseconds of script a frame.
func BenchmarkFrame(b *testing.B) {
	const frames = 120
	onFullBundles(b, func(b *testing.B, dir string) {
		files := testSite(b, dir)
		for _, m := range moves {
			b.Run(m.name, func(b *testing.B) {
				figures := figures{}
				for b.Loop() {
					p := openSite(b, files, "", nil)
					call(p, performance.Enable, performance.EnableParams{})
					p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0`)
					rest()
					before := p.metric("ScriptDuration")
					evalAwait[bool](p, fmt.Sprintf(`(async () => { %s;
  for (let k = 1; k <= %d; k++) { await new Promise((next) => requestAnimationFrame(next)); %s; }
  return true; })()`, m.before, frames, m.action))
					figures.add("ms/frame", 1000*(p.metric("ScriptDuration")-before)/frames)
					p.close()
				}
				figures.report(b)
			})
		}
	})
}

// metric is one of the browser's own of the tab.
func (p *page) metric(name string) float64 {
	p.t.Helper()
	for _, m := range call(p, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == name {
			return m.Value
		}
	}
	p.t.Fatalf("the browser has no metric %q", name)
	return 0
}

// rest lets the browser end what it does after a new tab or a new graph: it starts a process for the next tab, and draws pictures.
func rest() { time.Sleep(time.Second) }

// BenchmarkVisits shows 100 classes. Metrics: milliseconds from a click to the painted graph, at first and when the class's counts are in the
// browser's cache and in the page's; MB of the tab's process beside those of an empty one.
func BenchmarkVisits(b *testing.B) {
	const visits = 100
	onFullBundles(b, func(b *testing.B, dir string) {
		files, figures := testSite(b, dir), figures{}
		for b.Loop() {
			p := openSite(b, files, "none", nil)
			empty := p.memory()
			p.do(chromedp.Navigate(p.server.URL + "/"))
			p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0`)
			visit := func(k int) float64 {
				p.until(fmt.Sprintf(`(document.getElementById("list").scrollTop = %d, document.getElementById("class-%d"))`, max(k-3, 0)*40, k))
				rest()
				return evalAwait[float64](p, timed+fmt.Sprintf(`(() => document.getElementById("class-%d").click())`, k))
			}
			for k := 1; k <= visits; k++ {
				figures.add("ms/cold", visit(k))
			}
			for k := visits; k > visits-8; k-- {
				figures.add("ms/warm", visit(k-1))
			}
			figures.add("MB", p.memory()-empty)
			p.close()
		}
		figures.report(b)
	})
}

// figures are what was measured, by the metric's name.
type figures map[string][]float64

func (f figures) add(name string, value float64) { f[name] = append(f[name], value) }

func (f figures) report(b *testing.B) {
	for name, values := range f {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], name)
	}
	b.ReportMetric(0, "ns/op")
}
