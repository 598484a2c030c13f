package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe is axe-core's script, which `make test` brings.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "..", ".cache", "axe", "axe.min.js"))
	if err != nil {
		t.Skip("make .cache/axe/package-lock.json brings axe-core: ", err)
	}
	return string(script)
}

// barriers are what axe-core finds against WCAG 2.2 A and AA, and good practice.
func (p *page) barriers(script string) []string {
	p.t.Helper()
	p.until(`document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`)
	eval[bool](p, script+"; true")
	return evalAwait[[]string](p, `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
		.then(({violations}) => violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => id + ": " + html.slice(0, 160) + ": " + failureSummary.slice(0, 240))))`)
}

// TestAxeFindsABarrier, so that finding none says something. It is where no component renders.
func TestAxeFindsABarrier(t *testing.T) {
	script := axe(t)
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	eval[bool](p, `document.getElementById("tools").append(document.createElement("img")) === undefined`)
	if found := p.barriers(script); len(found) != 1 || !strings.HasPrefix(found[0], "image-alt: ") {
		t.Errorf("of an image without a name it says %q", found)
	}
}

// states are what the page can look like: an address, and what is clicked then.
var states = []struct {
	name, query string
	clicks      []string
	ready       string
}{
	{"graph", "", nil, ""},
	{"settings", "?sign=both&exclude=KEY", []string{`[data-act="more"]`}, `document.querySelectorAll("#excluded li").length === 1`},
	{"set", "?class=&class=ID&set=difference", nil, `document.querySelectorAll(".member").length >= 2`},
	{"table", "?table=1&sign=both", nil, `!document.getElementById("graph-table").hidden`},
	{"pinned", "?pin=KEY&pinned=only&node=KEY", nil, `!document.getElementById("popup").hidden`},
	{"page", "?node=KEY&page=1", nil, `document.querySelectorAll("#page .ranks li").length > 0`},
	{"explanation", "", []string{".about-toggle"}, `!document.getElementById("about").hidden`},
	{"tour", "?class=s01_tench&tour=2", nil, `!document.getElementById("tour").hidden`},
	{"embedding", "?embedding=large", nil, `document.querySelector(".page[data-large]")`},
	{"channel search", "?search=KEY", nil, `document.querySelector(".found li")`},
	{"nothing found", "?search=zzzz", nil, `document.querySelectorAll(".row").length === 0`},
	{"notices", "?class=nobody&mass=9", nil, `document.querySelectorAll(".notice").length === 2`},
}

// TestNoBarriers has axe-core look at every state of the page, light and dark, and on a phone.
func TestNoBarriers(t *testing.T) {
	script := axe(t)
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	key := eval[string](p, `document.querySelector("#outline [data-node]").dataset.key`)
	for _, s := range states {
		query := strings.NewReplacer("KEY", key, "ID", ids[1]).Replace(s.query)
		for _, look := range []string{"light", "dark", "phone"} {
			t.Run(s.name+"/"+look, func(t *testing.T) {
				if s.name == "tour" {
					tourOf(t)
				}
				p := open(t, query, nil)
				if look == "phone" {
					p.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
				} else {
					p.prefer("prefers-color-scheme", look)
				}
				p.until(`document.querySelector("#outline [data-node]")`)
				for _, click := range s.clicks {
					if look == "phone" && click == `[data-act="more"]` {
						click = `[data-act="tools"]`
					}
					p.do(chromedp.Click(click))
				}
				if s.ready != "" {
					p.until(s.ready)
				}
				for _, barrier := range p.barriers(script) {
					t.Error(barrier)
				}
			})
		}
	}
}
