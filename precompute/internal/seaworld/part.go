package seaworld

// Part labels what a pixel shows.
type Part uint8

// The parts of the background come first, then those of the animals, then the hand.
const (
	Water Part = iota
	Sand
	Rock
	Weed
	Bubble
	Body
	Fin
	Tail
	Eye
	Mouth
	Barbel
	Quill
	Arm
	Claw
	Leg
	Shell
	Hand
	partCount
)

var partNames = [partCount]string{
	"water", "sand", "rock", "weed", "bubble", "body", "fin", "tail", "eye", "mouth", "barbel", "quill", "arm", "claw", "leg",
	"shell", "hand",
}

// String is the part's name.
func (p Part) String() string { return partNames[p] }

// MarshalText writes the part's name.
func (p Part) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// PartNames lists the parts' names in the order of their labels.
func PartNames() []string { return partNames[:] }
