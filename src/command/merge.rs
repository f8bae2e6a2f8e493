//! `demarche merge INPUT...`: statements, ours or anybody's, to one graph.

use super::build::Made;
use super::output::Output;
use super::{CopiesArg, CorrectionsArg, FailOn, NodesArg, SchemaArg, corpus, manifest, stored};
use anyhow::bail;
use demarche::article::Record;
use demarche::graph::{self, Code, Finding, Store};
use demarche::schema::Layer;
use demarche::statement::{Statement, is_portable};
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fold statements of several builds, shards or other extractors into one graph
#[derive(clap::Args)]
pub struct Args {
    /// Folders of builds or extractions, files of statements, or - for statements on standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    output: PathBuf,
    /// Entities that become nodes
    #[arg(long, value_enum, default_value = "connected")]
    nodes: NodesArg,
    /// What to do with copies of one text
    #[arg(long, value_enum, default_value = "group")]
    copies: CopiesArg,
    /// Findings from which on the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    corrections: CorrectionsArg,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let (mut parts, mut rejected, mut corrections) = (Vec::new(), Vec::new(), Vec::new());
    let mut skipped = Vec::new();
    for input in &args.inputs {
        let mut stored = stored::read(input)?;
        if stored.graph.is_some() && stored.statements.is_empty() {
            bail!(
                "{}: holds a graph but no statements to merge; name its folder or its statements.jsonl",
                input.display()
            );
        }
        rejected.append(&mut stored.malformed);
        skipped.extend(manifest::skipped(input));
        corrections.push(std::mem::take(&mut stored.corrections));
        let places: HashMap<String, String> =
            stored.statements.iter().map(|(place, s)| (s.id.clone(), place.clone())).collect();
        let Store { statements: read, records } = stored.store();
        let mut statements = Vec::new();
        for statement in read {
            let place = places.get(&statement.id).cloned().unwrap_or_else(|| input.display().to_string());
            if let Some(id) = unportable(&statement) {
                let message = format!("id `{id}`; left out: {}", statement.shown());
                rejected.push(Finding::new(Code::IdForm, place, message));
            } else if schema.relations.get(&statement.relation).is_some_and(|r| r.layer == Layer::Context) {
                let message =
                    format!("`{}` is no position; left out: {}", statement.relation, statement.shown());
                rejected.push(Finding::new(Code::Layer, place, message));
            } else {
                statements.push(statement);
            }
        }
        parts.push(Store { statements, records });
    }
    let output = Output::new(&args.output)?;
    skipped.extend(corpus::repeated(&parts));
    let (mut store, conflicts) = graph::merge(parts);
    skipped.extend(args.copies.settle(&mut store));
    let kept = |record: &Record| Some((record.id.clone(), record.text.clone()?));
    let kept: Vec<(String, String)> = store.records.iter().filter_map(kept).collect();
    let texts: HashMap<&str, &str> = kept.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let articles = format!("{} in {} inputs", store.records.len(), args.inputs.len());
    corrections.push(args.corrections.load(&args.output)?);
    let corrections = graph::unite(corrections);
    let made = Made::new(store, conflicts, texts, &schema, args.nodes.into(), corrections);
    made.with(rejected).skipping(skipped).finish(output, &schema, &articles, args.fail_on, out)
}

/// The first id of a statement that graph files could not carry.
fn unportable(statement: &Statement) -> Option<&str> {
    let ids = statement.participants().map(|participant| participant.id.as_str());
    let others = [&statement.speaker, &statement.represents].into_iter().flatten().map(String::as_str);
    let all = ids.chain(others).chain([statement.id.as_str()]);
    all.into_iter().find(|id| !is_portable(id)).or_else(|| {
        // The relation is part of the edge's id.
        (!is_portable(&statement.relation)).then_some(statement.relation.as_str())
    })
}
