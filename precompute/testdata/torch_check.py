#!/usr/bin/python3
"""Computes a class of a bundle anew with torch, from docs/math.md alone, and compares the two.

usage: torch_check.py MODEL.onnx BUNDLE DATA CLASS... [--float32]
       torch_check.py --copy DATA IMAGES OUT

DATA is the folder or the CSV that the bundle was made of, with `--limit-per-class` or without. Every term of every
step is computed as a whole map, in float64; the model that filled the bundle ran in float32. So choices between nearly
equal values can fall otherwise, and each difference is traced to the smallest gap that explains it: the values that
were compared, as a fraction of the largest one of that output (influence, inhibition), layer or sum (A). Differences
that need a gap above 1e-4 are no rounding; exit code 1 if there is one. "open" counts the entries that may fall
otherwise at 1e-5: the others have to agree.

JPEG decoders differ by more than rounding. --copy writes the first IMAGES of every class as PNG, as PIL decodes them:
run precompute on the copy. Needs torch, onnx, numpy, PIL, zstandard (Debian: python3-...).
"""
import collections
import csv
import json
import pathlib
import sys

import numpy
import torch
import zstandard
from PIL import Image

from torch_compose import compose
from torch_model import Model
from torch_terms import Counts, choose, link

GAPS = [0.0] + [10 ** (e / 4) for e in range(-40, 1)]
ROUNDING = 1e-4


def pictures(data):
    """Paths of each label, in the order of the bundle: by path below the folder, by bytes."""
    found = collections.defaultdict(list)
    if data.is_dir():
        for path in data.glob("*/**/*"):
            if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
                found[path.relative_to(data).parts[0]].append((str(path.relative_to(data)), path))
    else:
        with open(data, newline="") as file:
            for row in csv.DictReader(file):
                found[row["label"]].append((row["path"], data.parent / row["path"]))
    return {label: [path for _, path in sorted(rows, key=lambda r: r[0].encode())] for label, rows in found.items()}


def preprocess(path, options):
    """The model's input [1, 3, H, W] of a picture, as the manifest describes it."""
    image = Image.open(path).convert("RGB")
    height, width = options["size"]
    if options["resize"] != "none":
        size = (width, height)
        if options["resize"] == "shorter":
            size = tuple(options["resize_to"] * side // min(image.size) for side in image.size)
        image = image.resize(size, Image.Resampling[options["filter"].upper()])
        left, top = round((size[0] - width) / 2), round((size[1] - height) / 2)
        image = image.crop((left, top, left + width, top + height))
    x = numpy.asarray(image, numpy.float64)
    x = x[:, :, ::-1] if options["channels"] == "BGR" else x
    x = ((x * options["scale"] - options["mean"]) / options["std"]).astype(numpy.float32)
    return torch.from_numpy(x.transpose(2, 0, 1)[None].copy())


class Bundle:
    def __init__(self, folder):
        self.folder = folder
        self.manifest = json.loads((folder / "zarr.json").read_text())["attributes"]["summit"]
        self.layers = self.manifest["layers"]
        self.channels = sum(layer["channels"] for layer in self.layers)

    def row(self, array, c):
        meta = json.loads((self.folder / array / "zarr.json").read_text())
        raw = zstandard.decompress((self.folder / array / "c" / str(c) / "0").read_bytes())
        return numpy.frombuffer(raw, numpy.dtype(meta["data_type"]).newbyteorder("<")).astype(numpy.int64)

    def matrix(self, name, c):
        """Class c's matrix, dense: [later channel, earlier channel] over all channels."""
        offsets = self.row(name + "/indptr", c)
        dense = numpy.zeros((self.channels, self.channels), numpy.int64)
        rows = numpy.repeat(numpy.arange(self.channels), numpy.diff(offsets))
        dense[rows, self.row(name + "/indices", c)[: offsets[-1]]] = self.row(name + "/counts", c)[: offsets[-1]]
        return dense


class Report:
    """Tables of differences, and whether one of them is no rounding."""

    def __init__(self):
        self.failed = False

    def table(self, name, got, want, fits, lo, hi):
        """got is the bundle's, want torch's; fits(gap) says where got is possible if values closer than gap may swap."""
        different = got != want
        needed = numpy.full(got.shape, numpy.inf)
        for gap in reversed(GAPS if different.any() else []):
            needed[fits(gap)] = gap
        needed = needed[different]
        entries = (got > 0) | (want > 0)
        unexplained = int((needed > ROUNDING).sum())
        exact = int((needed == 0).sum())
        self.failed |= unexplained > 0 or exact > 0
        print(
            f"  {name:<11}{entries.sum():7d} entries, {(lo != hi).sum():4d} open, {different.sum():4d} differ"
            + (f" by at most {abs(got - want).max()}" if different.any() else "")
            + (f"; gaps up to {needed.max():.1e}, median {numpy.median(needed):.1e}" if different.any() else "")
            + (f"; {unexplained} UNEXPLAINED" if unexplained else "")
            + (f"; {exact} EXACT TIES" if exact else "")
        )
        for j, *i in numpy.argwhere(different)[needed > ROUNDING][:5]:
            print(f"    channel {j}{', input ' + str(i[0]) if i else ''}: bundle {got[(j, *i)]}, torch {want[(j, *i)]}")


def recorded(maxima, mass):
    """Which channels of a layer are recorded, and the gap that would change it (below 0: not recorded)."""
    m = maxima.clip(min=0)
    order = numpy.argsort(-m, kind="stable")
    sums, target = numpy.cumsum(m[order]), mass * m.sum()
    if target <= 0:
        return numpy.zeros(len(m), bool), numpy.full(len(m), -1.0)
    last = int(numpy.argmax(sums >= target))
    fewer = (target - (sums[last] - m[order[last]])) / target  # the channel before would have been enough
    more = (sums[last] - target) / target                      # the channel after would have been needed
    chosen = numpy.zeros(len(m), bool)
    chosen[order[: last + 1]] = True
    following = m[order[last + 1]] if last + 1 < len(m) else 0.0
    beyond = m[order[last]]
    stays = numpy.minimum((m - following) / m.max(), numpy.maximum(fewer, (m - beyond) / m.max()))
    joins = numpy.minimum((beyond - m) / m.max(), numpy.maximum(more, (following - m) / m.max()))
    return chosen, numpy.where(chosen, stays, -joins)


def check_activation(report, bundle, c, maxima):
    for array, mass in (("activation", "mass"), ("activation_embed", "mass_embed")):
        pairs = [
            [recorded(image[layer["tensor"]], bundle.manifest["parameters"][mass]) for layer in bundle.layers] for image in maxima
        ]
        chosen = numpy.array([numpy.concatenate([p[0] for p in image]) for image in pairs])
        gap = numpy.array([numpy.concatenate([p[1] for p in image]) for image in pairs])
        got, counts = bundle.row(array, c), Counts(chosen, gap)
        report.table(array.replace("activation", "A"), got, chosen.sum(0), counts.possible(got), *counts.bounds(1e-5))


def check_influence(report, bundle, c, links, steps, name):
    """steps: for each image, the outcome of choose of every unit of every link."""
    got = bundle.matrix(name, c)
    offset = {layer["name"]: (layer["offset"], layer["channels"]) for layer in bundle.layers}

    def assembled(gap):
        """Lower and upper bounds and where got is possible, over all channels."""
        lo, hi, fits = numpy.zeros_like(got), numpy.zeros_like(got), got == 0
        for described, found in zip(bundle.manifest["links"], links):
            (i, width), (j, height) = offset[described["from"]], offset[described["to"]]
            block = numpy.s_[j : j + height, i : i + width]
            counts = {u: Counts(*(numpy.array([image[name, u][k] for image in steps]) for k in (0, 1))) for u in found.units}
            lo[block], hi[block], fits[block] = compose(found, counts, gap, got[block])
        return lo, hi, fits

    want, _, _ = assembled(None)
    lo, hi, _ = assembled(1e-5)
    report.table(name, got, want, lambda gap: assembled(gap)[2], lo, hi)


def check_class(report, model, bundle, found, c):
    described, parameters = bundle.manifest["classes"][c], bundle.manifest["parameters"]
    paths = found[described["id"]][: described["images"]]
    names = ["influence"] + ["inhibition"] * parameters["inhibition"]
    maxima, steps, hits, links = [], [], 0, None
    for path in paths:
        values = model.run(preprocess(path, bundle.manifest["preprocess"]))
        if links is None:
            tensors = {layer["name"]: layer["tensor"] for layer in bundle.layers}
            links = [link(model, values, tensors[x["from"]], tensors[x["to"]]) for x in bundle.manifest["links"]]
            if model.layers(values) != list(tensors.values()):
                print("  layers are others than", model.layers(values))
                report.failed = True
        maxima.append({t: values[t][0].amax((1, 2)).numpy().astype(numpy.float64) for t in tensors.values()})
        steps.append(choose(model, values, links, parameters["topk"], names))
        hits += int(values[parameters["output"]].flatten().argmax()) == described.get("index", -1)
    print(f"class {described['id']}: {len(paths)} images")
    check_activation(report, bundle, c, maxima)
    for name in names:
        check_influence(report, bundle, c, links, steps, name)
    if described["top1"] is not None:
        print(f"  top-1 {described['top1']:.4f}, torch {hits / len(paths):.4f}")
        report.failed |= hits != round(described["top1"] * len(paths))


def copy(data, images, out):
    for label, paths in pictures(data).items():
        (out / label).mkdir(parents=True)
        for path in paths[:images]:
            Image.open(path).convert("RGB").save(out / label / (path.stem + ".png"))


def main(arguments):
    if len(arguments) == 4 and arguments[0] == "--copy":
        return copy(pathlib.Path(arguments[1]), int(arguments[2]), pathlib.Path(arguments[3]))
    dtype = torch.float32 if "--float32" in arguments else torch.float64
    arguments = [a for a in arguments if a != "--float32"]
    if len(arguments) < 4:
        sys.exit(__doc__)
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    model, bundle, report = Model(arguments[0], dtype), Bundle(pathlib.Path(arguments[1])), Report()
    found, ids = pictures(pathlib.Path(arguments[2])), [c["id"] for c in bundle.manifest["classes"]]
    print("torch", torch.__version__, dtype, arguments[1])
    for name in arguments[3:]:
        check_class(report, model, bundle, found, ids.index(name))
    sys.exit(1 if report.failed else 0)


main(sys.argv[1:])
