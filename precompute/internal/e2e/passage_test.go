package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// prefer emulates a preference of the reader's system.
func (p *page) prefer(name, value string) {
	p.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, media); err != nil {
		p.t.Fatal(err)
	}
}

// TestChangesAreAnimated: after a change of the mass the drawing goes on moving for some frames, and it is said how many channels
// are new. Where the system asks for reduced motion it is painted at once.
func TestChangesAreAnimated(t *testing.T) {
	for _, motion := range []string{"no-preference", "reduce"} {
		p := open(t, "?pictures=examples", nil)
		p.prefer("prefers-reduced-motion", motion)
		p.waitFor(classes(t)[0], defaults())
		settled := `(async () => { const c = document.querySelector(".canvas"); for (let still = 0, last = -1; still < 20; last = c.dataset.painted) {
			await new Promise(requestAnimationFrame); still = c.dataset.painted === last ? still + 1 : 0; } return Number(c.dataset.painted); })()`
		before, nodes := evalAwait[int](p, settled), len(p.shown().Nodes)
		p.do(chromedp.Focus("#mass"))
		shown := defaults()
		shown.mass = 50
		p.keys(kb.End)
		p.waitFor(classes(t)[0], shown)
		frames := evalAwait[int](p, settled) - before
		added := len(p.shown().Nodes) - nodes
		if live := eval[string](p, `document.getElementById("live").textContent`); !strings.HasSuffix(live, fmt.Sprintf(" %d new, 0 gone.", added)) {
			t.Errorf("%s: the live region says %q, %d are new", motion, live, added)
		}
		cards := eval[int](p, `performance.getEntriesByType("resource").filter((e) => e.name.includes("/cards/")).length`)
		if limit := 5 + cards; motion == "reduce" && frames > limit {
			t.Errorf("%d frames with reduced motion, %d cards", frames, cards)
		}
		if motion != "reduce" && frames < 8 {
			t.Errorf("%d frames of motion", frames)
		}
		p.quiet()
	}
}
