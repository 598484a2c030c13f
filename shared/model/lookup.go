package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Channels is the number of channels of all layers.
func (m *Manifest) Channels() int {
	if len(m.Layers) == 0 {
		return 0
	}
	last := m.Layers[len(m.Layers)-1]
	return last.Offset + last.Channels
}

// LayerIndex is the index of the layer of that name, -1 if there is none.
func (m *Manifest) LayerIndex(name string) int {
	for i, l := range m.Layers {
		if l.Name == name {
			return i
		}
	}
	return -1
}

// LayerOf returns the layer that the model-wide channel j belongs to, and its number there. It panics if j is no channel.
func (m *Manifest) LayerOf(j int) (layer, channel int) {
	for i, l := range m.Layers {
		if j >= l.Offset && j < l.Offset+l.Channels {
			return i, j - l.Offset
		}
	}
	panic(fmt.Sprintf("model: channel %d of %d", j, m.Channels()))
}

// FindChannel returns the layer and the channel within it of a key such as "mixed4d-483" or "mixed4d:483".
func (m *Manifest) FindChannel(key string) (layer, channel int, err error) {
	at := strings.LastIndexAny(key, "-:")
	if at < 0 {
		return 0, 0, fmt.Errorf("channel %q is not of the form layer-channel", key)
	}
	if layer = m.LayerIndex(key[:at]); layer < 0 {
		return 0, 0, fmt.Errorf("channel %q: there is no layer %q", key, key[:at])
	}
	channel, err = strconv.Atoi(key[at+1:])
	if most := m.Layers[layer].Channels; err != nil || channel < 0 || channel >= most {
		return 0, 0, fmt.Errorf("channel %q: layer %q has the channels 0 to %d", key, key[:at], most-1)
	}
	return layer, channel, nil
}

// FindClass returns the row of the class whose id is key; else whose name it is; else whose index (of the model's
// output, or the row where classes have no index) it is. It is an error if none or several fit.
func (m *Manifest) FindClass(key string) (int, error) {
	for row, c := range m.Classes {
		if c.ID == key {
			return row, nil
		}
	}
	for _, fits := range []func(row int) bool{
		func(row int) bool { return m.Classes[row].Name == key },
		func(row int) bool { return strconv.Itoa(m.classIndex(row)) == key },
	} {
		row, err := m.onlyClass(key, fits)
		if row >= 0 || err != nil {
			return row, err
		}
	}
	return -1, fmt.Errorf("class %q is none of the %d classes (by id, name or index)", key, len(m.Classes))
}

func (m *Manifest) classIndex(row int) int {
	if index := m.Classes[row].Index; index != nil {
		return *index
	}
	return row
}

// onlyClass is the one row that fits, -1 if none does.
func (m *Manifest) onlyClass(key string, fits func(row int) bool) (int, error) {
	found := -1
	var ids []string
	for row := range m.Classes {
		if fits(row) {
			found = row
			ids = append(ids, strconv.Quote(m.Classes[row].ID))
		}
	}
	if len(ids) > 1 {
		return -1, fmt.Errorf("class %q is the classes %s: give an id", key, strings.Join(ids, ", "))
	}
	return found, nil
}
