// Package ui is the page: Vugu components for what changes seldom (header, class list, controls, messages), and islands
// that own their part of the document (the drawing, its outline for keyboard and screen readers, the popup), because Vugu
// writes its whole tree at every render.
//
// A component's markup is in the .vugu file of its name, its Go beside it. What has nothing in it that changes is written as
// text at every render, so a control needs an attribute that is computed: else it loses its value and the focus. Events are listened to in one place,
// listeners.go. Everything that can be decided without a browser is in wasm/state.
package ui

//go:generate go tool vugugen -skip-go-mod -skip-main .
//go:generate go fmt .
