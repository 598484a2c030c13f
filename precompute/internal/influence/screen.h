// What screen_cgo.go calls: the passes of a screen, compiled once for each vector width. screen.go says what they do.
#ifndef SUMMIT_SCREEN_H
#define SUMMIT_SCREEN_H

#include <stdint.h>

// The layouts of geometry and of channel in view.go.
typedef struct {
	int32_t channels, height, width, top, left, padded_height, padded_width, rows, columns;
	int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, taps, groups;
} screen_geometry;

typedef struct {
	float reach;
	int32_t negative, gathered;
} screen_channel;

// The parts of a view.
#define SCREEN_VIEW const screen_geometry *g, screen_channel *channels, float *planes, float *squares, int32_t *order, float *bounds, float *windows

typedef struct {
	void (*pack)(SCREEN_VIEW, const float *map);
	void (*probe)(SCREEN_VIEW, const int32_t *rows, int32_t n, const float *weights, const float *norms, float *most, float *least, float *error);
	void (*refine)(SCREEN_VIEW, const int32_t *rows, int32_t n, const float *weights, const float *norms, const float *part,
		const float *floor, float *values, float sign);
	void (*scale)(const float *weights, const float *highest, const float *lowest, const float *rounding, int32_t n, float *most, float *least, float *error);
	void (*floors)(const float *values, const float *error, int32_t n, int32_t k, float *top);
	void (*contend)(const float *values, const float *error, int32_t n, const float *threshold, int32_t *lists, int32_t *counts);
} screen_passes;

#if defined(__x86_64__)
extern const screen_passes screen_avx2, screen_avx512;
#elif defined(__aarch64__)
extern const screen_passes screen_neon;
#endif

// screen_has_* report whether the processor and the system have the instructions.
int screen_has_avx2(void);
int screen_has_avx512(void);

#endif
