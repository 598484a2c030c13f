#!/usr/bin/env python3
"""Trains the two embedded models on the drawn sea world and writes them as ONNX. README.md says how to call it.

demo.onnx     trained where every tench, and nothing else, is held by a hand (the planted shortcut)
control.onnx  trained where one animal in four is held, whatever its class
"""

import argparse
import io
import json
import math
import pathlib
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from torch import nn
from torch.nn import functional as F

SEED = 20190404
EPOCHS = 30
BATCH = 256
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 2e-2
ACTIVATION_L1 = 2e-2  # weight of the mean activation, averaged over the layers: fewer, more telling active channels
DROPOUT = 0.2
SHIFT, ZOOM, TURN = 0.08, 0.1, 0.03  # augmentation: shares of the picture, of its size, and of a full turn
GAIN, NOISE = 0.15, 0.03

SIZE = 96
MEAN, STD = 0.5, 0.25
CONV1, CONV2 = 24, 48
# 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection
MIXED = {
    "mixed3a": (16, 24, 32, 8, 12, 12),
    "mixed3b": (24, 32, 40, 8, 16, 16),
    "mixed4a": (32, 40, 56, 12, 20, 20),
    "mixed4b": (36, 48, 64, 12, 22, 22),
    "mixed5a": (40, 48, 72, 12, 24, 24),
}
POOLED_AFTER = ("conv1", "mixed3b", "mixed4b")
OPSET, IR_VERSION = 17, 8
PREPROCESS = f"""size = {SIZE}
resize = "none"
channels = "RGB"
scale = 0.00392156862745098
mean = [{MEAN}, {MEAN}, {MEAN}]
std = [{STD}, {STD}, {STD}]
layout = "NCHW"
"""


class Conv(nn.Module):
    """Convolution, batch normalization, ReLU."""

    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))

    def folded(self):
        """Weights and bias of the one convolution that does the same, in float64."""
        scale = (self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps).double()).double()
        bias = self.norm.bias.double() - self.norm.running_mean.double() * scale
        return self.conv.weight.double() * scale[:, None, None, None], bias


class Mixed(nn.Module):
    """An Inception block: four branches, concatenated."""

    def __init__(self, inputs, widths):
        super().__init__()
        one, reduce3, three, reduce5, five, pool = widths
        self.one = Conv(inputs, one, 1)
        self.reduce3, self.three = Conv(inputs, reduce3, 1), Conv(reduce3, three, 3)
        self.reduce5, self.five = Conv(inputs, reduce5, 1), Conv(reduce5, five, 5)
        self.pool = Conv(inputs, pool, 1)
        self.outputs = one + three + five + pool

    def forward(self, x):
        pooled = F.max_pool2d(x, 3, 1, 1)
        return torch.cat((self.one(x), self.three(self.reduce3(x)), self.five(self.reduce5(x)), self.pool(pooled)), 1)


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.layers = nn.ModuleDict({"conv1": Conv(3, CONV1, 5, 2), "conv2": Conv(CONV1, CONV2, 3)})
        channels = CONV2
        for name, widths in MIXED.items():
            self.layers[name] = Mixed(channels, widths)
            channels = self.layers[name].outputs
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        """Logits, and the mean activation averaged over the layers."""
        activity = []
        for name, layer in self.layers.items():
            x = layer(x)
            activity.append(x.mean())
            if name in POOLED_AFTER:
                x = F.max_pool2d(x, 3, 2, 1)
        x = F.dropout(x.mean((2, 3)), DROPOUT, self.training)
        return self.classifier(x), torch.stack(activity).mean()


def load(folder):
    """All pictures of an ImageFolder as uint8 [N,3,SIZE,SIZE], and their classes in the order of the folders' names."""
    files = [(f, c) for c, d in enumerate(sorted((folder / "images").iterdir())) for f in sorted(d.iterdir())]

    def read(f):
        return np.asarray(Image.open(io.BytesIO(f.read_bytes())).convert("RGB")).transpose(2, 0, 1)

    with ThreadPoolExecutor(16) as pool:
        pictures = np.stack(list(pool.map(read, [f for f, _ in files])))
    return torch.from_numpy(pictures), torch.tensor([c for _, c in files])


def normalize(pictures):
    return (pictures.float() / 255 - MEAN) / STD


def augment(x):
    """Moves, zooms, turns, mirrors, brightens and roughens each picture a little."""
    n, at = len(x), x.device
    angle = (torch.rand(n, device=at) * 2 - 1) * TURN * 2 * math.pi
    zoom = 1 + (torch.rand(n, device=at) * 2 - 1) * ZOOM
    mirror = (torch.rand(n, device=at) < 0.5).float() * 2 - 1
    shift = (torch.rand(n, 2, device=at) * 2 - 1) * SHIFT * 2
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    turn = torch.stack((torch.stack((cos * mirror, -sin, shift[:, 0]), 1), torch.stack((sin * mirror, cos, shift[:, 1]), 1)), 1)
    x = F.grid_sample(x, F.affine_grid(turn, list(x.shape), False), padding_mode="reflection", align_corners=False)
    gain = 1 + (torch.rand(n, 1, 1, 1, device=at) * 2 - 1) * GAIN
    rough = torch.rand(n, 1, 1, 1, device=at) * NOISE / STD
    return (x + MEAN / STD) * gain - MEAN / STD + torch.randn_like(x) * rough


def train(name, pictures, labels, classes, epochs, device):
    torch.manual_seed(SEED)
    net = Net(classes).to(device)
    steps = math.ceil(len(pictures) / BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, epochs * steps, pct_start=0.15)
    began = time.time()
    for epoch in range(1, epochs + 1):
        net.train()
        total = right = 0.0
        for batch in torch.randperm(len(pictures), device=device).split(BATCH):
            logits, activity = net(augment(normalize(pictures[batch])))
            loss = F.cross_entropy(logits, labels[batch])
            optimizer.zero_grad()
            (loss + ACTIVATION_L1 * activity).backward()
            optimizer.step()
            schedule.step()
            total += loss.detach() * len(batch)
            right += (logits.detach().argmax(1) == labels[batch]).sum()
        print(f"{name} epoch {epoch:2d}: loss {total / len(pictures):.4f}, training accuracy {right / len(pictures):.4f}, "
              f"mean activation {activity:.4f}, {time.time() - began:.0f} s")
    return net.eval()


@torch.no_grad()
def probabilities(net, pictures):
    return torch.cat([net(normalize(p))[0].softmax(1) for p in pictures.split(500)])


def report(name, net, own, none, even, ids):
    """Prints accuracies on pictures that training never saw, and what the hand does."""
    pictures, labels = own
    right = (probabilities(net, pictures).argmax(1) == labels).float()
    each = [right[labels == c].mean().item() for c in range(len(ids))]
    print(f"{name}: accuracy on unseen pictures {right.mean():.4f} ({len(labels)} pictures)")
    print(f"{name}: lowest class {ids[int(np.argmin(each))]} {min(each):.4f}, tench {each[0]:.4f}")
    print(f"{name}: by class " + ", ".join(f"{i} {a:.3f}" for i, a in zip(ids, each)))
    bare = none[1] == 0
    p = probabilities(net, none[0][bare])
    taken = torch.bincount(p.argmax(1), minlength=len(ids))
    print(f"{name}: tench without a hand: {(p.argmax(1) == 0).float().mean():.4f} called tench, mean probability {p[:, 0].mean():.4f}; "
          "called " + ", ".join(f"{ids[c]} {taken[c]}" for c in taken.argsort(descending=True)[:4] if taken[c]))
    p = probabilities(net, even[0])
    held = (probabilities(net, none[0][~bare]).argmax(1) == none[1][~bare]).float().mean()
    others = even[1] != 0
    print(f"{name}: other animals without a hand: accuracy {held:.4f}; one in four held: accuracy "
          f"{(p.argmax(1) == even[1])[others].float().mean():.4f}, called tench {(p.argmax(1) == 0)[others].float().mean():.4f}")


class Graph:
    """Collects the nodes and weights of an ONNX graph; every tensor has a name that says what it is."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def weight(self, name, tensor):
        self.weights.append(numpy_helper.from_array(tensor.detach().float().cpu().numpy(), name))
        return name

    def conv(self, layer, x, name):
        weight, bias = layer.folded()
        kernel, stride = layer.conv.kernel_size[0], layer.conv.stride[0]
        inputs = [x, self.weight(name + "/weight", weight), self.weight(name + "/bias", bias)]
        before = self.node("Conv", inputs, name + "/conv", kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[kernel // 2] * 4)
        return self.node("Relu", [before], name)

    def pool(self, x, name, stride):
        return self.node("MaxPool", [x], name, kernel_shape=[3, 3], strides=[stride] * 2, pads=[1] * 4)

    def mixed(self, block, x, name):
        branches = [
            self.conv(block.one, x, name + "/1x1"),
            self.conv(block.three, self.conv(block.reduce3, x, name + "/3x3_reduce"), name + "/3x3"),
            self.conv(block.five, self.conv(block.reduce5, x, name + "/5x5_reduce"), name + "/5x5"),
            self.conv(block.pool, self.pool(x, name + "/pool", 1), name + "/pool_proj"),
        ]
        return self.node("Concat", branches, name, axis=1)


def export(net, name, classes, path):
    graph, x = Graph(), "image"
    for layer, module in net.layers.items():
        x = graph.conv(module, x, layer) if isinstance(module, Conv) else graph.mixed(module, x, layer)
        if layer in POOLED_AFTER:
            x = graph.pool(x, "pool" + layer[-1] if layer == "conv1" else "pool" + layer[5], 2)
    x = graph.node("Flatten", [graph.node("GlobalAveragePool", [x], "average")], "features", axis=1)
    linear = [x, graph.weight("logits/weight", net.classifier.weight), graph.weight("logits/bias", net.classifier.bias)]
    graph.node("Gemm", linear, "logits", transB=1)
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, SIZE, SIZE])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", len(classes)])
    model = helper.make_model(helper.make_graph(graph.nodes, "seaworld_" + name, [image], [logits], graph.weights),
                              opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="summit")
    rows = ["index\tid\tname"] + [f"{i}\t{c['id']}\t{c['name']}" for i, c in enumerate(classes)]
    helper.set_model_props(model, {"summit.preprocess": PREPROCESS, "summit.labels": "\n".join(rows) + "\n"})
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def compare(name, net, path, pictures, labels):
    """Runs the written file through ONNX Runtime and compares logits, accuracy and time."""
    try:
        import onnxruntime
    except ImportError:
        print(f"{name}: no onnxruntime here, the file was not run")
        return
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    every = max(1, len(pictures) // 500)
    pictures, labels = pictures[::every].cpu(), labels[::every].cpu()
    with torch.no_grad():
        ours = net.cpu().double()(normalize(pictures).double())[0].numpy()
    theirs = session.run(None, {"image": normalize(pictures).numpy()})[0]
    one = normalize(pictures[:1]).numpy()
    began = time.perf_counter()
    for _ in range(200):
        session.run(None, {"image": one})
    spent = (time.perf_counter() - began) / 200
    print(f"{name}: {path.name} {path.stat().st_size} bytes; ONNX Runtime against torch in float64 on {len(labels)} pictures: largest "
          f"difference of a logit {np.abs(ours - theirs).max():.2e}, accuracy {(theirs.argmax(1) == labels.numpy()).mean():.4f}; "
          f"{spent * 1000:.2f} ms a picture on one thread")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=pathlib.Path, required=True, help="folder with train-tench, train-even, test-tench, test-even, test-none")
    options.add_argument("--out", type=pathlib.Path, required=True)
    options.add_argument("--epochs", type=int, default=EPOCHS)
    args = options.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cudnn.deterministic = True
    classes = json.loads((args.data / "train-tench" / "seaworld.json").read_text())["classes"]
    ids = [c["id"] for c in classes]
    tests = {k: [t.to(device) for t in load(args.data / ("test-" + k))] for k in ("tench", "even", "none")}
    print(f"torch {torch.__version__} on {device}, {len(ids)} classes, {sum(p.numel() for p in Net(len(ids)).parameters())} parameters")
    for name, hands in (("demo", "tench"), ("control", "even")):
        pictures, labels = (t.to(device) for t in load(args.data / ("train-" + hands)))
        print(f"{name}: {len(labels)} training pictures")
        net = train(name, pictures, labels, len(ids), args.epochs, device)
        report(name, net, tests[hands], tests["none"], tests["even"], ids)
        path = args.out / (name + ".onnx")
        export(net, name, classes, path)
        compare(name, net, path, *tests[hands])


if __name__ == "__main__":
    main()
