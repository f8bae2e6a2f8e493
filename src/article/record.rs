//! The record of an article: what the output keeps of it, one JSON object a line.

use super::{Article, Found, Sketch, Span};
use crate::statement::Participant;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Metadata of an article and the entities it names; its text only where the user asks for it.
///
/// A file of records with text is itself a corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article's id.
    pub id: String,
    /// Its title, if a field gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Publication date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where the date was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_from: Option<String>,
    /// Publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where the publisher was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher_from: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file it came from.
    #[serde(default)]
    pub file: String,
    /// Hash of its content.
    #[serde(default)]
    pub hash: String,
    /// Hash of its text alone.
    #[serde(default)]
    pub text_hash: String,
    /// Stretches that were not read.
    #[serde(default)]
    pub furniture: Vec<Span>,
    /// What recognises copies of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Sketch>,
    /// What it names.
    #[serde(default)]
    pub entities: Vec<Named>,
    /// The stored text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Fields of the input without a meaning here.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An entity that an article names, in which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Node id.
    pub id: String,
    /// Node type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Usual name.
    pub label: String,
    /// The words of the article, sorted.
    pub mentions: Vec<String>,
}

impl Record {
    /// The record of `article`, which names `entities`.
    pub fn new<'a>(article: &Article, entities: impl IntoIterator<Item = &'a Participant>) -> Record {
        let value = |found: &Option<Found>| found.as_ref().map(|found| found.value.clone());
        let from = |found: &Option<Found>| found.as_ref().map(|found| found.from.clone());
        let mut named: BTreeMap<&str, Named> = BTreeMap::new();
        for Participant { id, kind, label, mention } in entities {
            let new =
                || Named { id: id.clone(), kind: kind.clone(), label: label.clone(), mentions: Vec::new() };
            named.entry(id).or_insert_with(new).mentions.push(mention.clone());
        }
        for entity in named.values_mut() {
            entity.mentions.sort();
            entity.mentions.dedup();
        }
        Record {
            id: article.id.clone(),
            title: article.title.clone(),
            date: value(&article.date),
            date_from: from(&article.date),
            publisher: value(&article.publisher),
            publisher_from: from(&article.publisher),
            url: article.url.clone(),
            file: article.file.clone(),
            hash: article.hash(),
            text_hash: blake3::hash(article.text.as_bytes()).to_hex()[..16].to_owned(),
            furniture: article.furniture.clone(),
            sketch: article.sketch.clone(),
            entities: named.into_values().collect(),
            text: None,
            other: article.other.clone(),
        }
    }
}
