#!/usr/bin/python3
"""Compares the PageRank of full graphs with networkx.

usage: networkx_check.py GRAPH.json...

Each file is the output of `precompute graph --full --format json`; run it with --stop converged and with --stop compat.
For each file the largest and the summed difference of ranks are printed, and the restart vector is computed anew from
the counts where the ranking uses them. Exit code 1 where a rank differs by more than 1e-12 (compat) or all ranks
together by more than 1e-9 (converged). Needs networkx (Debian: python3-networkx).
"""
import collections
import json
import sys

import networkx


def key(channel):
    return channel["layer"], channel["channel"]


def restart(nodes):
    """Counts by the largest of their layer, summing to 1."""
    largest = collections.defaultdict(int)
    for node in nodes:
        largest[node["layer"]] = max(largest[node["layer"]], node["count"])
    values = {key(n): n["count"] / largest[n["layer"]] if largest[n["layer"]] else 0.0 for n in nodes}
    total = sum(values.values())
    return {k: v / total for k, v in values.items()}


def check(path):
    with open(path) as file:
        document = json.load(file)
    parameters, nodes = document["parameters"], document["nodes"]
    if not parameters["full"]:
        sys.exit(f"{path}: made without --full")
    graph = networkx.Graph()
    graph.add_nodes_from(key(node) for node in nodes)
    graph.add_weighted_edges_from((key(e["from"]), key(e["to"]), e["count"]) for e in document["edges"])
    p = {key(node): node["restart"] for node in nodes}
    if parameters["rank"] != "pagerank-lift" and any(node["count"] for node in nodes):
        drift = max(abs(p[k] - v) for k, v in restart(nodes).items())
        if drift > 1e-15:
            print(f"{path}: restart vector differs by {drift:.3g}")
            return False
    compat = parameters["stop"] == "compat"
    stop = {"tol": 1e-6, "max_iter": 100} if compat else {"tol": 1e-16, "max_iter": 10000}
    want = networkx.pagerank(graph, alpha=parameters["damping"], personalization=p, **stop)
    differences = [abs(node["pagerank"] - want[key(node)]) for node in nodes]
    print(
        f"{path}: {len(nodes)} nodes, {graph.number_of_edges()} edges, {parameters['stop']}, "
        f"{document['iterations']} iterations: largest difference {max(differences):.3g}, sum {sum(differences):.3g}"
    )
    return max(differences) <= 1e-12 if compat else sum(differences) <= 1e-9


def main(paths):
    if not paths:
        sys.exit(__doc__)
    print("networkx", networkx.__version__)
    results = [check(path) for path in paths]
    sys.exit(0 if all(results) else 1)


main(sys.argv[1:])
