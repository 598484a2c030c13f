package export

import (
	"bufio"
	"io"
	"strconv"
)

// WriteJSON writes d as JSON with one node, edge or layer a line. Numbers are the shortest that read back as the same.
// It does without encoding/json, which would weigh on the page's download.
func WriteJSON(w io.Writer, d *Document) error {
	j := jsonWriter{bufio.NewWriter(w)}
	j.raw("{\n \"bundle\": ").text(d.Bundle).raw(",\n \"classes\": ").texts(d.Classes)
	j.raw(",\n \"parameters\": ").parameters(d.Parameters)
	j.raw(",\n \"layers\": ")
	writeLines(j, d.Layers, jsonWriter.layer)
	j.raw(",\n \"iterations\": " + strconv.Itoa(d.Iterations) + ",\n \"converged\": " + strconv.FormatBool(d.Converged))
	j.raw(",\n \"nodes\": ")
	writeLines(j, d.Nodes, jsonWriter.node)
	j.raw(",\n \"edges\": ")
	writeLines(j, d.Edges, jsonWriter.edge)
	if d.Paths != nil {
		j.raw(",\n \"paths\": {\"of\":").channel(d.Paths.Of).raw(`,"down":`)
		writeLines(j, d.Paths.Down, jsonWriter.path)
		j.raw(`,"up":`)
		writeLines(j, d.Paths.Up, jsonWriter.path)
		j.raw("}")
	}
	j.raw("\n}\n")
	return j.out.Flush()
}

// jsonWriter writes values without spaces; an error of its writer stays until the end.
type jsonWriter struct{ out *bufio.Writer }

func writeLines[T any](j jsonWriter, values []T, write func(jsonWriter, T)) {
	for k, value := range values {
		separator := ",\n  "
		if k == 0 {
			separator = "[\n  "
		}
		write(j.raw(separator), value)
	}
	if len(values) == 0 {
		j.raw("[")
	}
	j.raw("\n ]")
}

func (j jsonWriter) parameters(p Parameters) {
	j.raw(`{"method":`).text(p.Method)
	if p.Set != "" {
		j.raw(`,"set":`).text(p.Set)
	}
	j.raw(`,"full":` + strconv.FormatBool(p.Full))
	j.raw(`,"rank":`).text(p.Rank).raw(`,"damping":` + number(p.Damping)).raw(`,"stop":`).text(p.Stop)
	j.raw(`,"mass":` + number(p.Mass) + `,"together":` + strconv.FormatBool(p.Together))
	j.raw(`,"max_nodes":` + strconv.Itoa(p.MaxNodes) + `,"edge_threshold":` + count(p.MinCount))
	for _, list := range []struct {
		field string
		names []string
	}{{`,"exclude":`, p.Exclude}, {`,"hide":`, p.Hide}} {
		if len(list.names) > 0 {
			j.raw(list.field).texts(list.names)
		}
	}
	if p.Sign != "" {
		j.raw(`,"sign":`).text(p.Sign)
	}
	j.raw("}")
}

func (j jsonWriter) layer(l Layer) {
	j.raw(`{"name":`).text(l.Name).raw(`,"mass":` + number(l.Mass))
	if l.Warning != "" {
		j.raw(`,"warning":`).text(l.Warning)
	}
	j.raw("}")
}

func (j jsonWriter) node(n Node) {
	j.raw(`{"layer":`).text(n.Layer).raw(`,"channel":` + strconv.Itoa(n.Channel.Channel) + `,"count":` + count(n.Count))
	j.raw(`,"pagerank":` + number(n.PageRank) + `,"lift":` + number(n.Lift) + `,"score":` + number(n.Score))
	if n.Restart != nil {
		j.raw(`,"restart":` + number(*n.Restart))
	}
	j.classes(n.Classes).raw("}")
}

func (j jsonWriter) edge(e Edge) {
	j.raw(`{"from":`).channel(e.From).raw(`,"to":`).channel(e.To).raw(`,"count":` + count(e.Count))
	j.classes(e.Classes)
	if e.Inhibits {
		j.raw(`,"inhibits":true`)
	}
	j.raw("}")
}

func (j jsonWriter) path(p Path) {
	j.raw(`{"share":` + number(p.Share) + `,"nodes":[`)
	for k, c := range p.Nodes {
		if k > 0 {
			j.raw(",")
		}
		j.channel(c)
	}
	j.raw("]}")
}

func (j jsonWriter) channel(c Channel) jsonWriter {
	return j.raw(`{"layer":`).text(c.Layer).raw(`,"channel":` + strconv.Itoa(c.Channel) + "}")
}

// classes writes a last field, where it is not empty.
func (j jsonWriter) classes(ids []string) jsonWriter {
	if len(ids) == 0 {
		return j
	}
	return j.raw(`,"classes":`).texts(ids)
}

func (j jsonWriter) texts(values []string) jsonWriter {
	j.raw("[")
	for k, value := range values {
		if k > 0 {
			j.raw(",")
		}
		j.text(value)
	}
	return j.raw("]")
}

// text writes a string; bytes that are no UTF-8 become U+FFFD.
func (j jsonWriter) text(s string) jsonWriter {
	const digits = "0123456789abcdef"
	j.raw(`"`)
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			j.out.WriteByte('\\')
			j.out.WriteByte(byte(r))
		case r < ' ':
			j.raw(`\u00` + digits[r>>4:r>>4+1] + digits[r&15:r&15+1])
		default:
			j.out.WriteRune(r)
		}
	}
	return j.raw(`"`)
}

func (j jsonWriter) raw(s string) jsonWriter {
	j.out.WriteString(s)
	return j
}
