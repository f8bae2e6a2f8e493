//! Pronouns of the third person: which actor "he", "it" or "their" stands for. Precision before recall.
//!
//! "He" is the last subject who is a person, "it" and "they" the subject of the clause they belong to, what
//! stands right before "and its" or "over its", the only actor named before in the sentence, or the subject
//! of the sentence before. "Himself" and "itself" are the subject of their clause, what is done to weapons or
//! treaties alone is done to those named last, "they" in a speech are the only people it spoke of. Nobody speaks
//! of himself as "he" within his own words.

use super::things::makes_definite;
use super::{Entity, Finder, Form, How, Mention};
use crate::language::{EntityType, Label, Pos, Tag, Word};
use crate::schema::{Part, Role, TransparentNoun, WordClass};
use std::collections::BTreeSet;

/// A person may be taken up this many sentences later.
const PERSON_REACH: usize = 2;
/// Tokens in the longest name in parentheses behind a pronoun, with them.
const LONGEST_GLOSS: usize = 8;
/// "They add" takes up who spoke at most so many sentences before.
const SPEECH_REACH: usize = 3;
/// "We" means those it told of at most so many sentences before.
const WE_REACH: usize = 2;
/// Tokens of a sentence that is all quotation which are no part of it.
const MARKS: usize = 2;
/// "Signs it" takes up a treaty named at most so many sentences before.
const INSTRUMENT_REACH: usize = 2;
/// Tokens behind a subject within which its clause names others, so that no headline takes in the next line.
const CLAUSE_REACH: usize = 12;
/// Clauses looked up for the subject that "it" means.
const CLAUSES: usize = 5;

/// What a pronoun may mean.
#[derive(Clone, Copy)]
struct Sort {
    /// "They" rather than "it".
    plural: bool,
    /// Treaties, systems and proposals rather than actors.
    object: bool,
}

impl Finder<'_> {
    /// Finds third-person pronouns that stand for an actor.
    pub(super) fn pronouns(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for word in sentence.words().filter(|word| matches!(word.tag, Tag::Prp | Tag::PrpPossessive)) {
                let text = word.text.to_lowercase();
                let third = word.morph.contains("Person=3") && word.tag == Tag::Prp;
                let glossed = if third { self.glossed(number, word) } else { None };
                let entities = match text.as_str() {
                    _ if glossed.is_some() => glossed.into_iter().collect(),
                    "he" | "him" | "his" | "she" | "her" | "hers" => {
                        self.person_before(number, word).into_iter().collect()
                    }
                    "himself" | "herself" | "itself" | "themselves" => self.reflected(number, word),
                    "it" | "its" => self.actors_before(number, word, Sort { plural: false, object: false }),
                    "they" | "their" | "them" => {
                        self.actors_before(number, word, Sort { plural: true, object: false })
                    }
                    _ => BTreeSet::new(),
                };
                // "Their country": one owner, a person or a state.
                let owns = |owner: &usize| {
                    self.is_person(*owner)
                        || entities.len() == 1 && self.role(&self.found.entities[*owner].kind) != Role::Object
                };
                let owner = entities.first().copied().filter(owns);
                for entity in entities {
                    let form = if word.tag == Tag::PrpPossessive { Form::Possessive } else { Form::Name };
                    self.add(number, word.index()..word.index() + 1, entity, form, How::Pronoun);
                }
                if let Some(owner) = owner {
                    self.office_of(number, word, owner);
                }
            }
        }
    }

    /// Lets what a person heads be his state: "his government".
    fn office_of(&mut self, number: usize, possessive: Word, person: usize) {
        if !self.owns_office(number, possessive) {
            return;
        }
        let Some(noun) = possessive.governor().filter(|noun| self.at(number, noun.index()).is_none()) else {
            return;
        };
        let Entity { id, represents, .. } = &self.found.entities[person];
        // An official without a name is his side already.
        let side = if self.is_person(person) { represents.clone() } else { Some(id.clone()) };
        let Some(side) = side else { return };
        let known = self.schema.knowledge.entities.contains_key(&side);
        let side = if known { Some(self.known(&side)) } else { self.places.get(&side).copied() };
        let Some(side) = side else { return };
        // The country of lawmakers is not their chamber.
        let state = self.country(side).unwrap_or(side);
        let form = super::form(self.sentence(number), noun.index(), noun.index() + 1);
        self.add(number, possessive.index()..noun.index() + 1, state, form, How::Office);
    }

    /// Finds "it" and "they" that stand for a treaty, system or proposal: the subject of their clause or of the
    /// sentence before.
    pub(super) fn pronouns_of_things(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for word in sentence.words().filter(|word| matches!(word.tag, Tag::Prp | Tag::PrpPossessive)) {
                let plural = match word.text.to_lowercase().as_str() {
                    "it" | "its" => false,
                    "they" | "their" | "them" => true,
                    _ => continue,
                };
                let sort = Sort { plural, object: true };
                let taken = self.mentions_of(number).any(|m| m.tokens == (word.index()..word.index() + 1));
                let speaks = word
                    .governor()
                    .is_some_and(|verb| word.label == Label::Nsubj && self.is_reporting(number, verb));
                if taken || speaks || self.is_expletive(word) || self.means_unnamed(number, word) {
                    continue;
                }
                let ways = [
                    Finder::of_predicate,
                    Finder::of_provision,
                    Finder::of_content,
                    Finder::of_object_before,
                    Finder::as_before,
                    Finder::of_clause_before,
                    Finder::of_clause,
                    Finder::only_before,
                    Finder::of_instrument,
                    Finder::of_sentence_before,
                    Finder::as_in_sentence_before,
                ];
                let found = ways.into_iter().find_map(|way| way(self, number, word, sort));
                // No treaty has missiles: "a deal to curb its missiles".
                let owned = word.governor().filter(|_| word.label == Label::Poss);
                let system = owned.is_some_and(|noun| self.is_system(number, noun));
                let mut found = found.unwrap_or_default();
                found.retain(|entity| !system || self.found.entities[*entity].kind == "system");
                // Nor is anything its own: "its nuclear tests".
                let own = owned.map(|noun| self.entities_at(number, noun)).unwrap_or_default();
                found.retain(|entity| !own.contains(entity));
                for entity in found {
                    let form = if word.tag == Tag::PrpPossessive { Form::Possessive } else { Form::Name };
                    self.add(number, word.index()..word.index() + 1, entity, form, How::Pronoun);
                }
            }
        }
    }

    /// Whom a writer puts in parentheses behind a pronoun: "keeps them (the Europeans) at the table".
    fn glossed(&self, number: usize, pronoun: Word) -> Option<usize> {
        let tokens = self.sentence(number).tokens();
        let start = pronoun.index() + 1;
        tokens.get(start).filter(|token| matches!(token.text, "(" | "["))?;
        let end = (start..tokens.len().min(start + LONGEST_GLOSS))
            .find(|i| matches!(tokens[*i].text, ")" | "]"))?;
        let named = self.mentions_of(number).find(|m| start < m.tokens.start && m.tokens.end == end)?;
        (self.kind(named) != Role::Object).then_some(named.entity)
    }

    /// Finds "I" and "we" in quotations: who speaks, the states or bodies for which they do, or whom the words tell.
    pub(super) fn first_persons(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for word in
                sentence.words().filter(|word| word.pos == Pos::Pron && word.morph.contains("Person=1"))
            {
                if self.is_everybodys(word) {
                    continue;
                }
                let speakers = self.speakers(number, word.index());
                if speakers.is_empty() {
                    continue;
                }
                let sides = self.sides_as_before(number, word, &speakers).unwrap_or_else(|| {
                    let said: Option<BTreeSet<usize>> =
                        speakers.iter().map(|speaker| self.who_says(word, *speaker)).collect();
                    // Several whose sides are not known speak for themselves.
                    said.unwrap_or_else(|| if speakers.len() > 1 { speakers } else { BTreeSet::new() })
                });
                // "I" is one.
                if sides.len() > 1 && !word.morph.contains("Number=Plur") {
                    continue;
                }
                let form = if word.tag == Tag::PrpPossessive { Form::Possessive } else { Form::Name };
                for entity in &sides {
                    self.add(number, word.index()..word.index() + 1, *entity, form, How::FirstPerson);
                }
                let (Some(entity), 1) = (sides.first(), sides.len()) else { continue };
                if self.owns_office(number, word) {
                    // The country of lawmakers is not their chamber.
                    let state = self.country(*entity).unwrap_or(*entity);
                    let noun = word.governor().map_or(word.index(), Word::index);
                    let form = super::form(sentence, noun, noun + 1);
                    self.add(number, word.index()..noun + 1, state, form, How::Office);
                }
            }
        }
    }

    /// Whom the words of this "we" tell, or else of those before in one speech: "we in Europe sail. We want boats".
    fn sides_as_before(
        &self,
        number: usize,
        pronoun: Word,
        speakers: &BTreeSet<usize>,
    ) -> Option<BTreeSet<usize>> {
        let own = self.sides_with(number, pronoun);
        if own.is_some() || pronoun.tag != Tag::Prp {
            return own;
        }
        (number.saturating_sub(WE_REACH)..=number).rev().find_map(|at| {
            let end = if at == number { pronoun.index() } else { usize::MAX };
            let before = self.sentence(at).words().take(end).filter(|word| word.tag == Tag::Prp).rev();
            let mut told = before.filter_map(|word| Some((word, self.sides_with(at, word)?)));
            let (_, sides) = told.find(|(word, _)| self.speakers(at, word.index()) == *speakers)?;
            Some(sides).filter(|sides| !sides.is_empty())
        })
    }

    /// Whom "we" means beside or instead of the speaker's side, as its words tell: "we in Europe", "our countries";
    /// nobody if they tell of others who are not known: "we all", "we in the valley".
    pub(super) fn sides_with(&self, number: usize, pronoun: Word) -> Option<BTreeSet<usize>> {
        if !pronoun.morph.contains("Number=Plur") {
            return None;
        }
        let both = self
            .mentions_of(number)
            .filter(|m| m.how == How::Collective && m.tokens.contains(&pronoun.index()));
        let both: BTreeSet<usize> = both.map(|m| m.entity).collect();
        if !both.is_empty() {
            return Some(both);
        }
        // "We in the West", "we Europeans"
        let within = pronoun
            .prepositional_objects()
            .find(|(preposition, _)| {
                preposition.index() == pronoun.index() + 1
                    && matches!(&*preposition.lemma, "in" | "of" | "at")
            })
            .map(|(_, noun)| noun);
        let people = pronoun.appositions().find(|noun| noun.index() == pronoun.index() + 1);
        if let Some(noun) = within.or(people) {
            let named = self.mentions_of(number).filter(|m| m.head == noun.index());
            let sides = named.filter(|m| matches!(self.kind(m), Role::Government | Role::Body));
            return Some(sides.map(|m| m.entity).collect());
        }
        let all = |before: Word| {
            let next = self.sentence(number).words().nth(before.index() + 1);
            next.filter(|next| matches!(&*next.lemma, "all" | "both") && next.tag != Tag::Nns)
        };
        // "We all want it", "we are all of one mind"
        let verb = pronoun.governor().filter(|verb| pronoun.label == Label::Nsubj && verb.pos == Pos::Aux);
        let shared = pronoun.tag == Tag::Prp && all(pronoun).is_some()
            || verb.is_some_and(|verb| all(verb).is_some_and(|next| next.governor() == Some(verb)));
        shared.then(BTreeSet::new)
    }

    /// Whether a possessive owns what belongs to all people: "our planet".
    fn is_everybodys(&self, pronoun: Word) -> bool {
        let owned = pronoun.governor().filter(|_| pronoun.label == Label::Poss);
        owned.is_some_and(|noun| self.schema.lexicon.is_of_class(&noun.lemma, WordClass::Everybody))
    }

    /// The state whose parliament a body is, by its name: "US Senate".
    fn country(&mut self, body: usize) -> Option<usize> {
        let id = self.found.entities[body].id.clone();
        self.country_of(&id)
    }

    /// The state whose parliament the body `id` is, or of whose parliament it is a part: "House Judiciary Committee".
    fn country_of(&mut self, id: &str) -> Option<usize> {
        let knowledge = &self.schema.knowledge;
        let mut bodies =
            std::iter::once(id).chain(knowledge.facts_of("part_of", id).map(|fact| &*fact.target));
        let state = bodies.find_map(|id| {
            let body = knowledge.entities.get(id)?;
            body.attributes.get("class").filter(|class| *class == "parliament")?;
            let (first, _) = body.label.split_once(' ')?;
            let state = &knowledge.entities[self.gazetteer.owner(first)?];
            (self.role(&state.kind) == Role::Government).then_some(&state.id)
        })?;
        Some(self.known(state))
    }

    /// Whether what a possessive owns stands for its state: "our negotiators".
    fn owns_office(&self, number: usize, possessive: Word) -> bool {
        let Some(noun) = possessive.governor().filter(|_| possessive.label == Label::Poss) else {
            return false;
        };
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < noun.index());
        let start = words.partition_point(|word| word.token <= possessive.index());
        let end = words.len().min(at + 1);
        let office = self.gazetteer.offices.ending_at(words, start.min(end), end).is_some();
        let anothers = self.schema.lexicon.is_of_class(noun.text, WordClass::Counterpart);
        office && !anothers && noun.label != Label::Compound
    }

    /// Whom the first person of `pronoun` means when `speaker` says it.
    fn who_says(&mut self, pronoun: Word, speaker: usize) -> Option<usize> {
        let Entity { kind, represents, .. } = &self.found.entities[speaker];
        let plural = pronoun.morph.contains("Number=Plur");
        match (self.role(kind), plural, represents.clone()) {
            (Role::Person, false, _) | (Role::Government | Role::Body, true, _) => Some(speaker),
            (Role::Person, true, Some(side)) => {
                let known = self.schema.knowledge.entities.contains_key(&side);
                let side = if known { self.known(&side) } else { *self.places.get(&side)? };
                // A senator's "we" is his country.
                Some(self.country(side).unwrap_or(side))
            }
            (Role::Person, true, None) => self.only_country(speaker),
            _ => None,
        }
    }

    /// The one country for which a person spoke whenever he did: a senator's who was a minister at another time.
    fn only_country(&mut self, person: usize) -> Option<usize> {
        let (schema, id) = (self.schema, self.found.entities[person].id.clone());
        let terms = schema.knowledge.facts_of("represents", &id);
        let mut countries = BTreeSet::new();
        for side in terms.map(|term| &*term.target) {
            let country = match self.role_of(side) {
                Role::Government => Some(self.known(side)),
                _ => self.country_of(side),
            };
            // What the article does not name is not for what he speaks there.
            if country.is_none() && self.places.contains_key(side) {
                return None;
            }
            countries.extend(country);
        }
        countries.first().copied().filter(|_| countries.len() == 1)
    }

    /// The person whom "he" at `pronoun` means: the last subject who is one, here or shortly before.
    fn person_before(&self, number: usize, pronoun: Word) -> Option<usize> {
        let speaker = self.speaker(number, pronoun.index());
        let reports = pronoun
            .governor()
            .is_some_and(|verb| matches!(pronoun.label, Label::Nsubj) && self.is_reporting(number, verb));
        let barred = &self.barred(number, pronoun) | &self.named_below(number, pronoun);
        let fits =
            |m: &Mention| self.is_person(m.entity) && self.agrees(pronoun, number, m.head, Some(m.entity));
        let free = |person: &usize| Some(*person) != speaker && !barred.contains(person);
        if let Some(person) = self.person_behind(number, pronoun, fits) {
            return person.into_iter().find(free);
        }
        let other = self.addressed(number, pronoun, fits).or_else(|| self.possessor(number, pronoun, fits));
        if let Some(person) = other.filter(free) {
            return Some(person);
        }
        if let Some(owner) = self.owner_above(number, pronoun, fits) {
            return Some(owner).filter(free);
        }
        let mut left = PERSON_REACH + 1;
        for back in 0..=number.min(SPEECH_REACH + PERSON_REACH) {
            let at = number - back;
            // A long quotation keeps its speaker: "\"... .\" \"...,\" he said".
            left -= usize::from(!(reports && back > 0 && self.is_all_quoted(at)));
            let sentence = self.sentence(at);
            let mut persons = self.persons_of(at);
            if back == 0 {
                persons.extend(self.open_pronouns(number, pronoun));
            }
            // Whom a speaker speaks of is not himself; who speaks is not whom his words name.
            let spoken = |head: usize| self.quoted[at][head];
            persons.retain(|(head, entity)| {
                (back > 0 || *head < pronoun.index() && !bound(pronoun, *head))
                    && (entity.is_none() || *entity != speaker)
                    && entity.is_none_or(|entity| !barred.contains(&entity))
                    && self.agrees(pronoun, at, *head, *entity)
                    && !(reports && spoken(*head))
            });
            // "The ambassador X said": a name may stand beside the subject.
            let subject = |head: usize| {
                let word = sentence.word(head);
                let beside = word.governor().filter(|_| matches!(word.label, Label::Appos | Label::Compound));
                matches!(beside.unwrap_or(word).label, Label::Nsubj | Label::Nsubjpass)
            };
            // "A view voiced by her minister, X. He told": who does it is no passer-by.
            let acts = |head: usize| {
                let word = sentence.word(head);
                let place = word.governor().filter(|_| word.label == Label::Appos).unwrap_or(word);
                place.governor().is_some_and(|by| by.label == Label::Agent)
            };
            let mut subjects: Vec<&(usize, Option<usize>)> =
                persons.iter().filter(|p| subject(p.0)).collect();
            subjects.sort_unstable();
            // Of a sentence before, the subject of its main clause.
            let depth = |head: usize| sentence.word(head).ancestors().count();
            let main = || subjects.iter().min_by_key(|p| depth(p.0)).copied();
            let chosen = if back == 0 { subjects.last().copied() } else { main() };
            if let Some((_, entity)) = chosen {
                // Of an official without a name only his words are told further.
                return entity.filter(|entity| back == 0 || reports || self.is_person(*entity));
            }
            let entities: BTreeSet<Option<usize>> = persons.iter().map(|(_, entity)| *entity).collect();
            match entities.len() {
                0 => {}
                // Who says something is the last who did rather than somebody named in passing.
                1 if reports && back > 0 && !persons.iter().all(|(head, _)| acts(*head)) => {}
                1 => return entities.into_iter().next().flatten(),
                _ => return None,
            }
            if left == 0 {
                break;
            }
        }
        None
    }

    /// The person whom the clause is about that a phrase with the pronoun opens, if it named nobody before: "in his
    /// speech, X said"; empty if he is not known.
    fn person_behind(
        &self,
        number: usize,
        pronoun: Word,
        fits: impl Fn(&Mention) -> bool,
    ) -> Option<BTreeSet<usize>> {
        let subject = subject_behind(pronoun)?;
        if self.persons_of(number).iter().any(|(head, _)| *head < pronoun.index()) {
            return None;
        }
        let named = self.mentions_of(number).find(|m| m.head == subject.index());
        let other = subject.entity == Some(EntityType::Person) && self.at(number, subject.index()).is_none();
        match named {
            Some(m) => (fits(m) && m.how.is_name()).then(|| BTreeSet::from([m.entity])),
            None => other.then(BTreeSet::new),
        }
    }

    /// The person who has the noun whose phrase a possessive belongs to: "X's insistence on keeping his post".
    fn possessor(&self, number: usize, pronoun: Word, fits: impl Fn(&Mention) -> bool) -> Option<usize> {
        let noun = |word: &Word| word.is_nominal() || word.pos == Pos::Adp || word.label == Label::Pcomp;
        let mut owners = pronoun.ancestors().take_while(noun).filter_map(|noun| noun.dependent(Label::Poss));
        let owner = owners.find(|owner| pronoun.label == Label::Poss && owner.index() < pronoun.index())?;
        self.fitting_at(number, owner, fits)
    }

    /// Whom `noun` names of those that fit.
    fn fitting_at(&self, number: usize, noun: Word, fits: impl Fn(&Mention) -> bool) -> Option<usize> {
        self.mentions_of(number).find(|m| m.head == noun.index() && fits(m)).map(|m| m.entity)
    }

    /// To whom the message goes that asks something of the pronoun: "a letter to X that urges him".
    fn addressed(&self, number: usize, pronoun: Word, fits: impl Fn(&Mention) -> bool) -> Option<usize> {
        let object = matches!(pronoun.label, Label::Dobj | Label::Dative);
        let verb = pronoun.governor().filter(|_| object)?;
        let above = verb.governor().filter(|_| matches!(verb.label, Label::Relcl | Label::Acl))?;
        // The tree may hang the clause on the name: "a letter to X *that* urges him".
        let hung = verb.subject().is_some_and(|that| that.tag == Tag::Wdt);
        let name = above.governor().filter(|to| hung && above.label == Label::Pobj && to.lemma == "to");
        let sending = above.governor().filter(|_| above.label == Label::Dobj);
        let mut to = [Some(above), sending].into_iter().flatten().flat_map(Word::prepositional_objects);
        let between = |noun: Word| above.index() < noun.index() && noun.index() < verb.index();
        let sent = to.find(|(to, noun)| to.lemma == "to" && between(*noun));
        let noun = name.map(|_| above).or(sent.map(|(_, noun)| noun))?;
        self.fitting_at(number, noun, fits)
    }

    /// Who has the noun in whose clause a pronoun stands: "Russia's pledge that it", "X's words when he", "claims by
    /// Russia that it".
    fn owner_above(&self, number: usize, pronoun: Word, fits: impl Fn(&Mention) -> bool) -> Option<usize> {
        let clauses = std::iter::once(pronoun).chain(pronoun.ancestors());
        let (clause, noun) = clauses
            .filter(|word| matches!(word.label, Label::Acl | Label::Relcl | Label::Ccomp))
            .filter_map(|word| Some((word, word.governor()?)))
            .find(|(_, noun)| noun.is_nominal())?;
        // "Oil from Iran that it bought" says nothing of who has it.
        let said = clause.label != Label::Relcl && clause.dependents_as(&[Label::Mark]).next().is_some();
        let made = |word: &Word| said && word.index() < pronoun.index() && word.conjuncts().next().is_none();
        let mut makers = noun
            .prepositional_objects()
            .filter(|(by, _)| matches!(&*by.lemma, "by" | "from"))
            .map(|(_, maker)| maker)
            .filter(made);
        let owner = noun.dependent(Label::Poss).or_else(|| makers.next())?;
        let mention = self.mentions_of(number).find(|m| m.head == owner.index() && fits(m))?;
        Some(mention.entity)
    }

    /// Persons of a sentence by their heads: known ones, others who are no actors, and those without a name.
    fn persons_of(&self, number: usize) -> Vec<(usize, Option<usize>)> {
        let sentence = self.sentence(number);
        let named = self.mentions_of(number).filter(|m| self.is_person(m.entity));
        let mut persons: Vec<(usize, Option<usize>)> = named.map(|m| (m.head, Some(m.entity))).collect();
        persons.extend(self.outsiders.iter().filter(|(s, _)| *s == number).map(|(_, head)| (*head, None)));
        for word in sentence.words() {
            let free = !persons.iter().any(|(head, _)| *head == word.index());
            if free && word.pos == Pos::Noun && word.tag == Tag::Nn && self.is_role(number, word.index()) {
                let governs = persons.iter().any(|(head, _)| {
                    let person = sentence.word(*head);
                    person.governor() == Some(word) || word.governor() == Some(person)
                });
                if !governs {
                    persons.push((word.index(), self.unnamed_official(number, word.index())));
                }
            }
        }
        persons
    }

    /// The state or body for which an official without a name speaks: "the Iranian spokesman said".
    fn unnamed_official(&self, number: usize, head: usize) -> Option<usize> {
        let word = self.sentence(number).word(head);
        let verb = word.governor().filter(|_| word.label == Label::Nsubj);
        let tells = verb.is_some_and(|verb| {
            std::iter::once(verb).chain(verb.conjuncts()).any(|verb| self.is_reporting(number, verb))
        });
        let unnamed = |m: &&Mention| {
            m.head == head
                && (m.how == How::Office || m.how == How::Definite && !self.is_person(m.entity))
                && self.kind(m) != Role::Object
        };
        let office = self.mentions_of(number).find(unnamed)?;
        tells.then_some(office.entity)
    }

    /// The pronouns before `pronoun` in its sentence that mean a person who is not known.
    fn open_pronouns(&self, number: usize, pronoun: Word) -> Vec<(usize, Option<usize>)> {
        let before = self.sentence(number).words().take(pronoun.index());
        let open = before.filter(|word| {
            matches!(&*word.text.to_lowercase(), "he" | "she") && self.entities_at(number, *word).is_empty()
        });
        open.map(|word| (word.index(), None)).collect()
    }

    /// What names the noun `word`: its own mention, or that of the name beside it ("the premier, X").
    pub(super) fn named_by(&self, number: usize, word: Word) -> Option<&Mention> {
        let own = |word: Word| self.mentions_of(number).find(|m| m.head == word.index());
        own(word).or_else(|| word.appositions().find_map(own).filter(|m| self.is_person(m.entity)))
    }

    /// What the mentions with the head `word` mean.
    pub(super) fn entities_at(&self, number: usize, word: Word) -> BTreeSet<usize> {
        self.mentions_of(number).filter(|m| m.head == word.index()).map(|m| m.entity).collect()
    }

    /// Whom a reflexive means: the noun beside it, "the ministry itself", else the logical subject of its clause, or
    /// of the one above where that is a mere tool: "he uses boats to enrich himself".
    fn reflected(&self, number: usize, pronoun: Word) -> BTreeSet<usize> {
        // The tree may hang it on the verb: "a signal from the leaders themselves".
        let beside = pronoun.index().checked_sub(1).map(|before| self.sentence(number).word(before));
        let beside = beside.filter(|word| {
            let one = pronoun.text.to_lowercase().ends_with("self");
            pronoun.governor() == Some(*word)
                || pronoun.label == Label::Npadvmod
                    && one != word.is_plural_noun()
                    && self
                        .mentions_of(number)
                        .any(|m| m.head == word.index() && self.kind(m) != Role::Object)
        });
        let beside = beside.filter(|word| matches!(word.pos, Pos::Noun | Pos::Propn));
        if let Some(noun) = beside {
            return self.entities_at(number, noun);
        }
        let Some(verb) = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux)) else {
            return BTreeSet::new();
        };
        // "Let himself be fooled": the tree takes it for a subject.
        let verb =
            if verb.logical_subject() == Some(pronoun) { verb.governor().unwrap_or(verb) } else { verb };
        let own = verb.logical_subject();
        // "The ability of gulf nations to defend themselves"
        let of = own.filter(|noun| noun.is_nominal() && verb.label == Label::Acl && verb.is_infinitive());
        let of = of.into_iter().flat_map(Word::prepositional_objects).find(|(of, _)| of.lemma == "of");
        let own = of.map(|(_, noun)| noun).or(own);
        let named = own.map(|noun| self.entities_at(number, noun)).unwrap_or_default();
        let tool = named.is_empty() && own.is_some_and(|noun| noun.label == Label::Dobj);
        let above =
            verb.governor().filter(|_| tool && verb.label == Label::Xcomp).and_then(Word::logical_subject);
        above.map(|noun| self.entities_at(number, noun)).unwrap_or(named)
    }

    /// Who else takes part in what `pronoun` is the object of, so that it cannot mean him.
    pub(super) fn barred(&self, number: usize, pronoun: Word) -> BTreeSet<usize> {
        let place = pronoun.first_conjunct();
        // "Made it stronger": the tree takes it for a subject.
        let small = place.governor().is_some_and(|word| {
            place.label == Label::Nsubj
                && word.label == Label::Ccomp
                && !matches!(word.pos, Pos::Verb | Pos::Aux)
                && word.dependents_as(&[Label::Aux, Label::Mark]).next().is_none()
        });
        let object = small || matches!(place.label, Label::Dobj | Label::Dative | Label::Pobj);
        // "Like the leaders before him": one of a row may be who does it.
        let in_a_row = || {
            let noun = place.governor().and_then(Word::governor).filter(|_| place.label == Label::Pobj);
            noun.is_some_and(|noun| noun.tag == Tag::Nns && self.is_role(number, noun.index()))
        };
        if pronoun.tag != Tag::Prp || !object || in_a_row() {
            return BTreeSet::new();
        }
        let mut barred = self.beside_object(number, place);
        // "X calls it a danger": nobody says so of what he speaks for.
        if place
            .governor()
            .is_some_and(|verb| verb.dependents_as(&[Label::Oprd, Label::Acomp]).next().is_some())
        {
            let sides: Vec<usize> = barred.iter().filter_map(|entity| self.side_of(*entity)).collect();
            barred.extend(sides);
        }
        barred
    }

    /// Whom the clause names whose subject the pronoun is, so that it cannot mean him: "it worsened Norway's case".
    pub(super) fn named_below(&self, number: usize, pronoun: Word) -> BTreeSet<usize> {
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
        let Some(verb) = pronoun.governor().filter(|_| subject) else { return BTreeSet::new() };
        let clause = verb.subtree();
        let apart = |word: Word| {
            let mut path = std::iter::once(word).chain(word.ancestors()).take_while(|word| *word != verb);
            path.any(|word| {
                matches!(word.label, Label::Conj | Label::Advcl | Label::Parataxis | Label::Appos)
            })
        };
        // "It built a plant in western Norway"
        let is_place = |noun: Word| {
            let above = noun.governor().filter(|_| noun.label == Label::Pobj);
            above.is_some_and(|word| self.schema.lexicon.is_of_class(&word.lemma, WordClass::Place))
        };
        let told = |m: &&Mention| {
            let noun = self.sentence(number).word(m.head);
            pronoun.index() < m.tokens.start
                && m.head <= pronoun.index() + CLAUSE_REACH
                && clause.contains(&m.head)
                && m.how.is_name()
                && m.form != Form::Adjective
                && noun.label != Label::Attr
                && !is_place(noun)
                && self.quoted[number][m.head] == self.quoted[number][pronoun.index()]
                && !apart(noun)
        };
        self.mentions_of(number).filter(told).map(|m| m.entity).collect()
    }

    /// Who does harm to what the possessive owns, or ends it: "Washington put sanctions on its army", "lifted sanctions
    /// on its army".
    pub(super) fn harming(&self, number: usize, possessive: Word) -> BTreeSet<usize> {
        let owned = possessive.governor().filter(|_| possessive.label == Label::Poss);
        // "Its own people"
        let own = |noun: &Word| noun.dependents_as(&[Label::Amod]).any(|word| word.lemma == "own");
        let upon =
            owned.filter(|noun| !own(noun)).filter(|noun| noun.label == Label::Pobj).and_then(Word::governor);
        let upon = upon.filter(|word| matches!(&*word.lemma, "on" | "against"));
        let done = upon.and_then(Word::governor);
        let done = done.filter(|noun| self.means(*noun, Part::Noun, &["impose-punish"]));
        let Some(harm) = done else { return BTreeSet::new() };
        let before = [Label::Poss, Label::Amod, Label::Compound, Label::Nmod];
        let makers = harm.dependents_as(&before).filter(|word| word.index() < harm.index());
        let does = ["impose-punish", "end-suspend", "lift-ease", "withdraw-leave"];
        let verb =
            harm.governor().filter(|verb| harm.label == Label::Dobj && self.means(*verb, Part::Verb, &does));
        let actors = makers.chain(verb.and_then(Word::logical_subject));
        actors.flat_map(|actor| self.entities_at(number, actor)).collect()
    }

    /// The logical subject and other objects of the verb whose object `place` is, or who has the noun that it
    /// belongs to ("his words about him").
    pub(super) fn beside_object(&self, number: usize, place: Word) -> BTreeSet<usize> {
        let own: Vec<usize> = std::iter::once(place).chain(place.ancestors()).map(Word::index).collect();
        for word in place.ancestors() {
            if let Some(owner) = word.dependent(Label::Poss).filter(|_| word.is_nominal()) {
                return self.entities_at(number, owner);
            }
            if matches!(word.pos, Pos::Verb | Pos::Aux) {
                let subject = word.logical_subject();
                let objects = word.dependents_as(&[Label::Dobj, Label::Dative]);
                let others = objects.filter(|object| !own.contains(&object.index()));
                let all = subject.into_iter().chain(word.agent()).chain(others);
                let all = all.flat_map(|noun| std::iter::once(noun).chain(noun.conjuncts()));
                return all.flat_map(|noun| self.taking_part(number, noun)).collect();
            }
        }
        BTreeSet::new()
    }

    /// Whom a noun names; of "they" that is still open, all who stand side by side before it.
    fn taking_part(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        let named = self.entities_at(number, noun);
        if !named.is_empty() || !noun.text.eq_ignore_ascii_case("they") {
            return named;
        }
        let beside = |word: Word| word != word.first_conjunct() || word.conjuncts().next().is_some();
        let before = self.mentions_of(number).filter(|m| m.tokens.end <= noun.index());
        before.filter(|m| beside(self.sentence(number).word(m.head))).map(|m| m.entity).collect()
    }

    /// Whether "it" is called what no actor is: "it is a threat", not "it is a nation of fishermen".
    fn is_said_thing(&self, number: usize, pronoun: Word) -> bool {
        let Some(noun) = ascribed(pronoun).filter(|noun| noun.tag == Tag::Nn) else { return false };
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < noun.index());
        let word = || words.get(at..=at).unwrap_or_default();
        let acts = self.gazetteer.offices.at(word(), 0).is_some()
            || self.gazetteer.bodies.at(word(), 0).is_some()
            || self.is_role(number, noun.index());
        let named = self.mentions_of(number).any(|m| m.head == noun.index());
        pronoun.text.eq_ignore_ascii_case("it") && !acts && !named
    }

    /// The treaty or proposal named last, if something violates what the pronoun has: "a missile that violates *its* limits";
    /// nobody if somebody does, who may have limits himself.
    fn of_provision(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let owned =
            pronoun.governor().filter(|_| pronoun.label == Label::Poss && sort.object && !sort.plural)?;
        let verb = owned.governor().filter(|_| owned.label == Label::Dobj)?;
        let violates = self.means(verb, Part::Verb, &["break-violate"]);
        let acts = |m: &Mention| self.kind(m) != Role::Object;
        let doer =
            verb.logical_subject().and_then(|noun| self.mentions_of(number).find(|m| m.head == noun.index()));
        let provision = self.schema.lexicon.is_of_class(&owned.lemma, WordClass::Provision);
        if !violates || !provision || doer.is_some_and(acts) {
            return None;
        }
        let treaty = |m: &&Mention| matches!(&*self.found.entities[m.entity].kind, "treaty" | "proposal");
        let last = (number.saturating_sub(1)..=number).rev().find_map(|at| {
            let before = self.mentions_of(at).filter(|m| at < number || m.tokens.end <= pronoun.index());
            before.filter(treaty).max_by_key(|m| m.tokens.start)
        })?;
        Some(BTreeSet::from([last.entity]))
    }

    /// What "it" is said to be, if that takes up a thing: "it is a good bill".
    fn of_predicate(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let noun = ascribed(pronoun)?;
        let mention = self.mentions_of(number).find(|m| m.head == noun.index())?;
        (sort.object && self.kind(mention) == Role::Object).then(|| BTreeSet::from([mention.entity]))
    }

    /// The types of what the verb is done to whose object or passive subject the pronoun is: "it has to be signed".
    fn done_to(&self, pronoun: Word) -> Option<&[String]> {
        let above = pronoun.governor()?;
        let verb = match pronoun.label {
            Label::Dobj => above,
            Label::Nsubj | Label::Nsubjpass => {
                let mut verbs = std::iter::once(above).chain(above.dependents_as(&[Label::Xcomp]));
                verbs.find(|verb| verb.is_passive())?
            }
            _ => return None,
        };
        self.schema.lexicon.instrument_verbs.get(&*verb.lemma).map(Vec::as_slice)
    }

    /// Whether "it" is what no actor is, "it would be deployed", or rather what is named before in the sentence to which
    /// such is done: "keep the accord as long as others respect it".
    fn is_done_to_things(&self, number: usize, pronoun: Word) -> bool {
        let Some(kinds) = self.done_to(pronoun) else { return false };
        let mut before = self.sentence(number).words().take(pronoun.index());
        let such = |noun: Word| {
            let kind = self.thing_kind(number, noun);
            let definite = noun.dependents_as(&[Label::Det, Label::Poss]).any(|word| makes_definite(&word));
            definite && !noun.is_plural_noun() && kind.is_some_and(|kind| kinds.iter().any(|k| k == kind))
        };
        kinds.iter().all(|kind| self.role(kind) == Role::Object)
            || pronoun.label == Label::Dobj && before.any(such)
    }

    /// What was named last of the kind that the verb is done to: "whoever signs it", "it would be deployed".
    fn of_instrument(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let kinds = self.done_to(pronoun).filter(|_| !sort.plural)?;
        // "Norway opposed it": nobody opposes himself.
        let barred = &self.barred(number, pronoun) | &self.own_side(number, pronoun);
        let fits = |m: &&Mention| {
            let noun = self.sentence(m.sentence).word(m.head);
            let kind = &self.found.entities[m.entity].kind;
            kinds.contains(kind) && !noun.is_plural_noun() && !barred.contains(&m.entity)
        };
        let last = (number.saturating_sub(INSTRUMENT_REACH)..=number).rev().find_map(|at| {
            let before = |m: &&Mention| at < number || m.tokens.end <= pronoun.index();
            self.mentions_of(at).filter(before).filter(fits).max_by_key(|m| m.tokens.start)
        })?;
        Some(BTreeSet::from([last.entity]))
    }

    /// The states or bodies, several persons too, that "it" or "they" means.
    fn actors_before(&self, number: usize, pronoun: Word, sort: Sort) -> BTreeSet<usize> {
        let thing = |noun: Word| self.is_thing_noun(number, noun) && noun.is_plural_noun() == sort.plural;
        if self.is_expletive(pronoun)
            || self.means_unnamed(number, pronoun)
            || !sort.plural && self.is_done_to_things(number, pronoun)
            || self.of_provision(number, pronoun, Sort { object: true, ..sort }).is_some()
            || self.content_above(number, pronoun).is_some_and(thing)
            || subject_before(pronoun).is_some_and(thing)
            || subject_of_purpose(pronoun).is_some_and(thing)
        {
            return BTreeSet::new();
        }
        let ways = [
            Finder::of_subject_behind,
            Finder::beside,
            Finder::of_owner,
            Finder::of_phrase,
            Finder::of_possessor,
            Finder::of_adjective,
            Finder::of_pressed,
            Finder::of_object_before,
            Finder::as_before,
            Finder::together,
            Finder::of_meeting,
            Finder::of_clause_before,
            Finder::of_clause,
            Finder::of_last_speech,
            Finder::of_pair,
            Finder::only_before,
            Finder::of_sentence_before,
            Finder::as_they_before,
            Finder::of_people_before,
            Finder::of_list_before,
            Finder::of_government,
            Finder::of_state_in_speech,
        ];
        let mut barred = self.barred(number, pronoun);
        // "Iranian leaders said they would keep Iran": those who speak for a state are not it.
        if !sort.plural {
            barred.extend(self.named_below(number, pronoun));
        }
        barred.extend(self.harming(number, pronoun));
        let free = |entities: &BTreeSet<usize>| entities.is_disjoint(&barred);
        let found = ways.into_iter().find_map(|way| way(self, number, pronoun, sort).filter(free));
        let own = self.own_side(number, pronoun);
        // A speaker who names his own side beside another may say "they" of both.
        let found = found.filter(|entities| entities.is_disjoint(&own) || !entities.is_subset(&own));
        found.or_else(|| self.of_speech_before(number, pronoun, sort)).unwrap_or_default()
    }

    /// Who speaks the words a pronoun is part of, and his side: he says "we" of them, unless he called them by name
    /// there and goes on with "it".
    pub(super) fn own_side(&self, number: usize, pronoun: Word) -> BTreeSet<usize> {
        // Of a clause that is none of his: "Russia would use \"all its means\"".
        let verb = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        if verb.is_some_and(|verb| !self.quoted[number][verb.index()]) {
            return BTreeSet::new();
        }
        let speaker = self.speaker(number, pronoun.index());
        let side = speaker.and_then(|speaker| self.side_of(speaker));
        let one = pronoun.text.to_lowercase().starts_with("it");
        let by_name = |entity: &usize| {
            self.mentions_of(number).any(|m| {
                m.entity == *entity
                    && m.tokens.end <= pronoun.index()
                    && m.how.is_name()
                    && m.form != Form::Adjective
                    && self.quoted[number][m.head]
            })
        };
        let own = speaker.into_iter().chain(side);
        own.filter(|entity| !one || !by_name(entity)).collect()
    }

    /// "They" within a speech: the only other side that this sentence or the one before names.
    fn of_speech_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if !sort.plural || !self.quoted[number][pronoun.index()] || pronoun.label != Label::Nsubj {
            return None;
        }
        let own = self.own_side(number, pronoun);
        let sides = |at: usize, end: usize| -> BTreeSet<usize> {
            let acts = |m: &&Mention| matches!(self.kind(m), Role::Government | Role::Body);
            // "Spanish-language television" is no side.
            let apart = |m: &&Mention| {
                let mut next = self.article.text[m.span.end..].chars();
                next.next() != Some('-') || !next.next().is_some_and(char::is_lowercase)
            };
            let beside = |m: &&Mention| !self.is_beside_speaker(at, m);
            let before = self.mentions_of(at).filter(|m| m.tokens.end <= end).filter(acts).filter(apart);
            before.filter(beside).map(|m| m.entity).filter(|entity| !own.contains(entity)).collect()
        };
        let here = sides(number, pronoun.index());
        // "I have seen people say so and wonder how they know": the people.
        let people = |word: Word| {
            word.tag == Tag::Nns && word.label == Label::Dobj && self.at(number, word.index()).is_none()
        };
        if here.is_empty() && self.sentence(number).words().take(pronoun.index()).any(people) {
            return None;
        }
        if !here.is_empty() || number == 0 {
            return (here.len() == 1 && !own.is_empty()).then_some(here);
        }
        // "If they build missiles, we must respond. They take minutes."
        let things = self
            .sentence(number - 1)
            .words()
            .any(|word| self.is_thing_noun(number - 1, word) && word.tag == Tag::Nns);
        // "They know that": no things do.
        let things = things && pronoun.governor().is_none_or(|verb| verb.dependent(Label::Ccomp).is_none());
        let mut before = (number.saturating_sub(SPEECH_REACH)..number).rev().map(|at| sides(at, usize::MAX));
        let all = before.find(|all| !all.is_empty()).unwrap_or_default();
        (all.len() == 1 && !own.is_empty() && !things).then_some(all)
    }

    /// Whether a mention only tells who the subject of a verb of saying is: "X, chairman of the committee, said".
    fn is_beside_speaker(&self, number: usize, mention: &Mention) -> bool {
        let word = self.sentence(number).word(mention.head);
        let beside = word.ancestors().take_while(|above| above.is_nominal() || above.pos == Pos::Adp);
        let above = std::iter::once(word).chain(beside).find(|above| above.label == Label::Appos);
        let speaker = above.and_then(Word::governor).filter(|name| name.label == Label::Nsubj);
        speaker.and_then(Word::governor).is_some_and(|verb| self.is_reporting(number, verb))
    }

    /// The only people spoken of in the last sentences, where "they" does something in a speech or leads its
    /// sentence: "\"The Norwegians are late. It is cold. They sail slowly.\"".
    fn of_people_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let does = pronoun.label == Label::Nsubj && (self.quoted[number][pronoun.index()] || leads(pronoun));
        if !sort.plural || sort.object || !does || self.tells(number, pronoun) {
            return None;
        }
        let plural = |at: usize, m: &Mention| {
            let word = self.sentence(at).word(m.head);
            let people = word.is_plural_noun() || matches!(word.tag, Tag::Jj | Tag::Prp | Tag::PrpPossessive);
            let they = m.how != How::Pronoun || word.text.to_lowercase().starts_with("the");
            let first = word.morph.contains("Person=1");
            let one = m.how == How::Name && m.tokens.len() > 1 && word.tag == Tag::Nnps;
            people && they && !first && !one && m.form != Form::Adjective
        };
        let unnamed = |at: usize, word: Word| {
            word.is_plural_noun()
                && !matches!(word.entity, Some(EntityType::Date | EntityType::Time))
                && self.at(at, word.index()).is_none()
        };
        let other = |word: Word| unnamed(number, word);
        // "The 35 nations include our allies. They": the nations.
        let leading = |at: usize| self.sentence(at).root().subject().is_some_and(|word| unnamed(at, word));
        if self.sentence(number).words().take(pronoun.index()).any(other) {
            return None;
        }
        let own = self.own_side(number, pronoun);
        let actors = |at: usize| -> Vec<&Mention> {
            let actors = self.mentions_of(at).filter(|m| self.kind(m) != Role::Object);
            actors.filter(|m| at < number || m.tokens.end <= pronoun.index()).collect()
        };
        let spoken_of = |at: usize| -> BTreeSet<usize> {
            actors(at).into_iter().filter(|m| plural(at, m)).map(|m| m.entity).collect()
        };
        let mut last = (number.saturating_sub(PERSON_REACH)..=number).rev();
        let (at, people) =
            last.find_map(|at| Some((at, &spoken_of(at) - &own)).filter(|(_, all)| !all.is_empty()))?;
        let leading = (at..number).any(leading);
        (people.len() == 1 && !leading).then_some(people)
    }

    /// The government that does something before in the sentence, if nobody else is named there whom "they" that say
    /// something can be: "how angry Oslo is shows when they speak".
    fn of_government(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if !sort.plural || sort.object || !self.tells(number, pronoun) {
            return None;
        }
        let before = self.sentence(number).words().take(pronoun.index());
        let many = |word: Word| word.is_plural_noun() || word.text.eq_ignore_ascii_case("they");
        let actors = self.mentions_of(number).filter(|m| m.tokens.end <= pronoun.index());
        let actors: Vec<&Mention> = actors.filter(|m| self.kind(m) != Role::Object).collect();
        let last = actors.iter().max_by_key(|m| m.head)?;
        let acts = self.sentence(number).word(last.head).label == Label::Nsubj;
        let governs = self.kind(last) == Role::Government && acts;
        let alone = actors.iter().all(|m| m.entity == last.entity);
        (governs && alone && !before.into_iter().any(many)).then(|| BTreeSet::from([last.entity]))
    }

    /// Whether a noun names a system or describes one.
    fn is_system(&self, number: usize, noun: Word) -> bool {
        let mut named = self.mentions_of(number).filter(|m| m.head == noun.index());
        named.any(|m| self.found.entities[m.entity].kind == "system")
    }

    /// Whether a word is a noun for a treaty, system or proposal: "missile".
    pub(super) fn is_thing_noun(&self, number: usize, word: Word) -> bool {
        self.thing_kind(number, word).is_some()
    }

    /// The type of what a noun is for, if that is a treaty, system or proposal: "missile".
    fn thing_kind(&self, number: usize, word: Word) -> Option<&str> {
        let words = &self.words[number];
        let at = words.partition_point(|own| own.token < word.index());
        let (_, place) = self.gazetteer.heads.at(words.get(at..=at)?, 0).filter(|_| word.is_nominal())?;
        Some(&self.schema.lexicon.heads[(*place)?].kind)
    }

    /// The subject of the clause that the pronoun's begins with: "while the bill cuts spending, it".
    fn of_clause_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        self.referents(number, subject_before(pronoun)?, sort)
    }

    /// The last three or more states that the sentence before names side by side, if no plural noun stands before the
    /// pronoun: "attempts by X, Y and Z to build it. But to stop them".
    fn of_list_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let object = matches!(pronoun.label, Label::Dobj | Label::Pobj | Label::Dative);
        let before = number.checked_sub(1).filter(|_| sort.plural && !sort.object && object)?;
        let mut words = self.sentence(number).words().take(pronoun.index());
        if words.any(|word| word.is_plural_noun()) {
            return None;
        }
        let lists = self.mentions_of(before).filter_map(|m| {
            let word = self.sentence(before).word(m.head);
            let list = || self.side_by_side(before, word);
            if word.first_conjunct() == word && word.conjuncts().nth(1).is_some() { list() } else { None }
        });
        let states = |all: &BTreeSet<usize>| {
            let state = |one: &usize| self.role(&self.found.entities[*one].kind) == Role::Government;
            all.len() > 2 && all.iter().all(state)
        };
        lists.filter(states).max_by_key(BTreeSet::len)
    }

    /// What stands right before: "the United States and its allies", "sanctions on Iran over its programme".
    fn beside(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let owned = pronoun.governor().filter(|_| pronoun.tag == Tag::PrpPossessive)?;
        let first = owned.first_conjunct();
        if first != owned {
            return self.referent(number, first, sort);
        }
        // "talks with Norway on cutting its fleet"
        let above = owned.governor()?;
        let doing = above.governor().filter(|_| above.label == Label::Pcomp);
        let preposition = doing.or(Some(above)).filter(|word| word.pos == Pos::Adp)?;
        let other = preposition.first_conjunct();
        if other != preposition {
            return self.referent(number, other.dependent(Label::Pobj)?, sort);
        }
        // "Ships to Norway, perhaps to its neighbours"
        let verb = preposition.governor().filter(|_| preposition.label == Label::Prep);
        let next = |word: Word| {
            let between = word.subtree().end..preposition.index();
            let small = |word: Word| matches!(word.pos, Pos::Punct | Pos::Adv);
            word.lemma == preposition.lemma
                && self.sentence(number).words().take(between.end).skip(between.start).all(small)
        };
        let before = verb.and_then(|verb| {
            let mut all =
                verb.dependents_as(&[Label::Prep]).filter(|word| word.index() < preposition.index());
            all.rfind(|word| next(*word))
        });
        let found = before.and_then(|word| self.referent(number, word.dependent(Label::Pobj)?, sort));
        if found.is_some() {
            return found;
        }
        let told = |lemma: &str| {
            matches!(lemma, "over" | "after" | "for" | "about" | "because" | "despite" | "until")
                || lemma == "on" && doing.is_some()
        };
        let last = self.sentence(number).word(preposition.index().checked_sub(1)?);
        let near = self.mentions_of(number).find(|m| {
            m.tokens.end == preposition.index()
                && m.form == Form::Name
                && matches!(self.sentence(number).word(m.head).label, Label::Pobj | Label::Dobj)
        });
        // "denounced Norway's record over its fleet"
        let possessor =
            || last.dependent(Label::Poss).filter(|_| matches!(last.label, Label::Pobj | Label::Dobj));
        let near = near.map(|m| self.sentence(number).word(m.head)).or_else(possessor)?;
        if told(&preposition.lemma) { self.referent(number, near, sort) } else { None }
    }

    /// Whom the clause is about that a phrase with a possessive opens, if it named nobody before: "in its report, the
    /// agency said".
    fn of_subject_behind(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let subject = subject_behind(pronoun).filter(|_| pronoun.label == Label::Poss && !sort.object)?;
        // "Under their agreement, Congress voted": somebody else's.
        if sort.plural && !subject.is_plural_noun() && subject.conjuncts().next().is_none() {
            return None;
        }
        let named =
            self.mentions_of(number).any(|m| m.tokens.end <= pronoun.index() && self.kind(m) != Role::Object);
        if named { None } else { self.referents(number, subject, sort) }
    }

    /// What is done something to before, if the pronoun is the object of the next verb: "signed the pact and kept it".
    fn of_object_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let verb =
            pronoun.governor().filter(|verb| pronoun.label == Label::Dobj && verb.label == Label::Conj)?;
        let above = verb.governor()?;
        // "Help the fishermen stay and let them sail"
        let helped =
            || above.dependents_as(&[Label::Ccomp, Label::Xcomp]).find(|done| done.tag == Tag::Vb)?.subject();
        let object = above.dependents_as(&[Label::Dobj]).next().or_else(helped)?;
        if object.index() < pronoun.index() { self.referents(number, object, sort) } else { None }
    }

    /// The only other state that a speech has named in the sentence, if no other people were: "Norway's harbour lets
    /// them".
    fn of_state_in_speech(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if !sort.plural || sort.object || !self.quoted[number][pronoun.index()] {
            return None;
        }
        let own = self.own_side(number, pronoun);
        let actors = self.mentions_of(number).filter(|m| {
            m.tokens.end <= pronoun.index() && self.kind(m) != Role::Object && m.form != Form::Adjective
        });
        let actors: Vec<&Mention> = actors.filter(|m| !own.contains(&m.entity)).collect();
        let last = actors.iter().filter(|m| m.how.is_name()).max_by_key(|m| m.head)?;
        let sentence = self.sentence(number);
        let noun = sentence.word(last.head);
        let acts = matches!(noun.label, Label::Nsubj | Label::Nsubjpass | Label::Poss);
        let many = |word: Word| word.is_plural_noun();
        let others = sentence.words().take(pronoun.index()).skip(last.head + 1).any(many);
        let alone = actors.iter().all(|m| m.entity == last.entity) && noun.conjuncts().next().is_none();
        let fits = self.kind(last) == Role::Government && self.quoted[number][last.head] && acts;
        (fits && alone && !others).then(|| BTreeSet::from([last.entity]))
    }

    /// Who has the noun in whose clause the pronoun stands.
    fn of_owner(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let fits = |m: &Mention| self.fits(m, self.sentence(number).word(m.head), sort);
        // "Complaints by Norway that it breaks the rules": who is blamed is another.
        let harms =
            ["break-violate", "attack-kill", "deceive-spy", "harm-weaken", "build-deploy", "fire-test"];
        let does = pronoun.governor().filter(|verb| {
            pronoun.label == Label::Nsubj && !verb.is_passive() && self.means(*verb, Part::Verb, &harms)
        });
        let blame = does.filter(|verb| verb.label == Label::Acl).and_then(Word::governor);
        let blames = |noun: Word| {
            self.means(noun, Part::Noun, &["accuse-blame", "criticize-condemn"])
                && !self.means(noun, Part::Noun, &["say"])
        };
        if blame.is_some_and(blames) {
            return None;
        }
        self.owner_above(number, pronoun, fits).map(|owner| BTreeSet::from([owner]))
    }

    /// What those are for or against without a name who say what the pronoun's clause tells: "claims by supporters of the
    /// *ban* that it would help".
    fn content_above<'s>(&self, number: usize, pronoun: Word<'s, 's>) -> Option<Word<'s, 's>> {
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
        let clause = pronoun.governor().filter(|verb| subject && verb.label == Label::Acl)?;
        let noun = clause.governor().filter(|noun| noun.dependent(Label::Poss).is_none())?;
        let within = noun.index() + 1..clause.subtree().start;
        let acts = |m: &Mention| within.contains(&m.head) && self.kind(m) != Role::Object;
        let said = clause.dependents_as(&[Label::Mark]).next().is_some();
        if !said || self.mentions_of(number).any(acts) {
            return None;
        }
        let makers =
            noun.prepositional_objects().filter(|(by, _)| matches!(&*by.lemma, "by" | "from" | "among"));
        let mut things = makers.flat_map(|(_, maker)| maker.prepositional_objects());
        let thing = things.find(|(of, thing)| of.lemma == "of" && self.is_thing_noun(number, *thing));
        thing.map(|(_, thing)| thing).filter(|thing| within.contains(&thing.index()))
    }

    /// What those who say it are for or against.
    fn of_content(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        self.referent(number, self.content_above(number, pronoun)?, sort)
    }

    /// The actor whose own phrase a possessive belongs to: "Washington, in the midst of building its missiles".
    fn of_phrase(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let within = pronoun.ancestors().take_while(|word| !matches!(word.pos, Pos::Verb | Pos::Aux));
        let heads: Vec<usize> = within.map(Word::index).filter(|head| *head < pronoun.index()).collect();
        let fits = |m: &&Mention| {
            let word = self.sentence(number).word(m.head);
            let subject = matches!(word.label, Label::Nsubj | Label::Nsubjpass | Label::Appos);
            subject && heads.contains(&m.head) && self.fits(m, word, sort)
        };
        let owner = self.mentions_of(number).filter(fits).max_by_key(|m| m.head);
        owner.filter(|_| pronoun.label == Label::Poss).map(|m| BTreeSet::from([m.entity]))
    }

    /// Who has the noun whose phrase a possessive belongs to: "Tehran's resumption of work in its plant".
    fn of_possessor(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let within = pronoun.ancestors().take_while(|word| word.is_nominal() || word.pos == Pos::Adp);
        let mut owners = within.filter_map(|noun| noun.dependent(Label::Poss));
        let owner = owners.find(|owner| owner.index() < pronoun.index())?;
        let mention = self.mentions_of(number).find(|m| m.head == owner.index())?;
        (pronoun.label == Label::Poss && self.fits(mention, owner, sort))
            .then(|| BTreeSet::from([mention.entity]))
    }

    /// Whose deed the noun is whose phrase a possessive belongs to, by its adjective, if the noun may be of what is his:
    /// "Iranian threats to its neighbour".
    fn of_adjective(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if sort.plural || sort.object || pronoun.label != Label::Poss {
            return None;
        }
        let owned = pronoun.governor()?;
        let to = owned.governor().filter(|to| owned.label == Label::Pobj && to.lemma == "to")?;
        let deed = to.governor().filter(|noun| noun.is_nominal())?;
        let verb = deed.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        // "Norway met Iranian threats to its neighbour": Norway's as well.
        let subject = verb.filter(|_| deed.label == Label::Dobj).and_then(Word::logical_subject);
        let fitting = subject.and_then(|noun| self.referents(number, noun, sort));
        let of_state = |m: &&Mention| m.form == Form::Adjective && self.kind(m) == Role::Government;
        let mut words = deed.dependents_as(&[Label::Amod, Label::Nmod, Label::Compound]);
        let state =
            words.find_map(|word| self.mentions_of(number).filter(|m| m.head == word.index()).find(of_state));
        state.filter(|_| fitting.is_none()).map(|m| BTreeSet::from([m.entity]))
    }

    /// Whose thing is to be limited by what is put on him: "pressure on Norway to curb its fishing".
    fn of_pressed(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let owned = pronoun.governor().filter(|_| pronoun.label == Label::Poss && !sort.object)?;
        let verb =
            owned.first_conjunct().governor().filter(|_| owned.first_conjunct().label == Label::Dobj)?;
        let purpose = matches!(verb.label, Label::Acl | Label::Advcl) && verb.is_infinitive();
        let above = verb.governor().filter(|_| purpose && self.is_limiting(verb))?;
        let nouns = above.dependents_as(&[Label::Dobj, Label::Nsubjpass]);
        let put = std::iter::once(above).chain(nouns).flat_map(Word::prepositional_objects);
        let upon = put.filter(|(on, noun)| {
            matches!(&*on.lemma, "on" | "against" | "upon") && noun.index() < verb.index()
        });
        self.referent(number, upon.map(|(_, noun)| noun).last()?, sort)
    }

    /// Whether a verb tells that something is cut, stopped or kept from being.
    pub(super) fn is_limiting(&self, verb: Word) -> bool {
        self.means(verb, Part::Verb, &["reduce-dismantle", "block-prevent", "end-suspend"])
    }

    /// Whether a word is of one of the `classes` of meaning.
    pub(super) fn means(&self, word: Word, part: Part, classes: &[&str]) -> bool {
        let lemma = word.lemma.to_lowercase();
        let all = &self.schema.cues.classes;
        let start = all.partition_point(|meaning| *meaning.word < *lemma);
        let mut own = all[start..].iter().take_while(|meaning| meaning.word == lemma);
        own.any(|meaning| meaning.part == part && classes.contains(&&*meaning.class))
    }

    /// Who does something with whom: "he agreed on it with Gorbachev at their summit", "he discussed it with the allies,
    /// and they want".
    fn together(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let verb = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux))?;
        let goes_on = pronoun.label == Label::Nsubj && verb.label == Label::Conj;
        let verb = if goes_on { verb.governor()? } else { verb };
        let subject = verb.logical_subject().filter(|word| word.conjuncts().next().is_none())?;
        // "Discussed breaches of the treaty with the allies": the tree may hang them on the treaty.
        let met = self.means(verb, Part::Verb, &["meet-talk"]);
        let object = verb.dependents_as(&[Label::Dobj]).next().filter(|_| met);
        let below = object.into_iter().flat_map(|noun| {
            let inner = noun.prepositional_objects().map(|(_, noun)| noun);
            std::iter::once(noun).chain(inner).flat_map(Word::prepositional_objects)
        });
        let (_, partner) = verb
            .prepositional_objects()
            .chain(below)
            .find(|(with, noun)| &*with.lemma == "with" && noun.index() < pronoun.index())?;
        let sides = [subject, partner].map(|word| self.entities_at(number, word));
        let role =
            |side: &BTreeSet<usize>| side.first().map(|entity| self.role(&self.found.entities[*entity].kind));
        let alike = role(&sides[0]) == role(&sides[1]) || goes_on && met;
        let act = sides.iter().all(|side| role(side).is_some_and(|role| role != Role::Object));
        let fits = sort.plural && !sort.object && act && alike && (!goes_on || met);
        (fits && sides[0] != sides[1]).then(|| &sides[0] | &sides[1])
    }

    /// The only two persons named in this sentence or the one before, if they meet: "it will be *their* fourth meeting",
    /// "she will raise it when *they* meet".
    fn of_meeting(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let above = pronoun.governor().filter(|_| sort.plural && !sort.object)?;
        let subject = match pronoun.label {
            Label::Poss if above.label == Label::Attr => above.governor()?.subject()?,
            Label::Nsubj if above.label == Label::Advcl => above.governor()?.subject()?,
            _ => return None,
        };
        let meets = if above.is_nominal() {
            self.means(above, Part::Noun, &["meet-talk"]) && self.is_thing_noun(number, above)
        } else {
            above.lemma == "meet"
        };
        let alone = above.objects().next().is_none() && above.dependents_as(&[Label::Prep]).next().is_none();
        let one = |noun: Word| {
            let whom = self.entities_at(number, noun);
            noun.text.eq_ignore_ascii_case("it") || whom.len() == 1 && whom.iter().all(|e| self.is_person(*e))
        };
        if !meets || !one(subject) || !above.is_nominal() && !alone {
            return None;
        }
        let here = self.mentions_of(number).filter(|m| m.tokens.end <= pronoun.index());
        let before = number.checked_sub(1).into_iter().flat_map(|at| self.mentions_of(at));
        let persons: BTreeSet<usize> =
            here.chain(before).map(|m| m.entity).filter(|entity| self.is_person(*entity)).collect();
        (persons.len() == 2).then_some(persons)
    }

    /// The two named side by side before in the sentence, if nothing else there may be meant: "a letter to X and Y
    /// urging them".
    fn of_pair(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if !sort.plural || sort.object {
            return None;
        }
        let before = self.mentions_of(number).filter(|m| m.tokens.end <= pronoun.index());
        let (end, pair) = before.filter_map(|m| self.coordinated(number, m, pronoun.index())).max()?;
        let between = self.sentence(number).words().take(pronoun.index()).skip(end);
        let other = |word: Word| word.is_plural_noun() || word.text.eq_ignore_ascii_case("they");
        (!between.into_iter().any(other)).then_some(pair)
    }

    /// What the same pronoun meant before in the sentence.
    fn as_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let sentence = self.sentence(number);
        let same = |m: &&Mention| {
            let word = sentence.word(m.head);
            let kind = self.kind(m);
            m.how == How::Pronoun
                && m.head < pronoun.index()
                && !bound(pronoun, m.head)
                && kind != Role::Person
                && (kind == Role::Object) == sort.object
                && matches!(&*word.text.to_lowercase(), "they" | "their" | "them") == sort.plural
        };
        let last = self.mentions_of(number).filter(same).max_by_key(|m| m.head)?;
        if Self::binds(pronoun, last.head) || self.is_other_subject_between(number, last.head, pronoun, sort)
        {
            return None;
        }
        let all = self.mentions_of(number).filter(|m| m.head == last.head && m.how == How::Pronoun);
        Some(all.map(|m| m.entity).collect())
    }

    /// Whether the clause of `pronoun` has a subject of its own behind token `start` which it may mean: "its tests if
    /// Norway ends its drills".
    fn is_other_subject_between(&self, number: usize, start: usize, pronoun: Word, sort: Sort) -> bool {
        let verb = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        let Some(verb) = verb else { return false };
        let said = pronoun.label == Label::Nsubj && verb.label == Label::Ccomp;
        let verb = if said { verb.governor() } else { Some(verb).filter(|_| pronoun.label == Label::Poss) };
        let Some(noun) = verb.and_then(|verb| verb.dependents_as(&[Label::Nsubj, Label::Nsubjpass]).next())
        else {
            return false;
        };
        let mut named = self.mentions_of(number).filter(|m| m.head == noun.index());
        let between = start < noun.index() && noun.index() < pronoun.index();
        between && named.any(|m| m.how != How::Pronoun && self.fits(m, noun, sort))
    }

    /// What the same pronoun meant in the sentence before, if both stand in one speech or this one leads its
    /// sentence: "We will deploy it. We see it as a shield."
    fn as_in_sentence_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let before = number.checked_sub(1).filter(|_| !sort.plural)?;
        let it = |m: &&Mention| {
            let word = self.sentence(before).word(m.head);
            m.how == How::Pronoun && matches!(&*word.text.to_lowercase(), "it" | "its")
        };
        let its = || self.mentions_of(before).filter(it);
        let spoken = self.quoted[number][pronoun.index()] && its().all(|m| self.quoted[before][m.head]);
        let named =
            self.mentions_of(number).any(|m| m.tokens.end <= pronoun.index() && self.kind(m) == Role::Object);
        let entities: BTreeSet<usize> = its().map(|m| m.entity).collect();
        let thing = its().all(|m| self.kind(m) == Role::Object);
        // "Some oppose it. He does not like it either."
        let object = |word: Word| word.label == Label::Dobj;
        let again = object(pronoun) && its().all(|m| object(self.sentence(before).word(m.head)));
        let goes_on = spoken || again || leads(pronoun) || self.is_said_by_people(number, pronoun);
        (entities.len() == 1 && thing && !named && goes_on).then_some(entities)
    }

    /// What "they" meant in the sentence before, if this one leads its sentence and no others were spoken of since.
    fn as_they_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let before = number.checked_sub(1).filter(|_| sort.plural && !sort.object && leads(pronoun))?;
        let sentence = self.sentence(before);
        let they = |m: &&Mention| m.how == How::Pronoun && self.kind(m) != Role::Object;
        let many = |m: &&Mention| sentence.word(m.head).text.to_lowercase().starts_with("the");
        let last = self.mentions_of(before).filter(they).filter(many).max_by_key(|m| m.head)?;
        let subject = sentence.word(last.head).label == Label::Nsubj;
        let since =
            sentence.words().skip(last.head).chain(self.sentence(number).words().take(pronoun.index()));
        let all = self.mentions_of(before).filter(|m| m.head == last.head && m.how == How::Pronoun);
        (subject && !since.into_iter().any(|word| word.is_plural_noun()))
            .then(|| all.map(|m| m.entity).collect())
    }

    /// Whether `noun` is the logical subject of the verb whose object the pronoun is, or of the clause that an
    /// infinitive belongs to ("has little to refute it"), so that it is not meant.
    fn binds(pronoun: Word, noun: usize) -> bool {
        let object = matches!(pronoun.label, Label::Dobj | Label::Dative | Label::Pobj);
        let is_verb = |word: &Word| matches!(word.pos, Pos::Verb | Pos::Aux);
        let verb = pronoun.ancestors().find(is_verb);
        let subject = |verb: Option<Word>| verb.and_then(Word::logical_subject).map(Word::index);
        let purpose = verb.filter(|verb| verb.label == Label::Acl && verb.is_infinitive());
        let above = purpose.and_then(|verb| verb.ancestors().find(is_verb));
        object && (subject(verb) == Some(noun) || subject(above) == Some(noun))
    }

    /// The subject of the clause it stands in or belongs to.
    fn of_clause(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let possessive = pronoun.tag == Tag::PrpPossessive;
        let above = |word: Word| {
            word.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux)).map(Word::index)
        };
        let sentence = self.sentence(number);
        let sayer = !sort.object && self.tells(number, pronoun);
        let harming = self.harming(number, pronoun);
        let mut clause = above(pronoun);
        if !possessive {
            // The subject of the clause is the pronoun itself, or binds it; look at the clause above.
            clause = clause.and_then(|verb| above(sentence.word(verb)));
        }
        for _ in 0..CLAUSES {
            let verb = sentence.word(clause?);
            // "urged Norway to sell its fleet": Norway's.
            let asked =
                || verb.logical_subject().filter(|noun| matches!(noun.label, Label::Dobj | Label::Dative));
            // "Iran, which tested its missile": Iran's.
            let who = |word: &Word| verb.label == Label::Relcl && matches!(word.tag, Tag::Wdt | Tag::Wp);
            let own = verb.subject().filter(who).and_then(|_| verb.governor());
            let subject = own.or_else(|| verb.subject()).or_else(asked);
            // "In Oslo, the minister warned the powers they would": the tree may lose who does it.
            let object = verb.dependents_as(&[Label::Dobj, Label::Dative]).next();
            let lost = verb.logical_subject().is_none() && !sort.object && self.is_reporting(number, verb);
            if let Some(object) = object.filter(|object| lost && object.index() < pronoun.index()) {
                return self.referents(number, object, sort);
            }
            if let Some(subject) = subject.filter(|subject| subject.index() < pronoun.index()) {
                if Self::binds(pronoun, subject.index()) {
                    return None;
                }
                let found = self.referents(number, subject, sort);
                // "Norway told Chile to lift sanctions on its fleet": not Chile's.
                if found.as_ref().is_some_and(|found| !found.is_disjoint(&harming)) {
                    clause = above(verb);
                    continue;
                }
                // "warned the powers they would", "told Iran it must"
                let object = || verb.dependents_as(&[Label::Dobj, Label::Dative]).next();
                let addressed = || {
                    let object = object().filter(|object| object.index() < pronoun.index())?;
                    self.referents(number, object, sort)
                };
                let found = found.or_else(|| addressed().filter(|_| !sort.object));
                // "Iran's refusal will harm its case"
                let owner =
                    || subject.dependent(Label::Poss).and_then(|owner| self.referents(number, owner, sort));
                let found = found.or_else(|| owner().filter(|_| possessive && !sort.object));
                // Who says something is an actor: "the stages have to end, and they stress".
                let passes = sayer && self.entities_at(number, subject).is_empty();
                if found.is_some() || !self.speaks(number, verb, subject) && !passes {
                    return found;
                }
            }
            clause = above(verb);
        }
        None
    }

    /// Whether `pronoun` is the subject of a verb of saying.
    fn tells(&self, number: usize, pronoun: Word) -> bool {
        pronoun
            .governor()
            .is_some_and(|verb| pronoun.label == Label::Nsubj && self.is_reporting(number, verb))
    }

    /// Who spoke last in the sentences before, if the pronoun is who speaks: "\"...\", they add".
    fn of_last_speech(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        if !self.tells(number, pronoun) {
            return None;
        }
        let (at, teller) = self.last_teller(number, sort.plural)?;
        self.referents(at, teller, sort)
    }

    /// Who spoke last in the sentences before, by sentence and noun: one or several. "It added" goes on with one, whatever
    /// experts said since.
    fn last_teller(&self, number: usize, plural: bool) -> Option<(usize, Word<'_, '_>)> {
        let mut before =
            (number.saturating_sub(SPEECH_REACH)..number).rev().filter(|at| !self.is_all_quoted(*at));
        before.find_map(|at| {
            let mut reporting = self.sentence(at).words().filter(|verb| self.is_reporting(at, *verb));
            let teller = reporting.rfind(|verb| verb.subject().is_some())?.subject()?;
            let others = teller.tag == Tag::Nns && !plural && self.at(at, teller.index()).is_none();
            (!others).then_some((at, teller))
        })
    }

    /// Whether a sentence is all quotation.
    pub(super) fn is_all_quoted(&self, number: usize) -> bool {
        self.quoted[number].iter().filter(|quoted| !**quoted).count() <= MARKS
    }

    /// Whether a clause only tells who says the others: "the minister said".
    fn speaks(&self, number: usize, verb: Word, subject: Word) -> bool {
        self.is_reporting(number, verb)
            && (self.mentions_of(number).any(|m| m.head == subject.index() && self.is_person(m.entity))
                || self.is_role(number, subject.index()))
    }

    /// The only one that fits of those named before in the sentence, if it does or has something there.
    fn only_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let sentence = self.sentence(number);
        let subject = |m: &Mention| matches!(sentence.word(m.head).label, Label::Nsubj | Label::Nsubjpass);
        let object = matches!(pronoun.label, Label::Dobj | Label::Dative | Label::Pobj);
        // "The pact bans missiles if they": not the pact, if nobody else stands between.
        let last_many = sentence.words().take(pronoun.index()).rfind(|word| word.is_plural_noun());
        let many = |m: &Mention| sort.plural && last_many.is_some_and(|noun| noun.index() == m.head);
        let acts = |m: &Mention| m.tokens.end <= pronoun.index() && self.kind(m) != Role::Object;
        let last_actor = self.mentions_of(number).filter(|m| acts(m)).map(|m| m.head).max();
        let things_only =
            self.mentions_of(number).any(|m| many(m) && last_actor.is_none_or(|actor| actor < m.head));
        let sorted = |m: &&Mention| match self.kind(m) {
            Role::Person => false,
            Role::Object => sort.object && (!things_only || many(m)),
            Role::Government | Role::Body => !sort.object,
        };
        let before = |m: &&Mention| m.tokens.end <= pronoun.index() && m.how != How::Collective;
        let bound_ones: BTreeSet<usize> =
            self.mentions_of(number).filter(|m| Self::binds(pronoun, m.head)).map(|m| m.entity).collect();
        let free = |m: &&Mention| m.form != Form::Adjective && !bound_ones.contains(&m.entity);
        let own = self.own_side(number, pronoun);
        // Activists are no "it".
        let several = |m: &&Mention| !sort.plural && sentence.word(m.head).tag == Tag::Nns;
        let free = |m: &&Mention| free(m) && !own.contains(&m.entity) && (sort.object || !several(m));
        let named: Vec<&Mention> =
            self.mentions_of(number).filter(before).filter(sorted).filter(free).collect();
        let entities: BTreeSet<usize> = named.iter().map(|m| m.entity).collect();
        let fits = |m: &&Mention| {
            let label = sentence.word(m.head).label;
            let below = || {
                pronoun.ancestors().any(|word| {
                    matches!(word.label, Label::Ccomp | Label::Advcl | Label::Relcl | Label::Acl)
                        && word.index() > m.head
                })
            };
            let role = subject(m)
                || matches!(label, Label::Poss | Label::Dobj | Label::Agent)
                || label == Label::Pobj
                    && (sort.plural
                        || pronoun.tag == Tag::PrpPossessive
                        || self.of_condition(number, pronoun))
                    && below()
                || label == Label::Pobj && !sort.object && self.owns_system(number, pronoun);
            // "Attacks on their villages" are not their own.
            let mut within = pronoun.ancestors().take_while(|word| word.is_nominal() || word.pos == Pos::Adp);
            let within = sort.object && within.any(|word| word.index() == m.head);
            (role || sort.object)
                && !within
                && !bound(pronoun, m.head)
                && self.fits(m, sentence.word(m.head), sort)
        };
        // "They know it": an object is seldom a state, but for "enable it to act", "warned it against acting".
        let enabled = || {
            let verb = pronoun.governor().filter(|_| pronoun.label == Label::Dobj);
            verb.is_some_and(|verb| {
                verb.dependents_as(&[Label::Xcomp]).any(Word::is_infinitive)
                    || self.means(verb, Part::Verb, &["help-give", "approve-sign"])
                        && verb.dependent(Label::Ccomp).is_some()
                    || self.is_reporting(number, verb)
                        && verb.dependents_as(&[Label::Prep]).any(|word| word.lemma == "against")
            })
        };
        let likely = sort.plural || sort.object || !object || !bound_ones.is_empty() || enabled();
        let likely = likely && !self.is_of_open_noun(number, pronoun);
        (entities.len() == 1 && likely && named.iter().any(fits)).then_some(entities)
    }

    /// Whether what a possessive owns is a system: "its missiles".
    fn owns_system(&self, number: usize, pronoun: Word) -> bool {
        let it = |word: Word| matches!(&*word.text.to_lowercase(), "it" | "its");
        let mut before = self.sentence(number).words().take(pronoun.index());
        // "It agreed with Norway on its fleet": whosesoever that is.
        if before.any(|word| it(word) && self.entities_at(number, word).is_empty()) {
            return false;
        }
        let owned = pronoun.governor().filter(|_| pronoun.tag == Tag::PrpPossessive);
        owned.and_then(|noun| self.thing_kind(number, noun)) == Some("system")
    }

    /// Whether a possessive stands in a clause on a noun that does it there and names nobody: "the ship that lost its
    /// mast".
    fn is_of_open_noun(&self, number: usize, pronoun: Word) -> bool {
        let verb = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        let verb = verb.filter(|verb| pronoun.label == Label::Poss && verb.label == Label::Relcl);
        let does = verb.and_then(Word::subject).is_some_and(|who| matches!(who.tag, Tag::Wdt | Tag::Wp));
        let noun = verb.and_then(Word::governor).filter(|_| does);
        let one = pronoun.text.eq_ignore_ascii_case("its");
        noun.is_some_and(|noun| noun.is_plural_noun() != one && self.at(number, noun.index()).is_none())
    }

    /// Whether what the pronoun does is a condition or said of whom the clause above named: "a warning to Iran if
    /// it", "harsh words for Iran, saying it".
    fn of_condition(&self, number: usize, pronoun: Word) -> bool {
        let Some(verb) =
            pronoun.governor().filter(|verb| pronoun.label == Label::Nsubj && verb.pos == Pos::Verb)
        else {
            return false;
        };
        let if_it =
            verb.dependents_as(&[Label::Mark]).any(|mark| matches!(&*mark.lemma, "if" | "unless" | "until"));
        let said = verb.governor().is_some_and(|above| {
            verb.label == Label::Ccomp && above.label == Label::Advcl && self.is_reporting(number, above)
        });
        // "A missile for the Norwegian navy, saying it": the missile.
        let before = || self.sentence(number).words().take(pronoun.index());
        let thing = || before().any(|word| self.is_thing_noun(number, word) && word.tag != Tag::Nns);
        if_it || said && !thing()
    }

    /// The subject of the sentence before, if the pronoun stands in the subject of its own sentence.
    fn of_sentence_before(&self, number: usize, pronoun: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        // Neither who tells it nor "despite Russian objections" is what "it" may mean.
        let plural = |m: &Mention| self.sentence(number).word(m.head).tag == Tag::Nns;
        let other = |m: &Mention| match self.kind(m) {
            // "Like all treaties, it": one of them.
            Role::Object => sort.object && (sort.plural || !plural(m)),
            Role::Person => sort.plural,
            Role::Government | Role::Body => m.form != Form::Adjective,
        };
        let thing = !sort.object && self.is_said_thing(number, pronoun);
        let named = || self.mentions_of(number).any(|m| m.tokens.end <= pronoun.index() && other(m));
        if number == 0 || thing || named() || !leads(pronoun) && !self.is_said_by_people(number, pronoun) {
            return None;
        }
        let before = self.sentence(number - 1);
        let root = before.root();
        let subject = root.subject()?;
        let found = self.referents(number - 1, subject, sort);
        if found.is_some() || !self.speaks(number - 1, root, subject) {
            return found;
        }
        let said = root.dependent(Label::Ccomp)?.subject()?;
        self.referents(number - 1, said, sort)
    }

    /// Whether "it" does what people say in the main clause: "Critics say it is too late".
    fn is_said_by_people(&self, number: usize, pronoun: Word) -> bool {
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
        let told = pronoun.governor().filter(|verb| subject && verb.label == Label::Ccomp);
        let telling = told.and_then(Word::governor).filter(|verb| is_main(*verb));
        telling.is_some_and(|verb| {
            self.is_reporting(number, verb)
                && verb.subject().is_some_and(|teller| {
                    let it = teller.text.eq_ignore_ascii_case("it") || teller.tag == Tag::Dt;
                    let known = self.entities_at(number, teller);
                    !it && known.iter().all(|entity| self.is_person(*entity))
                })
        })
    }

    /// Whether the pronoun goes on with a noun which names no entity: "although the *transcript* has it, it", "the *report*
    /// said. It added".
    pub(super) fn means_unnamed(&self, number: usize, pronoun: Word) -> bool {
        let it = pronoun.text.eq_ignore_ascii_case("it");
        if it && self.tells(number, pronoun) {
            return self.last_teller(number, false).is_some_and(|(at, noun)| self.is_nobodys_voice(at, noun));
        }
        let they = pronoun.text.eq_ignore_ascii_case("they");
        let noun = self.subject_gone_on(number, pronoun).filter(|noun| noun.index() < pronoun.index());
        let Some(noun) = noun.filter(|_| it || they) else { return false };
        // "A group of senators" are several.
        let class = self.schema.lexicon.transparent.get(&noun.lemma.to_lowercase());
        let several = class == Some(&TransparentNoun::Part);
        let alike = if it { noun.tag == Tag::Nn } else { noun.tag == Tag::Nns || several };
        let before = [Label::Poss, Label::Amod, Label::Compound, Label::Nmod, Label::Prep];
        let owned = noun.dependents_as(&before).any(|word| {
            let owner = word.dependent(Label::Pobj).unwrap_or(word);
            owner != pronoun && !self.entities_at(number, owner).is_empty()
        });
        let named = self.mentions_of(number).any(|m| m.tokens.contains(&noun.index()));
        let may_act = self.is_role(number, noun.index()) || self.is_thing_noun(number, noun);
        alike && !named && !owned && !may_act && noun.conjuncts().next().is_none()
    }

    /// Whether a noun is something said or written that nobody is told to have made: "the report".
    fn is_nobodys_voice(&self, number: usize, noun: Word) -> bool {
        let class = self.schema.lexicon.transparent.get(&noun.lemma.to_lowercase());
        class == Some(&TransparentNoun::Voice)
            && self.named_by(number, self.voice_of(number, noun)).is_none()
            && noun.dependents_as(&[Label::Poss, Label::Compound, Label::Amod]).next().is_none()
    }

    /// The subject of the clause that goes on in the pronoun's, "the *book* was a success but it", "*poets* said they",
    /// unless that clause has an actor for its object: "the attack angered Norway, but it".
    fn subject_gone_on<'s>(&self, number: usize, pronoun: Word<'s, 's>) -> Option<Word<'s, 's>> {
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
        let verb = pronoun.governor().filter(|_| subject)?;
        let before = pronoun.index().checked_sub(1).map(|before| &*verb.sentence().tokens()[before].lemma);
        // "The stages end and they stress that": who says something acts.
        let clause = matches!(before, Some("and" | "but" | "that")) && !self.tells(number, pronoun);
        let they = pronoun.text.eq_ignore_ascii_case("they");
        let above = match verb.label {
            Label::Conj if clause => verb.governor().filter(|above| above.label != Label::Xcomp)?,
            Label::Conj => return None,
            Label::Ccomp if they => verb
                .governor()
                .filter(|above| self.is_reporting(number, *above) && !self.quoted[number][pronoun.index()])?,
            _ => subject_before(pronoun)?.governor()?,
        };
        let mut objects = above.dependents_as(&[Label::Dobj, Label::Dative]);
        let acts = |noun: Word| {
            self.mentions_of(number).any(|m| m.head == noun.index() && self.kind(m) != Role::Object)
        };
        if objects.any(acts) { None } else { above.subject() }
    }

    /// What the noun or pronoun `word` refers to, if a pronoun of that number can take it up.
    fn referents(&self, number: usize, word: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let at = |head: usize| self.mentions_of(number).filter(move |m| m.head == head);
        if sort.plural && !sort.object {
            // "X and Y", "the two ministers", "they"
            let all = self.side_by_side(number, word)?;
            if all.len() > 1 {
                return Some(all);
            }
        }
        let mention = at(word.index()).max_by_key(|m| m.tokens.len())?;
        let kind = self.kind(mention);
        let they = word.text.to_lowercase().starts_with("the");
        let taken_up = mention.how == How::Pronoun
            && kind != Role::Person
            && (kind == Role::Object) == sort.object
            && (they == sort.plural || !sort.object);
        (taken_up || self.fits(mention, word, sort)).then(|| BTreeSet::from([mention.entity]))
    }

    /// The actors that a noun and those coordinated to it name; none if one of them names nobody.
    pub(super) fn side_by_side(&self, number: usize, word: Word) -> Option<BTreeSet<usize>> {
        // "the premier, X, and the president, Y": the tree may hang the second on the first's name.
        let named = word.appositions().find(|name| name.conjuncts().next().is_some()).unwrap_or(word);
        let mut all = BTreeSet::new();
        for one in std::iter::once(word).chain(named.conjuncts()) {
            let at = |word: Word| -> Vec<usize> {
                let actors = self.mentions_of(number).filter(|m| m.head == word.index());
                let actors = actors.filter(|m| self.kind(m) != Role::Object);
                actors.flat_map(|m| self.beside_adjective(number, m).chain([m.entity])).collect()
            };
            let actors = Some(at(one)).filter(|actors| !actors.is_empty());
            let actors = actors.or_else(|| Some(vec![self.named_by(number, one)?.entity]))?;
            all.extend(actors);
        }
        Some(all)
    }

    /// Whose officials they are beside those of `mention`: "U.S. and Russian officials".
    pub(super) fn beside_adjective(&self, number: usize, mention: &Mention) -> impl Iterator<Item = usize> {
        let tokens = self.sentence(number).tokens();
        let joint = mention.tokens.start.checked_sub(1).filter(|i| &*tokens[*i].lemma == "and");
        let plural = mention.tokens.len() > 1 && tokens[mention.head].tag == Tag::Nns;
        let first = self.mentions_of(number).find(|m| {
            plural && Some(m.tokens.end) == joint && m.form == Form::Adjective && self.kind(m) != Role::Object
        });
        first.map(|m| m.entity).into_iter()
    }

    /// What the noun `word` itself refers to, whatever it is coordinated to.
    fn referent(&self, number: usize, word: Word, sort: Sort) -> Option<BTreeSet<usize>> {
        let mention =
            self.mentions_of(number).filter(|m| m.head == word.index()).max_by_key(|m| m.tokens.len())?;
        self.is_of(mention, word, sort).then(|| BTreeSet::from([mention.entity]))
    }

    /// Whether "it" or "they" can mean what `mention` names.
    fn fits(&self, mention: &Mention, subject: Word, sort: Sort) -> bool {
        subject.conjuncts().next().is_none() && self.is_of(mention, subject, sort)
    }

    /// Whether an entity is a party: "Democrats" are many.
    fn is_party(&self, entity: usize) -> bool {
        let known = self.schema.knowledge.entities.get(&self.found.entities[entity].id);
        known.and_then(|body| body.attributes.get("class")).is_some_and(|class| class == "party")
    }

    /// Whether what `mention` names is of the kind and number that a pronoun asks for.
    fn is_of(&self, mention: &Mention, subject: Word, sort: Sort) -> bool {
        // "The Chinese"
        let people = subject.tag == Tag::Jj && self.kind(mention) == Role::Government;
        let plural_noun = subject.is_plural_noun() || people;
        // "The United States" is one, "activists" are not; "NATO" may be many, "the coalition" is not.
        let one = subject.tag == Tag::Nnps && mention.how == How::Name && !self.is_party(mention.entity);
        let many = subject.tag == Tag::Nnp;
        // An official is no "it".
        let somebody = !plural_noun && !sort.plural && self.is_role(mention.sentence, subject.index());
        mention.form != Form::Adjective
            && match self.kind(mention) {
                Role::Person => false,
                Role::Object => sort.object && plural_noun == sort.plural,
                // "NATO said they would", but not "the United States said they would".
                Role::Body => {
                    !sort.object && (plural_noun == sort.plural || if sort.plural { many } else { one })
                }
                Role::Government => {
                    !sort.object && !somebody && (plural_noun == sort.plural || !sort.plural && one)
                }
            }
    }
}

/// Whether a pronoun and a name are arguments of one verb, so that they cannot mean the same.
fn bound(pronoun: Word, name: usize) -> bool {
    let name = pronoun.sentence().word(name);
    pronoun.tag == Tag::Prp
        && pronoun.governor().is_some()
        && pronoun.governor() == name.governor()
        && matches!(pronoun.label, Label::Dobj | Label::Dative | Label::Nsubj)
}

/// The subject behind a phrase that a pronoun is part of and that opens its clause: "in his speech, X said".
fn subject_behind<'s, 't>(pronoun: Word<'s, 't>) -> Option<Word<'s, 't>> {
    if matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass) {
        return None;
    }
    let opening = |word: &Word| matches!(word.label, Label::Prep | Label::Advcl);
    pronoun.ancestors().filter(opening).find_map(|word| {
        let subject = word.governor()?.subject()?;
        (subject.index() > pronoun.index() && !word.subtree().contains(&subject.index())).then_some(subject)
    })
}

/// The subject of the clause that a main clause, or what is said, begins with whose subject is the pronoun: "while the
/// *bill* cuts spending, it".
fn subject_before<'s, 't>(pronoun: Word<'s, 't>) -> Option<Word<'s, 't>> {
    let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
    let verb = pronoun.governor().filter(|verb| subject && (is_main(*verb) || verb.label == Label::Ccomp))?;
    let mut clauses = verb.dependents_as(&[Label::Advcl]).filter(|word| word.index() < pronoun.index());
    clauses.next()?.subject()
}

/// The subject to which something is done so that something else is done to the pronoun: "the *treaty* was hurried to
/// have it ready".
fn subject_of_purpose<'s, 't>(pronoun: Word<'s, 't>) -> Option<Word<'s, 't>> {
    let verbs = || pronoun.ancestors().filter(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
    let purpose = verbs().take(2).find(|verb| verb.is_infinitive() && verb.subject().is_none())?;
    // "The plan was meant to weaken it": another's.
    if pronoun.label == Label::Dobj && pronoun.governor() == Some(purpose) && purpose.complement().is_none() {
        return None;
    }
    let above = purpose.governor().filter(|above| above.is_passive())?;
    above.subject().filter(|noun| purpose.label != Label::Ccomp && noun.index() < pronoun.index())
}

/// Whether a pronoun stands in the subject of its sentence.
fn leads(pronoun: Word) -> bool {
    std::iter::once(pronoun).chain(pronoun.ancestors()).any(|word| {
        matches!(word.label, Label::Nsubj | Label::Nsubjpass) && word.governor().is_some_and(is_main)
    })
}

/// Whether a verb is that of a main clause.
fn is_main(verb: Word) -> bool {
    verb.is_root() || verb.first_conjunct().is_root()
}

/// What a copula says of its subject: "it is a *threat*".
fn ascribed<'s, 't>(subject: Word<'s, 't>) -> Option<Word<'s, 't>> {
    let copula = |verb: &Word| verb.lemma == "be" || matches!(verb.text, "'s" | "’s");
    let verb = subject.governor().filter(copula).filter(|_| subject.label == Label::Nsubj)?;
    verb.dependents_as(&[Label::Attr, Label::Dobj]).next()
}
