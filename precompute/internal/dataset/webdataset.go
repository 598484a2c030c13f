package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLabelBytes bounds a file that holds a label.
const maxLabelBytes = 1 << 20

// sampleKey splits a name as WebDataset does: files of one sample have the name up to the first dot after the last slash in common.
func sampleKey(name string) (key, suffix string) {
	slash := strings.LastIndexByte(name, '/') + 1
	base, suffix, _ := strings.Cut(name[slash:], ".")
	return name[:slash+len(base)], strings.ToLower(suffix)
}

// label reads a sample's label: the text of its .cls file, or what its .json file says if there is no .cls file.
func (l *archive) label(key, suffix string, size int64, content io.Reader) error {
	if size > maxLabelBytes {
		return fmt.Errorf("%q: %d bytes: more than %d", key+"."+suffix, size, maxLabelBytes)
	}
	data, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	label := strings.TrimSpace(string(data))
	if suffix == "json" {
		if label, err = jsonLabel(data); err != nil {
			return fmt.Errorf("%q: %w", key+"."+suffix, err)
		}
	}
	if l.labels == nil {
		l.labels = map[string]string{}
	}
	if _, known := l.labels[key]; !known || suffix == "cls" {
		l.labels[key] = label
	}
	return nil
}

// labelKeys are where a sample's JSON has its label; the first that is there counts.
var labelKeys = []string{"label", "cls", "class", "class_name", "label_name"}

// jsonLabel finds the label in JSON: a number, a text, or an object with one of labelKeys. It is empty where there is none.
func jsonLabel(data []byte) (string, error) {
	var value any
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return "", errors.New("not JSON")
	}
	if object, ok := value.(map[string]any); ok {
		value = nil
		for _, key := range labelKeys {
			if v, ok := object[key]; ok {
				value = v
				break
			}
		}
	}
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v), nil
	case json.Number:
		return v.String(), nil
	}
	return "", nil
}

// samples joins pictures and labels. Pictures without a label, and those that are a further part of a sample, such as its mask in
// key.mask.png, are passed over.
func (l *archive) samples() []labelled {
	found := make([]labelled, 0, len(l.pictures))
	names := map[string]string{} // each label once
	for _, e := range l.pictures {
		key, suffix := sampleKey(e.name)
		label := l.labels[key]
		if label == "" || strings.Contains(suffix, ".") {
			l.ignored++
			continue
		}
		if names[label] == "" {
			names[label] = utf8Text(label)
		}
		found = append(found, labelled{id: e.name, label: names[label], source: l.shard, at: e.at, size: e.size})
	}
	return found
}
