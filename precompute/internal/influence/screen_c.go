//go:build cgo && (amd64 || arm64)

package influence

// #cgo CFLAGS: -O3
// #cgo LDFLAGS: -lm
// #include "screen.h"
//
// #define PARTS const screen_passes *s, const screen_geometry *g, screen_channel *channels, float *planes, float *squares, int32_t *order, float *bounds, float *windows
// #define VIEW g, channels, planes, squares, order, bounds, windows
//
// static void pack(PARTS, const float *map) { s->pack(VIEW, map); }
// static void probe(PARTS, const int32_t *rows, int32_t n, const float *weights, const float *norms, float *most, float *least, float *error) {
//	s->probe(VIEW, rows, n, weights, norms, most, least, error);
// }
// static void refine(PARTS, const int32_t *rows, int32_t n, const float *weights, const float *norms, const float *part,
//	const float *floor, float *values, float sign) {
//	s->refine(VIEW, rows, n, weights, norms, part, floor, values, sign);
// }
// static void scale(const screen_passes *s, const float *weights, const float *highest, const float *lowest, const float *rounding, int32_t n,
//	float *most, float *least, float *error) {
//	s->scale(weights, highest, lowest, rounding, n, most, least, error);
// }
// static void floors(const screen_passes *s, const float *values, const float *error, int32_t n, int32_t k, float *top) {
//	s->floors(values, error, n, k, top);
// }
// static void contend(const screen_passes *s, const float *values, const float *error, int32_t n, const float *threshold, int32_t *lists, int32_t *counts) {
//	s->contend(values, error, n, threshold, lists, counts);
// }
import "C"

import "unsafe"

// vectors is a screen in C for vectors of one width.
type vectors struct {
	name   string
	passes *C.screen_passes
}

// Name is that of the instructions.
func (s vectors) Name() string { return s.name }

func floats(s []float32) *C.float { return (*C.float)(unsafe.SliceData(s)) }
func whole(s []int32) *C.int32_t  { return (*C.int32_t)(unsafe.SliceData(s)) }

func (v *view) forC() (*C.screen_geometry, *C.screen_channel) {
	return (*C.screen_geometry)(unsafe.Pointer(&v.geometry)), (*C.screen_channel)(unsafe.Pointer(unsafe.SliceData(v.channels)))
}

func (s vectors) pack(v *view, m *Map) {
	g, channels := v.forC()
	C.pack(s.passes, g, channels, floats(v.planes), floats(v.squares), whole(v.order), floats(v.bounds), floats(v.windows), floats(m.Data))
}

func (s vectors) probe(v *view, p *operand, most, least, errors []float32) {
	g, channels := v.forC()
	C.probe(s.passes, g, channels, floats(v.planes), floats(v.squares), whole(v.order), floats(v.bounds), floats(v.windows),
		whole(p.rows), C.int32_t(len(p.rows)), floats(p.weights), floats(p.norms), floats(most), floats(least), floats(errors))
}

func (s vectors) refine(v *view, p *operand, floor *[lanes]float32, values []float32, sign float32) {
	part := p.plus
	if sign < 0 {
		part = p.minus
	}
	g, channels := v.forC()
	C.refine(s.passes, g, channels, floats(v.planes), floats(v.squares), whole(v.order), floats(v.bounds), floats(v.windows),
		whole(p.rows), C.int32_t(len(p.rows)), floats(p.weights), floats(p.norms), floats(part), floats(floor[:]), floats(values), C.float(sign))
}

func (s vectors) scale(weights []float32, e *extremes, most, least, errors []float32) {
	C.scale(s.passes, floats(weights), floats(e.highest), floats(e.lowest), floats(e.rounding), C.int32_t(len(e.highest)),
		floats(most), floats(least), floats(errors))
}

func (s vectors) floors(values, errors []float32, k int, top []float32) {
	C.floors(s.passes, floats(values), floats(errors), C.int32_t(len(values)/lanes), C.int32_t(k), floats(top))
}

func (s vectors) contend(values, errors []float32, threshold *[lanes]float32, lists []int32, counts *[lanes]int32) {
	C.contend(s.passes, floats(values), floats(errors), C.int32_t(len(values)/lanes), floats(threshold[:]), whole(lists), whole(counts[:]))
}
