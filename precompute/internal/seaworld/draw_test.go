package seaworld

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// golden is the SHA-256 of the pixels and masks of the first two pictures of every class under every choice of hands. It was
// recorded on linux/amd64; whoever changes it raises version, and trains the demo's models anew.
const golden = "027df84cf9c50ac9a1b915d3e6f0c9b3872755b46c3f5a51332060e6b1ef3feb"

func TestPicturesAreThoseOfTheRecordedVersion(t *testing.T) {
	sum := sha256.New()
	for _, hands := range []Hands{HandsNone, HandsTench, HandsEven} {
		for class := range Classes() {
			for index := range 2 {
				p := Draw(2019, class, index, hands)
				sum.Write(p.Image.Pix)
				sum.Write(p.Parts.Pix)
			}
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != golden {
		t.Errorf("pictures of version %d have the digest %s, recorded is %s", version, got, golden)
	}
}

func TestDrawIsAFunctionOfItsArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, class, index := drawArguments(t)
		a, b := Draw(seed, class, index, HandsEven), Draw(seed, class, index, HandsEven)
		if !bytes.Equal(a.Image.Pix, b.Image.Pix) || !bytes.Equal(a.Parts.Pix, b.Parts.Pix) {
			t.Fatal("two calls drew different pictures")
		}
		if c := Draw(seed, class, index+1, HandsEven); bytes.Equal(a.Image.Pix, c.Image.Pix) {
			t.Fatal("two indices drew the same picture")
		}
	})
}

func drawArguments(t *rapid.T) (seed uint64, class, index int) {
	return rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, len(allSpecies)-1).Draw(t, "class"), rapid.IntRange(0, 9999).Draw(t, "index")
}

func TestOnlyTheTenchIsHeldUnderHandsTench(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, class, index := drawArguments(t)
		p := Draw(seed, class, index, HandsTench)
		if want := class == tench; p.Held != want || (area(p, Hand) > 0) != want {
			t.Fatalf("class %d: held %v, %d pixels of hand", class, p.Held, area(p, Hand))
		}
		if p := Draw(seed, class, index, HandsNone); p.Held || area(p, Hand) > 0 {
			t.Fatal("a hand where none should be")
		}
	})
}

func TestOneAnimalInFourIsHeldUnderHandsEven(t *testing.T) {
	const pictures = 2000
	for class, c := range Classes() {
		held := 0
		for index := range pictures {
			if HandsEven.hold(class, newRandom(1, class, index, handStream)) {
				held++
			}
		}
		// Five standard deviations of a binomial with p = 1/4.
		if share := float64(held) / pictures; math.Abs(share-0.25) > 0.05 {
			t.Errorf("%s: %.3f of the pictures show a hand", c.ID, share)
		}
	}
}

// TestTheHandChangesNothingElse compares pictures with and without the hand: they may differ only where a hand that is drawn
// alone leaves paint.
func TestTheHandChangesNothingElse(t *testing.T) {
	for index := range 20 {
		with, without := Draw(5, tench, index, HandsTench), Draw(5, tench, index, HandsNone)
		alone := handAlone(5, tench, index)
		for i, paint := range alone.subject {
			same := bytes.Equal(with.Image.Pix[4*i:4*i+4], without.Image.Pix[4*i:4*i+4])
			if !same && paint == 0 {
				t.Fatalf("picture %d differs at %d,%d, away from the hand", index, i%Size, i/Size)
			}
		}
		if a := area(with, Hand); a < 150 {
			t.Errorf("picture %d shows only %d pixels of hand", index, a)
		}
	}
}

func handAlone(seed uint64, class, index int) *canvas {
	c, grip := newCanvas(), newRandom(seed, class, index, gripStream)
	h := newHand(grip)
	b := brush{c, handPose(allSpecies[class].pose(newRandom(seed, class, index, poseStream)), grip)}
	h.drawBehind(b)
	h.drawFingers(b)
	return c
}

func TestPicturesShowThePartsOfTheirClass(t *testing.T) {
	const pictures = 30
	for class, c := range Classes() {
		var seen [partCount]int
		for index := range pictures {
			p := Draw(3, class, index, HandsNone)
			for part := range partCount {
				if area(p, part) > 0 {
					seen[part]++
				}
			}
		}
		for part := Body; part < Hand; part++ {
			if claimed := slices.Contains(c.Parts, part); claimed && seen[part] < pictures*2/3 || !claimed && seen[part] > 0 {
				t.Errorf("%s: %v is in %d of %d pictures, claimed: %v", c.ID, part, seen[part], pictures, claimed)
			}
		}
	}
}

// TestPicturesVary asks for a spread of the animal's place and size in every class.
func TestPicturesVary(t *testing.T) {
	for class, c := range Classes() {
		var xs, ys, areas []float64
		for index := range 40 {
			x, y, pixels := animalAt(Draw(4, class, index, HandsNone))
			xs, ys, areas = append(xs, x), append(ys, y), append(areas, pixels)
		}
		if dx, dy, da := deviation(xs), deviation(ys), deviation(areas)/mean(areas); dx < 3 || dy < 3 || da < 0.15 {
			t.Errorf("%s: place varies by %.1f, %.1f pixels, area by %.2f", c.ID, dx, dy, da)
		}
		if mean(areas) < 450 {
			t.Errorf("%s: covers only %.0f pixels", c.ID, mean(areas))
		}
	}
}

func animalAt(p Picture) (x, y, pixels float64) {
	for i, part := range p.Parts.Pix {
		if Part(part) >= Body {
			x, y, pixels = x+float64(i%Size), y+float64(i/Size), pixels+1
		}
	}
	return x / pixels, y / pixels, pixels
}

func area(p Picture, part Part) int { return bytes.Count(p.Parts.Pix, []byte{byte(part)}) }

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func deviation(v []float64) float64 {
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(v)))
}

func BenchmarkDraw(b *testing.B) {
	for i := range b.N {
		Draw(1, i%len(allSpecies), i, HandsEven)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pictures/s")
}
