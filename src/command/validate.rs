//! `demarche validate PATH`: checks a build, a graph or statements against the schema.

use super::corpus::FieldArgs;
use super::{FailOn, SchemaArg, stored};
use demarche::article::read_corpus;
use demarche::graph::{self, Code, Finding, Severity, Subject, Unapplied};
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check a graph or statements, of this program or another, against the schema
#[derive(clap::Args)]
pub struct Args {
    /// Folder of a build, a graph.json, a file of statements, or - for statements on standard input
    path: PathBuf,
    /// Articles to check the evidence against; texts kept in articles.jsonl are used anyway
    #[arg(long, value_name = "CORPUS", num_args = 1..)]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    fields: FieldArgs,
    /// How findings are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Findings from which on the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A line and a hint for each finding
    Text,
    /// One JSON object a line
    Json,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let mut stored = stored::read(&args.path)?;
    let corpus = if args.corpus.is_empty() {
        None
    } else {
        Some(read_corpus(&args.corpus, &args.fields.options(), &schema)?)
    };
    for problem in corpus.iter().flat_map(|corpus| &corpus.skipped) {
        eprintln!("skipped: {problem}");
    }
    let mut texts = HashMap::new();
    for record in stored.records.iter().flatten() {
        texts.extend(record.text.as_deref().map(|text| (record.id.as_str(), text)));
    }
    for article in corpus.iter().flat_map(|corpus| &corpus.articles) {
        texts.insert(article.id.as_str(), article.text.as_str());
    }
    let subject = Subject {
        graph: stored.graph.as_ref().map(|(file, graph)| (file.as_str(), graph)),
        statements: stored.statements.iter().map(|(place, s)| (place.clone(), s)).collect(),
        records: stored.records.as_deref(),
        texts,
        folded: false,
    };
    let mut findings = graph::validate(&subject, &schema);
    findings.append(&mut stored.malformed);
    if !stored.corrections.is_empty() {
        let corrections = std::mem::take(&mut stored.corrections);
        let corrected = graph::correct(stored.store(), &corrections, &schema);
        findings.extend(corrected.unapplied.iter().map(unapplied));
    }
    findings.sort();
    let records = stored.records.as_deref().unwrap_or_default();
    let undated = records.iter().filter(|record| record.date.is_none()).count();
    if undated > 0 {
        eprintln!("note: {undated} of {} articles have no date", records.len());
    }
    match args.format {
        Format::Json => {
            for finding in &findings {
                serde_json::to_writer(&mut *out, finding)?;
                writeln!(out)?;
            }
        }
        Format::Text => {
            for finding in &findings {
                show(finding, out)?;
            }
            writeln!(out, "{}", tally(&findings))?;
        }
    }
    Ok(args.fail_on.code(&findings))
}

/// A correction that could not be applied, as a finding.
pub fn unapplied(unapplied: &Unapplied) -> Finding {
    let code = if unapplied.conflict { Code::CorrectionConflict } else { Code::CorrectionStale };
    let place = format!("{}#{}", stored::CORRECTIONS, unapplied.correction);
    Finding::new(code, place, unapplied.message.clone())
}

/// How many findings of each severity there are.
pub fn tally(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    format!("{} errors, {} warnings", of(Severity::Error), of(Severity::Warning))
}

/// Writes a finding for people.
pub fn show(finding: &Finding, out: &mut dyn Write) -> std::io::Result<()> {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    writeln!(out, "{severity}[{}] {}: {}", finding.code.name(), finding.place, finding.message)?;
    writeln!(out, "  hint: {}", finding.hint)
}
