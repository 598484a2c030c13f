package model

import (
	"fmt"

	"summit/shared/jsonread"
)

// Parse reads a manifest, the value of attributes.summit, and validates it. Fields that this version does not know are
// ignored: an addition that readers may ignore keeps the format's number.
func Parse(data []byte) (Manifest, error) {
	var m Manifest
	err := jsonread.Unmarshal(data, &m)
	if err == nil {
		err = m.Validate()
	}
	if err == nil {
		return m, nil
	}
	var head struct {
		Format int `json:"format"`
	}
	if jsonread.Unmarshal(data, &head) == nil { // another format explains all else
		if old := readable(head.Format); old != nil {
			return Manifest{}, old
		}
	}
	return Manifest{}, fmt.Errorf("manifest: %w", err)
}

func readable(format int) error {
	switch {
	case format > Format:
		return fmt.Errorf("bundle format %d is newer than %d, the newest that this program reads: get a newer version of the program", format, Format)
	case format < Format:
		return fmt.Errorf("bundle format %d is older than %d: make the bundle again with this version of precompute", format, Format)
	}
	return nil
}
