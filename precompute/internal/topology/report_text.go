package topology

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// WriteText writes the report as aligned tables for people.
func (r Report) WriteText(w io.Writer) error {
	b := new(strings.Builder)
	r.writeHead(b)
	r.writeLayers(b)
	r.writeLinks(b)
	r.writeGaps(b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) writeHead(w io.Writer) {
	fmt.Fprintf(w, "%s: %d layers, %d links, %d gaps; %s parameters, %s multiply-adds an image\n\n",
		r.Model, len(r.Layers), len(r.Links), len(r.Gaps), thousands(r.Cost.Parameters), thousands(r.Cost.MultiplyAdds))
	batch, note := "N", ""
	if r.Input.Batch > 0 {
		batch = strconv.Itoa(r.Input.Batch)
	}
	if r.Input.Open {
		note = " (takes other sizes too)"
	}
	fmt.Fprintf(w, "input   %s  %s x %d x %d x %d%s\n", r.Input.Name, batch, r.Input.Channels, r.Input.Height, r.Input.Width, note)
	scores := "logits"
	if r.Output.Probabilities {
		scores = "probabilities"
	}
	fmt.Fprintf(w, "output  %s  %d classes, %s\n", r.Output.Tensor, r.Output.Classes, scores)
	keys := make([]string, 0, len(r.Metadata))
	for k := range r.Metadata {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(w, "%s  %s\n", k, shortened(r.Metadata[k]))
	}
}

func (r Report) writeLayers(w io.Writer) {
	fmt.Fprintln(w, "\nLayers")
	t := table(w)
	fmt.Fprintln(t, "  name\tchannels\tsize\tsees\tparameters\tmultiply-adds\ttensor")
	for _, l := range r.Layers {
		fmt.Fprintf(t, "  %s\t%d\t%dx%d\t%s\t%s\t%s\t%s\n", l.Name, l.Channels, l.Height, l.Width, l.Field,
			thousands(l.Cost.Parameters), thousands(l.Cost.MultiplyAdds), l.Tensor)
	}
	t.Flush()
}

// String is the field in short: its size, and how far it moves from one position to the next.
func (f ReportField) String() string {
	return fmt.Sprintf("%dx%d every %s", f.Size[0], f.Size[1], pair(f.Stride))
}

func (r Report) writeLinks(w io.Writer) {
	for _, l := range r.Links {
		fmt.Fprintf(w, "\n%s -> %s\n", l.From, l.To)
		t := table(w)
		fmt.Fprintln(t, "  step\tinto\toutputs\tcandidates\tterms")
		for _, s := range l.Steps {
			var terms []string
			for _, term := range s.Terms {
				terms = append(terms, term.String())
			}
			fmt.Fprintf(t, "  %s\t%s\t%d\t%s\t%s\n", s.Name, s.To, s.Outputs, fromTo(s.Candidates), strings.Join(terms, " + "))
		}
		t.Flush()
	}
}

// String is the term in short, such as "3x3 of conv1".
func (t ReportTerm) String() string {
	what := "identity"
	if t.Kernel != nil {
		what = t.Kernel.String()
	}
	return what + " of " + strings.Join(t.Units, ", ")
}

func (r Report) writeGaps(w io.Writer) {
	if len(r.Gaps) == 0 {
		return
	}
	fmt.Fprintln(w, "\nNot analysed")
	for _, g := range r.Gaps {
		fmt.Fprintf(w, "  %s -> %s: node %q (%s): %s\n", g.From, g.To, g.Node, g.Op, g.Reason)
	}
}

func table(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
}

func fromTo(v [2]int) string {
	if v[0] == v[1] {
		return strconv.Itoa(v[0])
	}
	return fmt.Sprintf("%d to %d", v[0], v[1])
}

// thousands groups digits by commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// shortened is the first line of a text, cut at 100 bytes or at the last whole rune before.
func shortened(text string) string {
	line, rest, _ := strings.Cut(text, "\n")
	if len(line) > 100 {
		line, rest = strings.ToValidUTF8(line[:100], ""), "more"
	}
	if rest != "" {
		line += " ..."
	}
	return line
}
