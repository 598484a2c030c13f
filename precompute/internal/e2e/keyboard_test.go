package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/precompute/internal/bundle"
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

// TestExplanation opens the explanation, which tells what the bundle knows of its own quality, and closes it.
func TestExplanation(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	p.do(chromedp.Click(".about-toggle"))
	p.until(`!document.getElementById("about").hidden && document.getElementById("about").contains(document.activeElement)`)
	r, err := bundle.Open(testBundle(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	q := r.Manifest().Quality
	said := eval[string](p, `document.getElementById("quality").innerText`)
	want := fmt.Sprintf("%.1f%% of ", 100**q.Top1)
	if *q.Top1 < 1 && want == "100.0% of " {
		want = fmt.Sprintf("%.2f%% of ", 100**q.Top1)
	}
	if !strings.Contains(said, want) {
		t.Errorf("it does not say %q: %q", want, said)
	}
	for k, text := range eval[[]string](p, `[...document.querySelectorAll("#quality li > span")].map((e) => e.textContent)`) {
		if x := q.Embedding.Trustworthiness[k]; x != nil && text != fmt.Sprintf("%.2f", *x) {
			t.Errorf("trustworthiness %v is shown as %q", *x, text)
		}
	}
	if n := eval[int](p, `document.querySelectorAll("#quality li").length`); q.Embedding != nil && n != len(q.Embedding.Trustworthiness) {
		t.Errorf("%d layers have a trustworthiness", n)
	}
	p.keys(kb.Escape)
	p.until(`document.getElementById("about").hidden && document.activeElement.matches(".about-toggle")`)
	p.quiet()
}
