// Package state holds what the explorer knows and decides, in plain Go with no browser: the view that the address carries,
// the class list, where nodes and edges lie, what a pointer touches, where a popup goes. It is tested natively.
//
// Lengths are CSS pixels. World coordinates are those of the graph at zoom 1; screen coordinates those of its surface.
package state
