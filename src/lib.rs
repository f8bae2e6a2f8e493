//! Reads news articles on arms control into a graph of who takes which position on what.
//!
//! ```text
//! article ──> language ──> mention ──> stance ──> statement ──> graph ──> export
//!  files      tags,        who and     who holds   one line     folded,   files,
//!             trees        what        what        of JSON      validated pictures
//! ```
//!
//! A stage borrows what the one before it returns and takes its words and types from [`schema`]. The
//! statement is the only stored truth: the graph is a fold over statements, every file a view of it.
//! Start at [`Reader::read`].

pub mod article;
pub mod export;
pub mod graph;
pub mod import;
pub mod language;
pub mod linear;
pub mod mention;
pub mod schema;
pub mod score;
pub mod stance;
pub mod statement;

use article::Article;
use language::{Engine, Model, Parsed};
use schema::Schema;
use statement::{Participant, Statement};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A schema made ready for reading: its names and cues compiled once, shared by all articles.
pub struct Reader<'s> {
    schema: &'s Schema,
    gazetteer: mention::Gazetteer,
    stances: stance::Stances<'s>,
    min_confidence: Option<f64>,
    scope: mention::Scope,
    /// Engines that no thread uses now; they keep the words they have met.
    engines: Mutex<Vec<Engine<'static>>>,
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
        Reader {
            gazetteer: mention::Gazetteer::new(schema),
            stances: stance::Stances::new(schema, stance::Model::embedded()),
            min_confidence: None,
            scope: mention::Scope::default(),
            engines: Mutex::default(),
            schema,
        }
    }

    /// Leaves out statements below `least` instead of below the default, the best for signed F1.
    #[must_use]
    pub fn with_min_confidence(self, least: Option<f64>) -> Self {
        Reader { min_confidence: least, ..self }
    }

    /// Takes for entities what `scope` says; by default those of the schema's field.
    #[must_use]
    pub fn with_scope(self, scope: mention::Scope) -> Self {
        Reader { scope, ..self }
    }

    /// Reads an annotated article as far as its candidates, to train the decisions on.
    pub fn lesson<'a>(&self, article: &'a Article, gold: &'a score::Gold) -> stance::train::Lesson<'a> {
        let parsed = self.parse(article);
        let mentions = self.mentions(article, &parsed);
        stance::train::Lesson::new(article, gold, &parsed, mentions, &self.stances)
    }

    /// Trains the decisions on `lessons` and on the examples of the schema. Deterministic in their order.
    pub fn train(&self, lessons: &[stance::train::Lesson<'_>]) -> stance::train::Trained {
        let read = |article: &Article| {
            let parsed = self.parse(article);
            let mentions = self.mentions(article, &parsed);
            let candidates = self.stances.candidates(&parsed, &mentions, true);
            (mentions, candidates)
        };
        let exercises = stance::train::Exercise::all(&self.stances, read);
        stance::train::train(lessons, &exercises, &self.stances)
    }

    /// Reads one article. Cannot fail; the result depends on the article and the schema alone.
    pub fn read(&self, article: &Article) -> Reading {
        let parsed = self.parse(article);
        let mentions = self.mentions(article, &parsed);
        let least = self.stances.asked(self.min_confidence, self.scope);
        let statements = self.stances.find(article, &parsed, &mentions, least);
        let named = mentions.entities.iter().flat_map(|entity| {
            entity.names.iter().map(|name| Participant {
                id: entity.id.clone(),
                kind: entity.kind.clone(),
                label: entity.label.clone(),
                mention: name.clone(),
            })
        });
        Reading { entities: named.collect(), statements }
    }

    /// The words of `article` that may take up what it named.
    pub fn open_places(&self, article: &Article) -> Vec<mention::antecedents::Open> {
        let parsed = self.parse(article);
        mention::open_places(article, &parsed, self.schema, &self.gazetteer)
    }

    fn mentions(&self, article: &Article, parsed: &Parsed<'_>) -> mention::Mentions {
        mention::find(article, parsed, self.schema, &self.gazetteer, self.scope)
    }

    /// Reads the sentences of an article with an engine that no other thread uses.
    fn parse<'t>(&self, article: &'t Article) -> Parsed<'t> {
        let idle = || self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = idle().pop();
        let mut engine = engine.unwrap_or_else(|| Engine::new(Model::embedded()));
        let parsed = Parsed::new(article, &mut engine);
        idle().push(engine);
        parsed.corrected(&self.schema.lexicon.dictionary_forms)
    }
}
