package featurevis

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
)

// holds names what a process of BenchmarkMemory opens: a session that was closed leaves memory to the next one, so each needs its own.
const holds = "SUMMIT_HOLDS"

// BenchmarkMemory opens sessions of BenchmarkAscent, each in a process of its own, and runs them once. Metrics: MiB by which such a process
// is larger at most than one that has only the model, with the gradient, and forward only.
func BenchmarkMemory(b *testing.B) {
	eachLayer(b, func(b *testing.B, m *onnx.Model, tensor string, side int) {
		if os.Getenv(holds) != "" {
			hold(b, m, tensor, side)
			return
		}
		for b.Loop() {
			nothing := peakOf(b, "nothing")
			b.ReportMetric(peakOf(b, "gradient")-nothing, "MiB")
			b.ReportMetric(peakOf(b, "forward")-nothing, "MiB-forward")
		}
		b.ReportMetric(0, "ns/op")
	})
}

// hold opens what this process is for, and reports the most memory that it has had.
func hold(b *testing.B, m *onnx.Model, tensor string, side int) {
	switch os.Getenv(holds) {
	case "gradient":
		goal, err := NewGoal(m, tensor, Channel, side, benchmarkSlots, false)
		must(b, err)
		session, err := goal.Open(runtime.Device{}, 1)
		must(b, err)
		must(b, session.Run())
		defer session.Close()
	case "forward":
		session := forwardOnly(b, m, tensor, side)
		must(b, session.Run())
		defer session.Close()
	}
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skipf("SKIPPED: the system does not say how much memory a process has: %v", err)
	}
	peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(data)
	kB, err := strconv.ParseFloat(string(peak[1]), 64)
	must(b, err)
	b.ReportMetric(kB/1024, "peak-MiB")
}

// peakOf runs this benchmark in a process that holds something, and returns its peak in MiB.
func peakOf(b *testing.B, what string) float64 {
	b.Helper()
	pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(b.Name()), "/", "$/^") + "$"
	c := exec.Command(os.Args[0], "-test.run=^$", "-test.bench="+pattern, "-test.benchtime=1x")
	c.Env = append(os.Environ(), holds+"="+what)
	out, err := c.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	peak := regexp.MustCompile(`([\d.]+) peak-MiB`).FindSubmatch(out)
	if peak == nil {
		b.Skipf("SKIPPED: %s", out)
	}
	mib, err := strconv.ParseFloat(string(peak[1]), 64)
	must(b, err)
	return mib
}
