package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
)

// Placement tells where the nodes of a model ran.
type Placement struct {
	Device int            // nodes that ran on the device; one may stand for many that were fused
	CPU    map[string]int // nodes that ran on the CPU, by operator
}

// Place runs the model once with the profiler on, to find out which nodes the device takes: ONNX Runtime leaves those that it does not
// take to the CPU without a word. A device that takes none is an error.
func (d Device) Place(model []byte, inputs []Input, outputs []string) (p Placement, err error) {
	dir, err := os.MkdirTemp("", "precompute-device-")
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := d.newSession(model, inputs, outputs, 1, filepath.Join(dir, "nodes"))
	if err != nil {
		return p, err
	}
	if err := s.Close(); err != nil {
		return p, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "nodes*.json"))
	if err != nil || len(files) != 1 {
		return p, errors.Join(fmt.Errorf("ONNX Runtime wrote %d profiles", len(files)), err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return p, err
	}
	if p, err = readPlacement(data); err == nil && p.Device == 0 && !d.CPU() {
		err = hint.Errorf("--device cpu is faster than a device that the model does not use", "the device %q takes no node of the model", d)
	}
	return p, err
}

// readPlacement reads ONNX Runtime's profile of one run.
func readPlacement(profile []byte) (Placement, error) {
	var events []struct {
		Category string `json:"cat"`
		Name     string `json:"name"`
		Args     struct {
			Provider string `json:"provider"`
			Operator string `json:"op_name"`
		} `json:"args"`
	}
	p := Placement{CPU: map[string]int{}}
	if err := json.Unmarshal(profile, &events); err != nil {
		return p, fmt.Errorf("read ONNX Runtime's profile: %w", err)
	}
	for _, e := range events {
		switch {
		case e.Category != "Node" || !strings.HasSuffix(e.Name, "_kernel_time") || strings.HasPrefix(e.Args.Operator, "Memcpy"):
		case e.Args.Provider == "CPUExecutionProvider":
			p.CPU[e.Args.Operator]++
		default:
			p.Device++
		}
	}
	return p, nil
}

// String is such as "118 nodes on the device, 3 on the CPU (2 Cast, 1 Shape)".
func (p Placement) String() string {
	var parts []string
	total := 0
	for _, operator := range slices.Sorted(maps.Keys(p.CPU)) {
		total += p.CPU[operator]
		parts = append(parts, fmt.Sprintf("%d %s", p.CPU[operator], operator))
	}
	text := fmt.Sprintf("%d nodes on the device, %d on the CPU", p.Device, total)
	if total > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	return text
}
