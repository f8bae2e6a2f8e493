//! `demarche build CORPUS...`: articles to a validated graph and its files, in one go.

use super::corpus::{CorpusArgs, Harvest};
use super::output::Output;
use super::{CopiesArg, CorrectionsArg, FailOn, NodesArg, SchemaArg, manifest, stored};
use demarche::article::{Problem, Record, copies};
use demarche::export::{Content, Format, Options};
use demarche::graph::{self, Build, Code, Conflict, Corrected, Correction, Finding, Nodes, Store, Subject};
use demarche::schema::{Layer, Schema};
use demarche::statement::{self, Statement};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The file of groups of articles that are one text.
const COPIES: &str = "copies.jsonl";
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
    corrections: CorrectionsArg,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.corpus.sources.threads.apply()?;
    let schema = args.schema.load()?;
    // Before the long work: an output folder that cannot be made should cost no time.
    let output = Output::new(&args.output)?;
    let Harvest { mut store, conflicts, mut skipped, journal } =
        args.corpus.read(&schema, None, args.text, &args.output)?;
    let articles = format!("{} read, {} skipped", store.records.len(), skipped.len());
    skipped.extend(args.copies.settle(&mut store));
    let corrections = args.corrections.load(&args.output)?;
    let made = Made::new(store, conflicts, HashMap::new(), &schema, args.nodes.into(), corrections);
    let made = made.skipping(skipped);
    let paths = made.write(output, &schema)?;
    journal.remove();
    made.report(&paths, &articles, args.fail_on, out)
}

/// A graph with what it was made from and what the checks say.
pub struct Made {
    build: Build,
    findings: Vec<Finding>,
    skipped: Vec<Problem>,
    copies: Vec<copies::Group>,
}

impl Made {
    /// Folds `store` into a graph and validates it; `texts` are the articles' as far as at hand.
    pub fn new(
        store: Store,
        conflicts: Vec<Conflict>,
        texts: HashMap<&str, &str>,
        schema: &Schema,
        nodes: Nodes,
        corrections: Vec<Correction>,
    ) -> Made {
        let corrected = graph::correct(store, &corrections, schema);
        let copies = copies::groups(&corrected.store.records);
        let graph =
            graph::fold_copies(&corrected.store.statements, corrected.records(), &copies, schema, nodes);
        let Corrected { store, originals, unapplied, .. } = corrected;
        let lines = store.statements.iter().enumerate();
        let mut findings = graph::validate(
            &Subject {
                graph: Some(("graph.json", &graph)),
                statements: lines.map(|(i, s)| (format!("statements.jsonl:{}", i + 1), s)).collect(),
                records: Some(&store.records),
                texts,
                folded: true,
            },
            schema,
        );
        findings.extend(conflicts.into_iter().map(|Conflict { what, id }| {
            let message = format!("two different {what}s have the id `{id}`; one of them was left out");
            Finding::new(Code::DuplicateId, "input", message)
        }));
        findings.extend(unapplied.iter().map(super::validate::unapplied));
        let Store { statements, records } = store;
        let build = Build { graph, statements, records, corrections, originals };
        Made { build, findings, skipped: Vec::new(), copies }
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
    pub fn write(&self, output: Output, schema: &Schema) -> anyhow::Result<Vec<PathBuf>> {
        write(&self.build, &self.copies, &self.skipped, output, schema)
    }

    /// Prints the summary and the worst findings.
    pub fn report(
        &self,
        paths: &[PathBuf],
        articles: &str,
        fail_on: FailOn,
        out: &mut dyn Write,
    ) -> anyhow::Result<ExitCode> {
        writeln!(out, "articles    {articles}")?;
        let grouped: usize = self.copies.iter().map(|group| group.articles.len()).sum();
        writeln!(out, "copies      {grouped} articles are copies of {} texts", self.copies.len())?;
        if !self.build.corrections.is_empty() {
            let (made, changed) = (self.build.corrections.len(), self.build.originals.len());
            writeln!(out, "corrections {made}, which changed {changed} statements")?;
        }
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
        let Build { graph, statements, records, .. } = &self.build;
        let dates = counted(records.iter().map(|r| r.date_from.as_deref().unwrap_or("unknown")));
        writeln!(out, "dates       {}", listed(&dates).trim_start_matches(": "))?;
        let modalities = counted(statements.iter().map(|s| s.modality.as_str()));
        writeln!(out, "statements  {}{}", statements.len(), listed(&modalities))?;
        let kinds = counted(graph.nodes.iter().map(|node| node.kind.as_str()));
        writeln!(out, "nodes       {}{}", graph.nodes.len(), listed(&kinds))?;
        let relations = counted(graph.edges.iter().map(|edge| match edge.layer {
            Layer::Stance => edge.relation.as_str(),
            Layer::Context => "facts",
        }));
        writeln!(out, "edges       {}{}", graph.edges.len(), listed(&relations))?;
        let parts = petgraph::algo::connected_components(&graph.network());
        writeln!(out, "components  {parts}")?;
        writeln!(out, "findings    {}", super::validate::tally(&self.findings))?;
        let names: Vec<_> = paths.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let folder = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new("."));
        writeln!(out, "files       {} in {}", names.join(", "), folder.display())?;
        Ok(())
    }
}

/// Writes all files of a build and returns their paths; `copies` are those among its records.
pub fn write(
    build: &Build,
    copies: &[copies::Group],
    skipped: &[Problem],
    mut output: Output,
    schema: &Schema,
) -> anyhow::Result<Vec<PathBuf>> {
    let Build { graph, statements, records, corrections, originals } = build;
    output.add("graph.json", |mut file| graph.write(&mut file))?;
    add_store(&mut output, statements, records, skipped)?;
    output.add(COPIES, |file| lines(copies, file))?;
    // Files of an earlier build must not outlive what they speak of.
    if !corrections.is_empty() || output.replaces(stored::CORRECTIONS) {
        output.add(stored::CORRECTIONS, |file| lines(corrections, file))?;
    }
    if !originals.is_empty() || output.replaces(stored::ORIGINALS) {
        output.add(stored::ORIGINALS, |file| lines(originals, file))?;
    }
    let content = Content { graph, statements, records, schema };
    for (name, write) in Format::BUILD.iter().flat_map(|format| format.files()) {
        output.add(name, |file| write(&content, Options::BUILD, file))?;
    }
    output.publish()
}

/// Adds `statements.jsonl`, `articles.jsonl` and `inputs.jsonl`.
pub fn add_store(
    output: &mut Output,
    statements: &[Statement],
    records: &[Record],
    skipped: &[Problem],
) -> anyhow::Result<()> {
    output.add("statements.jsonl", |mut file| statement::write(statements, &mut file))?;
    output.add("articles.jsonl", |file| lines(records, file))?;
    output.add(manifest::NAME, |file| manifest::write(statements, records, skipped, file))
}

/// Writes one JSON object a line.
pub fn lines<T: serde::Serialize>(items: &[T], out: &mut dyn Write) -> std::io::Result<()> {
    for item in items {
        serde_json::to_writer(&mut *out, item)?;
        out.write_all(b"\n")?;
    }
    Ok(())
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
