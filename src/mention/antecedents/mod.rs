//! The likeliest antecedents of what the rules leave open: "he", "its", "we", "the country", "the bill".
//!
//! Everybody and everything that the article named shortly before, those named side by side and nouns that name no
//! entity are ranked at once, with "nothing" among them: a conditional logit over features of the place and of what it
//! may take up (Denis & Baldridge 2008, Specialized models and ranking for coreference resolution). What is clearly
//! likelier than all others together is taken; else the place stays open.

mod features;
pub mod train;
mod weights;

pub use weights::Weights;

use features::{Told, of_nothing};

use super::{Entity, Finder, Form, How, Mention};
use crate::article::Span;
use crate::language::{EntityType, Label, Pos, Tag, Word};
use crate::linear::Features;
use crate::schema::Role;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What was last named more sentences before is taken up by no place.
const REACH: usize = 8;
/// Those named side by side are taken up at most so many sentences later.
const REACH_OF_SEVERAL: usize = 3;
/// Nouns that name no entity compete from so many sentences before.
const REACH_OF_OTHERS: usize = 1;
/// Most entities that are ranked for one place, the last named.
const MOST: usize = 14;
/// Most nouns that name no entity.
const MOST_OTHERS: usize = 8;

/// Words that take up something, or may.
#[derive(Clone, Copy, Debug)]
struct Place {
    sentence: usize,
    token: usize,
    sort: Sort,
}

/// Which words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// "He", "her".
    He,
    /// "I", "my".
    I,
    /// "We", "us".
    We,
    /// "It", "its".
    It,
    /// "They", "their".
    They,
    /// "The president", "the government", "the group".
    Actor,
    /// "The treaty", "the sale", "the missiles".
    Thing,
}

impl Sort {
    /// Its name in features.
    fn as_str(self) -> &'static str {
        match self {
            Sort::He => "he",
            Sort::I => "i",
            Sort::We => "we",
            Sort::It => "it",
            Sort::They => "they",
            Sort::Actor => "actor",
            Sort::Thing => "thing",
        }
    }

    /// The sort of a pronoun; a reflexive means the subject of its clause or nobody.
    fn of(text: &str) -> Option<Sort> {
        Some(match &*text.to_lowercase() {
            "he" | "him" | "his" | "she" | "her" | "hers" => Sort::He,
            "i" | "me" | "my" | "mine" => Sort::I,
            "we" | "us" | "our" | "ours" => Sort::We,
            "it" | "its" => Sort::It,
            "they" | "them" | "their" | "theirs" => Sort::They,
            _ => return None,
        })
    }

    fn is_noun(self) -> bool {
        matches!(self, Sort::Actor | Sort::Thing)
    }

    /// Whether `word` of this sort means several.
    fn is_plural(self, word: Word) -> bool {
        matches!(self, Sort::They | Sort::We) || self.is_noun() && word.is_plural_noun()
    }
}

/// What a place may mean: an entity, several named side by side, or a noun that names none.
struct Antecedent {
    entities: BTreeSet<usize>,
    /// Where it was named last, by sentence and head; nowhere if it is only the side of somebody named.
    at: Option<(usize, usize)>,
    form: Form,
    how: Option<How>,
}

/// A place with all it may mean, to train on.
#[derive(Clone, Debug)]
pub struct Open {
    /// Where its pronoun or noun stands.
    pub span: Span,
    /// Ids of what it may mean, with named features; the first is nothing, nor do other nouns have ids.
    pub candidates: Vec<(BTreeSet<String>, Features)>,
    /// Ids of what the rules say that it means.
    pub decided: BTreeSet<String>,
}

impl Finder<'_> {
    /// Lets what is still open take up what it most likely means.
    pub(super) fn antecedents(&mut self) {
        let mut told = Told::default();
        for number in 0..self.words.len() {
            for place in self.places_of(number, false) {
                let found = self.antecedents_of(place);
                let described = self.described_of(place, &told, &found, false);
                let best = self.gazetteer.antecedents.decide(&described);
                // The first is nothing.
                if let Some(one) = best.and_then(|best| found.get(best.checked_sub(1)?)) {
                    self.take(place, &one.entities);
                }
            }
            told.extend(self, number);
        }
    }

    /// The places that may take up something, with all they may mean; also those that the rules decide.
    pub(super) fn open_places(&self) -> Vec<Open> {
        let id = |entity: &usize| self.found.entities[*entity].id.clone();
        let mut told = Told::default();
        let mut open = Vec::new();
        for number in 0..self.words.len() {
            for place in self.places_of(number, true) {
                let found = self.antecedents_of(place);
                let features = self.described_of(place, &told, &found, true);
                let ids = found.iter().map(|one| one.entities.iter().map(id).collect());
                let word = self.sentence(number).word(place.token);
                open.push(Open {
                    span: word.span,
                    candidates: std::iter::once(BTreeSet::new()).chain(ids).zip(features).collect(),
                    decided: self.entities_at(number, word).iter().map(id).collect(),
                });
            }
            told.extend(self, number);
        }
        open
    }

    /// The features of all that a place may mean, of nothing first.
    fn described_of(&self, place: Place, told: &Told, found: &[Antecedent], named: bool) -> Vec<Features> {
        let around = self.around(place);
        let nothing = of_nothing(&around, told, found, named);
        let others = found.iter().map(|one| self.features(&around, told, one, found, named));
        std::iter::once(nothing).chain(others).collect()
    }

    /// Adds the mentions of what a place means.
    fn take(&mut self, place: Place, entities: &BTreeSet<usize>) {
        let number = place.sentence;
        let sentence = self.sentence(number);
        let word = sentence.word(place.token);
        let start = if place.sort.is_noun() {
            self.skip_determiners(number, word.noun_phrase().start, place.token)
        } else {
            place.token
        };
        let crosses = |m: &Mention| m.tokens.start < start && start < m.tokens.end;
        let start = if self.mentions_of(number).any(crosses) { place.token } else { start };
        let form = if word.tag == Tag::PrpPossessive {
            Form::Possessive
        } else {
            super::form(sentence, place.token, place.token + 1)
        };
        let how = match place.sort {
            Sort::He | Sort::It | Sort::They => How::Pronoun,
            Sort::I | Sort::We => How::FirstPerson,
            Sort::Actor | Sort::Thing => How::Definite,
        };
        let (head, tokens) = (place.token, start..place.token + 1);
        let span = sentence.span_of(tokens.clone());
        for entity in entities.iter().copied() {
            self.push(Mention { sentence: number, tokens: tokens.clone(), head, span, entity, form, how });
        }
    }

    /// The places of a sentence that may take up something; with `decided` also those that do.
    fn places_of(&self, number: usize, decided: bool) -> Vec<Place> {
        let open = |word: &Word| decided || !self.mentions_of(number).any(|m| m.head == word.index());
        let sorted = |word: Word| {
            let sort = if matches!(word.tag, Tag::Prp | Tag::PrpPossessive) {
                let told = || self.sides_with(number, word).is_some();
                let open = |sort: &Sort| {
                    !self.is_expletive(word)
                        && !self.means_unnamed(number, word)
                        && (*sort != Sort::We || !told())
                };
                Sort::of(word.text).filter(open)
            } else {
                self.noun_sort(number, word)
            };
            Some(Place { sentence: number, token: word.index(), sort: sort? })
        };
        self.sentence(number).words().filter(open).filter_map(sorted).collect()
    }

    /// The sort of a definite noun that is part of no name.
    fn noun_sort(&self, number: usize, word: Word) -> Option<Sort> {
        let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod);
        if !matches!(word.tag, Tag::Nn | Tag::Nns) || modifies {
            return None;
        }
        let words = &self.words[number];
        let key = words.get(words.partition_point(|own| own.token < word.index()))?.key;
        let sort = match (self.gazetteer.actors.contains(&key), self.gazetteer.things.contains(&key)) {
            (true, _) => Sort::Actor,
            (false, true) => Sort::Thing,
            _ => return None,
        };
        let phrase = &word.sentence().tokens()[word.noun_phrase()];
        let definite = phrase.iter().any(|token| {
            token.tag == Tag::PrpPossessive
                || matches!(
                    &*token.lemma.to_lowercase(),
                    "the" | "this" | "that" | "these" | "those" | "both"
                )
        });
        let named = phrase.iter().any(|token| matches!(token.tag, Tag::Nnp | Tag::Nnps));
        (definite && !named).then_some(sort)
    }

    /// What a place may mean, the last named first, then nouns that name no entity.
    fn antecedents_of(&self, place: Place) -> Vec<Antecedent> {
        let word = self.sentence(place.sentence).word(place.token);
        let mut found: Vec<Antecedent> = Vec::new();
        let mut seen: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
        for back in 0..=REACH.min(place.sentence) {
            let number = place.sentence - back;
            let own = |m: &Mention| back == 0 && m.tokens.contains(&place.token);
            let here = self.by_sentence[number].iter().copied();
            let mut here: Vec<usize> = here.filter(|index| !own(&self.found.mentions[*index])).collect();
            // What stands behind in the same sentence comes last.
            here.sort_by_key(|index| {
                let m = &self.found.mentions[*index];
                (back == 0 && m.head > place.token, Reverse(m.head), m.tokens.len(), m.entity)
            });
            if back <= REACH_OF_SEVERAL && place.sort.is_plural(word) {
                let end = if back == 0 { place.token } else { usize::MAX };
                for (entities, index) in self.sets(number, &here, end) {
                    if seen.insert(entities.clone()) {
                        found.push(self.antecedent(entities, index));
                    }
                }
            }
            for index in here {
                let entities = BTreeSet::from([self.found.mentions[index].entity]);
                if found.len() < MOST && seen.insert(entities.clone()) {
                    found.push(self.antecedent(entities, index));
                }
            }
        }
        if matches!(place.sort, Sort::We | Sort::They | Sort::Actor) {
            let persons = found.iter().filter(|one| one.entities.len() == 1).flat_map(|one| &one.entities);
            let sides: Vec<usize> = persons.filter_map(|person| self.side_of(*person)).collect();
            let new =
                sides.into_iter().map(|side| BTreeSet::from([side])).filter(|side| seen.insert(side.clone()));
            found.extend(new.map(|entities| Antecedent { entities, at: None, form: Form::Name, how: None }));
        }
        let owners = if place.sort.is_noun() { self.owners(place) } else { Vec::new() };
        let barred = self.barred_from(place, &owners);
        found.retain(|one| one.entities.is_disjoint(&barred) && self.may_mean(place, &owners, one));
        found.extend(self.others(place));
        found
    }

    fn antecedent(&self, entities: BTreeSet<usize>, index: usize) -> Antecedent {
        let m = &self.found.mentions[index];
        Antecedent { entities, at: Some((m.sentence, m.head)), form: m.form, how: Some(m.how) }
    }

    /// Several that a sentence names side by side, at one place, or as a pair before token `end`; each with a mention
    /// among those `here`.
    fn sets(&self, number: usize, here: &[usize], end: usize) -> Vec<(BTreeSet<usize>, usize)> {
        let mut sets: BTreeMap<usize, (BTreeSet<usize>, usize)> = BTreeMap::new();
        for index in here {
            let m = &self.found.mentions[*index];
            let word = self.sentence(number).word(m.head);
            let beside = if word.first_conjunct() == word { self.side_by_side(number, word) } else { None };
            let (all, _) = sets.entry(m.head).or_insert((BTreeSet::new(), *index));
            all.insert(m.entity);
            all.extend(beside.into_iter().flatten());
        }
        // "X met Y"
        let pairs = self.pairs_of(number, end).into_iter().rev().filter_map(|(_, pair)| {
            let one = here.iter().find(|index| pair.contains(&self.found.mentions[**index].entity));
            one.map(|index| (pair, *index))
        });
        sets.into_values().rev().filter(|(all, _)| all.len() > 1).chain(pairs).collect()
    }

    /// Nouns and open pronouns shortly before a place that name no entity.
    fn others(&self, place: Place) -> Vec<Antecedent> {
        let mut others = Vec::new();
        for back in 0..=REACH_OF_OTHERS.min(place.sentence) {
            let number = place.sentence - back;
            let end = if back == 0 { place.token } else { usize::MAX };
            let named: BTreeSet<usize> = self.mentions_of(number).flat_map(|m| m.tokens.clone()).collect();
            let mut nouns: Vec<usize> = self
                .sentence(number)
                .words()
                .take(end)
                .filter(|word| is_noun(*word) && !named.contains(&word.index()))
                .map(Word::index)
                .collect();
            nouns.reverse();
            others.extend(nouns.into_iter().map(|noun| Antecedent {
                entities: BTreeSet::new(),
                at: Some((number, noun)),
                form: Form::Name,
                how: None,
            }));
        }
        others.truncate(MOST_OTHERS);
        others
    }

    /// Who cannot be meant: who takes part in the same deed, whom the clause names behind, the speaker's own side, what
    /// a possessive owns.
    fn barred_from(&self, place: Place, owners: &[(usize, Form)]) -> BTreeSet<usize> {
        let word = self.sentence(place.sentence).word(place.token);
        if place.sort.is_noun() {
            let own = owners.iter().filter(|(_, form)| *form == Form::Possessive);
            return own.map(|(owner, _)| *owner).collect();
        }
        if matches!(place.sort, Sort::I | Sort::We) {
            return BTreeSet::new();
        }
        let mut barred = self.barred(place.sentence, word);
        if place.sort != Sort::They {
            barred.extend(self.named_below(place.sentence, word));
        }
        barred.extend(self.own_side(place.sentence, word));
        if let Some(owned) = word.governor().filter(|_| word.label == Label::Poss) {
            barred.extend(self.entities_at(place.sentence, owned));
        }
        barred
    }

    /// Whom the words before the noun of a place name as those who have what it means: "its missiles", "Swiss missiles".
    fn owners(&self, place: Place) -> Vec<(usize, Form)> {
        let phrase = self.sentence(place.sentence).word(place.token).noun_phrase();
        let owns =
            |m: &&Mention| phrase.contains(&m.head) && m.head < place.token && self.kind(m) != Role::Object;
        self.mentions_of(place.sentence).filter(owns).map(|m| (m.entity, m.form)).collect()
    }

    /// Whether an entity is nobody's or one of the owners'.
    fn may_be_owned(&self, entity: usize, owners: &[usize]) -> bool {
        let holders = &self.found.entities[entity].holders;
        let owns = |owner: &usize| {
            let Entity { id, represents, .. } = &self.found.entities[*owner];
            holders.contains(id) || represents.as_ref().is_some_and(|id| holders.contains(id))
        };
        holders.is_empty() || owners.is_empty() || owners.iter().any(owns)
    }

    /// Whether a noun for treaties may mean it: "the agreement" is no embargo, but it may be a sale of arms.
    fn may_be_instrument(&self, place: Place, one: &Antecedent) -> bool {
        let lemma = self.sentence(place.sentence).word(place.token).lemma.to_lowercase();
        let treaty = self.head_word(&lemma).is_some_and(|head| head.kind == "treaty");
        !treaty || one.entities.iter().all(|entity| self.found.entities[*entity].kind != "proposal")
    }

    /// Whether a place is part of the words that tell of what is named there: "an invitation to host the *summit*".
    fn is_told_by(&self, place: Place, one: &Antecedent) -> bool {
        let Some((_, head)) = one.at.filter(|(number, _)| *number == place.sentence) else { return false };
        let word = self.sentence(place.sentence).word(place.token);
        let apart = |word: &Word| matches!(word.label, Label::Relcl | Label::Conj | Label::Appos);
        let mut path = std::iter::once(word).chain(word.ancestors()).take_while(|word| !apart(word));
        path.any(|word| word.governor().is_some_and(|above| above.index() == head))
    }

    /// Whether words of this sort may mean somebody or something of its kind.
    fn may_mean(&self, place: Place, owners: &[(usize, Form)], one: &Antecedent) -> bool {
        let role = |entity: &usize| self.role(&self.found.entities[*entity].kind);
        let mut roles = one.entities.iter().map(role);
        match place.sort {
            Sort::He => {
                let word = self.sentence(place.sentence).word(place.token);
                let known = one.entities.first().copied();
                let agrees = |(number, head): (usize, usize)| self.agrees(word, number, head, known);
                roles.all(|role| role == Role::Person) && one.at.is_none_or(agrees)
            }
            Sort::I => roles.all(|role| role == Role::Person),
            Sort::We => roles.all(|role| matches!(role, Role::Government | Role::Body)),
            Sort::It => roles.all(|role| role != Role::Person),
            Sort::They => one.entities.len() > 1 || roles.all(|role| role != Role::Person),
            // "The American team" is American.
            Sort::Actor => {
                let mut adjectives = owners.iter().filter(|(_, form)| *form == Form::Adjective);
                roles.all(|role| role != Role::Object)
                    && adjectives.all(|(state, _)| one.entities.contains(state))
            }
            Sort::Thing => {
                let owners: Vec<usize> = owners.iter().map(|(owner, _)| *owner).collect();
                roles.all(|role| role == Role::Object)
                    && !self.is_told_by(place, one)
                    && self.may_be_instrument(place, one)
                    && one.entities.iter().all(|entity| self.may_be_owned(*entity, &owners))
            }
        }
    }
}

/// Whether a word is a noun or pronoun of its own that tells no time, amount or number.
fn is_noun(word: Word) -> bool {
    let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod | Label::Npadvmod);
    let counts = matches!(
        word.entity,
        Some(
            EntityType::Date
                | EntityType::Time
                | EntityType::Money
                | EntityType::Percent
                | EntityType::Cardinal
                | EntityType::Ordinal
                | EntityType::Quantity
        )
    );
    let nominal =
        matches!(word.pos, Pos::Noun | Pos::Propn) || matches!(word.tag, Tag::Prp | Tag::PrpPossessive);
    nominal && !modifies && !counts
}
