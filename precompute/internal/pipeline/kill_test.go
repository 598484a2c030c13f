package pipeline_test

import (
	"bufio"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/runtime"
)

// Where runs are killed: a while after a phase has begun, or after the program has.
var killAt = []string{"", "images", "images", "images", "classes", "cards", "bundle"}

// killPause is the longest pause between the beginning of a phase and the kill; the phases take about as long.
const killPause = 30 * time.Millisecond

// A run that is killed again and again, and whose command is typed again each time, makes the bytes that an uninterrupted one makes.
func TestKilledAnywhere(t *testing.T) {
	o := small(t)
	library, err := runtime.Find("")
	must(t, err)
	binary := filepath.Join(t.TempDir(), "precompute.exe")
	if out, err := exec.Command("go", "build", "-o", binary, "summit/precompute").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	command := func(o pipeline.Options) *exec.Cmd {
		return exec.Command(binary, "run", "--model="+o.Model, "--data="+o.Data, "--out="+o.Out, "--ort-lib="+library,
			"--threads=2", "--checkpoint=3ms", "--json")
	}
	out, err := command(o).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := contents(t, o.Out)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	kills := map[string]int{}
	for range 4 {
		o.Out = filepath.Join(t.TempDir(), "bundle")
		for _, i := range random.Perm(len(killAt)) {
			if runAndKill(t, command(o), killAt[i], time.Duration(random.Int64N(int64(killPause)))) {
				kills[killAt[i]]++
			}
		}
		if out, err := command(o).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		wantSame(t, "after kills", contents(t, o.Out), want)
		wantNoRest(t, o)
	}
	t.Logf("kills by phase: %v", kills)
	if n := kills[""] + kills["images"] + kills["classes"] + kills["cards"] + kills["bundle"]; n < 20 {
		t.Errorf("%d kills", n)
	}
}

// runAndKill kills the command a pause after the phase has begun, and reports whether it came to that.
func runAndKill(t *testing.T, command *exec.Cmd, phase string, pause time.Duration) (killed bool) {
	t.Helper()
	stderr, err := command.StderrPipe()
	must(t, err)
	must(t, command.Start())
	if phase == "" {
		time.AfterFunc(pause, func() { command.Process.Kill() })
	}
	var text strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		text.WriteString(lines.Text() + "\n")
		if phase != "" && strings.Contains(lines.Text(), `"phase":"`+phase+`"`) {
			time.AfterFunc(pause, func() { command.Process.Kill() })
			phase = ""
		}
	}
	err = command.Wait()
	if err != nil && command.ProcessState.ExitCode() >= 0 {
		t.Fatalf("%v: %s", err, text.String())
	}
	return err != nil
}
