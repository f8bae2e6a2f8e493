//! Cytoscape JSON (`.cyjs`): the desktop program, cytoscape.js and networkx.
//!
//! The desktop shows `name` and styles edges by `interaction`; ids are text; `value` and `key` serve
//! networkx. Positions come along.

use super::fields::{self, EDGE_COLUMNS};
use super::{Content, Options, json, layout};
use std::io::{self, Write};

pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    out.write_all(b"{\"data\":{\"name\":\"demarche\"},\"directed\":true,\"multigraph\":true,\n\"elements\":{\"nodes\":[")?;
    let nodes = fields::Nodes::new(graph);
    let positions = layout::positions(graph);
    json::elements(nodes.rows().zip(positions), out, |((node, row), (x, y)), out| {
        let fixed = [("id", node.id.as_str()), ("value", node.id.as_str())];
        out.write_all(b"{\"data\":")?;
        json::value(&json::Object { fixed: &fixed, columns: &nodes.columns, row: &row }, out)?;
        write!(out, ",\"position\":{{\"x\":{x:.1},\"y\":{y:.1}}}}}")
    })?;
    out.write_all(b"],\n\"edges\":[")?;
    json::elements(graph.edges.iter(), out, |edge, out| {
        let fixed = [
            ("id", edge.id.as_str()),
            ("source", edge.source.as_str()),
            ("target", edge.target.as_str()),
            ("key", edge.id.as_str()),
            ("interaction", edge.relation.as_str()),
        ];
        let row = fields::edge(edge, schema);
        out.write_all(b"{\"data\":")?;
        json::value(&json::Object { fixed: &fixed, columns: &EDGE_COLUMNS, row: &row }, out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"]}}\n")
}
