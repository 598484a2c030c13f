package jsonread

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// BenchmarkUnmarshal reads what a manifest has of 20,000 classes. Metric: ratio of encoding/json's time to ours.
func BenchmarkUnmarshal(b *testing.B) {
	type class struct {
		ID        string  `json:"id"`
		Name      string  `json:"name"`
		Index     *int    `json:"index"`
		Images    int     `json:"images"`
		Top1      float64 `json:"top1"`
		Histogram []int   `json:"histogram"`
	}
	var text bytes.Buffer
	for k := range 20_000 {
		fmt.Fprintf(&text, `%c{"id":"n%08d","name":"class %d","index":%d,"images":50,"top1":%v,"histogram":[2,4,2,3,0,3,4,1,0,0,0,0,0,2,1,1,4,5,9,9]}`,
			"[,"[min(k, 1)], k, k, k, float64(k)/20_000)
	}
	text.WriteByte(']')
	var ours, other time.Duration
	for b.Loop() {
		var got, want []class
		start := time.Now()
		if err := Unmarshal(text.Bytes(), &got); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		if err := json.Unmarshal(text.Bytes(), &want); err != nil {
			b.Fatal(err)
		}
		other += time.Since(start)
	}
	b.ReportMetric(float64(text.Len())*float64(b.N)/1e6/ours.Seconds(), "MB/s")
	b.ReportMetric(other.Seconds()/ours.Seconds(), "ratio")
}
