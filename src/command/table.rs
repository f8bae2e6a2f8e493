//! Answers as text for people, CSV, JSON or JSON Lines.

use super::Terminal;
use anstyle::Style;
use demarche::graph::query::Answer;
use demarche::statement::{Modality, Statement};
use serde_json::Value;
use std::io::Write;

/// How answers are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people
    Table,
    /// One row a statement
    Csv,
    /// One array
    Json,
    /// One object a line
    Jsonl,
}

/// Writes answers with the words they rest on.
pub fn answers(
    answers: &[Answer],
    form: Form,
    terminal: &Terminal,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match form {
        Form::Json => {
            serde_json::to_writer_pretty(&mut *out, answers)?;
            writeln!(out)?;
        }
        Form::Jsonl => super::build::lines(answers, out)?,
        Form::Csv => csv(answers, out)?,
        Form::Table => {
            let bold = Style::new().bold();
            for answer in answers {
                writeln!(out, "{}", terminal.paint(bold, &answer.heading))?;
                for statement in &answer.statements {
                    quote(statement, terminal, out)?;
                }
            }
        }
    }
    Ok(())
}

/// A statement's source on a line, its words below.
fn quote(statement: &Statement, terminal: &Terminal, out: &mut dyn Write) -> std::io::Result<()> {
    let date = statement.date.as_deref().unwrap_or("undated");
    let publisher = statement.publisher.as_deref().map_or(String::new(), |publisher| format!(" {publisher}"));
    let mut source = format!("    {date}{publisher} [{}]", statement.article);
    if statement.modality != Modality::Asserted {
        source.push_str(&format!(", {}", statement.modality.as_str()));
    }
    if let Some(about) = &statement.about {
        source.push_str(&format!(", about {}", about.label));
    }
    if let Some(speaker) = &statement.speaker {
        source.push_str(&format!(", says {speaker}"));
    }
    writeln!(out, "{}", terminal.paint(Style::new().dimmed(), &source))?;
    let words = statement.evidence.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let options =
        textwrap::Options::new(terminal.width.max(40)).initial_indent("      ").subsequent_indent("      ");
    for line in textwrap::wrap(&format!("“{words}”"), options) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Columns that tell a statement.
const STATEMENT: [&str; 8] =
    ["date", "publisher", "article", "modality", "evidence", "evidence_start", "evidence_end", "statement"];

/// One row a statement, or one for an answer that rests on none.
fn csv(answers: &[Answer], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut columns: Vec<&str> = Vec::new();
    for name in answers.iter().flat_map(|answer| answer.fields.keys()) {
        if !columns.contains(name) {
            columns.push(name);
        }
    }
    let mut writer = csv::Writer::from_writer(out);
    let with_statements = answers.iter().any(|answer| !answer.statements.is_empty());
    let own = if with_statements { &STATEMENT[..] } else { &[] };
    writer.write_record(columns.iter().chain(own))?;
    for answer in answers {
        let fields: Vec<String> =
            columns.iter().map(|name| answer.fields.get(name).map_or(String::new(), plain)).collect();
        if answer.statements.is_empty() {
            writer.write_record(fields.iter().map(String::as_str).chain(own.iter().map(|_| "")))?;
        }
        for statement in &answer.statements {
            let Statement { date, publisher, article, modality, evidence, id, .. } = statement;
            let cells = [
                date.clone().unwrap_or_default(),
                publisher.clone().unwrap_or_default(),
                article.clone(),
                modality.as_str().to_owned(),
                evidence.text.clone(),
                evidence.start.to_string(),
                evidence.end.to_string(),
                id.clone(),
            ];
            writer.write_record(fields.iter().chain(&cells))?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// A value in a cell.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Rows under their columns, as wide as the widest cell up to a limit; numbers stand right.
pub fn rows(
    columns: &[String],
    rows: &[Vec<Value>],
    terminal: &Terminal,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    const WIDEST: usize = 60;
    let width = |text: &str| textwrap::core::display_width(text);
    let cell = |value: &Value| {
        let text = plain(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if width(&text) <= WIDEST { text } else { text.chars().take(WIDEST - 1).chain(['…']).collect() }
    };
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let widths: Vec<usize> = (0..columns.len())
        .map(|column| {
            cells.iter().map(|row| width(&row[column])).chain([width(&columns[column])]).max().unwrap_or(0)
        })
        .collect();
    let padded = |text: &str, column: usize, right: bool| {
        let blank = " ".repeat(widths[column].saturating_sub(width(text)));
        if right { format!("{blank}{text}") } else { format!("{text}{blank}") }
    };
    let head: Vec<String> =
        columns.iter().enumerate().map(|(column, name)| padded(name, column, false)).collect();
    writeln!(out, "{}", terminal.paint(Style::new().bold(), head.join("  ").trim_end()))?;
    for (row, cells) in rows.iter().zip(&cells) {
        let line: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(column, text)| padded(text, column, row[column].is_number()))
            .collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}
