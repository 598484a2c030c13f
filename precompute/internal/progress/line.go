package progress

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// linePrinter prints sentences, one below the other.
type linePrinter struct{ w io.Writer }

func (p *linePrinter) print(r Report) {
	if r.Elapsed > 0 || r.Finished {
		fmt.Fprintf(p.w, "%s: %s\n", r.Phase, strings.Join(r.words(), ", "))
	}
}

func (p *linePrinter) message(r Report) { fmt.Fprintln(p.w, r.Message) }
func (p *linePrinter) close()           {}

// words are the parts of a line.
func (r Report) words() []string {
	count := fmt.Sprint(r.Done)
	if r.Total > 0 {
		count = fmt.Sprintf("%d of %d", r.Done, r.Total)
	}
	words := []string{count}
	if r.Finished {
		words[0] += " in " + seconds(r.Elapsed)
	}
	if r.Rate > 0 {
		words = append(words, fmt.Sprintf("%.1f/s", r.Rate))
	}
	if r.Left != nil {
		words = append(words, seconds(*r.Left)+" left")
	}
	if r.Skipped > 0 {
		words = append(words, fmt.Sprintf("%d skipped", r.Skipped))
	}
	return words
}

// seconds writes a duration as people say it: 0.4s, 12s, 3m5s.
func seconds(s float64) string {
	d := time.Duration(s * float64(time.Second))
	if d < 10*time.Second {
		return fmt.Sprintf("%.1fs", s)
	}
	return d.Round(time.Second).String()
}
