#!/usr/bin/python3
"""Compares a bundle's class embedding with umap-learn's of the same counts, layer by layer:

    umap_check.py BUNDLE [SEEDS [LAYER...]]

trust    trustworthiness at 15 neighbours (fewer for 30 classes or less) by scikit-learn, metric cosine: of embedding/,
         and of umap-learn with 15 neighbours and min_dist 0.1, the mean over SEEDS random states (3); above 5,000
         classes the mean over 1,000 evenly spaced ones, which scikit-learn cannot do, by the same formula
travel   mean distance between a class's places in this layer and in the one before, in units of the layouts' root
         mean square radius: of embedding/, and of umap-learn's layouts after the best rotation or reflection
stored   what quality.embedding says, if that is another number

LAYER are numbers from 0, all by default. Exit code 1 if a layer's trustworthiness is more than 0.01 below umap-learn's. Needs Debian's umap-learn, python3-sklearn and
python3-zstandard.
"""
import itertools
import json
import pathlib
import sys
import warnings

import numpy
import zstandard

warnings.filterwarnings("ignore")
import umap  # noqa: E402
from scipy.linalg import orthogonal_procrustes  # noqa: E402
from sklearn import manifold  # noqa: E402

bundle = pathlib.Path(sys.argv[1])
seeds = range(int(sys.argv[2]) if sys.argv[2:] else 3)
chosen = [int(l) for l in sys.argv[3:]]
manifest = json.loads((bundle / "zarr.json").read_text())["attributes"]["summit"]


def read(array):
    """Read all chunks of an array."""
    meta = json.loads((bundle / array / "zarr.json").read_text())
    size = meta["chunk_grid"]["configuration"]["chunk_shape"]
    dtype = numpy.dtype(meta["data_type"]).newbyteorder("<")
    whole = numpy.empty([-(-n // k) * k for n, k in zip(meta["shape"], size)], dtype)
    for at in itertools.product(*(range(n // k) for n, k in zip(whole.shape, size))):
        data = bundle.joinpath(array, "c", *map(str, at)).read_bytes()
        part = tuple(slice(i * k, (i + 1) * k) for i, k in zip(at, size))
        whole[part] = numpy.frombuffer(zstandard.decompress(data), dtype).reshape(size)
    return whole[tuple(map(slice, meta["shape"]))]


def trustworthiness(x, points, k):
    """Trustworthiness at k neighbours, over a sample where there are many classes."""
    n = len(x)
    if n <= 5000:
        return manifold.trustworthiness(x, points, n_neighbors=k, metric="cosine")
    x = x / numpy.maximum(numpy.linalg.norm(x, axis=1, keepdims=True), 1e-300)
    lost = 0
    sample = range(0, n, n // 1000)
    for c in sample:
        distance = 1 - x @ x[c]
        distance[c] = numpy.inf
        away = ((points - points[c]) ** 2).sum(1)
        away[c] = numpy.inf
        place = numpy.empty(n, int)
        place[numpy.argsort(distance)] = numpy.arange(1, n + 1)
        lost += numpy.maximum(place[numpy.argsort(away)[:k]] - k, 0).sum()
    return 1 - 2 / (len(sample) * k * (2 * n - 3 * k - 1)) * lost


def travel(a, b):
    return numpy.linalg.norm(a - b, axis=1).mean() / numpy.sqrt(((a**2).sum() + (b**2).sum()) / 2 / len(a))


def main():
    counts, points = read("activation_embed").astype(float), read("embedding").astype(float)
    k = min(15, (len(points[0]) - 1) // 2)
    print(f"{len(points[0])} classes, {k} neighbours\n\n{'layer':24} trust  umap-learn       travel umap-learn")
    worst, before, sums = 1, None, []
    for l in chosen or range(len(points)):
        layer = manifest["layers"][l]
        x = counts[:, layer["offset"]:][:, : layer["channels"]]
        ours = trustworthiness(x, points[l], k)
        theirs = [umap.UMAP(n_neighbors=min(15, len(x) - 1), metric="cosine", random_state=s).fit_transform(x).astype(float) for s in seeds]
        theirs = [p - p.mean(0) for p in theirs]
        reached = [trustworthiness(x, p, k) for p in theirs]
        worst = min(worst, ours - numpy.mean(reached))
        line = f"{layer['name']:24} {ours:.4f} {numpy.mean(reached):.4f} ({min(reached):.4f} to {max(reached):.4f})"
        if before is not None and not chosen:
            far = [travel(q, p @ orthogonal_procrustes(p, q)[0]) for p, q in zip(theirs, before)]
            sums.append((travel(points[l - 1], points[l]), numpy.mean(far)))
            line += f"  {sums[-1][0]:.3f}  {sums[-1][1]:.3f}"
        stored = manifest["quality"]["embedding"]["trustworthiness"][l]
        print(line + (f"  stored {stored:.4f}" if abs(stored - ours) > 5e-5 else ""), flush=True)
        before = theirs
    print(f"\nworst layer {worst:+.4f}" + (", mean travel {:.3f} {:.3f}".format(*numpy.mean(sums, 0)) if sums else ""))
    return int(worst < -0.01)


sys.exit(main())
