package runtime

import (
	"errors"
	"fmt"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
)

// Session runs one model on one batch of images at a time. It is not safe for concurrent use: give each worker its own.
type Session struct {
	session *ort.DynamicAdvancedSession
	inputs  []ort.Value
	outputs []ort.Value
	views   []Output
	images  [][]Output // [batch][outputs]
}

// Output is one result of the last Run; its memory is overwritten by the next one.
type Output struct {
	Data  []float32
	Shape []int64 // [N, C, H, W] for a map
}

// Input is what a session reads: a tensor of float32.
type Input struct {
	Name  string
	Shape []int64
}

// image is what belongs to one image of a batch.
func (o Output) image(i, batch int) Output {
	size := len(o.Data) / batch
	return Output{Data: o.Data[i*size:][:size], Shape: append([]int64{1}, o.Shape[min(len(o.Shape), 1):]...)}
}

// NewSession loads a serialized model for CPU inference on the given number of threads. The input is float32 of the given shape;
// outputs are named tensors of float32.
func NewSession(model []byte, input string, shape []int64, outputs []string, threads int) (*Session, error) {
	return Device{}.NewSession(model, []Input{{input, shape}}, outputs, threads)
}

// NewSession loads a serialized model for inference on the device; threads are those of what is left to the CPU. The first input has a
// batch of images first; outputs are named tensors of float32.
func (d Device) NewSession(model []byte, inputs []Input, outputs []string, threads int) (*Session, error) {
	return d.newSession(model, inputs, outputs, threads, "")
}

// options are those of a session; profile is the beginning of the path of its profile, empty for none.
func (d Device) options(threads int, profile string) (*ort.SessionOptions, error) {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(options.SetIntraOpNumThreads(threads), options.SetInterOpNumThreads(1))
	if err == nil && profile != "" {
		err = options.EnableProfiling(profile)
	}
	if err == nil {
		err = d.attach(options)
	}
	if err != nil {
		return nil, errors.Join(err, options.Destroy())
	}
	return options, nil
}

func (d Device) newSession(model []byte, inputs []Input, outputs []string, threads int, profile string) (*Session, error) {
	options, err := d.options(threads, profile)
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	names := make([]string, len(inputs))
	for i, in := range inputs {
		names[i] = in.Name
	}
	session, err := ort.NewDynamicAdvancedSessionWithONNXData(model, names, outputs, options)
	if err != nil {
		return nil, fmt.Errorf("load the model into ONNX Runtime: %w", err)
	}
	s := &Session{session: session, outputs: make([]ort.Value, len(outputs))}
	for _, in := range inputs {
		tensor, err := ort.NewEmptyTensor[float32](ort.NewShape(in.Shape...))
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.inputs = append(s.inputs, tensor)
	}
	if err := s.bind(outputs); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// bind runs the model once, so that ONNX Runtime allocates the outputs at their true sizes; later runs reuse them.
func (s *Session) bind(names []string) error {
	if err := s.Run(); err != nil {
		clear(s.outputs) // a failed run leaves tensors that must not be freed
		return err
	}
	for i, value := range s.outputs {
		tensor, ok := value.(*ort.Tensor[float32])
		if !ok {
			return fmt.Errorf("output %q is not a tensor of float32", names[i])
		}
		s.views = append(s.views, Output{Data: tensor.GetData(), Shape: tensor.GetShape()})
	}
	return s.split(names, int(s.inputs[0].GetShape()[0]))
}

// split divides the outputs among the images of the batch.
func (s *Session) split(names []string, batch int) error {
	for i, view := range s.views {
		if batch > 1 && (len(view.Shape) == 0 || view.Shape[0] != int64(batch)) {
			return fmt.Errorf("output %q has shape %v, not one for each of %d images", names[i], view.Shape, batch)
		}
	}
	for b := range batch {
		outputs := make([]Output, len(s.views))
		for i, view := range s.views {
			outputs[i] = view
			if batch > 1 {
				outputs[i] = view.image(b, batch)
			}
		}
		s.images = append(s.images, outputs)
	}
	return nil
}

// Input is the memory of the first input that the next Run reads, of the shape given to NewSession.
func (s *Session) Input() []float32 { return s.InputAt(0) }

// InputAt is that of the i-th input.
func (s *Session) InputAt(i int) []float32 { return s.inputs[i].(*ort.Tensor[float32]).GetData() }

// Run computes all outputs from the inputs.
func (s *Session) Run() error {
	if err := s.session.Run(s.inputs, s.outputs); err != nil {
		return fmt.Errorf("run the model: %w", err)
	}
	return nil
}

// Output returns the i-th output, in the order given to NewSession.
func (s *Session) Output(i int) Output { return s.views[i] }

// Image returns all outputs of the b-th image of the batch, in the order given to NewSession.
func (s *Session) Image(b int) []Output { return s.images[b] }

// Close frees the session and all its tensors.
func (s *Session) Close() error {
	errs := []error{s.session.Destroy()}
	for _, value := range slices.Concat(s.inputs, s.outputs) {
		if value != nil {
			errs = append(errs, value.Destroy())
		}
	}
	return errors.Join(errs...)
}
