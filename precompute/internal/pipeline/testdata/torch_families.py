"""Exports small networks with the blocks of published ones and random weights, as PyTorch writes them: one ONNX file each, beside this script.

Written with torch 1.13.1 and onnx 1.12.0 of Debian 12 (python3-torch, python3-onnx): python3 families.py
"""
import os

import onnx
import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = 3


def conv(inputs, outputs, kernel=1, stride=1, groups=1, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias)


def unit(inputs, outputs, kernel=1, stride=1, groups=1, act=nn.ReLU):
    parts = [("conv", conv(inputs, outputs, kernel, stride, groups)), ("norm", nn.BatchNorm2d(outputs))]
    if act:
        parts.append(("act", act()))
    net = nn.Sequential()
    for name, part in parts:
        net.add_module(name, part)
    return net


class Classifier(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, CLASSES)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(x), 1))


class Bottleneck(nn.Module):
    def __init__(self, inputs, narrow, stride):
        super().__init__()
        self.one = unit(inputs, narrow)
        self.two = unit(narrow, narrow, 3, stride)
        self.three = unit(narrow, 4 * narrow, act=None)
        self.down = unit(inputs, 4 * narrow, 1, stride, act=None) if stride > 1 or inputs != 4 * narrow else None
        self.act = nn.ReLU()

    def forward(self, x):
        shortcut = self.down(x) if self.down else x
        return self.act(self.three(self.two(self.one(x))) + shortcut)


def resnet():
    return nn.Sequential(unit(3, 8, 7, 2), nn.MaxPool2d(3, 2, 1), Bottleneck(8, 4, 1), Bottleneck(16, 4, 1), Bottleneck(16, 4, 2), Classifier(16))


class Dense(nn.Module):
    def __init__(self, inputs, grow):
        super().__init__()
        self.norm1, self.act1, self.conv1 = nn.BatchNorm2d(inputs), nn.ReLU(), conv(inputs, 2 * grow)
        self.norm2, self.act2, self.conv2 = nn.BatchNorm2d(2 * grow), nn.ReLU(), conv(2 * grow, grow, 3)

    def forward(self, x):
        y = self.conv1(self.act1(self.norm1(x)))
        return torch.cat([x, self.conv2(self.act2(self.norm2(y)))], 1)


def densenet():
    transition = nn.Sequential(nn.BatchNorm2d(14), nn.ReLU(), conv(14, 8), nn.AvgPool2d(2, 2))
    return nn.Sequential(unit(3, 6, 7, 2), nn.MaxPool2d(3, 2, 1), Dense(6, 4), Dense(10, 4), transition, Dense(8, 4), Dense(12, 4),
                         nn.BatchNorm2d(16), nn.ReLU(), Classifier(16))


class Excite(nn.Module):
    def __init__(self, channels, narrow, act, gate):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc1, self.fc2 = nn.Conv2d(channels, narrow, 1), nn.Conv2d(narrow, channels, 1)
        self.act, self.gate = act(), gate()

    def forward(self, x):
        return self.gate(self.fc2(self.act(self.fc1(self.pool(x))))) * x


class Inverted(nn.Module):
    """MobileNetV3's block, and EfficientNet's MBConv."""

    def __init__(self, inputs, wide, outputs, kernel, stride, act, excite):
        super().__init__()
        self.expand = unit(inputs, wide, act=act)
        self.depth = unit(wide, wide, kernel, stride, wide, act)
        self.excite = excite(wide) if excite else nn.Identity()
        self.project = unit(wide, outputs, act=None)
        self.around = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.project(self.excite(self.depth(self.expand(x))))
        return y + x if self.around else y


def mobilenet():
    def excite(channels):
        return Excite(channels, 4, nn.ReLU, nn.Hardsigmoid)

    return nn.Sequential(unit(3, 8, 3, 2, act=nn.Hardswish), Inverted(8, 12, 8, 3, 2, nn.ReLU, excite),
                         Inverted(8, 12, 8, 5, 1, nn.Hardswish, excite), Inverted(8, 12, 6, 3, 1, nn.Hardswish, None),
                         unit(6, 12, act=nn.Hardswish), Classifier(12))


def efficientnet():
    def excite(channels):
        return Excite(channels, 2, nn.SiLU, nn.Sigmoid)

    return nn.Sequential(unit(3, 8, 3, 2, act=nn.SiLU), Inverted(8, 12, 8, 3, 2, nn.SiLU, excite),
                         Inverted(8, 12, 8, 5, 1, nn.SiLU, excite), unit(8, 12, act=nn.SiLU), Classifier(12))


class Shuffle(nn.Module):
    """ShuffleNetV2's unit, with torchvision's channel_shuffle."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        half = outputs // 2
        self.first = nn.Sequential(unit(inputs, inputs, 3, stride, inputs, None), unit(inputs, half)) if stride > 1 else None
        self.second = nn.Sequential(unit(inputs if stride > 1 else half, half), unit(half, half, 3, stride, half, None), unit(half, half))

    def forward(self, x):
        if self.first:
            x = torch.cat((self.first(x), self.second(x)), 1)
        else:
            a, b = x.chunk(2, dim=1)
            x = torch.cat((a, self.second(b)), 1)
        n, c, h, w = x.size()
        return torch.transpose(x.view(n, 2, c // 2, h, w), 1, 2).contiguous().view(n, c, h, w)


def shufflenet():
    return nn.Sequential(unit(3, 6, 3, 2), nn.MaxPool2d(3, 2, 1), Shuffle(6, 12, 2), Shuffle(12, 12, 1), unit(12, 10), Classifier(10))


class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        return F.layer_norm(x.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias, self.eps).permute(0, 3, 1, 2)


class NeXt(nn.Module):
    """ConvNeXt's block, with the channels last behind the depthwise convolution."""

    def __init__(self, channels):
        super().__init__()
        self.depth = conv(channels, channels, 7, groups=channels, bias=True)
        self.norm = nn.LayerNorm(channels, eps=1e-6)
        self.one, self.act, self.two = nn.Linear(channels, 2 * channels), nn.GELU(), nn.Linear(2 * channels, channels)
        self.scale = nn.Parameter(torch.ones(channels, 1, 1))

    def forward(self, x):
        y = self.two(self.act(self.one(self.norm(self.depth(x).permute(0, 2, 3, 1)))))
        return x + self.scale * y.permute(0, 3, 1, 2)


def convnext():
    return nn.Sequential(nn.Conv2d(3, 8, 4, 4), LayerNorm2d(8), NeXt(8), LayerNorm2d(8), nn.Conv2d(8, 12, 2, 2), NeXt(12), Classifier(12))


class Mixed(nn.Module):
    """GoogLeNet's block, as torchvision has it: with batch normalizations, and 3x3 in the place of 5x5."""

    def __init__(self, inputs, one, three, five, pooled):
        super().__init__()
        self.one = unit(inputs, one)
        self.three = nn.Sequential(unit(inputs, 4), unit(4, three, 3))
        self.five = nn.Sequential(unit(inputs, 3), unit(3, five, 3))
        self.pooled = nn.Sequential(nn.MaxPool2d(3, 1, 1, ceil_mode=True), unit(inputs, pooled))

    def forward(self, x):
        return torch.cat([self.one(x), self.three(x), self.five(x), self.pooled(x)], 1)


def googlenet():
    return nn.Sequential(unit(3, 6, 7, 2), nn.MaxPool2d(3, 2, ceil_mode=True), unit(6, 6), unit(6, 8, 3), nn.MaxPool2d(3, 2, ceil_mode=True),
                         Mixed(8, 3, 5, 3, 3), Mixed(14, 4, 4, 3, 3), nn.MaxPool2d(2, 2, ceil_mode=True), Mixed(14, 4, 5, 3, 4), Classifier(16))


def randomize(net):
    first = True
    for part in net.modules():
        if isinstance(part, nn.Conv2d):
            nn.init.kaiming_normal_(part.weight)
            if first:  # it sees pixels of 0 to 255
                part.weight.data /= 100
                first = False
        elif isinstance(part, (nn.BatchNorm2d, nn.LayerNorm)):
            part.weight.data = (0.5 + torch.rand(part.weight.shape)) * (1 - 2 * (torch.rand(part.weight.shape) < 0.2).float())
            nn.init.normal_(part.bias, std=0.3)
        elif isinstance(part, NeXt):
            nn.init.normal_(part.scale)
        if isinstance(part, nn.BatchNorm2d):
            nn.init.normal_(part.running_mean, std=0.2)
            part.running_var.data = 0.5 + torch.rand(part.running_var.shape)


def export(name, net, opset, size=32):
    torch.manual_seed(sum(map(ord, name)))
    randomize(net)
    path = os.path.join(HERE, f"torch-{name}.onnx")
    torch.onnx.export(net.eval(), torch.zeros(1, 3, size, size), path, opset_version=opset, input_names=["image"], output_names=["scores"])
    model = onnx.load(path)
    entry = model.metadata_props.add()
    entry.key, entry.value = "summit.preprocess", f'size = [{size}, {size}]\nresize = "none"\n'
    onnx.save(model, path)
    assert os.path.getsize(path) < 30_000, (name, os.path.getsize(path))


for arguments in (
    ("resnet", resnet(), 9), ("densenet", densenet(), 11), ("mobilenet-v3", mobilenet(), 13), ("efficientnet", efficientnet(), 12),
    ("shufflenet-v2", shufflenet(), 10), ("convnext", convnext(), 16), ("googlenet", googlenet(), 13),
):
    export(*arguments)
