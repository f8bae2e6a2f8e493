//! Shows sentences: as a table with a tree, as CoNLL-U, as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::names::EntityType;
use super::sentence::{Sentence, Word};

/// Writes each sentence as an aligned table, a token a line, and as a tree.
pub fn table(sentences: &[Sentence<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (number, sentence) in sentences.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{sentence}\n")?;
        rows(sentence, out)?;
        writeln!(out)?;
        for root in sentence.words().filter(Word::is_root) {
            branch(root, "", "", out)?;
        }
    }
    Ok(())
}

/// The table of one sentence's tokens.
fn rows(sentence: &Sentence<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![
        ["", "token", "lemma", "tag", "pos", "label", "head", "entity", "morphology"].map(str::to_owned),
    ];
    for word in sentence.words() {
        let head =
            word.governor().map_or_else(String::new, |head| format!("{} {}", head.index() + 1, head.text));
        rows.push([
            (word.index() + 1).to_string(),
            word.text.to_owned(),
            word.lemma.to_string(),
            word.tag.to_string(),
            word.pos.to_string(),
            word.label.to_string(),
            head,
            word.entity.map_or("", EntityType::name).to_owned(),
            word.morph.to_owned(),
        ]);
    }
    aligned(&rows, out)
}

/// Writes `rows` with their columns aligned, the first to the right.
pub fn aligned<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> io::Result<()> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let padded = if column == 0 { format!("{cell:>width$}") } else { format!("{cell:<width$}") };
            line.push_str(&padded);
            line.push_str("  ");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The tree below `word`: `fork` stands before it, `margin` before its dependents.
fn branch(word: Word<'_, '_>, fork: &str, margin: &str, out: &mut dyn Write) -> io::Result<()> {
    // Depth first with a list of its own: a chain of thousands of words must not exhaust the stack.
    let mut open = vec![(word, fork.to_owned(), margin.to_owned())];
    while let Some((word, fork, margin)) = open.pop() {
        writeln!(out, "{fork}{}  {} {}", word.text, word.pos, word.label)?;
        let mut last = true;
        for dependent in word.dependents().rev() {
            let (fork, below) = if last { ("└── ", "    ") } else { ("├── ", "│   ") };
            open.push((dependent, format!("{margin}{fork}"), format!("{margin}{below}")));
            last = false;
        }
    }
    Ok(())
}

/// Writes CoNLL-U: ten columns a token, an empty line after each sentence.
///
/// Labels are the model's own (`ClearNLP` style, not Universal Dependencies), but for `root`. The last column
/// tells byte offsets and, in BIO form, named entities.
pub fn conllu(sentences: &[Sentence<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (number, sentence) in sentences.iter().enumerate() {
        writeln!(out, "# sent_id = {}\n# text = {}", number + 1, one_line(&sentence.to_string()))?;
        for word in sentence.words() {
            let label = if word.is_root() { "root" } else { word.label.name() };
            let head = word.governor().map_or(0, |head| head.index() + 1);
            let entity = word.named_entity().map_or_else(String::new, |entity| {
                let begins = if entity.tokens.start == word.index() { "B" } else { "I" };
                format!("|NER={begins}-{}", entity.kind)
            });
            let space = if word.space_after { "" } else { "SpaceAfter=No|" };
            let columns = [
                (word.index() + 1).to_string(),
                filled(&one_line(word.text)),
                filled(&one_line(&word.lemma)),
                word.pos.to_string(),
                word.tag.to_string(),
                filled(word.morph),
                head.to_string(),
                label.to_owned(),
                "_".to_owned(),
                format!("{space}Start={}|End={}{entity}", word.span.start, word.span.end),
            ];
            writeln!(out, "{}", columns.join("\t"))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `field`, or `_` for an empty one.
fn filled(field: &str) -> String {
    if field.is_empty() { "_".to_owned() } else { field.to_owned() }
}

/// `text` with line breaks and tabs as blanks.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// The sentences with tokens and entities; `head` is a place in `tokens`, a root's own its own.
pub fn json(sentences: &[Sentence<'_>]) -> Value {
    let sentences = sentences.iter().map(|sentence| {
        let tokens = sentence.tokens().iter().map(|token| {
            json!({
                "text": token.text, "start": token.span.start, "end": token.span.end, "lemma": token.lemma,
                "tag": token.tag.name(), "pos": token.pos.name(), "morph": token.morph, "head": token.head,
                "label": token.label.name(), "entity": token.entity.map(EntityType::name),
            })
        });
        let entities = sentence.entities().iter().map(|entity| {
            let span = sentence.span_of(entity.tokens.clone());
            json!({
                "type": entity.kind.name(), "first_token": entity.tokens.start, "last_token": entity.tokens.end - 1,
                "start": span.start, "end": span.end,
            })
        });
        let span = sentence.span();
        json!({
            "text": sentence.to_string(), "start": span.start, "end": span.end,
            "tokens": tokens.collect::<Vec<_>>(), "entities": entities.collect::<Vec<_>>(),
        })
    });
    sentences.collect()
}
