package state

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"
)

// net/url is the truth: what it escapes is read, what we escape it reads, and the same texts are refused.
func TestEscapeAgreesWithNetURL(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(t, "text"))
		if got, err := unescape(url.QueryEscape(s)); err != nil || got != s {
			t.Fatalf("%q: read as %q, %v", s, got, err)
		}
		if got, err := url.QueryUnescape(escape(s)); err != nil || got != s {
			t.Fatalf("%q: net/url reads %q as %q, %v", s, escape(s), got, err)
		}
		got, err := unescape(s)
		want, wantErr := url.QueryUnescape(s)
		if (err == nil) != (wantErr == nil) || got != want {
			t.Fatalf("%q: %q, %v instead of %q, %v", s, got, err, want, wantErr)
		}
	})
}
