package state

import (
	"testing"

	"summit/shared/model"
)

func TestQualitySaysWhatABundleHas(t *testing.T) {
	if figures := Quality(&model.Manifest{}); len(figures) > 0 {
		t.Errorf("of nothing it says %v", figures)
	}
	half, top1 := 0.5, 0.99967
	m := &model.Manifest{Data: model.Data{Images: 3000, Skipped: 1}}
	m.Quality = model.Quality{Top1: &top1, Embedding: &model.EmbeddingQuality{Neighbours: 12, Trustworthiness: []*float64{&half, nil}}, Features: &model.FeatureQuality{BeatsDataset: 0.971, Diversity: 0.84}}
	want := []Figure{
		{"Accuracy", "The network is right about 99.97% of 3,000 images.", nil},
		{"Features", "97.1% of the feature visualizations excite their channel more than any image does. Their varieties excite it 84.0% as much.", nil},
		{"Embedding", "Trustworthiness: how far the 12 classes nearest to a dot are those most like it. 1 is perfect, 0.5 chance.", nil},
		{"Left out", "1 image could not be read.", nil},
	}
	got := Quality(m)
	if len(got) != len(want) || len(got[2].Layers) != 2 || got[2].Layers[0] != &half {
		t.Fatalf("%+v", got)
	}
	for k, figure := range want {
		if got[k].Name != figure.Name || got[k].Text != figure.Text {
			t.Errorf("%q: %q", got[k].Name, got[k].Text)
		}
	}
}
