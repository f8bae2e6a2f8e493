//! `demarche diff OLD NEW`: which positions appeared, vanished or turned, and why.

use super::compare::{Compared, compare};
use super::{SchemaArg, Terminal, stored};
use anyhow::Context;
use demarche::graph::diff::{self, Diff, KINDS, Kind};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show what changed between two builds, position by position, and why
///
/// Exit codes: 0 nothing changed, 1 something did, 2 could not run.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the older build, or its graph.json
    old: PathBuf,
    /// Folder of the newer build, or its graph.json
    new: PathBuf,
    /// How differences are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only counts, causes and the positions that turned
    #[arg(long)]
    summary: bool,
    /// Exit with 1 only on these: names like position-flipped, or short ones like flip, removed, renamed
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds)]
    fail_on: Vec<Kinds>,
    /// Leave what did not change out of dot, graphml and svg
    #[arg(long)]
    changed_only: bool,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: old words beside new ones
    Text,
    /// One JSON object a line, with stable codes
    Jsonl,
    /// What `demarche apply` needs, forwards and backwards
    Patch,
    /// Both graphs in one, coloured, for Graphviz
    Dot,
    /// Both graphs in one, with a field `change`
    Graphml,
    /// A picture of both graphs in one
    Svg,
}

/// The kinds that one word names.
#[derive(Clone)]
struct Kinds(Vec<Kind>);

fn kinds(word: &str) -> Result<Kinds, String> {
    let named: Vec<Kind> = KINDS.iter().copied().filter(|kind| kind.is_called(word)).collect();
    if named.is_empty() {
        let all: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
        return Err(format!("kinds are {}", all.join(", ")));
    }
    Ok(Kinds(named))
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let Compared { patch, labels } = compare(&args.old, &args.new)?;
    let found = diff::diff(&patch, &schema, &|id| labels.get(id).cloned());
    match args.format {
        Format::Text => {
            let style = Terminal::stdout().style();
            if found.differences.is_empty() && !patch.is_empty() {
                let Diff { notes, .. } = &found;
                notes.iter().try_for_each(|note| writeln!(out, "note {note}"))?;
                writeln!(out, "no differences in what the graphs say; only ids or places differ")?;
            } else if args.summary {
                diff::summary(&found, style, out)?;
            } else {
                diff::write(&found, style, out)?;
            }
        }
        Format::Jsonl => {
            for note in &found.notes {
                eprintln!("note: {note}");
            }
            super::build::lines(&found.differences, out)?;
        }
        Format::Patch => patch.write(out)?,
        Format::Dot | Format::Graphml | Format::Svg => {
            let graph = stored::read(&args.new)?.graph;
            let (_, graph) = graph.with_context(|| format!("{}: holds no graph", args.new.display()))?;
            let union = diff::union(&patch, &graph, args.changed_only);
            match args.format {
                Format::Dot => union.dot(&schema, out)?,
                Format::Graphml => union.graphml(out)?,
                _ => union.svg(out)?,
            }
        }
    }
    let fails = if args.fail_on.is_empty() {
        !patch.is_empty()
    } else {
        found.differences.iter().any(|d| args.fail_on.iter().any(|kinds| kinds.0.contains(&d.code)))
    };
    Ok(ExitCode::from(u8::from(fails)))
}
