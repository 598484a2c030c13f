//go:build !turbojpeg || !cgo

package turbojpeg

import "image"

// Name is that of the decoder which is compiled in.
const Name = "image/jpeg"

// Decode reports false: there is no decoder here.
func Decode([]byte, image.Point) (image.Image, bool) { return nil, false }

// Encode reports false: there is no encoder here.
func Encode(*image.YCbCr, int) ([]byte, bool) { return nil, false }
