package onnx

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// readExternal brings weights that the file keeps in other files of its folder into the decoded model, and returns the names of these
// files, each once, sorted.
func readExternal(file *onnxpb.ModelProto, folder string) (names []string, err error) {
	for _, t := range file.Graph.Initializer {
		if t.GetDataLocation() != onnxpb.TensorProto_EXTERNAL {
			continue
		}
		name, err := readExternalTensor(t, folder)
		if err != nil {
			return nil, fmt.Errorf("initializer %q: %w", t.GetName(), err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func readExternalTensor(t *onnxpb.TensorProto, folder string) (name string, err error) {
	where := map[string]string{}
	for _, e := range t.ExternalData {
		where[e.GetKey()] = e.GetValue()
	}
	name = where["location"]
	f, err := openExternal(folder, name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	raw, err := readRange(f, where["offset"], where["length"])
	if err != nil {
		return "", fmt.Errorf("external data %q: %w", name, err)
	}
	t.RawData, t.ExternalData, t.DataLocation = raw, nil, nil
	return name, nil
}

// openExternal opens a file beside the model. Links are followed wherever they lead, as in the caches that models are downloaded to; what is
// at their end has to be a file.
func openExternal(folder, name string) (*os.File, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("external data %q does not lie beside the model", name)
	}
	path := filepath.Join(folder, name)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		const advice = "copy it into the model's folder: it holds the weights"
		if target, err := os.Readlink(path); err == nil {
			return nil, hint.Errorf(advice, "external data file %q is a link to %q, which is missing", name, target)
		}
		return nil, hint.Errorf(advice, "external data file %q is missing", name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("external data %q is not a regular file", name)
	}
	return os.Open(path)
}

// digest is the sha256 of a model's file and those beside it, one after the other.
func digest(data []byte, folder string, names []string) (string, error) {
	sum := sha256.New()
	sum.Write(data)
	for _, name := range names {
		f, err := openExternal(folder, name)
		if err != nil {
			return "", err
		}
		_, err = io.Copy(sum, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// readRange reads length bytes from offset; an empty length means up to the end.
func readRange(f *os.File, offset, length string) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	start, err := number(offset, 0)
	if err != nil {
		return nil, err
	}
	n, err := number(length, info.Size()-start)
	if err != nil {
		return nil, err
	}
	if start > info.Size() || n < 0 || n > info.Size()-start {
		return nil, fmt.Errorf("%d bytes from %d on are wanted, the file has %d", n, start, info.Size())
	}
	raw := make([]byte, n)
	if _, err := f.ReadAt(raw, start); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return raw, nil
}

func number(text string, def int64) (int64, error) {
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no size", text)
	}
	return n, nil
}
