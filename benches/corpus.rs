//! Reads a corpus with the language engine, for the scripts beside this file.
//!
//! `corpus ARTICLES [--threads N] [--set N] [--print]`: ARTICLES is a file of JSON lines with a `text` each.
//! Tells the number of articles, tokens and seconds on standard error. `--set 1` takes the second-best
//! instruction set, and so on; with `--print`, writes each paragraph as spaCy would see it and what the
//! engine made of it, a JSON object a line.

#![allow(clippy::cast_precision_loss, reason = "counts of tokens are small")]

use std::io::{BufWriter, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use demarche::language::{Engine, InstructionSet, Model, Paragraph, Sentence, paragraphs};
use serde_json::{Value, json};

fn main() {
    let started = Instant::now();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(path) = arguments.first().filter(|path| !path.starts_with("--")) else {
        println!("corpus: no file given, nothing measured; see benches/README.md");
        return;
    };
    let number = |option: &str, default: usize| {
        arguments.iter().position(|argument| argument == option).map_or(default, |place| {
            arguments
                .get(place + 1)
                .and_then(|number| number.parse().ok())
                .expect("the option needs a number")
        })
    };
    let threads = number("--threads", 1);
    let set = InstructionSet::available()[number("--set", 0)];
    let lines = std::fs::read_to_string(path).expect("the articles are readable");
    let text = |line: &str| {
        serde_json::from_str::<Value>(line).expect("JSON")["text"].as_str().unwrap_or("").to_owned()
    };
    let articles: Vec<String> = lines.lines().map(text).collect();
    let model = Model::embedded();
    let ready = started.elapsed();
    if arguments.iter().any(|argument| argument == "--print") {
        print(model, &articles);
        return;
    }
    let next = AtomicUsize::new(0);
    let tokens = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut engine = Engine::with_instruction_set(model, set);
                while let Some(article) = articles.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let sentences = engine.read(&paragraphs(article));
                    let count: usize =
                        sentences.iter().flatten().map(|sentence| sentence.tokens().len()).sum();
                    tokens.fetch_add(count, Ordering::Relaxed);
                }
            });
        }
    });
    let (tokens, seconds) = (tokens.into_inner(), started.elapsed().as_secs_f64());
    eprintln!(
        "{} articles, {tokens} tokens, {seconds:.3} s, {:.0} tokens a second; ready after {:.0} ms",
        articles.len(),
        tokens as f64 / seconds,
        ready.as_secs_f64() * 1e3,
    );
}

/// Writes paragraphs and their parses; heads and entities are counted from the paragraph's first token.
fn print(model: &Model, articles: &[String]) {
    let mut engine = Engine::new(model);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for article in articles {
        let paragraphs = paragraphs(article);
        for (paragraph, sentences) in paragraphs.iter().zip(engine.read(&paragraphs)) {
            writeln!(out, "{}", parse(paragraph, &sentences)).expect("standard output is open");
        }
    }
}

/// One paragraph's record.
fn parse(paragraph: &Paragraph<'_>, sentences: &[Sentence<'_>]) -> Value {
    let mut tokens = Vec::new();
    let mut entities = Vec::new();
    for sentence in sentences {
        let first = tokens.len();
        let entity = |entity: &demarche::language::Entity| {
            json!([first + entity.tokens.start, first + entity.tokens.end, entity.kind.name()])
        };
        entities.extend(sentence.entities().iter().map(entity));
        tokens.extend(sentence.tokens().iter().enumerate().map(|(index, token)| {
            let (tag, pos, label) = (token.tag.name(), token.pos.name(), token.label.name());
            json!([token.text, tag, pos, token.lemma, first + token.head, label, token.morph, index == 0])
        }));
    }
    json!({ "text": paragraph.text(), "tokens": tokens, "entities": entities })
}
