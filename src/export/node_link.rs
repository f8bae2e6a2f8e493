//! Node-link JSON: networkx, and with the option `links` D3.
//!
//! networkx from 3.6 on reads the list `edges`; D3 and older versions want it to be called `links`.

use super::fields::{self, EDGE_COLUMNS};
use super::{Content, Options, json};
use std::io::{self, Write};

pub(super) fn write(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"graph\":")?;
    json::value(&graph.meta, out)?;
    out.write_all(b",\n\"nodes\":[")?;
    let nodes = fields::Nodes::new(graph);
    json::elements(nodes.rows(), out, |(node, row), out| {
        let fixed = [("id", node.id.as_str())];
        json::value(&json::Object { fixed: &fixed, columns: &nodes.columns, row: &row }, out)
    })?;
    let list = if options.links { "links" } else { "edges" };
    write!(out, "],\n\"{list}\":[")?;
    json::elements(graph.edges.iter(), out, |edge, out| {
        let fixed =
            [("source", edge.source.as_str()), ("target", edge.target.as_str()), ("key", edge.id.as_str())];
        let row = fields::edge(edge, schema);
        json::value(&json::Object { fixed: &fixed, columns: &EDGE_COLUMNS, row: &row }, out)
    })?;
    out.write_all(b"]}\n")
}
