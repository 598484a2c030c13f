// The passes of a screen over vectors of WIDTH floats. The file that includes this defines
//   WIDTH, vec      floats of a vector, and its type, made by __attribute__((vector_size)) or its equal
//   TARGET          the attribute that lets a function use the instructions
//   NAME(x)         the name of pass x
//   ALL(x)          a vector of x
//   MAX, MIN        of two vectors, lane by lane
//   HIGHEST         the largest lane
//   AT_LEAST(a, b)  bit i: lane i of a is not below that of b; a NaN is never
// and needs no more: what the loops below do is the same for every width.
#include <math.h>
#include <string.h>
#include "screen.h"

#define LANES 16
#define PARTS (LANES / WIDTH)
#define STEP (PARTS == 1 ? 8 : 4) // windows that probe takes at once: enough sums to keep both multipliers busy
#define TIERS 64                  // of squares; the last one takes all that are smaller
#define TIER 20                   // a tier's share of the bits of a float: 8 tiers halve a square
#define WILD 1e15f                // larger values are left to float64
#define TINY 1.2e-38f             // more than what a product loses where it underflows
#define INLINE static inline __attribute__((always_inline)) TARGET

#define VIEW g, channels, planes, squares, order, bounds, windows

INLINE vec load(const float *p) {
	vec v;
	memcpy(&v, p, sizeof v);
	return v;
}

INLINE void store(float *p, vec v) { memcpy(p, &v, sizeof v); }

// reach is above the norm of a window whose square is at most s.
INLINE float reach(float s, int taps) {
	return sqrtf(s * (1 + (float)(taps + 4) * 0x1p-23f) + (float)taps * TINY) * (1 + 0x1p-21f);
}

// extremes finds the largest magnitude of n values, as bits, and whether one of them has a sign.
INLINE void extremes(const float *values, int n, int32_t *magnitude, int32_t *negative) {
	int32_t most = *magnitude, sign = *negative;
	for (int i = 0; i < n; i++) {
		int32_t bits;
		memcpy(&bits, values + i, 4);
		int32_t size = bits & 0x7fffffff;
		most = size > most ? size : most;
		sign |= bits;
	}
	*magnitude = most;
	*negative = sign;
}

// square sets squares to the sums, for every output position, of the squares of what it sees, by way of rows of partial sums
// behind them. It returns the largest.
INLINE float square(const screen_geometry *g, const float *plane, float *squares) {
	int columns = g->columns;
	float *sums = squares + g->rows * columns;
	for (int y = 0; y < g->padded_height; y++) {
		float *out = sums + y * columns;
		for (int i = 0; i < columns; i++) out[i] = 0;
		for (int q = 0; q < g->kernel_width; q++) {
			const float *x = plane + (int64_t)y * g->padded_width + q * g->dilation_x;
			if (g->stride_x == 1) {
				for (int i = 0; i < columns; i++) out[i] += x[i] * x[i];
			} else {
				for (int i = 0; i < columns; i++) out[i] += x[i * g->stride_x] * x[i * g->stride_x];
			}
		}
	}
	int32_t most = 0, sign = 0;
	for (int y = 0; y < g->rows; y++) {
		float *out = squares + y * columns;
		for (int i = 0; i < columns; i++) out[i] = 0;
		for (int r = 0; r < g->kernel_height; r++) {
			const float *x = sums + (y * g->stride_y + r * g->dilation_y) * columns;
			for (int i = 0; i < columns; i++) out[i] += x[i];
		}
		extremes(out, columns, &most, &sign);
	}
	float top;
	memcpy(&top, &most, 4);
	return top;
}

// sort puts the windows of a channel in order of their squares' tiers, which begin at top, and sets the bounds of its groups. Two
// counts of each tier, of even and of odd positions, keep neighbours, which are often alike, from waiting for each other.
INLINE void sort(const screen_geometry *g, const float *squares, float top, float limit, int32_t *order, float *bounds) {
	int rows = g->rows, columns = g->columns, n = rows * columns, step = g->stride_x;
	int32_t first, counts[2][TIERS] = {{0}}, *tiers = (int32_t *)squares + n; // where the partial sums were
	memcpy(&first, &top, 4);
	for (int i = 0; i < n; i++) {
		int32_t bits;
		memcpy(&bits, squares + i, 4);
		int32_t tier = (first - bits) >> TIER;
		tiers[i] = tier < TIERS ? tier : TIERS - 1;
	}
	for (int i = 0; i + 1 < n; i += 2) counts[0][tiers[i]]++, counts[1][tiers[i + 1]]++;
	if (n % 2) counts[0][tiers[n - 1]]++;
	for (int t = 0, end = 0, group = 0; t < TIERS; t++) {
		int even = counts[0][t], odd = counts[1][t];
		counts[0][t] = end;
		counts[1][t] = end + even;
		end += even + odd;
		int32_t bits = first - (t << TIER);
		float most;
		memcpy(&most, &bits, 4);
		for (; group * LANES < end; group++) bounds[group] = fminf(reach(most, g->taps), limit);
	}
	for (int y = 0, i = 0; y < rows; y++) {
		int32_t place = y * g->stride_y * g->padded_width;
		for (int x = 0; x < columns; x++, i++, place += step) order[counts[i & 1][tiers[i]]++] = place;
	}
}

// gather makes the next group of windows: [taps][LANES]. The last one repeats a window until it is full.
static TARGET __attribute__((noinline)) void NAME(gather)(SCREEN_VIEW, int c) {
	screen_channel *ch = channels + c;
	int group = ch->gathered++;
	const int32_t *from = order + ((int64_t)c * g->groups + group) * LANES;
	const float *plane = planes + (int64_t)c * g->padded_height * g->padded_width;
	float *to = windows + ((int64_t)c * g->groups + group) * g->taps * LANES;
	int last = g->rows * g->columns - group * LANES - 1;
	int32_t at[LANES];
	for (int i = 0; i < LANES; i++) at[i] = from[i < last ? i : last];
	for (int r = 0; r < g->kernel_height; r++) {
		for (int q = 0; q < g->kernel_width; q++, to += LANES) {
			const float *x = plane + (int64_t)r * g->dilation_y * g->padded_width + q * g->dilation_x;
			for (int i = 0; i < LANES; i++) to[i] = x[at[i]];
		}
	}
}

static TARGET void NAME(pack)(SCREEN_VIEW, const float *map) {
	int64_t plane = (int64_t)g->padded_height * g->padded_width, size = (int64_t)g->height * g->width;
	for (int c = 0; c < g->channels; c++, map += size) {
		for (int y = 0; y < g->height; y++) {
			memcpy(planes + c * plane + (int64_t)(y + g->top) * g->padded_width + g->left, map + y * g->width, sizeof(float) * g->width);
		}
		int32_t magnitude = 0, negative = 0;
		extremes(map, size, &magnitude, &negative);
		float most;
		memcpy(&most, &magnitude, 4);
		channels[c] = (screen_channel){.negative = negative < 0, .reach = most <= WILD ? 0 : INFINITY};
		if (magnitude == 0 || !(most <= WILD)) continue;
		float top = square(g, planes + c * plane, squares);
		channels[c].reach = reach(top, g->taps);
		sort(g, squares, top, channels[c].reach, order + (int64_t)c * g->groups * LANES, bounds + (int64_t)c * g->groups);
		NAME(gather)(VIEW, c);
	}
}

// look takes STEP windows from the given one on against the weights of all lanes.
INLINE void look(const float *x, const float *w, int taps, vec *high, vec *low) {
	vec sum[STEP][PARTS];
	for (int i = 0; i < STEP; i++) for (int p = 0; p < PARTS; p++) sum[i][p] = ALL(0);
	for (int t = 0; t < taps; t++) {
		vec weight[PARTS];
		for (int p = 0; p < PARTS; p++) weight[p] = load(w + t * LANES + p * WIDTH);
		for (int i = 0; i < STEP; i++) for (int p = 0; p < PARTS; p++) sum[i][p] += ALL(x[t * LANES + i]) * weight[p];
	}
	for (int i = 0; i < STEP; i++) {
		for (int p = 0; p < PARTS; p++) {
			high[p] = MAX(high[p], sum[i][p]);
			low[p] = MIN(low[p], sum[i][p]);
		}
	}
}

static TARGET void NAME(probe)(SCREEN_VIEW, const int32_t *rows, int32_t n, const float *weights, const float *norms, float *most, float *least, float *error) {
	(void)planes, (void)squares, (void)order, (void)bounds;
	for (int r = 0; r < n; r++, weights += g->taps * LANES, norms += LANES, most += LANES, least += LANES, error += LANES) {
		const screen_channel *ch = channels + rows[r];
		vec high[PARTS], low[PARTS];
		int empty = !ch->gathered; // all values are 0, or left to float64
		for (int p = 0; p < PARTS; p++) high[p] = ALL(empty ? 0 : -INFINITY), low[p] = ALL(empty ? 0 : INFINITY);
		const float *x = windows + (int64_t)rows[r] * g->groups * g->taps * LANES;
		for (int i = 0; i < LANES && !empty; i += STEP) look(x + i, weights, g->taps, high, low);
		vec scale = ALL((float)(g->taps + 4) * 0x1p-23f * ch->reach);
		vec rounding = ALL((float)g->taps * TINY);
		for (int p = 0; p < PARTS; p++) {
			store(most + p * WIDTH, high[p]);
			store(least + p * WIDTH, -low[p]);
			vec e = ALL(empty ? ch->reach : 0);
			if (!empty) e = load(norms + p * WIDTH) * scale + rounding;
			store(error + p * WIDTH, e);
		}
	}
}

// pair takes all groups but the first against one lane's weights, and returns the largest of sign times the sums, or best.
INLINE float pair(SCREEN_VIEW, int c, const float *w, int taps, float part, float floor, float best, float sign) {
	const float *x = windows + (int64_t)c * g->groups * taps * LANES;
	for (int i = 1; i < g->groups; i++) {
		float most = part * bounds[(int64_t)c * g->groups + i] + TINY;
		if (most < floor || most <= best) break;
		if (i >= channels[c].gathered) NAME(gather)(VIEW, c);
		vec sum[PARTS], other[PARTS]; // of even and of odd taps
		for (int p = 0; p < PARTS; p++) sum[p] = other[p] = ALL(0);
		const float *at = x + (int64_t)i * taps * LANES;
		int t = 0;
		for (; t + 1 < taps; t += 2, at += 2 * LANES) {
			for (int p = 0; p < PARTS; p++) sum[p] += ALL(w[t * LANES]) * load(at + p * WIDTH);
			for (int p = 0; p < PARTS; p++) other[p] += ALL(w[(t + 1) * LANES]) * load(at + LANES + p * WIDTH);
		}
		for (int p = 0; p < PARTS; p++) sum[p] += other[p];
		if (t < taps) {
			for (int p = 0; p < PARTS; p++) sum[p] += ALL(w[t * LANES]) * load(at + p * WIDTH);
		}
		vec high = sum[0] * sign;
		for (int p = 1; p < PARTS; p++) high = MAX(high, sum[p] * sign);
		if (AT_LEAST(ALL(best), high) != (1u << WIDTH) - 1) best = HIGHEST(high);
	}
	return best;
}

INLINE void lanes(SCREEN_VIEW, int c, const float *weights, int taps, const float *part, const float *floor, float *values, float sign) {
	float next = bounds[(int64_t)c * g->groups + 1];
	uint32_t left = 0;
	for (int p = 0; p < PARTS; p++) {
		vec most = load(part + p * WIDTH) * next + TINY, have = load(values + p * WIDTH);
		left |= (AT_LEAST(most, load(floor + p * WIDTH)) & ~AT_LEAST(have, most)) << (p * WIDTH);
	}
	for (; left; left &= left - 1) {
		int lane = __builtin_ctz(left);
		values[lane] = pair(VIEW, c, weights + lane, taps, part[lane], floor[lane], values[lane], sign);
	}
}

static TARGET void NAME(refine)(SCREEN_VIEW, const int32_t *rows, int32_t n, const float *weights, const float *norms, const float *part,
	const float *floor, float *values, float sign) {
	if (g->groups < 2) return;
	for (int r = 0; r < n; r++) {
		int c = rows[r];
		if (!channels[c].gathered) continue;
		const float *own = (channels[c].negative ? norms : part) + r * LANES;
		if (g->taps == 9) lanes(VIEW, c, weights + r * 9 * LANES, 9, own, floor, values + r * LANES, sign);
		else if (g->taps == 25) lanes(VIEW, c, weights + r * 25 * LANES, 25, own, floor, values + r * LANES, sign);
		else lanes(VIEW, c, weights + (int64_t)r * g->taps * LANES, g->taps, own, floor, values + r * LANES, sign);
	}
}

static TARGET void NAME(scale)(const float *weights, const float *highest, const float *lowest, const float *rounding, int32_t n, float *most, float *least, float *error) {
	for (int r = 0; r < n; r++) {
		for (int p = 0; p < PARTS; p++) {
			int at = r * LANES + p * WIDTH;
			vec w = load(weights + at), a = w * highest[r], b = w * lowest[r];
			vec high = MAX(a, b), low = -MIN(a, b);
			store(most + at, high);
			store(least + at, low);
			store(error + at, MAX(high, low) * 0x1p-22f + rounding[r]);
		}
	}
}

static TARGET void NAME(floors)(const float *values, const float *error, int32_t n, int32_t k, float *top) {
	for (int i = 0; i < k * LANES; i++) top[i] = -INFINITY;
	for (int r = 0; r < n; r++) {
		for (int p = 0; p < PARTS; p++) {
			vec x = load(values + r * LANES + p * WIDTH) - load(error + r * LANES + p * WIDTH);
			float *t = top + p * WIDTH;
			if (AT_LEAST(load(t + (k - 1) * LANES), x) == (1u << WIDTH) - 1) continue;
			for (int i = 0; i < k; i++, t += LANES) {
				vec have = load(t);
				store(t, MAX(have, x));
				x = MIN(have, x);
			}
		}
	}
}

static TARGET void NAME(contend)(const float *values, const float *error, int32_t n, const float *threshold, int32_t *lists, int32_t *counts) {
	for (int r = 0; r < n; r++) {
		uint32_t found = 0;
		for (int p = 0; p < PARTS; p++) {
			vec x = load(values + r * LANES + p * WIDTH) + load(error + r * LANES + p * WIDTH);
			found |= AT_LEAST(x, load(threshold + p * WIDTH)) << (p * WIDTH);
		}
		for (; found; found &= found - 1) {
			int lane = __builtin_ctz(found);
			lists[lane * n + counts[lane]++] = r;
		}
	}
}

const screen_passes PASSES = {NAME(pack), NAME(probe), NAME(refine), NAME(scale), NAME(floors), NAME(contend)};
