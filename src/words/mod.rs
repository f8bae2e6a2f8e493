//! Words: tokens for looking up cues, and the inflected forms of dictionary words.

mod inflect;
mod phrases;
mod token;

pub use inflect::{noun_forms, verb_forms};
pub use phrases::Phrases;
pub use token::{Token, tokenize};

/// A sentence as its tokens; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Words and marks in text order.
    pub tokens: Vec<Token>,
}

impl Sentence {
    /// The stretch of text from the first token to the last.
    pub fn span(&self) -> crate::article::Span {
        let (first, last) = (&self.tokens[0], &self.tokens[self.tokens.len() - 1]);
        crate::article::Span { start: first.span.start, end: last.span.end }
    }
}
