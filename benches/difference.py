"""networkx's part of benches/graph.rs: the plain difference of two graphs by the ids of their edges.

    cargo bench --bench graph && python3 benches/difference.py [STATEMENTS]

It reads what a comparison needs from graph.json and takes the edges that one graph has and the other lacks:
no attributes, no words, no causes.
"""

import json
import resource
import sys
import time

import networkx as nx

size = sys.argv[1] if len(sys.argv) > 1 else "1000000"


def read(name):
    with open(f"target/bench-graph/{size}/{name}/graph.json") as file:
        stored = json.load(file)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(node["id"] for node in stored["nodes"])
    graph.add_edges_from((edge["source"], edge["target"], edge["id"]) for edge in stored["edges"])
    return graph


begin = time.perf_counter()
old, new = read("old"), read("new")
loaded = time.perf_counter()
nodes = old.nodes | new.nodes
old.add_nodes_from(nodes)  # difference() demands equal nodes
new.add_nodes_from(nodes)
gone, come = nx.difference(old, new), nx.difference(new, old)
end = time.perf_counter()
print(f"networkx {nx.__version__}: {gone.number_of_edges()} gone, {come.number_of_edges()} come;")
print(f"{loaded - begin:.2f} s to load, {end - loaded:.2f} s to compare, {end - begin:.2f} s in all,", end=" ")
print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
