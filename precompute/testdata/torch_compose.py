"""Counts of steps composed to counts of a link (docs/math.md, section 3), between bounds."""
import numpy


def compose(link, counts, gap, got):
    """Lower and upper bound of each entry [later, earlier], and where got is possible.

    A bound holds if values closer than gap may have swapped in any image; for gap None both are the counts as they are.
    """
    weights = [{}, {}]
    bounds = {unit: counts[unit].bounds(gap) for unit in link.units}
    for side in (0, 1):
        for unit in link.units:
            weigh(link, unit, {u: b[side] for u, b in bounds.items()}, weights[side])
    lo, hi = (numpy.array([side[unit][j] for unit, j in link.rows]) for side in weights)
    direct = numpy.array([all(s is None or s[0] is None for s in link.units[unit].sources[j]) for unit, j in link.rows])
    if not direct.any():
        return lo, hi, (lo <= got) & (got <= hi)
    fewest, most = (mean((side[direct] > 0).sum(1)) for side in (lo, hi))
    fits = (lo <= got) & (got <= hi)
    for j in numpy.flatnonzero(~direct):
        fits[j] = fits_row(lo[j], hi[j], got[j], fewest, most)
        if gap is None:
            lo[j] = hi[j] = keep(lo[j], most)
    return lo, hi, fits


def weigh(link, unit, counts, weights):
    """weights[unit] [O, earlier channels]: the strongest path's weakest step."""
    if unit in weights:
        return weights[unit]
    step = link.units[unit]
    result = numpy.zeros((len(step.sources), link.width), numpy.int64)
    for j, column in numpy.argwhere(counts[unit] > 0):
        count = counts[unit][j, column]
        inner, i = step.sources[j, column]
        if inner is None:
            result[j, i] = max(result[j, i], count)
        else:
            result[j] = numpy.maximum(result[j], numpy.minimum(count, weigh(link, inner, counts, weights)[i]))
    weights[unit] = result
    return result


def mean(inputs):
    """The mean, rounded, halves up."""
    return int((2 * inputs.sum() + len(inputs)) // (2 * len(inputs)))


def keep(row, n):
    """The n largest of a row, of equal ones the first."""
    kept = numpy.zeros_like(row)
    order = numpy.argsort(-row, kind="stable")[:n]
    kept[order] = row[order]
    return kept


def fits_row(lo, hi, got, fewest, most):
    """Whether each entry of got may be among those kept, or not, of weights between lo and hi."""
    index = numpy.arange(len(got))
    earlier = index[None, :] < index[:, None]

    def ahead(others, own):
        """For each entry, how many of the others come before it."""
        better = (others[None, :] > own[:, None]) | (others[None, :] == own[:, None]) & earlier
        better[index, index] = False
        return better.sum(1)

    present = (lo <= got) & (got <= hi) & (ahead(lo, got) < most)
    absent = (lo == 0) | (ahead(hi, lo) >= fewest)
    return numpy.where(got > 0, present, absent)
