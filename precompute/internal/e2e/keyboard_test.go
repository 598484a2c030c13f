package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboardAlone chooses a class, walks over nodes, pins one and changes the mass, without a pointer.
func TestKeyboardAlone(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	p.shortcut('/')
	p.until(`document.activeElement.id === "search"`)
	p.keys(ids[5])
	p.until(`document.querySelectorAll(".row").length === 1`)
	p.keys(kb.Enter)
	p.expect(ids[5], defaults())
	p.keys(kb.Escape)
	p.until(fmt.Sprintf(`document.querySelectorAll(".row").length === %d`, min(len(ids), 60)))

	for range 12 {
		if eval[bool](p, `document.activeElement.dataset.node !== undefined`) {
			break
		}
		p.keys(kb.Tab)
	}
	p.until(`document.activeElement.dataset.node !== undefined && !document.getElementById("popup").hidden`)
	layer := eval[string](p, `document.activeElement.dataset.layer`)
	p.keys(kb.ArrowDown)
	p.until(fmt.Sprintf(`document.activeElement.dataset.layer !== %q`, layer))
	key := eval[string](p, `document.activeElement.dataset.key`)
	p.keys(kb.Enter)
	p.until(fmt.Sprintf(`location.search.includes("node=" + %q)`, key))
	p.keys(kb.Escape)
	p.until(`!location.search.includes("node=")`)
	p.quiet()
}

func TestListKeys(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	p.do(chromedp.Focus("#list"))
	p.keys(kb.End)
	p.until(fmt.Sprintf(`document.getElementById("list").getAttribute("aria-activedescendant") === "class-%d"`, len(ids)-1))
	p.keys(kb.ArrowUp)
	p.keys(kb.Enter)
	p.expect(ids[len(ids)-2], defaults())
	p.keys(kb.Home)
	p.until(`document.getElementById("list").scrollTop === 0`)
	p.keys(kb.Enter)
	p.expect(ids[0], defaults())
	p.quiet()
}

// TestZoomKeys zooms and pans; the drawing changes and its picture stays on the surface.
func TestZoomKeys(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	for _, key := range []string{"+", "+", "-", kb.ArrowLeft, kb.ArrowUp, "0"} {
		before := eval[int](p, `Number(document.querySelector(".canvas").dataset.painted)`)
		p.keys(key)
		p.until(fmt.Sprintf(`Number(document.querySelector(".canvas").dataset.painted) > %d`, before))
	}
	p.quiet()
}

func TestExplanation(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	p.do(chromedp.Click(".about-toggle"))
	p.until(`!document.getElementById("about").hidden && document.getElementById("about").contains(document.activeElement)`)
	p.keys(kb.Escape)
	p.until(`document.getElementById("about").hidden && document.activeElement.matches(".about-toggle")`)
	p.quiet()
}
