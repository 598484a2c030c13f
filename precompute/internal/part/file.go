package part

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/aggregate"
)

// A part file is magic, a frame for each class, a frame for the head, the head's offset (8 bytes, little endian), and the sha256 of all
// before it. Frames are zstd's.
const (
	magic      = "summit part 1\n"
	offsetSize = 8
	endSize    = offsetSize + sha256.Size
)

// Encoder and decoder are shared: they keep buffers, and work for several goroutines at once.
var (
	encoder = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
		if err != nil {
			panic(fmt.Sprintf("part: %v", err)) // the options are constant
		}
		return e
	})
	decoderOf = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
		if err != nil {
			panic(fmt.Sprintf("part: %v", err))
		}
		return d
	})
)

// File is a part on disk.
type File struct {
	Path string
	Run  Digest
	Head *Head

	shape    Shape
	sections map[int]place
}

// place is where a class's frame lies.
type place struct {
	offset int64
	size   int
}

// Write writes a part to path, under another name until it is whole and on disk. labels ascend; class
// is asked for each, by several goroutines.
func Write(path string, run Digest, head *Head, labels []int, class func(label int) (*aggregate.Class, error)) (err error) {
	temporary := path + TemporarySuffix
	f, err := os.Create(temporary)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(temporary))
		}
	}()
	sum := sha256.New()
	w := &writer{to: io.MultiWriter(f, sum)}
	w.write([]byte(magic))
	var sections []section
	for labels := range slices.Chunk(labels, 2*runtime.GOMAXPROCS(0)) {
		frames, err := encodeClasses(labels, class)
		if err != nil {
			return err
		}
		for i, frame := range frames {
			w.write(frame)
			sections = append(sections, section{labels[i], len(frame)})
		}
	}
	offset := w.written
	w.write(frame(encodeHead(run, head, sections)))
	w.write(binary.LittleEndian.AppendUint64(nil, uint64(offset)))
	w.write(sum.Sum(nil))
	if err := errors.Join(w.err, f.Sync()); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// encodeClasses makes the frames of classes on all cores.
func encodeClasses(labels []int, class func(label int) (*aggregate.Class, error)) ([][]byte, error) {
	frames := make([][]byte, len(labels))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, label := range labels {
		group.Go(func() error {
			c, err := class(label)
			if err == nil {
				frames[i] = frame(encodeClass(c))
			}
			return err
		})
	}
	return frames, group.Wait()
}

// TemporarySuffix ends the name of a part that is being written.
const TemporarySuffix = ".new"

type writer struct {
	to      io.Writer
	written int64
	err     error
}

func (w *writer) write(data []byte) {
	if w.err == nil {
		_, w.err = w.to.Write(data)
		w.written += int64(len(data))
	}
}

func frame(data []byte) []byte { return encoder().EncodeAll(data, nil) }

// Size is how many bytes a class takes in a part.
func Size(c *aggregate.Class) int { return len(frame(encodeClass(c))) }

// Open reads a part's head, after checking the whole file. An error says what is wrong with it.
func Open(path string, s Shape) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, offset, err := readHead(f)
	if err != nil {
		return nil, fmt.Errorf("part %q: %w", path, err)
	}
	file := &File{Path: path, shape: s, sections: map[int]place{}}
	var sections []section
	if file.Run, file.Head, sections, err = decodeHead(head, s); err != nil {
		return nil, fmt.Errorf("part %q: %w", path, err)
	}
	at := int64(len(magic))
	for _, s := range sections {
		file.sections[s.label] = place{at, s.size}
		if at += int64(s.size); at > offset || at < 0 {
			break
		}
	}
	if at != offset {
		return nil, fmt.Errorf("part %q: its classes do not fill it", path)
	}
	return file, nil
}

// readHead checks a file and returns the head's bytes and where its frame begins.
func readHead(f *os.File) (head []byte, offset int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	size := info.Size() - endSize
	if size < int64(len(magic)) {
		return nil, 0, errors.New("cut off")
	}
	sum, end := sha256.New(), make([]byte, endSize)
	if _, err := io.CopyN(sum, f, size+offsetSize); err != nil {
		return nil, 0, err
	}
	if _, err := f.ReadAt(end, size); err != nil {
		return nil, 0, err
	}
	if !bytes.Equal(sum.Sum(nil), end[offsetSize:]) {
		return nil, 0, errors.New("cut off or altered: it does not fit its checksum")
	}
	begin := make([]byte, len(magic))
	if _, err := f.ReadAt(begin, 0); err != nil || string(begin) != magic {
		return nil, 0, errors.New("written by another version of this program")
	}
	at := binary.LittleEndian.Uint64(end)
	if at < uint64(len(magic)) || at > uint64(size) || size-int64(at) > math.MaxInt32 {
		return nil, 0, errors.New("the head lies outside of it")
	}
	frame := make([]byte, size-int64(at))
	if _, err := f.ReadAt(frame, int64(at)); err != nil {
		return nil, 0, err
	}
	head, err = decoderOf().DecodeAll(frame, nil)
	return head, int64(at), err
}

// Class reads what the part's items of a label add up to; nil if it has none.
func (f *File) Class(label int) (*aggregate.Class, error) {
	at, found := f.sections[label]
	if !found {
		return nil, nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	frame := make([]byte, at.size)
	if _, err := file.ReadAt(frame, at.offset); err != nil {
		return nil, fmt.Errorf("part %q: %w", f.Path, err)
	}
	data, err := decoderOf().DecodeAll(frame, nil)
	if err != nil {
		return nil, fmt.Errorf("part %q: %w", f.Path, err)
	}
	c, err := decodeClass(data, f.shape)
	if err != nil {
		return nil, fmt.Errorf("part %q: class %d: %w", f.Path, label, err)
	}
	return c, nil
}
