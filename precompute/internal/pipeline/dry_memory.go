package pipeline

import (
	"fmt"

	"summit/precompute/internal/heads"
	"summit/precompute/internal/machine"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
)

// MemoryEstimate is in bytes.
type MemoryEstimate struct {
	Program   int    `json:"program"`   // this program, and ONNX Runtime's library
	Model     int    `json:"model"`     // the model, and what influence takes of it
	Session   int    `json:"session"`   // of each worker
	OnDevice  bool   `json:"on_device"` // all workers share one session, and it takes the device's memory
	Counts    int    `json:"counts"`    // before they are written as a part
	Cards     int    `json:"cards"`     // that are drawn at a time
	Peak      int    `json:"peak"`      // at most at one time
	Phase     string `json:"phase"`     // when that is
	Largest   string `json:"largest"`   // what takes most of it
	Available *int   `json:"available"` // of the machine or its container; nil: not known
}

// needs is the memory that a run takes before it has counted anything, in bytes.
type needs struct{ model, session int }

// What a run was measured to take, on networks from 0.3 to 138 million parameters.
const (
	programBytes  = 60 << 20 // program and library
	finishBytes   = 45 << 20 // what compresses, and pictures on the way to cards
	kernelCopies  = 2.2      // of the kernels of steps: as the network has them and as screens read them, with their bounds
	sessionLive   = 2.75     // times what is alive at one time: ONNX Runtime's arena grows in powers of two
	garbage       = 1 + part.CollectAt/100.0
	finishGarbage = 2 // times what is alive when the collector is as Go has it
)

// setNeeds finds them from the shapes of what the model m makes, of which what recording reads is kept to the end, and from the form in
// which ONNX Runtime gets it.
func (j *job) setNeeds(m *onnx.Model, serialized []byte) error {
	f, err := m.Infer(j.prepare.Size[0], j.prepare.Size[1])
	if err != nil {
		return err
	}
	var kept []string
	for _, layer := range j.network.Layers {
		kept = append(kept, layer.Tensor)
	}
	for _, tensor := range j.plan.Tensors {
		kept = append(kept, tensor.Name)
	}
	kernels := 0
	for _, link := range j.network.Links {
		for _, step := range link.Steps {
			for _, term := range step.Terms {
				if term.Kernel != nil {
					kernels += 4 * len(term.Kernel.Weights)
				}
			}
		}
	}
	weights, live := len(serialized), 4*f.Live(kept) // of a batch
	j.needs = needs{
		model:   weights + int(kernelCopies*float64(kernels)),
		session: weights + max(weights, int(sessionLive*float64(live))), // while it is made it holds the weights twice
	}
	if j.heads != nil {
		j.needs.session += 2 * heads.DefaultBlock // the maps of terms, and these negated
	}
	return nil
}

// sessions is what all of them take of the machine's memory.
func (j *job) sessions() int {
	if j.options.Heads {
		return 0
	}
	first, end := j.items()
	return min(j.options.Threads, end-first) * j.needs.session
}

// warnOfMemory says what to do about a model or a batch that does not fit into the memory that there is, as far as that is known.
func (j *job) warnOfMemory(available int64, count *progress.Counter) {
	need := int64(programBytes + j.needs.model + j.sessions())
	if available > 0 && need > available {
		count.Message(fmt.Sprintf("warning: %d workers with batches of %d take about %.1f GiB of memory, and there are %.1f GiB; fewer --threads or a smaller --batch take less",
			j.options.Threads, j.options.Batch, float64(need)/(1<<30), float64(available)/(1<<30)))
	}
}

// memory is what the run takes in those phases that take the most.
func (j *job) memory(counts int) MemoryEstimate {
	m := MemoryEstimate{Program: programBytes, Model: j.needs.model, Session: j.needs.session, OnDevice: j.options.Heads, Counts: counts}
	if j.options.Shard == (work.Shard{}) {
		m.Cards = min(j.channels*cardSize(), cardBytes)
	}
	images := m.Program + j.sessions() + int(garbage*float64(m.Model+counts))
	cards := m.Program + m.Model + finishGarbage*(finishBytes+m.Cards)
	m.Peak, m.Phase, m.Largest = images, "images", "counts"
	if j.sessions() > counts {
		m.Largest = "sessions"
	}
	if m.Cards > 0 && cards > images {
		m.Peak, m.Phase, m.Largest = cards, "cards", "cards"
	}
	if available := int(machine.Memory()); available > 0 {
		m.Available = &available
	}
	return m
}
