//! `demarche build CORPUS...`: articles to a validated graph and its files, in one go.

use super::corpus::{CorpusArgs, Harvest};
use super::output::Output;
use super::{CopiesArg, FailOn, NodesArg, SchemaArg, ThreadsArg, manifest};
use demarche::article::{Problem, copies};
use demarche::export::Format;
use demarche::graph::{self, Code, Conflict, Finding, Graph, Nodes, Store, Subject};
use demarche::schema::{Layer, Schema};
use demarche::statement;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A build shows the worst findings; all of them would bury its summary.
const SHOWN_FINDINGS: usize = 20;

/// Read articles and write their graph: statements, validation, `GraphML`, DOT and CSV
///
/// A build that was killed goes on where it was when the same command is run again.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    corpus: CorpusArgs,
    /// Folder for the results
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    output: PathBuf,
    /// Entities that become nodes
    #[arg(long, value_enum, default_value = "connected")]
    nodes: NodesArg,
    /// What to do with copies of one text
    #[arg(long, value_enum, default_value = "group")]
    copies: CopiesArg,
    /// Keep the articles' text in articles.jsonl
    #[arg(long)]
    text: bool,
    /// Findings from which on the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    schema: SchemaArg,
    #[command(flatten)]
    threads: ThreadsArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.threads.apply()?;
    let schema = args.schema.load()?;
    // Before the long work: an output folder that cannot be made should cost no time.
    let output = Output::new(&args.output)?;
    let Harvest { mut store, conflicts, mut skipped, journal } =
        args.corpus.read(&schema, None, args.text, &args.output)?;
    let articles = format!("{} read, {} skipped", store.records.len(), skipped.len());
    skipped.extend(args.copies.settle(&mut store));
    let made = Made::new(store, conflicts, std::collections::HashMap::new(), &schema, args.nodes.into());
    let made = made.skipping(skipped);
    let paths = made.write(output, &schema)?;
    journal.remove();
    made.report(&paths, &articles, args.fail_on, out)
}

/// A graph with what it was made from and what the checks say.
pub struct Made {
    store: Store,
    graph: Graph,
    findings: Vec<Finding>,
    skipped: Vec<Problem>,
    copies: Vec<copies::Group>,
}

impl Made {
    /// Folds `store` into a graph and validates it; `texts` are the articles' as far as at hand.
    pub fn new(
        store: Store,
        conflicts: Vec<Conflict>,
        texts: std::collections::HashMap<&str, &str>,
        schema: &Schema,
        nodes: Nodes,
    ) -> Made {
        let graph = graph::fold(&store.statements, &store.records, schema, nodes);
        let lines = store.statements.iter().enumerate();
        let mut findings = graph::validate(
            &Subject {
                graph: Some(("graph.json", &graph)),
                statements: lines.map(|(i, s)| (format!("statements.jsonl:{}", i + 1), s)).collect(),
                records: Some(&store.records),
                texts,
            },
            schema,
        );
        findings.extend(conflicts.into_iter().map(|Conflict { what, id }| {
            let message = format!("two different {what}s have the id `{id}`; one of them was left out");
            Finding::new(Code::DuplicateId, "input", message)
        }));
        let copies = copies::groups(&store.records);
        Made { store, graph, findings, skipped: Vec::new(), copies }
    }

    /// Adds findings about input that was left out.
    pub fn with(mut self, rejected: Vec<Finding>) -> Made {
        self.findings.extend(rejected);
        self.findings.sort();
        self
    }

    /// Adds inputs that were skipped.
    pub fn skipping(mut self, skipped: Vec<Problem>) -> Made {
        self.skipped.extend(skipped);
        self.skipped.sort();
        self.skipped.dedup();
        self
    }

    /// Writes all files, then the summary and the findings; the exit code tells of them.
    ///
    /// `articles` says in the summary what was read.
    pub fn finish(
        self,
        output: Output,
        schema: &Schema,
        articles: &str,
        fail_on: FailOn,
        out: &mut dyn Write,
    ) -> anyhow::Result<ExitCode> {
        let paths = self.write(output, schema)?;
        self.report(&paths, articles, fail_on, out)
    }

    /// Writes all files and returns their paths.
    fn write(&self, mut output: Output, schema: &Schema) -> anyhow::Result<Vec<PathBuf>> {
        output.add("graph.json", |mut file| self.graph.write(&mut file))?;
        add_store(&mut output, &self.store, &self.skipped)?;
        output.add("copies.jsonl", |file| {
            for group in &self.copies {
                serde_json::to_writer(&mut *file, group)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        })?;
        for (name, write) in Format::ALL.iter().flat_map(|format| format.files()) {
            output.add(name, |file| write(&self.graph, schema, file))?;
        }
        output.publish()
    }

    /// Prints the summary and the worst findings.
    fn report(
        &self,
        paths: &[PathBuf],
        articles: &str,
        fail_on: FailOn,
        out: &mut dyn Write,
    ) -> anyhow::Result<ExitCode> {
        writeln!(out, "articles    {articles}")?;
        let grouped: usize = self.copies.iter().map(|group| group.articles.len()).sum();
        writeln!(out, "copies      {grouped} articles are copies of {} texts", self.copies.len())?;
        self.summarize(paths, out)?;
        let mut worst: Vec<&Finding> = self.findings.iter().collect();
        worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in worst.iter().take(SHOWN_FINDINGS) {
            super::validate::show(finding, &mut std::io::stderr())?;
        }
        if worst.len() > SHOWN_FINDINGS {
            let more = worst.len() - SHOWN_FINDINGS;
            eprintln!("... and {more} more; `demarche validate` on the folder shows all");
        }
        Ok(fail_on.code(&self.findings))
    }

    fn summarize(&self, paths: &[PathBuf], out: &mut dyn Write) -> anyhow::Result<()> {
        let dates = counted(self.store.records.iter().map(|r| r.date_from.as_deref().unwrap_or("unknown")));
        writeln!(out, "dates       {}", listed(&dates).trim_start_matches(": "))?;
        let modalities = counted(self.store.statements.iter().map(|s| s.modality.as_str()));
        writeln!(out, "statements  {}{}", self.store.statements.len(), listed(&modalities))?;
        let kinds = counted(self.graph.nodes.iter().map(|node| node.kind.as_str()));
        writeln!(out, "nodes       {}{}", self.graph.nodes.len(), listed(&kinds))?;
        let relations = counted(self.graph.edges.iter().map(|edge| match edge.layer {
            Layer::Stance => edge.relation.as_str(),
            Layer::Context => "facts",
        }));
        writeln!(out, "edges       {}{}", self.graph.edges.len(), listed(&relations))?;
        let parts = petgraph::algo::connected_components(&self.graph.network());
        writeln!(out, "components  {parts}")?;
        writeln!(out, "findings    {}", super::validate::tally(&self.findings))?;
        let names: Vec<_> = paths.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let folder = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new("."));
        writeln!(out, "files       {} in {}", names.join(", "), folder.display())?;
        Ok(())
    }
}

/// Adds `statements.jsonl`, `articles.jsonl` and `inputs.jsonl`.
pub fn add_store(output: &mut Output, store: &Store, skipped: &[Problem]) -> anyhow::Result<()> {
    output.add("statements.jsonl", |mut file| statement::write(&store.statements, &mut file))?;
    output.add("articles.jsonl", |file| {
        for record in &store.records {
            serde_json::to_writer(&mut *file, record)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    })?;
    output.add(manifest::NAME, |file| manifest::write(store, skipped, file))
}

fn counted<'a>(items: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn listed(counts: &BTreeMap<&str, usize>) -> String {
    let items: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    if items.is_empty() { String::new() } else { format!(": {}", items.join(", ")) }
}
