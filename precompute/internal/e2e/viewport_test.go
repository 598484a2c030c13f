package e2e

import (
	"fmt"
	"math"
	"testing"

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
	graph := p.viewportOf("viewport", nil)
	p.do(chromedp.Focus("#embedding-plot"))
	p.keys("++")
	dots := p.viewportOf("embedding-viewport", nil)
	if len(graph) != 3 || len(dots) != 3 || math.Abs(graph[0]-1.3*1.3*1.3) > 1e-3 || math.Abs(dots[0]-1.4*1.4) > 1e-3 {
		t.Fatalf("the address has %v and %v", graph, dots)
	}
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
