package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"summit/precompute/internal/bundle/bundletest"
)

// withhold keeps back each answer whose path ends with suffix until it receives from the channel, or the tab has gone: a server closes only after its last
// answer.
func withhold(suffix string, until <-chan struct{}) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, suffix) {
				select {
				case <-until:
				case <-r.Context().Done():
				}
			}
			next.ServeHTTP(w, r)
		})
	}
}

// oddClasses is a bundle of 300 classes among which are all kinds that the list tells apart.
func oddClasses(t *testing.T, embedding bool) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "odd")
	if err := bundletest.Write(dir, bundletest.Options{Classes: 300, Layers: []int{8, 8}, Images: 80, Sources: 4, Seed: 1, Embedding: embedding, Workers: 2}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "zarr.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	classes := root["attributes"].(map[string]any)["summit"].(map[string]any)["classes"].([]any)
	set := func(row int, key string, value any) { classes[row].(map[string]any)[key] = value }
	set(1, "name", `<b>"Tom & Jerry's"</b>`)
	set(2, "name", classes[4].(map[string]any)["name"])
	set(3, "name", "")
	for row, top1 := range []any{0.0625, 0.0675, 0.9999, 0.99996, 1.0, nil, 0.0, 0.12250000000000001, 0.3335, 0.9375} {
		set(row, "top1", top1)
	}
	delete(classes[11].(map[string]any), "top1")
	set(12, "histogram", []int{})
	if text, err = json.Marshal(root); err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// shownRows describes the rows that one sees of the class list, and where they are.
const shownRows = `(() => { const list = document.getElementById("list"), box = list.getBoundingClientRect();
  return [document.querySelector(".classes-order .quiet").textContent, String(list.scrollTop)].concat([...list.querySelectorAll(".row")].filter((e) => { const r = e.getBoundingClientRect(); return r.bottom > box.top && r.top < box.bottom; })
    .map((e) => e.getBoundingClientRect().top + " " + [...e.attributes].map((a) => a.name + "=" + a.value).sort().join(" ") + e.innerHTML)); })()`

// TestListBeforeProgram compares the class list that is shown before the program runs with the program's own.
func TestListBeforeProgram(t *testing.T) {
	odd := map[bool]string{true: oddClasses(t, true), false: oddClasses(t, false)}
	for _, c := range []struct {
		query           string
		embedding, none bool
	}{{"", true, false}, {"", false, false}, {"?class=%s", true, false}, {"?mass=0.1", false, false}, {"?order=name", true, true}, {"?search=7", true, true}, {"?class=none", true, true}, {"?bundle=none", true, false},
		{"?node=x&page=1", true, false}, {"?pin=x", true, false}, {"?class=n00001000&class=n00001001", true, true}} {
		dir := odd[c.embedding]
		if strings.Contains(c.query, "%s") {
			c.query = fmt.Sprintf(c.query, classesOf(t, dir)[170])
		}
		t.Run(fmt.Sprintf("%s,%v", c.query, c.embedding), func(t *testing.T) {
			release := make(chan struct{})
			p := openSite(t, testSite(t, dir), c.query, withhold(".wasm", release))
			if c.none {
				p.until(`document.querySelector(".page")?.dataset.phase === "loading"`)
				p.do(chromedp.Sleep(300e6))
				if n := eval[int](p, `document.querySelectorAll("#list .row").length`); n != 0 {
					t.Errorf("%d rows where only the program knows which", n)
				}
				close(release)
				return
			}
			p.until(`document.querySelector("#list .row")`)
			p.do(chromedp.Sleep(100e6))
			before := eval[[]string](p, shownRows)
			close(release)
			p.until(`Number(document.querySelector(".canvas")?.dataset.shown) > 0 && document.querySelector("h1")?.textContent.trim()`)
			p.do(chromedp.Sleep(300e6))
			compare(t, "rows", before, eval[[]string](p, shownRows))
			if len(before) < 8 {
				t.Errorf("%d rows are shown", len(before))
			}
		})
	}
}

// TestChosenBeforeProgram chooses a class and types into the search before the program runs.
func TestChosenBeforeProgram(t *testing.T) {
	release := make(chan struct{})
	p := open(t, "?mass=0.1&node=x", withhold(".wasm", release))
	p.until(`document.querySelectorAll("#list .row").length > 5`)
	p.do(chromedp.Click("#list .row:nth-of-type(5)"))
	p.do(chromedp.Click("#list .row:nth-of-type(4)"))
	third := classes(t)[2] // the first list item is a space
	p.until(fmt.Sprintf(`document.querySelectorAll('#list [aria-selected="true"]').length === 1 && location.search === "?mass=0.1&class=%s"`, third))
	p.do(chromedp.SendKeys("#search", "ca"))
	close(release)
	v := defaults()
	v.mass = 10
	p.expect(third, v)
	p.until(`document.getElementById("search").value === "ca" && document.activeElement.id === "search" && location.search.includes("search=ca")`)
	p.quiet()
}

// TestComparedBeforeProgram: a class that is to be compared does not take the place of the chosen one.
func TestComparedBeforeProgram(t *testing.T) {
	release := make(chan struct{})
	p := open(t, "", withhold(".wasm", release))
	p.until(`document.querySelectorAll("#list .row").length > 5`)
	p.do(chromedp.Click("#list .row:nth-of-type(4) .row-compare"))
	if search := eval[string](p, "location.search"); search != "" {
		t.Errorf("the address is %q", search)
	}
	close(release)
	p.expect(classes(t)[0], defaults())
	p.quiet()
}

// TestRefusedAfterEarly: a manifest that the program refuses leaves nothing of what was drawn from it, and a good one afterwards is shown.
func TestRefusedAfterEarly(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	hold := make(chan struct{}, 1) // each answer takes one
	hold <- struct{}{}
	spoiled := spoil("/zarr.json", &broken, newer)
	p := open(t, "", func(next http.Handler) http.Handler { return withhold("/zarr.json", hold)(spoiled(next)) })
	p.until(`document.querySelector(".trouble")?.innerText.includes("99")`)
	p.until(`!document.querySelector("#list .row") && document.getElementById("embedding").hidden && document.querySelector(".classes-order .quiet").textContent === "No classes"`)
	p.do(chromedp.Click(`[data-act="retry"]`))
	p.until(`document.querySelector(".page").dataset.phase === "loading" && document.querySelector(".classes-order .quiet").textContent === "Loading classes" && document.getElementById("embedding").hidden`)
	hold <- struct{}{}
	p.until(`document.querySelector(".trouble")`)
	broken.Store(false)
	close(hold)
	p.do(chromedp.Click(`[data-act="retry"]`))
	p.expect(classes(t)[0], defaults())
	p.until(`document.querySelectorAll("#list .row").length > 5 && !document.querySelector(".trouble")`)
}

// TestGraphInHiddenTab: where nothing tells the surface's size, as in a hidden tab, the graph has its outline and legend all the same.
func TestGraphInHiddenTab(t *testing.T) {
	p := open(t, "icon.svg", nil)
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: "window.ResizeObserver = class { observe() {} disconnect() {} }"})
	p.do(chromedp.Navigate(p.server.URL))
	p.expect(classes(t)[0], defaults())
	p.until(`document.querySelector(".foot").innerText.includes("images")`)
}
