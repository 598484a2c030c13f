package zstd

import (
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

// BenchmarkDecode decompresses counts as a bundle has them, and text. Metric: ratio of the library's time to ours.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"counts", "text"} {
		b.Run(name, func(b *testing.B) {
			content := contents()[name]
			frame := encoder(b, 3, zstd.WithSingleSegment(true)).EncodeAll(content, nil)
			library, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
			if err != nil {
				b.Fatal(err)
			}
			var d Decoder
			out := make([]byte, len(content))
			var ours, other time.Duration
			for b.Loop() {
				start := time.Now()
				if err := d.Decode(out, frame); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(start)
				start = time.Now()
				if _, err := library.DecodeAll(frame, out[:0]); err != nil {
					b.Fatal(err)
				}
				other += time.Since(start)
			}
			b.ReportMetric(float64(len(content))*float64(b.N)/1e6/ours.Seconds(), "MB/s")
			b.ReportMetric(other.Seconds()/ours.Seconds(), "ratio")
		})
	}
}
