//! DOT that Graphviz draws without a warning and Gephi reads whole.
//!
//! Gephi's reader trips over default attributes, subgraphs and bare attributes, so every element carries
//! its own style and the graph's attributes come last; colours go by name because it takes `#rrggbb` for
//! transparent. Colour tells the sign (blue for, orange against, grey open), width the weight, shape the
//! type; dashes mean denied, dots a fact of the knowledge.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Value, line, present};
use super::{Content, Options, look};
use crate::graph::Edge;
use crate::schema::Layer;
use std::io::{self, Write};

/// Above this number of edges the layered layout takes minutes; `sfdp` takes fractions of a second.
const LAYERED_LAYOUT: usize = 100;

pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    writeln!(out, "digraph demarche {{")?;
    let nodes = fields::Nodes::new(graph);
    for (node, row) in nodes.rows() {
        let (shape, fill) = look::node_look(&node.kind, schema);
        let mut attributes = drawn([
            ("label", label(&node.label)),
            ("shape", quoted(shape)),
            ("style", quoted("filled")),
            ("fillcolor", quoted(&fill.tint().to_string())),
            ("fontname", quoted("Helvetica")),
            ("tooltip", label(&format!("{} ({})", line(&node.label), node.kind))),
        ]);
        attributes.extend(data(&nodes.columns, &row, &["label"]));
        writeln!(out, "  {} [{}];", quoted(&node.id), joined(&attributes))?;
    }
    for edge in &graph.edges {
        let colour = colour(edge);
        let mut attributes = drawn([
            ("key", quoted(&edge.id)),
            ("id", quoted(&edge.id)),
            ("label", label(&edge.relation)),
            ("color", quoted(colour)),
            ("fontcolor", quoted(colour)),
            ("fontname", quoted("Helvetica")),
            ("fontsize", quoted("10")),
            ("penwidth", quoted(&format!("{:.1}", look::edge_width(edge)))),
            ("style", quoted(style(edge))),
            ("edgetooltip", label(&tooltip(edge))),
            // `weight` means rank to dot and must be a whole number there, so it goes by another name.
            ("strength", quoted(&format!("{:?}", edge.weight))),
        ]);
        if schema.is_symmetric(&edge.relation) {
            attributes.extend(drawn([("dir", quoted("none"))]));
        }
        attributes.extend(data(&EDGE_COLUMNS, &fields::edge(edge, schema), &["label", "weight"]));
        let (source, target) = (quoted(&edge.source), quoted(&edge.target));
        writeln!(out, "  {source} -> {target} [{}];", joined(&attributes))?;
    }
    let layout = if graph.edges.len() > LAYERED_LAYOUT {
        "layout=\"sfdp\", overlap=\"prism\", splines=\"true\""
    } else {
        "rankdir=\"LR\""
    };
    writeln!(out, "  graph [{layout}, fontname=\"Helvetica\"];\n}}")
}

/// The fields that are not drawn, for programs that read them as data.
fn data(columns: &[Column], row: &Row, drawn: &[&str]) -> Vec<(String, String)> {
    let shown = |value: &Value| match value {
        Value::Text(text) => label(text),
        number => quoted(&number.to_string()),
    };
    let data = present(columns, row).filter(|(column, _)| !drawn.contains(&column.name.as_ref()));
    data.map(|(column, value)| (column.name.clone().into_owned(), shown(value))).collect()
}

/// Attributes that Graphviz knows.
fn drawn<const N: usize>(attributes: [(&str, String); N]) -> Vec<(String, String)> {
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn joined(attributes: &[(String, String)]) -> String {
    attributes.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
}

fn colour(edge: &Edge) -> &'static str {
    match (edge.layer, edge.sign) {
        (Layer::Context, _) => "gray70",
        (_, 1..) => "dodgerblue3",
        (_, 0) => "gray40",
        (_, ..=-1) => "darkorange3",
    }
}

fn style(edge: &Edge) -> &'static str {
    match (edge.layer, edge.denied) {
        (Layer::Context, _) => "dotted",
        (Layer::Stance, true) => "dashed",
        (Layer::Stance, false) => "solid",
    }
}

fn tooltip(edge: &Edge) -> String {
    match &edge.evidence {
        Some(quote) => format!("{} ({})", quote.evidence.text, quote.article),
        None => edge.role.clone().unwrap_or_else(|| edge.relation.clone()),
    }
}

/// A quoted id or plain value; only the quote needs an escape there.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// Quoted text for people: on one line, with backslashes and entities that come out as written.
///
/// Graphviz before version 8 takes no string over 16,384 bytes; longer text is cut and ends in "…".
fn label(text: &str) -> String {
    const LONGEST: usize = 16_000;
    let mut label = String::new();
    for c in line(text).chars() {
        if label.len() > LONGEST {
            label.push('…');
            break;
        }
        match c {
            '\\' => label.push_str("\\\\"),
            '"' => label.push_str("\\\""),
            '&' => label.push_str("&amp;"),
            _ => label.push(c),
        }
    }
    format!("\"{label}\"")
}
