package e2e

import (
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// firstKey is the channel of the first node of a bundle's first graph.
func firstKey(t *testing.T, files fs.FS) string {
	t.Helper()
	p := openSite(t, files, "", nil)
	p.until(`document.querySelector("#outline [data-node]")`)
	return eval[string](p, `document.querySelector("#outline [data-node]").dataset.key`)
}

// TestPageShowsPictures: all of the channel's card, each its own part of it, and how strongly they excite the channel.
func TestPageShowsPictures(t *testing.T) {
	files := picturedSite(t)
	key := firstKey(t, files)
	p := openSite(t, files, "?node="+url.QueryEscape(key)+"&page=1", nil)
	p.until(`document.querySelectorAll("#page .features [data-tile]").length >= 5 && document.querySelectorAll("#page .examples li").length === 10 && document.getElementById("page").innerText.includes("Activation")`)
	places := eval[[]string](p, `[...document.querySelectorAll("#page [data-tile]")].map((e) => e.style.backgroundImage.includes("/cards/") ? e.style.backgroundPosition + " " + e.style.backgroundSize : "none")`)
	seen := map[string]bool{}
	for _, place := range places {
		if place == "none" || seen[place] {
			t.Errorf("a picture without a part of its own: %q of %q", place, places)
		}
		seen[place] = true
	}
	for _, name := range eval[[]string](p, `[...document.querySelectorAll("#page .examples li")].map((e) => e.innerText.trim())`) {
		if name == "" {
			t.Error("an example without its class")
		}
	}
	p.quiet()
}

// TestPageOnAPhone: it fills the window, nothing of it is wider, what can be pressed is at least 24 pixels high, and it closes.
func TestPageOnAPhone(t *testing.T) {
	files := picturedSite(t)
	key := firstKey(t, files)
	p := openSite(t, files, "?node="+url.QueryEscape(key)+"&page=1", nil)
	p.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Reload())
	p.until(`document.querySelectorAll("#page .ranks li").length > 0 && document.querySelectorAll("#page .examples li").length === 10`)
	box := eval[[]float64](p, `(({left, right}) => [left, right])(document.getElementById("page").getBoundingClientRect())`)
	if box[0] != 0 || box[1] != 360 {
		t.Errorf("the page lies from %v to %v of 360", box[0], box[1])
	}
	if wide := eval[[]int](p, `[document.documentElement.scrollWidth, document.getElementById("page").scrollWidth]`); wide[0] > 360 || wide[1] > 360 {
		t.Errorf("the window scrolls to %d, the page to %d", wide[0], wide[1])
	}
	if small := eval[[]string](p, `[...document.querySelectorAll("#page button")].filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.textContent)`); len(small) > 0 {
		t.Errorf("too small to be pressed: %q", small)
	}
	p.do(chromedp.Click(`[data-act="close-page"]`))
	p.until(`document.getElementById("page").hidden`)
	p.quiet()
}

// TestOutlineSaysWhatIsPinned, and no longer when it is freed.
func TestOutlineSaysWhatIsPinned(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	p.do(chromedp.Focus("#outline [data-node]"))
	name := `document.querySelector("#outline [data-node]").textContent`
	for _, pinned := range []bool{true, false} {
		p.shortcut('p')
		p.until(fmt.Sprintf(`%s.endsWith(", pinned") === %t`, name, pinned))
	}
	if text := eval[string](p, name); strings.Contains(text, "pinned") {
		t.Errorf("%q", text)
	}
	p.quiet()
}
