//! GEXF 1.3, valid by its XML schema: the fullest file for Gephi, with time, kinds, colours and positions.
//!
//! `kind` keeps parallel edges apart; times stand as `start` and `end` for the timeline and again as
//! attributes, which other readers see. Looks are written in the main namespace, where the XML schema
//! allows them. What is not known is left out; an element without times is always shown.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Type, present};
use super::{Content, Options, layout, look, time};
use crate::graph::Meta;
use quick_xml::escape::escape;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The attribute that holds a weight in full; GEXF's own is read as a 32-bit number.
const WEIGHT: &str = "exact_weight";

pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    let nodes = fields::Nodes::new(graph);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str("<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n");
    add_meta(&mut text, &graph.meta);
    text.push_str(
        " <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n",
    );
    add_columns(&mut text, "node", &nodes.columns);
    add_columns(&mut text, "edge", &EDGE_COLUMNS);
    text.push_str("  <nodes>\n");
    out.write_all(text.as_bytes())?;

    let periods = time::periods(graph);
    let positions = layout::positions(graph);
    for ((node, row), (x, y)) in nodes.rows().zip(positions) {
        text.clear();
        let _ = write!(
            text,
            "   <node id=\"{}\" label=\"{}\"",
            attribute(&node.id),
            attribute(&fields::line(&node.label))
        );
        let (first, last) = periods.get(node.id.as_str()).copied().unwrap_or_default();
        add_time(&mut text, first, last);
        text.push_str(">\n");
        add_values(&mut text, &nodes.columns, &row);
        let (_, colour) = look::node_look(&node.kind, schema);
        let _ = writeln!(
            text,
            "    <color r=\"{}\" g=\"{}\" b=\"{}\"/><position x=\"{x:.1}\" y=\"{:.1}\" z=\"0\"/><size value=\"{}\"/>",
            colour.0,
            colour.1,
            colour.2,
            // Gephi's y grows upwards.
            -y,
            10 + node.statements.min(30)
        );
        text.push_str("   </node>\n");
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"  </nodes>\n  <edges>\n")?;
    for (edge, kind) in graph.edges.iter().zip(look::kinds(graph)) {
        text.clear();
        let _ = write!(
            text,
            "   <edge id=\"{}\" source=\"{}\" target=\"{}\" kind=\"{}\" label=\"{}\" weight=\"{:?}\"",
            attribute(&edge.id),
            attribute(&edge.source),
            attribute(&edge.target),
            attribute(&kind),
            attribute(&fields::line(&edge.relation)),
            edge.weight
        );
        add_time(&mut text, edge.first.as_deref(), edge.last.as_deref());
        text.push_str(">\n");
        add_values(&mut text, &EDGE_COLUMNS, &fields::edge(edge, schema));
        let colour = look::edge_colour(edge);
        let _ = writeln!(
            text,
            "    <color r=\"{}\" g=\"{}\" b=\"{}\"/><thickness value=\"{:.1}\"/>",
            colour.0,
            colour.1,
            colour.2,
            look::edge_width(edge)
        );
        text.push_str("   </edge>\n");
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"  </edges>\n </graph>\n</gexf>\n")
}

/// The program and, in the description, what the graph was made from.
fn add_meta(text: &mut String, meta: &Meta) {
    let description = serde_json::to_string(meta).expect("strings and numbers always serialize");
    let creator = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(
        text,
        " <meta>\n  <creator>{}</creator>\n  <description>{}</description>\n </meta>",
        escape(creator),
        escape(description)
    );
}

/// A declared `label` or `weight` would take the place of the element's own in some readers.
pub(super) fn attribute_of(name: &str) -> Option<&str> {
    match name {
        "label" => None,
        "weight" => Some(WEIGHT),
        other => Some(other),
    }
}

fn add_columns(text: &mut String, of: &str, columns: &[Column]) {
    let _ = writeln!(text, "  <attributes class=\"{of}\">");
    for column in columns {
        let Some(name) = attribute_of(&column.name) else { continue };
        let kind = match column.kind {
            Type::Text | Type::Date => "string",
            Type::Whole => "long",
            Type::Real => "double",
            Type::Truth => "boolean",
        };
        let _ = writeln!(text, "   <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    text.push_str("  </attributes>\n");
}

fn add_values(text: &mut String, columns: &[Column], row: &Row) {
    text.push_str("    <attvalues>\n");
    for (column, value) in present(columns, row) {
        let Some(name) = attribute_of(&column.name) else { continue };
        let _ = write!(text, "     <attvalue for=\"{name}\" value=\"");
        match value {
            fields::Value::Text(value) => text.push_str(&attribute(value)),
            number => {
                let _ = write!(text, "{number}");
            }
        }
        text.push_str("\"/>\n");
    }
    text.push_str("    </attvalues>\n");
}

/// An open side is left out; so is the end of a stretch that would end before it begins.
fn add_time(text: &mut String, first: Option<&str>, last: Option<&str>) {
    let (start, end) = (first.and_then(time::first_day), last.and_then(time::last_day));
    if let Some(start) = &start {
        let _ = write!(text, " start=\"{start}\"");
    }
    if let Some(end) = end.filter(|end| start.as_ref().is_none_or(|start| start <= end)) {
        let _ = write!(text, " end=\"{end}\"");
    }
}

/// A value of an XML attribute; white space other than blanks would be read as a blank.
fn attribute(text: &str) -> Cow<'_, str> {
    let escaped = escape(text);
    if !escaped.contains(['\n', '\r', '\t']) {
        return escaped;
    }
    Cow::Owned(escaped.replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;"))
}
