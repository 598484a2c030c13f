package seaworld

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"sync"
)

// encoderBuffers keeps the compressor's tables, which cost more to make than a picture to write.
type encoderBuffers struct{ pool sync.Pool }

func (b *encoderBuffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

func (b *encoderBuffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

// newEncoder may be used by several goroutines at once.
func newEncoder() *png.Encoder {
	return &png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &encoderBuffers{}}
}

func writePNG(encoder *png.Encoder, path string, img image.Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := encoder.Encode(file, img); err != nil {
		file.Close()
		return fmt.Errorf("write %q: %w", path, err)
	}
	return file.Close()
}
