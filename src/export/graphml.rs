//! `GraphML`, strict by its XML schema, in the form most readers agree on; and in the dialects of some.
//!
//! No defaults, no `all` keys, no DOCTYPE; one id for each key, edge and node; nodes before edges. The
//! edge key with the id `label` comes first and the node field `labels` names the type, as Neo4j's
//! importer wants; `name` serves Cytoscape. The dialects add what the XML schema forbids.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Type, present};
use super::{Content, Dialect, Options, layout, look};
use crate::graph::{Edge, Node};
use quick_xml::escape::{escape, partial_escape};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) fn write(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    let dialect = options.dialect;
    let drawn = matches!(dialect, Dialect::Yed | Dialect::Visone);
    let nodes = fields::Nodes::new(graph);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"");
    if drawn {
        text.push_str(
            " xmlns:y=\"http://www.yworks.com/xml/graphml\" xmlns:visone=\"http://visone.info/xmlns\"",
        );
    }
    text.push_str(">\n");
    add_key(&mut text, "g_meta", "graph", "meta", "string");
    add_keys(&mut text, "node", &nodes.columns);
    add_key(&mut text, "labels", "node", "labels", "string");
    add_keys(&mut text, "edge", &EDGE_COLUMNS);
    if drawn {
        text.push_str(" <key id=\"d0\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n");
        text.push_str(" <key id=\"e0\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n");
    }
    text.push_str(" <graph id=\"G\" edgedefault=\"directed\">\n");
    // What the graph was made from; most programs pass over data of the whole graph.
    let meta = serde_json::to_string(&graph.meta).expect("strings and numbers always serialize");
    let _ = writeln!(text, "  <data key=\"g_meta\">{}</data>", escaped(&meta));
    out.write_all(text.as_bytes())?;

    let positions = if drawn { layout::positions(graph) } else { Vec::new() };
    for (index, (node, row)) in nodes.rows().enumerate() {
        text.clear();
        let _ = writeln!(text, "  <node id=\"{}\">", escape(node.id.as_str()));
        add_data(&mut text, "node", &nodes.columns, &row);
        let _ = writeln!(text, "   <data key=\"labels\">{}</data>", escape(neo4j_label(&node.kind)));
        if let Some(position) = positions.get(index) {
            add_node_graphics(&mut text, dialect, node, *position, content);
        }
        text.push_str("  </node>\n");
        out.write_all(text.as_bytes())?;
    }
    let mut kinds = look::kinds(graph);
    for edge in &graph.edges {
        text.clear();
        let _ = write!(
            text,
            "  <edge id=\"{}\" source=\"{}\" target=\"{}\"",
            escape(edge.id.as_str()),
            escape(edge.source.as_str()),
            escape(edge.target.as_str())
        );
        match dialect {
            Dialect::Gephi => {
                let kind = kinds.next().unwrap_or_default();
                let _ = write!(text, " label=\"{}\"", escape(kind));
            }
            Dialect::Neo4j => {
                let _ = write!(text, " label=\"{}\"", escape(edge.relation.to_uppercase()));
            }
            Dialect::Strict | Dialect::Yed | Dialect::Visone => {}
        }
        text.push_str(">\n");
        add_data(&mut text, "edge", &EDGE_COLUMNS, &fields::edge(edge, schema));
        if drawn {
            add_edge_graphics(&mut text, dialect, edge, content);
        }
        text.push_str("  </edge>\n");
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b" </graph>\n</graphml>\n")
}

/// Key ids are unique over nodes and edges; only edges may have the plain `label`.
pub(super) fn key_id<'a>(of: &str, name: &'a str) -> Cow<'a, str> {
    match (of, name) {
        ("edge", "label") | ("node", "name" | "labels") => Cow::Borrowed(name),
        ("node", _) => Cow::Owned(format!("n_{name}")),
        _ => Cow::Owned(format!("e_{name}")),
    }
}

fn add_keys(text: &mut String, of: &str, columns: &[Column]) {
    for column in columns {
        let kind = match column.kind {
            Type::Text | Type::Date => "string",
            Type::Whole if column.name == "sign" => "int",
            Type::Whole => "long",
            Type::Real => "double",
            Type::Truth => "boolean",
        };
        add_key(text, &key_id(of, &column.name), of, &column.name, kind);
    }
}

fn add_key(text: &mut String, id: &str, of: &str, name: &str, kind: &str) {
    let _ = writeln!(text, " <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
}

fn add_data(text: &mut String, of: &str, columns: &[Column], row: &Row) {
    for (column, value) in present(columns, row) {
        text.push_str("   <data key=\"");
        text.push_str(&key_id(of, &column.name));
        text.push_str("\">");
        match value {
            fields::Value::Text(value) => text.push_str(&escaped(value)),
            number => {
                let _ = write!(text, "{number}");
            }
        }
        text.push_str("</data>\n");
    }
}

/// Text of an element; a carriage return would come back as a line feed.
fn escaped(text: &str) -> Cow<'_, str> {
    let escaped = partial_escape(text);
    if escaped.contains('\r') { Cow::Owned(escaped.replace('\r', "&#13;")) } else { escaped }
}

/// A node type in the form of a Neo4j label, `:State`.
fn neo4j_label(kind: &str) -> String {
    format!(":{}", super::capitalized(kind))
}

/// What yEd and visone draw a node by; visone wants an element of its own around it.
fn add_node_graphics(
    text: &mut String,
    dialect: Dialect,
    node: &Node,
    (x, y): (f64, f64),
    content: &Content,
) {
    let (shape, colour) = look::node_look(&node.kind, content.schema);
    let shape = match shape {
        "box" => "rectangle",
        "hexagon" => "hexagon",
        "house" => "trapezoid",
        "note" => "roundrectangle",
        "component" => "parallelogram",
        _ => "ellipse",
    };
    let label = fields::line(&node.label);
    let (before, after) = wrapped(dialect, "shapeNode");
    let _ = writeln!(
        text,
        "   <data key=\"d0\">{before}<y:ShapeNode><y:Geometry height=\"30\" width=\"{}\" x=\"{x:.1}\" y=\"{y:.1}\"/>\
         <y:Fill color=\"{}\" transparent=\"false\"/><y:BorderStyle color=\"{colour}\" type=\"line\" width=\"1.0\"/>\
         <y:NodeLabel>{}</y:NodeLabel><y:Shape type=\"{shape}\"/></y:ShapeNode>{after}</data>",
        8 * label.chars().count().clamp(4, 40),
        colour.tint(),
        escaped(&label)
    );
}

fn add_edge_graphics(text: &mut String, dialect: Dialect, edge: &Edge, content: &Content) {
    let line = if edge.denied { "dashed" } else { "line" };
    let head = if content.schema.is_symmetric(&edge.relation) { "none" } else { "standard" };
    let (before, after) = wrapped(dialect, "polyLineEdge");
    let _ = writeln!(
        text,
        "   <data key=\"e0\">{before}<y:PolyLineEdge><y:LineStyle color=\"{}\" type=\"{line}\" width=\"{:.1}\"/>\
         <y:Arrows source=\"none\" target=\"{head}\"/><y:EdgeLabel>{}</y:EdgeLabel></y:PolyLineEdge>{after}</data>",
        look::edge_colour(edge),
        look::edge_width(edge),
        escaped(&edge.relation)
    );
}

fn wrapped(dialect: Dialect, element: &str) -> (String, String) {
    match dialect {
        Dialect::Visone => (format!("<visone:{element}>"), format!("</visone:{element}>")),
        _ => (String::new(), String::new()),
    }
}
