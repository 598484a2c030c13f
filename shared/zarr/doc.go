// Package zarr reads and writes the part of Zarr v3 that a bundle uses, as bytes: it does no I/O.
//
// The part: groups and arrays with zarr_format 3; fixed-size number types; a regular chunk grid; the default chunk key
// encoding with separator "/"; the codecs bytes (little endian) and zstd, in that order; number fill values; consolidated
// metadata inline in the root group. Whatever else the specification allows is an error that names the array, the field
// and its value. Chunks are row-major and always whole, also at an array's edge.
//
// Specification: https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html
package zarr
