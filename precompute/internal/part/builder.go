package part

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/examples"
	format "summit/shared/bundle"
)

// memory is what the counts of a part may take unless a Builder has another Limit, in bytes.
const memory = 512 << 20

// CollectAt is the percentage for debug.SetGCPercent while parts are built: the collector has few pointers to follow in counts, and the
// default lets garbage grow as large as they are.
const CollectAt = 25

// Builder adds up images. It may be used by several goroutines.
type Builder struct {
	Device Deviation // of what the images run on, for the parts that Take ends
	Limit  int64     // bytes that counts may take before the part is Full; from half of it on, images take longer to need less

	shape Shape
	mu    sync.RWMutex // held for reading while an image is added, so that it is in one part as a whole
	now   *Building
}

// Building is a part in memory.
type Building struct {
	shape   Shape
	ranking *examples.Ranking
	held    atomic.Int64 // bytes

	mu      sync.Mutex
	head    *Head
	classes map[int]*aggregate.Sum
}

// Image is an item that was read, and what it showed.
type Image struct {
	aggregate.Image
	Item, Label int
	Content     Digest
	Silent      []int   // layers in which no channel was active
	Offers      []Offer // to be examples
}

// Offer is an item as the example of a channel.
type Offer struct {
	Channel int
	examples.Example
}

// NewBuilder begins a part.
func NewBuilder(s Shape) *Builder { return &Builder{Limit: memory, shape: s, now: newBuilding(s)} }

func newBuilding(s Shape) *Building {
	return &Building{shape: s, ranking: examples.NewRanking(s.Channels, format.ExampleCount), head: NewHead(s), classes: map[int]*aggregate.Sum{}}
}

// Ranking tells which examples are worth an offer. It stays right when another part is begun meanwhile: what it does not want is weaker
// than ten examples of the same run.
func (b *Builder) Ranking() *examples.Ranking {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.now.ranking
}

// Add adds an image.
func (b *Builder) Add(image *Image) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	b.now.add(image, b.Limit/2)
}

// add adds an image; what counts hold beyond frugal bytes is kept small.
func (p *Building) add(image *Image, frugal int64) {
	p.mu.Lock()
	p.head.Done = append(p.head.Done, Done{image.Item, image.Content})
	for _, l := range image.Silent {
		p.head.Silent[l]++
	}
	class := p.classes[image.Label]
	if class == nil {
		class = &aggregate.Sum{}
		p.classes[image.Label] = class
	}
	p.mu.Unlock()
	p.held.Add(int64(class.Add(&image.Image, p.held.Load() > frugal)))
	for _, o := range image.Offers {
		p.ranking.Add(o.Channel, o.Example)
	}
}

// Skip notes an item that could not be read.
func (b *Builder) Skip(s Skipped) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	b.now.mu.Lock()
	defer b.now.mu.Unlock()
	b.now.head.Skipped = append(b.now.head.Skipped, s)
}

// Full reports whether the part should be written to disk, to make room.
func (b *Builder) Full() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.now.held.Load() > b.Limit
}

// Take ends the part and begins another.
func (b *Builder) Take() *Building {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.now
	taken.head.Device = b.Device
	b.now = newBuilding(b.shape)
	return taken
}

// Empty reports whether no item is done or skipped.
func (p *Building) Empty() bool { return len(p.head.Done) == 0 && len(p.head.Skipped) == 0 }

// Write writes the part to path. It is not to be used afterwards: its memory is freed as it goes.
func (p *Building) Write(path string, run Digest) error {
	return Write(path, run, p.Head(), slices.Sorted(maps.Keys(p.classes)), func(label int) (*aggregate.Class, error) {
		return p.Take(label), nil
	})
}

// Head is what the part holds but for the counts of its classes. Nothing may be added any more.
func (p *Building) Head() *Head {
	slices.SortFunc(p.head.Done, func(a, b Done) int { return cmp.Compare(a.Item, b.Item) })
	slices.SortFunc(p.head.Skipped, func(a, b Skipped) int { return cmp.Compare(a.Item, b.Item) })
	p.head.Examples = p.ranking.Best()
	return p.head
}

// Take takes a class out of the part, so that its memory can be freed; nil if no image has the label. Different ones may be taken by
// different goroutines at once.
func (p *Building) Take(label int) *aggregate.Class {
	p.mu.Lock()
	class := p.classes[label]
	delete(p.classes, label)
	p.mu.Unlock()
	if class == nil {
		return nil
	}
	return class.Class()
}
