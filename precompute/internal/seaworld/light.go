package seaworld

import "math"

// drawLight gives the finished picture its brightness, tint, shade and noise.
func drawLight(c *canvas, r random) {
	gain, warmth := lerp(1.12, 0.6, square(r.unit())), r.around(0.06)
	tint := colour{gain * (1 + warmth), gain, gain * (1 - warmth)}
	from := point{r.around(0.35), r.around(0.35)}
	grain := lerp(0.008, 0.1, r.rare())
	salt := r.salt()
	for i := range c.pixels {
		at := point{float64(i%Size)/Size - 0.5, float64(i/Size)/Size - 0.5}
		shade := madd(0.25, dot(at.x, from.x, at.y, from.y), 1) - float64(0.16*dot(at.x, at.x, at.y, at.y))
		bits := scramble(salt + uint64(i))
		for k := range tint {
			noise := float64(bits>>(21*k)&0xfffff)/0xfffff + float64(bits>>(21*k+10)&0x3ff)/0x3ff - 1
			c.pixels[i][k] = clamp01(madd(c.pixels[i][k], tint[k]*shade, grain*noise))
		}
	}
}

// byteOf rounds a colour value to 0..255.
func byteOf(v float64) uint8 { return uint8(math.Floor(madd(v, 255, 0.5))) }
