//! What the network is told of a token: normal form, first character, last three, and shape.

use std::borrow::Cow;
use std::collections::HashMap;

use super::characters::Characters;
use super::hash::murmur64a;

/// From this many characters on a word's shape is not spelled out.
const LONG: usize = 100;

/// Tables for the lexical attributes.
pub(crate) struct Attributes {
    pub symbols: HashMap<String, u64>,
    pub base_norms: HashMap<String, String>,
    pub lexeme_norms: HashMap<u64, String>,
    pub characters: Characters,
}

impl Attributes {
    /// Ids of the normal form, prefix, suffix and shape of `text`, which is not empty. `norm` is the
    /// tokenizer rule's normal form if it sets one.
    pub(crate) fn ids(&self, text: &str, norm: Option<&str>) -> [u64; 4] {
        let norm = norm.map_or_else(|| self.norm(text), Cow::Borrowed);
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
        [&norm, &text[..prefix], &text[suffix..], &self.shape(text)].map(|string| self.string_id(string))
    }

    /// The id of a string: a small number for the empty string and names of symbols, else a hash.
    fn string_id(&self, string: &str) -> u64 {
        self.symbols.get(string).copied().unwrap_or_else(|| murmur64a(string.as_bytes()))
    }

    /// The normal form of `text` where no tokenizer rule sets one.
    pub(crate) fn norm<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        let listed = self.lexeme_norms.get(&self.string_id(text)).or_else(|| self.base_norms.get(text));
        listed.map_or_else(|| lower(text), |norm| Cow::Borrowed(norm.as_str()))
    }

    /// The shape of `text`: letters as `X` or `x`, digits as `d`, at most four equal ones in a row.
    pub(crate) fn shape(&self, text: &str) -> String {
        if text.chars().nth(LONG - 1).is_some() {
            return "LONG".to_owned();
        }
        let Characters { letter, upper, digit, .. } = &self.characters;
        let mut shape = String::with_capacity(text.len());
        let (mut last, mut repeated) = ('\0', 0);
        for c in text.chars() {
            let mapped = match c {
                _ if upper.contains(c) => 'X',
                _ if letter.contains(c) => 'x',
                _ if digit.contains(c) => 'd',
                _ => c,
            };
            repeated = if mapped == last { repeated + 1 } else { 0 };
            last = mapped;
            if repeated < 4 {
                shape.push(mapped);
            }
        }
        shape
    }
}

/// `text` in lower case; borrowed if it is so already.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "hashes are not read")]
mod tests {
    use crate::language::model::Model;
    use crate::language::trace;
    use crate::language::vocabulary::Vocabulary;

    #[test]
    fn shapes_map_letters_and_digits_and_drop_long_runs() {
        let attributes = &Model::embedded().attributes;
        for (text, shape) in [
            ("Russia", "Xxxxx"),
            ("1,500", "d,ddd"),
            ("S-300", "X-ddd"),
            ("McDonald", "XxXxxxx"),
            ("USSR", "XXXX"),
            ("aaaaaaB", "xxxxX"),
            ("½", "½"),
            ("H₂O", "XdX"),
            ("U.S.", "X.X."),
            (&"a".repeat(100), "LONG"),
        ] {
            assert_eq!(attributes.shape(text), shape, "of {text:?}");
        }
    }

    #[test]
    fn names_of_symbols_are_not_hashed() {
        let attributes = &Model::embedded().attributes;
        for (text, id) in [("", 0), ("X", 101), ("_", 456), ("ORG", 383), ("LAW", 390), ("det", 415)] {
            assert_eq!(attributes.string_id(text), id, "of {text:?}");
        }
        assert_eq!(attributes.string_id("x"), 11123243248953317070);
    }

    #[test]
    fn norms_and_shapes_are_those_of_the_vectors() {
        let model = Model::embedded();
        for record in trace::records(|record| record.get("norm").is_some()) {
            let text = record["text"].as_str().expect("a text");
            let (mut vocabulary, mut tokens) = (Vocabulary::default(), Vec::new());
            vocabulary.tokenize(model, text, &mut tokens);
            for (index, token) in tokens.iter().enumerate() {
                let ids = vocabulary.word(token.word).ids;
                let norm = record["norm"][index].as_str().expect("a norm");
                assert_eq!(ids[0], model.attributes.string_id(norm), "norm {norm:?} in {}", record["id"]);
                let shape = record["shape"][index].as_str().expect("a shape");
                assert_eq!(ids[3], model.attributes.string_id(shape), "shape {shape:?} in {}", record["id"]);
            }
        }
    }

    #[test]
    fn ids_are_those_of_the_traces() {
        for record in trace::traces() {
            let (mut vocabulary, mut tokens) = (Vocabulary::default(), Vec::new());
            vocabulary.tokenize(Model::embedded(), record["text"].as_str().expect("a text"), &mut tokens);
            for (token, expected) in
                tokens.iter().zip(record["ids_norm_prefix_suffix_shape"].as_array().expect("ids"))
            {
                let found = vocabulary.word(token.word).ids.map(|id| id.to_string());
                assert_eq!(serde_json::json!(found), *expected);
            }
        }
    }
}
