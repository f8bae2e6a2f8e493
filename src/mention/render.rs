//! Shows mentions: as a table and as JSON.

use super::{Entity, Mention, Mentions};
use crate::article::Article;
use crate::language::render::aligned;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the mentions of `article`, one a line: sentence, words, how they stand and were found, what they name.
pub fn table(article: &Article, mentions: &Mentions, out: &mut dyn Write) -> io::Result<()> {
    let header = ["sentence", "mention", "form", "found by", "entity", "label", "speaks for"];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(mentions.mentions.iter().map(|mention| {
        let Entity { id, label, represents, .. } = &mentions.entities[mention.entity];
        [
            (mention.sentence + 1).to_string(),
            mention.words(article),
            mention.form.as_str().to_owned(),
            mention.how.as_str().to_owned(),
            id.clone(),
            label.clone(),
            represents.clone().unwrap_or_default(),
        ]
    }));
    aligned(&rows, out)
}

/// The mentions of `article` with places in its sentences and its text.
pub fn json(article: &Article, mentions: &Mentions) -> Value {
    let mention = |mention: &Mention| {
        let Entity { id, kind, label, known, represents, .. } = &mentions.entities[mention.entity];
        json!({
            "sentence": mention.sentence, "first_token": mention.tokens.start,
            "last_token": mention.tokens.end - 1, "head": mention.head, "text": mention.words(article),
            "start": mention.span.start, "end": mention.span.end, "form": mention.form.as_str(),
            "found_by": mention.how.as_str(), "entity": id, "type": kind, "label": label, "known": known,
            "represents": represents,
        })
    };
    mentions.mentions.iter().map(mention).collect()
}
