package dataset

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// orientation returns the EXIF orientation of a JPEG, 1 to 8; 1, which is upright, where there is none.
func orientation(data []byte) int {
	for pos := 2; pos+4 <= len(data) && data[pos] == 0xff; {
		marker, size := data[pos+1], int(binary.BigEndian.Uint16(data[pos+2:]))
		if marker == 0xda || size < 2 || pos+2+size > len(data) {
			return 1
		}
		if marker == 0xe1 {
			if value, ok := exifOrientation(data[pos+4 : pos+2+size]); ok {
				return value
			}
		}
		pos += 2 + size
	}
	return 1
}

// exifOrientation reads tag 0x0112 of the first directory of an APP1 segment (EXIF 2.3, section 4.6).
func exifOrientation(segment []byte) (int, bool) {
	tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0, false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	start := uint64(order.Uint32(tiff[4:]))
	if start+2 > uint64(len(tiff)) {
		return 0, false
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < 12 {
			return 0, false
		}
		if order.Uint16(entries) == 0x0112 {
			value := int(order.Uint16(entries[8:]))
			return value, value >= 1 && value <= 8
		}
		entries = entries[12:]
	}
	return 0, false
}

// upright turns and mirrors a picture as its orientation asks.
func upright(img image.Image, orientation int) image.Image {
	if orientation == 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	from := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(from, from.Bounds(), img, b.Min, draw.Src)
	to := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			sx, sy := stored(orientation, x, y, w, h)
			to.SetRGBA(x, y, color.RGBA(from.RGBAAt(sx, sy)))
		}
	}
	return to
}

// stored gives where the file holds the upright picture's pixel x, y; the file's picture is w x h. The eight values name
// the side of the scene that the file's row 0 and column 0 show (EXIF 2.3, table for tag 0x0112).
func stored(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2: // top, right
		return w - 1 - x, y
	case 3: // bottom, right
		return w - 1 - x, h - 1 - y
	case 4: // bottom, left
		return x, h - 1 - y
	case 5: // left, top
		return y, x
	case 6: // right, top
		return y, h - 1 - x
	case 7: // right, bottom
		return w - 1 - y, h - 1 - x
	case 8: // left, bottom
		return w - 1 - y, x
	}
	return x, y
}
