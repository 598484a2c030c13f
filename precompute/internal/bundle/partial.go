package bundle

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"

	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
	"summit/shared/sparse"
	"summit/shared/zarr"
)

// spillFolder is in the folder that becomes the bundle until it does.
const spillFolder = "spill"

// partial is the folder that becomes the bundle. Files go through root, so that a folder that somebody replaced
// meanwhile is an error instead of a mixture.
type partial struct {
	dir     string
	root    *os.Root
	mu      sync.Mutex
	sums    map[string]string // path: sha256 in hex
	folders map[string]bool   // made
	bytes   int64             // written, spilled ones included
}

// newPartial begins a bundle in the work folder, without what an earlier run left of one.
func newPartial(work string) (*partial, error) {
	dir := filepath.Join(work, BuildFolder)
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, explain(hint.Wrap(err, "choose another folder for the bundle with --out"))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &partial{dir: dir, root: root, sums: map[string]string{}, folders: map[string]bool{".": true}}, nil
}

// write writes a file of the bundle and notes its checksum.
func (p *partial) write(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." {
		panic(fmt.Sprintf("bundle: path %q", name))
	}
	if err := p.put(name, data); err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sums[name] = hex.EncodeToString(sum[:])
	return nil
}

// put writes a file that is not there yet.
func (p *partial) put(name string, data []byte) error {
	if err := p.folder(path.Dir(name)); err != nil {
		return p.failed(name, len(data), err)
	}
	f, err := p.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return p.failed(name, len(data), err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = syncFile(f)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return p.failed(name, len(data), err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes += int64(len(data))
	return nil
}

func (p *partial) folder(dir string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.folders[dir] {
		return nil
	}
	if err := p.root.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	p.folders[dir] = true
	return nil
}

// failed says what could not be written.
func (p *partial) failed(name string, size int, err error) error {
	p.mu.Lock()
	before := p.bytes
	p.mu.Unlock()
	return explain(fmt.Errorf("write %d bytes to %q, after %d bytes of the bundle: %w",
		size, filepath.Join(p.dir, filepath.FromSlash(name)), before, reason(err)))
}

// sync puts everything on disk.
func (p *partial) sync() error {
	if err := syncAll(p.dir); err != nil {
		return explain(fmt.Errorf("sync the %d bytes written to %q: %w", p.bytes, p.dir, reason(err)))
	}
	return nil
}

// explain adds what to do about a full disk.
func explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return hint.Wrap(err, "the disk is full: make room, or choose a folder on another disk with --out")
	}
	return err
}

func spillPath(m format.Matrix, c int) string {
	return path.Join(spillFolder, string(m), strconv.Itoa(c))
}

// spill keeps class c's entries until the largest class is known.
func (p *partial) spill(m format.Matrix, c int, rows sparse.CSR) error {
	data := make([]byte, 0, 8*len(rows.Values))
	data = zarr.AppendBytes(data, rows.Indices)
	return p.put(spillPath(m, c), zarr.AppendBytes(data, rows.Values))
}

// unspill takes back class c's entries and frees their place on disk.
func (p *partial) unspill(m format.Matrix, c int) (indices, values []uint32, err error) {
	name := spillPath(m, c)
	data, err := p.root.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	both := make([]uint32, len(data)/4)
	for k := range both {
		both[k] = binary.LittleEndian.Uint32(data[4*k:])
	}
	n := len(both) / 2
	return both[:n], both[n:], p.root.Remove(name)
}
