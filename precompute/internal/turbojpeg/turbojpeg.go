//go:build turbojpeg && cgo

package turbojpeg

/*
#cgo pkg-config: libturbojpeg
#include <turbojpeg.h>

// header reads size, subsampling and colour space; it returns 0 where that went well.
static int header(tjhandle h, const unsigned char *data, unsigned long size, int *found) {
	return tjDecompressHeader3(h, data, size, &found[0], &found[1], &found[2], &found[3]);
}
*/
import "C"

import (
	"image"
	"unsafe"
)

// Name is that of the decoder which is compiled in.
const Name = "libjpeg-turbo"

// Decode decodes a JPEG of the given size to *image.Gray or an opaque *image.RGBA, to the very pixels that PIL gives: the accurate inverse
// cosine transform, and colour interpolated. It reports false for what it leaves to others: CMYK, unusual subsampling, damaged files.
func Decode(data []byte, size image.Point) (image.Image, bool) {
	handle := C.tjInitDecompress()
	if handle == nil || len(data) == 0 {
		return nil, false
	}
	defer C.tjDestroy(handle)
	source, length := (*C.uchar)(unsafe.Pointer(&data[0])), C.ulong(len(data))
	var found [4]C.int // width, height, subsampling, colour space
	if C.header(handle, source, length, &found[0]) != 0 || found[2] < 0 || int(found[0]) != size.X || int(found[1]) != size.Y {
		return nil, false
	}
	decode := func(pixels []byte, stride int, format C.int) bool {
		return C.tjDecompress2(handle, source, length, (*C.uchar)(unsafe.Pointer(&pixels[0])), found[0], C.int(stride), found[1],
			format, C.TJFLAG_ACCURATEDCT|C.TJFLAG_STOPONWARNING) == 0
	}
	bounds := image.Rectangle{Max: size}
	switch found[3] {
	case C.TJCS_GRAY:
		img := image.NewGray(bounds)
		return img, decode(img.Pix, img.Stride, C.TJPF_GRAY)
	case C.TJCS_YCbCr:
		img := image.NewRGBA(bounds)
		return img, decode(img.Pix, img.Stride, C.TJPF_RGBA)
	}
	return nil, false
}
