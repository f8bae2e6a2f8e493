"""Opens the exports with Python programs they are meant for and prints what each of them sees, as JSON.

usage: check.py FOLDER    FOLDER holds every format; what a program sees has the keys
                          labels: label by node id; edges: sorted (source, relation, target, sign)
"""
import csv
import json
import pathlib
import sqlite3
import sys

import duckdb
import igraph
import networkx
import pandas
import pyoxigraph
import rdflib
import rustworkx

TERM, NODE = 'urn:demarche:term:', 'urn:demarche:node:'
RDF, RDFS = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'http://www.w3.org/2000/01/rdf-schema#'


def seen(labels, edges):
    return {'labels': dict(labels), 'edges': sorted([s, r, t, int(sign)] for s, r, t, sign in edges)}


def of_networkx(graph):
    edges = [(s, data['relation'], t, data['sign']) for s, t, data in graph.edges(data=True)]
    return seen(((node, data['label']) for node, data in graph.nodes(data=True)), edges)


def of_rustworkx(graph):
    node = {index: graph[index]['id'] for index in graph.node_indices()}
    edges = [(node[s], data['relation'], node[t], data['sign']) for s, t, data in graph.weighted_edge_list()]
    return seen(((data['id'], data['label']) for data in graph.nodes()), edges)


def of_igraph(graph):
    ids = graph.vs['id']
    return seen(zip(ids, graph.vs['label']), [(ids[e.source], e['relation'], ids[e.target], e['sign']) for e in graph.es])


def gephi(text):
    """A value of Gephi's tables as Gephi reads it."""
    return text.replace('\\\\', '\\')


def of_rdf(rows, labels):
    cut = lambda iri, base: str(iri).removeprefix(base)
    edges = [(cut(s, NODE), cut(r, TERM), cut(t, NODE), str(sign)) for s, r, t, sign in rows]
    return seen(((cut(node, NODE), str(label)) for node, label in labels), edges)


EDGES = f"""SELECT ?s ?r ?t ?sign WHERE {{ ?e a <{RDF}Statement> ; <{RDF}subject> ?s ; <{RDF}predicate> ?r ;
            <{RDF}object> ?t ; <{TERM}sign> ?sign }}"""
LABELS = f'SELECT ?n ?l WHERE {{ ?n <{RDFS}label> ?l ; <{TERM}statementCount> ?c }}'


def of_oxigraph(path, form):
    store = pyoxigraph.Store()
    store.load(path=str(path), format=form)
    rows = [[solution[name].value for name in ('s', 'r', 't', 'sign')] for solution in store.query(EDGES)]
    return of_rdf(rows, [(solution['n'].value, solution['l'].value) for solution in store.query(LABELS)])


def main(folder):
    found = {}
    path = lambda name: str(folder / name)
    found['networkx graphml'] = of_networkx(networkx.read_graphml(path('graph.graphml'), force_multigraph=True))
    found['networkx gexf'] = of_networkx(gexf := networkx.read_gexf(path('graph.gexf')))
    assert gexf.is_directed()
    node_link = json.loads((folder / 'graph.node-link.json').read_text())
    found['networkx node-link'] = of_networkx(networkx.node_link_graph(node_link, edges='edges'))
    cyjs = json.loads((folder / 'graph.cyjs').read_text())
    found['networkx cyjs'] = of_networkx(networkx.cytoscape_graph(cyjs))
    for dialect in ('gephi', 'neo4j'):
        found[f'networkx graphml {dialect}'] = of_networkx(
            networkx.read_graphml(path(f'{dialect}/graph.graphml'), force_multigraph=True))
        found[f'igraph graphml {dialect}'] = of_igraph(igraph.Graph.Read_GraphML(path(f'{dialect}/graph.graphml')))

    found['igraph graphml'] = of_igraph(igraph.Graph.Read_GraphML(path('graph.graphml')))
    found['rustworkx graphml'] = of_rustworkx(rustworkx.read_graphml(path('graph.graphml'))[0])
    links = json.loads((folder / 'links/graph.node-link.json').read_text())
    found['networkx links'] = of_networkx(networkx.node_link_graph(links, edges='links'))

    nodes = pandas.read_csv(path('nodes.csv'), keep_default_na=False, dtype={'Label': str})
    edges = pandas.read_csv(path('edges.csv'), keep_default_na=False)
    found['pandas csv'] = seen(zip(nodes['Id'], map(gephi, nodes['Label'])), zip(edges['Source'], edges['relation'], edges['Target'], edges['sign']))
    if edges.duplicated(['Source', 'Target', 'Kind']).any():
        sys.exit('two parallel edges share a Kind: Gephi would merge them')
    graph = networkx.from_pandas_edgelist(edges, 'Source', 'Target', edge_attr=True, edge_key='Id', create_using=networkx.MultiDiGraph)
    assert graph.number_of_edges() == len(edges)
    for table in ('nodes', 'edges'):
        duckdb.sql(f"CREATE TABLE {table} AS FROM read_csv('{path(table + '.csv')}', header = true, all_varchar = true, nullstr = '\\N')")
    found['duckdb csv'] = seen(((i, gephi(l)) for i, l in duckdb.sql('SELECT Id, Label FROM nodes').fetchall()),
                               duckdb.sql('SELECT Source, relation, Target, sign FROM edges').fetchall())
    statements = duckdb.sql(f"FROM read_csv('{path('statements.csv')}', header = true, all_varchar = true)")
    found['statements'] = {'statements': sorted(row[0] for row in statements.fetchall())}
    if list(csv.DictReader(open(path('statements.csv'), newline='', encoding='utf-8')))[0].keys() != set(statements.columns):
        sys.exit('statements.csv: duckdb sees other columns')

    found['pandas neo4j'] = seen(
        pandas.read_csv(path('neo4j-nodes.csv'), keep_default_na=False, dtype=str)[['uid:ID', 'label:string']].itertuples(index=False, name=None),
        pandas.read_csv(path('neo4j-edges.csv'), keep_default_na=False)[[':START_ID', 'relation:string', ':END_ID', 'sign:long']].itertuples(index=False, name=None))
    found['pandas kgx'] = seen(
        pandas.read_csv(path('graph_nodes.tsv'), sep='\t', quoting=csv.QUOTE_NONE, keep_default_na=False, dtype=str)[['id', 'name']].itertuples(index=False, name=None),
        pandas.read_csv(path('graph_edges.tsv'), sep='\t', quoting=csv.QUOTE_NONE, keep_default_na=False)[['subject', 'relation', 'object', 'sign']].itertuples(index=False, name=None))

    database = sqlite3.connect(f"file:{path('graph.sqlite')}?mode=ro", uri=True)
    found['sqlite'] = seen(database.execute('SELECT id, label FROM nodes'),
                           database.execute('SELECT source, relation, target, sign FROM edges'))
    found['sqlite statements'] = {'statements': sorted(row[0] for row in database.execute('SELECT id FROM statements'))}

    turtle = rdflib.Graph().parse(path('graph.ttl'))
    found['rdflib turtle'] = of_rdf(turtle.query(EDGES), turtle.query(LABELS))
    quads = rdflib.Dataset(default_union=True).parse(path('graph.nq'), format='nquads')
    found['rdflib nquads'] = of_rdf(quads.query(EDGES), quads.query(LABELS))
    found['oxigraph turtle'] = of_oxigraph(folder / 'graph.ttl', pyoxigraph.RdfFormat.TURTLE)
    found['oxigraph nquads'] = of_oxigraph(folder / 'graph.nq', pyoxigraph.RdfFormat.N_QUADS)
    json.dump(found, sys.stdout)


main(pathlib.Path(sys.argv[1]))
