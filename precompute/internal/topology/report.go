package topology

import (
	"fmt"

	"summit/precompute/internal/onnx"
)

// Report is what inspect prints of a model; its JSON form is an interface.
type Report struct {
	Model    string            `json:"model"` // the file's name
	Opset    int               `json:"opset"`
	Input    ReportInput       `json:"input"`
	Output   ReportOutput      `json:"output"`
	Metadata map[string]string `json:"metadata,omitempty"` // the file's properties whose name starts with "summit."
	Layers   []ReportLayer     `json:"layers"`
	Links    []ReportLink      `json:"links"`
	Gaps     []ReportGap       `json:"gaps"`
	Cost     ReportCost        `json:"cost"` // of the whole model
}

// ReportInput is the image input. Batch is 0 where any number of images goes; Open tells that the model takes other sizes
// than Height and Width, which are those analysed.
type ReportInput struct {
	Name     string `json:"name"`
	Batch    int    `json:"batch"`
	Channels int    `json:"channels"`
	Height   int    `json:"height"`
	Width    int    `json:"width"`
	Open     bool   `json:"open"`
}

// ReportOutput holds the class scores: probabilities, else logits.
type ReportOutput struct {
	Tensor        string `json:"tensor"`
	Classes       int    `json:"classes"`
	Probabilities bool   `json:"probabilities"`
}

// ReportLayer is a layer; pairs are rows, columns.
type ReportLayer struct {
	Name     string      `json:"name"`
	Tensor   string      `json:"tensor"`
	Channels int         `json:"channels"`
	Height   int         `json:"height"`
	Width    int         `json:"width"`
	Field    ReportField `json:"receptive_field"`
	Cost     ReportCost  `json:"cost"` // of what lies between the layer before and this one
}

// ReportField says which pixels position p of a layer sees: size pixels from start + p*stride on.
type ReportField struct {
	Size   [2]int `json:"size"`
	Stride [2]int `json:"stride"`
	Start  [2]int `json:"start"`
}

// ReportCost is what a part of the model takes for one image.
type ReportCost struct {
	Parameters   int `json:"parameters"`
	MultiplyAdds int `json:"multiply_adds"`
}

// ReportLink leads from a layer to one that it is the nearest before, on some way; the names are those of layers, inner units carry
// those of ONNX nodes. Where several links lead to a layer, their channels compete in the steps that they share.
type ReportLink struct {
	From  string       `json:"from"`
	To    string       `json:"to"`
	Inner []ReportUnit `json:"inner"`
	Steps []ReportStep `json:"steps"`
}

// ReportUnit is an inner sum of a link.
type ReportUnit struct {
	Name     string `json:"name"`
	Channels int    `json:"channels"`
}

// ReportStep sums terms into Outputs channels of unit To, each from at least Candidates[0] and at most Candidates[1]
// channels.
type ReportStep struct {
	Name       string       `json:"name"`
	To         string       `json:"to"`
	Outputs    int          `json:"outputs"`
	Candidates [2]int       `json:"candidates"`
	Terms      []ReportTerm `json:"terms"`
}

// ReportTerm is one operand of a step: a convolution of the tensor, or the tensor itself where Kernel is null.
type ReportTerm struct {
	Tensor string        `json:"tensor"`
	Op     string        `json:"op"`    // that makes the tensor, such as MaxPool: the map is read as it is after it
	Units  []string      `json:"units"` // whose channels the tensor carries
	Kernel *ReportKernel `json:"kernel"`
}

// ReportKernel is a convolution's geometry; pads are top, left, bottom, right.
type ReportKernel struct {
	Size     [2]int `json:"size"`
	Stride   [2]int `json:"stride"`
	Dilation [2]int `json:"dilation"`
	Pads     [4]int `json:"pads"`
	Group    int    `json:"group"`
}

// ReportGap is a range between two layers, or between the last one and the output, that cannot be analysed, with the node that stopped
// the analysis.
type ReportGap struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Node   string `json:"node"`
	Op     string `json:"op"`
	Reason string `json:"reason"`
}

// NewReport describes a network of the model.
func NewReport(m *onnx.Model, net *Network) Report {
	open := false
	if image, err := m.ImageInput(); err == nil {
		open = image.Shape[2] == 0 || image.Shape[3] == 0
	}
	r := Report{
		Model: m.Name, Opset: m.Opset, Metadata: m.Properties("summit."),
		Input:  ReportInput{net.Input.Name, net.Input.Batch, net.Input.Channels, net.Input.Height, net.Input.Width, open},
		Output: ReportOutput{net.Output, net.Classes, net.Softmax},
		Layers: []ReportLayer{}, Links: []ReportLink{}, Gaps: []ReportGap{}, Cost: ReportCost(net.Cost),
	}
	for _, l := range net.Layers {
		r.Layers = append(r.Layers, ReportLayer{l.Name, l.Tensor, l.Channels, l.Height, l.Width, ReportField(l.Field), ReportCost(l.Cost)})
	}
	for _, l := range net.Links {
		for _, p := range l.Pairs() {
			r.Links = append(r.Links, newReportLink(m, net, l, p))
		}
	}
	for _, g := range net.Gaps {
		r.Gaps = append(r.Gaps, ReportGap{net.Layers[g.From].Name, net.Layers[g.To].Name, g.Node, g.Op, g.Reason})
	}
	if g := net.Rest; g != nil {
		r.Gaps = append(r.Gaps, ReportGap{net.Layers[g.From].Name, net.Output, g.Node, g.Op, g.Reason})
	}
	return r
}

func newReportLink(m *onnx.Model, net *Network, l Link, p Pair) ReportLink {
	out := ReportLink{From: net.Layers[p.From].Name, To: net.Layers[p.To].Name, Inner: []ReportUnit{}}
	for _, u := range p.Units {
		out.Inner = append(out.Inner, ReportUnit(l.Units[u]))
	}
	for _, i := range p.Steps {
		s := l.Steps[i]
		step := ReportStep{Name: s.Name, To: l.Units[s.To].Name, Outputs: len(s.Outputs), Candidates: s.Candidates()}
		for _, t := range s.Terms {
			step.Terms = append(step.Terms, newReportTerm(m, l, t))
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

func newReportTerm(m *onnx.Model, l Link, t Term) ReportTerm {
	out := ReportTerm{Tensor: t.Tensor}
	if n := m.Producer(t.Tensor); n != nil {
		out.Op = n.Op
	}
	read := make([]bool, len(l.Units))
	for _, s := range t.Sources {
		if s.Unit >= 0 {
			read[s.Unit] = true
		}
	}
	for u, yes := range read {
		if yes {
			out.Units = append(out.Units, l.Units[u].Name)
		}
	}
	if k := t.Kernel; k != nil {
		out.Kernel = &ReportKernel{[2]int{k.Height, k.Width}, k.Stride, k.Dilation, k.Pads, k.Group}
	}
	return out
}

// String is the kernel's geometry in short, such as "3x3 stride 2 group 4".
func (k ReportKernel) String() string {
	s := fmt.Sprintf("%dx%d", k.Size[0], k.Size[1])
	for _, part := range []struct {
		name string
		v    [2]int
	}{{"stride", k.Stride}, {"dilation", k.Dilation}} {
		if part.v != [2]int{1, 1} {
			s += " " + part.name + " " + pair(part.v)
		}
	}
	if k.Group > 1 {
		s += fmt.Sprintf(" group %d", k.Group)
	}
	return s
}

// pair writes rows and columns as one number where they are equal.
func pair(v [2]int) string {
	if v[0] == v[1] {
		return fmt.Sprint(v[0])
	}
	return fmt.Sprintf("%dx%d", v[0], v[1])
}
