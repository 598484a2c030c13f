package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"summit/precompute/internal/bundle"
)

// TestSearchingForChannels: a channel's name finds its page and, most first, the classes that use it; a word beside it
// narrows these; the link restores the search.
func TestSearchingForChannels(t *testing.T) {
	r, err := bundle.Open(testBundle(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	m := r.Manifest()
	j, want := busiest(t, r)
	layer, channel := m.LayerOf(j)
	list, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, "", nil)
	p.waitFor(m.Classes[0].ID, defaults())
	p.do(chromedp.Focus("#search"))
	p.keys(fmt.Sprintf("%s-%d", m.Layers[layer].Name, channel))
	rows := `JSON.stringify([...document.querySelectorAll(".row")].map((e) => Number(e.dataset.row)))`
	p.until(fmt.Sprintf(`%s === JSON.stringify(%s)`, rows, list))
	p.keys(" " + m.Classes[want[0]].ID)
	p.until(fmt.Sprintf(`%s === "[%d]"`, rows, want[0]))
	p.do(chromedp.Click(".found [data-open]"))
	p.expectPage(m.Classes[0].ID, fmt.Sprintf("%s:%d", m.Layers[layer].Name, channel))
	p.do(chromedp.Reload())
	p.until(fmt.Sprintf(`%s === "[%d]"`, rows, want[0]))
	p.quiet()
}

// busiest is the last channel that several classes use, and these.
func busiest(t *testing.T, r *bundle.Reader) (channel int, users []uint32) {
	t.Helper()
	for j := r.Manifest().Channels() - 1; j >= 0; j-- {
		u, err := r.Usage(j)
		if err != nil {
			t.Fatal(err)
		}
		if users, _ := u.Of(j); len(users) > 2 {
			return j, users
		}
	}
	t.Fatal("no channel that several classes use")
	return 0, nil
}
