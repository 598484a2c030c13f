package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"summit/shared/attribution"
	"summit/shared/bundle"
	"summit/wasm/fetch"
)

// ClassesKept is how many classes' counts stay in memory, so that another set of them costs no request.
const ClassesKept = 8

// keptClass is a class's counts.
type keptClass struct {
	class  int
	counts *attribution.Counts
}

// counts takes classes' counts from memory, or makes them of the bundle's files, which it asks for all at once. An error
// names its class where there are several.
func (s *Session) counts(ctx context.Context, classes []int, inhibition bool) ([]*attribution.Counts, error) {
	counts := make([]*attribution.Counts, len(classes))
	var missing []int // places in classes
	var urls []string
	for k, class := range classes {
		if class < 0 || class >= len(s.bundle.Manifest.Classes) {
			return nil, fmt.Errorf("class %d of %d", class, len(s.bundle.Manifest.Classes))
		}
		if counts[k] = s.recall(class, inhibition); counts[k] != nil {
			continue
		}
		missing = append(missing, k)
		for _, path := range s.files(class, inhibition) {
			urls = append(urls, s.base+path)
		}
	}
	files, err := s.get(ctx, urls)
	each := len(urls) / max(len(missing), 1)
	if at := failed(err, urls); at >= 0 {
		return nil, s.ofClass(classes, missing[at/each], err)
	}
	if err != nil {
		return nil, err
	}
	for n, k := range missing {
		c, err := s.decode(classes[k], files[n*each:][:each], inhibition)
		if err != nil {
			return nil, s.ofClass(classes, k, err)
		}
		counts[k] = &c
		s.classes = append(s.classes, keptClass{classes[k], &c})
	}
	s.classes = slices.Delete(s.classes, 0, max(0, len(s.classes)-ClassesKept))
	return counts, nil
}

// files are the paths of what a class's counts are made of.
func (s *Session) files(class int, inhibition bool) []string {
	files := s.bundle.ClassFiles(class)
	if inhibition {
		files = append(files, s.bundle.MatrixFiles(bundle.Inhibition, class)...)
	}
	return files
}

// decode makes a class's counts of the contents of files.
func (s *Session) decode(class int, files [][]byte, inhibition bool) (attribution.Counts, error) {
	own := len(s.files(class, false))
	c, err := s.bundle.DecodeClass(s.decoder, class, files[:own])
	if err == nil && inhibition {
		c.Inhibition, err = s.bundle.DecodeMatrix(s.decoder, bundle.Inhibition, class, files[own:])
	}
	return c, err
}

// recall takes a class's counts from memory, nil if they are not there, or lack inhibition that is asked for.
func (s *Session) recall(class int, inhibition bool) *attribution.Counts {
	for k, kept := range s.classes {
		if kept.class == class && inhibition && kept.counts.Inhibition.Indptr == nil {
			s.classes = slices.Delete(s.classes, k, k+1)
			return nil
		}
		if kept.class == class {
			s.classes = append(append(s.classes[:k:k], s.classes[k+1:]...), kept)
			return kept.counts
		}
	}
	return nil
}

// get gets files, and the first time those of the network, which it decodes.
func (s *Session) get(ctx context.Context, urls []string) ([][]byte, error) {
	all := slices.Clip(urls)
	if s.network == nil {
		for _, path := range s.bundle.NetworkFiles() {
			all = append(all, s.base+path)
		}
	}
	files, err := fetch.GetAll(ctx, all)
	if err != nil {
		return nil, err
	}
	if s.network == nil {
		network, err := s.bundle.DecodeNetwork(s.decoder, files[len(urls):])
		if err != nil {
			return nil, err
		}
		s.network = &network
	}
	return files[:len(urls)], nil
}

// failed is which of urls did not come, -1 if err is about something else.
func failed(err error, urls []string) int {
	var missing *fetch.Error
	if errors.As(err, &missing) {
		return slices.Index(urls, missing.URL)
	}
	return -1
}

// ofClass names the class that err is about, where there are several.
func (s *Session) ofClass(classes []int, k int, err error) error {
	if len(classes) == 1 {
		return err
	}
	return fmt.Errorf("class %q: %w", s.bundle.Manifest.Classes[classes[k]].Name, err)
}
