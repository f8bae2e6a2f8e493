//! The model's tables as they stand in `model/tables.json`.

use std::collections::HashMap;

use serde::Deserialize;

use super::characters::Characters;

/// The file's contents; each part of the engine takes the fields it is built from.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tables {
    /// Names of the tagger's outputs, in order.
    pub tags: Vec<String>,
    /// Names of the parser's moves, in order.
    pub parser_moves: Vec<String>,
    /// Names of the entity recognizer's moves, in order.
    pub entity_moves: Vec<String>,
    /// Strings whose id is a small number instead of a hash.
    pub symbols: HashMap<String, u64>,
    /// Normal forms by text, for punctuation and currency signs.
    pub base_norms: HashMap<String, String>,
    /// Normal forms by string id, for variant spellings.
    pub lexeme_norms: HashMap<u64, String>,
    /// Chunks with a fixed division: the parts and their normal forms, if they have their own.
    pub rules: HashMap<String, Vec<(String, Option<String>)>>,
    /// Sets of code points.
    pub characters: Characters,
    /// Literals of the affix patterns.
    pub affixes: AffixTables,
    /// The attribute ruler's patterns, in order.
    pub ruler: Vec<RulerPattern>,
    /// Suffix rules of the lemmatizer, by part of speech: old ending, new ending.
    pub lemma_rules: HashMap<String, Vec<(String, String)>>,
}

/// Literals of the affix patterns, sorted bytewise unless said otherwise.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct AffixTables {
    /// Longer than a character, cut off the front.
    pub prefixes: Vec<String>,
    /// Longer than a character, cut off the end.
    pub suffixes: Vec<String>,
    /// Cut off the end after a digit: units and currency signs.
    pub after_digit: Vec<String>,
    /// Split a chunk between letters; in the order they are tried.
    pub hyphens: Vec<String>,
}

/// One entry of the attribute ruler: alternatives of one or two tokens, and what they set on token `index`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RulerPattern {
    pub patterns: Vec<Vec<TokenTest>>,
    pub attrs: TokenChange,
    pub index: usize,
}

/// What one token of a pattern has to be.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub(crate) struct TokenTest {
    pub tag: Option<ValueTest>,
    pub lower: Option<ValueTest>,
    pub dep: Option<ValueTest>,
    pub is_space: Option<bool>,
}

/// A test of one attribute.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ValueTest {
    Is(String),
    Among(Among),
}

/// A test against a list.
#[derive(Clone, Debug, Deserialize)]
pub(crate) enum Among {
    #[serde(rename = "IN")]
    In(Vec<String>),
    #[serde(rename = "NOT_IN")]
    NotIn(Vec<String>),
}

/// What a pattern sets; `_` as morphology means none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub(crate) struct TokenChange {
    pub tag: Option<String>,
    pub pos: Option<String>,
    pub morph: Option<String>,
    pub lemma: Option<String>,
    pub dep: Option<String>,
}
