package e2e

import (
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
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

// touch has the fingers at these places; none lifts them.
func (p *page) touch(kind input.DispatchTouchEventType, fingers ...[2]float64) {
	p.t.Helper()
	points := []*input.TouchPoint{}
	for k, at := range fingers {
		points = append(points, &input.TouchPoint{X: at[0], Y: at[1], ID: new(float64(k))})
	}
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
}

// TestPinchAndDrag: two fingers that go apart make the graph larger about the place between them, one moves it with itself, and neither
// picks a channel.
func TestPinchAndDrag(t *testing.T) {
	p := openPictured(t, "")
	p.do(chromedp.EmulateViewport(412, 915, chromedp.EmulateMobile, chromedp.EmulateTouch))
	p.until(`document.querySelector(".canvas").width <= 412 && discs(0).length > 2`)
	box := eval[[]float64](p, `(({left, top, width, height}) => [left, top, width, height])(document.querySelector(".canvas").getBoundingClientRect())`)
	x, y := box[0]+box[2]/2, box[1]+box[3]/2
	const widest = `Math.max(0, ...discs(0).map((d) => d[1] - d[0]))`
	before := eval[int](p, widest)
	p.touch(input.DispatchTouchEventTypeTouchStart, [2]float64{x - 40, y}, [2]float64{x + 40, y})
	for apart := 45.0; apart <= 80; apart += 5 {
		p.touch(input.DispatchTouchEventTypeTouchMove, [2]float64{x - apart, y}, [2]float64{x + apart, y})
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until(fmt.Sprintf(`%s > %d`, widest, before*17/10))
	if after := eval[int](p, widest); after > before*23/10 {
		t.Errorf("fingers twice as far apart make discs of %d pixels from %d", after, before)
	}
	disc := p.disc(0)[0]
	for down := range 10 {
		kind := input.DispatchTouchEventTypeTouchMove
		if down == 0 {
			kind = input.DispatchTouchEventTypeTouchStart
		}
		p.touch(kind, [2]float64{x, y + 4*float64(down)})
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until(fmt.Sprintf(`discs(0).some((d) => Math.abs(d[0] - %d) < 4 && Math.abs(d[3] - %d) < 4)`, disc[0], disc[3]+36))
	if query := eval[string](p, "location.search"); query != "" {
		t.Errorf("the address ends in %q", query)
	}
	p.quiet()
}
