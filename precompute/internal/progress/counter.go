// Package progress counts what a command has done and tells the user on stderr: as a bar on a terminal, as a line every
// few seconds elsewhere, or as newline-delimited JSON (type Report) for programs.
//
// A command works in phases, one after the other; each counts its own things, images mostly.
package progress

import (
	"io"
	"math"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// Report is the state of a phase, one line of JSON each. It is an interface that programs read: fields are added, but
// never changed.
type Report struct {
	Phase    string   `json:"phase"`          // what is being done, e.g. "images"
	Done     int      `json:"done"`           // counted so far, skipped ones included
	Total    int      `json:"total"`          // to be counted; 0: not known
	Skipped  int      `json:"skipped"`        // of done, those that could not be read
	Kept     int      `json:"kept,omitempty"` // of done, those that an earlier run had done
	Rate     float64  `json:"rate"`           // done per second since the phase began, without those kept
	Left     *float64 `json:"left_s"`         // seconds to the end at that rate; null: not known
	Elapsed  float64  `json:"elapsed_s"`      // seconds since the phase began
	Finished bool     `json:"finished"`       // last report of the phase
	Message  string   `json:"message,omitempty"`
}

// printer shows reports. A finished report ends a phase; the next one may begin another.
type printer interface {
	print(Report)
	message(Report) // Report.Message is to be shown; the rest is the state at that moment
	close()
}

// Counter counts one phase at a time. Its methods may be called by several goroutines at once.
type Counter struct {
	mu      sync.Mutex
	printer printer
	report  Report
	began   time.Time
	active  bool
	stop    chan struct{}
	stopped sync.WaitGroup
}

// Intervals between reports.
const (
	lineInterval = 5 * time.Second
	jsonInterval = time.Second
	barInterval  = 120 * time.Millisecond
)

// ToStderr returns a counter that prints to stderr: JSON if asked for, else a bar if it is a terminal, else lines.
func ToStderr(json bool) *Counter {
	switch {
	case json:
		return JSON(os.Stderr)
	case term.IsTerminal(int(os.Stderr.Fd())):
		return newCounter(newBar(os.Stderr), barInterval)
	}
	return Lines(os.Stderr)
}

// Lines returns a counter that prints lines for people.
func Lines(w io.Writer) *Counter { return newCounter(&linePrinter{w: w}, lineInterval) }

// JSON returns a counter that prints a Report a line.
func JSON(w io.Writer) *Counter { return newCounter(newJSONPrinter(w), jsonInterval) }

func newCounter(p printer, every time.Duration) *Counter {
	c := &Counter{printer: p, stop: make(chan struct{})}
	c.stopped.Add(1)
	go c.tick(every)
	return c
}

// tick prints at intervals until the counter is closed.
func (c *Counter) tick(every time.Duration) {
	defer c.stopped.Done()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-ticker.C:
		}
		c.mu.Lock()
		if c.active {
			c.printer.print(c.now())
		}
		c.mu.Unlock()
	}
}

// Begin ends the phase before, if there is one, and begins another; total is 0 where it is not known.
func (c *Counter) Begin(phase string, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end()
	c.report = Report{Phase: phase, Total: total}
	c.began, c.active = time.Now(), true
	c.printer.print(c.now())
}

// Add counts n things that are done.
func (c *Counter) Add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.Done += n
}

// Keep counts n things as done by an earlier run.
func (c *Counter) Keep(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.Done += n
	c.report.Kept += n
}

// Skip counts one thing as done and skipped, and shows why.
func (c *Counter) Skip(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.Done++
	c.report.Skipped++
	c.show("skipped: " + why.Error())
}

// Message shows a line of text.
func (c *Counter) Message(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.show(text)
}

func (c *Counter) show(text string) {
	report := c.now()
	report.Message = text
	c.printer.message(report)
}

// Close prints the last report of the phase and stops. The counter must not be used afterwards.
func (c *Counter) Close() {
	close(c.stop)
	c.stopped.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end()
	c.printer.close()
}

// end prints the last report of the phase.
func (c *Counter) end() {
	if c.active {
		report := c.now()
		report.Finished, report.Left = true, nil
		c.printer.print(report)
	}
	c.active = false
}

// now completes the report with what the clock says.
func (c *Counter) now() Report {
	report := c.report
	if !c.active {
		return report
	}
	elapsed := time.Since(c.began).Seconds()
	report.Elapsed = thousandths(elapsed)
	if elapsed > 0 {
		report.Rate = thousandths(float64(report.Done-report.Kept) / elapsed)
	}
	if report.Rate > 0 && report.Total >= report.Done {
		left := thousandths(float64(report.Total-report.Done) / report.Rate)
		report.Left = &left
	}
	return report
}

func thousandths(x float64) float64 { return math.Round(x*1000) / 1000 }
