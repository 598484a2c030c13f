package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/precompute/internal/bundle"
)

// channelTruth is what the page of a channel has to say in a class: its facts, the classes that use it most, its eight strongest inputs.
func channelTruth(t testing.TB, class, key string) (facts, users, inputs []string) {
	t.Helper()
	r, err := bundle.Open(testBundle(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	m := r.Manifest()
	row, err := m.FindClass(class)
	if err != nil {
		t.Fatal(err)
	}
	layer, channel, err := m.FindChannel(key)
	if err != nil {
		t.Fatal(err)
	}
	j := m.Layers[layer].Offset + channel
	u, err := r.Usage(j)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := r.Class(row)
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range [][2]int{{int(counts.Activation[j]), m.Classes[row].Images}, {int(u.Images[j]), m.Data.Images},
		{int(u.Classes[j]), len(m.Classes)}, {int(u.Graphs[j]), len(m.Classes)}} {
		facts = append(facts, fmt.Sprintf("%d of %d", fact[0], fact[1]))
	}
	list, _ := u.Of(j)
	for _, c := range list {
		users = append(users, m.Classes[c].Name)
	}
	for _, input := range counts.Inputs(j, 8) {
		l, c := m.LayerOf(input.Channel)
		inputs = append(inputs, fmt.Sprintf("%s %d %d", m.Layers[l].Name, c, input.Count))
	}
	return facts, users, inputs
}

// expectPage compares the page of a channel with what the bundle holds.
func (p *page) expectPage(class, key string) {
	p.t.Helper()
	at := strings.LastIndexByte(key, ':')
	facts, users, inputs := channelTruth(p.t, class, key)
	p.until(fmt.Sprintf(`document.getElementById("page")?.hidden === false && document.getElementById("page-title").innerText === %q && document.querySelectorAll(".page-facts dd").length === 4`,
		key[:at]+" channel "+key[at+1:]))
	p.until(fmt.Sprintf(`document.querySelector(".page-facts dd").innerText.startsWith(%q)`, facts[0]))
	// Without thousands' commas, fractions in brackets and units.
	items := func(selector string) []string {
		return eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.innerText.replaceAll(",", "").replaceAll("\n", " ").replace(/ (image|class|\().*/, "").trim())`, selector))
	}
	compare(p.t, "facts", items(".page-facts dd"), facts)
	compare(p.t, "users", items("#page .ranks:first-of-type li .link"), users)
	compare(p.t, "inputs", items("#page .ranks:nth-of-type(2) li"), inputs)
}

// TestChannelPage opens a channel's page by keyboard, follows its links to a channel and to a class, goes back and closes
// it. A link opens it too.
func TestChannelPage(t *testing.T) {
	ids := classes(t)
	p := open(t, "?class="+ids[1], nil)
	p.waitFor(ids[1], defaults())
	eval[bool](p, `document.querySelectorAll("#outline ol > li")[1].querySelector("[data-node]").focus() === undefined`)
	key := eval[string](p, `document.activeElement.dataset.key`)
	p.shortcut('o')
	p.expectPage(ids[1], key)
	p.until(`document.activeElement.id === "page-title" && location.search.includes("page=1")`)
	input := eval[string](p, `document.querySelector("#page [data-open]").dataset.open`)
	p.do(chromedp.Click("#page [data-open]"))
	p.expectPage(ids[1], input)
	p.do(chromedp.NavigateBack())
	p.expectPage(ids[1], key)
	if row := eval[int](p, `Number(document.querySelector('#page [data-choose]:not([data-choose="1"])')?.dataset.choose ?? -1)`); row >= 0 {
		p.do(chromedp.Click(fmt.Sprintf(`#page [data-choose="%d"]`, row)))
		p.waitFor(ids[row], defaults())
		p.expectPage(ids[row], key)
	}
	p.keys(kb.Escape)
	p.until(`document.getElementById("page").hidden && !location.search.includes("page=")`)
	p.quiet()

	p = open(t, "?class="+ids[1]+"&node="+url.QueryEscape(key)+"&page=1", nil)
	p.expectPage(ids[1], key)
	p = open(t, "?node=nowhere:1&page=1", nil)
	p.waitFor(ids[0], defaults())
	p.until(`document.querySelector(".notice")?.innerText.includes("nowhere:1") && document.getElementById("page").hidden`)
	p.quiet()
}

// TestUsageThatFails is said on the page, which shows the rest; opened again it is there.
func TestUsageThatFails(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	p := open(t, "", spoil("/usage/graphs/", &broken, missing))
	p.waitFor(classes(t)[0], defaults())
	key := eval[string](p, `document.querySelector("#outline [data-node]").dataset.key`)
	p.do(chromedp.Focus("#outline [data-node]"))
	p.shortcut('o')
	p.until(`document.getElementById("page").innerText.includes("usage/graphs/c/0: not found (404)") && document.querySelector("#page [data-open]")`)
	broken.Store(false)
	p.keys(kb.Escape)
	p.until(`document.getElementById("page").hidden`)
	p.shortcut('o')
	p.expectPage(classes(t)[0], key)
}
