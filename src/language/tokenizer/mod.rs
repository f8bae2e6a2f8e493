//! Divides text into tokens as spaCy's English tokenizer does.
//!
//! Text falls into *chunks* at white space. A chunk that is a *rule* ("can't", "U.S.") has a fixed division;
//! of any other, prefixes and suffixes are cut until nothing or a rule is left, and what is left is split at
//! infixes. A chunk's division does not depend on its surroundings, so it can be cached. A second pass joins
//! what rules with affix characters or blanks in them cover ([`Tokenizer::phrases`]).

mod affix;
mod url;

use std::collections::HashMap;
use std::ops::Range;

use self::affix::Affixes;
use super::characters::{Characters, is_space};
use super::tables::AffixTables;

/// A chunk's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes.
    pub length: u32,
    /// The rule part that gives it a normal form of its own, an index for [`Tokenizer::rule_part`].
    pub rule_part: Option<u32>,
}

/// A run of text between white space, or of white space other than a single blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk<'t> {
    pub text: &'t str,
    /// Byte offset in the text.
    pub start: usize,
    /// One blank follows and belongs to the chunk's last token.
    pub space_after: bool,
}

/// A part of a rule.
#[derive(Clone, Debug)]
pub(crate) struct RulePart {
    pub text: String,
    /// Normal form, where it is not that of `text` elsewhere.
    pub norm: Option<String>,
}

/// Rules and affix patterns.
pub(crate) struct Tokenizer {
    affixes: Affixes,
    rules: HashMap<String, Range<usize>>,
    parts: Vec<RulePart>,
    /// Bytes in the longest rule.
    longest_rule: usize,
    /// Token texts of the rules that the second pass looks for, by the first of them.
    phrases: HashMap<String, Vec<Vec<String>>>,
}

impl Tokenizer {
    pub(crate) fn new(
        rules: HashMap<String, Vec<(String, Option<String>)>>,
        characters: Characters,
        affixes: AffixTables,
    ) -> Self {
        let mut sorted: Vec<_> = rules.into_iter().collect();
        sorted.sort_unstable();
        let mut tokenizer = Self {
            affixes: Affixes::new(characters, affixes),
            rules: HashMap::with_capacity(sorted.len()),
            parts: Vec::new(),
            longest_rule: sorted.iter().map(|(text, _)| text.len()).max().unwrap_or(0),
            phrases: HashMap::new(),
        };
        for (text, parts) in sorted {
            let first = tokenizer.parts.len();
            tokenizer.parts.extend(parts.into_iter().map(|(text, norm)| RulePart { text, norm }));
            tokenizer.rules.insert(text, first..tokenizer.parts.len());
        }
        tokenizer.phrases = tokenizer.find_phrases();
        tokenizer
    }

    /// The token texts, by the first of them, of every rule that affixes or blanks would take apart.
    fn find_phrases(&self) -> HashMap<String, Vec<Vec<String>>> {
        let mut phrases: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for rule in self.rules.keys() {
            let affixes = &self.affixes;
            let divides = affixes.prefix(rule) > 0
                || affixes.suffix(rule) > 0
                || affixes.infixes(rule).next().is_some();
            if !divides && !rule.contains(' ') {
                continue;
            }
            let mut texts = Vec::new();
            let mut pieces = Vec::new();
            for chunk in chunks(rule) {
                pieces.clear();
                self.divide(chunk.text, false, &mut pieces);
                let mut start = 0;
                for piece in &pieces {
                    let end = start + piece.length as usize;
                    texts.push(chunk.text[start..end].to_owned());
                    start = end;
                }
            }
            let same_start = phrases.entry(texts[0].clone()).or_default();
            if !same_start.contains(&texts) {
                same_start.push(texts);
            }
        }
        phrases
    }

    /// Divides `chunk` into `pieces`, whose lengths add up to the chunk's. Linear in the chunk.
    pub(crate) fn pieces(&self, chunk: &str, pieces: &mut Vec<Piece>) {
        self.divide(chunk, true, pieces);
    }

    /// [`Self::pieces`]; `with_rules` is false only to find out what becomes of a rule's text without rules.
    fn divide(&self, chunk: &str, with_rules: bool, pieces: &mut Vec<Piece>) {
        let rule = |text: &str| if with_rules { self.rule(text) } else { None };
        let mut suffixes: Vec<u32> = Vec::new();
        let mut rest = chunk;
        while !rest.is_empty() && rule(rest).is_none() {
            let prefix = self.affixes.prefix(rest);
            let without_prefix = &rest[prefix..];
            if prefix > 0 && rule(without_prefix).is_some() {
                pieces.push(Piece { length: prefix as u32, rule_part: None });
                rest = without_prefix;
                break;
            }
            let suffix = self.affixes.suffix(without_prefix);
            let without_suffix = &rest[..rest.len() - suffix];
            if suffix > 0 && rule(without_suffix).is_some() {
                suffixes.push(suffix as u32);
                rest = without_suffix;
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                pieces.push(Piece { length: prefix as u32, rule_part: None });
            }
            if suffix > 0 {
                suffixes.push(suffix as u32);
            }
            rest = &without_suffix[prefix..];
        }
        match rule(rest) {
            Some(parts) => self.push_rule(parts, pieces),
            None => self.divide_core(rest, pieces),
        }
        pieces.extend(suffixes.iter().rev().map(|&length| Piece { length, rule_part: None }));
    }

    /// Divides what is left between the affixes: an address stays whole, anything else splits at its infixes.
    fn divide_core(&self, core: &str, pieces: &mut Vec<Piece>) {
        let mut start = 0;
        let mut push = |length: usize| {
            if length > 0 {
                pieces.push(Piece { length: length as u32, rule_part: None });
            }
        };
        if !url::is_address(core, &self.affixes.characters) {
            for (infix, end) in self.affixes.infixes(core).filter(|&(infix, _)| infix > 0) {
                push(infix - start);
                push(end - infix);
                start = end;
            }
        }
        push(core.len() - start);
    }

    /// The division of `text` if it is a rule: a range of rule parts.
    pub(crate) fn rule(&self, text: &str) -> Option<Range<usize>> {
        if text.len() > self.longest_rule { None } else { self.rules.get(text).cloned() }
    }

    /// Appends the parts of a rule.
    pub(crate) fn push_rule(&self, parts: Range<usize>, pieces: &mut Vec<Piece>) {
        pieces.extend(parts.map(|index| {
            let part = &self.parts[index];
            Piece { length: part.text.len() as u32, rule_part: part.norm.is_some().then_some(index as u32) }
        }));
    }

    /// The rule part that a [`Piece`] names.
    pub(crate) fn rule_part(&self, index: u32) -> &RulePart {
        &self.parts[index as usize]
    }

    /// The sequences of token texts beginning with `text` that may be a rule together.
    pub(crate) fn phrases(&self, text: &str) -> &[Vec<String>] {
        if text.len() > self.longest_rule { &[] } else { self.phrases.get(text).map_or(&[], Vec::as_slice) }
    }
}

/// Divides `text` at white space; the chunks and the blanks after them cover it.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = Chunk<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let space = is_space(rest.chars().next()?);
        let end = rest.find(|c| is_space(c) != space).map_or(text.len(), |length| start + length);
        let space_after = !space && text[end..].starts_with(' ');
        let chunk = Chunk { text: &text[start..end], start, space_after };
        start = end + usize::from(space_after);
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use crate::language::model::Model;
    use crate::language::vocabulary::Vocabulary;

    /// The tokens of `text`, with `_` for a blank that belongs to one.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        Vocabulary::default().tokenize(Model::embedded(), text, &mut tokens);
        let shown = tokens.iter().map(|token| {
            let blank = if token.space_after { "_" } else { "" };
            format!("{}{blank}", &text[token.start..token.end])
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "in {text:?}");
    }

    #[test]
    fn single_blanks_belong_to_the_token_before() {
        check("a b", &["a_", "b"]);
        check("a  b", &["a_", " ", "b"]);
        check(" a ", &[" ", "a_"]);
        check("a\n\nb", &["a", "\n\n", "b"]);
        check("a \tb", &["a_", "\t", "b"]);
        check("", &[]);
    }

    #[test]
    fn contractions_and_abbreviations_follow_their_rules() {
        check("can't", &["ca", "n't"]);
        check("(can't)", &["(", "ca", "n't", ")"]);
        check("the U.S.' ally", &["the_", "U.S.", "'_", "ally"]);
        check("10a.m.", &["10", "a.m."]);
    }

    #[test]
    fn affixes_are_cut_and_infixes_split() {
        check(
            "\"Soviet-era/US-backed\".",
            &["\"", "Soviet", "-", "era", "/", "US", "-", "backed", "\"", "."],
        );
        check("$1,500.50m", &["$", "1,500.50", "m"]);
        check("see https://example.org/a-b,", &["see_", "https://example.org/a-b", ","]);
    }

    #[test]
    fn the_second_pass_joins_what_affixes_took_apart() {
        check(":-)", &[":-)"]);
        check("x :-) y", &["x_", ":-)_", "y"]);
        check("(:-))", &["(", ":-))"]);
    }

    #[test]
    fn lengths_of_pieces_add_up() {
        let tokenizer = &Model::embedded().tokenizer;
        for chunk in ["(\"U.S.-led\")...", "''''", "a@b.c,d", "\u{200b}\0x", "’’’s", "...---..."] {
            let mut pieces = Vec::new();
            tokenizer.pieces(chunk, &mut pieces);
            assert_eq!(
                pieces.iter().map(|piece| piece.length as usize).sum::<usize>(),
                chunk.len(),
                "{chunk:?}"
            );
        }
    }
}
