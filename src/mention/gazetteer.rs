//! The gazetteer: all names of the knowledge, ready to be looked up at a word.

use super::antecedents::Weights;
use super::inflect::noun_forms;
use super::phrases::Phrases;
use super::text::{Case, Word, Words};
use crate::schema::{NameKind, Schema};
use rustc_hash::FxHashSet;
use std::collections::HashMap;

/// Names, titles and offices of a schema, compiled once and shared by all articles.
#[derive(Debug, Default)]
pub struct Gazetteer {
    pub(super) words: Words,
    names: Phrases<Vec<Candidate>>,
    predecessors: HashMap<usize, Vec<usize>>,
    pub(super) titles: Phrases<()>,
    pub(super) offices: Phrases<()>,
    /// Roles, singular and plural; their places in the lexicon.
    pub(super) roles: Phrases<Option<usize>>,
    /// Nouns for bodies, singular and plural; their places in the lexicon.
    pub(super) bodies: Phrases<Option<usize>>,
    /// Heads of descriptions by their words with the last inflected; their places in the lexicon.
    pub(super) heads: Phrases<Option<usize>>,
    /// Names that need a context; their places in the knowledge.
    pub(super) context_names: Phrases<Vec<usize>>,
    /// Phrases for two actors; their places in the lexicon.
    pub(super) collectives: Phrases<Option<usize>>,
    /// Words of the field.
    pub(super) field: FxHashSet<u32>,
    /// Nouns that may take up an actor: "president", "government".
    pub(super) actors: FxHashSet<u32>,
    /// Nouns that may take up a treaty, system or proposal: "sale".
    pub(super) things: FxHashSet<u32>,
    /// What tells which of those named before they take up.
    pub(super) antecedents: Weights,
}

/// An entity that a name may mean; none for the name of a publisher, which means no entity.
#[derive(Debug)]
pub(super) struct Candidate {
    pub entity: Option<usize>,
    pub kind: NameKind,
    /// How the knowledge writes its words.
    cases: Vec<Case>,
}

impl Gazetteer {
    /// Compiles the names of `schema`.
    pub fn new(schema: &Schema) -> Gazetteer {
        let mut gazetteer = Gazetteer::default();
        for (index, entity) in schema.knowledge.entities.values().enumerate() {
            for name in &entity.names {
                gazetteer.add(&name.text, Some(index), name.kind);
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
        for title in &schema.lexicon.titles {
            let words = gazetteer.words.of_name(title);
            gazetteer.titles.entry(words.into_iter().map(|(key, _)| key));
        }
        for office in &schema.lexicon.offices {
            let words = gazetteer.words.of_name(office);
            gazetteer.offices.entry(words.into_iter().map(|(key, _)| key));
        }
        for (place, role) in schema.lexicon.roles.iter().enumerate() {
            for form in noun_forms(&role.words) {
                let words = gazetteer.words.of_name(&form);
                if let Some(found) = gazetteer.roles.entry(words.into_iter().map(|(key, _)| key)) {
                    *found = Some(place);
                }
            }
        }
        for (place, body) in schema.lexicon.bodies.iter().enumerate() {
            for form in noun_forms(&body.words) {
                let words = gazetteer.words.of_name(&form);
                if let Some(found) = gazetteer.bodies.entry(words.into_iter().map(|(key, _)| key)) {
                    *found = Some(place);
                }
            }
        }
        for (place, head) in schema.lexicon.heads.iter().enumerate() {
            let (rest, last) =
                head.words.rsplit_once(' ').map_or(("", &*head.words), |(rest, last)| (rest, last));
            // "weapons program" as well as "weapon program".
            let rests = if rest.is_empty() { vec![String::new()] } else { noun_forms(rest) };
            for (rest, last) in rests.iter().flat_map(|r| noun_forms(last).into_iter().map(move |l| (r, l))) {
                let words = gazetteer.words.of_name(&format!("{rest} {last}"));
                if let Some(found) = gazetteer.heads.entry(words.into_iter().map(|(key, _)| key)) {
                    *found = Some(place);
                }
            }
        }
        for (place, name) in schema.knowledge.context_names.iter().enumerate() {
            let words = gazetteer.words.of_name(&name.words);
            if let Some(found) = gazetteer.context_names.entry(words.into_iter().map(|(key, _)| key)) {
                found.push(place);
            }
        }
        for (place, phrase) in schema.lexicon.collectives.iter().enumerate() {
            let words = gazetteer.words.of_name(&phrase.words);
            if let Some(found) = gazetteer.collectives.entry(words.into_iter().map(|(key, _)| key)) {
                *found = Some(place);
            }
        }
        for word in &schema.lexicon.field_words {
            for form in noun_forms(word) {
                gazetteer.field.extend(gazetteer.words.of_name(&form).last().map(|(key, _)| *key));
            }
        }
        let lexicon = &schema.lexicon;
        let offices = lexicon.offices.iter().map(|office| &**office);
        let bodies = lexicon.bodies.iter().map(|body| &*body.words);
        let roles = lexicon.roles.iter().map(|role| &*role.words);
        let collectives = lexicon.collectives.iter().map(|phrase| &*phrase.words);
        let heads = lexicon.heads.iter().map(|head| &*head.words);
        let mut last = |words: &str| -> Vec<u32> {
            let last = words.rsplit(' ').next().unwrap_or(words);
            let forms = noun_forms(last);
            forms.iter().filter_map(|form| Some(gazetteer.words.of_name(form).last()?.0)).collect()
        };
        let actors = offices.chain(bodies).chain(roles).chain(collectives).flat_map(&mut last).collect();
        let things = heads.flat_map(&mut last).collect();
        gazetteer.actors = actors;
        gazetteer.things = things;
        gazetteer.antecedents = Weights::embedded();
        gazetteer
    }

    fn add(&mut self, name: &str, entity: Option<usize>, kind: NameKind) {
        let (keys, cases): (Vec<u32>, Vec<Case>) = self.words.of_name(name).into_iter().unzip();
        if let Some(candidates) = self.names.entry(keys) {
            candidates.push(Candidate { entity, kind, cases });
        }
    }

    /// The longest name at `words[at]`: its number of words and what it may mean.
    pub(super) fn names<'g>(&'g self, words: &'g [Word], at: usize) -> Option<(usize, Vec<&'g Candidate>)> {
        let fit = |candidate: &Candidate, length: usize| fits(&candidate.cases, &words[at..at + length]);
        let any_fits =
            |(length, candidates): &(usize, &Vec<Candidate>)| candidates.iter().any(|c| fit(c, *length));
        let (length, candidates) = self.names.all_at(words, at).filter(any_fits).last()?;
        let mut fitting: Vec<&Candidate> = candidates.iter().filter(|c| fit(c, length)).collect();
        // A news agency of a state is the state's voice before it is a publisher.
        if fitting.iter().any(|candidate| candidate.entity.is_some()) {
            fitting.retain(|candidate| candidate.entity.is_some());
        }
        Some((length, fitting))
    }

    /// The entity of the knowledge that owns `name` in full.
    pub(super) fn owner(&self, name: &str) -> Option<usize> {
        let keys = self.words.keys(name)?;
        let candidates = self.names.get(&keys)?;
        candidates.iter().find(|c| c.kind.stands_alone()).and_then(|c| c.entity)
    }

    /// The noun for a body that `word` is; its place in the lexicon.
    pub(super) fn body(&self, word: &str) -> Option<usize> {
        self.bodies.get(&self.words.keys(word)?).copied().flatten()
    }

    /// The former states that the entity at `index` followed.
    pub(super) fn predecessors(&self, index: usize) -> &[usize] {
        self.predecessors.get(&index).map_or(&[], Vec::as_slice)
    }
}

/// Whether the case of `written` allows it to be the name written as `cases`.
///
/// One word must be written as in the name, or in capitals as headlines do. Of several words only those
/// in capitals must be so: "New START" is not "a new start".
fn fits(cases: &[Case], written: &[Word]) -> bool {
    cases.iter().zip(written).all(|(expected, word)| {
        if *expected == word.case || *expected == Case::None {
            true
        } else if cases.len() == 1 {
            word.case == Case::Upper && word.span.end - word.span.start > 3
        } else {
            *expected != Case::Upper || word.case == Case::Upper
        }
    })
}
