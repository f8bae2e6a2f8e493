//! Words: paragraphs, sentences and tokens for looking up names and cues, without grammar.
//!
//! Sentences end at full stops that belong to no abbreviation, tokens are words and single marks. Hyphens
//! part words ("US-Russia" is two), a possessive 's and a contracted n't are tokens of their own. Names and
//! cues are cut the same way, so that they are found by comparing tokens. Grammar is [`crate::language`]'s.

mod inflect;
mod paragraph;
mod phrases;
mod sentence;
mod token;

pub use inflect::{noun_forms, verb_forms};
pub use phrases::Phrases;
pub use token::{Token, tokenize};

use crate::article::Article;
use crate::schema::Schema;

/// A sentence as its tokens; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Words and marks in text order.
    pub tokens: Vec<Token>,
    /// Number of the paragraph it stands in.
    pub paragraph: usize,
}

impl Sentence {
    /// The stretch of text from the first token to the last.
    pub fn span(&self) -> crate::article::Span {
        let (first, last) = (&self.tokens[0], &self.tokens[self.tokens.len() - 1]);
        crate::article::Span { start: first.span.start, end: last.span.end }
    }
}

/// The sentences of `article` in text order, page furniture left out. O(text).
pub fn analyze(article: &Article, schema: &Schema) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (number, paragraph) in paragraph::split(&article.text, &article.furniture).enumerate() {
        let tokens = token::tokens(&article.text, paragraph, &schema.lexicon.abbreviations);
        let parts = sentence::split(tokens, &article.text);
        sentences.extend(parts.map(|tokens| Sentence { tokens, paragraph: number }));
    }
    sentences
}
