// Package topology finds what a CNN's attribution graph is made of: its layers, the links between consecutive layers and
// the steps inside each link (docs/math.md, sections 1 and 3).
//
// A layer is a tensor [N, C, H, W] that every path from the input to the logits passes through, taken at the end of its
// chain of batch normalization, activation and dropout, before any pooling. Inner layers, which some paths go around, are
// tapped on request. A link joins the nearest layers before a layer to it. A unit is a set of channels that influence runs
// between: an earlier layer, an inner sum of the link, the later layer. A step is one sum into channels of a unit, written as terms that compete: a convolution adds one term for each input channel
// of an output's group, an identity path adds one term.
package topology

// Network is what an analysed model consists of.
type Network struct {
	Input   Input
	Output  string // tensor of the logits, or of the probabilities where the model ends in a softmax or sigmoids
	Softmax bool   // Output holds probabilities
	Classes int    // channels of Output
	Layers  []Layer
	Links   []Link // in order of To, at most one to each layer
	Gaps    []Gap  // layers that no link leads to, in order of To, and why
	Rest    *Gap   // what stands between the last layer and the scores and is no classifier, such as attention; nil: nothing. To is len(Layers)
	Cost    Cost   // of the whole model
}

// Input is the model's image input [N, Channels, Height, Width]; 0 where the model leaves a size open.
type Input struct {
	Name                    string
	Batch                   int // 0: any
	Channels, Height, Width int
}

// Layer is a tapped tensor.
type Layer struct {
	Name          string // short, unique, of letters, digits, '.', '_' and '-'
	Tensor        string
	Channels      int
	Height, Width int // 0 where the input's size is open
	Field         Field
	Cost          Cost // of what lies between the layer before and this one
}

// Field is the receptive field: along axis a (0 rows, 1 columns) position p of a layer sees the input pixels
// [Start[a] + p*Stride[a], Start[a] + p*Stride[a] + Size[a]), outside the image where there is padding.
type Field struct{ Size, Stride, Start [2]int }

// Link leads to layer To from the layers that are the nearest before it on some way, mostly the one before. All of them compete in
// the link's steps.
type Link struct {
	From  []int // ascending
	To    int
	Units []Unit // first the layers From, last the later layer, between them inner sums in topological order
	Steps []Step // a step's sources are units before the step's own
}

// Unit is a set of channels; Name is the layer's name or the ONNX node (or tensor) of the inner sum.
type Unit struct {
	Name     string
	Channels int
}

// Step sums terms into channels of unit To. Output o of the step is channel Outputs[o] of the unit.
type Step struct {
	Name    string // ONNX node that sums, or the tensor it makes where the node has no name
	To      int
	Outputs []int
	Terms   []Term
}

// Term is one operand of a step: a map that is read when the model runs, and what is made of it.
type Term struct {
	Tensor  string   // [N, len(Sources), H, W]
	Sources []Source // what channel of which unit each channel of Tensor carries
	// Kernel convolves Tensor. Where it is nil the term is an identity path: output o adds Scale[o] * channel Pass[o] of Tensor.
	Kernel *Kernel
	Pass   []int     // [outputs]; -1: this term adds nothing to the output
	Scale  []float32 // [outputs]; nil: all 1
}

// Source is a channel of a unit of the link; Unit is -1 where the channel is constant (zero padding) and no candidate.
type Source struct{ Unit, Channel int }

// Kernel is a 2-D convolution without bias, batch normalization and constant factors folded in.
type Kernel struct {
	Weights  []float32 // [Out][In/Group][Height][Width]
	Out, In  int
	Group    int
	Height   int
	Width    int
	Stride   [2]int
	Pads     [4]int // top, left, bottom, right
	Dilation [2]int
}

// Gap is a range that could not be analysed: from layer From, the last before To that all paths lead through, to layer To.
type Gap struct {
	From, To int
	Node, Op string // the ONNX node that stopped the analysis and its operator
	Reason   string
}
