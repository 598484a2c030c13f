package runtime

import (
	"strings"
	"testing"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxtest"
)

func TestParseDevice(t *testing.T) {
	for text, want := range map[string]string{
		"cpu":                           "cpu",
		"cuda":                          "cuda",
		"cuda:1":                        "cuda:device_id=1",
		"cuda:use_tf32=1,device_id=2":   "cuda:device_id=2,use_tf32=1",
		"tensorrt:0":                    "tensorrt:device_id=0",
		"directml:1":                    "directml:device_id=1",
		"webgpu:powerPreference=low":    "webgpu:powerPreference=low",
		"coreml:MLComputeUnits=CPUOnly": "coreml:MLComputeUnits=CPUOnly",
		"tensorrt:tolerance=0.1,1":      "tensorrt:device_id=1,tolerance=0.1",
	} {
		d, err := ParseDevice(text)
		if err != nil || d.String() != want {
			t.Errorf("%q is %q (%v), want %q", text, d, err, want)
		}
	}
}

func TestParseDeviceErrors(t *testing.T) {
	for text, want := range map[string]string{
		"gpu":                      `device "gpu" is not known; devices are cpu, cuda, tensorrt, coreml, directml, webgpu`,
		"":                         `device "" is not known; devices are `,
		"cpu:1":                    `option "1" of device "cpu" is not known; cpu takes no options`,
		"webgpu:0":                 `option "0" of device "webgpu" is not known; options are KEY=VALUE with commas between them; those of webgpu are powerPreference, `,
		"cuda:":                    `option "" of device "cuda" is not known; options are `,
		"cuda:device=1":            `option "device=1" of device "cuda" is not known; options are `,
		"cuda:1,device_id=2":       `option "device_id" of device "cuda" is given twice`,
		"cuda:-1":                  `option "-1" of device "cuda" is not known; `,
		"cpu:tolerance=1":          `option "tolerance=1" of device "cpu" is not known; cpu takes no options`,
		"webgpu:tolerance=2":       `option "tolerance=2" of device "webgpu" is not a share from 0 to 1`,
		"webgpu:tolerance=NaN":     `option "tolerance=NaN" of device "webgpu" is not a share from 0 to 1`,
		"directml:device_id=1,x=2": `option "x=2" of device "directml" is not known; `,
	} {
		_, err := ParseDevice(text)
		got := ""
		if err != nil {
			got = strings.Join(append([]string{err.Error()}, hint.Of(err)...), "; ")
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// The default options keep terms in full float32 unless the user says otherwise.
func TestSettings(t *testing.T) {
	if got := (Device{Name: "cuda"}).settings()["use_tf32"]; got != "0" {
		t.Errorf("use_tf32 is %q", got)
	}
	if got := (Device{Name: "cuda", Options: map[string]string{"use_tf32": "1"}}).settings()["use_tf32"]; got != "1" {
		t.Errorf("use_tf32 is %q when 1 is given", got)
	}
	loose := Device{Name: "cuda", Options: map[string]string{"tolerance": "0.1"}}
	if _, passed := loose.settings()["tolerance"]; passed || loose.Tolerance() != 0.1 || (Device{Name: "cuda"}).Tolerance() != 0.02 {
		t.Errorf("tolerance %v, passed on: %v", loose.Tolerance(), passed)
	}
}

// The library that `make ort` brings has the CPU; devices that it lacks are refused with the name of a library that has them.
func TestCheck(t *testing.T) {
	library := openLibrary(t)
	have, err := available(library)
	if err != nil || have[0] != "cpu" {
		t.Fatalf("the library has %q (%v)", have, err)
	}
	t.Logf("the library has %q", have)
	for _, name := range Devices() {
		err := Device{Name: name}.Check(library)
		if missing := err != nil; missing == strings.Contains(strings.Join(have, " "), name) {
			t.Errorf("%s: %v", name, err)
		} else if missing && (!strings.Contains(err.Error(), "it has cpu") || !strings.Contains(hint.Of(err)[0], "--ort-lib")) {
			t.Errorf("%s: %v, hint %q", name, err, hint.Of(err))
		}
	}
}

func TestReadPlacement(t *testing.T) {
	p, err := readPlacement([]byte(`[
		{"cat": "Session", "name": "model_run", "args": {}},
		{"cat": "Node", "name": "a_fence_before", "args": {"op_name": "Conv"}},
		{"cat": "Node", "name": "a_kernel_time", "args": {"op_name": "Conv", "provider": "WebGpuExecutionProvider"}},
		{"cat": "Node", "name": "m_kernel_time", "args": {"op_name": "MemcpyToHost", "provider": "WebGpuExecutionProvider"}},
		{"cat": "Node", "name": "b_kernel_time", "args": {"op_name": "Cast", "provider": "CPUExecutionProvider"}},
		{"cat": "Node", "name": "c_kernel_time", "args": {"op_name": "Cast", "provider": "CPUExecutionProvider"}}]`))
	if got := p.String(); err != nil || got != "1 nodes on the device, 2 on the CPU (2 Cast)" {
		t.Errorf("%q (%v)", got, err)
	}
	if _, err := readPlacement([]byte("{")); err == nil {
		t.Error("half a profile is read")
	}
}

// The CPU's own placement: every node, named by its operator.
func TestPlaceOnCPU(t *testing.T) {
	openLibrary(t)
	m := onnxtest.NewModel("x", 2, 3, 3)
	m.Output(m.Node("Neg", "n", []string{m.Node("Abs", "a", []string{"x"}, nil)}, nil))
	p, err := Device{}.Place(m.Bytes(), []Input{{"x", []int64{1, 2, 3, 3}}}, []string{"n_output_0"})
	if err != nil || p.Device != 0 || p.CPU["Neg"] != 1 || p.CPU["Abs"] != 1 {
		t.Errorf("%v (%v)", p, err)
	}
}

// openLibrary opens the library for the rest of the test, and returns its path.
func openLibrary(t *testing.T) string {
	t.Helper()
	library, err := Find("")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	closeLibrary, err := Open(library)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeLibrary() })
	return library
}
