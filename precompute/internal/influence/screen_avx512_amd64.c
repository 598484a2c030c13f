// The passes with AVX-512.
#include <immintrin.h>

#define WIDTH 16
#define TARGET __attribute__((target("avx512f,avx2,fma")))
#define NAME(x) avx512_##x
#define PASSES screen_avx512
#define ALL _mm512_set1_ps
#define MAX _mm512_max_ps
#define MIN _mm512_min_ps
#define AT_LEAST(a, b) ((uint32_t)_mm512_cmp_ps_mask(a, b, _CMP_GE_OQ))
#define HIGHEST _mm512_reduce_max_ps

typedef __m512 vec;

#include "screen_body.h"
