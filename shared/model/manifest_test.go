package model

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
)

// small is a manifest of two layers, 5 + 3 channels, and three classes of which two share a name.
func small() *Manifest {
	one, seven := 1, 7
	half := 0.5
	return &Manifest{
		Format: Format, Tool: "test", Command: "test",
		Data:       Data{Name: "data", Images: 30},
		Parameters: Parameters{Mass: 0.03, MassEmbed: 0.01, TopK: 5},
		Layers: []Layer{
			{Name: "low", Tensor: "/low/Relu", Channels: 5, Height: 8, Width: 8, Excluded: []ExcludedEntry{{1, "silent"}, {4, "silent"}}},
			{Name: "high.2_b-c", Tensor: "/high/Relu", Channels: 3, Offset: 5},
		},
		Links: []Link{{From: "low", To: "high.2_b-c", Steps: []Step{{"conv", 3, 5}}}},
		Classes: []Class{
			{ID: "n01", Name: "crane", Index: &one, Images: 10, Top1: &half, Histogram: make([]int, HistogramBins)},
			{ID: "n02", Name: "crane", Index: &seven, Images: 20},
			{ID: "n03", Name: "1"},
		},
		Cards: Cards{Path: CardPath, Width: 12, Height: 8, Tiles: []Tile{{FeatureTile, 0, 0, 8}, {ExampleTile, 8, 0, 4}, {ExampleTile, 8, 4, 4}}},
	}
}

func TestParseRoundTrip(t *testing.T) {
	want := small()
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(got)
	if err != nil || string(again) != string(data) {
		t.Errorf("%s becomes %s, %v", data, again, err)
	}
}

func TestParseFormat(t *testing.T) {
	for doc, want := range map[string]string{
		`{"format":3,"layers":"of another kind"}`:              "format 3 is newer than 2, the newest that this program reads: get a newer version",
		`{"format":1,"cards":{"tile":80,"tiles":["example"]}}`: "format 1 is older than 2: make the bundle again",
		`{}`:              "format 0 is older",
		`{"format":"2"}`:  "format",
		`{"format":2}`:    "layers is empty",
		`{"format":2`:     "unexpected end",
		`[]`:              "manifest",
		`{"format":2} {}`: "after top-level value",
	} {
		if _, err := Parse([]byte(doc)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v does not say %q", doc, err, want)
		}
	}
}

// TestValidateRejects breaks one field at a time and expects an error that names it and its value.
func TestValidateRejects(t *testing.T) {
	minus, over := -1, 1.5
	tests := []struct {
		damage func(*Manifest)
		want   string
	}{
		{func(m *Manifest) { m.Format = 9 }, "format 9"},
		{func(m *Manifest) { m.Layers = nil }, "layers is empty"},
		{func(m *Manifest) { m.Layers[1].Name = "low" }, `layers[1].name "low"`},
		{func(m *Manifest) { m.Layers[0].Name = "a/b" }, `layers[0].name "a/b"`},
		{func(m *Manifest) { m.Layers[0].Name = ".." }, `layers[0].name ".."`},
		{func(m *Manifest) { m.Layers[0].Name = "" }, `layers[0].name ""`},
		{func(m *Manifest) { m.Layers[0].Channels = 0 }, "layers[0].channels is 0"},
		{func(m *Manifest) { m.Layers[1].Channels = MaxChannels }, "layers[1].channels is 1048576"},
		{func(m *Manifest) { m.Layers[1].Channels = 1 << 62 }, "layers[1].channels is 4611686018427387904"},
		{func(m *Manifest) { m.Layers[1].Offset = 6 }, "layers[1].offset is 6 instead of 5"},
		{func(m *Manifest) { m.Layers[0].Height = -1 }, "-1"},
		{func(m *Manifest) { m.Layers[0].Excluded[1].Channel = 5 }, "layers[0].excluded[1].channel is 5"},
		{func(m *Manifest) { m.Layers[0].Excluded[1].Channel = 1 }, "layers[0].excluded[1].channel is 1"},
		{func(m *Manifest) { m.Links[0].From = "mid" }, `links[0]: from "mid"`},
		{func(m *Manifest) { m.Links[0].To = "mid" }, `links[0]: to "mid"`},
		{func(m *Manifest) { m.Links[0].To = "low" }, `links[0]: from "low" is not before to "low"`},
		{func(m *Manifest) { m.Links = append(m.Links, m.Links[0]) }, "links[1]"},
		{func(m *Manifest) { m.Gaps = []Gap{{From: "high.2_b-c", To: "low"}} }, "gaps[0]"},
		{func(m *Manifest) { m.Classes = nil }, "classes is empty"},
		{func(m *Manifest) { m.Classes[1].ID = "n01" }, `classes[1].id "n01"`},
		{func(m *Manifest) { m.Classes[1].ID = "" }, "classes[1].id is empty"},
		{func(m *Manifest) { m.Classes[1].Index = &minus }, "classes[1].index is -1"},
		{func(m *Manifest) { m.Classes[1].Images = -5 }, "classes[1].images is -5"},
		{func(m *Manifest) { m.Classes[1].Images = 1 << 40 }, "classes[1].images is 1099511627776"},
		{func(m *Manifest) { m.Classes[1].Images = 21 }, "data.images is 30, but the classes have 31"},
		{func(m *Manifest) { m.Classes[0].Top1 = &over }, "classes[0].top1 is 1.5"},
		{func(m *Manifest) { m.Classes[0].Histogram = []int{1} }, "classes[0].histogram has 1 bins"},
		{func(m *Manifest) { m.Classes[0].Histogram[3] = 11 }, "classes[0].histogram[3] is 11"},
		{func(m *Manifest) { m.Parameters.Mass = -2 }, "parameters.mass"},
		{func(m *Manifest) { m.Parameters.TopK = -2 }, "-2"},
		{func(m *Manifest) { m.Preprocess.Mean = []float64{1} }, "preprocess.mean has 1 values, std 0"},
		{func(m *Manifest) { m.Data.Skipped = -3 }, "data.skipped is -3"},
		{func(m *Manifest) { m.Cards.Path = "../{layer}" }, `cards.path is "../{layer}"`},
		{func(m *Manifest) { m.Cards.Width = 0 }, "cards.width and height are 0, 8"},
		{func(m *Manifest) { m.Cards.Height = 4097 }, "cards.width and height are 12, 4097"},
		{func(m *Manifest) { m.Cards.Tiles = nil }, "cards.tiles has 0"},
		{func(m *Manifest) { m.Cards.Tiles[0].X = -1 }, "cards.tiles[0], feature of 8 pixels at -1, 0, is not within the card's 12 x 8"},
		{func(m *Manifest) { m.Cards.Tiles[0].Y = -1 }, "cards.tiles[0], feature of 8 pixels at 0, -1, is not within"},
		{func(m *Manifest) { m.Cards.Tiles[0].Size = 9 }, "cards.tiles[0], feature of 9 pixels at 0, 0, is not within"},
		{func(m *Manifest) { m.Cards.Tiles[1].Size = 0 }, "cards.tiles[1], example of 0 pixels at 8, 0, is not within"},
		{func(m *Manifest) { m.Cards.Tiles[1].Size = math.MinInt }, "cards.tiles[1], example of -9223372036854775808 pixels"},
		{func(m *Manifest) { m.Cards.Tiles[2].X = 9 }, "cards.tiles[2], example of 4 pixels at 9, 4, is not within"},
		{func(m *Manifest) { m.Cards.Tiles[2].X = math.MaxInt }, "is not within"},
		{func(m *Manifest) { m.Cards.Tiles[1].X = 7 }, "cards.tiles[1], example of 4 pixels at 7, 0, overlaps tile 0"},
		{func(m *Manifest) { m.Cards.Tiles[2].Y = 3 }, "cards.tiles[2], example of 4 pixels at 8, 3, overlaps tile 1"},
		{func(m *Manifest) { m.Cards.Tiles[2].Kind = FeatureTile }, "cards.tiles[2], feature of 4 pixels at 8, 4, is not the first of that kind"},
		{func(m *Manifest) { m.Quality.Features = &FeatureQuality{BeatsDataset: 1.5} }, "quality.features.beats_dataset is 1.5"},
	}
	for _, test := range tests {
		m := small()
		test.damage(m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v does not say %q", err, test.want)
		}
	}
	if err := small().Validate(); err != nil {
		t.Errorf("unbroken: %v", err)
	}
}

func TestFindClass(t *testing.T) {
	m := small()
	for key, want := range map[string]int{"n01": 0, "n02": 1, "n03": 2, "1": 2, "7": 1, "2": 2} {
		if got, err := m.FindClass(key); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", key, got, err, want)
		}
	}
	for key, want := range map[string]string{
		"crane": `class "crane" is the classes "n01", "n02": give an id`,
		"heron": `class "heron" is none of the 3 classes (by id, name or index)`,
		"0":     `class "0" is none`,
	} {
		if _, err := m.FindClass(key); err == nil || err.Error() != want && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v instead of %q", key, err, want)
		}
	}
}

func TestFindChannel(t *testing.T) {
	m := &Manifest{Layers: []Layer{{Name: "a", Channels: 4}, {Name: "a-1", Channels: 2, Offset: 4}, {Name: "none", Offset: 6}}}
	for key, want := range map[string][2]int{"a-1": {0, 1}, "a:3": {0, 3}, "a-1-1": {1, 1}, "a-1:0": {1, 0}} {
		if layer, channel, err := m.FindChannel(key); err != nil || layer != want[0] || channel != want[1] {
			t.Errorf("%q is %d, %d, %v instead of %v", key, layer, channel, err, want)
		}
	}
	for key, want := range map[string]string{
		"a": `channel "a" is not of the form layer-channel`, "b-1": `there is no layer "b"`, "a-4": `layer "a" has the channels 0 to 3`,
		"a--1": `there is no layer "a-"`, "a-x": "0 to 3", "a-": "0 to 3", "none-0": "0 to -1",
	} {
		if _, _, err := m.FindChannel(key); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v instead of one with %q", key, err, want)
		}
	}
}

func TestLayers(t *testing.T) {
	m := small()
	if got := m.Channels(); got != 8 {
		t.Errorf("%d channels", got)
	}
	var got [][2]int
	for _, j := range []int{0, 4, 5, 7} {
		layer, channel := m.LayerOf(j)
		got = append(got, [2]int{layer, channel})
	}
	if want := [][2]int{{0, 0}, {0, 4}, {1, 0}, {1, 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := m.Cards.File("low", 3); got != "cards/low/3.jpg" {
		t.Errorf("card %q", got)
	}
	if got := (Cards{}).File("low", 3); got != "" {
		t.Errorf("card %q without cards", got)
	}
}

// FuzzParse: no input panics, and what is accepted is written and read again as the same manifest.
func FuzzParse(f *testing.F) {
	data, err := json.Marshal(small())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		first, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(first)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := json.Marshal(again); err != nil || string(second) != string(first) {
			t.Errorf("%s becomes %s, %v", first, second, err)
		}
	})
}
