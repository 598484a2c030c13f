package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"syscall"
	"time"

	"summit/precompute/internal/hint"
)

// Listen listens on addr. A port that is taken is an error that says how to get another.
func Listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, hint.Errorf("--addr localhost:0 takes a free port", "%s is in use by another program", addr)
	}
	if err != nil {
		return nil, hint.Wrap(err, "--addr takes a host and a port, such as localhost:8080")
	}
	return listener, nil
}

// URL is the address to open in a browser.
func URL(listener net.Listener) string {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// Serve serves site on listener until ctx ends; requests that run then have a few seconds to end.
func Serve(ctx context.Context, listener net.Listener, site fs.FS) error {
	server := &http.Server{Handler: Handler(site), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(limit); err != nil {
		return server.Close()
	}
	return nil
}
