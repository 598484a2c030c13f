package e2e

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summit/precompute/internal/serve"
	"summit/precompute/internal/site"
)

// patience is how long the page may take for anything.
const patience = 20 * time.Second

// browser is the one browser that all tests share; each has its own tab.
var browser context.Context

func TestMain(m *testing.M) {
	if os.Getenv("SUMMIT_NO_BROWSER") == "1" {
		fmt.Println("skipped: SUMMIT_NO_BROWSER=1: no browser tests")
		return
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	defer func() {
		if dir, err := scratch(); err == nil {
			os.RemoveAll(dir)
		}
	}()
	path, err := chromium()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1440, 900),
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		fmt.Println("start the browser:", err)
		return 1
	}
	browser = ctx
	return m.Run()
}

func chromium() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium on the PATH: install it, name it with CHROMIUM, or set SUMMIT_NO_BROWSER=1")
}

func testSite(t testing.TB, bundles ...string) fs.FS {
	t.Helper()
	files, err := site.Virtual(bundles)
	if err != nil {
		t.Fatalf("%v; go run ./site/build puts the explorer in", err)
	}
	return files
}

// page is a tab that shows a site.
type page struct {
	t      testing.TB
	ctx    context.Context
	cancel func() // closes the tab
	server *httptest.Server
	mu     sync.Mutex
	said   []string // on the console
}

// open shows the query of a site of the bundle under test; wrap may change answers.
func open(t testing.TB, query string, wrap func(http.Handler) http.Handler) *page {
	t.Helper()
	return openSite(t, testSite(t, testBundle(t)), query, wrap)
}

func openSite(t testing.TB, files fs.FS, query string, wrap func(http.Handler) http.Handler) *page {
	t.Helper()
	handler := serve.Handler(files)
	if wrap != nil {
		handler = wrap(handler)
	}
	p := &page{t: t, server: newServer(handler)}
	t.Cleanup(p.server.Close)
	tab, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	limit := 6 * patience
	if _, bench := t.(*testing.B); bench {
		limit *= 10
	}
	ctx, stop := context.WithTimeout(tab, limit)
	t.Cleanup(stop)
	p.ctx, p.cancel = ctx, cancel
	p.do(chromedp.EmulateViewport(1440, 900))
	go p.listen()
	p.do(chromedp.Navigate(p.server.URL + "/" + query))
	return p
}

var used sync.Map // the addresses of all servers

// newServer returns a server whose address none had before, since the browser keeps what it had from that one.
func newServer(handler http.Handler) *httptest.Server {
	server := httptest.NewServer(handler)
	if _, again := used.LoadOrStore(server.URL, true); again {
		defer server.Close() // now its port is taken
		return newServer(handler)
	}
	return server
}

// close closes the tab, which the end of the test does else.
func (p *page) close() {
	p.cancel()
	p.server.Close()
}

func (p *page) listen() {
	for m := range chromedp.Console(p.ctx) {
		if text := fmt.Sprint(m); strings.Trim(text, ": ") != "" {
			p.mu.Lock()
			p.said = append(p.said, text)
			p.mu.Unlock()
		}
	}
}

// quiet fails if the console said anything: an error, a broken policy, a stray message.
func (p *page) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.said) > 0 {
		p.t.Errorf("the console says %q", p.said)
	}
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// evalAwait is eval for an expression whose value is a promise.
func evalAwait[T any](p *page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for a JavaScript expression to be true.
func (p *page) until(expression string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if eval[bool](p, "Boolean("+expression+")") {
			return
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.t.Fatalf("waited in vain for %s; the console says %q; the page says %q", expression, p.said, eval[string](p, "document.body.innerText.slice(0, 600)"))
}

// keys presses keys one after the other.
func (p *page) keys(text string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(text))
}

// shortcut presses a key that the page takes for itself. (chromedp sends the character as an event of its own, which would
// arrive although the page has prevented it.)
func (p *page) shortcut(key rune) {
	p.t.Helper()
	for _, event := range kb.Encode(key) {
		if event.Type == kb.KeyChar {
			continue
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, *event); err != nil {
			p.t.Fatal(err)
		}
	}
}
