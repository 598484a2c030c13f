"""Runs an ONNX image classifier with torch, node by node, and reads its layers and links off the graph.

Covers what convolutional classifiers without dynamic shapes are made of; other operators end the program by name.
Needs torch, onnx and numpy (Debian: python3-torch, python3-onnx, python3-numpy).
"""
import math
import sys

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

POOLING = {"MaxPool", "AveragePool", "GlobalAveragePool"}
UNCHANGED = {"Relu", "Dropout", "Identity", "BatchNormalization", "LRN"}  # the same channels at the same positions
INTEGERS = {
    "ConstantOfShape": lambda node, x: torch.full(tuple(x.tolist()), node.get("value", torch.zeros(1)).item()).long(),
    "Cast": lambda node, x: x,
    "Shape": lambda node, x: torch.tensor(x.shape),
    "Gather": lambda node, x, i: x[i],
    "Unsqueeze": lambda node, x, axes: x.reshape(1),
    "Transpose": lambda node, x: x.permute(*node["perm"]),
}


class Node(dict):
    """A node's attributes, with its op, inputs and output."""

    def __init__(self, proto):
        super().__init__((a.name, onnx.helper.get_attribute_value(a)) for a in proto.attribute)
        if "value" in self:
            self["value"] = torch.from_numpy(numpy_helper.to_array(self["value"]).copy())
        self.op, self.inputs, self.output = proto.op_type, [i for i in proto.input if i], proto.output[0]


class Model:
    def __init__(self, path, dtype):
        graph = onnx.load(path).graph
        self.dtype = dtype
        self.weights = {w.name: self.cast(torch.from_numpy(numpy_helper.to_array(w).copy())) for w in graph.initializer}
        self.nodes = [Node(n) for n in graph.node]
        self.producer = {n.output: n for n in self.nodes}
        self.input = next(i.name for i in graph.input if i.name not in self.weights)
        self.outputs = [o.name for o in graph.output]

    def cast(self, x):
        return x.to(self.dtype) if x.is_floating_point() else x

    def run(self, x):
        """All tensors of the graph for the input x [1, 3, H, W]."""
        values = {**self.weights, self.input: x.to(self.dtype)}
        for node in self.nodes:
            if node.op == "Constant":
                values[node.output] = self.cast(node["value"])
            else:
                values[node.output] = apply(node, [values[i] for i in node.inputs])
        return values

    def channel_inputs(self, node):
        """The inputs that carry channels: those that are not constants."""
        return [i for i in node.inputs if i == self.input or i in self.producer and self.moves(i)]

    def moves(self, tensor):
        """Whether a tensor depends on the image's values, not on its shape alone."""
        node = self.producer.get(tensor)
        return tensor == self.input or node is not None and node.op != "Shape" and any(map(self.moves, node.inputs))

    def reaches(self, tensor, avoiding=None):
        """The nodes that a tensor feeds, directly or not, without passing the tensor avoiding."""
        live, found = {tensor}, []
        for node in self.nodes:
            if live & set(node.inputs) and node.output != avoiding and node.op != "Shape":
                live.add(node.output)
                found.append(node)
        return found

    def layers(self, values):
        """Tensors that cut the graph in two: the last of each run of the same channels, before any pooling or LRN."""
        final, chosen, pooled = self.outputs[0], [], set()
        for node in self.nodes:
            t = node.output
            cuts = self.moves(t) and values[t].dim() == 4 and final not in {n.output for n in self.reaches(self.input, t)}
            if not cuts:
                continue
            source = self.channel_inputs(node)[0]
            if node.op in POOLING or node.op == "LRN" or node.op in UNCHANGED and source in pooled:
                pooled.add(t)
                continue
            if chosen and node.op in UNCHANGED and source == chosen[-1]:
                chosen.pop()
            chosen.append(t)
        return [t for t in chosen if any(n.op in ("Conv", "Gemm", "MatMul") for n in self.reaches(t))]


def apply(node, x):
    if node.op in INTEGERS:
        return INTEGERS[node.op](node, *x)
    operator = globals().get("op_" + node.op.lower())
    if operator is None:
        sys.exit(f"torch_model.py: no operator {node.op} (node of {node.output!r})")
    return operator(node, *x)


def padded(node, x, value=0.0):
    top, left, bottom, right = node.get("pads", [0, 0, 0, 0])
    return F.pad(x, (left, right, top, bottom), value=value)


def op_conv(node, x, kernel, bias=None, groups=None):
    if node.get("auto_pad", b"NOTSET") != b"NOTSET":
        sys.exit(f"torch_model.py: auto_pad (node of {node.output!r})")
    geometry = {"stride": node.get("strides", [1, 1]), "dilation": node.get("dilations", [1, 1])}
    return F.conv2d(padded(node, x), kernel, bias, groups=groups or node.get("group", 1), **geometry)


def op_maxpool(node, x):
    return F.max_pool2d(
        padded(node, x, -math.inf), node["kernel_shape"], node.get("strides", [1, 1]), ceil_mode=bool(node.get("ceil_mode", 0))
    )


def op_averagepool(node, x):
    def window(y):
        return F.avg_pool2d(padded(node, y), node["kernel_shape"], node.get("strides", [1, 1]))

    return window(x) if node.get("count_include_pad", 0) else window(x) / window(torch.ones_like(x))


def op_globalaveragepool(node, x):
    return x.mean((2, 3), keepdim=True)


def op_batchnormalization(node, x, scale, bias, mean, variance):
    return F.batch_norm(x, mean, variance, scale, bias, eps=node.get("epsilon", 1e-5))


def op_lrn(node, x):
    return F.local_response_norm(x, node["size"], node.get("alpha", 1e-4), node.get("beta", 0.75), node.get("bias", 1.0))


def op_relu(node, x):
    return x.clamp(min=0)


def op_dropout(node, x, *_):
    return x


op_identity = op_dropout


def op_add(node, a, b):
    return a + b


def op_sum(node, *x):
    return sum(x[1:], x[0])


def op_concat(node, *x):
    return torch.cat(x, node["axis"])


def op_flatten(node, x):
    return x.flatten(node.get("axis", 1))


def op_reshape(node, x, shape):
    return x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape.tolist())])


def op_softmax(node, x):
    return x.softmax(node.get("axis", 1))


def op_gemm(node, a, b, c=None):
    a = a.T if node.get("transA", 0) else a
    b = b.T if node.get("transB", 0) else b
    product = node.get("alpha", 1.0) * (a @ b)
    return product if c is None else product + node.get("beta", 1.0) * c


def op_slice(node, x, starts, ends, axes=None, steps=None):
    axes = range(len(starts)) if axes is None else axes.tolist()
    steps = [1] * len(starts) if steps is None else steps.tolist()
    for start, end, axis, step in zip(starts.tolist(), ends.tolist(), axes, steps):
        kept = range(x.shape[axis])[slice(max(start, -(2**31)), max(end, -(2**31)), step)]
        x = x.index_select(axis, torch.tensor(list(kept), dtype=torch.long))
    return x


def op_pad(node, x, pads, value=None):
    half = len(pads) // 2
    sides = [(int(pads[d]), int(pads[half + d])) for d in reversed(range(half))]
    return F.pad(x, [n for side in sides for n in side], value=0.0 if value is None else value.item())
