//! `demarche train CORPUS... --gold DIR`: the weights of the decisions, learned from annotated articles.

use super::SchemaArg;
use super::corpus::SourceArgs;
use anyhow::{Context, bail};
use demarche::Reader;
use demarche::score::{Level, read_gold};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Learn from annotated articles which candidates are positions
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    corpus: SourceArgs,
    /// Folders of annotations, one JSON file an article, named like it
    #[arg(long, required = true, value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// File for the table of weights
    #[arg(short, long, value_name = "FILE", default_value = "stance.tsv")]
    output: PathBuf,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.corpus.threads.apply()?;
    let schema = args.schema.load()?;
    let mut gold = BTreeMap::new();
    for folder in &args.gold {
        gold.extend(read_gold(folder)?);
    }
    let articles = args.corpus.articles(&schema)?;
    let reader = Reader::new(&schema);
    let lessons: Vec<_> = articles
        .par_iter()
        .filter_map(|article| Some(reader.lesson(article, gold.get(&article.id)?)))
        .collect();
    if lessons.is_empty() {
        bail!("no annotation is named like an article; name the gold file of article `x` `x.json`");
    }
    let trained = reader.train(&lessons);
    let mut table = Vec::new();
    trained.write(&mut table)?;
    std::fs::write(&args.output, table)
        .with_context(|| format!("{} cannot be written", args.output.display()))?;
    writeln!(
        out,
        "{} articles, {} features, threshold {}",
        lessons.len(),
        trained.features,
        trained.model.threshold
    )?;
    for (level, score) in Level::ALL.iter().zip(trained.scores) {
        super::score::show(level.name(), score, out)?;
    }
    Ok(ExitCode::SUCCESS)
}
