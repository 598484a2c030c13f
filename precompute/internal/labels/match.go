package labels

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"summit/precompute/internal/hint"
)

// Match returns for each label of the data the index of the class that it means: the one with that id, else the one with
// that name, else the one whose name begins alike where either is a list ("tench" and "tench, Tinca tinca"), else the one with that
// index in decimal. It fails if labels mean no class, if a name means several, or if two labels mean one class.
func (list List) Match(labels []string) ([]int, error) {
	if unknown := list.Unknown(labels); len(unknown) > 0 {
		return nil, list.strangers(unknown)
	}
	find := list.finder()
	indices := make([]int, len(labels))
	taken := make(map[int]string, len(labels))
	for i, label := range labels {
		found := find(label)
		if len(found) > 1 {
			return nil, list.ambiguous(label, found)
		}
		indices[i] = found[0]
		if before, ok := taken[found[0]]; ok {
			return nil, fmt.Errorf("labels %q and %q of the data both mean class %d, %q", before, label, found[0], list[found[0]].Name)
		}
		taken[found[0]] = label
	}
	return indices, nil
}

// Unknown are the labels of the data that mean no class.
func (list List) Unknown(labels []string) (unknown []string) {
	find := list.finder()
	for _, label := range labels {
		if len(find(label)) == 0 {
			unknown = append(unknown, label)
		}
	}
	return unknown
}

// finder indexes the list. The function that it returns gives the classes that a label means: none, one, or all those of a name.
func (list List) finder() func(label string) []int {
	ids := make(map[string]int, len(list))
	names, firsts := make(map[string][]int, len(list)), make(map[string][]int, len(list))
	for i, class := range list {
		ids[class.ID] = i
		names[class.Name] = append(names[class.Name], i)
		firsts[first(class.Name)] = append(firsts[first(class.Name)], i)
	}
	return func(label string) []int {
		if i, ok := ids[label]; ok {
			return []int{i}
		}
		if found := names[label]; len(found) > 0 {
			return slices.Clone(found)
		}
		if found := firsts[first(label)]; len(found) > 0 {
			return slices.Clone(found)
		}
		if i, err := strconv.Atoi(label); err == nil && i >= 0 && i < len(list) && strconv.Itoa(i) == label {
			return []int{i}
		}
		return nil
	}
}

// first is the first of a list of names with commas between them.
func first(names string) string {
	name, _, _ := strings.Cut(names, ",")
	return strings.TrimSpace(name)
}

func (list List) ambiguous(label string, found []int) error {
	var ids []string
	for _, i := range found {
		ids = append(ids, strconv.Quote(list[i].ID))
	}
	return hint.Errorf("name the class by its id", "label %q of the data is the name of %d of the model's classes, with the ids %s",
		label, len(found), strings.Join(ids, ", "))
}

// strangers is the error for labels that are none of the model's classes.
func (list List) strangers(unknown []string) error {
	const most = 10
	var names []string
	for _, label := range unknown[:min(len(unknown), most)] {
		names = append(names, strconv.Quote(label))
	}
	if more := len(unknown) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return hint.Errorf("--groups takes labels that are none of the model's classes; --labels FILE says what the model's classes are",
		"%d labels of the data are none of the model's %d classes (the first is %q): %s",
		len(unknown), len(list), list[0].Name, strings.Join(names, ", "))
}
