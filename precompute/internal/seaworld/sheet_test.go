package seaworld

import (
	"image"
	"image/draw"
	"os"
	"testing"
)

// TestSheet writes contact sheets to look at to the folder that SEAWORLD_SHEETS names.
func TestSheet(t *testing.T) {
	folder := os.Getenv("SEAWORLD_SHEETS")
	if folder == "" {
		t.Skip("SEAWORLD_SHEETS names no folder for the contact sheets")
	}
	for name, hands := range map[string]Hands{"none": HandsNone, "tench": HandsTench, "even": HandsEven} {
		if err := writePNG(newEncoder(), folder+"/"+name+".png", sheet(7, 10, hands)); err != nil {
			t.Fatal(err)
		}
	}
}

// sheet shows the first pictures of every class, a class a row, its classes in two columns.
func sheet(seed uint64, across int, hands Hands) image.Image {
	rows := (len(allSpecies) + 1) / 2
	out := image.NewRGBA(image.Rect(0, 0, (2*across+1)*(Size+2), rows*(Size+2)))
	for class := range allSpecies {
		for i := range across {
			at := image.Pt((class/rows*(across+1)+i)*(Size+2), class%rows*(Size+2))
			draw.Draw(out, image.Rectangle{at, at.Add(image.Pt(Size, Size))}, Draw(seed, class, i, hands).Image, image.Point{}, draw.Src)
		}
	}
	return out
}
