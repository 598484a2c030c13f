package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestMinimapLeadsElsewhere zooms in until the graph is larger than its place: a click on the minimap moves the graph, so that
// another node lies in the middle, while a click on the same place pans nothing where there is no minimap.
func TestMinimapLeadsElsewhere(t *testing.T) {
	p := open(t, "?mass=0.2", nil)
	p.until(`document.querySelector("#outline [data-node]")`)
	box := eval[[]float64](p, `(({right, bottom}) => [right, bottom])(document.querySelector(".canvas").getBoundingClientRect())`)
	frames := `(async () => { for (let k = 0; k < 40; k++) await new Promise(requestAnimationFrame); return document.querySelector(".canvas").toDataURL(); })()`
	x, y := box[0]-30, box[1]-30
	whole := evalAwait[string](p, frames)
	p.do(chromedp.MouseClickXY(x, y))
	if evalAwait[string](p, frames) != whole {
		t.Error("a click into an empty corner changes the drawing")
	}
	for range 4 {
		p.do(chromedp.Click(`[data-act="zoom-in"]`))
	}
	near := evalAwait[string](p, frames)
	p.do(chromedp.MouseClickXY(x, y))
	p.until(fmt.Sprintf(`document.querySelector(".canvas").toDataURL() !== %q`, near))
	p.do(chromedp.Click(`[data-act="fit"]`))
	p.quiet()
}
