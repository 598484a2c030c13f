package compare

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"summit/shared/model"
)

// manifests lists the fields that say of what bundles were made, where they differ. How they were made (tool, command, date) does not
// matter, and what was counted is compared as arrays.
func manifests(a, b *model.Manifest) []string {
	var list []string
	for _, part := range []struct {
		name string
		a, b any
	}{
		{"model", a.Model, b.Model}, {"data", a.Data, b.Data}, {"preprocess", a.Preprocess, b.Preprocess},
		{"parameters", a.Parameters, b.Parameters}, {"excluded", excluded(a), excluded(b)},
	} {
		list = append(list, fields(part.name, part.a, part.b)...)
	}
	return list
}

func excluded(m *model.Manifest) map[string]int {
	channels := map[string]int{}
	for _, layer := range m.Layers {
		channels[layer.Name] = len(layer.Excluded)
	}
	return channels
}

// fields lists those of two values of one type that differ, by their names in JSON.
func fields(name string, a, b any) []string {
	x, y := object(a), object(b)
	keys := maps.Clone(x)
	maps.Copy(keys, y)
	var list []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if string(x[key]) != string(y[key]) {
			list = append(list, fmt.Sprintf("%s.%s: %s and %s", name, key, orNone(x[key]), orNone(y[key])))
		}
	}
	return list
}

func object(v any) map[string]json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("compare: %v", err))
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		panic(fmt.Sprintf("compare: %v", err))
	}
	return fields
}

func orNone(value json.RawMessage) string {
	if value == nil {
		return "none"
	}
	return string(value)
}
