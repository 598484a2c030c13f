package features

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"github.com/google/renameio/v2"

	"summit/precompute/internal/work"
)

// store keeps pictures that are made, beside the bundle: a file for a channel's pictures of a kind, whole or not there.
type store struct{ dir string }

// pictures are those of a channel of one kind.
type pictures struct {
	Side       int
	Seeded     bool      // they began as dataset examples
	Activation []float32 // the channel's maximum over each; none for negative ones
	Maxima     []float32 // the channel's, in each step of a feature visualization
	PNG        [][]byte  // none where the channel is not to be excited
}

// openStore finds the folder for all that depends on the same things.
func (j *job) openStore() error {
	m := j.manifest
	what := j.parameters(j.side())
	what.Diversity, what.Negative = 0, false // which pictures there are, not how they look
	text, err := json.Marshal([]any{"4", m.Model.SHA256, m.Data.Digest, m.Preprocess, m.Data.Colours, what, j.Device.Kind()})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	j.store.dir, err = work.Features(j.Bundle, hex.EncodeToString(sum[:8]))
	return err
}

func (j *job) path(k kind, c channel) string {
	return filepath.Join(j.store.dir, j.manifest.Layers[c.layer].Name, strconv.Itoa(c.channel)+"."+k.name)
}

// put keeps pictures.
func (j *job) put(k kind, c channel, p pictures) error {
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(p); err != nil {
		return err
	}
	sum := sha256.Sum256(data.Bytes())
	path := j.path(k, c)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return renameio.WriteFile(path, append(sum[:], data.Bytes()...), 0o666)
}

// get returns the pictures that are kept, and whether there are any. Damaged ones are not.
func (j *job) get(k kind, c channel) (p pictures, ok bool) {
	data, err := os.ReadFile(j.path(k, c))
	if err != nil || len(data) < sha256.Size {
		return p, false
	}
	content := data[sha256.Size:]
	if sum := sha256.Sum256(content); !bytes.Equal(sum[:], data[:sha256.Size]) {
		return p, false
	}
	err = gob.NewDecoder(bytes.NewReader(content)).Decode(&p)
	return p, err == nil
}

// image decodes the n-th picture.
func (p *pictures) image(n int) (image.Image, error) {
	img, err := png.Decode(bytes.NewReader(p.PNG[n]))
	if err != nil {
		return nil, fmt.Errorf("a picture that was kept: %w", err)
	}
	return img, nil
}

// encode takes little time rather than little room.
func encode(img *image.RGBA) ([]byte, error) {
	var data bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&data, img)
	return data.Bytes(), err
}
