#!/usr/bin/python3
"""Writes pagerank.txt: PageRank of random layered graphs, computed by networkx, for both stop rules.

Run with a Python that has networkx and numpy (Debian: python3-networkx): ./pagerank.py > pagerank.txt

A graph is written as a line "graph NAME DAMPING LAYER-SIZES...", "a COUNT..." (activation counts, all channels), one
line "e LATER EARLIER COUNT" for each influence, then "compat RANK..." (empty where networkx gives up
after 100 iterations) and "converged RANK...".
"""
import random
import sys

import networkx
import numpy

SHAPES = [
    ("pair", 0.85, [2, 2], 1.0),
    ("chain", 0.85, [5, 7, 4], 0.6),
    ("isolated", 0.85, [6, 6, 6, 6], 0.15),
    ("edgeless", 0.85, [3, 3], 0.0),
    ("wide", 0.85, [30, 40, 50, 20], 0.3),
    ("slow", 0.97, [10, 12, 9, 14, 8], 0.4),
    ("restart", 0.0, [4, 4], 0.5),
    ("low", 0.3, [8, 8, 8], 0.5),
]


def draw(source, sizes, density):
    """Returns activation counts and influences (later, earlier, count)."""
    counts = [source.choice([0, source.randint(1, 1300)]) for _ in range(sum(sizes))]
    counts[0] = 7
    edges, offset = [], 0
    for lower, upper in zip(sizes, sizes[1:]):
        for j in range(offset + lower, offset + lower + upper):
            for i in range(offset, offset + lower):
                if source.random() < density:
                    edges.append((j, i, source.randint(1, 1300)))
        offset += lower
    return counts, edges


def restart(sizes, counts):
    """Counts by the largest of their layer, summing to 1."""
    values, offset = [], 0
    for size in sizes:
        layer = counts[offset : offset + size]
        values += [c / max(layer) if max(layer) else 0.0 for c in layer]
        offset += size
    return {j: v / sum(values) for j, v in enumerate(values)}


def limit(graph, damping, p):
    """The fixed point itself: networkx' matrix, solved instead of iterated."""
    nodes = sorted(graph)
    w = networkx.to_numpy_array(graph, nodelist=nodes, weight="weight")
    q = numpy.array([p[j] for j in nodes])
    strength = w.sum(axis=1)
    step = numpy.where(strength[:, None] > 0, w / numpy.where(strength > 0, strength, 1)[:, None], q[None, :])
    return numpy.linalg.solve(numpy.eye(len(nodes)) - damping * step.T, (1 - damping) * q)


def main():
    source = random.Random(1904)
    print(f"# networkx {networkx.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}; testdata/pagerank.py")
    for name, damping, sizes, density in SHAPES:
        counts, edges = draw(source, sizes, density)
        graph = networkx.Graph()
        graph.add_nodes_from(range(sum(sizes)))
        graph.add_weighted_edges_from((i, j, w) for j, i, w in edges)
        p = restart(sizes, counts)
        try:
            compat = networkx.pagerank(graph, alpha=damping, personalization=p, tol=1e-6, max_iter=100)
        except networkx.PowerIterationFailedConvergence:
            compat = None
        tight = networkx.pagerank(graph, alpha=damping, personalization=p, tol=1e-15, max_iter=10000)
        exact = limit(graph, damping, p)
        gap = sum(abs(tight[j] - exact[j]) for j in graph)
        assert gap < 1e-12, gap
        print("graph", name, damping, *sizes)
        print("a", *counts)
        for edge in edges:
            print("e", *edge)
        print("compat", *(repr(float(compat[j])) for j in sorted(compat or ())))
        print("converged", *(repr(float(tight[j])) for j in sorted(graph)))


main()
