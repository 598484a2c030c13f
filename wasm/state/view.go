package state

import (
	"slices"
	"strconv"
	"strings"

	"summit/shared/attribution"
)

// Rankings, orders and pictures on nodes that a view may name; the first of each is the default.
var (
	Rankings = attribution.Ranks()
	Orders   = []string{"bundle", "name", "accuracy", "accuracy-up", "images", OrderSimilarity}
	Pictures = []string{"features", "examples"}
)

// Ranges of the two live parameters, and their defaults.
const (
	MassDefault, MassMin, MassMax          = 0.075, 0.005, 0.5 // fraction of a layer's score, as `precompute graph --mass`
	DampingDefault, DampingMin, DampingMax = 0.85, 0.0, 0.99   // probability of following an edge
)

// OrderSimilarity is the order that depends on the chosen class and the layer of the embedding.
const OrderSimilarity = "similarity"

// ClassesMost is how many classes a set can have: its graph needs the counts of each.
const ClassesMost = 50

// View is everything that a link to the page carries.
type View struct {
	Bundle  string   // name of the bundle; empty: the first
	Class   string   // class ID; empty: the first
	Classes []string // IDs of the classes that Class makes a set with, at most ClassesMost - 1
	Set     string   // what is made of them: one of attribution.Sets()

	Rank    string  // one of Rankings
	Mass    float64 // in [MassMin, MassMax]
	Damping float64 // in [DampingMin, DampingMax]
	Order   string  // of the class list: one of Orders
	Search  string  // of the class list
	Layer   string  // whose embedding is shown, and in which classes are similar; empty: the last
	Large   bool    // the embedding takes the place of the graph
	Table   bool    // the table instead of the drawing

	Pictures string // on nodes: one of Pictures

	Node       string   // picked channel, "layer:channel"; empty: none
	Page       bool     // its page is open
	Pins       []string // pinned channels, as Node
	PinnedOnly bool     // only they and their paths are drawn
}

// DefaultView is what an address without a query means.
func DefaultView() View {
	return View{Set: attribution.SetUnion, Rank: Rankings[0], Order: Orders[0], Mass: MassDefault, Damping: DampingDefault, Pictures: Pictures[0]}
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

// Graph returns v with only what shapes the graph's nodes and edges, Class aside.
func (v View) Graph() View {
	g := DefaultView()
	g.Classes, g.Set = v.Classes, v.Set
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
	flag := func(key, value string, on bool) {
		if on {
			add(key, value)
		}
	}
	text("bundle", v.Bundle, "")
	flag("class", v.Class, v.Class != "" || len(v.Classes) > 0)
	for _, class := range v.Classes {
		add("class", class)
	}
	text("set", v.Set, attribution.SetUnion)
	text("rank", v.Rank, Rankings[0])
	number("mass", v.Mass, MassDefault)
	number("damping", v.Damping, DampingDefault)
	text("order", v.Order, Orders[0])
	text("search", v.Search, "")
	text("layer", v.Layer, "")
	flag("embedding", "large", v.Large)
	flag("table", "1", v.Table)
	text("node", v.Node, "")
	text("pictures", v.Pictures, Pictures[0])
	flag("page", "1", v.Page)
	for _, pin := range v.Pins {
		add("pin", pin)
	}
	flag("pinned", "only", v.PinnedOnly)
	return strings.Join(parts, "&")
}

// ParseView reads a query string. What is unknown or out of range is repaired, and named in notices.
func ParseView(query string) (v View, notices []string) {
	v = DefaultView()
	var classes []string
	for _, part := range strings.Split(strings.TrimPrefix(query, "?"), "&") {
		key, raw, _ := strings.Cut(part, "=")
		value, err := unescape(raw)
		if err != nil {
			notices = append(notices, "The address holds a value that cannot be read: "+key+".")
			continue
		}
		value = strings.ToValidUTF8(value, "\uFFFD")
		if key == "class" {
			classes = append(classes, value)
		} else if notice := v.set(key, value); notice != "" {
			notices = append(notices, notice)
		}
	}
	return v, append(notices, v.setClasses(classes)...)
}

// setClasses takes the classes of an address, the first and those that it makes a set with.
func (v *View) setClasses(classes []string) (notices []string) {
	if len(classes) == 0 {
		return nil
	}
	v.Class = classes[0]
	for _, class := range classes[1:] {
		if class != "" && class != v.Class && !slices.Contains(v.Classes, class) {
			v.Classes = append(v.Classes, class)
		}
	}
	if len(v.Classes) >= ClassesMost {
		v.Classes = v.Classes[:ClassesMost-1]
		notices = append(notices, "A set has up to "+strconv.Itoa(ClassesMost)+" classes; the first of the address are shown.")
	}
	return notices
}

func (v *View) set(key, value string) (notice string) {
	switch key {
	case "bundle":
		v.Bundle = value
	case "set":
		return choose(&v.Set, key, value, attribution.Sets())
	case "rank":
		return choose(&v.Rank, key, value, Rankings)
	case "order":
		return choose(&v.Order, key, value, Orders)
	case "pictures":
		return choose(&v.Pictures, key, value, Pictures)
	case "mass":
		return limit(&v.Mass, key, value, MassMin, MassMax)
	case "damping":
		return limit(&v.Damping, key, value, DampingMin, DampingMax)
	case "search":
		v.Search = value
	case "layer":
		v.Layer = value
	case "embedding":
		v.Large = value == "large"
	case "table":
		v.Table = value == "1"
	case "node":
		v.Node = value
	case "page":
		v.Page = value == "1"
	case "pin":
		if value != "" && !slices.Contains(v.Pins, value) {
			v.Pins = append(v.Pins, value)
		}
	case "pinned":
		v.PinnedOnly = value == "only"
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
