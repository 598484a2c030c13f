package e2e

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/shared/bundle"
)

// openEmbedding waits until the embedding has come to rest on its layer.
func openEmbedding(t *testing.T, query string, wrap func(http.Handler) http.Handler) *page {
	t.Helper()
	p := open(t, query, wrap)
	p.until(`document.querySelector(".embedding-plot")?.dataset.layer && document.getElementById("outline")?.dataset.class`)
	return p
}

// findDot moves the pointer over the embedding until a class of the list is pointed at that is not the chosen one; it
// returns where, and the class's row.
func (p *page) findDot() (x, y float64, row string) {
	p.t.Helper()
	box := eval[[]float64](p, `(({left, top, right, bottom}) => [left, top, right, bottom])(document.querySelector(".embedding-plot").getBoundingClientRect())`)
	for y = box[1] + 20; y < box[3]-50; y += 7 {
		for x = box[0] + 20; x < box[2]-20; x += 7 {
			p.do(chromedp.MouseEvent("mouseMoved", x, y))
			if row = eval[string](p, `document.querySelector(".row[data-hover]:not([aria-selected=true])")?.dataset.row ?? ""`); row != "" {
				return x, y, row
			}
		}
	}
	p.t.Fatal("the pointer met no dot of the list")
	return 0, 0, ""
}

// TestDotsAndListAreLinked: pointing at a dot marks the class's row, pointing at a row its dot; a click on a dot chooses.
func TestDotsAndListAreLinked(t *testing.T) {
	ids := classes(t)
	p := openEmbedding(t, "", nil)
	x, y, row := p.findDot()
	p.do(chromedp.MouseClickXY(x, y))
	id := eval[string](p, `new URLSearchParams(location.search).get("class")`)
	if want := eval[string](p, fmt.Sprintf(`document.getElementById("class-%s").title.split(",")[0]`, row)); id != want {
		t.Errorf("a click on the dot of %q chose %q", want, id)
	}
	p.waitFor(id, defaults())
	painted := eval[int](p, `Number(document.querySelectorAll(".embedding-canvas")[1].dataset.painted)`)
	p.do(chromedp.ScrollIntoView("#class-3"))
	at := eval[[]float64](p, `(({left, top}) => [left + 60, top + 15])(document.getElementById("class-3").getBoundingClientRect())`)
	p.do(chromedp.MouseEvent("mouseMoved", at[0], at[1]))
	p.until(fmt.Sprintf(`document.getElementById("class-3").hasAttribute("data-hover") && Number(document.querySelectorAll(".embedding-canvas")[1].dataset.painted) > %d`, painted))
	if len(ids) == 0 {
		t.Fatal("no classes")
	}
	p.quiet()
}

// TestLayersOfTheEmbedding: a button's layer is travelled to, is in the address, and goes back with it.
func TestLayersOfTheEmbedding(t *testing.T) {
	p := openEmbedding(t, "", nil)
	last := eval[string](p, `document.querySelector(".embedding-plot").dataset.layer`)
	painted := eval[int](p, `Number(document.querySelector(".embedding-canvas").dataset.painted)`)
	p.do(chromedp.Focus(`.layer[aria-checked="true"]`))
	p.keys(kb.Home)
	p.until(fmt.Sprintf(`document.querySelector(".embedding-plot").dataset.layer !== %q`, last))
	first := eval[string](p, `document.querySelector(".layer").textContent`)
	if got := eval[string](p, `new URLSearchParams(location.search).get("layer")`); got != first {
		t.Errorf("the address has layer %q instead of %q", got, first)
	}
	if frames := eval[int](p, `Number(document.querySelector(".embedding-canvas").dataset.painted)`) - painted; frames < 3 {
		t.Errorf("%d frames on the way", frames)
	}
	p.do(chromedp.NavigateBack())
	p.until(fmt.Sprintf(`document.querySelector(".embedding-plot").dataset.layer === %q`, last))
	p.quiet()
}

// TestLasso draws around all dots with Shift: the classes are a set, as many as one can have.
func TestLasso(t *testing.T) {
	ids := classes(t)
	p := openEmbedding(t, "", nil)
	box := eval[[]float64](p, `(({left, top, right, bottom}) => [left + 4, top + 4, right - 4, bottom - 4])(document.querySelector(".embedding-plot").getBoundingClientRect())`)
	corners := [][2]float64{{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3] - 45}, {box[0], box[3]}}
	p.do(chromedp.Click(`[data-act="lasso"]`))
	p.do(chromedp.MouseEvent("mousePressed", corners[0][0], corners[0][1], chromedp.ButtonLeft))
	for _, c := range corners[1:] {
		p.do(chromedp.MouseEvent("mouseMoved", c[0], c[1], chromedp.ButtonLeft))
	}
	p.do(chromedp.MouseEvent("mouseReleased", box[0], box[3], chromedp.ButtonLeft))
	p.until(`new URLSearchParams(location.search).getAll("class").length > 1`)
	if set := eval[[]string](p, `new URLSearchParams(location.search).getAll("class")`); set[0] != ids[0] {
		t.Errorf("the set begins with %q instead of the chosen %q", set[0], ids[0])
	}
	p.until(`document.querySelector(".subject").innerText.includes("Union of") && document.querySelector('[data-act="lasso"]').getAttribute("aria-pressed") === "false"`)
	p.quiet()
}

// TestEmbeddingKeys walks over the dots, chooses one, adds another one, zooms and changes the layer.
func TestEmbeddingKeys(t *testing.T) {
	ids := classes(t)
	p := openEmbedding(t, "", nil)
	p.do(chromedp.Focus("#embedding-plot"))
	p.keys(kb.ArrowRight) // the chosen class
	name := eval[string](p, `document.getElementById("live").textContent`)
	for _, key := range []string{kb.ArrowRight, kb.ArrowLeft, kb.ArrowDown, kb.ArrowUp} {
		p.keys(key)
		if eval[string](p, `document.getElementById("live").textContent`) != name {
			break
		}
	}
	p.keys(kb.Enter)
	p.until(fmt.Sprintf(`![null, %q].includes(new URLSearchParams(location.search).get("class"))`, ids[0]))
	painted := eval[int](p, `Number(document.querySelector(".embedding-canvas").dataset.painted)`)
	p.keys("+")
	p.until(fmt.Sprintf(`Number(document.querySelector(".embedding-canvas").dataset.painted) > %d`, painted))
	p.keys("0")
	p.keys(kb.PageDown)
	p.until(`new URLSearchParams(location.search).has("layer")`)
	p.quiet()
}

// TestOrderBySimilarity: the chosen class is on top, with the similar ones, their cosines and bars below it, largest first, and the list
// says so; other orders show none of it.
func TestOrderBySimilarity(t *testing.T) {
	ids := classes(t)
	p := openEmbedding(t, "?class="+ids[2]+"&order=similarity", nil)
	p.until(`document.querySelector(".classes-head").innerText.includes("by cosine") && document.querySelector(".row").dataset.row === "2"`)
	p.until(`document.querySelectorAll(".row .similarity").length > 0`)
	cosines := eval[[]float64](p, `[...document.querySelectorAll(".row")].flatMap((row) => row.querySelector(".similarity") ? [Number(row.querySelector(".row-id").textContent.match(/^cosine ([0-9.]+)$/)[1])] : [])`)
	if len(cosines) > bundle.SimilarCount || !slices.IsSortedFunc(cosines, func(a, b float64) int { return cmp.Compare(b, a) }) {
		t.Errorf("the cosines are %v", cosines)
	}
	p.do(chromedp.SetValue("#order", "name"))
	eval[bool](p, `document.getElementById("order").dispatchEvent(new Event("change", {bubbles: true}))`)
	p.until(`location.search.includes("order=name") && document.querySelectorAll(".row").length > 1 && document.querySelectorAll(".similarity").length === 0`)
	p.quiet()
}

// TestLargeEmbedding takes the graph's place, on a phone too, where the list is in a drawer with it.
func TestLargeEmbedding(t *testing.T) {
	p := openEmbedding(t, "?embedding=large", nil)
	if wide := eval[float64](p, `document.getElementById("embedding").offsetWidth`); wide < 900 {
		t.Errorf("the large embedding is %v wide", wide)
	}
	p.do(chromedp.Click(`[data-act="large"]`))
	p.until(`document.getElementById("embedding").offsetWidth < 700 && !location.search.includes("embedding")`)
	p.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Reload())
	p.until(`document.getElementById("outline")?.dataset.class`)
	p.do(chromedp.Click(`[data-act="list"]`))
	p.until(`document.querySelector(".embedding-plot").dataset.layer && document.getElementById("list").offsetHeight > 100 && document.documentElement.scrollWidth <= 360`)
	p.quiet()
}

// TestMissingLayout: the graph is shown, the embedding says what is missing, and can be asked for again.
func TestMissingLayout(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	p := open(t, "", spoil("/embedding/c/", &broken, missing))
	p.waitFor(classes(t)[0], defaults())
	p.until(`document.querySelector(".embedding-trouble").innerText.includes("404")`)
	broken.Store(false)
	p.do(chromedp.Click(`[data-act="layout"]`))
	p.until(`document.querySelector(".embedding-trouble").hidden && document.querySelector(".embedding-plot").dataset.layer`)
}
