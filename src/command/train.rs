//! `demarche train CORPUS... --gold DIR`: the weights of the decisions, learned from annotated articles.

use super::SchemaArg;
use super::corpus::SourceArgs;
use anyhow::{Context, bail};
use demarche::Reader;
use demarche::article::Article;
use demarche::mention::antecedents::train::{Example, Outcome, train};
use demarche::score::{Level, read_gold};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Learn from annotated articles which candidates are positions
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    corpus: SourceArgs,
    /// Folders of annotations, one JSON file an article, named like it
    #[arg(long, required_unless_present = "antecedents", value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// Learn instead which antecedent words take up, from a table of `article`, `end` (byte behind the pronoun or noun)
    /// and `means` (ids parted by bars, none for nothing)
    #[arg(long, value_name = "FILE", conflicts_with = "gold")]
    antecedents: Option<PathBuf>,
    /// File for the table of weights [default: stance.tsv, or antecedents.tsv]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    if let Some(table) = &args.antecedents {
        return antecedents(&reader, &articles, table, args, out);
    }
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
    args.save("stance.tsv", &table)?;
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

impl Args {
    /// Writes a table of weights to the file asked for, or to `usual`.
    fn save(&self, usual: &str, table: &[u8]) -> anyhow::Result<()> {
        let file = self.output.clone().unwrap_or_else(|| PathBuf::from(usual));
        std::fs::write(&file, table).with_context(|| format!("{} cannot be written", file.display()))
    }
}

/// A line of the table of places.
#[derive(serde::Deserialize)]
struct Place {
    article: String,
    end: usize,
    means: String,
}

/// Fits the ranking of antecedents to the places of `table`.
fn antecedents(
    reader: &Reader<'_>,
    articles: &[Article],
    table: &Path,
    args: &Args,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let mut places: BTreeMap<String, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
    let mut rows =
        csv::Reader::from_path(table).with_context(|| format!("{} cannot be read", table.display()))?;
    for place in rows.deserialize() {
        let Place { article, end, means } = place.with_context(|| table.display().to_string())?;
        let means = means.split('|').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        places.entry(article).or_default().insert(end, means);
    }
    let examples: Vec<Example> = articles
        .par_iter()
        .filter_map(|article| Some((article, places.get(&article.id)?)))
        .flat_map_iter(|(article, known)| {
            let open = reader.open_places(article).into_iter();
            open.map(|open| Example {
                article: article.id.clone(),
                means: known.get(&open.span.end).cloned(),
                open,
            })
        })
        .collect();
    let known = examples.iter().filter(|example| example.means.is_some()).count();
    if known == 0 {
        bail!(
            "no article of the corpus has a place of {}; its first column holds the articles' ids",
            table.display()
        );
    }
    let trained = train(&examples);
    let mut weights = Vec::new();
    trained.write(&mut weights)?;
    args.save("antecedents.tsv", &weights)?;
    let Outcome { right, wrong, rightly_open, lost } = trained.left_out;
    writeln!(out, "{known} places, {} features", trained.features)?;
    writeln!(
        out,
        "left out and open: {right} right, {wrong} wrong, {rightly_open} rightly open, {lost} lost"
    )?;
    Ok(ExitCode::SUCCESS)
}
