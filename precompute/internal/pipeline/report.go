package pipeline

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// ReportFile is the bundle's list of what went wrong.
const ReportFile = "report.json"

// skipped is an image that could not be read.
type skipped struct {
	item  int
	ID    string `json:"path"`
	Label string `json:"label"`
	Error string `json:"error"`
}

// Report is the content of ReportFile.
type Report struct {
	Images  int            `json:"images"` // aggregated
	Ignored int            `json:"ignored"`
	Skipped []skipped      `json:"skipped"`
	Silent  map[string]int `json:"silent_images"` // by layer: images for which no channel was active; layers without any are left out
}

// skip notes an image that could not be read.
func (j *job) skip(n int, why error) {
	item := j.set.Items[n]
	j.open.mu.Lock()
	defer j.open.mu.Unlock()
	j.summary.Skipped++
	j.skipped = append(j.skipped, skipped{n, item.ID, j.set.Labels[item.Label], why.Error()})
}

// firstSkipped says why the first image of a label that was skipped could not be read.
func (j *job) firstSkipped(label int) string {
	j.open.mu.Lock()
	defer j.open.mu.Unlock()
	first := skipped{item: len(j.set.Items)}
	for _, s := range j.skipped {
		if j.set.Items[s.item].Label == label && s.item < first.item {
			first = s
		}
	}
	return first.Error
}

func (j *job) report() ([]byte, error) {
	slices.SortFunc(j.skipped, func(a, b skipped) int { return cmp.Compare(a.item, b.item) })
	r := Report{Images: j.summary.Images, Ignored: j.set.Ignored, Skipped: append([]skipped{}, j.skipped...), Silent: map[string]int{}}
	for l, n := range j.silent {
		if n > 0 {
			r.Silent[j.layerName(l)] = n
		}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", ReportFile, err)
	}
	return append(data, '\n'), nil
}
