package state

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"summit/shared/attribution"
)

// Rankings, orders and pictures on nodes that a view may name; the first of each is the default.
var (
	Rankings = attribution.Ranks()
	Orders   = []string{"bundle", "name", "accuracy", "accuracy-up", "images", OrderSimilarity}
	Pictures = []string{"features", "examples"}
)

// Panels that can be open: the explanation, the settings that have no room in the toolbar, and on narrow screens the class list and the toolbar.
const (
	PanelAbout = "about"
	PanelList  = "list"
	PanelMore  = "more"
	PanelTools = "tools"
)

var panels = []string{PanelAbout, PanelList, PanelMore, PanelTools}

// Ranges of the live parameters, and their defaults.
const (
	MassDefault, MassMin, MassMax          = 0.075, 0.005, 0.5 // fraction of a layer's score, as `precompute graph --mass`
	DampingDefault, DampingMin, DampingMax = 0.85, 0.0, 0.99   // probability of following an edge
	ThresholdDefault, ThresholdMax         = 1, 1_000_000      // images that an edge needs
	NodesMax                               = 40                // nodes of a layer at most; 0: as many as the mass asks for
	SpacingMin, SpacingMax                 = 0.5, 3.0          // of rows and columns, by how much they are farther apart than by themselves
)

// OrderSimilarity is the order that depends on the chosen class and the layer of the embedding.
const OrderSimilarity = "similarity"

// ClassesMost is how many classes a set can have: its graph needs the counts of each.
const ClassesMost = 50

// TourSteps is how many steps the tour has, which stands in the page's markup.
const TourSteps = 6

// TourData is the data set that the tour is of.
const TourData = "sea-world"

// View is everything that a link to the page carries.
type View struct {
	Bundle  string   // name of the bundle; empty: the first
	Class   string   // class ID; empty: the first
	Classes []string // IDs of the classes that Class makes a set with, at most ClassesMost - 1
	Set     string   // what is made of them: one of attribution.Sets()

	Rank    string  // one of Rankings
	Mass    float64 // in [MassMin, MassMax]
	Damping float64 // in [DampingMin, DampingMax]

	Threshold int      // images that an edge needs, 1 to ThresholdMax
	Nodes     int      // of a layer at most, 0 to NodesMax; 0: no limit
	Sign      string   // which influences are edges: one of attribution.Signs()
	Hide      []string // layers that are not shown
	Exclude   []string // channels that are no nodes, "layer:channel"
	Rows      float64  // spacing, in [SpacingMin, SpacingMax]
	Columns   float64  // the same

	Order  string // of the class list: one of Orders
	Search string // of the class list
	Layer  string // whose embedding is shown, and in which classes are similar; empty: the last
	Large  bool   // the embedding takes the place of the graph
	Table  bool   // the table instead of the drawing

	Pictures string // on nodes: one of Pictures

	Node       string   // picked channel, "layer:channel"; empty: none
	Page       bool     // its page is open
	Pins       []string // pinned channels, as Node
	PinnedOnly bool     // only they and their paths are drawn

	Viewport  Viewport // of the graph
	Embedding Viewport // of the embedding
	Open      []string // panels that are open, sorted

	Tour int // step of the tour, from 1; 0: none
}

// DefaultView is what an address without a query means.
func DefaultView() View {
	return View{
		Set: attribution.SetUnion, Rank: Rankings[0], Order: Orders[0], Mass: MassDefault, Damping: DampingDefault, Pictures: Pictures[0],
		Threshold: ThresholdDefault, Sign: attribution.SignExcitation, Rows: 1, Columns: 1,
	}
}

// Shows tells whether a panel is open.
func (v View) Shows(panel string) bool { return slices.Contains(v.Open, panel) }

// Show opens or closes a panel.
func (v *View) Show(panel string, open bool) {
	v.Open = slices.DeleteFunc(slices.Clone(v.Open), func(other string) bool { return other == panel })
	if open {
		v.Open = append(v.Open, panel)
		slices.Sort(v.Open)
	}
}

// Query writes v as a query string, without "?"; what has its default value is left out.
func (v View) Query() string {
	var q query
	q.text("bundle", v.Bundle, "")
	q.flag("class", v.Class, v.Class != "" || len(v.Classes) > 0)
	q.list("class", v.Classes)
	q.text("set", v.Set, attribution.SetUnion)
	v.graphQuery(&q)
	q.number("row-spacing", v.Rows, 1)
	q.number("column-spacing", v.Columns, 1)
	q.text("order", v.Order, Orders[0])
	q.text("search", v.Search, "")
	q.text("layer", v.Layer, "")
	q.flag("embedding", "large", v.Large)
	q.flag("table", "1", v.Table)
	q.text("node", v.Node, "")
	q.text("pictures", v.Pictures, Pictures[0])
	q.flag("page", "1", v.Page)
	q.list("pin", v.Pins)
	q.flag("pinned", "only", v.PinnedOnly)
	q.flag("viewport", v.Viewport.String(), v.Viewport != Viewport{})
	q.flag("embedding-viewport", v.Embedding.String(), v.Embedding != Viewport{})
	q.list("open", v.Open)
	q.number("tour", float64(v.Tour), 0)
	return strings.Join(q, "&")
}

// query are the parts of a query string.
type query []string

func (q *query) add(key, value string) { *q = append(*q, key+"="+escape(value)) }

func (q *query) text(key, value, standard string) { q.flag(key, value, value != standard) }

func (q *query) number(key string, value, standard float64) {
	q.flag(key, strconv.FormatFloat(value, 'f', -1, 64), value != standard)
}

func (q *query) flag(key, value string, on bool) {
	if on {
		q.add(key, value)
	}
}

func (q *query) list(key string, values []string) {
	for _, value := range values {
		q.add(key, value)
	}
}

// ParseView reads a query string. What is unknown or out of range is repaired, and named in notices.
func ParseView(query string) (v View, notices []string) {
	v = DefaultView()
	var classes, unknown []string
	for _, part := range strings.Split(strings.TrimPrefix(query, "?"), "&") {
		key, raw, _ := strings.Cut(part, "=")
		value, err := unescape(raw)
		switch {
		case part == "":
		case err != nil || !utf8.ValidString(value):
			notices = append(notices, "The address holds a value that cannot be read: "+quote(key)+".")
		case key == "class":
			classes = append(classes, value)
		default:
			notice, known := v.set(key, value)
			if !known {
				include(&unknown, quote(key))
			}
			if notice != "" {
				notices = append(notices, notice)
			}
		}
	}
	if len(unknown) > 0 {
		notices = append(notices, "The address holds what this page does not know: "+strings.Join(unknown, ", ")+".")
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

// set takes a parameter of an address.
func (v *View) set(key, value string) (notice string, known bool) {
	switch key {
	case "bundle":
		v.Bundle = value
	case "set":
		notice = choose(&v.Set, key, value, attribution.Sets())
	case "order":
		notice = choose(&v.Order, key, value, Orders)
	case "pictures":
		notice = choose(&v.Pictures, key, value, Pictures)
	case "row-spacing":
		notice = limit(&v.Rows, key, value, SpacingMin, SpacingMax)
	case "column-spacing":
		notice = limit(&v.Columns, key, value, SpacingMin, SpacingMax)
	case "search":
		v.Search = value
	case "layer":
		v.Layer = value
	case "embedding":
		notice = turn(&v.Large, key, value, "large")
	case "table":
		notice = turn(&v.Table, key, value, "1")
	case "node":
		v.Node = value
	case "page":
		notice = turn(&v.Page, key, value, "1")
	case "pin":
		include(&v.Pins, value)
	case "pinned":
		notice = turn(&v.PinnedOnly, key, value, "only")
	case "tour":
		notice = whole(&v.Tour, key, value, 0, TourSteps)
	default:
		if notice, known = v.setLook(key, value); !known {
			return v.setGraph(key, value)
		}
	}
	return notice, true
}
