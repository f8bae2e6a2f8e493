"""Times, in processor seconds, the GraphML writers of networkx and igraph on the graph that `export EDGES FOLDER` wrote.

usage: export.py FOLDER    FOLDER holds graph.graphml; needs tests/clients/setup.sh
"""
import pathlib
import sys
import time

import igraph
import networkx


def timed(name, write, path):
    started = time.process_time()
    write(str(path))
    seconds = time.process_time() - started
    megabytes = path.stat().st_size / 1e6
    print(f'{name:12}{megabytes:8.0f} MB {seconds:7.2f} s {megabytes / seconds:7.1f} MB/s')


folder = pathlib.Path(sys.argv[1])
source = str(folder / 'graph.graphml')
timed('igraph', igraph.Graph.Read_GraphML(source).write_graphml, folder / 'igraph.graphml')
graph = networkx.read_graphml(source, force_multigraph=True)
timed('networkx', lambda path: networkx.write_graphml(graph, path), folder / 'networkx.graphml')
