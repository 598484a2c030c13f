package export

import (
	"bufio"
	"encoding/json"
	"io"
)

// WriteJSON writes d as JSON with one node, edge or layer a line. Numbers are the shortest that read back as the same.
func WriteJSON(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	b.WriteString("{")
	writeField(b, "bundle", d.Bundle)
	b.WriteByte(',')
	writeField(b, "classes", d.Classes)
	b.WriteByte(',')
	writeField(b, "parameters", d.Parameters)
	b.WriteByte(',')
	writeList(b, "layers", d.Layers)
	b.WriteByte(',')
	writeField(b, "iterations", d.Iterations)
	b.WriteByte(',')
	writeField(b, "converged", d.Converged)
	b.WriteByte(',')
	writeList(b, "nodes", d.Nodes)
	b.WriteByte(',')
	writeList(b, "edges", d.Edges)
	b.WriteString("\n}\n")
	return b.Flush()
}

func writeField(b *bufio.Writer, name string, value any) {
	b.WriteString("\n \"" + name + "\": ")
	writeValue(b, value)
}

func writeList[T any](b *bufio.Writer, name string, values []T) {
	b.WriteString("\n \"" + name + "\": [")
	for k, value := range values {
		if k > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  ")
		writeValue(b, value)
	}
	b.WriteString("\n ]")
}

// writeValue panics where value has no JSON form: ranks are finite and everything else is text or whole numbers.
func writeValue(b *bufio.Writer, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		panic("export: " + err.Error())
	}
	b.Write(data)
}
