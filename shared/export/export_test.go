package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/attribution"
	"summit/shared/model"
)

// drawDocument draws a document with any texts and numbers.
func drawDocument(t *rapid.T) *Document {
	score := rapid.Float64Range(0, 1e9)
	ids := rapid.SliceOfN(rapid.String(), 1, 3)
	channel := rapid.Custom(func(t *rapid.T) Channel {
		return Channel{rapid.String().Draw(t, "layer"), rapid.IntRange(0, 5000).Draw(t, "channel")}
	})
	d := &Document{
		Bundle: rapid.String().Draw(t, "bundle"), Classes: ids.Draw(t, "classes"), Layers: []Layer{}, Nodes: []Node{}, Edges: []Edge{},
		Iterations: rapid.IntRange(0, 1000).Draw(t, "iterations"), Converged: rapid.Bool().Draw(t, "converged"),
	}
	d.Parameters = Parameters{Method: MethodSummit, Full: rapid.Bool().Draw(t, "full"), Parameters: attribution.Parameters{
		Rank: "count", Stop: "compat", Damping: score.Draw(t, "damping"), Mass: score.Draw(t, "mass"), Together: rapid.Bool().Draw(t, "together"),
		MaxNodes: rapid.IntRange(0, 99).Draw(t, "max"), MinCount: rapid.Uint32().Draw(t, "threshold"),
	}}
	names := rapid.SliceOfN(rapid.StringN(1, 9, -1), 1, 3)
	if rapid.Bool().Draw(t, "filtered") {
		d.Parameters.Exclude, d.Parameters.Hide, d.Parameters.Sign = names.Draw(t, "exclude"), names.Draw(t, "hide"), "both"
	}
	var classes []string
	if rapid.Bool().Draw(t, "set") {
		d.Parameters.Set, classes = attribution.SetUnion, d.Classes
	}
	for range rapid.IntRange(0, 3).Draw(t, "size") {
		d.Layers = append(d.Layers, Layer{rapid.String().Draw(t, "name"), score.Draw(t, "mass"), rapid.String().Draw(t, "warning")})
		restart := score.Draw(t, "restart")
		n := Node{channel.Draw(t, "node"), rapid.Uint32().Draw(t, "count"), score.Draw(t, "rank"), score.Draw(t, "lift"), score.Draw(t, "score"), nil, classes}
		if d.Parameters.Full {
			n.Restart = &restart
		}
		d.Nodes = append(d.Nodes, n)
		d.Edges = append(d.Edges, Edge{channel.Draw(t, "from"), channel.Draw(t, "to"), rapid.Uint32().Draw(t, "count"), classes, rapid.Bool().Draw(t, "inhibits")})
	}
	if rapid.Bool().Draw(t, "paths") {
		path := rapid.Custom(func(t *rapid.T) Path {
			return Path{score.Draw(t, "share"), rapid.SliceOfN(channel, 1, 3).Draw(t, "path")}
		})
		d.Paths = &Paths{channel.Draw(t, "of"), []Path{}, rapid.SliceOfN(path, 1, 3).Draw(t, "up")}
	}
	return d
}

func TestJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		var b bytes.Buffer
		if err := WriteJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		var again Document
		decoder := json.NewDecoder(&b)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&again); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(d, &again) {
			t.Fatalf("%+v became %+v", d, again)
		}
	})
}

// example is a graph of two nodes in two layers, of two classes.
func example() *Document {
	m := &model.Manifest{
		Layers:  []model.Layer{{Name: "low", Channels: 2}, {Name: "mid", Channels: 1}, {Name: "high", Channels: 3}},
		Classes: []model.Class{{ID: "a"}, {ID: "b"}, {ID: "c"}},
	}
	g := &attribution.Graph{
		Nodes:    []attribution.Node{{Layer: 0, Channel: 1, Count: 7, PageRank: 0.25, Score: 0.25, Owners: []int{0, 1}}, {Layer: 2, Channel: 2, PageRank: 1e-9, Owners: []int{1}}},
		Edges:    []attribution.Edge{{From: 0, To: 1, Count: 5, Owners: []int{0}}},
		Mass:     []float64{0.1, 0.1, 0.2},
		Warnings: []attribution.Warning{{Layer: 1, Reason: attribution.WarnEmpty}},
	}
	p := Parameters{Method: MethodSummit, Set: attribution.SetUnion, Parameters: attribution.DefaultParameters()}
	return New("here", m, []int{2, 0}, p, g)
}

func TestAddPaths(t *testing.T) {
	d := example()
	g := &attribution.Graph{Nodes: []attribution.Node{{Layer: 0}, {Layer: 2}}, Edges: []attribution.Edge{{From: 0, To: 1, Count: 5}}}
	if err := d.AddPaths(g, Channel{"high", 2}, 3); err != nil {
		t.Fatal(err)
	}
	want := &Paths{Of: Channel{"high", 2}, Down: []Path{{1, []Channel{{"high", 2}, {"low", 1}}}}, Up: []Path{}}
	if !reflect.DeepEqual(d.Paths, want) {
		t.Errorf("%+v instead of %+v", d.Paths, want)
	}
	if err := d.AddPaths(g, Channel{"high", 1}, 3); err == nil || err.Error() != `channel 1 of layer "high" is not in the graph` {
		t.Errorf("error %v", err)
	}
}

func TestExample(t *testing.T) {
	for _, test := range []struct {
		name  string
		write func(*bytes.Buffer) error
		want  string
	}{
		{"nodes", func(b *bytes.Buffer) error { return WriteNodesCSV(b, example()) },
			"layer,channel,count,pagerank,lift,score,classes\nlow,1,7,0.25,0,0.25,c a\nhigh,2,0,1e-09,0,0,a\n"},
		{"edges", func(b *bytes.Buffer) error { return WriteEdgesCSV(b, example()) },
			"from_layer,from_channel,to_layer,to_channel,count,classes\nlow,1,high,2,5,c\n"},
		{"json", func(b *bytes.Buffer) error { return WriteJSON(b, example()) },
			"\n \"layers\": [\n  {\"name\":\"low\",\"mass\":0.1},\n  {\"name\":\"mid\",\"mass\":0.1,\"warning\":\"no channel with a score\"},\n" +
				"  {\"name\":\"high\",\"mass\":0.2}\n ],"},
		{"dot", func(b *bytes.Buffer) error { return WriteDOT(b, example()) },
			"  \"low-1\" -> \"high-2\" [count=5, penwidth=4.25];\n"},
	} {
		var b bytes.Buffer
		if err := test.write(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), test.want) {
			t.Errorf("%s: no\n%sin\n%s", test.name, test.want, &b)
		}
	}
}

// TestFilteredExample: what is left out is named, and inhibition is told apart in every format.
func TestFilteredExample(t *testing.T) {
	m := &model.Manifest{
		Layers:  []model.Layer{{Name: "low", Channels: 2}, {Name: "mid", Channels: 1, Offset: 2}, {Name: "high", Channels: 3, Offset: 3}},
		Classes: []model.Class{{ID: "a"}},
	}
	g := &attribution.Graph{
		Nodes: []attribution.Node{{Layer: 0, Channel: 1}, {Layer: 2, Channel: 2}}, Mass: []float64{1, 1, 1},
		Edges: []attribution.Edge{{From: 0, To: 1, Count: 4}, {From: 0, To: 1, Count: 2, Inhibits: true}},
	}
	p := Parameters{Method: MethodSummit, Parameters: attribution.DefaultParameters()}
	p.Filter = attribution.Filter{Exclude: []int{0, 4}, Hide: []int{1}, Sign: attribution.SignBoth}
	d := New("here", m, []int{0}, p, g)
	for want, write := range map[string]func(*bytes.Buffer) error{
		"from_layer,from_channel,to_layer,to_channel,count,sign\nlow,1,high,2,4,excitation\nlow,1,high,2,2,inhibition\n": func(b *bytes.Buffer) error { return WriteEdgesCSV(b, d) },
		`"edge_threshold":1,"exclude":["low-0","high-1"],"hide":["mid"],"sign":"both"}`:                                  func(b *bytes.Buffer) error { return WriteJSON(b, d) },
		`"count":2,"inhibits":true}`:                             func(b *bytes.Buffer) error { return WriteJSON(b, d) },
		"[count=2, penwidth=2.25, style=dashed, arrowhead=tee];": func(b *bytes.Buffer) error { return WriteDOT(b, d) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s, error %v", want, &b, err)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestFullDisk(t *testing.T) {
	for _, err := range []error{WriteJSON(full{}, example()), WriteNodesCSV(full{}, example()), WriteEdgesCSV(full{}, example()), WriteDOT(full{}, example())} {
		if err == nil {
			t.Error("a write that failed is no error")
		}
	}
}
