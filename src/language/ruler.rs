//! The attribute ruler: parts of speech, morphology and some lemmas from tags, words and labels.
//!
//! 179 patterns of one or two tokens. All are matched against the tokens as they come from tagger and parser;
//! then the changes are made in the order of the patterns, so that later ones win.

use std::collections::HashMap;

use super::attributes::lower;
use super::names::{Label, Pos, Tag};
use super::tables::{Among, RulerPattern, TokenTest, ValueTest};
use super::weights::ModelError;

/// A set of tags or labels, one bit each.
type Bits = u64;

/// What a token has to be.
#[derive(Clone, Debug)]
struct Test {
    tags: Bits,
    labels: Bits,
    /// Numbers of the words it may be, ascending; any word if none are given.
    words: Option<Vec<u16>>,
    is_space: Option<bool>,
}

/// One or two tests in a row and the change to make if they pass.
#[derive(Clone, Debug)]
struct Pattern {
    first: Test,
    second: Option<Test>,
    /// Which change, in order of application.
    change: u16,
    /// The change is made to the first or the second token.
    index: usize,
}

/// What a pattern sets.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    tag: Option<Tag>,
    pos: Option<Pos>,
    morph: Option<MorphId>,
    lemma: Option<&'static str>,
    label: Option<Label>,
}

/// A set of morphological features known to a [`Ruler`].
pub(crate) type MorphId = u8;

/// A token as the ruler sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RulerToken {
    pub tag: Tag,
    pub label: Label,
    /// The number of its lower-cased text: [`Ruler::word`].
    pub word: u16,
    pub is_space: bool,
}

/// What the ruler adds to a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub tag: Tag,
    pub pos: Pos,
    pub morph: MorphId,
    pub lemma: Option<&'static str>,
    pub label: Label,
}

/// The patterns, indexed by what their first token has to be.
pub(crate) struct Ruler {
    /// Numbers of the words that patterns name; from 1.
    words: HashMap<String, u16>,
    changes: Vec<Change>,
    /// Patterns whose first token has to be a certain word, by its number.
    by_word: Vec<Vec<Pattern>>,
    /// All others, by the tag of the first token.
    any_word: Vec<Vec<Pattern>>,
    /// Features by [`MorphId`]; the first are empty.
    pub morphs: Vec<&'static str>,
}

impl Ruler {
    /// Compiles the patterns. Strings that tokens will carry are leaked: once a model, a few kilobytes.
    pub(crate) fn new(patterns: Vec<RulerPattern>) -> Result<Self, ModelError> {
        let mut ruler = Self {
            words: HashMap::new(),
            changes: Vec::new(),
            by_word: vec![Vec::new()],
            any_word: vec![Vec::new(); Tag::ALL.len()],
            morphs: vec![""],
        };
        for entry in patterns {
            let number = ruler.changes.len() as u16;
            let change = ruler.compile_change(&entry)?;
            ruler.changes.push(change);
            for tokens in &entry.patterns {
                let [first, rest @ ..] = tokens.as_slice() else { continue };
                let first = ruler.compile_test(first)?;
                let second = rest.first().map(|test| ruler.compile_test(test)).transpose()?;
                ruler.file(&Pattern { first, second, change: number, index: entry.index });
            }
        }
        Ok(ruler)
    }

    fn compile_change(&mut self, entry: &RulerPattern) -> Result<Change, ModelError> {
        let attrs = &entry.attrs;
        let morph = attrs.morph.as_deref().map(|features| if features == "_" { "" } else { features });
        Ok(Change {
            tag: attrs.tag.as_deref().map(|name| named("tag", name, Tag::from_name)).transpose()?,
            pos: attrs
                .pos
                .as_deref()
                .map(|name| named("part of speech", name, Pos::from_name))
                .transpose()?,
            label: attrs.dep.as_deref().map(|name| named("label", name, Label::from_name)).transpose()?,
            lemma: attrs.lemma.as_deref().map(|lemma| &*lemma.to_owned().leak()),
            morph: morph.map(|features| self.morph_id(features)),
        })
    }

    fn morph_id(&mut self, features: &str) -> MorphId {
        let known = self.morphs.iter().position(|known| *known == features);
        known.unwrap_or_else(|| {
            self.morphs.push(features.to_owned().leak());
            self.morphs.len() - 1
        }) as MorphId
    }

    fn compile_test(&mut self, test: &TokenTest) -> Result<Test, ModelError> {
        // Tags of other treebanks are named, too; no token here carries them.
        let tag = |name: &str| Tag::from_name(name).map(|tag| tag as u32);
        let label = |name: &str| Label::from_name(name).map(|label| label as u32);
        let words = match &test.lower {
            None => None,
            Some(ValueTest::Is(word)) => Some(vec![self.number(word)]),
            Some(ValueTest::Among(Among::In(words))) => {
                let mut numbers: Vec<u16> = words.iter().map(|word| self.number(word)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                Some(numbers)
            }
            Some(ValueTest::Among(Among::NotIn(words))) => {
                return Err(ModelError::Unknown { kind: "test of words", name: words.join(" ") });
            }
        };
        Ok(Test {
            tags: bits(test.tag.as_ref(), tag),
            labels: bits(test.dep.as_ref(), label),
            words,
            is_space: test.is_space,
        })
    }

    /// The number of a word in a pattern.
    fn number(&mut self, word: &str) -> u16 {
        let next = self.by_word.len() as u16;
        let number = *self.words.entry(word.to_owned()).or_insert(next);
        if number == next {
            self.by_word.push(Vec::new());
        }
        number
    }

    /// Puts `pattern` where its first token will look for it.
    fn file(&mut self, pattern: &Pattern) {
        match &pattern.first.words {
            Some(words) => {
                for &word in words {
                    self.by_word[usize::from(word)].push(pattern.clone());
                }
            }
            None => {
                for tag in Tag::ALL.iter().filter(|&&tag| pattern.first.tags >> tag as u32 & 1 == 1) {
                    self.any_word[*tag as usize].push(pattern.clone());
                }
            }
        }
    }

    /// The number of `text` among the words that patterns name; 0 if none does.
    pub(crate) fn word(&self, text: &str) -> u16 {
        self.words.get(&*lower(text)).copied().unwrap_or(0)
    }

    /// Appends a reading for each of `tokens`. `matches` is scratch.
    pub(crate) fn read(
        &self,
        tokens: &[RulerToken],
        matches: &mut Vec<(u32, u16)>,
        readings: &mut Vec<Reading>,
    ) {
        matches.clear();
        for (index, &token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1).copied();
            for pattern in
                self.by_word[usize::from(token.word)].iter().chain(&self.any_word[token.tag as usize])
            {
                let second = pattern.second.as_ref();
                if pattern.first.passes(token)
                    && second.is_none_or(|test| next.is_some_and(|next| test.passes(next)))
                {
                    matches.push(((index + pattern.index) as u32, pattern.change));
                }
            }
        }
        matches.sort_unstable();
        let first = readings.len();
        readings.extend(tokens.iter().map(|token| Reading {
            tag: token.tag,
            pos: Pos::X,
            morph: 0,
            lemma: None,
            label: token.label,
        }));
        for &(token, change) in &*matches {
            let (reading, change) =
                (&mut readings[first + token as usize], &self.changes[usize::from(change)]);
            reading.tag = change.tag.unwrap_or(reading.tag);
            reading.pos = change.pos.unwrap_or(reading.pos);
            reading.morph = change.morph.unwrap_or(reading.morph);
            reading.lemma = change.lemma.or(reading.lemma);
            reading.label = change.label.unwrap_or(reading.label);
        }
    }
}

impl Test {
    fn passes(&self, token: RulerToken) -> bool {
        self.tags >> token.tag as u32 & 1 == 1
            && self.labels >> token.label as u32 & 1 == 1
            && self.is_space.is_none_or(|is_space| is_space == token.is_space)
            && self.words.as_ref().is_none_or(|words| words.binary_search(&token.word).is_ok())
    }
}

/// The variant called `name`.
fn named<T>(kind: &'static str, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, ModelError> {
    read(name).ok_or_else(|| ModelError::Unknown { kind, name: name.to_owned() })
}

/// The values that pass `test`, one bit each.
fn bits(test: Option<&ValueTest>, value: impl Fn(&str) -> Option<u32>) -> Bits {
    let set = |names: &[String]| {
        names.iter().filter_map(|name| value(name)).fold(0, |bits, value| bits | 1 << value)
    };
    match test {
        None => Bits::MAX,
        Some(ValueTest::Is(name)) => set(std::slice::from_ref(name)),
        Some(ValueTest::Among(Among::In(names))) => set(names),
        Some(ValueTest::Among(Among::NotIn(names))) => !set(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::model::Model;

    /// The readings of words with tags and labels.
    fn read(tokens: &[(&str, Tag, Label)]) -> Vec<Reading> {
        let ruler = &Model::embedded().ruler;
        let tokens = tokens.iter().map(|&(text, tag, label)| {
            let is_space = text.trim().is_empty();
            RulerToken { tag, label, word: ruler.word(text), is_space }
        });
        let mut readings = Vec::new();
        ruler.read(&tokens.collect::<Vec<_>>(), &mut Vec::new(), &mut readings);
        readings
    }

    #[test]
    fn every_tag_has_a_part_of_speech() {
        for &tag in Tag::ALL {
            let expected = matches!(tag, Tag::Add | Tag::Fw | Tag::Ls | Tag::Xx | Tag::Space);
            assert_eq!(read(&[("word", tag, Label::Nsubj)])[0].pos == Pos::X, expected, "{tag}");
        }
    }

    #[test]
    fn later_patterns_win() {
        assert_eq!(read(&[("that", Tag::In, Label::Mark)])[0].pos, Pos::Sconj);
        assert_eq!(read(&[("That", Tag::Dt, Label::Det)])[0].pos, Pos::Det);
        assert_eq!(read(&[("That", Tag::Dt, Label::Nsubj)])[0].pos, Pos::Pron);
        assert_eq!(read(&[("have", Tag::Vbp, Label::Aux)])[0].pos, Pos::Aux);
        assert_eq!(read(&[("have", Tag::Vbp, Label::Root)])[0].pos, Pos::Verb);
    }

    #[test]
    fn patterns_of_two_tokens_set_either() {
        let gonna = read(&[("gon", Tag::Vbg, Label::Root), ("na", Tag::To, Label::Aux)]);
        assert_eq!([gonna[0].lemma, gonna[1].lemma], [Some("go"), Some("to")]);
        let alone = read(&[("gon", Tag::Vbg, Label::Root)]);
        assert_eq!(alone[0].lemma, None);
        let there = read(&[("There", Tag::Ex, Label::Expl), ("'s", Tag::Vbz, Label::Root)]);
        assert_eq!((there[1].pos, there[1].lemma), (Pos::Verb, Some("be")));
    }

    #[test]
    fn white_space_is_made_so() {
        let space = read(&[("\n", Tag::Nn, Label::Punct)])[0];
        assert_eq!((space.tag, space.pos, space.label), (Tag::Space, Pos::Space, Label::Dep));
    }
}
