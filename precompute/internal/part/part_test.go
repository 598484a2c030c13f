package part

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/examples"
)

var (
	testShape = Shape{Items: 40, Labels: 5, Layers: 2, Channels: 6, Keys: 300}
	testRun   = sha256.Sum256([]byte("run"))

	testDevice = Deviation{Images: 4, Logits: 0.25, Maxima: 0.125, Influences: 1}
)

// drawImages draws what every item of testShape shows; each seventh cannot be read and is nil.
func drawImages(seed uint64) []*Image {
	random := rand.New(rand.NewPCG(seed, 2))
	some := func(limit int) (list []uint32) {
		for range random.IntN(12) {
			list = append(list, uint32(random.IntN(limit)))
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	images := make([]*Image, testShape.Items)
	for item := range images {
		if item%7 == 6 {
			continue
		}
		image := &Image{Item: item, Label: item / 8, Content: sha256.Sum256([]byte{byte(item)})}
		image.Activation, image.Embed, image.Excitation, image.Inhibition = some(6), some(6), some(300), some(300)
		image.Graded, image.Right, image.Probability = true, random.IntN(2) == 0, random.Float64()
		if random.IntN(3) == 0 {
			image.Silent = []int{random.IntN(2)}
		}
		for c := range testShape.Channels {
			activation := float32(random.IntN(4))
			if activation > 0 {
				image.Offers = append(image.Offers, Offer{c, examples.Example{Activation: activation, Item: item, Y: random.IntN(300), X: c}})
			}
		}
		images[item] = image
	}
	return images
}

// write adds up the items and writes them as a part.
func write(t interface{ Fatal(...any) }, path string, images []*Image, items []int) *File {
	b := NewBuilder(testShape)
	b.Device = testDevice
	for _, item := range items {
		if images[item] == nil {
			b.Skip(Skipped{Item: item, Content: sha256.Sum256([]byte{1}), Error: fmt.Sprint("item ", item)})
		} else {
			b.Add(images[item])
		}
	}
	if err := b.Take().Write(path, testRun); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testShape)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Parts of any division of the items, added up in any order and grouping, make the same file as one part of all.
func TestPartsAddUp(t *testing.T) {
	dir, images := t.TempDir(), drawImages(1)
	write(t, filepath.Join(dir, "whole"), images, rand.Perm(len(images)))
	want, err := os.ReadFile(filepath.Join(dir, "whole"))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range images {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "items")
		var files []*File
		for len(items) > 0 {
			n := rapid.IntRange(1, len(items)).Draw(t, "items of a part")
			files = append(files, write(t, filepath.Join(dir, fmt.Sprint(len(items))), images, items[:n]))
			items = items[n:]
		}
		files = rapid.Permutation(files).Draw(t, "parts")
		if group := rapid.IntRange(0, len(files)-1).Draw(t, "group"); group > 0 {
			files = append(files[group:], sum(t, filepath.Join(dir, "group"), files[:group]))
		}
		sum(t, filepath.Join(dir, "sum"), files)
		if got, err := os.ReadFile(filepath.Join(dir, "sum")); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("the parts add up to another file: %v", err)
		}
	})
}

func sum(t interface{ Fatal(...any) }, path string, files []*File) *File {
	s, err := NewSum(testShape, files)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(path, testRun); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testShape)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The sum is what the images themselves say.
func TestSumIsThatOfTheImages(t *testing.T) {
	images := drawImages(2)
	dir := t.TempDir()
	a := write(t, filepath.Join(dir, "a"), images, []int{0, 1, 2, 6, 9, 20})
	b := write(t, filepath.Join(dir, "b"), images, []int{3, 6, 7, 8, 13, 39})
	s, err := NewSum(testShape, []*File{a, b})
	if err != nil {
		t.Fatal(err)
	}
	if s.Head.Device != testDevice {
		t.Errorf("device %+v", s.Head.Device)
	}
	var done, skipped []int
	for _, d := range s.Head.Done {
		done = append(done, d.Item)
	}
	for _, d := range s.Head.Skipped {
		skipped = append(skipped, d.Item)
	}
	if !slices.Equal(done, []int{0, 1, 2, 3, 7, 8, 9, 39}) || !slices.Equal(skipped, []int{6, 13, 20}) {
		t.Errorf("done %v, skipped %v", done, skipped)
	}
	var class aggregate.Sum
	for _, item := range []int{0, 1, 2, 3, 7} {
		class.Add(&images[item].Image, false)
	}
	if got, err := s.Class(0); err != nil || !reflect.DeepEqual(got, class.Class()) {
		t.Errorf("class 0: %+v, %v; want %+v", got, err, class.Class())
	}
	var best []examples.Example
	for _, item := range done {
		for _, o := range images[item].Offers {
			if o.Channel == 2 {
				best = append(best, o.Example)
			}
		}
	}
	slices.SortStableFunc(best, func(a, b examples.Example) int { return cmp.Compare(b.Activation, a.Activation) })
	if !slices.Equal(s.Head.Examples[2], best) {
		t.Errorf("examples %v, want %v", s.Head.Examples[2], best)
	}
	if missing := s.Head.Missing(testShape.Items)[:5]; !slices.Equal(missing, []int{4, 5, 10, 11, 12}) {
		t.Errorf("missing %v", missing)
	}
}

func TestAnItemTwiceIsAnError(t *testing.T) {
	images, dir := drawImages(3), t.TempDir()
	a, b := write(t, filepath.Join(dir, "a"), images, []int{1, 2}), write(t, filepath.Join(dir, "b"), images, []int{2, 3})
	if _, err := NewSum(testShape, []*File{a, b}); err == nil || !strings.Contains(err.Error(), "item 2 is there twice") {
		t.Errorf("error %v", err)
	}
}

// Every truncation and every altered byte is found when the file is opened.
func TestDamageIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "part")
	write(t, path, drawImages(4), []int{1, 2, 3, 6, 30})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reject := func(what string, at int, data []byte) {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, testShape); err == nil {
			t.Errorf("%s at %d is not found", what, at)
		}
	}
	for at := range whole {
		reject("a cut", at, whole[:at])
		altered := slices.Clone(whole)
		altered[at] ^= 1 << (at % 8)
		reject("an altered byte", at, altered)
	}
	if _, err := Open(path, testShape); err == nil {
		t.Error("damaged, yet opened")
	}
	small := testShape
	small.Items = 20
	if err := os.WriteFile(path, whole, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, small); err == nil || !strings.Contains(err.Error(), "item") {
		t.Errorf("an item out of range: %v", err)
	}
}

// A part that cannot be written leaves nothing.
func TestWriteErrorLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "part")
	err := Write(path, testRun, NewHead(testShape), []int{0}, func(int) (*aggregate.Class, error) { return nil, os.ErrInvalid })
	if err == nil {
		t.Error("no error")
	}
	if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
