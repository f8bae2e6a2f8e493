//! An article as the engine reads it: its paragraphs and sentences.

use super::{Engine, Paragraph, Sentence, paragraphs_without};
use crate::article::Article;
use std::collections::BTreeMap;

/// The paragraphs and sentences of one article, page furniture left out.
#[derive(Debug)]
pub struct Parsed<'t> {
    /// Paragraphs in text order.
    pub paragraphs: Vec<Paragraph<'t>>,
    /// The sentences of all paragraphs in text order.
    pub sentences: Vec<Sentence<'t>>,
    /// Number of the paragraph each sentence stands in.
    pub paragraph: Vec<usize>,
}

impl<'t> Parsed<'t> {
    /// Reads `article` with `engine`. Cannot fail; the result depends on the article alone. Linear in the text.
    pub fn new(article: &'t Article, engine: &mut Engine<'_>) -> Self {
        let paragraphs = paragraphs_without(&article.text, &article.furniture);
        let (mut sentences, mut paragraph) = (Vec::new(), Vec::new());
        for (number, read) in engine.read(&paragraphs).into_iter().enumerate() {
            paragraph.resize(sentences.len() + read.len(), number);
            sentences.extend(read);
        }
        Parsed { paragraphs, sentences, paragraph }
    }

    /// The same with the dictionary forms of verbs that `dictionary` has, by form in lower case.
    #[must_use]
    pub fn corrected(mut self, dictionary: &BTreeMap<String, String>) -> Self {
        for sentence in &mut self.sentences {
            sentence.correct(dictionary);
        }
        self
    }
}
