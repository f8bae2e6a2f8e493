//! Dictionary forms, by the rules and word lists of `WordNet`'s *morphy* as spaCy applies them.
//!
//! The word lists stay as they are embedded: sorted lines, looked up by bisection, nothing to load at start.

use std::borrow::Cow;
use std::collections::HashMap;

use super::attributes::lower;
use super::characters::CharSet;
use super::names::Pos;

/// A text of sorted lines.
#[derive(Clone, Copy)]
struct Lines(&'static str);

impl Lines {
    /// The line that is `word` or begins with `word` and a blank. O(log lines).
    fn find(self, word: &str) -> Option<&'static str> {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
            let end =
                || bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |n| middle + n);
            // Nearly always the first few letters tell the order.
            let key = bytes[start..].iter().take_while(|byte| !matches!(byte, b' ' | b'\n'));
            match key.cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => low = end() + 1,
                std::cmp::Ordering::Greater => high = start,
                std::cmp::Ordering::Equal => return Some(&self.0[start..end()]),
            }
        }
        None
    }
}

/// What is known about the words of one part of speech.
struct Table {
    /// Old ending, new ending; in the order they are tried.
    rules: Vec<(String, String)>,
    /// A word and its irregular forms a line.
    exceptions: Lines,
    /// A dictionary form a line.
    index: Lines,
}

/// Rules and word lists by part of speech.
pub(crate) struct Lemmatizer {
    tables: HashMap<Pos, Table>,
    letter: CharSet,
}

/// Which words with certain morphological features are their own dictionary form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inflection {
    /// Nouns: `Number=Sing`.
    noun: bool,
    /// Verbs: `VerbForm=Fin` and `Tense=Pres` without `Number`.
    verb: bool,
    /// Any: `VerbForm=Inf` or `Degree=Pos`.
    any: bool,
}

impl Inflection {
    /// From features such as `Number=Sing|Person=3`.
    pub(crate) fn new(features: &str) -> Self {
        let has = |feature: &str| features.split('|').any(|found| found == feature);
        Self {
            noun: has("Number=Sing"),
            verb: has("VerbForm=Fin") && has("Tense=Pres") && !features.contains("Number="),
            any: has("VerbForm=Inf") || has("Degree=Pos"),
        }
    }
}

impl Lemmatizer {
    /// `rules` by the lower-case name of a part of speech.
    pub(crate) fn new(mut rules: HashMap<String, Vec<(String, String)>>, letter: CharSet) -> Self {
        const WORDS: [(Pos, &str, &str, &str); 5] = [
            (
                Pos::Adj,
                "adj",
                include_str!("../../model/lemmas/adj-exceptions.txt"),
                include_str!("../../model/lemmas/adj.txt"),
            ),
            (
                Pos::Adv,
                "adv",
                include_str!("../../model/lemmas/adv-exceptions.txt"),
                include_str!("../../model/lemmas/adv.txt"),
            ),
            (
                Pos::Noun,
                "noun",
                include_str!("../../model/lemmas/noun-exceptions.txt"),
                include_str!("../../model/lemmas/noun.txt"),
            ),
            (
                Pos::Verb,
                "verb",
                include_str!("../../model/lemmas/verb-exceptions.txt"),
                include_str!("../../model/lemmas/verb.txt"),
            ),
            (Pos::Punct, "punct", "", ""),
        ];
        let table = |(pos, name, exceptions, index): (Pos, &str, &'static str, &'static str)| {
            let rules = rules.remove(name).unwrap_or_default();
            (pos, Table { rules, exceptions: Lines(exceptions), index: Lines(index) })
        };
        Self { tables: WORDS.into_iter().map(table).collect(), letter }
    }

    /// The dictionary form of `text`, borrowed where it is the text itself or stands in a word list.
    pub(crate) fn lemma<'t>(&self, text: &'t str, pos: Pos, inflection: Inflection) -> Cow<'t, str> {
        let is_base = match pos {
            Pos::Space => true,
            Pos::Noun => inflection.noun || inflection.any,
            Pos::Verb => inflection.verb || inflection.any,
            _ => inflection.any,
        };
        match self.tables.get(&pos) {
            _ if is_base => lower(text),
            Some(table) => self.derive(table, text),
            None if pos == Pos::Propn => Cow::Borrowed(text),
            None => lower(text),
        }
    }

    /// Takes endings off `text`: the last form that is in the index, else the first that may be one.
    fn derive<'t>(&self, table: &Table, text: &'t str) -> Cow<'t, str> {
        let word = lower(text);
        let mut forms: Vec<Cow<'static, str>> = Vec::new();
        let mut unknown = None;
        for (old, new) in &table.rules {
            let Some(stem) = word.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if let Some(known) = table.index.find(&form) {
                forms.insert(0, Cow::Borrowed(known));
            } else if !form.chars().all(|c| self.letter.contains(c)) {
                forms.push(Cow::Owned(form));
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        let exceptions = table.exceptions.find(&word).into_iter().flat_map(|line| line.split(' ').skip(1));
        for form in exceptions {
            if !forms.iter().any(|known| known == form) {
                forms.insert(0, Cow::Borrowed(form));
            }
        }
        match forms.into_iter().next().or(unknown.map(Cow::Owned)) {
            Some(form) if form == text => Cow::Borrowed(text),
            Some(form) => form,
            None => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::model::Model;

    #[track_caller]
    fn check(text: &str, pos: Pos, features: &str, lemma: &str) {
        let found = Model::embedded().lemmatizer.lemma(text, pos, Inflection::new(features));
        assert_eq!(found, lemma, "of {text:?} as {pos}");
    }

    #[test]
    fn endings_are_taken_off_if_the_index_has_the_word() {
        check("treaties", Pos::Noun, "Number=Plur", "treaty");
        check("Missiles", Pos::Noun, "Number=Plur", "missile");
        check("opposes", Pos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "oppose");
        check("deploying", Pos::Verb, "Aspect=Prog|Tense=Pres|VerbForm=Part", "deploy");
        check("tougher", Pos::Adj, "Degree=Cmp", "tough");
        check("frobbings", Pos::Noun, "Number=Plur", "frobbing");
    }

    #[test]
    fn irregular_forms_are_listed() {
        check("said", Pos::Verb, "Tense=Past|VerbForm=Fin", "say");
        check("men", Pos::Noun, "Number=Plur", "man");
        check("best", Pos::Adv, "Degree=Sup", "well");
    }

    #[test]
    fn base_forms_and_names_stay() {
        check("Withdraw", Pos::Verb, "VerbForm=Inf", "withdraw");
        check("Series", Pos::Noun, "Number=Sing", "series");
        check("Moscow", Pos::Propn, "Number=Sing", "Moscow");
        check("The", Pos::Det, "Definite=Def|PronType=Art", "the");
        check("”", Pos::Punct, "", "\"");
    }

    #[test]
    fn every_line_of_the_word_lists_is_found() {
        for table in Model::embedded().lemmatizer.tables.values() {
            for lines in [table.index, table.exceptions] {
                for line in lines.0.lines() {
                    let word = line.split(' ').next().unwrap_or_default();
                    assert_eq!(lines.find(word), Some(line));
                }
                for absent in ["", "\u{10ffff}", "no such word"] {
                    assert_eq!(lines.find(absent), None);
                }
            }
        }
    }
}
