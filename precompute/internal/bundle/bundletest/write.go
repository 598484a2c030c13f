package bundletest

import (
	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/bundle"
	"summit/shared/model"
)

// Write makes a bundle at dir.
func Write(dir string, o Options) error {
	if err := o.validate(); err != nil {
		return err
	}
	w, err := bundle.Create(dir, bundle.Shape{Classes: o.Classes, Channels: o.channels(), Inhibition: o.Inhibition}, o.Workers)
	if err != nil {
		return err
	}
	defer w.Abort()
	m := o.manifest()
	var group errgroup.Group
	group.SetLimit(max(o.Workers, 1))
	for c := range o.Classes {
		group.Go(func() error { return w.Class(c, o.rows(c)) })
	}
	for l, layer := range m.Layers {
		for channel := range layer.Channels {
			if o.Tile > 0 {
				group.Go(func() error { return o.writeCard(w, m, l, channel) })
			}
		}
	}
	for l := range m.Layers {
		if o.Embedding {
			group.Go(func() error { return w.Layout(l, o.layout(l)) })
		}
	}
	group.Go(func() error { return w.Examples(o.examples()) })
	if m.Cards.Features() {
		group.Go(func() error { return w.Features(o.features(m)) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return w.Commit(m)
}

func (o Options) writeCard(w *bundle.Writer, m *model.Manifest, l, channel int) error {
	layer := m.Layers[l]
	card, err := o.card(m, l, channel, layer.Offset+channel)
	if err != nil {
		return err
	}
	return w.File(m.Cards.File(layer.Name, channel), card)
}
