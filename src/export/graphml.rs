//! `GraphML`, strict by its XML schema, in the form most readers agree on.
//!
//! No defaults, no `all` keys, no DOCTYPE; one id for each key, edge and node; nodes before edges. The
//! edge key with the id `label` comes first and the node field `labels` names the type, as Neo4j's
//! importer wants; `name` serves Cytoscape.

use super::Content;
use super::fields::{self, Fields, Value};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io::{self, Write};

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

pub(super) fn write(content: &Content, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    let names = fields::names(graph);
    let node_fields = || {
        graph.nodes.iter().zip(&names).map(|(node, name)| {
            let mut fields = fields::node(node, name);
            fields.insert("labels".to_owned(), Value::Text(neo4j_label(&node.kind)));
            fields
        })
    };
    let edge_fields = || graph.edges.iter().map(|edge| fields::edge(edge, schema));
    let (node_columns, edge_columns) = (fields::columns(node_fields()), fields::columns(edge_fields()));

    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = writer.create_element("graphml").with_attribute(("xmlns", NAMESPACE));
    root.write_inner_content(|writer| {
        write_keys(writer, "node", &node_columns)?;
        write_keys(writer, "edge", &edge_columns)?;
        let element =
            writer.create_element("graph").with_attributes([("id", "G"), ("edgedefault", "directed")]);
        element.write_inner_content(|writer| {
            for (node, fields) in graph.nodes.iter().zip(node_fields()) {
                let element = writer.create_element("node").with_attribute(("id", node.id.as_str()));
                element.write_inner_content(|writer| write_data(writer, "node", &fields))?;
            }
            for (edge, fields) in graph.edges.iter().zip(edge_fields()) {
                let attributes = [
                    ("id", edge.id.as_str()),
                    ("source", edge.source.as_str()),
                    ("target", edge.target.as_str()),
                ];
                let element = writer.create_element("edge").with_attributes(attributes);
                element.write_inner_content(|writer| write_data(writer, "edge", &fields))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    writer.get_mut().write_all(b"\n")
}

/// Key ids are unique over nodes and edges; only edges may have the plain `label`.
fn key_id(of: &str, name: &str) -> String {
    match (of, name) {
        ("edge", "label") | ("node", "name" | "labels") => name.to_owned(),
        ("node", _) => format!("n_{name}"),
        _ => format!("e_{name}"),
    }
}

fn write_keys<W: Write>(writer: &mut Writer<W>, of: &str, columns: &Fields) -> io::Result<()> {
    for (name, value) in columns {
        let kind = match value {
            Value::Text(_) => "string",
            Value::Whole(_) if name == "sign" => "int",
            Value::Whole(_) => "long",
            Value::Real(_) => "double",
            Value::Truth(_) => "boolean",
        };
        let id = key_id(of, name);
        let attributes =
            [("id", id.as_str()), ("for", of), ("attr.name", name.as_str()), ("attr.type", kind)];
        writer.create_element("key").with_attributes(attributes).write_empty()?;
    }
    Ok(())
}

fn write_data<W: Write>(writer: &mut Writer<W>, of: &str, fields: &Fields) -> io::Result<()> {
    for (name, value) in fields {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Whole(number) => number.to_string(),
            Value::Real(number) => format!("{number:?}"),
            Value::Truth(truth) => truth.to_string(),
        };
        // A carriage return would come back as a line feed.
        let escaped = quick_xml::escape::partial_escape(text.as_str()).replace('\r', "&#13;");
        let id = key_id(of, name);
        let element = writer.create_element("data").with_attribute(("key", id.as_str()));
        element.write_text_content(BytesText::from_escaped(escaped))?;
    }
    Ok(())
}

/// A node type in the form of a Neo4j label, `:State`.
fn neo4j_label(kind: &str) -> String {
    let mut chars = kind.chars();
    chars.next().map_or_else(String::new, |first| format!(":{}{}", first.to_uppercase(), chars.as_str()))
}
