package bundle

import (
	"encoding/json"
	"testing"

	"summit/shared/model"
	"summit/shared/zarr"
)

// encode is Encode of a manifest that is not text yet.
func encode(t testing.TB, m *model.Manifest, arrays map[string]zarr.Array) map[string][]byte {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return Encode(text, arrays)
}
