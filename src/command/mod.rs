//! Commands: one file each, named as the user types it. Files, terminal and exit codes live here.

mod build;
mod completions;
mod corpus;
mod explain;
mod export;
mod extract;
mod journal;
mod man;
mod manifest;
mod merge;
mod output;
mod stored;
mod validate;

use anyhow::Context;
use clap::{Parser, Subcommand};
use demarche::article::{Problem, copies};
use demarche::schema::Schema;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
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
    Validate(validate::Args),
    Export(export::Args),
    Explain(explain::Args),
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
            Command::Validate(args) => validate::run(args, out),
            Command::Export(args) => export::run(args, out),
            Command::Explain(args) => explain::run(args, out),
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
