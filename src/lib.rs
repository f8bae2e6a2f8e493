//! Reads news articles on arms control into a graph of who takes which position on what.
//!
//! ```text
//! article ──> words ──> mention ──> stance ──> statement ──> graph ──> export
//!  files      tokens    who and     who holds   one line     folded,   GraphML,
//!                       what        what        of JSON      validated DOT, CSV
//! ```
//!
//! Beside them stands the [`language`] engine: tags, trees and named entities of any English text.
//! A stage borrows what the one before it returns and takes its words and types from [`schema`]. The
//! statement is the only stored truth: the graph is a fold over statements, every file a view of it.
//! Start at [`Reader::read`].

pub mod article;
pub mod export;
pub mod graph;
pub mod import;
pub mod language;
pub mod mention;
pub mod schema;
pub mod stance;
pub mod statement;
pub mod words;

use article::Article;
use schema::Schema;
use statement::{Participant, Statement};
use std::collections::BTreeSet;

/// A schema made ready for reading: its names and cues compiled once, shared by all articles.
pub struct Reader<'s> {
    schema: &'s Schema,
    gazetteer: mention::Gazetteer,
    cues: stance::Cues,
}

/// What one article yields.
#[derive(Debug, PartialEq)]
pub struct Reading {
    /// The positions it reports, in text order.
    pub statements: Vec<Statement>,
    /// Every entity it names with the words that name it, sorted.
    pub entities: BTreeSet<Participant>,
}

impl<'s> Reader<'s> {
    /// A reader for articles in the terms of `schema`.
    pub fn new(schema: &'s Schema) -> Self {
        Reader { gazetteer: mention::Gazetteer::new(schema), cues: stance::Cues::new(schema), schema }
    }

    /// Reads one article. Cannot fail; the result depends on the article and the schema alone.
    pub fn read(&self, article: &Article) -> Reading {
        let sentences = words::analyze(article, self.schema);
        let mentions = mention::find(article, &sentences, self.schema, &self.gazetteer);
        let statements = stance::find(article, &sentences, &mentions, self.schema, &self.cues);
        let named = mentions.iter().map(|mention| Participant {
            id: mention.entity.clone(),
            kind: mention.kind.clone(),
            label: self.schema.knowledge.entities[&mention.entity].label.clone(),
            mention: article.text[mention.span.start..mention.span.end].to_owned(),
        });
        Reading { entities: named.collect(), statements }
    }
}
