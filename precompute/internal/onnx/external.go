package onnx

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// readExternal brings weights that the file keeps in other files of its folder into the decoded model.
func readExternal(file *onnxpb.ModelProto, folder string) error {
	for _, t := range file.Graph.Initializer {
		if t.GetDataLocation() != onnxpb.TensorProto_EXTERNAL {
			continue
		}
		if err := readExternalTensor(t, folder); err != nil {
			return fmt.Errorf("initializer %q: %w", t.GetName(), err)
		}
	}
	return nil
}

func readExternalTensor(t *onnxpb.TensorProto, folder string) error {
	where := map[string]string{}
	for _, e := range t.ExternalData {
		where[e.GetKey()] = e.GetValue()
	}
	location := where["location"]
	if !filepath.IsLocal(location) {
		return fmt.Errorf("external data %q does not lie beside the model", location)
	}
	f, err := os.Open(filepath.Join(folder, location))
	if errors.Is(err, fs.ErrNotExist) {
		return hint.Errorf("copy it into the model's folder: it holds the weights", "external data file %q is missing", location)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	raw, err := readRange(f, where["offset"], where["length"])
	if err != nil {
		return fmt.Errorf("external data %q: %w", location, err)
	}
	t.RawData, t.ExternalData, t.DataLocation = raw, nil, nil
	return nil
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
