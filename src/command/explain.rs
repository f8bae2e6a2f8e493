//! `demarche explain TEXT`: how a text is read, whom and what it names, and which positions it gives them and why.

use super::SchemaArg;
use anyhow::{Context, bail};
use demarche::article::{Article, Found};
use demarche::language::{Engine, Model, Parsed, render};
use demarche::mention::{self, Gazetteer};
use demarche::schema::is_date;
use demarche::stance::{self, Stances};
use serde_json::json;
use std::io::{Read, Write};
use std::process::ExitCode;

/// Show how a text is read: tokens and tree, whom and what it names, who holds which position, and why
#[derive(clap::Args)]
pub struct Args {
    /// The text, or - for standard input
    text: String,
    /// When it was published: YYYY-MM-DD, YYYY-MM or YYYY; names may depend on it
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
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
    let mut input = Vec::new();
    if args.text == "-" {
        std::io::stdin().read_to_end(&mut input).context("standard input cannot be read")?;
    }
    let text = if args.text == "-" { String::from_utf8_lossy(&input) } else { args.text.as_str().into() };
    let mut article = Article::new("text", &text);
    article.date = args.date.clone().map(|value| Found { value, from: "--date".to_owned() });
    let parsed = Parsed::new(&article, &mut Engine::new(Model::embedded()));
    if let Format::Conllu = args.format {
        render::conllu(&parsed.sentences, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let schema = args.schema.load()?;
    let mentions = mention::find(&article, &parsed, &schema, &Gazetteer::new(&schema));
    let stances = Stances::new(&schema, stance::Model::embedded());
    let explained = stances.explain(&parsed, &mentions, None);
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
