package preprocess

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"summit/precompute/internal/hint"
)

// keys are those of a preprocessing file.
var keys = []string{"size", "resize", "resize_to", "crop", "filter", "channels", "scale", "mean", "std", "layout"}

// Parse reads options from TOML; source names the text in errors. Size is one number or [height, width] and has to be
// there. What is left out is: resize = "shorter", resize_to = the larger of size, crop = "center", filter = "bilinear",
// channels = "RGB", scale = 1, mean = [0, 0, 0], std = [1, 1, 1], layout = "NCHW".
func Parse(source, text string) (Options, error) {
	o, err := parse(text)
	if err == nil {
		err = Validate(o)
	}
	if err != nil {
		return Options{}, hint.Wrap(fmt.Errorf("read preprocessing from %s: %w", source, err), "docs/scripting.md explains the keys")
	}
	return o, nil
}

func parse(text string) (Options, error) {
	var values map[string]any
	if _, err := toml.Decode(text, &values); err != nil {
		return Options{}, err
	}
	if err := onlyKnown(values); err != nil {
		return Options{}, err
	}
	o := Options{
		Resize: "shorter", Crop: "center", Filter: "bilinear", Channels: "RGB", Scale: 1, Layout: "NCHW",
		Mean: []float64{0, 0, 0}, Std: []float64{1, 1, 1},
	}
	if err := readSize(values, &o.Size); err != nil {
		return Options{}, err
	}
	o.ResizeTo = max(o.Size[0], o.Size[1])
	for _, read := range []error{
		readText(values, "resize", &o.Resize),
		readWhole(values, "resize_to", &o.ResizeTo),
		readText(values, "crop", &o.Crop),
		readText(values, "filter", &o.Filter),
		readText(values, "channels", &o.Channels),
		readNumber(values, "scale", &o.Scale),
		readNumbers(values, "mean", &o.Mean),
		readNumbers(values, "std", &o.Std),
		readText(values, "layout", &o.Layout),
	} {
		if read != nil {
			return Options{}, read
		}
	}
	return o, nil
}

// onlyKnown rejects keys that are none of ours, the first in order of the alphabet.
func onlyKnown(values map[string]any) error {
	var unknown []string
	for key := range values {
		if !slices.Contains(keys, key) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return fmt.Errorf("unknown key %q: want %s", slices.Min(unknown), strings.Join(keys, ", "))
}

func readSize(values map[string]any, to *[2]int) error {
	switch v := values["size"].(type) {
	case nil:
		return errors.New("no size: want the model's input in pixels")
	case []any:
		if len(v) != len(to) {
			return fmt.Errorf("size = %v: want one number, or [height, width]", v)
		}
		for i, side := range v {
			if err := readWhole(map[string]any{"size": side}, "size", &to[i]); err != nil {
				return err
			}
		}
		return nil
	}
	err := readWhole(values, "size", &to[0])
	to[1] = to[0]
	return err
}

func readText(values map[string]any, key string, to *string) error {
	v, ok := values[key]
	if !ok {
		return nil
	}
	if *to, ok = v.(string); !ok {
		return fmt.Errorf("%s = %v: want a text in quotes", key, v)
	}
	return nil
}

func readWhole(values map[string]any, key string, to *int) error {
	v, ok := values[key]
	if !ok {
		return nil
	}
	n, ok := v.(int64)
	if !ok || int64(int32(n)) != n {
		return fmt.Errorf("%s = %v: want a whole number of pixels", key, v)
	}
	*to = int(n)
	return nil
}

func readNumber(values map[string]any, key string, to *float64) error {
	switch v := values[key].(type) {
	case nil:
	case int64:
		*to = float64(v)
	case float64:
		*to = v
	default:
		return fmt.Errorf("%s = %v: want a number", key, v)
	}
	return nil
}

func readNumbers(values map[string]any, key string, to *[]float64) error {
	v, ok := values[key]
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%s = %v: want a list of %d numbers", key, v, channels)
	}
	*to = make([]float64, len(list))
	for i, x := range list {
		if err := readNumber(map[string]any{key: x}, key, &(*to)[i]); err != nil {
			return err
		}
	}
	return nil
}
