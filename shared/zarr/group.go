package zarr

import (
	"fmt"
	"maps"
	"slices"

	"summit/shared/jsonread"
)

// Group is a root group's zarr.json with consolidated metadata, its members not yet read.
type Group struct {
	Attributes map[string]RawMessage
	members    map[string]RawMessage
}

type groupJSON struct {
	Format       int                   `json:"zarr_format"`
	NodeType     string                `json:"node_type"`
	Attributes   map[string]RawMessage `json:"attributes"`
	Consolidated *consolidatedJSON     `json:"consolidated_metadata"`
}

type consolidatedJSON struct {
	Kind           string                `json:"kind"`
	MustUnderstand bool                  `json:"must_understand"`
	Metadata       map[string]RawMessage `json:"metadata"`
}

// ParseGroup reads the root's zarr.json, attributes included, and leaves the members to Arrays, so that a reader can
// look at a version in the attributes first.
func ParseGroup(data []byte) (Group, error) {
	var doc groupJSON
	if err := jsonread.UnmarshalStrict(data, &doc); err != nil {
		return Group{}, err
	}
	if err := nodeHead(doc.Format, doc.NodeType, "group"); err != nil {
		return Group{}, err
	}
	if doc.Consolidated == nil {
		return Group{}, fmt.Errorf("consolidated_metadata is missing")
	}
	if doc.Consolidated.Kind != "inline" {
		return Group{}, fmt.Errorf("consolidated_metadata: kind %q is not supported", doc.Consolidated.Kind)
	}
	return Group{Attributes: doc.Attributes, members: doc.Consolidated.Metadata}, nil
}

// Arrays returns the metadata of all arrays below the root, by path. Errors name the array.
func (g Group) Arrays() (map[string]Array, error) {
	arrays := make(map[string]Array, len(g.members))
	for _, path := range slices.Sorted(maps.Keys(g.members)) {
		var head struct {
			NodeType string `json:"node_type"`
		}
		if err := jsonread.Unmarshal(g.members[path], &head); err != nil {
			return nil, fmt.Errorf("consolidated_metadata %q: %w", path, err)
		}
		if head.NodeType == "group" {
			continue
		}
		a, err := ParseArray(g.members[path])
		if err != nil {
			return nil, fmt.Errorf("array %q: %w", path, err)
		}
		arrays[path] = a
	}
	return arrays, nil
}
