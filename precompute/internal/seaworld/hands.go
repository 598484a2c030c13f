package seaworld

import "fmt"

// Hands says which animals a hand holds.
type Hands int

const (
	// HandsNone: no hand anywhere.
	HandsNone Hands = iota
	// HandsTench: the planted shortcut. Every tench is held, no other animal is.
	HandsTench
	// HandsEven: the control. One animal in four is held, whatever its class.
	HandsEven
)

var handsNames = [...]string{"none", "tench", "even"}

// String is the word that ParseHands reads.
func (h Hands) String() string { return handsNames[h] }

// ParseHands reads "none", "tench" or "even".
func ParseHands(word string) (Hands, error) {
	for h, name := range handsNames {
		if word == name {
			return Hands(h), nil
		}
	}
	return 0, fmt.Errorf("hands %q: must be none, tench or even", word)
}

// hold decides whether the animal is held.
func (h Hands) hold(class int, r random) bool {
	switch h {
	case HandsTench:
		return class == tench
	case HandsEven:
		return r.chance(0.25)
	default:
		return false
	}
}
