//! `demarche extract CORPUS...`: articles to statements, without making a graph.

use super::SchemaArg;
use super::corpus::{CorpusArgs, Harvest};
use super::output::Output;
use anyhow::Context;
use demarche::article::Shard;
use demarche::statement;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Read articles and write their statements, one JSON object a line
///
/// With -o, a run that was killed goes on where it was when the same command is run again.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    corpus: CorpusArgs,
    /// Folder for statements.jsonl, articles.jsonl and inputs.jsonl, to be merged later; else statements go to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Read part K of N only; merging all parts gives what one run gives
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Keep the articles' text in articles.jsonl
    #[arg(long, requires = "output")]
    text: bool,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, mut out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.corpus.sources.threads.apply()?;
    let schema = args.schema.load()?;
    let output = args.output.as_deref().map(Output::new).transpose()?;
    let elsewhere = tempfile::tempdir().context("no folder for temporary files; set TMPDIR")?;
    let folder = args.output.as_deref().unwrap_or(elsewhere.path());
    let Harvest { store, conflicts, skipped, journal } =
        args.corpus.read(&schema, args.shard, args.text, folder)?;
    for conflict in conflicts {
        eprintln!(
            "warning: two different {}s have the id `{}`; one was left out",
            conflict.what, conflict.id
        );
    }
    match output {
        None => statement::write(&store.statements, &mut out)?,
        Some(mut output) => {
            super::build::add_store(&mut output, &store.statements, &store.records, &skipped)?;
            output.publish()?;
        }
    }
    journal.remove();
    Ok(ExitCode::SUCCESS)
}
