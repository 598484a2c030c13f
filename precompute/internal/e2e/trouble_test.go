package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// spoil changes the answers for paths that hold part while broken is true.
func spoil(part string, broken *atomic.Bool, change func(w http.ResponseWriter, body []byte)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !broken.Load() || !strings.Contains(r.URL.Path, part) {
				next.ServeHTTP(w, r)
				return
			}
			r.Header.Del("Accept-Encoding") // what is changed is the plain file,
			r.Header.Del("If-None-Match")   // all of it
			recorded := httptest.NewRecorder()
			next.ServeHTTP(recorded, r)
			body, _ := io.ReadAll(recorded.Body)
			w.Header().Set("Content-Security-Policy", recorded.Header().Get("Content-Security-Policy"))
			w.Header().Set("Content-Type", recorded.Header().Get("Content-Type"))
			w.Header().Set("Cache-Control", "no-store")
			change(w, body)
		})
	}
}

func missing(w http.ResponseWriter, _ []byte) { http.Error(w, "not found", http.StatusNotFound) }

func flipped(w http.ResponseWriter, body []byte) {
	body[len(body)/2] ^= 0x10
	_, _ = w.Write(body)
}

var formatField = regexp.MustCompile(`"format": *\d+`)

func newer(w http.ResponseWriter, body []byte) {
	_, _ = w.Write(formatField.ReplaceAll(body, []byte(`"format":99`)))
}

func older(w http.ResponseWriter, body []byte) {
	_, _ = w.Write(formatField.ReplaceAll(body, []byte(`"format":1`)))
}

func cut(w http.ResponseWriter, body []byte) { _, _ = w.Write(body[:len(body)/2]) }

// TestTroubleIsNamedAndRetried: each fault of a file is shown with the file's name, the last good graph stays, and trying
// again after the fault is gone shows the graph.
func TestTroubleIsNamedAndRetried(t *testing.T) {
	ids := classes(t)
	for _, test := range []struct {
		name, part, class string
		change            func(http.ResponseWriter, []byte)
		say               []string
	}{
		{"missing chunk", "/influence/counts/c/3/", ids[3], missing, []string{"influence/counts/c/3/0", "404"}},
		{"flipped byte", "/influence/counts/c/3/", ids[3], flipped, []string{"influence/counts/c/3/0"}},
		{"truncated chunk", "/activation/c/3/", ids[3], cut, []string{"activation/c/3/0"}},
		{"missing bundle", "zarr.json", "", missing, []string{"zarr.json", "404"}},
		{"newer format", "zarr.json", "", newer, []string{"format 99", "newer"}},
		{"older format", "zarr.json", "", older, []string{"format 1 is older", "make the bundle again", "earlier version"}},
		{"truncated manifest", "zarr.json", "", cut, []string{"zarr.json"}},
		{"missing list", "bundles.json", "", missing, []string{"bundles.json", "404"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var broken atomic.Bool
			broken.Store(true)
			p := open(t, "", spoil(test.part, &broken, test.change))
			if test.class != "" {
				p.expect(ids[0], defaults())
				p.do(chromedp.Click("#class-3"))
			}
			p.until(`document.querySelector(".trouble")`)
			for _, word := range test.say {
				p.until(fmt.Sprintf(`document.querySelector(".trouble").innerText.includes(%q)`, word))
			}
			if test.class != "" && eval[string](p, `document.getElementById("outline").dataset.class`) != ids[0] {
				t.Error("the last good graph did not stay")
			}
			broken.Store(false)
			p.do(chromedp.Click(`[data-act="retry"]`))
			class := ids[0]
			if test.class != "" {
				class = test.class
			}
			p.expect(class, defaults())
			p.until(`!document.querySelector(".trouble")`)
		})
	}
}

// TestWithoutWorker: the graph is computed in the page, with a notice.
func TestWithoutWorker(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	p := open(t, "", spoil("/worker.", &broken, missing))
	p.expect(classes(t)[0], defaults())
	p.until(`document.querySelector(".notice")?.innerText.includes("worker")`)
}

// TestWithoutProgram: a missing program is said, in place of an empty page.
func TestWithoutProgram(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	p := open(t, "", spoil(".wasm", &broken, missing))
	p.until(`document.getElementById("boot-text")?.innerText.includes("404") && !document.getElementById("boot-retry").hidden`)
}

// TestWithoutWebAssembly: the page says what the browser lacks, and what to do.
func TestWithoutWebAssembly(t *testing.T) {
	p := open(t, "favicon.ico", nil)
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: "delete window.WebAssembly"})
	p.do(chromedp.Navigate(p.server.URL))
	p.until(`document.getElementById("boot-text")?.innerText.includes("no WebAssembly") && document.getElementById("boot-retry").hidden`)
}
