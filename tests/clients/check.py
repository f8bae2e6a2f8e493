"""Opens an export with the programs it is meant for and prints what each of them sees, as JSON.

usage: check.py FOLDER    FOLDER holds graph.graphml, nodes.csv and edges.csv
"""
import json
import pathlib
import sys

import igraph
import networkx
import pandas


def triples(edges):
    """The multiset of (source, relation, target), sorted."""
    return sorted([source, relation, target] for source, relation, target in edges)


def from_networkx(graph):
    edges = [(source, data['relation'], target) for source, target, data in graph.edges(data=True)]
    return {'nodes': sorted(graph.nodes), 'edges': triples(edges),
            'weights': sorted(data['weight'] for _, _, data in graph.edges(data=True)),
            'evidence': sorted(data['evidence'] for _, _, data in graph.edges(data=True) if 'evidence' in data)}


def main(folder):
    seen = {}
    graph = networkx.read_graphml(folder / 'graph.graphml', force_multigraph=True)
    seen['networkx graphml'] = from_networkx(graph)

    graph = igraph.Graph.Read_GraphML(str(folder / 'graph.graphml'))
    edges = [(graph.vs[edge.source]['id'], edge['relation'], graph.vs[edge.target]['id']) for edge in graph.es]
    seen['igraph graphml'] = {'nodes': sorted(graph.vs['id']), 'edges': triples(edges), 'weights': sorted(graph.es['weight']),
                              'evidence': sorted(text for text in graph.es['evidence'] if text)}

    nodes = pandas.read_csv(folder / 'nodes.csv', keep_default_na=False)
    table = pandas.read_csv(folder / 'edges.csv', keep_default_na=False)
    seen['pandas csv'] = {
        'nodes': sorted(nodes['Id']), 'edges': triples(zip(table['Source'], table['relation'], table['Target'])),
        'weights': sorted(table['Weight'].tolist()), 'evidence': sorted(text.replace('\\\\', '\\') for text in table['evidence'] if text)}
    if table.duplicated(['Source', 'Target', 'Kind']).any():
        sys.exit('two parallel edges share a Kind: Gephi would merge them')

    graph = networkx.from_pandas_edgelist(table, 'Source', 'Target', edge_attr=True, edge_key='Id', create_using=networkx.MultiDiGraph)
    edges = [(source, data['relation'], target) for source, target, data in graph.edges(data=True)]
    seen['networkx csv'] = {'edges': triples(edges)}
    json.dump(seen, sys.stdout)


main(pathlib.Path(sys.argv[1]))
