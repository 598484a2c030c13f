//go:build turbojpeg && cgo

package turbojpeg

/*
#cgo pkg-config: libturbojpeg
#include <turbojpeg.h>

// header reads size, subsampling and colour space; it returns 0 where that went well.
static int header(tjhandle h, const unsigned char *data, unsigned long size, int *found) {
	return tjDecompressHeader3(h, data, size, &found[0], &found[1], &found[2], &found[3]);
}

// compress writes a 4:2:0 picture to out, which has to hold as much as tjBufSize says, and sets size.
static int compress(tjhandle h, const unsigned char *y, const unsigned char *cb, const unsigned char *cr, int width, int height,
		unsigned char *out, unsigned long *size, int quality) {
	const unsigned char *planes[3] = {y, cb, cr};
	return tjCompressFromYUVPlanes(h, planes, width, NULL, height, TJSAMP_420, &out, size, quality, TJFLAG_NOREALLOC);
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

// Encode returns a picture of colour at half the resolution (4:2:0), of even sides and with rows that lie one after the other, as a
// JPEG. It reports false for others.
func Encode(img *image.YCbCr, quality int) ([]byte, bool) {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	if img.SubsampleRatio != image.YCbCrSubsampleRatio420 || !bare(img, width, height) {
		return nil, false
	}
	handle := C.tjInitCompress()
	if handle == nil {
		return nil, false
	}
	defer C.tjDestroy(handle)
	size := C.tjBufSize(C.int(width), C.int(height), C.TJSAMP_420)
	data := make([]byte, size)
	first := func(plane []byte) *C.uchar { return (*C.uchar)(unsafe.Pointer(&plane[0])) }
	failed := C.compress(handle, first(img.Y), first(img.Cb), first(img.Cr), C.int(width), C.int(height), first(data), &size, C.int(quality))
	return data[:size], failed == 0
}

// bare reports whether a picture's planes are what libjpeg-turbo takes them to be.
func bare(img *image.YCbCr, width, height int) bool {
	return width > 0 && height > 0 && width%2 == 0 && height%2 == 0 && img.YStride == width && img.CStride == width/2 &&
		len(img.Y) == width*height && len(img.Cb) == width*height/4 && len(img.Cr) == width*height/4
}
