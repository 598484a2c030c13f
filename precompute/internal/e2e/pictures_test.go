package e2e

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"summit/precompute/internal/bundle/bundletest"
)

// pictured is a bundle with feature visualizations, each a disc of a colour of its own.
var pictured = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "pictured")
	return out, bundletest.Write(out, bundletest.Small())
})

func picturedSite(t *testing.T) fs.FS {
	t.Helper()
	dir, err := pictured()
	if err != nil {
		t.Fatal(err)
	}
	return testSite(t, dir)
}

// discs defines discs(k): left, right, top and bottom of the discs of colour k on the canvas, as far as they are 20 pixels wide.
const discs = `(() => {
	const inks = %s, canvas = document.querySelector(".canvas");
	window.discs = (k) => {
		const {width, height} = canvas, found = [];
		const context = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
		context.drawImage(canvas, 0, 0);
		const {data} = context.getImageData(0, 0, width, height);
		const is = (x, y) => inks[k].every((v, c) => Math.abs(data[4 * (y * width + x) + c] - v) < 30);
		const add = (from, to, y) => {
			const disc = found.find((d) => from < d[1] && to > d[0] && y - d[3] < 10);
			if (disc) disc.splice(0, 4, Math.min(disc[0], from), Math.max(disc[1], to), disc[2], y);
			else found.push([from, to, y, y]);
		};
		for (let y = 0; y < height; y += 2) for (let x = 0, from = -1; x <= width; x++) {
			if (x < width && is(x, y)) { if (from < 0) from = x; continue; }
			if (from >= 0 && x - from >= 20) add(from, x, y);
			from = -1;
		}
		return found;
	};
	return true;
})()`

func (p *page) disc(k int) [][]int { return eval[[][]int](p, fmt.Sprintf("discs(%d)", k)) }

// openPictured waits until the nodes' pictures are there.
func openPictured(t *testing.T, query string) *page {
	t.Helper()
	p := openSite(t, picturedSite(t), query, nil)
	p.until(`document.querySelector("#outline [data-node]")`)
	var inks [][3]uint8
	for _, c := range bundletest.Discs {
		inks = append(inks, [3]uint8{c.R, c.G, c.B})
	}
	text, err := json.Marshal(inks)
	if err != nil {
		t.Fatal(err)
	}
	eval[bool](p, fmt.Sprintf(discs, text))
	return p
}

// TestNodesShowFeatures: at rest the feature visualization, or an example where there is none; the switch, and the address, have all
// show examples.
func TestNodesShowFeatures(t *testing.T) {
	p := openPictured(t, "")
	p.until(`discs(0).length > 5`)
	for k := 1; k < len(bundletest.Discs); k++ {
		if found := p.disc(k); len(found) > 0 {
			t.Errorf("diversity picture %d is at %v, and nobody points there", k, found)
		}
	}
	for _, text := range eval[[]string](p, `[...document.querySelectorAll("#outline [data-node]")].map((b) => b.dataset.channel + ":" + b.textContent)`) {
		want := "feature visualization"
		if strings.HasPrefix(text, "1:") {
			want = "example 1 of 10"
		}
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	p.do(chromedp.Click(`[data-act="examples"]`))
	p.until(`discs(0).length === 0 && document.querySelector('[data-act="examples"]').getAttribute("aria-pressed") === "true"`)
	if query := eval[string](p, "location.search"); query != "?pictures=examples" {
		t.Errorf("the address ends in %q", query)
	}
	p.do(chromedp.NavigateBack())
	p.until(`discs(0).length > 5`)
	p = openPictured(t, "?pictures=examples")
	p.until(`Number(document.querySelector(".canvas").dataset.painted) > 3 && performance.getEntriesByType("resource").some((e) => e.name.includes("/cards/"))`)
	p.until(`!document.querySelector("#outline").textContent.includes("feature") && discs(0).length === 0`)
	p.quiet()
}

// TestPointerGoesThroughPictures moves across a node: the place across its width chooses the diversity picture.
func TestPointerGoesThroughPictures(t *testing.T) {
	p := openPictured(t, "")
	p.until(`discs(0).length > 5`)
	box := eval[[]float64](p, `(({left, top}) => [left, top])(document.querySelector(".canvas").getBoundingClientRect())`)
	node := p.disc(0)[0]
	left, right, y := float64(node[0]), float64(node[1]), float64(node[2]+node[3])/2
	for k, share := range []float64{0.1, 0.4, 0.6, 0.9} {
		x := left + share*(right-left)
		p.do(chromedp.MouseEvent("mouseMoved", box[0]+x, box[1]+y))
		p.until(fmt.Sprintf(`discs(%d).length === 1`, k+1))
		if at := p.disc(k + 1)[0]; at[0] > node[1] || at[1] < node[0] {
			t.Errorf("diversity picture %d is at %v, not on the node at %v", k+1, at, node)
		}
		if marked := eval[string](p, `document.querySelector("#popup .shown").getAttribute("aria-label")`); marked != fmt.Sprintf("diversity picture %d of 4", k+1) {
			t.Errorf("the popup marks %q", marked)
		}
	}
	p.do(chromedp.MouseEvent("mouseMoved", box[0]+2, box[1]+2))
	p.until(`discs(4).length === 0`)
	p.quiet()
}

// TestKeysGoThroughPictures, and the popup shows them all.
func TestKeysGoThroughPictures(t *testing.T) {
	p := openPictured(t, "")
	// The outline is renewed when it is known how many pictures there are; the popup has a note then.
	p.until(`(document.querySelector('#outline [data-node]:not([data-channel="1"])')?.focus(), !document.getElementById("popup").hidden && document.querySelector("#popup .popup-note"))`)
	if n := eval[int](p, `document.querySelectorAll("#popup .features .picture").length`); n != 5 {
		t.Errorf("%d pictures of features", n)
	}
	if n := eval[int](p, `document.querySelectorAll("#popup .examples li").length`); n != 10 {
		t.Errorf("%d examples", n)
	}
	if note := eval[string](p, `document.querySelector(".popup-note").textContent`); !strings.Contains(note, " 1.5 × that of the strongest image") {
		t.Errorf("the popup says %q", note)
	}
	for _, step := range []struct {
		key  rune
		want string
	}{{'.', "diversity picture 1 of 4"}, {'.', "diversity picture 2 of 4"}, {',', "diversity picture 1 of 4"}, {',', "feature visualization"}, {',', "diversity picture 4 of 4"}} {
		p.shortcut(step.key)
		p.until(fmt.Sprintf(`document.getElementById("live").textContent === %[1]q && document.querySelector("#popup .shown").getAttribute("aria-label") === %[1]q`, step.want))
	}
	p.until(`discs(4).length === 1`)
	p.quiet()
}
