package runtime

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"summit/precompute/internal/hint"
)

// webGPUVersion is the first version whose WebGPU provider is known to report a failed start: 1.24.3 hangs then, 1.26.0 crashes.
const webGPUVersion = 30

// Check says whether the library, which Open has loaded, has the device's execution provider.
func (d Device) Check(library string) error {
	if d.CPU() {
		return nil
	}
	have, err := available(library)
	if err != nil {
		return err
	}
	k := d.kind()
	if !slices.Contains(have, k.name) {
		return hint.Errorf(fmt.Sprintf("%s; name it by --ort-lib or %s", k.advice, LibraryVariable),
			"ONNX Runtime %q has no provider for the device %q; it has %s", library, k.name, strings.Join(have, ", "))
	}
	if minor, known := minorVersion(Version()); k.name == "webgpu" && known && minor < webGPUVersion {
		return hint.Errorf(k.advice, "ONNX Runtime %q is version %s, whose WebGPU provider may hang or crash; it has to be 1.%d or later",
			library, Version(), webGPUVersion)
	}
	return nil
}

// minorVersion is the second number of a version 1.x.
func minorVersion(version string) (minor int, known bool) {
	parts := strings.Split(version, ".")
	if len(parts) < 2 || parts[0] != "1" {
		return 0, false
	}
	minor, err := strconv.Atoi(parts[1])
	return minor, err == nil
}

// attach adds the device's execution provider to the options of a session.
func (d Device) attach(o *ort.SessionOptions) (err error) {
	switch d.kind().name {
	case "cuda":
		err = d.attachCUDA(o)
	case "tensorrt":
		err = d.attachTensorRT(o)
	case "coreml":
		err = o.AppendExecutionProviderCoreMLV2(d.settings())
	case "directml":
		err = d.attachDirectML(o)
	case "webgpu":
		err = o.AppendExecutionProvider("WebGPU", d.settings())
	}
	if err != nil {
		return hint.Wrap(fmt.Errorf("start the device %q: %w", d, err), "look at its driver and its options; --device cpu needs neither")
	}
	return nil
}

func (d Device) attachCUDA(o *ort.SessionOptions) error {
	options, err := ort.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	if err := options.Update(d.settings()); err != nil {
		return err
	}
	return o.AppendExecutionProviderCUDA(options)
}

// attachTensorRT adds CUDA behind it, for the nodes that it does not take.
func (d Device) attachTensorRT(o *ort.SessionOptions) error {
	options, err := ort.NewTensorRTProviderOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	if err := options.Update(d.settings()); err != nil {
		return err
	}
	if err := o.AppendExecutionProviderTensorRT(options); err != nil {
		return err
	}
	rest := Device{Name: "cuda"}
	if id := d.Options["device_id"]; id != "" {
		rest.Options = map[string]string{"device_id": id}
	}
	return rest.attachCUDA(o)
}

// attachDirectML leaves out memory patterns, which DirectML cannot use.
func (d Device) attachDirectML(o *ort.SessionOptions) error {
	number := 0
	if id := d.Options["device_id"]; id != "" {
		var err error
		if number, err = strconv.Atoi(id); err != nil {
			return fmt.Errorf("device_id %q is no number", id)
		}
	}
	if err := o.SetMemPattern(false); err != nil {
		return err
	}
	return o.AppendExecutionProviderDirectML(number)
}
