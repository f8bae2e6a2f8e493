//! `demarche sql 'SELECT ...'`: a stored build as a database.

use super::table::{self, Form};
use super::{SchemaArg, Terminal, stored};
use anyhow::{Context, bail};
use demarche::export::{Content, sqlite};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Ask a graph in SQL; the tables are those of the `SQLite` export
///
/// Exit codes: 0 answered, 1 no row, 2 could not run.
#[derive(clap::Args)]
pub struct Args {
    /// One statement that reads, or - for standard input
    #[arg(required_unless_present = "tables")]
    sql: Option<String>,
    /// Folder of a build, or a graph.json
    #[arg(short, long, value_name = "GRAPH", default_value = "out")]
    graph: PathBuf,
    /// Show the tables and what their columns mean
    #[arg(long)]
    tables: bool,
    /// How rows are written
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let Some(sql) = args.sql.as_ref().filter(|_| !args.tables) else {
        write!(out, "{}", sqlite::TABLES)?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut text = String::new();
    if sql == "-" {
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    } else {
        text.clone_from(sql);
    }
    let schema = args.schema.load()?;
    let build = stored::read(&args.graph)?.build(&args.graph)?;
    let content = Content {
        graph: &build.graph,
        statements: &build.statements,
        records: &build.records,
        schema: &schema,
    };
    let database = sqlite::database(&content).context("the database cannot be made")?;
    // What is asked changes nothing: the database is a view of the build and gone afterwards.
    database.pragma_update(None, "query_only", true)?;
    let hint = "`demarche sql --tables` shows tables and columns";
    let mut statement = database.prepare(&text).with_context(|| format!("the SQL cannot be run; {hint}"))?;
    if !statement.readonly() {
        bail!(
            "this SQL would change the database, which is made anew from the build every time; write a SELECT"
        );
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = statement.query([]).with_context(|| format!("the SQL cannot be run; {hint}"))?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    while let Some(row) = found.next().context("the SQL failed")? {
        let cells = (0..columns.len()).map(|column| row.get_ref(column).map(value));
        rows.push(cells.collect::<Result<_, _>>()?);
    }
    let object = |row: &Vec<Value>| -> Map<String, Value> {
        columns.iter().cloned().zip(row.iter().cloned()).collect()
    };
    match args.format {
        Form::Table => table::rows(&columns, &rows, &Terminal::stdout(), out)?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows.iter().map(object).collect::<Vec<_>>())?;
            writeln!(out)?;
        }
        Form::Jsonl => super::build::lines(&rows.iter().map(object).collect::<Vec<_>>(), out)?,
        Form::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *out);
            writer.write_record(&columns)?;
            for row in &rows {
                writer.write_record(row.iter().map(table::plain))?;
            }
            writer.flush()?;
        }
    }
    Ok(ExitCode::from(u8::from(rows.is_empty())))
}

fn value(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}
