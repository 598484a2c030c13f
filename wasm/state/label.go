package state

// LabelWidth is what the layers' names need on a surface of the given width, in CSS pixels: their longest at reading
// size, but no more than a quarter of the surface.
func LabelWidth(names []string, surface float64) float64 {
	longest := 0
	for _, name := range names {
		longest = max(longest, len([]rune(name)))
	}
	return min(float64(longest)*labelLetter(surface)+30, max(surface/4, 72))
}

// Label shortens a name to what fits a label of the given width.
func Label(name string, width float64) string {
	letters := []rune(name)
	fit := max(int((width-22)/LabelLetter), 4)
	if len(letters) <= fit {
		return name
	}
	return string(letters[:fit-1]) + "\u2026"
}

// LabelLetter is the width of a letter of a label, roughly; on narrow surfaces labels are a little smaller.
const LabelLetter = 7.4

// NarrowSurface is the width below which a surface is a phone's.
const NarrowSurface = 640

func labelLetter(surface float64) float64 {
	if surface < NarrowSurface {
		return LabelLetter * 0.88
	}
	return LabelLetter
}

// labelSize is the size of a label's letters.
func labelSize(surface float64) float64 {
	if surface < NarrowSurface {
		return 11.5
	}
	return 13
}
