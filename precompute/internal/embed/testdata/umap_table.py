#!/usr/bin/python3
"""Writes umap.json: what umap-learn 0.5.3 and scikit-learn 1.2.1 (Debian: umap-learn, python3-sklearn) make of a small matrix.

curves           min_dist, spread, a, b of umap.umap_.find_ab_params
counts           [classes][channels]
memberships      [i, j, weight] of umap.umap_.fuzzy_simplicial_set with 15 neighbours by cosine, found exactly
layouts          points [classes][2], at random and the first two principal components of the counts, with their
                 trustworthiness by sklearn.manifold.trustworthiness with 15 neighbours and metric cosine
"""
import json
import pathlib

import numpy
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.metrics import pairwise_distances
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

random = numpy.random.default_rng(7)
place = random.normal(size=(60, 3))
centre = random.normal(size=(20, 3))
rate = numpy.exp(-((place[:, None] - centre[None]) ** 2).sum(2) / 2)
counts = random.binomial(5000, rate).astype(float)

distance = pairwise_distances(counts, metric="cosine")
numpy.fill_diagonal(distance, 0)
order = numpy.argsort(distance, axis=1, kind="stable")[:, :15]
graph, _, _ = fuzzy_simplicial_set(
    counts, 15, numpy.random.RandomState(0), "cosine",
    knn_indices=order, knn_dists=numpy.take_along_axis(distance, order, 1).astype(numpy.float32))
graph = graph.tocoo()

points = random.normal(size=(60, 2)).round(6)
components = PCA(2).fit_transform(counts).round(6)
table = {
    "curves": [[d, s, *map(float, find_ab_params(s, d))] for d, s in [(0.1, 1), (0.5, 1), (0.01, 2)]],
    "counts": counts.astype(int).tolist(),
    "memberships": [[int(i), int(j), round(float(w), 7)] for i, j, w in zip(graph.row, graph.col, graph.data)],
    "layouts": [{"points": p.tolist(), "trustworthiness": trustworthiness(counts, p, n_neighbors=15, metric="cosine")}
                for p in (points, components)],
}
text = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in table.items())
pathlib.Path(__file__).with_name("umap.json").write_text("{\n" + text + "\n}\n")
