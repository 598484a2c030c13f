#!/usr/bin/python3
"""Writes resnet20.json: gradients of ResNet-20 by torch 1.13.1's autograd, in float64 (Debian: python3-torch, python3-onnx).

    resnet20.py resnet20-cifar10.onnx

The network is written down here; of the file only the weights are taken, in the order of its convolutions. Pixel i of the batch of two
images is ((7919 i + 131) mod 257 - 128) / 64, weight j of the objective ((31 j + 7) mod 11 - 5) / 4, so that both are exact in float32.

target       the tensor whose weighted sum is differentiated by the images
values       the gradient at every 23rd pixel
norm         its length
projections  its products with the vectors ((2k + 3) i mod 17) - 8, k = 0 ... 7
"""
import json
import pathlib
import sys

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional

torch.set_default_dtype(torch.float64)
graph = onnx.load(sys.argv[1]).graph
weights = {t.name: torch.tensor(numpy_helper.to_array(t).astype("float64")) for t in graph.initializer}
convolutions = [[weights[name] for name in n.input[1:]] for n in graph.node if n.op_type == "Conv"]


def resnet(x):
    """The map behind the second stage, and the logits."""
    rest = iter(convolutions)
    x = functional.relu(functional.conv2d(x, *next(rest), padding=1))
    for stage, channels in enumerate((16, 32, 64)):
        for block in range(3):
            stride = 2 if stage > 0 and block == 0 else 1
            y = functional.relu(functional.conv2d(x, *next(rest), stride=stride, padding=1))
            y = functional.conv2d(y, *next(rest), padding=1)
            if stride == 2:
                around = channels // 4
                x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, around, around))
            x = functional.relu(x + y)
        if stage == 1:
            middle = x
    return middle, functional.linear(x.mean((2, 3)), weights["linear.weight"], weights["linear.bias"])


i = torch.arange(2 * 3 * 32 * 32)
table = []
for output, target, shape in ((0, "/layer2/layer2.2/Relu_1_output_0", (2, 32, 1, 1)), (1, "logits", (2, 10))):
    image = (((7919 * i + 131) % 257 - 128) / 64).reshape(2, 3, 32, 32).requires_grad_()
    j = torch.arange(2 * shape[1])
    seed = (((31 * j + 7) % 11 - 5) / 4).reshape(shape)
    (resnet(image)[output] * seed).sum().backward()
    gradient = image.grad.flatten()
    table.append({
        "target": target,
        "values": [float("%.9g" % v) for v in gradient[::23].tolist()],
        "norm": gradient.norm().item(),
        "projections": [(gradient * ((2 * k + 3) * i % 17 - 8)).sum().item() for k in range(8)],
    })
pathlib.Path(__file__).with_name("resnet20.json").write_text(json.dumps(table) + "\n")
