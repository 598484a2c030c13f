package ui

// Header names the model and the data, and lets one choose among several bundles.
type Header struct {
	Facts   []Fact
	Sources []Source
}

// Fact is a figure of the bundle.
type Fact struct{ Name, Value string }

// Source is a bundle that the site holds.
type Source struct {
	Name string // as in the address
	Path string // of its folder, with its closing slash
}
