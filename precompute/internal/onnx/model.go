// Package onnx reads ONNX models: it decodes and checks the file, infers the shape of every tensor, computes what depends
// on no input (folds constants), and writes copies of the model with further outputs.
//
// What is read is brought into one form: floating types of other widths become float32, the image input becomes float32
// N,C,H,W, a batch that is fixed becomes one image, and maps whose channels come last are computed with the channels
// first, under the names that they have in the file.
//
// A model that Parse accepts is well formed: nodes stand in topological order, every tensor has one producer, and every
// initializer holds as many values as its dimensions say. Operators are not checked; what shape inference does not know
// has no shape. Only the default operator set is known; local functions and subgraphs are kept but not looked into.
package onnx

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// Model is a decoded model. It is read-only.
type Model struct {
	Name     string  // the file's name, for messages
	Opset    int     // version of the default operator set
	Nodes    []*Node // in topological order
	Inputs   []Value // without initializers
	Outputs  []Value
	Metadata map[string]string // metadata_props
	SHA256   string            // of the file, followed by those of its external data by the order of their names; of loaded models only

	ChannelsLast bool // the file's image input is N,H,W,C; here it is N,C,H,W
	Pixels       bool // the file's image input holds whole numbers, 0 to 255; here they come as float32

	file         *onnxpb.ModelProto
	initializers map[string]*onnxpb.TensorProto
	producers    map[string]*Node
	declared     map[string][]int  // shapes that the file states for what nodes make, 0 for open dimensions
	budget       int               // elements that constant folding may make
	batch        error             // why the batch could not be made one image
	same         map[string]string // tensor of the file that has fallen away -> the one that holds the same, with the channels first
}

// Value is a graph input or output. Shape is nil where the model states none; an open dimension is 0.
type Value struct {
	Name  string
	Type  DataType
	Shape []int
}

// oldestOpset is the first operator set whose broadcasting is that of all later ones, and the first that ONNX Runtime promises to run.
const oldestOpset = 7

// foldBudget bounds what constants computed from a small file may take: 2^27 elements.
const foldBudget = 1 << 27

// Load reads a model and the external data files beside it.
func Load(path string) (*Model, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, hint.Wrap(err, "name the ONNX file of an image classifier")
	}
	file, err := decode(filepath.Base(path), data)
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(path)
	others, err := readExternal(file, folder)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", path, err)
	}
	m, err := newModel(filepath.Base(path), file)
	if err != nil {
		return nil, err
	}
	if m.SHA256, err = digest(data, folder, others); err != nil {
		return nil, fmt.Errorf("model %q: %w", path, err)
	}
	return m, nil
}

// Parse decodes a model that needs no other file. The name serves in messages.
func Parse(name string, data []byte) (*Model, error) {
	file, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	return newModel(name, file)
}

// Producer is the node that makes the tensor, nil for inputs and initializers.
func (m *Model) Producer(tensor string) *Node { return m.producers[tensor] }

// Also are the tensors of the file that the given one stands for: transpositions that have fallen away.
func (m *Model) Also(tensor string) []string {
	var out []string
	for name, same := range m.same {
		if same == tensor {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Has tells whether there is a tensor of that name.
func (m *Model) Has(tensor string) bool {
	return m.producers[tensor] != nil || m.initializers[tensor] != nil || m.isInput(tensor)
}

// Initializer tells whether the tensor is a weight stored in the file.
func (m *Model) Initializer(tensor string) bool { return m.initializers[tensor] != nil }

func newModel(name string, file *onnxpb.ModelProto) (*Model, error) {
	widen(file.Graph)
	m, err := build(name, file)
	if err == nil && m.Opset > 0 && m.Opset < oldestOpset {
		err = hint.Errorf("onnx.version_converter of ONNX's Python package brings it to a later one",
			"it is written in operator set %d; %d and later can be run", m.Opset, oldestOpset)
	}
	if err == nil {
		m, err = m.plain()
	}
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", name, err)
	}
	return m, nil
}

// build indexes a file as it is.
func build(name string, file *onnxpb.ModelProto) (*Model, error) {
	m := &Model{Name: name, file: file, Metadata: map[string]string{}, initializers: map[string]*onnxpb.TensorProto{},
		producers: map[string]*Node{}, declared: map[string][]int{}, budget: foldBudget}
	for _, set := range file.OpsetImport {
		if defaultDomain(set.GetDomain()) {
			m.Opset = int(set.GetVersion())
		}
	}
	for _, p := range file.MetadataProps {
		m.Metadata[p.GetKey()] = p.GetValue()
	}
	return m, m.check()
}

func decode(name string, data []byte) (*onnxpb.ModelProto, error) {
	if kind := otherFormat(data); kind != "" {
		return nil, hint.Errorf("export the model to ONNX first", "model %q is %s, not ONNX", name, kind)
	}
	file := new(onnxpb.ModelProto)
	if err := proto.Unmarshal(data, file); err != nil {
		return nil, hint.Errorf("compare the file's size with its source, or export it again",
			"model %q is truncated or not ONNX: %w", name, err)
	}
	if len(file.GetGraph().GetNode()) == 0 {
		return nil, hint.Errorf("export the model to ONNX again", "model %q holds no graph: it is empty or not ONNX", name)
	}
	return file, nil
}

func defaultDomain(domain string) bool { return domain == "" || domain == "ai.onnx" }

// Properties are the model's metadata whose keys start with prefix.
func (m *Model) Properties(prefix string) map[string]string {
	out := map[string]string{}
	for k, v := range m.Metadata {
		if strings.HasPrefix(k, prefix) {
			out[k] = v
		}
	}
	return out
}
