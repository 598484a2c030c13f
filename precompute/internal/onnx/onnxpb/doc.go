// Package onnxpb holds the Go types of the ONNX file format, generated from onnx.proto.
//
// Generation needs Go only: the schema is compiled by a Go library, and protoc-gen-go is a tool of go.mod.
package onnxpb

//go:generate go run ./generate
