//! The words met so far: how chunks divide, what the network is told of a word, and what it has answered.
//!
//! Everything here is a cache. An entry is made the same way whether or not it is kept, so that what has been
//! read before never changes a result. [`Vocabulary::trim`] bounds its memory.

use std::collections::HashMap;
use std::ops::Range;

use super::characters::is_space;
use super::model::Model;
use super::tokenizer::{Piece, chunks};

/// Words kept before all are dropped; news of a few hundred articles has about as many.
pub(crate) const MOST_WORDS: usize = 20_000;
/// Bytes of text kept before all is dropped.
const MOST_BYTES: usize = 4 << 20;

/// A word in the vocabulary; valid until the next [`Vocabulary::trim`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordId(pub u32);

/// A kind of word: all tokens with the same text and normal form.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Ids of normal form, prefix, suffix, shape.
    pub ids: [u64; 4],
    /// All of it is white space.
    pub is_space: bool,
    /// Its number among the words that the attribute ruler names; 0 if it names it not.
    pub in_ruler: u16,
    /// The second pass of the tokenizer has to look at it.
    starts_phrase: bool,
}

/// A token before analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    /// One blank follows and belongs to the token.
    pub space_after: bool,
    pub word: WordId,
}

/// Words and divisions of chunks.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: Vec<Word>,
    by_text: HashMap<Box<str>, WordId>,
    by_rule_part: HashMap<u32, WordId>,
    divisions: HashMap<Box<str>, Range<u32>>,
    /// Length in bytes and word of each part of each division.
    parts: Vec<(u32, WordId)>,
    /// Bytes in the keys.
    bytes: usize,
    /// Reused.
    pieces: Vec<Piece>,
}

impl Vocabulary {
    /// Drops everything if there is too much of it; returns whether it did.
    pub(crate) fn trim(&mut self) -> bool {
        let full =
            self.words.len() > MOST_WORDS || self.parts.len() > 4 * MOST_WORDS || self.bytes > MOST_BYTES;
        if full {
            self.words.clear();
            self.by_text.clear();
            self.by_rule_part.clear();
            self.divisions.clear();
            self.parts.clear();
            self.bytes = 0;
        }
        full
    }

    /// Words in use.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// Appends the tokens of `text`, which with the blanks after them cover it. Linear in the text.
    pub(crate) fn tokenize(&mut self, model: &Model, text: &str, tokens: &mut Vec<RawToken>) {
        let first = tokens.len();
        let mut has_phrase = false;
        for chunk in chunks(text) {
            let division = match self.divisions.get(chunk.text) {
                Some(division) => division.clone(),
                None => self.divide(model, chunk.text),
            };
            let mut start = chunk.start;
            for &(length, word) in &self.parts[division.start as usize..division.end as usize] {
                has_phrase |= self.words[word.0 as usize].starts_phrase;
                let end = start + length as usize;
                tokens.push(RawToken { start, end, space_after: false, word });
                start = end;
            }
            if let Some(last) = tokens.last_mut() {
                last.space_after = chunk.space_after;
            }
        }
        if has_phrase {
            self.join_phrases(model, text, tokens, first);
        }
    }

    /// Divides a chunk that has not been met before.
    fn divide(&mut self, model: &Model, chunk: &str) -> Range<u32> {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        model.tokenizer.pieces(chunk, &mut pieces);
        let first = self.parts.len() as u32;
        let mut start = 0;
        for piece in &pieces {
            let end = start + piece.length as usize;
            let word = self.intern(model, &chunk[start..end], piece.rule_part);
            self.parts.push((piece.length, word));
            start = end;
        }
        self.pieces = pieces;
        let division = first..self.parts.len() as u32;
        self.bytes += chunk.len();
        self.divisions.insert(chunk.into(), division.clone());
        division
    }

    /// The word of a token text, new or known. `rule_part` is set where a tokenizer rule gives the normal
    /// form.
    fn intern(&mut self, model: &Model, text: &str, rule_part: Option<u32>) -> WordId {
        let known = match rule_part {
            Some(part) => self.by_rule_part.get(&part),
            None => self.by_text.get(text),
        };
        if let Some(&word) = known {
            return word;
        }
        let norm = rule_part.and_then(|part| model.tokenizer.rule_part(part).norm.as_deref());
        let id = WordId(self.words.len() as u32);
        self.words.push(Word {
            ids: model.attributes.ids(text, norm),
            is_space: text.chars().all(is_space),
            in_ruler: model.ruler.word(text),
            starts_phrase: !model.tokenizer.phrases(text).is_empty(),
        });
        if let Some(part) = rule_part {
            self.by_rule_part.insert(part, id)
        } else {
            self.bytes += text.len();
            self.by_text.insert(text.into(), id)
        };
        id
    }

    /// The tokenizer's second pass over `tokens[first..]`: replaces tokens that are a rule together.
    ///
    /// Longer candidates win over shorter ones, then earlier ones; one that loses, or whose text with its
    /// blanks turns out not to be a rule, still keeps shorter ones off its tokens.
    fn join_phrases(&mut self, model: &Model, text: &str, tokens: &mut Vec<RawToken>, first: usize) {
        let mut candidates = Vec::new();
        for (index, token) in
            tokens.iter().enumerate().skip(first).filter(|(_, t)| self.word(t.word).starts_phrase)
        {
            for phrase in model.tokenizer.phrases(&text[token.start..token.end]) {
                let matched = tokens[index..].iter().map(|token| &text[token.start..token.end]);
                if matched.take(phrase.len()).eq(phrase.iter().map(String::as_str)) {
                    candidates.push(index..index + phrase.len());
                }
            }
        }
        candidates.sort_unstable_by_key(|span| (std::cmp::Reverse(span.len()), span.start));
        let mut taken = vec![false; tokens.len()];
        let mut accepted = Vec::new();
        for span in candidates {
            if !taken[span.start] && !taken[span.end - 1] {
                accepted.push(span.clone());
            }
            taken[span].fill(true);
        }
        accepted.sort_unstable_by_key(|span| span.start);
        let before = tokens.split_off(first);
        let mut next = 0;
        for span in accepted.into_iter().map(|span| span.start - first..span.end - first) {
            let (opening, closing) = (before[span.start], before[span.end - 1]);
            let Some(rule) = model.tokenizer.rule(&text[opening.start..closing.end]) else { continue };
            tokens.extend_from_slice(&before[next..span.start]);
            next = span.end;
            let mut pieces = Vec::new();
            model.tokenizer.push_rule(rule, &mut pieces);
            let mut start = opening.start;
            for piece in pieces {
                let end = start + piece.length as usize;
                let word = self.intern(model, &text[start..end], piece.rule_part);
                tokens.push(RawToken {
                    start,
                    end,
                    space_after: end == closing.end && closing.space_after,
                    word,
                });
                start = end;
            }
        }
        tokens.extend_from_slice(&before[next..]);
    }
}
