// The passes with AVX2 and FMA, and the test for what the processor has.
#include <immintrin.h>

#define WIDTH 8
#define TARGET __attribute__((target("avx2,fma")))
#define NAME(x) avx2_##x
#define PASSES screen_avx2
#define ALL _mm256_set1_ps
#define MAX _mm256_max_ps
#define MIN _mm256_min_ps
#define AT_LEAST(a, b) ((uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GE_OQ)))
#define HIGHEST highest

typedef __m256 vec;

static inline __attribute__((always_inline)) TARGET float highest(vec v) {
	__m128 a = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
	a = _mm_max_ps(a, _mm_movehl_ps(a, a));
	return _mm_cvtss_f32(_mm_max_ss(a, _mm_movehdup_ps(a)));
}

#include "screen_body.h"

int screen_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

int screen_has_avx512(void) { return __builtin_cpu_supports("avx512f") && screen_has_avx2(); }
