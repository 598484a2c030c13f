package e2e

import (
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/precompute/internal/bundle"
)

// tourOf is the bundle's manifest; the test is skipped where it is not the demo's.
func tourOf(t *testing.T) *bundle.Reader {
	t.Helper()
	r, err := bundle.Open(testBundle(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if r.Manifest().Data.Name != "sea-world" {
		t.Skip("the tour is of the demo's bundle")
	}
	return r
}

// TestTourNamesWhatTheDemoHas: the classes and channels of its steps.
func TestTourNamesWhatTheDemoHas(t *testing.T) {
	m := tourOf(t).Manifest()
	text, err := os.ReadFile("../../../site/shell/index.html")
	if err != nil {
		t.Fatal(err)
	}
	steps := regexp.MustCompile(`<div data-step="([^"]*)">`).FindAllSubmatch(text, -1)
	for _, step := range steps {
		values, err := url.ParseQuery(html.UnescapeString(string(step[1])))
		if err != nil {
			t.Fatal(err)
		}
		for _, class := range values["class"] {
			if _, err := m.FindClass(class); err != nil {
				t.Error(err)
			}
		}
		for _, channel := range append(values["exclude"], values["node"]...) {
			if _, _, err := m.FindChannel(channel); err != nil {
				t.Error(err)
			}
		}
	}
	if len(steps) < 5 {
		t.Errorf("%d steps", len(steps))
	}
}

// TestTour goes through the tour and back a step, by the browser too, and ends it in the midst of it by Escape.
func TestTour(t *testing.T) {
	tourOf(t)
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	p.do(chromedp.Click(".about-toggle"))
	p.do(chromedp.Click(`[data-act="tour"]`))
	step := func(k int, title string) {
		t.Helper()
		p.until(fmt.Sprintf(`location.search.endsWith("tour=%d") && document.querySelector("#tour [data-step]:not([hidden]) h2").textContent === %q && document.getElementById("tour-place").textContent === "%d of 6"`, k, title, k))
	}
	titles := eval[[]string](p, `[...document.querySelectorAll("#tour h2")].map((e) => e.textContent)`)
	for k, title := range titles {
		step(k+1, title)
		if focus := eval[string](p, `document.activeElement.textContent`); focus != title {
			t.Errorf("step %d: the focus is on %q", k+1, focus)
		}
		if k < len(titles)-1 {
			p.do(chromedp.Click(`[data-act="tour-next"]`))
		}
	}
	p.do(chromedp.Click(`[data-act="tour-back"]`))
	step(5, titles[4])
	p.do(chromedp.NavigateBack())
	step(6, titles[5])
	p.do(chromedp.Click(`[data-act="tour-next"]`))
	p.until(`document.getElementById("tour").hidden && !location.search.includes("tour") && document.querySelectorAll(".member").length >= 2`)
	p.quiet()

	p = open(t, "?class=s01_tench&tour=5", nil)
	step(5, titles[4])
	p.keys(kb.Escape)
	p.until(`document.getElementById("tour").hidden && !location.search.includes("tour")`)
	p.quiet()
}

// TestTourElsewhere is not offered, and an address that asks for it is repaired with a notice.
func TestTourElsewhere(t *testing.T) {
	p := openSite(t, picturedSite(t), "?tour=2", nil)
	p.until(`document.querySelector("#outline [data-node]") && document.querySelectorAll(".notice").length === 1`)
	if offered := eval[bool](p, `!document.getElementById("tour-offer").hidden || !document.getElementById("tour").hidden`); offered {
		t.Error("a tour of what is not the demo")
	}
	if notice := eval[string](p, `document.querySelector(".notice").textContent`); !strings.Contains(notice, "tour") {
		t.Errorf("the notice says %q", notice)
	}
}
