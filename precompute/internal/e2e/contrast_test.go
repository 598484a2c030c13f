package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestMoreContrast: where the system asks for it, texts on the page stand out by 7 to 1, light and dark, and the drawing is painted anew;
// where the system chooses all colours a pressed button is still told from the one beside it.
func TestMoreContrast(t *testing.T) {
	p := open(t, "", nil)
	p.waitFor(classes(t)[0], defaults())
	p.do(chromedp.Click(`[data-act="more"]`))
	const painted = `Number(document.querySelector(".canvas").dataset.painted)`
	const settled = `(async () => { for (let still = 0, last = -1; still < 20; last = ` + painted + `) { await new Promise(requestAnimationFrame); still = ` + painted + ` === last ? still + 1 : 0; }
		return ` + painted + `; })()`
	const texts = `(() => {
		const light = (text) => { const [r, g, b] = text.match(/[0-9.]+/g).map((v) => { const c = v / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
		const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!c.startsWith("rgba")) return light(c); } return light("rgb(255, 255, 255)"); };
		return [".subject p", ".legend", ".row-accuracy", ".fact dt", ".tool-name", ".classes-foot", ".layer:not([aria-checked=true])", ".link", ".more-tools p"].flatMap((s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility()).map((e) => {
			const [a, b] = [light(getComputedStyle(e).color), ground(e)], contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
			return contrast >= 7 ? "" : s + " " + contrast.toFixed(2); })).filter(Boolean); })()`
	for _, scheme := range []string{"light", "dark"} {
		p.prefer("prefers-color-scheme", scheme)
		before := evalAwait[int](p, settled)
		call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-contrast", Value: "more"}}})
		p.until(fmt.Sprintf(`%s > %d`, painted, before))
		if low := eval[[]string](p, texts); len(low) > 0 {
			t.Errorf("%s: %s", scheme, strings.Join(low, ", "))
		}
	}
	p.prefer("forced-colors", "active")
	const pressed = `getComputedStyle(document.querySelector("[data-sign=excitation]")).backgroundColor !== getComputedStyle(document.querySelector("[data-sign=both]")).backgroundColor`
	p.until(`matchMedia("(forced-colors: active)").matches && ` + pressed)
	p.quiet()
}
