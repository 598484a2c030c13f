package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/shared/attribution"
)

func TestDefaultGraphIsTheNativeOne(t *testing.T) {
	p := open(t, "", nil)
	p.expect(classes(t)[0], defaults())
	if drawn := eval[int](p, `Number(document.querySelector(".canvas").dataset.painted)`); drawn == 0 {
		t.Error("the canvas was not painted")
	}
	if live := eval[string](p, `document.getElementById("live").textContent`); !strings.Contains(live, "channel") {
		t.Errorf("the live region says %q", live)
	}
	p.quiet()
}

func TestChoosingAClassAndGoingBack(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.expect(ids[0], defaults())
	p.do(chromedp.Click("#class-2"))
	p.expect(ids[2], defaults())
	if query := eval[string](p, "location.search"); query != "?class="+ids[2] {
		t.Errorf("the address ends in %q", query)
	}
	p.do(chromedp.Click("#class-1"))
	p.expect(ids[1], defaults())
	p.do(chromedp.NavigateBack())
	p.expect(ids[2], defaults())
	p.do(chromedp.NavigateBack())
	p.expect(ids[0], defaults())
	p.do(chromedp.NavigateForward())
	p.expect(ids[2], defaults())
	p.quiet()
}

func TestLastChoiceWins(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	eval[bool](p, `[3, 1, 4, 2].map((row) => document.getElementById("class-" + row).click()).length > 0`)
	p.expect(ids[2], defaults())
	p.quiet()
}

func TestSlidersAreLive(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	before := len(p.shown().Nodes)
	shown := defaults()
	p.do(chromedp.Focus("#mass"))
	for range 20 {
		p.keys(kb.ArrowRight)
		shown.mass += 0.5
	}
	p.expect(ids[0], shown)
	if after := len(p.shown().Nodes); after <= before {
		t.Errorf("%d nodes after raising the mass, %d before", after, before)
	}
	p.do(chromedp.Focus("#damping"))
	p.keys(kb.Home)
	shown.damping = 0
	p.expect(ids[0], shown)
	if query := eval[string](p, "location.search"); query != "?"+shown.query() {
		t.Errorf("the address ends in %q instead of %q", query, shown.query())
	}
	p.do(chromedp.Click(`[data-act="reset"]`))
	p.expect(ids[0], defaults())
	p.quiet()
}

func TestTheAddressRestoresTheView(t *testing.T) {
	ids := classes(t)
	for _, rank := range attribution.Ranks() {
		shown := defaults()
		shown.class, shown.rank, shown.mass, shown.damping = ids[len(ids)-1], rank, 12, 0.5
		p := open(t, "?class="+shown.class+"&"+shown.query(), nil)
		p.expect(shown.class, shown)
		controls := eval[[]string](p, `["rank", "mass", "damping"].map((id) => document.getElementById(id).value)`)
		if got := fmt.Sprint(controls); got != fmt.Sprintf("[%s 12 0.5]", rank) {
			t.Errorf("the controls show %s", got)
		}
		p.quiet()
	}
}

func TestABrokenAddressIsRepairedWithNotice(t *testing.T) {
	p := open(t, "?class=nobody&mass=900&rank=best", nil)
	shown := defaults()
	shown.mass = 50
	p.expect(classes(t)[0], shown)
	if n := eval[int](p, `document.querySelectorAll(".notice").length`); n != 3 {
		t.Errorf("%d notices instead of 3", n)
	}
	p.quiet()
}

func TestPinnedNodeIsInTheAddress(t *testing.T) {
	ids := classes(t)
	p := open(t, "", nil)
	p.waitFor(ids[0], defaults())
	key := eval[string](p, `document.querySelector("#outline [data-node]").dataset.key`)
	p = open(t, "?node="+url.QueryEscape(key), nil)
	p.waitFor(ids[0], defaults())
	p.until(`!document.getElementById("popup").hidden`)
	_, channel, _ := strings.Cut(key, ":")
	if title := eval[string](p, `document.querySelector(".popup-title").textContent`); !strings.HasSuffix(title, " "+channel) {
		t.Errorf("the popup of %s is titled %q", key, title)
	}
	p.quiet()
}

// TestPointingAtAnEdge says which one it is: one of the table's, with its images. Beside it nothing is said.
func TestPointingAtAnEdge(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	box := eval[[]float64](p, `(({left, top, right, bottom}) => [left, top, right, bottom])(document.querySelector(".canvas").getBoundingClientRect())`)
	said := ""
	for y := box[1] + 20; said == "" && y < box[3]; y += 23 {
		for x := box[0] + 130; said == "" && x < box[2]; x += 6 {
			p.do(chromedp.MouseEvent("mouseMoved", x, y))
			said = eval[string](p, `(({hidden, textContent}) => !hidden && textContent.includes(" influences ") ? textContent : "")(document.querySelector(".more"))`)
		}
	}
	edges := eval[[]string](p, `[...document.querySelectorAll("#graph-table [data-edge]")].map(({dataset: d}) => d.fromLayer + " " + d.fromChannel + " influences " + d.toLayer + " " + d.toChannel + " in " + d.count + " image" + (d.count === "1" ? "" : "s"))`)
	if !slices.Contains(edges, said) {
		t.Errorf("the page says %q of an edge, and has %q", said, edges)
	}
	p.do(chromedp.MouseEvent("mouseMoved", box[0]+3, box[1]+3))
	p.until(`!document.querySelector(".more").textContent.includes("influences") || document.querySelector(".more").hidden`)
	p.quiet()
}
