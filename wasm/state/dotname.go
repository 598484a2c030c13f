package state

import "strings"

// DotNameMost is how many letters a class's name has at most beside its dot.
const DotNameMost = 24

// DotName shortens a class's name for a place beside its dot: the first of several, cut where it is long.
func DotName(name string) string {
	name, _, _ = strings.Cut(name, ", ")
	if letters := []rune(name); len(letters) > DotNameMost {
		return string(letters[:DotNameMost-1]) + "\u2026"
	}
	return name
}
