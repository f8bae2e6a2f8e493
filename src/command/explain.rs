//! `demarche explain TEXT`: how a text is read, whom and what it names, and which positions it gives them and why.

use super::{SchemaArg, ScopeArg, stored};
use anyhow::{Context, bail};
use demarche::article::{Article, Found};
use demarche::language::{Engine, Model, Parsed, render};
use demarche::mention::{self, Gazetteer};
use demarche::schema::is_date;
use demarche::stance::{self, Stances};
use demarche::statement::Statement;
use serde_json::json;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Show how a text is read: tokens and tree, whom and what it names, who holds which position, and why
#[derive(clap::Args)]
pub struct Args {
    /// The text, or - for standard input; with --build the id of a statement, whose words of evidence are explained
    text: String,
    /// The build that holds the statement
    #[arg(long, value_name = "DIR")]
    build: Option<PathBuf>,
    /// When it was published: YYYY-MM-DD, YYYY-MM or YYYY; names may depend on it
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Least confidence of a statement, 0 to 1; by default where signed F1 was best
    #[arg(long, value_name = "P", value_parser = super::probability)]
    min_confidence: Option<f64>,
    #[command(flatten)]
    scope: ScopeArg,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A table of tokens and a tree for each sentence, a table of mentions and one of positions with its steps
    Table,
    /// CoNLL-U, for treebank tools; without mentions and positions
    Conllu,
    /// One JSON object
    Json,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if let Some(date) = args.date.as_ref().filter(|date| !is_date(date)) {
        bail!("--date {date} is no date; write YYYY-MM-DD, YYYY-MM or YYYY");
    }
    let (text, stated) = match &args.build {
        Some(build) => {
            let statement = statement(build, &args.text)?;
            (statement.evidence.text, statement.date)
        }
        None if args.text == "-" => {
            let mut input = Vec::new();
            std::io::stdin().read_to_end(&mut input).context("standard input cannot be read")?;
            (String::from_utf8_lossy(&input).into_owned(), None)
        }
        None => (args.text.clone(), None),
    };
    let mut article = Article::new("text", &text);
    let date = args.date.clone().map(|value| Found { value, from: "--date".to_owned() });
    article.date = date.or(stated.map(|value| Found { value, from: "--build".to_owned() }));
    let parsed = Parsed::new(&article, &mut Engine::new(Model::embedded()));
    if let Format::Conllu = args.format {
        render::conllu(&parsed.sentences, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let schema = args.schema.load()?;
    let parsed = parsed.corrected(&schema.lexicon.dictionary_forms);
    let mentions = mention::find(&article, &parsed, &schema, &Gazetteer::new(&schema), args.scope.scope());
    let stances = Stances::new(&schema, stance::Model::embedded());
    let least = stances.asked(args.min_confidence, args.scope.scope());
    let explained = stances.explain(&parsed, &mentions, least);
    if let Format::Json = args.format {
        let whole = json!({
            "sentences": render::json(&parsed.sentences),
            "mentions": mention::render::json(&article, &mentions),
            "positions": stances.explain_as_json(&article, &parsed, &mentions, &explained),
        });
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    render::table(&parsed.sentences, out)?;
    if !mentions.mentions.is_empty() {
        writeln!(out)?;
        mention::render::table(&article, &mentions, out)?;
    }
    if !explained.is_empty() {
        writeln!(out)?;
        stances.explain_as_text(&article, &parsed, &mentions, &explained, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The statement called `id` in the folder `build`.
fn statement(build: &Path, id: &str) -> anyhow::Result<Statement> {
    let statements = stored::read(build)?.store().statements;
    let found = statements.into_iter().find(|statement| statement.id == id);
    found.with_context(|| {
        format!("{}: has no statement `{id}`; demarche query --format json shows the ids", build.display())
    })
}
