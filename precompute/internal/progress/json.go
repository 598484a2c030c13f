package progress

import (
	"encoding/json"
	"io"
)

// jsonPrinter prints a report a line. Errors of writing are ignored: nobody is left to hear of them.
type jsonPrinter struct{ encoder *json.Encoder }

func newJSONPrinter(w io.Writer) *jsonPrinter {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return &jsonPrinter{encoder: encoder}
}

func (p *jsonPrinter) print(r Report)   { p.encoder.Encode(r) }
func (p *jsonPrinter) message(r Report) { p.encoder.Encode(r) }
func (p *jsonPrinter) close()           {}
