package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// othersMost is how many requests that are for no picture a class may take.
const othersMost = 5

// requests are what a server has been asked for.
type requests struct {
	mu    sync.Mutex
	paths []string
}

func (r *requests) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		r.paths = append(r.paths, request.URL.Path)
		r.mu.Unlock()
		next.ServeHTTP(w, request)
	})
}

// take returns the requests since the last call, once there have been none for a while: how often each picture was asked for, as
// "layer/channel", and what else was.
func (r *requests) take() (cards map[string]int, others []string) {
	for before := -1; ; time.Sleep(400 * time.Millisecond) {
		r.mu.Lock()
		if len(r.paths) != before {
			before = len(r.paths)
			r.mu.Unlock()
			continue
		}
		paths := r.paths
		r.paths = nil
		r.mu.Unlock()
		cards = map[string]int{}
		for _, path := range paths {
			if _, card, ok := strings.Cut(path, "/cards/"); ok {
				cards[strings.TrimSuffix(card, ".jpg")]++
			} else {
				others = append(others, path)
			}
		}
		return cards, others
	}
}

// nodesOf are the nodes that the page shows, as take names their pictures.
func (p *page) nodesOf() map[string]bool {
	p.t.Helper()
	nodes := map[string]bool{}
	for _, name := range eval[[]string](p, `[...document.querySelectorAll("#outline [data-node]")].map(({dataset: d}) => d.layer + "/" + d.channel)`) {
		nodes[name] = true
	}
	return nodes
}

// TestRequestsOfAClass: each picture is asked for once, that of a node that is shown, and a class takes five other requests at most. What a
// popup shows is there already.
func TestRequestsOfAClass(t *testing.T) {
	ids := classes(t)
	r, seen := &requests{}, map[string]bool{}
	p := open(t, "?class="+ids[0], r.count)
	for k, id := range ids[:4] {
		if k > 0 {
			p.do(chromedp.Click(fmt.Sprintf("#class-%d", k)))
		}
		p.waitFor(id, defaults())
		cards, others := r.take()
		nodes := p.nodesOf()
		for card, times := range cards {
			if !nodes[card] || times != 1 || seen[card] {
				t.Errorf("class %q: the picture of %s was asked for %d times", id, card, times)
			}
			seen[card] = true
		}
		for node := range nodes {
			if !seen[node] {
				t.Errorf("class %q: the picture of %s was not asked for", id, node)
			}
		}
		if k > 0 && (len(others) == 0 || len(others) > othersMost) {
			t.Errorf("class %q: other requests: %q", id, others)
		}
	}
	p.do(chromedp.Focus("#outline [data-node]"))
	p.until(`document.querySelector("#popup [data-tile]") && !document.getElementById("popup").hidden`)
	if cards, others := r.take(); len(cards)+len(others) > 0 {
		t.Errorf("a popup asks for %v %q", cards, others)
	}
	p.quiet()
}

// TestPicturesComeWithTheirNodes: in a window that is too low for the graph pictures of nodes out of sight are not asked for, until one
// goes there.
func TestPicturesComeWithTheirNodes(t *testing.T) {
	r := &requests{}
	p := open(t, "favicon.ico", r.count)
	p.do(chromedp.EmulateViewport(900, 400), chromedp.Navigate(p.server.URL))
	p.waitFor(classes(t)[0], defaults())
	cards, _ := r.take()
	nodes := p.nodesOf()
	if len(cards) == 0 || len(cards) >= len(nodes) {
		t.Fatalf("%d pictures were asked for of %d nodes, not all of which are in sight", len(cards), len(nodes))
	}
	p.do(chromedp.Click(`[data-act="fit"]`))
	for later, _ := r.take(); len(later) > 0; later, _ = r.take() {
		for card := range later {
			cards[card]++
		}
	}
	for node := range nodes {
		if cards[node] != 1 {
			t.Errorf("the picture of %s was asked for %d times", node, cards[node])
		}
	}
}
