//! Neo4j: two tables for `neo4j-admin database import`, and a Cypher script that may be run again.
//!
//! Nodes have the labels `Node` and their type (`State`), relationships the relation in capitals
//! (`OPPOSES`); ids stand in `uid`. Texts are on one line in the tables, for the importer takes no line
//! breaks unless told.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Type, Value, line};
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
    let names = backticked_names(&nodes.columns);
    let mut kinds: Vec<&str> = graph.nodes.iter().map(|node| node.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let merge =
            format!("MERGE (n:Node {{uid: r.uid}}) SET n:{}, n += r.p;", backticked(&capitalized(kind)));
        let mut batch = Batch::default();
        for (node, row) in nodes.rows().filter(|(node, _)| node.kind == kind) {
            batch.add(&[("uid", &node.id)], &names, &row);
            batch.write(BATCH, &merge, out)?;
        }
        batch.write(1, &merge, out)?;
    }
    let names = backticked_names(&EDGE_COLUMNS);
    let mut relations: Vec<&str> = graph.edges.iter().map(|edge| edge.relation.as_str()).collect();
    relations.sort_unstable();
    relations.dedup();
    for relation in relations {
        let merge = format!(
            "MATCH (a:Node {{uid: r.s}}), (b:Node {{uid: r.t}}) MERGE (a)-[e:{} {{uid: r.uid}}]->(b) SET e += r.p;",
            backticked(&relation.to_uppercase())
        );
        let mut batch = Batch::default();
        for edge in graph.edges.iter().filter(|edge| edge.relation == relation) {
            let ids = [("uid", edge.id.as_str()), ("s", &edge.source), ("t", &edge.target)];
            batch.add(&ids, &names, &fields::edge(edge, schema));
            batch.write(BATCH, &merge, out)?;
        }
        batch.write(1, &merge, out)?;
    }
    Ok(())
}

/// Rows that one statement carries, as Cypher maps.
#[derive(Default)]
struct Batch {
    text: String,
    rows: usize,
}

impl Batch {
    /// Adds a row: ids, then the fields that are there under `names` as the map `p`.
    fn add(&mut self, ids: &[(&str, &str)], names: &[String], row: &Row) {
        let text = &mut self.text;
        text.push_str(if self.rows == 0 { "{" } else { ",\n{" });
        for (name, id) in ids {
            text.extend([name, ": "]);
            add_quoted(text, id);
            text.push_str(", ");
        }
        text.push_str("p: {");
        let mut separator = "";
        for (name, value) in names.iter().zip(row).filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            text.extend([separator, name, ": "]);
            match value {
                Value::Text(value) => add_quoted(text, value),
                number => {
                    let _ = write!(text, "{number}");
                }
            }
            separator = ", ";
        }
        text.push_str("}}");
        self.rows += 1;
    }

    /// Writes the rows if there are at least `least`.
    fn write(&mut self, least: usize, merge: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.rows < least {
            return Ok(());
        }
        writeln!(out, "UNWIND [\n{}\n] AS r {merge}", self.text)?;
        self.text.clear();
        self.rows = 0;
        Ok(())
    }
}

/// Adds a string literal of Cypher.
fn add_quoted(text: &mut String, value: &str) {
    text.push('\'');
    for c in value.chars() {
        match c {
            '\\' | '\'' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.push(c),
        }
    }
    text.push('\'');
}

/// A name of Cypher; all stand in backticks, for some are words of the language.
fn backticked(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn backticked_names(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| backticked(&column.name)).collect()
}
