//! Gephi's two tables: nodes and edges, which pandas, R, `DuckDB` and spreadsheets read as well.
//!
//! What Gephi's importer needs: `Kind` keeps parallel edges apart; a backslash is an escape there even in
//! quotes, so it is doubled; a column of bare dates would switch the table to timestamps, so time stands
//! in `Timeset` as intervals and in the field columns as `begin/end` in EDTF form.

use super::fields::{self, Column, EDGE_COLUMNS, Row, Type, Value};
use super::{Content, Options, formula, look, time};
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) fn write_nodes(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let nodes = fields::Nodes::new(content.graph);
    let periods = time::periods(content.graph);
    let mut writer = csv::Writer::from_writer(out);
    let header = ["Id", "Label", "Timeset"].into_iter().chain(data_columns(&nodes.columns));
    writer.write_record(header)?;
    for (node, row) in nodes.rows() {
        let (first, last) = periods.get(node.id.as_str()).copied().unwrap_or_default();
        writer.write_field(&node.id)?;
        writer.write_field(formula(&escaped(&fields::line(&node.label)), options).as_ref())?;
        writer.write_field(timeset(first, last))?;
        write_row(&mut writer, &nodes.columns, &row, options)?;
    }
    writer.flush()
}

pub(super) fn write_edges(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    let mut writer = csv::Writer::from_writer(out);
    let fixed = ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Timeset"];
    writer.write_record(fixed.into_iter().chain(data_columns(&EDGE_COLUMNS)))?;
    for (edge, kind) in graph.edges.iter().zip(look::kinds(graph)) {
        for field in [&edge.source, &edge.target, "Directed", &kind, &edge.id, &edge.relation] {
            writer.write_field(escaped(field).as_ref())?;
        }
        writer.write_field(format!("{:?}", edge.weight))?;
        writer.write_field(timeset(edge.first.as_deref(), edge.last.as_deref()))?;
        write_row(&mut writer, &EDGE_COLUMNS, &fields::edge(edge, schema), options)?;
    }
    writer.flush()
}

/// Whether the fixed columns do not hold it already; igraph would take a column `name` for the id.
fn is_data(column: &Column) -> bool {
    !["label", "name", "weight"].contains(&column.name.as_ref())
}

fn data_columns(columns: &[Column]) -> impl Iterator<Item = &str> {
    columns.iter().filter(|column| is_data(column)).map(|column| column.name.as_ref())
}

fn write_row<W: Write>(
    writer: &mut csv::Writer<W>,
    columns: &[Column],
    row: &Row,
    options: Options,
) -> io::Result<()> {
    let mut scratch = String::new();
    for (column, value) in columns.iter().zip(row).filter(|(column, _)| is_data(column)) {
        match value {
            None => writer.write_field("")?,
            Some(Value::Text(date)) if column.kind == Type::Date && date.len() > 4 => {
                scratch.clear();
                scratch.extend([date.as_ref(), "/", date.as_ref()]);
                writer.write_field(&scratch)?;
            }
            Some(Value::Text(text)) => writer.write_field(formula(&escaped(text), options).as_ref())?,
            Some(number) => writer.write_field(number.shown(&mut scratch))?,
        }
    }
    // Ends the record.
    writer.write_record(None::<&[u8]>)?;
    Ok(())
}

fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains('\\') { Cow::Owned(text.replace('\\', "\\\\")) } else { Cow::Borrowed(text) }
}

/// `<[2000-01-01, 2001-12-31]>`; a shorter date is the whole month or year, an open end infinity.
fn timeset(first: Option<&str>, last: Option<&str>) -> String {
    let (first, last) = (first.and_then(time::first_day), last.and_then(time::last_day));
    if first.is_none() && last.is_none() {
        return String::new();
    }
    let (first, last) = (first.unwrap_or("-Infinity".into()), last.unwrap_or("Infinity".into()));
    ["<[", &first, ", ", &last, "]>"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_cover_short_dates_whole() {
        assert_eq!(timeset(Some("2000"), Some("2001-02")), "<[2000-01-01, 2001-02-28]>");
        assert_eq!(timeset(Some("2000-06-13"), None), "<[2000-06-13, Infinity]>");
        assert_eq!(timeset(None, None), "");
    }
}
