// Package fetch gets files over HTTP with the browser's own fetch: net/http would double the explorer's download. It
// works in the page and in a worker.
package fetch

import (
	"context"
	"errors"
	"fmt"

	"github.com/vugu/vugu/js"
)

// Error says why a file did not come.
type Error struct {
	URL    string
	Status int    // of the answer; 0: there was none
	Reason string // the browser's, where there was no answer
}

func (e *Error) Error() string {
	switch {
	case e.Status == 404:
		return fmt.Sprintf("%s: not found (404)", e.URL)
	case e.Status != 0:
		return fmt.Sprintf("%s: the server answers %d", e.URL, e.Status)
	}
	return fmt.Sprintf("%s: no answer (%s)", e.URL, e.Reason)
}

// Get returns the body of url. When ctx ends the request is aborted and ctx's error is returned.
func Get(ctx context.Context, url string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	controller := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { controller.Call("abort") })
	defer stop()
	options := js.Global().Get("Object").New()
	js.Global().Get("Reflect").Call("set", options, "signal", controller.Get("signal")) // Set takes no js.Value
	response, err := await(js.Global().Call(caller(), url, options))
	if err != nil {
		return nil, because(ctx, url, err)
	}
	if !response.Get("ok").Bool() {
		return nil, &Error{URL: url, Status: response.Get("status").Int()}
	}
	buffer, err := await(response.Call("arrayBuffer"))
	if err != nil {
		return nil, because(ctx, url, err)
	}
	array := js.Global().Get("Uint8Array").New(buffer)
	body := make([]byte, array.Length())
	js.CopyBytesToGo(body, array)
	return body, nil
}

// caller is the function of the browser that fetches; the page's own knows of what has been asked for before the program began.
func caller() string {
	if js.Global().Get("summitFetch").Truthy() {
		return "summitFetch"
	}
	return "fetch"
}

func because(ctx context.Context, url string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &Error{URL: url, Reason: err.Error()}
}

// GetAll gets several files at once, in the order of urls. The first error ends the others.
func GetAll(ctx context.Context, urls []string) ([][]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type answer struct {
		at   int
		body []byte
		err  error
	}
	answers := make(chan answer, len(urls))
	for at, url := range urls {
		go func() {
			body, err := Get(ctx, url)
			answers <- answer{at, body, err}
		}()
	}
	bodies := make([][]byte, len(urls))
	var first error
	for range urls {
		a := <-answers
		if a.err != nil && first == nil {
			first = a.err
			cancel()
		}
		bodies[a.at] = a.body
	}
	return bodies, first
}

// await blocks the goroutine until a promise settles.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	resolve := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	reject := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: errors.New(message(args[0]))}
		return nil
	})
	defer resolve.Release()
	defer reject.Release()
	promise.Call("then", resolve, reject)
	o := <-settled
	return o.value, o.err
}

func message(reason js.Value) string {
	if text := reason.Get("message"); text.Truthy() {
		return text.String()
	}
	return "unknown reason"
}
