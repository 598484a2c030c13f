package state

import (
	"strconv"
	"strings"

	"summit/shared/attribution"
)

// Rankings and orders that a view may name; the first of each is the default.
var (
	Rankings = attribution.Ranks()
	Orders   = []string{"bundle", "name", "accuracy", "accuracy-up"}
)

// Ranges of the two live parameters, and their defaults.
const (
	MassDefault, MassMin, MassMax          = 0.075, 0.005, 0.5 // fraction of a layer's score, as `precompute graph --mass`
	DampingDefault, DampingMin, DampingMax = 0.85, 0.0, 0.99   // probability of following an edge
)

// View is everything that a link to the page carries.
type View struct {
	Bundle  string  // name of the bundle; empty: the first
	Class   string  // class ID; empty: the first
	Rank    string  // one of Rankings
	Mass    float64 // in [MassMin, MassMax]
	Damping float64 // in [DampingMin, DampingMax]
	Order   string  // of the class list: one of Orders
	Search  string  // of the class list
	Node    string  // pinned node, "layer:channel"; empty: none
	Table   bool    // the table instead of the drawing
}

// DefaultView is what an address without a query means.
func DefaultView() View {
	return View{Rank: Rankings[0], Order: Orders[0], Mass: MassDefault, Damping: DampingDefault}
}

// Parameters are what v asks of the attribution graph; the rest is as the paper has it.
func (v View) Parameters() attribution.Parameters {
	p := attribution.DefaultParameters()
	p.Rank, p.Damping, p.Mass = v.Rank, v.Damping, v.Mass
	return p
}

// Reset returns v with the graph's parameters at their defaults.
func (v View) Reset() View {
	d := DefaultView()
	v.Rank, v.Mass, v.Damping = d.Rank, d.Mass, d.Damping
	return v
}

// Graph returns v with only what shapes the graph's nodes and edges, the class aside.
func (v View) Graph() View {
	g := DefaultView()
	g.Rank, g.Mass, g.Damping = v.Rank, v.Mass, v.Damping
	return g
}

// Query writes v as a query string, without "?"; what has its default value is left out.
func (v View) Query() string {
	var parts []string
	add := func(key, value string) { parts = append(parts, key+"="+escape(value)) }
	text := func(key, value, standard string) {
		if value != standard {
			add(key, value)
		}
	}
	number := func(key string, value, standard float64) {
		if value != standard {
			add(key, strconv.FormatFloat(value, 'f', -1, 64))
		}
	}
	text("bundle", v.Bundle, "")
	text("class", v.Class, "")
	text("rank", v.Rank, Rankings[0])
	number("mass", v.Mass, MassDefault)
	number("damping", v.Damping, DampingDefault)
	text("order", v.Order, Orders[0])
	text("search", v.Search, "")
	text("node", v.Node, "")
	if v.Table {
		add("table", "1")
	}
	return strings.Join(parts, "&")
}

// ParseView reads a query string. What is unknown or out of range is repaired, and named in notices.
func ParseView(query string) (v View, notices []string) {
	v = DefaultView()
	for _, part := range strings.Split(strings.TrimPrefix(query, "?"), "&") {
		key, raw, _ := strings.Cut(part, "=")
		value, err := unescape(raw)
		if err != nil {
			notices = append(notices, "The address holds a value that cannot be read: "+key+".")
			continue
		}
		if notice := v.set(key, strings.ToValidUTF8(value, "\uFFFD")); notice != "" {
			notices = append(notices, notice)
		}
	}
	return v, notices
}

func (v *View) set(key, value string) (notice string) {
	switch key {
	case "bundle":
		v.Bundle = value
	case "class":
		v.Class = value
	case "rank":
		return choose(&v.Rank, key, value, Rankings)
	case "order":
		return choose(&v.Order, key, value, Orders)
	case "mass":
		return limit(&v.Mass, key, value, MassMin, MassMax)
	case "damping":
		return limit(&v.Damping, key, value, DampingMin, DampingMax)
	case "search":
		v.Search = value
	case "node":
		v.Node = value
	case "table":
		v.Table = value == "1"
	}
	return ""
}

func choose(field *string, key, value string, among []string) (notice string) {
	for _, one := range among {
		if value == one {
			*field = value
			return ""
		}
	}
	return "The address asked for " + key + " " + strconv.Quote(value) + ", which there is not; " + *field + " is shown."
}

func limit(field *float64, key, value string, lo, hi float64) (notice string) {
	x, err := strconv.ParseFloat(value, 64)
	if err == nil && x >= lo && x <= hi {
		*field = x + 0 // no negative zero
		return ""
	}
	if err == nil && x > hi {
		*field = hi
	} else if err == nil && x < lo {
		*field = lo
	}
	return "The address asked for " + key + " " + strconv.Quote(value) + "; " + strconv.FormatFloat(*field, 'f', -1, 64) + " is shown."
}
