// Package labels knows the classes of a model, and which of them a label of the data means.
//
// A class is one output of the model: its index, an id that is unique (an ImageNet synset, say) and a name for people,
// which several classes may share (ImageNet has two cranes).
package labels

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"summit/precompute/internal/hint"
)

// Class is one output of the model.
type Class struct {
	ID   string // unique
	Name string
}

// List holds a model's classes in the order of its outputs.
type List []Class

// Resolve returns the classes of a model with the given number of outputs: from the file, or, where that is empty, from
// the text of the model's metadata entry summit.labels. Where both are empty, ids and names are the indices.
func Resolve(file, metadata string, outputs int) (List, error) {
	var list List
	var err error
	source := "the model's metadata summit.labels"
	switch {
	case file != "":
		text, readErr := os.ReadFile(file)
		if readErr != nil {
			return nil, hint.Wrap(fmt.Errorf("read labels: %w", readErr), "--labels takes a file with the model's classes")
		}
		source = strconv.Quote(file)
		list, err = Parse(string(text))
	case metadata != "":
		list, err = Parse(metadata)
	default:
		return numbered(outputs), nil
	}
	if err != nil {
		return nil, hint.Wrap(fmt.Errorf("read labels from %s: %w", source, err),
			"labels are a name a line, or lines of index, id and name with tabs between them")
	}
	if len(list) != outputs {
		return nil, hint.Errorf("--labels takes a file with a line for each output of the model",
			"%s has %d classes, the model has %d outputs", source, len(list), outputs)
	}
	return list, nil
}

// numbered is the list of a model whose classes have no names.
func numbered(outputs int) List {
	list := make(List, outputs)
	for i := range list {
		index := strconv.Itoa(i)
		list[i] = Class{ID: index, Name: index}
	}
	return list
}

// Parse reads a class list: a name a line in the order of the outputs, which is the id too; or, where there are tabs,
// lines of index, id and name in any order, below an optional header that begins with "index".
func Parse(text string) (List, error) {
	text = strings.TrimPrefix(text, "\uFEFF")
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return nil, errors.New("no classes")
	}
	lines := strings.Split(text, "\n")
	if strings.Contains(text, "\t") {
		return parseTable(lines)
	}
	list := make(List, len(lines))
	for i, line := range lines {
		name := strings.TrimSpace(line)
		list[i] = Class{ID: name, Name: name}
	}
	return list, unique(list, 1)
}

// parseTable reads lines of index, id and name.
func parseTable(lines []string) (List, error) {
	first := 1 // line number of the first class
	if column, _, _ := strings.Cut(lines[0], "\t"); strings.EqualFold(strings.TrimSpace(column), "index") {
		lines, first = lines[1:], 2
	}
	if len(lines) == 0 {
		return nil, errors.New("no classes")
	}
	list := make(List, len(lines))
	at := make([]int, len(lines)) // line of each index
	for i, line := range lines {
		index, class, err := parseRow(line, len(lines))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", first+i, err)
		}
		if at[index] != 0 {
			return nil, fmt.Errorf("line %d: index %d is taken by line %d", first+i, index, at[index])
		}
		at[index], list[index] = first+i, class
	}
	return list, unique(list, 0)
}

func parseRow(line string, classes int) (int, Class, error) {
	columns := strings.Split(line, "\t")
	if len(columns) != 3 {
		return 0, Class{}, fmt.Errorf("%d columns, want index, id and name", len(columns))
	}
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	index, err := strconv.Atoi(columns[0])
	if err != nil || index < 0 || index >= classes {
		return 0, Class{}, fmt.Errorf("index %q, want 0 to %d", columns[0], classes-1)
	}
	return index, Class{ID: columns[1], Name: columns[2]}, nil
}

// unique rejects ids that are empty or stand twice. Classes are called by number, counted from first.
func unique(list List, first int) error {
	where := "index"
	if first == 1 {
		where = "line"
	}
	seen := make(map[string]int, len(list))
	for i, class := range list {
		if class.ID == "" || class.Name == "" {
			return fmt.Errorf("%s %d: a class without a name", where, first+i)
		}
		if before, ok := seen[class.ID]; ok {
			return fmt.Errorf("%s %d: %q is already %s %d; classes of one name need an id each", where, first+i, class.ID, where, first+before)
		}
		seen[class.ID] = i
	}
	return nil
}
