//! The gazetteer: all names of the knowledge, ready to be looked up at a token.

use crate::schema::{Entity, NameKind, Part, Schema};
use crate::words::{Phrases, Token, tokenize, verb_forms};
use std::collections::{HashMap, HashSet};

/// Names, titles and offices of a schema, compiled once and shared by all articles.
#[derive(Debug, Default)]
pub struct Gazetteer {
    names: Phrases<Vec<Candidate>>,
    adjectives: HashMap<String, Vec<Vec<String>>>,
    predecessors: HashMap<usize, Vec<usize>>,
    verbs: HashSet<String>,
    pub(super) titles: Phrases<()>,
    pub(super) offices: Phrases<()>,
}

/// An entity that a name may mean; none for the name of a publisher, which means no entity.
#[derive(Debug)]
pub(super) struct Candidate {
    pub entity: Option<usize>,
    pub kind: NameKind,
    /// The words of the name as the knowledge writes them.
    words: Vec<String>,
}

impl Gazetteer {
    /// Compiles the names of `schema`.
    pub fn new(schema: &Schema) -> Gazetteer {
        let mut gazetteer = Gazetteer::default();
        for (index, entity) in schema.knowledge.entities.values().enumerate() {
            for name in &entity.names {
                gazetteer.add(&name.text, Some(index), name.kind);
                if name.kind == NameKind::Adjective {
                    let keys = tokenize(&name.text).into_iter().map(|token| token.key).collect();
                    gazetteer.adjectives.entry(entity.id.clone()).or_default().push(keys);
                }
            }
            for successor in entity.attributes.get("successors").into_iter().flat_map(|list| list.split('|'))
            {
                if let Some(successor) = schema.knowledge.entities.get_index_of(successor.trim()) {
                    gazetteer.predecessors.entry(successor).or_default().push(index);
                }
            }
        }
        for publisher in &schema.knowledge.publishers {
            for name in publisher.aliases.iter().chain([&publisher.label]) {
                gazetteer.add(name, None, NameKind::Alias);
            }
        }
        let lexicon = &schema.lexicon;
        let verbs = lexicon.cues.iter().filter(|cue| cue.part == Part::Verb).map(|cue| cue.words.as_str());
        for verb in verbs.chain(lexicon.reporting.iter().map(String::as_str)) {
            let first = verb.split(' ').next().unwrap_or(verb);
            // The bare form is too often a noun ("U.S. plan") to tell a verb.
            let forms = verb_forms(first, &lexicon.irregular);
            gazetteer.verbs.extend(forms.into_iter().filter(|form| form != first));
        }
        for title in &lexicon.titles {
            gazetteer.titles.entry(title);
        }
        for office in &lexicon.offices {
            gazetteer.offices.entry(office);
        }
        gazetteer
    }

    fn add(&mut self, name: &str, entity: Option<usize>, kind: NameKind) {
        let word = |token: Token| name[token.span.start..token.span.end].replace('’', "'");
        let words = tokenize(name).into_iter().map(word).collect();
        if let Some(candidates) = self.names.entry(name) {
            candidates.push(Candidate { entity, kind, words });
        }
    }

    /// The longest name at `tokens[at]`: its number of tokens and what it may mean.
    pub(super) fn names<'g>(
        &'g self,
        text: &str,
        tokens: &'g [Token],
        at: usize,
    ) -> Option<(usize, Vec<&'g Candidate>)> {
        self.names.all_at(tokens, at).find_map(|(length, candidates)| {
            let written = &tokens[at..at + length];
            let fitting: Vec<&Candidate> =
                candidates.iter().filter(|c| fits(&c.words, text, written)).collect();
            (!fitting.is_empty()).then_some((length, fitting))
        })
    }

    /// Whether the name of `entity` that ends before `tokens[end]` serves as its adjective too.
    pub(super) fn is_adjective(&self, entity: &Entity, tokens: &[Token], end: usize) -> bool {
        let adjectives = self.adjectives.get(&entity.id).map_or(&[][..], Vec::as_slice);
        adjectives.iter().any(|keys| {
            keys.len() <= end && tokens[end - keys.len()..end].iter().map(|token| &token.key).eq(keys)
        })
    }

    /// The former states that the entity at `index` followed.
    pub(super) fn predecessors(&self, index: usize) -> &[usize] {
        self.predecessors.get(&index).map_or(&[], Vec::as_slice)
    }

    /// Whether `key` is an inflected form of a verb that takes positions or speaks.
    pub(super) fn is_verb(&self, key: &str) -> bool {
        self.verbs.contains(key)
    }
}

/// Whether the case of `written` allows it to be the name made of `words`.
///
/// One word must be written as in the name, or in capitals as headlines do. Of several words only those
/// in capitals must be so: "New START" is not "a new start".
fn fits(words: &[String], text: &str, written: &[Token]) -> bool {
    let capitals = |word: &str| word.chars().any(char::is_alphabetic) && !word.contains(char::is_lowercase);
    words.iter().zip(written).all(|(expected, token)| {
        let found = &text[token.span.start..token.span.end];
        if expected == found || expected.chars().count() < 2 {
            true
        } else if words.len() == 1 {
            capitals(found) && !capitals(expected) && found.chars().count() > 3
        } else {
            !capitals(expected) || capitals(found)
        }
    })
}
