package runtime

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"summit/precompute/internal/hint"
)

// Device is where a model runs. The zero value is the CPU.
type Device struct {
	Name    string            // one of Devices; empty: cpu
	Options map[string]string // of its execution provider, and tolerance
}

// toleranceOption is the option of any device but the CPU that its execution provider does not get.
const (
	toleranceOption  = "tolerance"
	defaultTolerance = 0.02
)

// kind is what is known of a device.
type kind struct {
	name     string
	provider string            // as ONNX Runtime calls it
	library  string            // of the provider, beside ONNX Runtime's own; empty: within it
	number   string            // the option that a number alone stands for
	options  []string          // that may be given
	defaults map[string]string // so that terms are sums of float32, memory is what is asked for, and nothing is left to the CPU
	advice   string            // which library has the provider
}

var kinds = []kind{
	{name: "cpu", provider: "CPUExecutionProvider"},
	{
		name: "cuda", provider: "CUDAExecutionProvider", library: "providers_cuda", number: "device_id",
		options: []string{"device_id", "gpu_mem_limit", "arena_extend_strategy", "cudnn_conv_algo_search", "cudnn_conv_use_max_workspace",
			"do_copy_in_default_stream", "prefer_nhwc", "use_tf32"},
		defaults: map[string]string{"use_tf32": "0", "arena_extend_strategy": "kSameAsRequested"},
		advice:   "a GPU build of ONNX Runtime has it (onnxruntime-gpu; it needs CUDA and cuDNN)",
	},
	{
		name: "tensorrt", provider: "TensorrtExecutionProvider", library: "providers_tensorrt", number: "device_id",
		options: []string{"device_id", "trt_engine_cache_enable", "trt_engine_cache_path", "trt_fp16_enable", "trt_max_workspace_size",
			"trt_min_subgraph_size", "trt_timing_cache_enable", "trt_timing_cache_path"},
		advice: "a GPU build of ONNX Runtime has it (onnxruntime-gpu; it needs CUDA, cuDNN and TensorRT)",
	},
	{
		name: "coreml", provider: "CoreMLExecutionProvider",
		options: []string{"MLComputeUnits", "ModelFormat", "RequireStaticInputShapes", "SpecializationStrategy", "ModelCacheDirectory"},
		advice:  "builds of ONNX Runtime for macOS have it, as that of `make ort`",
	},
	{
		name: "directml", provider: "DmlExecutionProvider", number: "device_id", options: []string{"device_id"},
		advice: "builds of ONNX Runtime for Windows have it, as that of `make ort`; DirectML.dll lies beside it",
	},
	{
		name: "webgpu", provider: "WebGpuExecutionProvider",
		options: []string{"powerPreference", "dawnBackendType", "preferredLayout", "validationMode", "storageBufferCacheMode",
			"maxStorageBufferBindingSize", "enableInt64"},
		defaults: map[string]string{"enableInt64": "1"},
		advice:   "the build of onnxruntime-node 1.30, which `make ort` brings, has it",
	},
}

// Devices are the names of all devices, whether the library has them or not.
func Devices() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// ParseDevice reads NAME, NAME:KEY=VALUE,... or, where the device has a number, NAME:NUMBER.
func ParseDevice(text string) (Device, error) {
	name, rest, given := strings.Cut(text, ":")
	d := Device{Name: name}
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
	if i < 0 {
		return d, hint.Errorf("devices are "+strings.Join(Devices(), ", "), "device %q is not known", name)
	}
	if !given {
		return d, nil
	}
	k := &kinds[i]
	d.Options = map[string]string{}
	for _, option := range strings.Split(rest, ",") {
		key, value, paired := strings.Cut(option, "=")
		if _, err := strconv.ParseUint(option, 10, 16); err == nil && k.number != "" {
			key, value, paired = k.number, option, true
		}
		if !paired || !slices.Contains(k.allOptions(), key) {
			return d, hint.Errorf(k.listOptions(), "option %q of device %q is not known", option, name)
		}
		if share, err := strconv.ParseFloat(value, 64); key == toleranceOption && !(err == nil && share >= 0 && share <= 1) {
			return d, fmt.Errorf("option %q of device %q is not a share from 0 to 1", option, name)
		}
		if _, twice := d.Options[key]; twice {
			return d, fmt.Errorf("option %q of device %q is given twice", key, name)
		}
		d.Options[key] = value
	}
	return d, nil
}

func (k *kind) allOptions() []string {
	if k.name == "cpu" {
		return nil
	}
	return append(slices.Clone(k.options), toleranceOption)
}

func (k *kind) listOptions() string {
	all := k.allOptions()
	if len(all) == 0 {
		return fmt.Sprintf("%s takes no options", k.name)
	}
	return fmt.Sprintf("options are KEY=VALUE with commas between them; those of %s are %s", k.name, strings.Join(all, ", "))
}

// CPU tells whether the device is the CPU.
func (d Device) CPU() bool { return d.Name == "" || d.Name == "cpu" }

// Kind is the device's name without options.
func (d Device) Kind() string { return d.kind().name }

// String is the device as ParseDevice reads it.
func (d Device) String() string {
	if d.CPU() {
		return "cpu"
	}
	var options []string
	for _, key := range slices.Sorted(maps.Keys(d.Options)) {
		options = append(options, key+"="+d.Options[key])
	}
	if options == nil {
		return d.Name
	}
	return d.Name + ":" + strings.Join(options, ",")
}

func (d Device) kind() *kind {
	for i := range kinds {
		if kinds[i].name == d.Name {
			return &kinds[i]
		}
	}
	return &kinds[0]
}

// Tolerance is the share by which what the device computes may differ from what the CPU does.
func (d Device) Tolerance() float64 {
	share, err := strconv.ParseFloat(d.Options[toleranceOption], 64)
	if err != nil {
		return defaultTolerance
	}
	return share
}

// settings are the options of the execution provider, the defaults included.
func (d Device) settings() map[string]string {
	all := maps.Clone(d.kind().defaults)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, d.Options)
	delete(all, toleranceOption)
	return all
}
