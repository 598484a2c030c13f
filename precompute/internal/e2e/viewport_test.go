package e2e

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// viewportOf is what the address says of a camera, once it says another thing than before.
func (p *page) viewportOf(key string, before []float64) []float64 {
	p.t.Helper()
	const value = `(new URLSearchParams(location.search).get(%q)?.split(",") ?? []).map(Number)`
	p.until(fmt.Sprintf(`String(%s) !== %q`, fmt.Sprintf(value, key), joined(before)))
	return eval[[]float64](p, fmt.Sprintf(value, key))
}

// zoomedTo is what the address says of a camera once it has come to rest at that zoom.
func (p *page) zoomedTo(key string, zoom float64) []float64 {
	p.t.Helper()
	p.until(fmt.Sprintf(`Math.abs(Number((new URLSearchParams(location.search).get(%q) ?? "").split(",")[0]) - %g) < 1e-3`, key, zoom))
	time.Sleep(time.Second)
	return p.viewportOf(key, nil)
}

func joined(numbers []float64) (text string) {
	for k, x := range numbers {
		if k > 0 {
			text += ","
		}
		text += fmt.Sprint(x)
	}
	return text
}

// TestTheAddressKeepsTheCameras zooms and pans the graph and the embedding. Their link, opened on a surface of another size too, shows the same in the
// middle: there a step to the side and back lead to the same address again. Going back leads to the camera of that entry, undo leaves it.
func TestTheAddressKeepsTheCameras(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	p.until(`document.getElementById("embedding-plot").dataset.layer`)
	p.keys("+++" + kb.ArrowLeft + kb.ArrowUp)
	graph := p.zoomedTo("viewport", 1.3*1.3*1.3)
	p.do(chromedp.Focus("#embedding-plot"))
	p.keys("++")
	dots := p.zoomedTo("embedding-viewport", 1.4*1.4)
	link := eval[string](p, `location.search`)
	for _, width := range []int64{1440, 1000} {
		q := open(t, "", nil)
		q.do(chromedp.EmulateViewport(width, 700), chromedp.Navigate(q.server.URL+"/"+link))
		q.waitFor(ids[0], defaults())
		q.until(`document.getElementById("embedding-plot").dataset.layer`)
		q.keys(kb.ArrowLeft)
		aside := q.viewportOf("viewport", graph)
		q.keys(kb.ArrowRight)
		near(t, "the graph", q.viewportOf("viewport", aside), graph)
		q.do(chromedp.Focus("#embedding-plot"))
		q.keys("+")
		closer := q.viewportOf("embedding-viewport", dots)
		q.keys("-")
		near(t, "the embedding", q.viewportOf("embedding-viewport", closer), dots)
		q.quiet()
	}

	p.do(chromedp.Click("#list .row:nth-of-type(4)"))
	p.waitFor(ids[2], defaults())
	p.until(`!location.search.includes("?viewport=") && !location.search.includes("&viewport=")`)
	p.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	p.waitFor(ids[0], defaults())
	p.until(fmt.Sprintf(`location.search === %q`, link))
	eval[bool](p, `document.activeElement.blur() === undefined`)
	p.keys(kb.ArrowDown)
	near(t, "going back", p.viewportOf("viewport", graph)[:2], graph[:2])
	p.quiet()
}

func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for k := range want {
		if math.Abs(got[k]-want[k]) > 3e-4 {
			t.Errorf("%s: %v instead of %v", what, got, want)
		}
	}
}

// TestTheAddressKeepsOpenPanels opens a link to the settings and the explanation; closing them leaves the address as it is without.
func TestTheAddressKeepsOpenPanels(t *testing.T) {
	p := open(t, "?open=about&open=more", nil)
	p.waitFor(classes(t)[0], defaults())
	p.until(`!document.getElementById("about").hidden && document.getElementById("quality").innerText && document.querySelector(".more-toggle").getAttribute("aria-expanded") === "true" && document.getElementById("tools-host").dataset.more`)
	p.keys(kb.Escape)
	p.until(`document.getElementById("about").hidden && location.search === "?open=more"`)
	p.keys(kb.Escape)
	p.until(`location.search === "" && document.querySelector(".more-toggle").getAttribute("aria-expanded") === "false"`)
	p.do(chromedp.Click(".more-toggle"))
	p.until(`location.search === "?open=more"`)
	p.quiet()
}

// TestUndoLeavesTheCamera takes two changes back at once, without waiting for the first.
func TestUndoLeavesTheCamera(t *testing.T) {
	id := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(id, defaults())
	for _, slider := range []string{"#mass", "#damping"} {
		p.do(chromedp.Focus(slider))
		p.keys(kb.ArrowLeft)
	}
	p.until(`location.search.includes("damping=") && !document.querySelector('[data-act="undo"]').disabled`)
	eval[bool](p, `document.activeElement.blur() === undefined`)
	p.keys("++")
	before := p.zoomedTo("viewport", 1.3*1.3)
	eval[bool](p, `[1, 2].forEach(() => document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true, cancelable: true}))) === undefined`)
	p.until(fmt.Sprintf(`location.search === "?viewport=%s" && document.querySelector('[data-act="undo"]').disabled`, joined(before)))
	p.expect(id, defaults())
	p.quiet()
}

// TestCameraWhileASliderIsMoved: the address follows the camera, and not the slider, which has not been let go.
func TestCameraWhileASliderIsMoved(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	eval[bool](p, `(({mass}) => { mass.value = 12; return mass.dispatchEvent(new Event("input", {bubbles: true})); })({mass: document.getElementById("mass")})`)
	p.keys("+")
	at := p.zoomedTo("viewport", 1.3)
	if search := eval[string](p, "location.search"); search != "?viewport="+joined(at) {
		t.Errorf("the address is %q", search)
	}
	p.quiet()
}

// TestCameraOfTheNextGraph: what is done to the old graph while another class's is on its way does not move that one.
func TestCameraOfTheNextGraph(t *testing.T) {
	ids := classes(t)
	hold := make(chan struct{})
	p := open(t, "", withhold("/influence/counts/c/3/0", hold))
	p.waitFor(ids[0], defaults())
	p.do(chromedp.Click("#list .row:nth-of-type(5)"))
	p.until(`location.search.includes("class=") && document.querySelector(".surface").dataset.stale`)
	eval[bool](p, `document.activeElement.blur() === undefined`)
	before := eval[int](p, `Number(document.querySelector(".canvas").dataset.painted)`)
	p.keys("++")
	p.until(fmt.Sprintf(`Number(document.querySelector(".canvas").dataset.painted) > %d`, before))
	close(hold)
	p.waitFor(ids[3], defaults())
	time.Sleep(time.Second)
	if search := eval[string](p, "location.search"); search != "?class="+ids[3] {
		t.Errorf("the address is %q", search)
	}
	p.keys("+")
	near(t, "the next graph", p.zoomedTo("viewport", 1.3)[:1], []float64{1.3})
	p.quiet()
}
