// The passes with NEON, which every arm64 processor has.
#include <arm_neon.h>
#include <stdint.h>

#define WIDTH 4
#define TARGET
#define NAME(x) neon_##x
#define PASSES screen_neon
#define ALL vdupq_n_f32
#define MAX vmaxq_f32
#define MIN vminq_f32
#define AT_LEAST at_least
#define HIGHEST vmaxvq_f32

typedef float32x4_t vec;

static inline __attribute__((always_inline)) uint32_t at_least(vec a, vec b) {
	const uint32x4_t bits = {1, 2, 4, 8};
	return vaddvq_u32(vandq_u32(vcgeq_f32(a, b), bits));
}

#include "screen_body.h"
