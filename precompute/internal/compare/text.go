package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText prints the report as a table.
func (r *Report) WriteText(out io.Writer) error {
	for _, line := range r.Manifest {
		fmt.Fprintf(out, "manifest: %s\n", line)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "array\tentries\tdiffering\tshare\tJaccard\tworst class\tlargest difference")
	for _, a := range r.Arrays {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.3g\t%.6f\t%s\t%s\n", a.Name, a.Entries, a.Differing, a.Share, a.Jaccard, a.Worst, a.Largest)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	first := ""
	if r.Files.Differing > 0 {
		first = ", the first is " + r.Files.First
	}
	fmt.Fprintf(out, "files: %d of %d differ%s\n", r.Files.Differing, r.Files.Total, first)
	_, err := fmt.Fprintln(out, r.verdict())
	return err
}

func (r *Report) verdict() string {
	text := "different"
	if r.Equal {
		text = "equal"
	}
	if r.Tolerance > 0 {
		text += fmt.Sprintf(" at a tolerance of %g", r.Tolerance)
	}
	return text
}

// WriteJSON prints the report as an object.
func (r *Report) WriteJSON(out io.Writer) error {
	if r.Manifest == nil {
		r.Manifest = []string{}
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}

// String is the class and its share, "-" for none.
func (w *Worst) String() string {
	if w == nil {
		return "-"
	}
	return fmt.Sprintf("%s %.3g", w.Class, w.Share)
}

// String is both values and where they are, "-" for none.
func (l Largest) String() string {
	if l.Where == "" {
		return "-"
	}
	return fmt.Sprintf("%.9g and %.9g (%s)", l.A, l.B, l.Where)
}
