// Opens the exports with graphology and cytoscape.js and prints what each of them sees, as JSON.
//
// usage: node check.cjs FOLDER    in a folder with node_modules
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const load = createRequire(path.join(process.cwd(), 'package.json'));
const { MultiDirectedGraph } = load('graphology');
const gexf = load('graphology-gexf');
const graphml = load('graphology-graphml');
const cytoscape = load('cytoscape');

const folder = process.argv[2];
const text = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const seen = (labels, edges) => ({ labels, edges });

function ofGraphology(graph) {
  const labels = {};
  graph.forEachNode((id, data) => { labels[id] = data.label; });
  const edges = graph.mapEdges((id, data, source, target) => [source, data.relation, target, Number(data.sign)]);
  return seen(labels, edges);
}

function ofCytoscape(graph) {
  const labels = {};
  graph.nodes().forEach((node) => { labels[node.id()] = node.data('label'); });
  const edges = graph.edges().map((edge) => [edge.source().id(), edge.data('interaction'), edge.target().id(), edge.data('sign')]);
  return seen(labels, edges);
}

const { Graph } = load('graphology');
const found = {
  'graphology json': ofGraphology(Graph.from(JSON.parse(text('graph.graphology.json')))),
  'graphology gexf': ofGraphology(gexf.parse(MultiDirectedGraph, text('graph.gexf'))),
  'graphology graphml': ofGraphology(graphml.parse(MultiDirectedGraph, text('graph.graphml'))),
  'cytoscape.js': ofCytoscape(cytoscape({ headless: true, elements: JSON.parse(text('graph.cyjs')).elements })),
};
Graph.from(JSON.parse(text('graph.graphology.json'))).forEachNode((id, data) => {
  if (typeof data.x !== 'number' || typeof data.size !== 'number' || !/^#[0-9a-f]{6}$/.test(data.color)) {
    throw new Error(`Sigma could not draw ${id}`);
  }
});
process.stdout.write(JSON.stringify(found));
