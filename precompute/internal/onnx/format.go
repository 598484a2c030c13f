package onnx

import "bytes"

// otherFormat names the format of a file that is commonly mistaken for ONNX, or "".
func otherFormat(data []byte) string {
	for _, f := range []struct{ magic, name string }{
		{"version https://git-lfs", "a Git LFS pointer (run git lfs pull)"},
		{"PK\x03\x04", "a zip archive (a PyTorch or Keras file)"},
		{"\x89HDF", "an HDF5 file (a Keras model)"},
		{"\x80\x02", "a Python pickle"},
		{"\x89PNG", "a PNG image"},
		{"\xff\xd8\xff", "a JPEG image"},
		{"{", "JSON"},
		{"<", "HTML or XML"},
	} {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return f.name
		}
	}
	if len(data) > 8 && string(data[4:8]) == "TFL3" {
		return "a TensorFlow Lite model"
	}
	return ""
}
