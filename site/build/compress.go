package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// compress makes the compressed versions, or takes them from dir, where a file of the same hashed name has them already.
func (all assets) compress(dir string) error {
	for _, a := range all {
		if a.name != a.hashed {
			old, err := os.ReadFile(filepath.Join(dir, a.hashed+".br"))
			zip, err2 := os.ReadFile(filepath.Join(dir, a.hashed+".gz"))
			if err == nil && err2 == nil {
				a.brotli, a.zip = old, zip
				continue
			}
		}
		var err error
		if a.brotli, err = brotlied(a.data); err != nil {
			return err
		}
		if a.zip, err = gzipped(a.data); err != nil {
			return err
		}
	}
	return nil
}

func brotlied(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
