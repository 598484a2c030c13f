package serve

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	chunk   = "bundles/demo-0123456789/activation/c/0/0"
	program = "explorer.0123456789ab.wasm"
)

// manifest is what a manifest of many classes looks like to a compressor.
var manifest = `{"classes":[` + strings.Repeat(`{"id":"n0001","name":"tench"},`, 1000) + `{}]}`

func someSite() http.Handler {
	return Handler(fstest.MapFS{
		"index.html":                        {Data: []byte("<!doctype html>")},
		program:                             {Data: []byte("plain program")},
		program + ".br":                     {Data: []byte("brotli program")},
		program + ".gz":                     {Data: []byte("gzip program")},
		"bundles.json":                      {Data: []byte("{}")},
		"bundles/demo-0123456789/zarr.json": {Data: []byte(manifest)},
		chunk:                               {Data: []byte("0123456789")},
		"bundles/demo-0123456789/cards/conv1/0.jpg": {Data: []byte("picture")},
		".secret": {Data: []byte("secret")},
	})
}

func get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path = path
	for k := 0; k+1 < len(headers); k += 2 {
		r.Header.Set(headers[k], headers[k+1])
	}
	w := httptest.NewRecorder()
	someSite().ServeHTTP(w, r)
	return w.Result()
}

func TestTypesAndCaching(t *testing.T) {
	const ever, never = cacheEver, cacheNever
	for path, want := range map[string]struct{ kind, cache string }{
		"/":                                  {"text/html; charset=utf-8", never},
		"/index.html":                        {"text/html; charset=utf-8", never},
		"/" + program:                        {"application/wasm", ever},
		"/bundles.json":                      {"application/json", never},
		"/bundles/demo-0123456789/zarr.json": {"application/json", never},
		"/" + chunk:                          {"application/octet-stream", ever},
		"/bundles/demo-0123456789/cards/conv1/0.jpg": {"image/jpeg", ever},
	} {
		r := get(t, path)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != want.kind || r.Header.Get("Cache-Control") != want.cache {
			t.Errorf("%s: %d, %q, %q", path, r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Cache-Control"))
		}
		if r.Header.Get("ETag") == "" || r.Header.Get("Content-Security-Policy") != Policy || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, r.Header)
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, path := range []string{"/bundles", "/bundles/", "/nothing", "/.secret", "/../handler.go", "/bundles/../.secret", "/a\\b", "//index.html", "/bundles/demo-0123456789/activation/c/0/1"} {
		if r := get(t, path); r.StatusCode != 404 || r.Header.Get("Cache-Control") != cacheNever {
			t.Errorf("%s: %d, %q", path, r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
	w := httptest.NewRecorder()
	someSite().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, %v", w.Code, w.Header())
	}
}

func TestCompression(t *testing.T) {
	for accept, want := range map[string]string{
		"": "", "gzip, deflate, br": "br", "gzip": "gzip", "br;q=0, gzip;q=0.5": "gzip", "BR": "br", "zstd": "", "gzip;q=0.0": "",
	} {
		r := get(t, "/"+program, "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding"); got != want || r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Content-Type") != "application/wasm" {
			t.Errorf("%q: %q, %v", accept, got, r.Header)
		}
	}
	if r := get(t, "/"+chunk, "Accept-Encoding", "br"); r.Header.Get("Content-Encoding") != "" {
		t.Error("a chunk was compressed once more")
	}
}

// A manifest is compressed on its way, and is the same when it has come.
func TestManifestIsCompressed(t *testing.T) {
	r := get(t, "/bundles/demo-0123456789/zarr.json", "Accept-Encoding", "gzip, br")
	if r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("%v", r.Header)
	}
	unzipped, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unzipped); err != nil || string(text) != manifest {
		t.Errorf("%d bytes of %d, error %v", len(text), len(manifest), err)
	}
	if text, err := io.ReadAll(get(t, "/bundles/demo-0123456789/zarr.json").Body); err != nil || string(text) != manifest {
		t.Errorf("%d bytes of %d to who takes no gzip, error %v", len(text), len(manifest), err)
	}
}

func TestConditionalAndRangeRequests(t *testing.T) {
	tag := get(t, "/"+chunk).Header.Get("ETag")
	if r := get(t, "/"+chunk, "If-None-Match", tag); r.StatusCode != http.StatusNotModified {
		t.Errorf("status %d for the tag %s", r.StatusCode, tag)
	}
	if r := get(t, "/"+chunk, "If-None-Match", `"other"`); r.StatusCode != 200 {
		t.Errorf("status %d for another tag", r.StatusCode)
	}
	r := get(t, "/"+chunk, "Range", "bytes=2-4")
	body := make([]byte, 16)
	n, _ := r.Body.Read(body)
	if r.StatusCode != http.StatusPartialContent || string(body[:n]) != "234" {
		t.Errorf("status %d, body %q", r.StatusCode, body[:n])
	}
	plain, packed := get(t, "/"+program).Header.Get("ETag"), get(t, "/"+program, "Accept-Encoding", "br").Header.Get("ETag")
	if plain == packed {
		t.Error("two versions share a tag")
	}
}

func TestPolicyForbidsWhatItShould(t *testing.T) {
	if strings.Contains(Policy, "unsafe-inline") || strings.Contains(Policy, "'unsafe-eval'") || strings.Contains(Policy, "http") || !strings.HasPrefix(Policy, "default-src 'none'") {
		t.Error(Policy)
	}
}
