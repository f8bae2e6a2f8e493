//! KGX tables: the exchange form of biomedical knowledge graphs, two files of tab-separated values.
//!
//! Ids are compact URIs already (`state:RUS`); what may have several values is joined by `|`.

use super::fields::{Column, EDGE_COLUMNS, Value, edge as edge_row, line};
use super::{Content, Options, capitalized};
use std::io::{self, Write};

pub(super) fn write_nodes(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b'\t').quote_style(csv::QuoteStyle::Never).from_writer(out);
    writer.write_record(["id", "category", "name", "synonym", "xref", "provided_by"])?;
    for node in &content.graph.nodes {
        let wikidata = node.attributes.get("wikidata").map(|id| format!("wikidata:{id}"));
        writer.write_record([
            node.id.as_str(),
            &format!("demarche:{}", capitalized(&node.kind)),
            &line(&node.label),
            &joined(&node.aliases),
            wikidata.as_deref().unwrap_or_default(),
            "infores:demarche",
        ])?;
    }
    writer.flush()
}

pub(super) fn write_edges(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut scratch = String::new();
    let mut writer =
        csv::WriterBuilder::new().delimiter(b'\t').quote_style(csv::QuoteStyle::Never).from_writer(out);
    let first = ["id", "subject", "predicate", "object", "category", "primary_knowledge_source", "relation"];
    let several = ["publishers", "publications", "about", "statements"];
    let names = EDGE_COLUMNS.iter().filter(|column| is_data(column)).map(|column| column.name.as_ref());
    writer.write_record(first.into_iter().chain(several).chain(names))?;
    for edge in &content.graph.edges {
        let predicate = format!("demarche:{}", line(&edge.relation));
        let fixed =
            [&edge.id, &edge.source, predicate.as_str(), &edge.target, "demarche:Edge", "infores:demarche"];
        for field in fixed {
            writer.write_field(field)?;
        }
        writer.write_field(line(&edge.relation).as_ref())?;
        for list in [&edge.publishers, &edge.articles, &edge.about, &edge.statements] {
            writer.write_field(joined(list))?;
        }
        let row = edge_row(edge, content.schema);
        for (_, value) in EDGE_COLUMNS.iter().zip(&row).filter(|(column, _)| is_data(column)) {
            match value {
                None => writer.write_field("")?,
                Some(Value::Text(text)) => writer.write_field(line(text).as_ref())?,
                Some(number) => writer.write_field(number.shown(&mut scratch))?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// Whether no column of its own holds it already.
fn is_data(column: &Column) -> bool {
    !["label", "relation", "publishers", "articles", "about", "statements"].contains(&column.name.as_ref())
}

/// Items joined by `|`; one inside an item becomes a slash, for the format knows no escape.
fn joined(items: &[String]) -> String {
    items.iter().map(|item| line(item).replace('|', "/")).collect::<Vec<_>>().join("|")
}
