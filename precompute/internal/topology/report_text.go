package topology

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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
	fmt.Fprintf(w, "%s: %s, %s, %s; %s parameters, %s multiply-adds an image\n\n", r.Model, counted(len(r.Layers), "layer"),
		counted(len(r.Links), "link"), counted(len(r.Gaps), "gap"), thousands(r.Cost.Parameters), thousands(r.Cost.MultiplyAdds))
	batch, note := "N", ""
	if r.Input.Batch > 0 {
		batch = strconv.Itoa(r.Input.Batch)
	}
	if r.Input.Open {
		note = " (height and width are open; analysed at these)"
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
	rows := [][]string{{"name", "channels", "size", "sees", "parameters", "multiply-adds", "tensor"}}
	for _, l := range r.Layers {
		rows = append(rows, []string{l.Name, strconv.Itoa(l.Channels), fmt.Sprintf("%dx%d", l.Height, l.Width), l.Field.String(),
			thousands(l.Cost.Parameters), thousands(l.Cost.MultiplyAdds), l.Tensor})
	}
	writeTable(w, "<>>>>><", rows)
}

// String is the field in short: its size, and how far it moves from one position to the next.
func (f ReportField) String() string {
	if f.Stride == [2]int{} {
		return "everything"
	}
	return fmt.Sprintf("%dx%d every %s", f.Size[0], f.Size[1], pair(f.Stride))
}

func (r Report) writeLinks(w io.Writer) {
	for _, l := range r.Links {
		fmt.Fprintf(w, "\n%s -> %s\n", l.From, l.To)
		rows := [][]string{{"step", "into", "outputs", "candidates", "terms"}}
		for _, s := range l.Steps {
			var terms []string
			for _, term := range s.Terms {
				terms = append(terms, term.String())
			}
			rows = append(rows, []string{s.Name, s.To, strconv.Itoa(s.Outputs), fromTo(s.Candidates), strings.Join(terms, " + ")})
		}
		writeTable(w, "<<>><", rows)
	}
}

// String is the term in short, such as "3x3 of conv1".
func (t ReportTerm) String() string {
	what := "identity"
	if t.Kernel != nil {
		what = t.Kernel.String()
	}
	what += " of " + strings.Join(t.Units, ", ")
	if moves(t.Op) || strings.Contains(t.Op, "Pool") || t.Op == "LRN" {
		what += " after " + t.Op
	}
	return what
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

// writeTable aligns rows; align has < or > for each column.
func writeTable(w io.Writer, align string, rows [][]string) {
	widths := make([]int, len(align))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if align[i] == '>' {
				cell, space = space+cell, ""
			}
			line += "  " + cell + space
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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

// shortened is a text on one line, cut after 100 bytes or the last whole rune before.
func shortened(text string) string {
	line := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	if len(line) > 100 {
		line = strings.ToValidUTF8(line[:100], "") + " ..."
	}
	return line
}
