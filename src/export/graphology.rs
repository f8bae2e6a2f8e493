//! graphology JSON: Sigma and Gephi Lite. Load it with `Graph.from(data)`, which heeds `options`.
//!
//! Sigma draws nodes by `x`, `y`, `size` and `color`, so those come along.

use super::fields::{self, EDGE_COLUMNS};
use super::{Content, Options, json, layout, look};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// Fields with how they are drawn.
struct Drawn<'a> {
    fields: json::Object<'a>,
    numbers: &'a [(&'a str, f64)],
}

impl Serialize for Drawn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, number) in self.numbers {
            map.serialize_entry(name, number)?;
        }
        for (name, text) in self.fields.fixed {
            map.serialize_entry(name, text)?;
        }
        for (column, value) in fields::present(self.fields.columns, self.fields.row) {
            if !self.numbers.iter().any(|(name, _)| *name == column.name) {
                map.serialize_entry(column.name.as_ref(), value)?;
            }
        }
        map.end()
    }
}

pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    out.write_all(
        b"{\"attributes\":{\"name\":\"demarche\"},\n\"options\":{\"type\":\"directed\",\"multi\":true,\"allowSelfLoops\":true},\n\"nodes\":[",
    )?;
    let nodes = fields::Nodes::new(graph);
    let positions = layout::positions(graph);
    json::elements(nodes.rows().zip(positions), out, |((node, row), (x, y)), out| {
        let (_, colour) = look::node_look(&node.kind, schema);
        let colour = colour.to_string();
        let fields =
            json::Object { fixed: &[("color", colour.as_str())], columns: &nodes.columns, row: &row };
        #[expect(clippy::cast_precision_loss, reason = "at most 30")]
        let size = 4.0 + node.statements.min(30) as f64 / 3.0;
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let numbers = [("x", tenth(x)), ("y", tenth(-y)), ("size", tenth(size))];
        out.write_all(b"{\"key\":")?;
        json::value(&node.id, out)?;
        out.write_all(b",\"attributes\":")?;
        json::value(&Drawn { fields, numbers: &numbers }, out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"],\n\"edges\":[")?;
    json::elements(graph.edges.iter(), out, |edge, out| {
        let row = fields::edge(edge, schema);
        let colour = look::edge_colour(edge).to_string();
        let fields = json::Object { fixed: &[("color", colour.as_str())], columns: &EDGE_COLUMNS, row: &row };
        let numbers = [("size", look::edge_width(edge))];
        for (begin, id) in
            [("{\"key\":", &edge.id), (",\"source\":", &edge.source), (",\"target\":", &edge.target)]
        {
            out.write_all(begin.as_bytes())?;
            json::value(id, out)?;
        }
        out.write_all(b",\"attributes\":")?;
        json::value(&Drawn { fields, numbers: &numbers }, out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"]}\n")
}
