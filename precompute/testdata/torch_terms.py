"""The steps of a link, their terms as whole maps, and which of them an image records (docs/math.md, section 3)."""
import dataclasses

import numpy
import torch

from torch_model import POOLING, UNCHANGED, apply, op_conv

SUMS = ("Add", "Sum")


@dataclasses.dataclass
class Step:
    """One unit's sum: terms (node, input tensor, scale [O, 1]), where node is None for an identity path.

    sources [O, candidates] are pairs (unit or None for the earlier layer, channel), or None where there is no candidate.
    """

    terms: list
    sources: numpy.ndarray


@dataclasses.dataclass
class Link:
    units: dict  # tensor of a convolution's or an addition's result, normalized: its Step
    rows: list   # for each channel of the later layer: (unit, channel)
    width: int   # channels of the earlier layer


def link(model, values, earlier, later):
    """Walks back from the later layer to the earlier one."""
    walk = Walk(model, values, earlier)
    found = Link({}, walk.origins(later), values[earlier].shape[1])
    pending = [row[0] for row in found.rows]
    while pending:
        unit = pending.pop()
        if unit is None or unit in found.units:
            continue
        found.units[unit] = walk.step(unit)
        pending += [s[0] for s in found.units[unit].sources.flatten() if s is not None]
    return found


class Walk:
    def __init__(self, model, values, earlier):
        self.model, self.values, self.earlier = model, values, earlier

    def origins(self, tensor):
        """Where each channel of a tensor comes from: (unit or None for the earlier layer, channel), None for padding."""
        if tensor == self.earlier:
            return [(None, i) for i in range(self.values[tensor].shape[1])]
        node = self.model.producer[tensor]
        if self.sums(tensor):
            return [(tensor, i) for i in range(self.values[tensor].shape[1])]
        inputs = self.model.channel_inputs(node)
        if node.op in UNCHANGED | POOLING:
            return self.origins(inputs[0])
        if node.op == "Concat" and node["axis"] == 1:
            return [origin for i in inputs for origin in self.origins(i)]
        if node.op in ("Slice", "Pad"):
            return self.moved(node, inputs[0])
        raise SystemExit(f"torch_terms.py: no channels through {node.op} (node of {tensor!r})")

    def sums(self, tensor):
        """Whether a tensor is a unit: a convolution's or an addition's result, batch normalization behind it included."""
        node = self.model.producer.get(tensor)
        if tensor == self.earlier or node is None:
            return False
        return node.op in ("Conv", *SUMS) or node.op == "BatchNormalization" and self.sums(node.inputs[0])

    def moved(self, node, tensor):
        """Renumbers channels as a slice or a pad does: by sending the numbers 1, 2, ... through the node."""
        shape = self.values[tensor].shape
        numbers = torch.arange(1, shape[1] + 1).reshape(1, -1, 1, 1).expand(shape).to(self.model.dtype)
        through = apply(node, [numbers] + [self.values[i] for i in node.inputs[1:]])
        before = self.origins(tensor)
        return [before[int(n) - 1] if n > 0 else None for n in through.amax((0, 2, 3)).tolist()]

    def terms(self, tensor, scale=None):
        """What a sum consists of, in the order of the operands."""
        node = self.model.producer.get(tensor)
        scale = torch.ones(self.values[tensor].shape[1], 1, dtype=self.model.dtype) if scale is None else scale
        if tensor == self.earlier or node.op not in ("Conv", "BatchNormalization", *SUMS):
            return [(None, tensor, scale)]
        if node.op == "Conv":
            return [(node, node.inputs[0], scale)]
        if node.op == "BatchNormalization":
            gamma, _, _, variance = (self.values[i] for i in node.inputs[1:])
            factor = gamma / (variance + node.get("epsilon", 1e-5)).sqrt()
            return self.terms(node.inputs[0], scale * factor[:, None])
        return [term for i in node.inputs for term in self.terms(i, scale)]

    def step(self, unit):
        terms, outputs = self.terms(unit), self.values[unit].shape[1]
        columns = []
        for node, tensor, _ in terms:
            origins = self.origins(tensor)
            if node is None:
                columns.append([[origin] for origin in origins])
                continue
            group = node.get("group", 1)
            inputs, each = len(origins) // group, outputs // group
            columns.append([[origins[j // each * inputs + i] for i in range(inputs)] for j in range(outputs)])
        sources = numpy.empty((outputs, sum(len(c[0]) for c in columns)), object)
        for j in range(outputs):
            sources[j] = numpy.fromiter((s for c in columns for s in c[j]), object)
        return Step(terms, sources)


def extremes(model, values, step):
    """Maximum and minimum over positions of each candidate's term: two arrays [O, candidates]."""
    largest, smallest = [], []
    for node, tensor, scale in step.terms:
        x = values[tensor]
        if node is None:
            maps = (x[0] * scale[:, :, None])[:, None]
        else:
            maps = term_maps(node, x, values[node.inputs[1]] * scale[:, :, None, None])
        largest.append(maps.amax((2, 3)))
        smallest.append(maps.amin((2, 3)))
    return torch.cat(largest, 1).double().numpy(), torch.cat(smallest, 1).double().numpy()


def term_maps(node, x, kernel):
    """What each input channel alone adds to each output: [O, inputs of its group, H, W]."""
    outputs, inputs, height, width = kernel.shape
    group = node.get("group", 1)
    each = outputs // group
    single = kernel.reshape(group, each, inputs, height, width).transpose(1, 2).reshape(-1, 1, height, width)
    maps = op_conv(node, x, single, groups=group * inputs)[0]
    size = maps.shape[1:]
    return maps.reshape(group, inputs, each, *size).transpose(1, 2).reshape(outputs, inputs, *size)


def choose(model, values, links, k, names):
    """For each kind of count and each unit: which candidates are recorded, and by what gap (below 0: not)."""
    chosen = {}
    for found in links:
        for unit, step in found.units.items():
            largest, smallest = extremes(model, values, step)
            absent = numpy.equal(step.sources, None)
            scale = numpy.maximum(numpy.abs(largest), numpy.abs(smallest)).max(1, keepdims=True).clip(min=1e-300)
            for name in names:
                terms, floor = (largest, -numpy.inf) if name == "influence" else (-smallest, 0.0)
                chosen[name, unit] = top(numpy.where(absent, -numpy.inf, terms), scale, k, floor)
    return chosen


def top(terms, scale, k, floor):
    """The k largest of each row that are above floor; of equal ones the first."""
    order = numpy.argsort(-terms, axis=1, kind="stable")
    ranked = numpy.take_along_axis(terms, order, 1)
    ranked = numpy.concatenate([ranked, numpy.full((len(terms), k + 1), -numpy.inf)], 1)
    position = numpy.argsort(order, axis=1, kind="stable")
    chosen = (position < k) & (terms > floor)
    bar = numpy.where(chosen, ranked[:, k : k + 1], ranked[:, k - 1 : k]).clip(min=floor)
    with numpy.errstate(invalid="ignore"):
        gap = numpy.where(terms == -numpy.inf, -numpy.inf, (terms - bar) / scale)
    return chosen, gap


@dataclasses.dataclass
class Counts:
    """What each image recorded, and by what gap: two arrays [images, ...], gaps below 0 where it did not."""

    chosen: numpy.ndarray
    gap: numpy.ndarray

    def bounds(self, gap):
        """The least and the largest counts if values closer than gap may swap; for None both are the counts."""
        if gap is None:
            return self.chosen.sum(0), self.chosen.sum(0)
        return (self.chosen & (self.gap > gap)).sum(0), (self.chosen | (self.gap >= -gap)).sum(0)

    def possible(self, got):
        def fits(gap):
            lo, hi = self.bounds(gap)
            return (lo <= got) & (got <= hi)

        return fits
