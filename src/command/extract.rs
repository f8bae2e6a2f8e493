//! `demarche extract CORPUS...`: articles to statements, without making a graph.

use super::output::Output;
use super::{SchemaArg, ThreadsArg};
use demarche::statement;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Read articles and write their statements, one JSON object a line
#[derive(clap::Args)]
pub struct Args {
    /// Folders and files of articles (.txt, .md, .jsonl), or - for standard input
    #[arg(required = true, value_name = "CORPUS")]
    corpus: Vec<PathBuf>,
    /// Folder for statements.jsonl and articles.jsonl, to be merged later; else statements go to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Keep the articles' text in articles.jsonl
    #[arg(long, requires = "output")]
    text: bool,
    #[command(flatten)]
    schema: SchemaArg,
    #[command(flatten)]
    threads: ThreadsArg,
}

pub fn run(args: &Args, mut out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.threads.apply()?;
    let schema = args.schema.load()?;
    let output = args.output.as_deref().map(Output::new).transpose()?;
    let corpus = super::build::corpus(&args.corpus, &schema)?;
    let (store, conflicts) = super::build::read(&corpus, &schema, args.text);
    for conflict in conflicts {
        eprintln!(
            "warning: two different {}s have the id `{}`; one was left out",
            conflict.what, conflict.id
        );
    }
    match output {
        None => statement::write(&store.statements, &mut out)?,
        Some(mut output) => {
            super::build::add_store(&mut output, &store)?;
            output.publish()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
