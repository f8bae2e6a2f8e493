//! Phrases: a table from word sequences to values, looked up by the longest match at a token.

use super::{Token, tokenize};
use std::collections::HashMap;

/// Values by the token keys of a phrase; white space, hyphens and case do not count.
#[derive(Debug)]
pub struct Phrases<T> {
    values: HashMap<String, T>,
    /// Tokens of the longest phrase by first token.
    longest: HashMap<String, usize>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { values: HashMap::new(), longest: HashMap::new() }
    }
}

impl<T: Default> Phrases<T> {
    /// The value of `phrase`, made if it is new; a phrase without a token has none.
    pub fn entry(&mut self, phrase: &str) -> Option<&mut T> {
        let tokens = tokenize(phrase);
        let first = tokens.first()?;
        let longest = self.longest.entry(first.key.clone()).or_default();
        *longest = tokens.len().max(*longest);
        Some(self.values.entry(joined(&tokens)).or_default())
    }
}

impl<T> Phrases<T> {
    /// The longest phrase that begins at `tokens[at]`: its number of tokens and its value.
    pub fn at<'p>(&'p self, tokens: &'p [Token], at: usize) -> Option<(usize, &'p T)> {
        self.all_at(tokens, at).next()
    }

    /// All phrases that begin at `tokens[at]`, longest first.
    pub fn all_at<'p>(&'p self, tokens: &'p [Token], at: usize) -> impl Iterator<Item = (usize, &'p T)> + 'p {
        let longest = self.longest.get(&tokens[at].key).copied().unwrap_or(0).min(tokens.len() - at);
        (1..=longest)
            .rev()
            .filter_map(move |length| Some((length, self.values.get(&joined(&tokens[at..at + length]))?)))
    }

    /// The longest phrase that ends right before `tokens[end]`, not reaching before `start`.
    pub fn ending_at(&self, tokens: &[Token], start: usize, end: usize) -> Option<usize> {
        (start..end).find(|begin| self.all_at(tokens, *begin).any(|(length, _)| begin + length == end))
    }
}

fn joined(tokens: &[Token]) -> String {
    let mut joined = String::new();
    for token in tokens {
        joined.push_str(&token.key);
        joined.push(' ');
    }
    joined
}
