package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// printedPaths are the paths of a channel as `precompute graph --paths` prints them, up before down.
func printedPaths(t *testing.T, class, key string) (shares, paths []string) {
	t.Helper()
	program, err := program()
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(program, "graph", "--bundle", testBundle(t), "--class", class, "--paths", strings.Replace(key, ":", "-", 1)).Output()
	if err != nil {
		t.Fatal(err)
	}
	type path struct {
		Share float64
		Nodes []struct {
			Layer   string
			Channel int
		}
	}
	var graph struct{ Paths struct{ Up, Down []path } }
	if err := json.Unmarshal(text, &graph); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(graph.Paths.Up, graph.Paths.Down...) {
		var keys []string
		for _, n := range p.Nodes {
			keys = append(keys, fmt.Sprintf("%s:%d", n.Layer, n.Channel))
		}
		shares, paths = append(shares, strconv.FormatFloat(p.Share, 'g', -1, 64)), append(paths, strings.Join(keys, " \u2192 "))
	}
	return shares, paths
}

// TestPathsAndPins picks a channel, whose paths are those that the command prints; pins it, and shows only what is pinned:
// its paths. The link restores that; another pin adds to it; without pins the whole graph is back.
func TestPathsAndPins(t *testing.T) {
	class := classes(t)[0]
	p := open(t, "", nil)
	p.waitFor(class, defaults())
	key := eval[string](p, `document.querySelectorAll("#outline ol > li")[2].querySelector("[data-node]").dataset.key`)
	whole := p.shown()
	shares, paths := printedPaths(t, class, key)

	p = open(t, "?node="+url.QueryEscape(key), nil)
	p.waitFor(class, defaults())
	p.until(`document.querySelector(".path-table tr[data-share]")`)
	compare(t, "shares", eval[[]string](p, `[...document.querySelectorAll(".path-table [data-share]")].map((e) => e.dataset.share)`), shares)
	compare(t, "paths", eval[[]string](p, `[...document.querySelectorAll(".path-table [data-share]")].map((e) => e.cells[1].textContent)`), paths)
	eval[bool](p, `document.querySelector(".popup-actions [data-pin]").click() === undefined`) // the popup is made anew when its pictures' names come
	p.until(`!document.getElementById("pins").hidden && location.search.includes("pin=")`)
	p.do(chromedp.Click("#pinned-only"))
	on := map[string]bool{}
	for _, path := range paths {
		for _, key := range strings.Split(path, " \u2192 ") {
			on[key] = true
		}
	}
	keys := `JSON.stringify([...document.querySelectorAll("#outline [data-node]")].map((e) => e.dataset.key))`
	p.until(fmt.Sprintf(`JSON.parse(%s).length === %d`, keys, len(on)))
	eval[bool](p, `document.querySelector(".list-toggle").click() === undefined`) // renders the text anew
	p.until(`document.querySelector(".list-toggle").ariaExpanded === "true"`)
	if !eval[bool](p, `document.activeElement.id === "pinned-only" && document.activeElement.checked`) {
		t.Error("the check box has lost its focus or its value")
	}
	for _, shown := range eval[[]string](p, "JSON.parse("+keys+")") {
		if !on[shown] {
			t.Errorf("%s is on no path of %s and is shown", shown, key)
		}
	}

	p.do(chromedp.Reload())
	p.until(fmt.Sprintf(`document.querySelector("#outline [data-node]") && JSON.parse(%s).length === %d && document.getElementById("pinned-only").checked`, keys, len(on)))
	p.do(chromedp.Focus("#outline [data-node]"))
	p.shortcut('p')
	p.until(`document.querySelectorAll("#pins [data-pin]").length === 2`)
	p.do(chromedp.Click(`[data-act="unpin"]`))
	p.until(fmt.Sprintf(`document.getElementById("pins").hidden && document.querySelectorAll("#outline [data-node]").length === %d`, len(whole.Nodes)))
	p.expect(class, defaults())
	p.quiet()
}
