package model

import (
	"fmt"

	"summit/shared/jsonread"
)

// Parse reads a manifest, the value of attributes.summit, and validates it. Fields that this version does not know are
// ignored: an addition that readers may ignore keeps the format's number.
func Parse(data []byte) (Manifest, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := jsonread.Unmarshal(data, &head); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w", err)
	}
	if err := readable(head.Format); err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := jsonread.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w", err)
	}
	if err := m.Validate(); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w", err)
	}
	return m, nil
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
