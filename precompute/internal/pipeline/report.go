package pipeline

import (
	"encoding/json"
	"fmt"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/part"
)

// skipped is an image that could not be read.
type skipped struct {
	ID    string `json:"path"`
	Label string `json:"label"`
	Error string `json:"error"`
}

// tried says how far a device was from the CPU.
type tried struct {
	Name string `json:"name"`
	part.Deviation
}

// Report is the content of the bundle's report.
type Report struct {
	Images  int            `json:"images"` // aggregated
	Ignored int            `json:"ignored"`
	Skipped []skipped      `json:"skipped"`
	Silent  map[string]int `json:"silent_images"` // by layer: images for which no channel was active; layers without any are left out

	Ubiquitous []Ubiquitous `json:"ubiquitous_channels"` // recorded for everything; no graph shows them with --exclude auto

	Device *tried `json:"device,omitempty"`
}

// firstSkipped says why the first image of a label that was skipped could not be read.
func (j *job) firstSkipped(label int) string {
	for _, s := range j.sum.Head.Skipped {
		if j.set.Items[s.Item].Label == label {
			return s.Error
		}
	}
	return "it has none"
}

func (j *job) report() ([]byte, error) {
	r := Report{Images: j.summary.Images, Ignored: j.set.Ignored, Skipped: []skipped{}, Silent: map[string]int{}, Ubiquitous: j.ubiquitous()}
	for _, s := range j.sum.Head.Skipped {
		item := j.set.Items[s.Item]
		r.Skipped = append(r.Skipped, skipped{item.Name(), j.set.Labels[item.Label], s.Error})
	}
	for l, n := range j.sum.Head.Silent {
		if n > 0 {
			r.Silent[j.layerName(l)] = n
		}
	}
	if !j.options.Device.CPU() {
		r.Device = &tried{j.options.Device.Kind(), j.sum.Head.Device}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", bundle.ReportFile, err)
	}
	return append(data, '\n'), nil
}
