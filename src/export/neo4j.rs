//! Neo4j: two tables for `neo4j-admin database import`, and a Cypher script that may be run again.
//!
//! Nodes have the labels `Node` and their type (`State`), relationships the relation in capitals
//! (`OPPOSES`); ids stand in `uid`. Texts are on one line in the tables, for the importer takes no line
//! breaks unless told.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Type, Value, line, present};
use super::{Content, Options, capitalized};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The number of rows that one statement of the script carries.
const BATCH: usize = 500;

pub(super) fn write_nodes(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let nodes = fields::Nodes::new(content.graph);
    let mut writer = csv::Writer::from_writer(out);
    let properties = nodes.columns.iter().map(property);
    writer.write_record(["uid:ID".to_owned()].into_iter().chain(properties).chain([":LABEL".to_owned()]))?;
    for (node, row) in nodes.rows() {
        writer.write_field(&node.id)?;
        write_values(&mut writer, &row)?;
        writer.write_field(format!("Node;{}", capitalized(&node.kind)))?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

pub(super) fn write_relationships(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let properties = EDGE_COLUMNS.iter().map(property);
    let ends = [":START_ID", ":END_ID", "uid"].map(str::to_owned);
    writer.write_record(ends.into_iter().chain(properties).chain([":TYPE".to_owned()]))?;
    for edge in &content.graph.edges {
        for id in [&edge.source, &edge.target, &edge.id] {
            writer.write_field(id)?;
        }
        write_values(&mut writer, &fields::edge(edge, content.schema))?;
        writer.write_field(edge.relation.to_uppercase())?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A property with its type; dates stay text, since a shorter one would stop the import.
fn property(column: &Column) -> String {
    let kind = match column.kind {
        Type::Text | Type::Date => "string",
        Type::Whole => "long",
        Type::Real => "double",
        Type::Truth => "boolean",
    };
    format!("{}:{kind}", column.name)
}

fn write_values<W: Write>(writer: &mut csv::Writer<W>, row: &Row) -> io::Result<()> {
    let mut scratch = String::new();
    for value in row {
        match value {
            None => writer.write_field("")?,
            Some(Value::Text(text)) => writer.write_field(line(text).as_ref())?,
            Some(number) => writer.write_field(number.shown(&mut scratch))?,
        }
    }
    Ok(())
}

/// One `MERGE` for up to 500 nodes of a type or edges of a relation; rows of one kind follow each other.
pub(super) fn write_script(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    out.write_all(b"CREATE CONSTRAINT node_uid IF NOT EXISTS FOR (n:Node) REQUIRE n.uid IS UNIQUE;\n")?;
    let nodes = fields::Nodes::new(graph);
    let mut rows = Vec::new();
    let mut kinds: Vec<&str> = graph.nodes.iter().map(|node| node.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let merge =
            format!("MERGE (n:Node {{uid: r.uid}}) SET n:{}, n += r.p;", backticked(&capitalized(kind)));
        for (node, row) in nodes.rows().filter(|(node, _)| node.kind == kind) {
            rows.push(format!("{{uid: {}, p: {}}}", quoted(&node.id), properties(&nodes.columns, &row)));
            write_batch(&mut rows, BATCH, &merge, out)?;
        }
        write_batch(&mut rows, 1, &merge, out)?;
    }
    let mut relations: Vec<&str> = graph.edges.iter().map(|edge| edge.relation.as_str()).collect();
    relations.sort_unstable();
    relations.dedup();
    for relation in relations {
        let merge = format!(
            "MATCH (a:Node {{uid: r.s}}), (b:Node {{uid: r.t}}) MERGE (a)-[e:{} {{uid: r.uid}}]->(b) SET e += r.p;",
            backticked(&relation.to_uppercase())
        );
        for edge in graph.edges.iter().filter(|edge| edge.relation == relation) {
            rows.push(format!(
                "{{uid: {}, s: {}, t: {}, p: {}}}",
                quoted(&edge.id),
                quoted(&edge.source),
                quoted(&edge.target),
                properties(&EDGE_COLUMNS, &fields::edge(edge, schema))
            ));
            write_batch(&mut rows, BATCH, &merge, out)?;
        }
        write_batch(&mut rows, 1, &merge, out)?;
    }
    Ok(())
}

fn write_batch(rows: &mut Vec<String>, least: usize, merge: &str, out: &mut dyn Write) -> io::Result<()> {
    if rows.len() < least {
        return Ok(());
    }
    writeln!(out, "UNWIND [\n{}\n] AS r {merge}", rows.join(",\n"))?;
    rows.clear();
    Ok(())
}

/// The fields as a Cypher map.
fn properties(columns: &[Column], row: &Row) -> String {
    let mut map = String::from("{");
    for (column, value) in present(columns, row) {
        let separator = if map.len() > 1 { ", " } else { "" };
        let _ = match value {
            Value::Text(text) => write!(map, "{separator}{}: {}", backticked(&column.name), quoted(text)),
            number => write!(map, "{separator}{}: {number}", backticked(&column.name)),
        };
    }
    map + "}"
}

/// A string literal of Cypher.
fn quoted(text: &str) -> String {
    let mut literal = String::from("'");
    for c in text.chars() {
        match c {
            '\\' | '\'' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(c),
        }
    }
    literal + "'"
}

/// A name of Cypher; all stand in backticks, for some are words of the language.
fn backticked(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
