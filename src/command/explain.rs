//! `demarche explain TEXT`: how the language engine reads a text.

use anyhow::Context;
use demarche::language::{Engine, Model, Sentence, paragraphs, render};
use std::io::{Read, Write};
use std::process::ExitCode;

/// Show how a text is read: tokens, lemmas, tags, tree and named entities
#[derive(clap::Args)]
pub struct Args {
    /// The text, or - for standard input
    text: String,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A table of tokens and a tree for each sentence
    Table,
    /// CoNLL-U, for treebank tools
    Conllu,
    /// One JSON object
    Json,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut input = Vec::new();
    if args.text == "-" {
        std::io::stdin().read_to_end(&mut input).context("standard input cannot be read")?;
    }
    let text = if args.text == "-" { String::from_utf8_lossy(&input) } else { args.text.as_str().into() };
    let paragraphs = paragraphs(&text);
    let sentences: Vec<Sentence<'_>> =
        Engine::new(Model::embedded()).read(&paragraphs).into_iter().flatten().collect();
    match args.format {
        Format::Table => render::table(&sentences, out)?,
        Format::Conllu => render::conllu(&sentences, out)?,
        Format::Json => render::json(&sentences, out)?,
    }
    Ok(ExitCode::SUCCESS)
}
