//! `demarche remove BUILD ARTICLE...`: takes articles out of a stored build.

use super::add::Base;
use super::build::Made;
use super::output::Output;
use super::{FailOn, SchemaArg};
use anyhow::bail;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Take articles out of a build, as if they had never been read
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the build
    build: PathBuf,
    /// Ids of the articles
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
    /// Folder for the results; the build itself if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Findings from which on the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let mut base = Base::read(&args.build, &schema)?;
    let known: BTreeSet<&str> = base.store.records.iter().map(|record| record.id.as_str()).collect();
    if let Some(unknown) = args.articles.iter().find(|id| !known.contains(id.as_str())) {
        let near = super::query::nearest(unknown, known.iter().copied());
        bail!(
            "there is no article `{unknown}` in {}{}",
            args.build.display(),
            super::query::or_one_of(&near)
        );
    }
    let output = Output::new(args.output.as_ref().unwrap_or(&args.build))?;
    let removed: BTreeSet<String> = args.articles.iter().cloned().collect();
    base.without(&removed);
    let told = format!("{} removed, {} left", removed.len(), base.store.records.len());
    let made = Made::new(base.store, Vec::new(), HashMap::new(), &schema, base.nodes, base.corrections);
    made.skipping(base.skipped).finish(output, &schema, &told, args.fail_on, out)
}
