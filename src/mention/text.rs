//! Words of a text as names are compared with them: case, hyphens, blanks and full stops do not count.
//!
//! "US-Russia" is two words, "U.S." and "US" are one word alike, a possessive 's is a word of its own, and
//! every other mark is one that no name has within.

use crate::article::Span;
use crate::language::{Sentence, Token};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A word of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// What words are compared by; [`Words::UNKNOWN`] for one that no name has.
    pub key: u32,
    /// How it is written.
    pub case: Case,
    /// Its token in the sentence.
    pub token: usize,
    /// Its place in the article.
    pub span: Span,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// A number, a mark or a single letter: nothing to tell.
    None,
    Lower,
    /// "Russia".
    Initial,
    /// "NATO".
    Upper,
    /// "SALTs".
    Mixed,
}

/// Numbers for words, so that names are sequences of numbers.
#[derive(Debug, Default)]
pub(super) struct Words {
    keys: FxHashMap<String, u32>,
}

impl Words {
    /// The key of a word that no name has.
    pub const UNKNOWN: u32 = u32::MAX;

    /// The words of a name, numbered.
    pub fn of_name(&mut self, name: &str) -> Vec<(u32, Case)> {
        let mut words = Vec::new();
        fold(name, |range, key| {
            let next = u32::try_from(self.keys.len()).unwrap_or(Words::UNKNOWN);
            let number = *self.keys.entry(key.to_owned()).or_insert(next);
            words.push((number, case(&name[range])));
        });
        words
    }

    /// The keys of the words of `name`; none if one of them is unknown.
    pub fn keys(&self, name: &str) -> Option<Vec<u32>> {
        let mut keys = Some(Vec::new());
        fold(name, |_, key| match (self.keys.get(key), &mut keys) {
            (Some(key), Some(keys)) => keys.push(*key),
            _ => keys = None,
        });
        keys
    }

    /// The words of `sentence`.
    pub fn of_sentence(&self, sentence: &Sentence) -> Vec<Word> {
        let tokens = sentence.tokens();
        let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
        for (index, token) in tokens.iter().enumerate() {
            if let Some((letters, key)) = self.initials(&tokens[..=index]) {
                // The last letter governs the others.
                let span = Span { start: tokens[index + 1 - letters].span.start, end: token.span.end };
                while words.last().is_some_and(|word| word.span.start >= span.start) {
                    words.pop();
                }
                words.push(Word { key, case: Case::Upper, token: index, span });
                continue;
            }
            let glued = index > 0 && !tokens[index - 1].space_after && !token.space_after;
            if glued && is_hyphen(token.text) {
                continue;
            }
            if is_hyphen(token.text) {
                words.push(Word { key: Words::UNKNOWN, case: Case::None, token: index, span: token.span });
                continue;
            }
            if token.text.bytes().all(|byte| byte.is_ascii_lowercase()) {
                let key = self.keys.get(token.text).copied().unwrap_or(Words::UNKNOWN);
                let case = if token.text.len() > 1 { Case::Lower } else { Case::None };
                words.push(Word { key, case, token: index, span: token.span });
                continue;
            }
            fold(token.text, |range, key| {
                let key = self.keys.get(key).copied().unwrap_or(Words::UNKNOWN);
                let (start, end) = (token.span.start + range.start, token.span.start + range.end);
                let case = case(&token.text[range]);
                words.push(Word { key, case, token: index, span: Span { start, end } });
            });
        }
        words
    }

    /// How many of the last of `tokens` spell a known word in letters set apart, and its key: "U. N.".
    fn initials(&self, tokens: &[Token]) -> Option<(usize, u32)> {
        let letter =
            |token: &&Token| matches!(token.text.as_bytes(), [letter, b'.'] if letter.is_ascii_uppercase());
        let count = tokens.iter().rev().take_while(letter).count();
        (2..=count).rev().find_map(|count| {
            let letters = tokens[tokens.len() - count..].iter().map(|token| &token.text[..1]);
            let key = self.keys.get(&letters.collect::<String>().to_lowercase())?;
            Some((count, *key))
        })
    }
}

/// Whether a token joins the words around it.
pub(super) fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "–" | "‐" | "‑")
}

fn case(word: &str) -> Case {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let (mut all, mut upper) = (0, 0);
    for letter in letters {
        all += 1;
        upper += usize::from(letter.is_uppercase());
    }
    let first = word.starts_with(char::is_uppercase);
    match (all, upper) {
        (0 | 1, _) => Case::None,
        (_, 0) => Case::Lower,
        (all, upper) if all == upper => Case::Upper,
        (_, 1) if first => Case::Initial,
        _ => Case::Mixed,
    }
}

/// Calls `word` for each word of `text` with its bytes and the key it is compared by.
fn fold(text: &str, mut word: impl FnMut(Range<usize>, &str)) {
    let mut key = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() || c == '-' || is_hyphen(&text[start..at]) {
            continue;
        }
        if matches!(c, '\'' | '’') {
            let tail = text[at..].chars().take_while(|c| c.is_alphanumeric());
            let possessive = matches!(text.as_bytes().get(at), Some(b's' | b'S')) && tail.count() == 1;
            at += usize::from(possessive);
            word(start..at, if possessive { "'s" } else { "'" });
            continue;
        }
        if !c.is_alphanumeric() {
            word(start..at, &text[start..at]);
            continue;
        }
        key.clear();
        push(&mut key, c);
        while let Some(c) = text[at..].chars().next() {
            let after = &text[at + c.len_utf8()..];
            let next = after.chars().next();
            let inner = next.is_some_and(char::is_alphanumeric);
            match c {
                c if c.is_alphanumeric() => push(&mut key, c),
                // Only a decimal point tells: "1.5".
                '.' if inner && key.ends_with(|c: char| c.is_ascii_digit()) => key.push('.'),
                '.' => {}
                ',' if inner && key.ends_with(|c: char| c.is_ascii_digit()) => {}
                '&' if inner => key.push('&'),
                '\'' | '’' if inner && after.chars().nth(1).is_some_and(char::is_alphanumeric) => {}
                _ => break,
            }
            at += c.len_utf8();
        }
        word(start..at, &key);
    }
}

/// Appends a letter in lower case.
fn push(key: &mut String, c: char) {
    if c.is_ascii() {
        key.push(c.to_ascii_lowercase());
    } else {
        key.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut words = Vec::new();
        fold(text, |_, key| words.push(key.to_owned()));
        assert_eq!(words.join(" "), expected, "of {text:?}");
    }

    #[test]
    fn hyphens_and_blanks_part_and_stops_do_not() {
        check("US-Russia", "us russia");
        check("the U.S. START\nII", "the us start ii");
        check("S-300", "s 300");
        check("1.5 or 1,500", "1.5 or 1500");
    }

    #[test]
    fn apostrophes_part_only_a_possessive() {
        check("Iran's plan", "iran 's plan");
        check("the allies' plan", "the allies ' plan");
        check("Al-Qa'ida", "al qaida");
    }

    #[test]
    fn other_marks_stay() {
        check("Iran (and)", "iran ( and )");
    }
}
