package progress

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// work counts 30 of 40 things in 12.3 seconds, one of which is skipped, and then a phase of unknown length.
func work(c *Counter) {
	c.Begin("images", 40)
	for i := range 30 {
		time.Sleep(410 * time.Millisecond)
		if i == 9 {
			c.Skip(errors.New(`decode "a.jpg": the file is empty`))
			continue
		}
		c.Add(1)
	}
	c.Begin("layout", 0)
	c.Message("3 classes have no graph")
	time.Sleep(7 * time.Second)
	c.Add(2)
	c.Close()
}

func TestLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		work(Lines(&out))
		want := strings.TrimLeft(`
skipped: decode "a.jpg": the file is empty
images: 12 of 40, 2.4/s, 12s left, 1 skipped
images: 24 of 40, 2.4/s, 6.7s left, 1 skipped
images: 30 of 40 in 12s, 2.4/s, 1 skipped
3 classes have no graph
layout: 0
layout: 2 in 7.0s, 0.3/s
`, "\n")
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("lines (-want +got):\n%s", diff)
		}
	})
}

func TestJSON(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		work(JSON(&out))
		var reports []Report
		for line := range strings.Lines(out.String()) {
			var r Report
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&r); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			reports = append(reports, r)
		}
		if len(reports) < 20 {
			t.Fatalf("%d reports in 19 seconds", len(reports))
		}
		for i, r := range reports {
			if i > 0 && reports[i-1].Phase == r.Phase && reports[i-1].Done > r.Done {
				t.Errorf("report %d goes back from %d to %d", i, reports[i-1].Done, r.Done)
			}
		}
		checkJSONLines(t, out.String())
	})
}

// checkJSONLines pins the text of some lines, since programs read it.
func checkJSONLines(t *testing.T, out string) {
	t.Helper()
	for _, want := range []string{
		`{"phase":"images","done":0,"total":40,"skipped":0,"rate":0,"left_s":null,"elapsed_s":0,"finished":false}`,
		`{"phase":"images","done":10,"total":40,"skipped":1,"rate":2.439,"left_s":12.3,"elapsed_s":4.1,"finished":false,"message":"skipped: decode \"a.jpg\": the file is empty"}`,
		`{"phase":"images","done":30,"total":40,"skipped":1,"rate":2.439,"left_s":null,"elapsed_s":12.3,"finished":true}`,
		`{"phase":"layout","done":2,"total":0,"skipped":0,"rate":0.286,"left_s":null,"elapsed_s":7,"finished":true}`,
	} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("no line %s in\n%s", want, out)
		}
	}
}

func TestManyGoroutines(t *testing.T) {
	var out bytes.Buffer
	c := JSON(&out)
	c.Begin("images", 4000)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 500 {
				c.Add(1)
			}
		})
	}
	group.Wait()
	c.Close()
	if !strings.Contains(out.String(), `"done":4000,"total":4000,`) {
		t.Errorf("not all counted:\n%s", out.String())
	}
}

func TestSeconds(t *testing.T) {
	for s, want := range map[float64]string{0: "0.0s", 0.449: "0.4s", 12.4: "12s", 185: "3m5s", 7384: "2h3m4s"} {
		if got := seconds(s); got != want {
			t.Errorf("seconds(%v) = %q, want %q", s, got, want)
		}
	}
}
