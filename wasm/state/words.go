package state

import (
	"strconv"
	"strings"

	"summit/shared/attribution"
)

// Count writes n with the thousands set apart.
func Count(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Percent writes a fraction with one decimal, or with two where one would make all of what is not all.
func Percent(x float64) string {
	text := strconv.FormatFloat(100*x, 'f', 1, 64)
	if x < 1 && text == "100.0" {
		text = strconv.FormatFloat(100*x, 'f', 2, 64)
	}
	return text + "%"
}

// Number writes x with up to three significant digits.
func Number(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }

// Exact is the shortest text that reads back as x.
func Exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// PartOf writes how many of a whole something is, and their fraction.
func PartOf(n, whole int, one, many string) string {
	text := Count(n) + " of " + Plural(whole, one, many)
	if whole > 0 {
		text += " (" + Percent(float64(n)/float64(whole)) + ")"
	}
	return text
}

// Plural writes a count with its noun.
func Plural(n int, one, many string) string {
	return Count(n) + " " + Noun(n, one, many)
}

// Noun is the noun that goes with a count.
func Noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// SetName names a set of classes: the first two, and how many more.
func SetName(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	case 2:
		return names[0] + " and " + names[1]
	default:
		return names[0] + ", " + names[1] + " and " + Count(n-2) + " more"
	}
}

// SetTitle says what is made of a set of classes: one of attribution.Sets().
func SetTitle(names []string, set string) string {
	switch {
	case len(names) < 2 || set == attribution.SetUnion:
		return SetName(names)
	case set == attribution.SetIntersection:
		return SetName(names) + " in common"
	}
	return names[0] + " without " + SetName(names[1:])
}

// Announcement says what a graph holds, and what a change has done to it: p may be nil.
func Announcement(class string, g *attribution.Graph, p *Passage) string {
	text := "Graph of " + class + ": " + Plural(len(g.Nodes), "channel", "channels") + ", " + Plural(len(g.Edges), "edge", "edges") + "."
	if p != nil && p.New+len(p.Gone) > 0 {
		text += " " + Count(p.New) + " new, " + Count(len(p.Gone)) + " gone."
	}
	return text
}

// Excitement compares how strongly a picture excites its channel with the strongest dataset example, the first of images.
func Excitement(picture float32, images []float32) string {
	text := "Activation " + Number(float64(picture))
	if len(images) == 0 || images[0] <= 0 {
		return text
	}
	return text + ", " + Number(float64(picture)/float64(images[0])) + " \u00d7 that of the strongest image (" + Number(float64(images[0])) + ")"
}

// NodeKey names a node in the address.
func NodeKey(layer string, channel int) string { return layer + ":" + strconv.Itoa(channel) }

// FindNode is the node that key names, or -1.
func (d *Drawing) FindNode(layers []string, key string) int {
	at := strings.LastIndexByte(key, ':')
	if d == nil || at < 0 {
		return -1
	}
	for i, n := range d.Graph.Nodes {
		if n.Layer < len(layers) && NodeKey(layers[n.Layer], n.Channel) == key {
			return i
		}
	}
	return -1
}
