package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"summit/shared/attribution"
)

// WriteNodesCSV writes a line for each node under a header; the columns restart and classes are there where the nodes
// have them, ids in classes separated by spaces.
func WriteNodesCSV(w io.Writer, d *Document) error {
	header := []string{"layer", "channel", "count", "pagerank", "lift", "score"}
	if d.Parameters.Full {
		header = append(header, "restart")
	}
	rows := [][]string{d.withClasses(header, []string{"classes"})}
	for _, n := range d.Nodes {
		row := []string{n.Layer, strconv.Itoa(n.Channel.Channel), count(n.Count), number(n.PageRank), number(n.Lift), number(n.Score)}
		if n.Restart != nil {
			row = append(row, number(*n.Restart))
		}
		rows = append(rows, d.withClasses(row, n.Classes))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// WriteEdgesCSV writes a line for each edge under a header; the column sign is there where inhibition is shown.
func WriteEdgesCSV(w io.Writer, d *Document) error {
	header := []string{"from_layer", "from_channel", "to_layer", "to_channel", "count"}
	signs := d.Parameters.Sign != ""
	if signs {
		header = append(header, "sign")
	}
	rows := [][]string{d.withClasses(header, []string{"classes"})}
	for _, e := range d.Edges {
		row := []string{e.From.Layer, strconv.Itoa(e.From.Channel), e.To.Layer, strconv.Itoa(e.To.Channel), count(e.Count)}
		if signs {
			row = append(row, sign(e.Inhibits))
		}
		rows = append(rows, d.withClasses(row, e.Classes))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func sign(inhibits bool) string {
	if inhibits {
		return attribution.SignInhibition
	}
	return attribution.SignExcitation
}

// withClasses adds a last column in a set.
func (d *Document) withClasses(row, classes []string) []string {
	if d.Parameters.Set == "" {
		return row
	}
	return append(row, strings.Join(classes, " "))
}

func count(n uint32) string   { return strconv.FormatUint(uint64(n), 10) }
func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
