package progress

import (
	"fmt"
	"io"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// barPrinter draws a bar for each phase, the finished ones above.
type barPrinter struct {
	progress *mpb.Progress
	bar      *mpb.Bar // of the present phase; nil between phases
	words    chan string
}

func newBar(w io.Writer) *barPrinter {
	progress := mpb.New(mpb.WithOutput(w), mpb.WithWidth(40), mpb.WithRefreshRate(barInterval))
	return &barPrinter{progress: progress}
}

func (p *barPrinter) print(r Report) {
	if p.bar == nil {
		p.begin(r)
	}
	text := strings.Join(r.words(), ", ")
	select {
	case <-p.words:
	default:
	}
	p.words <- text
	p.bar.SetCurrent(int64(r.Done))
	if !r.Finished {
		return
	}
	if r.Done >= r.Total {
		p.bar.SetTotal(int64(r.Done), true)
	} else {
		p.bar.Abort(false)
	}
	p.bar.Wait()
	p.bar = nil
}

// begin adds the bar of a phase. Its words come through a channel of one, because mpb asks for them on its own time.
func (p *barPrinter) begin(r Report) {
	words := make(chan string, 1)
	p.words = words
	last := ""
	p.bar = p.progress.New(int64(r.Total), mpb.BarStyle().Lbound("").Rbound("").Filler("━").Tip("━").Padding("─"),
		mpb.PrependDecorators(decor.Name(r.Phase+" ")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			select {
			case last = <-words:
			default:
			}
			return " " + last
		})))
}

func (p *barPrinter) message(r Report) { fmt.Fprintln(p.progress, r.Message) }

func (p *barPrinter) close() { p.progress.Wait() }
