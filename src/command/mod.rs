//! Commands: one file each, named as the user types it. Files, terminal and exit codes live here.

mod add;
mod apply;
mod build;
mod compare;
mod completions;
mod corpus;
mod correct;
mod diff;
mod explain;
mod export;
mod extract;
mod filter;
mod import;
mod journal;
mod man;
mod manifest;
mod merge;
mod output;
mod query;
mod remove;
mod schema;
mod score;
mod sql;
mod stored;
mod table;
mod train;
mod validate;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use demarche::article::{Problem, copies};
use demarche::graph::{self, Correction};
use demarche::mention::Scope;
use demarche::schema::Schema;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Read news on arms control into a graph of who takes which position on what
#[derive(Parser)]
#[command(name = "demarche", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
    Extract(extract::Args),
    Merge(merge::Args),
    Add(add::Args),
    Remove(remove::Args),
    Correct(correct::Args),
    Validate(validate::Args),
    Query(query::Args),
    Sql(sql::Args),
    Diff(diff::Args),
    Apply(apply::Args),
    Export(export::Args),
    Import(import::Args),
    Explain(explain::Args),
    Score(score::Args),
    Train(train::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Arguments {
    /// Runs the command; results go to `out`, talk to standard error.
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        match &self.command {
            Command::Build(args) => build::run(args, out),
            Command::Extract(args) => extract::run(args, out),
            Command::Merge(args) => merge::run(args, out),
            Command::Add(args) => add::run(args, out),
            Command::Remove(args) => remove::run(args, out),
            Command::Correct(args) => correct::run(args, out),
            Command::Validate(args) => validate::run(args, out),
            Command::Query(args) => query::run(args, out),
            Command::Sql(args) => sql::run(args, out),
            Command::Diff(args) => diff::run(args, out),
            Command::Apply(args) => apply::run(args, out),
            Command::Export(args) => export::run(args, out),
            Command::Import(args) => import::run(args, out),
            Command::Explain(args) => explain::run(args, out),
            Command::Score(args) => score::run(args, out),
            Command::Train(args) => train::run(args, out),
            Command::Schema(args) => schema::run(args, out),
            Command::Completions(args) => completions::run(args, out),
            Command::Man(args) => man::run(args, out),
        }
    }
}

/// Where the schema comes from.
#[derive(clap::Args)]
struct SchemaArg {
    /// Folder that extends the built-in schema, or replaces it if it has a nodes.toml
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

impl SchemaArg {
    fn load(&self) -> anyhow::Result<Schema> {
        match &self.schema {
            None => Ok(Schema::embedded()),
            Some(dir) => {
                Schema::load(dir).with_context(|| format!("the schema in {} is faulty", dir.display()))
            }
        }
    }
}

/// Where corrections come from.
#[derive(clap::Args)]
struct CorrectionsArg {
    /// Corrections to apply beside those in the output folder's corrections.jsonl
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
}

impl CorrectionsArg {
    /// The corrections given and those that stand in the folder that is written to.
    fn load(&self, output: &Path) -> anyhow::Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        if let Some(path) = self.corrections.as_ref().filter(|path| !path.exists()) {
            bail!("{}: is not there; name a file of corrections", path.display());
        }
        for path in self.corrections.iter().cloned().chain([output.join(stored::CORRECTIONS)]) {
            let (read, malformed) = stored::corrections(&path)?;
            if let Some(finding) = malformed.first() {
                bail!("{}: {}; mend or remove the line", finding.place, finding.message);
            }
            corrections.push(read);
        }
        Ok(graph::unite(corrections))
    }
}

/// What may be an entity.
#[derive(clap::Args)]
struct ScopeArg {
    /// Read any field, not only arms control: everybody and every body with a name, groups of people, and whatever a
    /// position is on become nodes
    #[arg(long)]
    general: bool,
}

impl ScopeArg {
    fn scope(&self) -> Scope {
        if self.general { Scope::General } else { Scope::Field }
    }
}

/// How many threads read articles.
#[derive(clap::Args)]
struct ThreadsArg {
    /// Number of threads; all cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

impl ThreadsArg {
    fn apply(&self) -> anyhow::Result<()> {
        if let Some(threads) = self.threads {
            rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
        }
        Ok(())
    }
}

/// The terminal that results go to, if it is one.
struct Terminal {
    color: bool,
    width: usize,
}

impl Terminal {
    fn stdout() -> Terminal {
        let is_terminal = std::io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = terminal_size::terminal_size().filter(|_| is_terminal);
        Terminal { color: is_terminal && wanted, width: width.map_or(100, |(width, _)| usize::from(width.0)) }
    }

    fn paint(&self, style: anstyle::Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn style(&self) -> demarche::graph::diff::Style {
        demarche::graph::diff::Style { color: self.color, width: self.width }
    }
}

fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a confidence is a number from 0 to 1".to_owned())
}

fn modality(name: &str) -> Result<demarche::statement::Modality, String> {
    name.parse().map_err(|()| "modalities are asserted, intended, conditional, denied".to_owned())
}

/// Findings from which on the exit code is 1.
#[derive(Clone, Copy, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

impl FailOn {
    fn code(self, findings: &[demarche::graph::Finding]) -> ExitCode {
        use demarche::graph::Severity;
        let worst = findings.iter().map(|finding| finding.severity).max();
        let fails = match self {
            FailOn::Error => worst == Some(Severity::Error),
            FailOn::Warning => worst.is_some(),
            FailOn::Never => false,
        };
        ExitCode::from(u8::from(fails))
    }
}

/// What to do with copies of one text.
#[derive(Clone, Copy, clap::ValueEnum)]
enum CopiesArg {
    /// Do not look for them; only the same words count once
    Keep,
    /// A statement in copies of one text counts once and names all articles and publishers
    Group,
    /// Of each text the earliest copy stays
    Drop,
}

impl CopiesArg {
    /// Treats the copies in `store` as asked and returns what is left out.
    fn settle(self, store: &mut demarche::graph::Store) -> Vec<Problem> {
        match self {
            CopiesArg::Group => Vec::new(),
            CopiesArg::Keep => {
                store.records.iter_mut().for_each(|record| record.sketch = None);
                Vec::new()
            }
            CopiesArg::Drop => {
                let mut copies = HashMap::new();
                for group in copies::groups(&store.records) {
                    let others = group.articles.into_iter().filter(|article| *article != group.first);
                    copies.extend(others.map(|article| (article, group.first.clone())));
                }
                let mut dropped = Vec::new();
                store.records.retain(|record| {
                    let Some(first) = copies.get(&record.id) else { return true };
                    dropped.push(Problem {
                        place: record.file.clone(),
                        what: format!("is a copy of the article `{first}`"),
                        remedy: "left out, as --copies drop asks".to_owned(),
                    });
                    false
                });
                store.statements.retain(|statement| !copies.contains_key(&statement.article));
                dropped
            }
        }
    }
}

/// Which entities become nodes.
#[derive(Clone, Copy, clap::ValueEnum)]
enum NodesArg {
    /// Those with a position, and organizations, officials, treaties and systems that a known fact ties to them
    Connected,
    /// Every entity that an article names
    All,
}

impl From<NodesArg> for demarche::graph::Nodes {
    fn from(nodes: NodesArg) -> Self {
        match nodes {
            NodesArg::Connected => Self::Connected,
            NodesArg::All => Self::All,
        }
    }
}
