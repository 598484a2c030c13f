package dataset

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"summit/precompute/internal/hint"
)

// shard is a source of what a tar holds; an item's at and size are the place of its bytes in the file.
type shard struct {
	file string
	top  string // folders that hold everything, which IDs leave out; ends with a slash where there are any
}

func (s *shard) path(item Item) string { return s.file + ":" + s.top + item.ID }

func (s *shard) read(item Item) ([]byte, error) {
	f, _, err := openRegular(s.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readRange(f, item.at, item.size)
}

// entry is a file in a tar.
type entry struct {
	name     string // with slashes, without dots, below the tar's root
	at, size int64
}

// archive is what a tar holds.
type archive struct {
	shard    *shard
	pictures []entry
	labels   map[string]string // by key; nil in a tar without labels of its own (webdataset.go)
	ignored  int
}

// readTar lists a tar from its headers, without reading pictures.
func readTar(file string) (*archive, error) {
	f, size, err := openRegular(file)
	if err != nil {
		return nil, fmt.Errorf("open data: %q: %w", file, err)
	}
	defer f.Close()
	l := &archive{shard: &shard{file: file}}
	if err := l.add(f, size); err != nil {
		return nil, hint.Errorf("it may have been copied or packed in part; a .tar is read that is not compressed", "read %q: %w", file, inPlainWords(err))
	}
	return l, nil
}

// position follows where a file is being read.
type position struct {
	*os.File
	at int64
}

func (p *position) Read(b []byte) (int, error) {
	n, err := p.File.Read(b)
	p.at += int64(n)
	return n, err
}

func (p *position) Seek(offset int64, whence int) (int64, error) {
	at, err := p.File.Seek(offset, whence)
	p.at = at
	return at, err
}

// add goes over the headers of a tar of size bytes. A name that comes again replaces the earlier, as it does when a tar is unpacked; see
// Set.arrange.
func (l *archive) add(f *os.File, size int64) error {
	at := &position{File: f}
	files := tar.NewReader(at)
	var links []link
	for {
		header, err := files.Next()
		if err == io.EOF {
			l.follow(links)
			return nil
		}
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path.Clean("/"+header.Name), "/")
		switch {
		case header.Typeflag == tar.TypeLink:
			links = append(links, link{name, path.Clean("/" + header.Linkname)})
		case header.Typeflag == tar.TypeSymlink:
			links = append(links, link{name, path.Join("/", path.Dir(name), header.Linkname)})
		case header.Typeflag != tar.TypeReg || sparse(header):
			if header.Typeflag != tar.TypeDir && header.Typeflag != tar.TypeXGlobalHeader {
				l.ignored++
			}
		case at.at+header.Size > size:
			return fmt.Errorf("%q: %w", header.Name, io.ErrUnexpectedEOF)
		default:
			if err := l.file(entry{name, at.at, header.Size}, files); err != nil {
				return err
			}
		}
	}
}

// sparse reports whether a file of a tar in POSIX's format has holes, so that its bytes are not side by side.
func sparse(header *tar.Header) bool {
	for key := range header.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// file takes one file: a picture, a label, or neither.
func (l *archive) file(e entry, content io.Reader) error {
	key, suffix := sampleKey(e.name)
	switch {
	case hiddenWithin(e.name):
		l.ignored++
	case isPicture(e.name):
		l.pictures = append(l.pictures, e)
	case suffix == "cls" || suffix == "json":
		return l.label(key, suffix, e.size, content)
	default:
		l.ignored++
	}
	return nil
}

// hiddenWithin reports whether a name or a folder of it begins with a dot.
func hiddenWithin(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// link is an entry that stands for another one; to begins with a slash.
type link struct{ name, to string }

// follow resolves links to pictures within the tar; others are passed over.
func (l *archive) follow(links []link) {
	if len(links) == 0 {
		return
	}
	known := make(map[string]entry, len(l.pictures))
	for _, e := range l.pictures {
		known["/"+e.name] = e
	}
	targets := make(map[string]string, len(links))
	for _, k := range links {
		targets["/"+k.name] = k.to
	}
	for _, k := range links {
		to := k.to
		for range 8 { // links to links, which may go round in a circle
			if next, ok := targets[to]; ok {
				to = next
			}
		}
		e, ok := known[to]
		if !ok || !isPicture(k.name) || hiddenWithin(k.name) {
			l.ignored++
			continue
		}
		l.pictures = append(l.pictures, entry{k.name, e.at, e.size})
	}
}

// openTars lists the pictures of one tar or several: those in folders have the label that ImageFolder gives, those with a label file that.
func openTars(name string, files []string) (*Set, error) {
	set := &Set{Name: name}
	var found []labelled
	var folders []*archive
	for _, file := range files {
		l, err := readTar(file)
		if err != nil {
			return nil, err
		}
		set.sources = append(set.sources, l.shard)
		if l.labels == nil {
			folders = append(folders, l)
		} else {
			found = append(found, l.samples()...)
		}
		set.Ignored += l.ignored
	}
	stripTop(folders)
	for _, l := range folders {
		inFolders, err := l.inFolders(len(files) > 1)
		if err != nil {
			return nil, err
		}
		found = append(found, inFolders...)
	}
	if len(found) == 0 {
		return nil, hint.Errorf("a tar holds a folder a class, or pictures each with a .cls or .json file of the same name that holds its label",
			"no labelled pictures in %q", files[0])
	}
	set.arrange(found)
	return set, nil
}

// stripTop leaves out the folders at the top that hold everything, as "tar cf val.tar data/val" puts there.
func stripTop(listings []*archive) {
	for {
		top := ""
		for _, l := range listings {
			for _, e := range l.pictures {
				first, rest, _ := strings.Cut(e.name, "/")
				if !strings.Contains(rest, "/") || top != "" && first != top {
					return
				}
				top = first
			}
		}
		if top == "" {
			return
		}
		for _, l := range listings {
			l.shard.top += top + "/"
			for i := range l.pictures {
				l.pictures[i].name = l.pictures[i].name[len(top)+1:]
			}
		}
	}
}

// inFolders labels pictures by the folder that they are in. In one of several tars those in none have the name of the tar, as ImageNet's
// own are packed.
func (l *archive) inFolders(several bool) ([]labelled, error) {
	found := make([]labelled, 0, len(l.pictures))
	for _, e := range l.pictures {
		label, _, inFolder := strings.Cut(e.name, "/")
		id := e.name
		if !inFolder {
			if !several {
				return nil, hint.Errorf("pack a folder a class, or beside each picture a .cls or .json file of the same name that holds its label",
					"%q lies outside of any class folder", l.shard.file+":"+e.name)
			}
			label = strings.TrimSuffix(path.Base(l.shard.file), ".tar")
			id = label + "/" + e.name
		}
		found = append(found, labelled{id: id, label: utf8Text(label), source: l.shard, at: e.at, size: e.size})
	}
	return found, nil
}
