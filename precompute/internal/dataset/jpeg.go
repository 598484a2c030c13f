package dataset

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"summit/precompute/internal/turbojpeg"
)

// maxScans is the number of scans that a progressive JPEG may have; each goes over the whole picture, though it may be a
// few bytes long. Encoders write about ten.
const maxScans = 500

// decodeJPEG decodes a JPEG and turns it upright.
func decodeJPEG(data []byte) (image.Image, error) {
	if n := bytes.Count(data, []byte("\xff\xda")); n > maxScans {
		return nil, fmt.Errorf("%d scans: more than %d", n, maxScans)
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	img, ok := turbojpeg.Decode(data, image.Pt(config.Width, config.Height))
	if !ok {
		if img, err = standardJPEG(data); err != nil {
			return nil, err
		}
	}
	return upright(img, orientation(data)), nil
}

// standardJPEG decodes by image/jpeg, which also decides whether a damaged file is read.
func standardJPEG(data []byte) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if img, ok := img.(*image.YCbCr); ok {
		return fullChroma(img), nil
	}
	return opaque(img), nil
}
