package e2e

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// printedCounts are how many nodes and edges `precompute graph` prints with these flags, and how many edges inhibit.
func printedCounts(t *testing.T, class string, flags ...string) (nodes, edges, inhibits int) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(path, append([]string{"graph", "--bundle", testBundle(t), "--class", class}, flags...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var graph struct {
		Nodes []struct{}
		Edges []struct{ Inhibits bool }
	}
	if err := json.Unmarshal(text, &graph); err != nil {
		t.Fatal(err)
	}
	for _, e := range graph.Edges {
		if e.Inhibits {
			inhibits++
		}
	}
	return len(graph.Nodes), len(graph.Edges), inhibits
}

// waitForView waits for the graph with these parameters, as the address has them.
func (p *page) waitForView(query string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.getElementById("outline")?.dataset.view === %q`, query))
}

// TestFiltersShowWhatTheCommandPrints: every control that shapes the graph gives the graph of the flag of its name, bit for bit.
func TestFiltersShowWhatTheCommandPrints(t *testing.T) {
	id := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(id, defaults())
	first := eval[[]string](p, `[...document.querySelectorAll("#outline [data-node]")].slice(0, 2).map((e) => e.dataset.key)`)
	layer := eval[string](p, `document.querySelectorAll("#outline > ol > li")[1].querySelector("[data-node]").dataset.layer`)
	for _, filter := range []struct {
		query string
		flags []string
	}{
		{"mass=0.3&edge-threshold=3&max-nodes=2", []string{"--mass", "0.3", "--edge-threshold", "3", "--max-nodes", "2"}},
		{"sign=inhibition", []string{"--sign", "inhibition"}},
		{"mass=0.2&sign=both", []string{"--mass", "0.2", "--sign", "both"}},
		{"hide=" + layer, []string{"--hide", layer}},
		{"exclude=" + strings.Join(first, "&exclude="), []string{"--exclude", strings.Join(first, ",")}},
	} {
		p := open(t, "?class="+id+"&"+filter.query, nil)
		p.waitForView(filter.query)
		want, got := printedWith(t, id, filter.flags...), p.shown()
		compare(t, filter.query+": nodes", got.Nodes, want.Nodes)
		compare(t, filter.query+": edges", got.Edges, want.Edges)
		_, edges, inhibits := printedCounts(t, id, filter.flags...)
		if n := eval[int](p, `document.querySelectorAll("#graph-table [data-inhibits]").length`); n != inhibits || strings.Contains(filter.query, "sign") == (inhibits == 0) {
			t.Errorf("%s: %d of %d edges inhibit instead of %d", filter.query, n, edges, inhibits)
		}
		if legend := eval[string](p, `document.getElementById("legend").textContent`); strings.Contains(legend, "inhibition") != (inhibits > 0) {
			t.Errorf("%s: the legend says %q", filter.query, legend)
		}
		p.quiet()
	}
}

// hold presses a key together with Ctrl, and with Shift where asked for.
func (p *page) hold(key rune, shift bool) {
	p.t.Helper()
	for _, event := range kb.Encode(key) {
		if event.Type == kb.KeyChar {
			continue
		}
		event.Modifiers |= 2 // Ctrl
		if shift {
			event.Modifiers |= 8
		}
		event.Text, event.UnmodifiedText = "", ""
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, *event); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestOneLayerStays: when all are hidden one after the other the last is not, and its check box says so.
func TestOneLayerStays(t *testing.T) {
	id := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(id, defaults())
	layers := eval[int](p, `document.querySelectorAll("#layers-shown input").length`)
	eval[bool](p, `document.querySelectorAll("#layers-shown input").forEach((box) => box.click()) === undefined`)
	p.until(fmt.Sprintf(`new URLSearchParams(location.search).getAll("hide").length === %d`, layers-1))
	p.until(`document.querySelectorAll("#layers-shown input:checked").length === 1`)
	eval[bool](p, `document.querySelector("#layers-shown input:checked").click() === undefined`)
	p.until(`document.querySelectorAll("#layers-shown input:checked").length === 1`)
	p.quiet()
}

// TestControlsAreUndone changes each control by keyboard, follows the graph and the address, takes all back step by step by Ctrl+Z,
// does it again by Ctrl+Shift+Z, and resets.
func TestControlsAreUndone(t *testing.T) {
	id := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(id, defaults())
	p.do(chromedp.Click(`[data-act="more"]`))
	p.until(`document.querySelector(".more-toggle").getAttribute("aria-expanded") === "true" && document.getElementById("threshold").checkVisibility()`)
	queries := []string{"open=more"} // the settings
	for _, step := range []struct{ selector, key, query string }{
		{"#mass", kb.ArrowRight, "mass=0.08"},
		{"#damping", kb.ArrowLeft, "mass=0.08&damping=0.84"},
		{"#threshold", kb.ArrowRight, "mass=0.08&damping=0.84&edge-threshold=2"},
		{"#nodes", kb.ArrowLeft, "mass=0.08&damping=0.84&edge-threshold=2&max-nodes=40"},
		{`[data-sign="both"]`, kb.Enter, "mass=0.08&damping=0.84&edge-threshold=2&max-nodes=40&sign=both"},
		{"#layers-shown input", " ", ""},
		{"#rows", kb.ArrowRight, ""},
		{"#columns", kb.ArrowLeft, ""},
	} {
		before := queries[len(queries)-1]
		p.do(chromedp.Focus(step.selector))
		p.keys(step.key)
		p.until(fmt.Sprintf(`location.search.slice(1) !== %q`, before))
		got := eval[string](p, "location.search.slice(1)")
		if want := step.query + "&open=more"; step.query != "" && got != want {
			t.Errorf("%s: the address is %q instead of %q", step.selector, got, want)
		}
		queries = append(queries, got)
	}
	last := queries[len(queries)-1]
	if !strings.HasSuffix(last, "&row-spacing=1.1&column-spacing=0.9&open=more") || !strings.Contains(last, "&hide=") {
		t.Errorf("the address ends as %q", last)
	}
	for k := len(queries) - 2; k >= 0; k-- {
		p.hold('z', false)
		p.until(fmt.Sprintf(`location.search.slice(1) === %q`, queries[k]))
	}
	p.until(`document.querySelector('[data-act="undo"]').disabled && !document.querySelector('[data-act="redo"]').disabled`)
	p.expect(id, defaults())
	for _, query := range queries[1:] {
		p.hold('z', true)
		p.until(fmt.Sprintf(`location.search.slice(1) === %q`, query))
	}
	p.until(`document.querySelector('[data-act="redo"]').disabled && document.getElementById("rows").value === "110" && document.getElementById("nodes-value").value === "40"`)
	p.do(chromedp.Click(`[data-act="undo"]`))
	p.until(fmt.Sprintf(`location.search.slice(1) === %q && !document.querySelector('[data-act="redo"]').disabled`, queries[len(queries)-2]))
	p.do(chromedp.Click(`[data-act="redo"]`))
	p.until(fmt.Sprintf(`location.search.slice(1) === %q`, last))
	p.do(chromedp.Click(`[data-act="reset"]`))
	p.expect(id, defaults())
	p.until(`location.search === "?open=more" && document.querySelector('[data-act="reset"]').disabled`)
	p.keys(kb.Escape)
	p.until(`location.search === "" && !document.getElementById("threshold").checkVisibility() && document.activeElement.matches(".more-toggle")`)
	p.quiet()
}

// TestExcludeAndTakeBack excludes a channel by its key and from its popup, and another from its page; the list of them leads back.
func TestExcludeAndTakeBack(t *testing.T) {
	id := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(id, defaults())
	keys := eval[[]string](p, `[...document.querySelectorAll("#outline [data-node]")].slice(0, 2).map((e) => e.dataset.key)`)
	p.do(chromedp.Focus("#outline [data-node]"))
	p.shortcut('x')
	p.waitForView("exclude=" + keys[0])
	p.hold('z', false)
	p.expect(id, defaults())
	p.do(chromedp.Focus("#outline [data-node]"))
	p.keys(kb.Enter)
	eval[bool](p, `document.activeElement.blur() === undefined`)
	p.until(`document.querySelector("#popup[data-kept] [data-exclude]")?.checkVisibility()`)
	p.do(chromedp.Click("#popup [data-exclude]"))
	p.waitForView("exclude=" + keys[0])
	want := printedWith(t, id, "--exclude", keys[0])
	compare(t, "nodes", p.shown().Nodes, want.Nodes)
	p.until(`document.getElementById("popup").hidden`)

	p = open(t, "?exclude="+keys[0]+"&node="+keys[1]+"&page=1", nil)
	p.until(`document.querySelector("#page [data-exclude]")?.textContent === "Exclude"`)
	eval[bool](p, `document.querySelector("#page [data-exclude]").click() === undefined`) // the page may be made anew while a pointer is on its way
	p.waitForView("exclude=" + keys[0] + "&exclude=" + keys[1])
	p.until(`document.querySelector("#page [data-exclude]").textContent === "Take back" && document.getElementById("page").textContent.includes("is excluded")`)
	p.keys(kb.Escape)
	p.do(chromedp.Click(`[data-act="more"]`))
	p.until(`document.querySelectorAll("#excluded [data-exclude]").length === 2`)
	p.do(chromedp.Click("#excluded [data-exclude]"))
	p.waitForView("exclude=" + keys[1])
	p.until(`document.querySelectorAll("#excluded [data-exclude]").length === 1 && document.activeElement !== document.body`)
	p.do(chromedp.Click(`[data-act="include-all"]`))
	p.expect(id, defaults())
	p.quiet()
}

// TestBrokenAddress: what the page does not know, what cannot be, and what the bundle lacks is each said, and gone from the address; so a
// reload says nothing.
func TestBrokenAddress(t *testing.T) {
	p := open(t, "?hide=nowhere&exclude=nowhere:3&max-nodes=1000&utm_source=mail&table=yes&layer=nowhere&node=nowhere:1&page=1&class=nobody", nil)
	p.waitForView("max-nodes=40")
	p.until(`document.querySelectorAll(".notice").length === 9 && document.getElementById("page").hidden`)
	for _, part := range []string{"hides layer \"nowhere\"", "\"nowhere:3\"", "\"1000\"; 40 is shown", "\"utm_source\"", "table \"yes\"", "asks for layer \"nowhere\"", "\"nowhere:1\"", "does not name", "\"nobody\""} {
		if said := eval[string](p, `document.querySelector(".messages").innerText`); !strings.Contains(said, part) {
			t.Errorf("the notices do not say %q: %q", part, said)
		}
	}
	want := "?class=" + classes(t)[0] + "&max-nodes=40"
	p.until(fmt.Sprintf(`location.search === %q`, want))
	p.do(chromedp.Reload())
	p.waitForView("max-nodes=40")
	if n := eval[int](p, `document.querySelectorAll(".notice").length`); n != 0 || eval[string](p, "location.search") != want {
		t.Errorf("after a reload there are %d notices", n)
	}
	p.quiet()
}
