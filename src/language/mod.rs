//! Reads English text into sentences with tags, lemmas, dependency trees and named entities.
//!
//! ```text
//! article ──> paragraph ──> token ──> vector ──> tag, tree ──> ruler, lemma ──> entity ──> sentence
//! ```
//! A port of spaCy's small English pipeline, exact to the last tag: the model is in the binary, nothing is
//! loaded or fetched. [`paragraphs`] divides an article, an [`Engine`] reads its paragraphs, a [`Sentence`]
//! answers who does what.
//!
//! ```
//! use demarche::language::{Engine, Model, paragraphs};
//!
//! let mut engine = Engine::new(Model::embedded());
//! let article = "Russia does not oppose the treaty.";
//! let sentences = engine.sentences(&paragraphs(article)[0]);
//! let verb = sentences[0].root();
//! assert_eq!(verb.lemma, "oppose");
//! assert!(verb.negated());
//! assert_eq!(verb.subject().unwrap().text, "Russia");
//! assert_eq!(verb.objects().next().unwrap().text, "treaty");
//! ```

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "offsets lie in texts of at most 8 KiB, numbers in tables of a few thousand"
)]

mod attributes;
mod characters;
#[cfg(test)]
#[path = "../../tests/common/mod.rs"]
mod common;
mod engine;
mod entities;
mod hash;
mod kernels;
mod lemmatizer;
mod model;
mod names;
mod network;
mod paragraph;
mod parsed;
mod parser;
pub mod render;
mod ruler;
mod segment;
mod sentence;
#[cfg(test)]
mod sentence_tests;
mod tables;
mod tokenizer;
#[cfg(test)]
mod trace;
mod transition;
mod tree;
mod vocabulary;
mod weights;

pub use self::engine::Engine;
pub use self::kernels::InstructionSet;
pub use self::model::Model;
pub use self::names::{EntityType, Label, Pos, Tag};
pub use self::paragraph::{Dateline, Paragraph, ParagraphKind, paragraphs, paragraphs_without};
pub use self::parsed::Parsed;
pub use self::sentence::{Entity, Sentence, Token, Word};
pub use self::weights::ModelError;
