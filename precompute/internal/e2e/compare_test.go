package e2e

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/shared/attribution"
)

// TestSetsAreTheCommands compares every bit of what is made of classes, and whose nodes and edges are.
func TestSetsAreTheCommands(t *testing.T) {
	ids := classes(t)
	p := open(t, "?class="+ids[0]+"&class="+ids[1], nil)
	shown := defaults()
	shown.with = ids[1:2]
	for _, set := range attribution.Sets() {
		if p.do(chromedp.Click(`[data-set="` + set + `"]`)); set != attribution.SetUnion {
			shown.set = set
		}
		p.waitFor(ids[0], shown)
		want, got := printed(t, set, ids[0], ids[1]), p.shown()
		compare(t, set+" nodes", got.Nodes, want.Nodes)
		compare(t, set+" edges", got.Edges, want.Edges)
	}
	p.quiet()
}

// TestComparingFromTheList takes classes into the set by mark, by click with Ctrl, and by keyboard, up to four; changes
// their order, and removes them.
func TestComparingFromTheList(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	shown := defaults()
	p.waitFor(ids[0], shown)
	p.do(chromedp.Click(`[data-member="1"]`))
	shown.with = []string{ids[1]}
	p.expect(ids[0], shown)
	p.do(chromedp.Click("#class-2"))
	p.expect(ids[2], defaults())
	p.do(chromedp.NavigateBack())
	p.expect(ids[0], shown)
	eval[bool](p, `document.getElementById("class-2").dispatchEvent(new MouseEvent("click", {bubbles: true, ctrlKey: true}))`)
	shown.with = []string{ids[1], ids[2]}
	p.expect(ids[0], shown)
	p.do(chromedp.Focus("#list"))
	p.keys(kb.Home + strings.Repeat(kb.ArrowDown, 3))
	p.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift)))
	shown.with = []string{ids[1], ids[2], ids[3]}
	p.expect(ids[0], shown)
	p.do(chromedp.Click(`[data-member="4"]`))
	p.until(`document.querySelector(".notice")?.innerText.includes("Up to 4 classes")`)
	if legend := eval[string](p, `document.getElementById("legend").innerText`); !strings.Contains(legend, "shared") {
		t.Errorf("the legend says %q", legend)
	}

	p.do(chromedp.Click(`[data-set="difference"]`), chromedp.Click(`[data-first="2"]`))
	shown.with, shown.set = []string{ids[0], ids[1], ids[3]}, attribution.SetDifference
	p.expect(ids[2], shown)
	for _, row := range []int{0, 1, 3} {
		p.remove(row)
	}
	shown.with = nil
	p.expect(ids[2], shown)
	p.until(`document.querySelector(".compare").hidden && document.activeElement.id === "list"`)
	p.quiet()
}

// remove takes a class out of the set, and waits until the others have moved up.
func (p *page) remove(row int) {
	p.t.Helper()
	button := fmt.Sprintf(`[data-remove="%d"]`, row)
	p.do(chromedp.Click(button))
	p.until(`!document.querySelector(` + "'" + button + "'" + `)?.checkVisibility()`)
}

// TestASetOfTooMany is shown as its union, without saying whose what is, and says why.
func TestASetOfTooMany(t *testing.T) {
	ids := classes(t)
	p := open(t, "?class="+strings.Join(ids[:6], "&class="), nil)
	shown := defaults()
	shown.with = ids[1:6]
	p.waitFor(ids[0], shown)
	p.until(`document.getElementById("legend").innerText.includes("up to 4 classes") && document.querySelector(".compare").innerText.includes("and 2 more")`)
	if owned := eval[int](p, `document.querySelectorAll("#outline [data-classes]").length`); owned != 0 {
		t.Errorf("%d channels say whose they are", owned)
	}
	p.remove(1)
	p.remove(2)
	shown.with = ids[3:6]
	p.expect(ids[0], shown)
	p.quiet()
}

// TestAClassOfASetThatFails is named, the last good graph stays, and the set is there once the fault is gone.
func TestAClassOfASetThatFails(t *testing.T) {
	ids := classes(t)
	var broken atomic.Bool
	broken.Store(true)
	p := open(t, "", spoil("/influence/counts/c/3/", &broken, missing))
	p.waitFor(ids[0], defaults())
	p.do(chromedp.Click(`[data-member="3"]`))
	name := eval[string](p, `document.querySelector("#class-3 .row-name").innerText`)
	p.until(fmt.Sprintf(`document.querySelector(".trouble")?.innerText.includes(%q)`, fmt.Sprintf("class %q: influence/counts/c/3/0: not found (404)", name)))
	if eval[string](p, `document.getElementById("outline").dataset.class`) != ids[0] {
		t.Error("the last good graph did not stay")
	}
	broken.Store(false)
	p.do(chromedp.Click(`[data-act="retry"]`))
	shown := defaults()
	shown.with = []string{ids[3]}
	p.expect(ids[0], shown)
	p.until(`!document.querySelector(".trouble")`)
}
