package seaworld

import (
	"fmt"
	"image"
	"image/color"
)

// Class is one kind of animal.
type Class struct {
	ID    string `json:"id"` // folder name; the classes are in the order of their IDs
	Name  string `json:"name"`
	Shape string `json:"shape"`
	Skin  Skin   `json:"skin"`
	Parts []Part `json:"parts"` // what its pictures show, the background and the hand left out
}

// Classes lists the classes in their order.
func Classes() []Class {
	classes := make([]Class, len(allSpecies))
	for i, s := range allSpecies {
		classes[i] = Class{s.id, s.name, s.shape, s.look.skin, s.parts}
	}
	return classes
}

// Picture is one drawn picture.
type Picture struct {
	Image *image.RGBA     // Size x Size
	Parts *image.Paletted // Size x Size; each index is the Part that the pixel shows
	Held  bool            // whether a hand holds the animal
}

// Draw makes the picture with the given index of a class, an index into Classes. The same arguments give the same bytes.
func Draw(seed uint64, class, index int, hands Hands) Picture {
	if class < 0 || class >= len(allSpecies) {
		panic(fmt.Sprintf("seaworld: class %d, there are %d", class, len(allSpecies)))
	}
	s := allSpecies[class]
	from := func(part stream) random { return newRandom(seed, class, index, part) }
	c := newCanvas()
	murk := drawScene(c, from(sceneStream))
	held := drawHeld(c, s, s.pose(from(poseStream)), hands.hold(class, from(handStream)), from)
	drawNear(c, murk, from(nearStream))
	drawLight(c, from(lightStream))
	return c.picture(held)
}

// drawHeld paints the animal, and the hand around it where it is held.
func drawHeld(c *canvas, s species, at pose, held bool, from func(stream) random) bool {
	body, grip := from(bodyStream), from(gripStream)
	h, holder := newHand(grip), brush{c, handPose(at, grip)}
	if held {
		h.drawBehind(holder)
	}
	s.animal.draw(brush{c, at}, s.look.varied(body), body)
	if held {
		h.drawFingers(holder)
	}
	return held
}

// pose places the animal near the middle of the picture.
func (s species) pose(r random) pose {
	centre := point{Size/2 + r.around(13), Size/2 + r.around(11)}
	p := newPose(centre, s.scale*lerp(1.06, 0.5, square(r.unit())), r.around(s.turn))
	p.mirror = r.chance(0.5)
	p.bend = r.around(0.09)
	return p
}

func (c *canvas) picture(held bool) Picture {
	frame := image.Rect(0, 0, Size, Size)
	p := Picture{image.NewRGBA(frame), image.NewPaletted(frame, palette()), held}
	for i, pixel := range c.pixels {
		for k, v := range pixel {
			p.Image.Pix[4*i+k] = byteOf(v)
		}
		p.Image.Pix[4*i+3] = 255
		p.Parts.Pix[i] = uint8(c.parts[i])
	}
	return p
}

// palette gives each part a colour of its own, for whoever looks at the masks.
func palette() color.Palette {
	colours := make(color.Palette, partCount)
	swing := func(t float64) uint8 { return byteOf(madd(0.5, sine(t), 0.5)) }
	for i := range colours {
		hue := float64(float64(i) / float64(partCount) * 3.7)
		colours[i] = color.RGBA{swing(hue), swing(hue + 0.33), swing(hue + 0.67), 255}
	}
	return colours
}
