package serve

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"summit/precompute/internal/hint"
)

func TestServeEndsWithItsContext(t *testing.T) {
	listener, err := Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener, fstest.MapFS{"index.html": {Data: []byte("page")}}) }()
	r, err := http.Get(URL(listener))
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	r.Body.Close()
	if string(body) != "page" {
		t.Errorf("%q", body)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the server did not end")
	}
}

func TestTakenPortSaysWhatToDo(t *testing.T) {
	first, err := Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	_, err = Listen(first.Addr().String())
	if err == nil || !strings.Contains(err.Error(), "in use") || len(hint.Of(err)) == 0 {
		t.Errorf("error %v with hints %q", err, hint.Of(err))
	}
	if _, err = Listen("nowhere"); err == nil || len(hint.Of(err)) == 0 {
		t.Errorf("error %v with hints %q", err, hint.Of(err))
	}
}

// The policy that the hosted site is served with is this one.
func TestNetlifySendsTheSamePolicy(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "netlify.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `Content-Security-Policy = "`+Policy+`"`) {
		t.Errorf("netlify.toml lacks the policy %q", Policy)
	}
}
