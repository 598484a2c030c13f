package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"io/fs"
	"reflect"

	"summit/shared/attribution"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/zarr"
)

// metadata checks that each array's own zarr.json says what the consolidated metadata say.
func (v *verification) metadata(r *Reader) {
	for _, path := range r.meta.ArrayPaths() {
		a, _ := r.meta.Array(path)
		name := path + "/" + format.Root
		data, err := v.root.ReadFile(name)
		if err != nil {
			v.add(name, "%v", reason(err))
			continue
		}
		own, err := zarr.ParseArray(data)
		switch {
		case err != nil:
			v.add(name, "%v", err)
		case !reflect.DeepEqual(own, a):
			v.add(name, "differs from the consolidated metadata in %s", format.Root)
		}
	}
}

// class checks class c's rows, and counts its graph.
func (v *verification) class(r *Reader, c int) {
	activation, activationErr := r.Activation(c)
	influence, influenceErr := r.Matrix(format.Influence, c)
	_, embedErr := r.ActivationEmbed(c)
	var inhibitionErr error
	if r.Manifest().Parameters.Inhibition {
		_, inhibitionErr = r.Matrix(format.Inhibition, c)
	}
	for _, err := range []error{activationErr, influenceErr, embedErr, inhibitionErr} {
		if err != nil {
			v.addError(err)
		}
	}
	if v.graphs == nil || activationErr != nil || influenceErr != nil {
		return
	}
	counts := attribution.Counts{Images: uint32(r.Manifest().Classes[c].Images), Activation: activation, Influence: influence}
	if err := v.graphs.add(&counts); err != nil {
		v.addError(err)
	}
}

// mean checks activation_mean against the rows, and tells whether it fits them.
func (v *verification) mean(r *Reader) bool {
	path := zarr.ChunkPath(format.ActivationMean, 0)
	n, err := r.Network()
	if err != nil {
		v.addError(err)
		return false
	}
	want, err := meanRate(r.Manifest(), r.Activation)
	if err != nil {
		return false // reported with its class
	}
	for j := range want {
		if n.MeanRate[j] != want[j] {
			v.add(path, "channel %d has mean rate %v, but its counts make %v", j, n.MeanRate[j], want[j])
			return false
		}
	}
	return true
}

// cards checks the picture of every channel that is not excluded.
func (v *verification) cards(m *model.Manifest) {
	if m.Cards.Path == "" {
		return
	}
	for _, l := range m.Layers {
		excluded := map[int]bool{}
		for _, e := range l.Excluded {
			excluded[e.Channel] = true
		}
		for channel := range l.Channels {
			path := m.Cards.File(l.Name, channel)
			data, err := v.root.ReadFile(path)
			if excluded[channel] && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err == nil {
				err = checkCard(m.Cards, data)
			}
			if err != nil {
				v.add(path, "%v", reason(err))
			}
		}
	}
}

// checkCard reports how a card is not the JPEG that the manifest announces.
func checkCard(cards model.Cards, data []byte) error {
	header, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("no JPEG: %w", err)
	}
	if header.Width != cards.Width || header.Height != cards.Height {
		return fmt.Errorf("%d x %d pixels instead of %d x %d", header.Width, header.Height, cards.Width, cards.Height)
	}
	if !bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
		return errors.New("the JPEG has no end")
	}
	return nil
}
