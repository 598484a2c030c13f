package e2e

import (
	"io/fs"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTapOnAPhone taps about until a node is hit: its popup lies in the window and leaves the node free; a tap beside the
// nodes closes it. Nothing is wider than the window.
func TestTapOnAPhone(t *testing.T) {
	t.Run("bundle", func(t *testing.T) { tapOnAPhone(t, testSite(t, testBundle(t))) })
	t.Run("features", func(t *testing.T) { tapOnAPhone(t, picturedSite(t)) })
}

func tapOnAPhone(t *testing.T, files fs.FS) {
	p := openSite(t, files, "", nil)
	p.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Reload())
	p.until(`document.querySelector("#outline [data-node]")`)
	if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("the page is %d wide in a window of 360", wide)
	}
	x, y := p.tapUntilOpen()
	p.until(`location.search.includes("node=")`)
	box := eval[[]float64](p, `(({left, top, right, bottom}) => [left, top, right, bottom])(document.getElementById("popup").getBoundingClientRect())`)
	if box[0] < 0 || box[1] < 0 || box[2] > 360 || box[3] > 740 {
		t.Errorf("the popup at %v leaves the window", box)
	}
	if x > box[0] && x < box[2] && y > box[1] && y < box[3] {
		t.Errorf("the popup at %v covers the node at %v, %v", box, x, y)
	}
	p.do(chromedp.TapXY(x, y))
	p.until(`document.getElementById("popup").hidden`)
	p.quiet()
}

// tapUntilOpen taps over the plot until a popup opens, and returns where.
func (p *page) tapUntilOpen() (x, y float64) {
	p.t.Helper()
	plot := eval[[]float64](p, `(({left, top, right, bottom}) => [left, top, right, bottom])(document.querySelector(".canvas").getBoundingClientRect())`)
	for y = plot[1] + 30; y < plot[3]; y += 35 {
		for x = plot[2] - 40; x > plot[0]+90; x -= 30 {
			p.do(chromedp.TapXY(x, y))
			time.Sleep(15 * time.Millisecond)
			if !eval[bool](p, `document.getElementById("popup").hidden`) {
				return x, y
			}
		}
	}
	p.t.Fatal("no tap opened a popup")
	return 0, 0
}
