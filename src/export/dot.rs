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
use std::borrow::Cow;
use std::io::{self, Write};

/// Above this number of edges the layered layout takes minutes; `sfdp` takes fractions of a second.
const LAYERED_LAYOUT: usize = 100;

pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    writeln!(out, "digraph demarche {{")?;
    let nodes = fields::Nodes::new(graph);
    let mut text = String::new();
    for (node, row) in nodes.rows() {
        let (shape, fill) = look::node_look(&node.kind, schema);
        text.clear();
        text.push_str("  ");
        add_quoted(&mut text, &node.id);
        text.push_str(" [");
        add(&mut text, "label", add_label, &node.label);
        add(&mut text, "shape", add_quoted, shape);
        add(&mut text, "style", add_quoted, "filled");
        add(&mut text, "fillcolor", add_quoted, &fill.tint().to_string());
        add(&mut text, "fontname", add_quoted, "Helvetica");
        add(&mut text, "tooltip", add_label, &format!("{} ({})", line(&node.label), node.kind));
        add_data(&mut text, &nodes.columns, &row, &["label"]);
        text.push_str("];\n");
        out.write_all(text.as_bytes())?;
    }
    for edge in &graph.edges {
        let colour = colour(edge);
        text.clear();
        text.push_str("  ");
        add_quoted(&mut text, &edge.source);
        text.push_str(" -> ");
        add_quoted(&mut text, &edge.target);
        text.push_str(" [");
        add(&mut text, "key", add_quoted, &edge.id);
        add(&mut text, "id", add_quoted, &edge.id);
        add(&mut text, "label", add_label, &edge.relation);
        add(&mut text, "color", add_quoted, colour);
        add(&mut text, "fontcolor", add_quoted, colour);
        add(&mut text, "fontname", add_quoted, "Helvetica");
        add(&mut text, "fontsize", add_quoted, "10");
        add(&mut text, "penwidth", add_quoted, &format!("{:.1}", look::edge_width(edge)));
        add(&mut text, "style", add_quoted, style(edge));
        add(&mut text, "edgetooltip", add_label, &tooltip(edge));
        // `weight` means rank to dot and must be a whole number there, so it goes by another name.
        add(&mut text, "strength", add_quoted, &format!("{:?}", edge.weight));
        if schema.is_symmetric(&edge.relation) {
            add(&mut text, "dir", add_quoted, "none");
        }
        add_data(&mut text, &EDGE_COLUMNS, &fields::edge(edge, schema), &["label", "weight"]);
        text.push_str("];\n");
        out.write_all(text.as_bytes())?;
    }
    let layout = if graph.edges.len() > LAYERED_LAYOUT {
        "layout=\"sfdp\", overlap=\"prism\", splines=\"true\""
    } else {
        "rankdir=\"LR\""
    };
    writeln!(out, "  graph [{layout}, fontname=\"Helvetica\"];\n}}")
}

/// Adds an attribute to those between the brackets.
fn add(text: &mut String, name: &str, add_value: fn(&mut String, &str), value: &str) {
    if !text.ends_with('[') {
        text.push_str(", ");
    }
    text.extend([name, "="]);
    add_value(text, value);
}

/// Adds the fields that are not drawn, for programs that read them as data.
fn add_data(text: &mut String, columns: &[Column], row: &Row, drawn: &[&str]) {
    let mut scratch = String::new();
    for (column, value) in present(columns, row).filter(|(column, _)| !drawn.contains(&column.name.as_ref()))
    {
        let add_value = if matches!(value, Value::Text(_)) { add_label } else { add_quoted };
        add(text, &column.name, add_value, value.shown(&mut scratch));
    }
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

fn tooltip(edge: &Edge) -> Cow<'_, str> {
    match &edge.evidence {
        Some(quote) => format!("{} ({})", quote.evidence.text, quote.article).into(),
        None => edge.role.as_ref().unwrap_or(&edge.relation).into(),
    }
}

/// Adds a quoted id or plain value; only the quote needs an escape there.
fn add_quoted(text: &mut String, value: &str) {
    text.push('"');
    for (index, part) in value.split('"').enumerate() {
        text.extend([if index > 0 { "\\\"" } else { "" }, part]);
    }
    text.push('"');
}

/// Adds quoted text for people: on one line, with backslashes and entities that come out as written.
///
/// Graphviz before version 8 takes no string over 16,384 bytes; longer text is cut and ends in "…".
fn add_label(text: &mut String, value: &str) {
    const LONGEST: usize = 16_000;
    text.push('"');
    let start = text.len();
    for c in line(value).chars() {
        if text.len() - start > LONGEST {
            text.push('…');
            break;
        }
        match c {
            '\\' => text.push_str("\\\\"),
            '"' => text.push_str("\\\""),
            '&' => text.push_str("&amp;"),
            _ => text.push(c),
        }
    }
    text.push('"');
}
