//! Gephi's two tables: nodes and edges, which pandas, R, `DuckDB` and spreadsheets read as well.
//!
//! What Gephi's importer needs: `Kind` keeps parallel edges apart; a backslash is an escape there even in
//! quotes, so it is doubled; a column of bare dates would switch the table to timestamps, so time stands
//! in `Timeset` as intervals and in the field columns as `begin/end` in EDTF form.

use super::Content;
use super::fields::{self, Fields, Value};
use crate::graph::{Edge, Graph};
use crate::schema::{Layer, is_date};
use std::collections::HashMap;
use std::io::{self, Write};

/// The fields that hold dates.
const DATES: [&str; 5] = ["first_date", "last_date", "signed", "start", "end"];

pub(super) fn write_nodes(content: &Content, out: &mut dyn Write) -> io::Result<()> {
    let graph = content.graph;
    let names = fields::names(graph);
    let rows = || graph.nodes.iter().zip(&names).map(|(node, name)| fields::node(node, name));
    let columns = data_columns(fields::columns(rows()));
    let periods = periods(graph);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["Id", "Label", "Timeset"].into_iter().chain(columns.iter().map(String::as_str)))?;
    for (node, fields) in graph.nodes.iter().zip(rows()) {
        let (first, last) = periods.get(node.id.as_str()).cloned().unwrap_or_default();
        let fixed = [node.id.clone(), fields::line(&node.label), timeset(first.as_deref(), last.as_deref())];
        writer.write_record(fixed.into_iter().map(|v| escaped(&v)).chain(cells(&columns, &fields)))?;
    }
    writer.flush()
}

pub(super) fn write_edges(content: &Content, out: &mut dyn Write) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    let rows = || graph.edges.iter().map(|edge| fields::edge(edge, schema));
    let columns = data_columns(fields::columns(rows()));
    let fixed = ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Timeset"];
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(fixed.into_iter().chain(columns.iter().map(String::as_str)))?;
    let mut seen = HashMap::new();
    for (edge, fields) in graph.edges.iter().zip(rows()) {
        let fixed = [
            edge.source.clone(),
            edge.target.clone(),
            "Directed".to_owned(),
            kind(edge, &mut seen),
            edge.id.clone(),
            edge.relation.clone(),
            format!("{:?}", edge.weight),
            timeset(edge.first.as_deref(), edge.last.as_deref()),
        ];
        writer.write_record(fixed.into_iter().map(|v| escaped(&v)).chain(cells(&columns, &fields)))?;
    }
    writer.flush()
}

/// The columns that the fixed ones do not hold already.
fn data_columns(columns: Fields) -> Vec<String> {
    columns.into_keys().filter(|name| name != "label" && name != "weight").collect()
}

/// Gephi merges edges between the same nodes unless their kinds differ; a repeat gets a number.
fn kind<'a>(edge: &'a Edge, seen: &mut HashMap<(&'a str, &'a str, String), usize>) -> String {
    let kind = format!("{}{}", edge.relation, if edge.denied { " denied" } else { "" });
    let count = seen.entry((&edge.source, &edge.target, kind.clone())).or_default();
    *count += 1;
    if *count == 1 { kind } else { format!("{kind} #{count}") }
}

fn cells<'a>(columns: &'a [String], fields: &'a Fields) -> impl Iterator<Item = String> + 'a {
    columns.iter().map(|column| match fields.get(column) {
        None => String::new(),
        Some(Value::Text(text)) if DATES.contains(&column.as_str()) && text.len() > 4 => {
            format!("{text}/{text}")
        }
        Some(Value::Text(text)) => escaped(text),
        Some(Value::Whole(number)) => number.to_string(),
        Some(Value::Real(number)) => format!("{number:?}"),
        Some(Value::Truth(truth)) => truth.to_string(),
    })
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
}

/// The first and last date of the positions a node takes part in.
fn periods(graph: &Graph) -> HashMap<&str, (Option<String>, Option<String>)> {
    let mut periods: HashMap<&str, (Option<String>, Option<String>)> = HashMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.layer == Layer::Stance) {
        for id in [&edge.source, &edge.target] {
            let (first, last) = periods.entry(id).or_default();
            let earlier = edge.first.iter().chain(first.iter()).min().cloned();
            let later = edge.last.iter().chain(last.iter()).max().cloned();
            (*first, *last) = (earlier, later);
        }
    }
    periods
}

/// `<[2000-01-01, 2001-12-31]>`; a shorter date is the whole month or year, an open end infinity.
fn timeset(first: Option<&str>, last: Option<&str>) -> String {
    let (first, last) = (first.filter(|date| is_date(date)), last.filter(|date| is_date(date)));
    if first.is_none() && last.is_none() {
        return String::new();
    }
    let begin = |date: &str| format!("{date}{}", &"0000-01-01"[date.len().min(10)..]);
    let end = |date: &str| match date.len() {
        4 => format!("{date}-12-31"),
        7 => last_of_month(date),
        _ => date.to_owned(),
    };
    let first = first.map_or("-Infinity".to_owned(), begin);
    let last = last.map_or("Infinity".to_owned(), end);
    format!("<[{first}, {last}]>")
}

fn last_of_month(month: &str) -> String {
    let day: Option<jiff::civil::Date> = format!("{month}-01").parse().ok();
    day.map_or_else(|| format!("{month}-28"), |day| day.last_of_month().to_string())
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
