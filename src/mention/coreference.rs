//! Coreference of phrases: which actor "the president", "the alliance" or "both sides" stands for.
//! Precision before recall.

use super::quotes::teller;
use super::{Finder, Form, How, Mention, form};
use crate::language::{EntityType, Label, Pos, Tag, Token, Word};
use crate::schema::{ContextName, Role, RoleClass, WordClass, within};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// "The minister" takes up somebody named at most this many sentences before, if others fit farther away.
const ROLE_REACH: usize = 4;
/// "The two ministers" were named side by side at most so many sentences before.
const PAIR_REACH: usize = 5;
/// What an article is about it names so many times as often as any other.
const LEAD: usize = 2;
/// An article that names a state so often may be about it.
const TOPIC: usize = 3;
/// "The negotiators" were called so at most so many sentences before.
const CALLED_REACH: usize = 12;
/// "The ministry" is that of the only state named in so many sentences before.
const OFFICE_REACH: usize = 2;

impl Finder<'_> {
    /// Finds phrases that the knowledge gives to an actor in a context: "the North", "the alliance".
    pub(super) fn context_actors(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            let words = &self.words[number];
            let mut at = 0;
            while at < words.len() {
                let Some((length, places)) = self.gazetteer.context_names.at(words, at) else {
                    at += 1;
                    continue;
                };
                let tokens = words[at].token..words[at + length - 1].token + 1;
                let head = tokens.end - 1;
                let word = sentence.word(head);
                let fits = |name: &&ContextName| {
                    let capital = |text: &str| text.starts_with(char::is_uppercase);
                    let written = self.written(&words[at]);
                    let acts = self.role(name.entity.split(':').next().unwrap_or_default()) != Role::Object;
                    let timely = self.is_timely(name.start.as_deref(), name.end.as_deref());
                    acts && timely
                        && (capital(written) || !capital(&name.words))
                        && self.is_present(&name.with)
                };
                let known = &self.schema.knowledge.context_names;
                let name = places.iter().map(|place| &known[*place]).find(fits);
                let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod);
                let phrase = word.noun_phrase();
                // A name within the words belongs to them: "the U.S.-led coalition".
                let within = |m: &Mention| tokens.start <= m.tokens.start && m.tokens.end <= head;
                let named = self.mentions_of(number).any(|m| {
                    m.tokens.contains(&head)
                        || phrase.start <= m.tokens.start && m.tokens.end <= phrase.end && !within(m)
                });
                let noun = matches!(word.pos, Pos::Noun | Pos::Propn);
                // "the administration of justice", not "accused the administration of hiding it".
                let told = word.dependents_as(&[Label::Prep]).any(|p| {
                    p.index() == head + 1 && &*p.lemma == "of" && p.dependent(Label::Pobj).is_some()
                });
                let definite = (phrase.start..tokens.start).any(|i| &*sentence.tokens()[i].lemma == "the")
                    || word.tag == Tag::Nns;
                if let Some(name) = name.filter(|_| noun && definite && !modifies && !named && !told) {
                    let entity = self.known(&name.entity);
                    let form = form(sentence, head, tokens.end);
                    self.add(number, tokens, entity, form, How::Definite);
                }
                at += length;
            }
        }
    }

    /// Whether the article names one of `ids`, or an official of one; true if there is none.
    pub(super) fn is_present(&self, ids: &[String]) -> bool {
        let represented = |id: &String| {
            let known = |entity: &super::Entity| entity.represents.as_ref() == Some(id);
            self.found.entities.iter().any(known)
        };
        ids.is_empty() || ids.iter().any(|id| self.places.contains_key(id) || represented(id))
    }

    /// Finds offices without a state, "the foreign ministry": those of the only state named shortly before.
    pub(super) fn bare_offices(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            let words = &self.words[number];
            let mut at = 0;
            while at < words.len() {
                let Some((length, ())) = self.gazetteer.offices.at(words, at) else {
                    at += 1;
                    continue;
                };
                let tokens = words[at].token..words[at + length - 1].token + 1;
                // "the foreign ministry spokesman"
                let holder = self.holder_of_office(number, tokens.end - 1);
                let tokens = tokens.start..holder.unwrap_or(tokens.end - 1) + 1;
                let head = tokens.end - 1;
                let word = sentence.word(head);
                if self.schema.lexicon.is_of_class(word.text, WordClass::Counterpart) {
                    at += length;
                    continue;
                }
                let singular = matches!(word.tag, Tag::Nn | Tag::Nnp) || holder.is_some();
                let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod);
                let phrase = word.noun_phrase();
                let named = self.mentions_of(number).any(|m| {
                    m.tokens.contains(&head) || phrase.start <= m.tokens.start && m.tokens.end <= phrase.end
                });
                let definite = (phrase.start..tokens.start)
                    .any(|i| matches!(&*sentence.tokens()[i].lemma, "the" | "that" | "its" | "their"));
                let seat = || self.seated_in(number, word).or_else(|| self.state_of_office(number, word));
                if !named
                    && !modifies
                    && let Some((state, end)) = seat()
                {
                    let state = self.known(&state);
                    let form = form(sentence, head, end);
                    self.add(number, tokens.start..end, state, form, How::Office);
                    at += length;
                    continue;
                }
                let owned = word.dependent(Label::Poss).is_some();
                let place = self.is_place(sentence, phrase.clone());
                let person = self.is_role(number, head) && holder.is_none();
                let told = word.dependents_as(&[Label::Prep]).next().is_some();
                // "The country" is none of them.
                let collective =
                    self.gazetteer.collectives.ending_at(words, at.saturating_sub(1), at + length);
                let bare = !named && !told && collective.is_none();
                if singular && !modifies && bare && !place && definite && !person {
                    let side = self.only_state_before(number, tokens.start);
                    // What X says of "the regime" is seldom said of his own, if another state was named.
                    let own = side.is_some_and(|side| self.is_acting(number, word, side));
                    let others = own && !self.other_states_before(number, word).is_empty();
                    let side = side.filter(|_| owned || !others);
                    // Nobody calls his own state "the reclusive nation".
                    let called = self.is_country_described(number, tokens.end - 1, phrase.start);
                    let told = called && !self.quoted[number][tokens.end - 1];
                    let side = side.filter(|side| !told || !self.telling_above(number, word).contains(side));
                    let leads = matches!(word.label, Label::Nsubj | Label::Nsubjpass) && !told;
                    let told_of = || self.only_other_state_before(number, word).filter(|_| !leads);
                    let side = side.or_else(|| told_of().filter(|_| !owned && !others));
                    // "The new government", of the state the article is about, whoever speaks of it.
                    let new = (phrase.start..tokens.start).any(|i| &*sentence.tokens()[i].lemma == "new");
                    let plain = phrase.start + 1 + usize::from(new) == tokens.start;
                    let by_topic = plain && !owned && (new || side.is_none()) && !is_told(word);
                    let topic = by_topic.then(|| self.leading_state(number, &BTreeSet::new())).flatten();
                    let alone =
                        |topic: &usize| self.states_within(number, tokens.start).iter().all(|s| s == topic);
                    let topic = topic.filter(alone);
                    // "The regime", called so before: "the Norwegian regime".
                    let spoken = self.quoted[number][word.index()];
                    let again = || self.last_called(number, word).pop_first();
                    let again = || again().filter(|side| !self.is_acting(number, word, *side));
                    let side =
                        topic.or(side).or_else(|| again().filter(|_| !owned && !spoken && !is_told(word)));
                    let object = matches!(word.label, Label::Dobj | Label::Dative);
                    let barred = |side: &usize| object && self.beside_object(number, word).contains(side);
                    if let Some(side) = side.filter(|side| !barred(side)) {
                        let form = form(sentence, head, tokens.end);
                        self.add(number, tokens, side, form, How::Office);
                    }
                }
                at += length;
            }
        }
    }

    /// Whether the noun at token `noun` is one for a country, with an adjective behind token `start`: "the Islamic nation".
    fn is_country_described(&self, number: usize, noun: usize, start: usize) -> bool {
        let tokens = self.sentence(number).tokens();
        let lemma = &*tokens[noun].lemma;
        let mut countries = self.schema.lexicon.collectives.iter().filter(|phrase| phrase.count == 1);
        let country = countries.any(|phrase| phrase.words.rsplit(' ').next() == Some(lemma));
        country && tokens[start..noun].iter().any(|token| token.tag == Tag::Jj)
    }

    /// The id of the state in whose capital those of an office sit, and the end of its name: "the government in Madrid",
    /// if the article names the state elsewhere, too.
    fn seated_in(&self, number: usize, office: Word) -> Option<(String, usize)> {
        let (_, city) = office.prepositional_objects().find(|(preposition, city)| {
            &*preposition.lemma == "in" && preposition.index() == office.index() + 1 && city.pos == Pos::Propn
        })?;
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < office.index() + 2);
        let (length, _) = self.gazetteer.names(words, at)?;
        let last = words[at + length - 1].token;
        let state = self.capital_of(words, at).filter(|_| last == city.index())?;
        self.places.contains_key(&state).then_some((state, last + 1))
    }

    /// The person without a name right behind the office at token `office`: "the foreign ministry spokesman".
    fn holder_of_office(&self, number: usize, office: usize) -> Option<usize> {
        let word = self.sentence(number).word(office);
        let holder = word.governor().filter(|_| word.label == Label::Compound)?;
        let person = holder.index() == office + 1
            && matches!(holder.tag, Tag::Nn | Tag::Nns)
            && holder.appositions().next().is_none()
            && self.is_role(number, holder.index())
            && !self.is_role(number, office);
        person.then_some(holder.index())
    }

    /// Lets "the negotiators" be those last spoken of so, "Norwegian negotiators", if no others were.
    pub(super) fn plural_short_forms(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for word in sentence.words().filter(|word| word.tag == Tag::Nns) {
                let words = &self.words[number];
                let at = words.partition_point(|own| own.token < word.index());
                let Some(one) = words.get(at..=at) else { continue };
                let acts =
                    self.gazetteer.offices.at(one, 0).is_some() || self.gazetteer.bodies.at(one, 0).is_some();
                let phrase = word.noun_phrase();
                let definite =
                    phrase.len() == 2 && matches!(&*sentence.tokens()[phrase.start].lemma, "the" | "these");
                let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod);
                let told = word.dependents_as(&[Label::Prep, Label::Relcl, Label::Acl]).next().is_some();
                let beside = word != word.first_conjunct() || word.conjuncts().next().is_some();
                let other = modifies || told || beside;
                if !acts || !definite || other || self.at(number, word.index()).is_some() {
                    continue;
                }
                for entity in self.last_called(number, word) {
                    let form = form(sentence, word.index(), word.index() + 1);
                    self.add(number, word.index()..word.index() + 1, entity, form, How::Definite);
                }
            }
        }
    }

    /// The only actors whom the last sentences called by the noun `word`; none if it is singular and they are many.
    fn last_called(&self, number: usize, word: Word) -> BTreeSet<usize> {
        let mut called: Option<BTreeSet<usize>> = None;
        for at in number.saturating_sub(CALLED_REACH)..=number {
            for m in self.mentions_before(at, number, word.index()) {
                let noun = self.sentence(at).word(m.head);
                let acts = m.how.is_name() && matches!(self.kind(m), Role::Government | Role::Body);
                let alike = noun.lemma == word.lemma && noun.is_plural_noun() == word.is_plural_noun();
                if acts && alike && m.tokens.len() > 1 {
                    let all: BTreeSet<usize> = self.beside_adjective(at, m).chain([m.entity]).collect();
                    let several = all.len() > 1 && !word.is_plural_noun();
                    if several || called.is_some_and(|called| called != all) {
                        return BTreeSet::new();
                    }
                    called = Some(all);
                }
            }
        }
        called.unwrap_or_default()
    }

    /// Lets "our American partners" be the state, whoever else its partners are.
    pub(super) fn partners(&mut self) {
        for index in 0..self.found.mentions.len() {
            let mention = &self.found.mentions[index];
            let tokens = self.sentence(mention.sentence).tokens();
            let before = mention.tokens.start.checked_sub(1).map(|i| tokens[i].tag);
            let owned = matches!(before, Some(Tag::PrpPossessive | Tag::Pos));
            let plural = tokens[mention.head].tag == Tag::Nns && mention.tokens.len() == 2;
            if !owned || !plural || mention.how != How::Name || self.kind(mention) != Role::Body {
                continue;
            }
            let schema = self.schema;
            let words = &self.words[mention.sentence];
            let at = words.partition_point(|word| word.token < mention.tokens.start);
            let candidates = self.gazetteer.names(&words[..=at], at).map(|(_, candidates)| candidates);
            let owners = candidates.into_iter().flatten().filter_map(|candidate| candidate.entity);
            let mut states = owners.map(|owner| &schema.knowledge.entities[owner]);
            if let Some(state) = states.find(|state| schema.role(&state.kind) == Role::Government) {
                let entity = self.known(&state.id);
                let mention = &mut self.found.mentions[index];
                (mention.entity, mention.how) = (entity, How::Office);
            }
        }
    }

    /// Lets a noun be what the words behind it say that it is called: "the project, known as the Strategic Defence
    /// Initiative".
    pub(super) fn called_by_name(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for noun in sentence.words().filter(|word| matches!(word.tag, Tag::Nn | Tag::Nns)) {
                let naming = |verb: &Word| self.schema.lexicon.is_of_class(verb.text, WordClass::Naming);
                let mut verbs = noun.dependents_as(&[Label::Acl]).filter(naming);
                let title = verbs.find_map(|verb| {
                    let called = verb.dependents_as(&[Label::Oprd, Label::Dobj, Label::Attr]).next();
                    let mut known = verb.prepositional_objects().filter(|(word, _)| word.lemma == "as");
                    called.or_else(|| known.next().map(|(_, title)| title))
                });
                let Some(title) = title else { continue };
                let modifies = matches!(noun.label, Label::Compound | Label::Amod | Label::Nmod);
                if modifies || self.at(number, noun.index()).is_some() {
                    continue;
                }
                // Ships and villages are called like men and capitals.
                let thing = |m: &&Mention| {
                    m.head == title.index()
                        && m.how == How::Name
                        && matches!(self.kind(m), Role::Object | Role::Body)
                };
                let entity = self.mentions_of(number).find(thing).map(|m| m.entity);
                if let Some(entity) = entity {
                    let form = form(sentence, noun.index(), noun.index() + 1);
                    self.add(number, noun.index()..noun.index() + 1, entity, form, How::Definite);
                }
            }
        }
    }

    /// Lets a plural noun be the states named right behind it, "its neighbours Norway and Sweden", and a noun the person
    /// behind whose name it stands, "X, the sponsor of the ban, said".
    pub(super) fn called_beside(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for noun in sentence.words().filter(|word| matches!(word.tag, Tag::Nn | Tag::Nns)) {
                self.names_counterpart(number, noun);
                if self.at(number, noun.index()).is_some() || self.is_thing_noun(number, noun) {
                    continue;
                }
                let states = self.states_behind_noun(number, noun);
                let how = if states.len() > 1 { How::Collective } else { How::Definite };
                let person = self.person_before_noun(number, noun);
                for entity in states.into_iter().chain(person) {
                    let form = form(sentence, noun.index(), noun.index() + 1);
                    self.add(number, noun.index()..noun.index() + 1, entity, form, how);
                }
            }
        }
    }

    /// The states that a noun for actors with an owner stands right before: "its *neighbours* Norway and Sweden", not
    /// "the sanctions Norway and Sweden opposed".
    fn states_behind_noun(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < noun.index());
        let acts = words.get(at).is_some_and(|word| self.gazetteer.actors.contains(&word.key));
        let owned = noun.is_plural_noun() && noun.dependent(Label::Poss).is_some();
        let name = noun.appositions().find(|name| name.noun_phrase().start == noun.index() + 1);
        let states = name.filter(|_| acts && owned).and_then(|name| self.side_by_side(number, name));
        let state = |one: &usize| self.role(&self.found.entities[*one].kind) == Role::Government;
        states.filter(|states| states.len() > 1 && states.iter().all(state)).unwrap_or_default()
    }

    /// Lets a counterpart be him whose name stands behind: "his Norwegian counterpart X", "his Norwegian counterpart, X".
    fn names_counterpart(&mut self, number: usize, noun: Word) {
        if !self.schema.lexicon.is_of_class(noun.text, WordClass::Counterpart) {
            return;
        }
        let office = self.by_sentence[number].iter().copied().find(|index| {
            let mention = &self.found.mentions[*index];
            mention.head == noun.index() && mention.how == How::Office
        });
        let tokens = self.sentence(number).tokens();
        let comma = tokens.get(noun.index() + 1).is_some_and(|token| token.text == ",");
        let start = noun.index() + 1 + usize::from(comma);
        let name = noun.appositions().find(|name| name.noun_phrase().start == start);
        let person = name.and_then(|name| self.mentions_of(number).find(|m| m.head == name.index()));
        let person = person.filter(|m| self.is_person(m.entity) && m.how.is_name()).map(|m| m.entity);
        if let Some((index, person)) = office.zip(person) {
            let mention = &mut self.found.mentions[index];
            (mention.entity, mention.how) = (person, How::Definite);
        }
    }

    /// The person between whose name and the next comma a noun tells who he is: "X, the *sponsor* of the ban, said", not
    /// one of a list: "X, the crisis, and oil".
    fn person_before_noun(&self, number: usize, noun: Word) -> Option<usize> {
        let tokens = self.sentence(number).tokens();
        let phrase = noun.noun_phrase();
        let name = noun.governor().filter(|_| noun.label == Label::Appos && noun.tag == Tag::Nn)?;
        let named = self.mentions_of(number).find(|m| m.head == name.index())?;
        let end = noun.subtree().end;
        let ends = |i: usize| tokens.get(i).is_some_and(|token| matches!(token.text, "," | "."));
        let apart = ends(phrase.start.checked_sub(1)?) && ends(end);
        let next = tokens.get(end + 1);
        let listed = next.is_some_and(|next| matches!(next.tag, Tag::Cc | Tag::Dt))
            || [name, noun].into_iter().any(|word| word.conjuncts().next().is_some());
        // A party may stand between, "X, R-Ore., the sponsor", but nobody else and no other noun.
        let between = tokens.get(named.tokens.end..phrase.start)?;
        let constituency = |token: &Token| {
            token.entity != Some(EntityType::Person) && matches!(token.pos, Pos::Punct | Pos::Propn)
        };
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < noun.index());
        let body = words.get(at..=at).is_some_and(|one| self.gazetteer.bodies.at(one, 0).is_some())
            || self.schema.lexicon.transparent.contains_key(&*noun.lemma);
        let definite = &*tokens[phrase.start].lemma == "the";
        let person = self.is_person(named.entity) && named.how.is_name();
        let one = noun.entity.is_none() && !body && !listed && between.iter().all(constituency);
        (apart && definite && person && one).then_some(named.entity)
    }

    /// Finds phrases for all members of a body, "the member states", for two actors, "both sides", where just two were
    /// named shortly before, for three, "the three", listed so, and for one, "the country", where its sentence names
    /// just one.
    pub(super) fn collectives(&mut self) {
        for number in 0..self.words.len() {
            let words = &self.words[number];
            let mut at = 0;
            while at < words.len() {
                let Some((length, place)) = self.gazetteer.collectives.at(words, at) else {
                    at += 1;
                    continue;
                };
                let tokens = words[at].token..words[at + length - 1].token + 1;
                let sentence = self.sentence(number);
                let last = sentence.word(tokens.end - 1);
                // "The two" is a phrase of its own, not part of "the two plans".
                let whole = last.is_nominal() || stands_alone(last);
                at += if whole { length } else { 1 };
                let Some(place) = place.filter(|_| whole) else { continue };
                let phrase = &self.schema.lexicon.collectives[place];
                if phrase.count == 0 {
                    self.members(number, tokens);
                    continue;
                }
                let wanted: Vec<Role> = phrase.kinds.split('|').map(|kind| self.role(kind)).collect();
                // "The country" is the one its sentence names; two stand farther apart.
                let one = phrase.count == 1;
                let that = &*sentence.tokens()[tokens.start].lemma == "that";
                let named = if !phrase.members.is_empty() {
                    phrase.members.iter().map(|id| self.known(id)).collect()
                } else if one {
                    // Nobody does something to "the country" that is his own.
                    let acting = self.acting_on(number, last);
                    let named = self.states_within(number, tokens.start);
                    let topic =
                        || -> BTreeSet<usize> { self.leading_state(number, &acting).into_iter().collect() };
                    // "The U.S. backs sanctions put on the country": not on itself, if the article is about another.
                    let own = !that && named.iter().all(|state| self.is_acting(number, last, *state));
                    let elsewhere = || topic().iter().any(|state| !named.contains(state));
                    if named.is_subset(&acting) && !that {
                        let topic = topic();
                        if topic.is_empty() { self.only_state_named(number, &acting) } else { topic }
                    } else if own && elsewhere() {
                        BTreeSet::new()
                    } else {
                        &named - &acting
                    }
                } else if phrase.count == 2 {
                    self.two_before(number, tokens.clone(), &wanted)
                } else {
                    self.list_before(number, tokens.start, phrase.count, &wanted)
                };
                let known = self.mentions_of(number).any(|m| m.tokens.contains(&(tokens.end - 1)));
                // "The last two countries" of a list, "our two countries".
                let told = tokens.start.checked_sub(1).is_some_and(|before| {
                    let token = &sentence.tokens()[before];
                    token.tag == Tag::PrpPossessive
                        || self.schema.lexicon.is_of_class(token.text, WordClass::Earlier)
                });
                // "Our countries" are the speaker's and another.
                let ours = sentence.word(tokens.start).morph.contains("Person=1");
                let speaker = || self.speaker(number, tokens.start).and_then(|one| self.side_of_entity(one));
                let told = told || ours && !speaker().is_some_and(|side| named.contains(&side));
                let place = one && !that && self.is_place(sentence, tokens.clone());
                // "The sides of the ship"
                let of = |p: Word| p.lemma == "of" && p.index() == tokens.end;
                let modifies = if one {
                    last.label == Label::Compound
                } else {
                    last.dependents_as(&[Label::Prep]).any(of)
                };
                // "The countries that signed it"
                let modifies = modifies
                    || last.is_plural_noun()
                        && last.dependents_as(&[Label::Relcl]).any(|verb| verb.subtree().start == tokens.end);
                if named.len() == phrase.count && !known && !told && !place && !modifies {
                    let form = form(sentence, tokens.end - 1, tokens.end);
                    for entity in named {
                        self.add(number, tokens.clone(), entity, form, How::Collective);
                    }
                }
            }
        }
    }

    /// Lets all members of a body be the body: "the member states", of the one named last, "the members of the league".
    fn members(&mut self, number: usize, tokens: Range<usize>) {
        let sentence = self.sentence(number);
        let last = sentence.word(tokens.end - 1);
        let phrase = last.noun_phrase();
        let before = &sentence.tokens()[phrase.start.min(tokens.start)..tokens.start];
        let all = before.iter().any(|token| matches!(&*token.lemma, "the" | "all" | "its"));
        let some = before.iter().any(|token| matches!(token.pos, Pos::Adj | Pos::Noun | Pos::Propn));
        let modifies = matches!(last.label, Label::Compound | Label::Amod | Label::Nmod);
        if !all || some || modifies || self.at(number, last.index()).is_some() {
            return;
        }
        let binds = |m: &&Mention| self.binds_states(&self.found.entities[m.entity].id);
        let counted = last.dependents_as(&[Label::Nummod]).next();
        // "The two member states" are some of them.
        let few =
            counted.is_some_and(|count| matches!(&*count.text.to_lowercase(), "two" | "three" | "2" | "3"));
        if few {
            return;
        }
        let told = last.prepositional_objects().find(|(of, _)| of.index() == tokens.end);
        let body = match told {
            Some((of, noun)) => {
                let own = |m: &&Mention| of.lemma == "of" && m.head == noun.index();
                self.mentions_of(number).filter(own).find(binds)
            }
            None if tokens.len() == 1 || is_told(last) => None,
            None => (number.saturating_sub(OFFICE_REACH)..=number)
                .rev()
                .find_map(|at| self.mentions_before(at, number, tokens.start).rfind(binds)),
        };
        if let Some(entity) = body.map(|m| m.entity) {
            let form = form(sentence, last.index(), tokens.end);
            self.add(number, tokens, entity, form, How::Collective);
        }
    }

    /// The two actors for which a `phrase` like "both sides" stands.
    fn two_before(&self, number: usize, phrase: Range<usize>, wanted: &[Role]) -> BTreeSet<usize> {
        let start = phrase.start;
        let fits = |entity: usize| wanted.contains(&self.role(&self.found.entities[entity].kind));
        let pair = |reach| self.last_pair(number, start, reach, fits).unwrap_or_default();
        match wanted {
            [Role::Person] => {
                let named = Some(self.persons_before(number, start)).filter(|p| p.len() == 2);
                let named = named.unwrap_or_else(|| pair(PAIR_REACH));
                // "The two leaders", not any two.
                let tokens = &self.sentence(number).tokens()[start.saturating_sub(1)..=start];
                let definite = tokens.iter().any(|token| matches!(&*token.lemma, "the" | "both"));
                if !named.is_empty() || !definite {
                    return named;
                }
                let leading = self.leading_persons(number);
                if leading.is_empty() { self.two_in_role(number, phrase) } else { leading }
            }
            [Role::Government] => {
                if let Some(pair) = self.between(number, start) {
                    return pair;
                }
                let sides = Some(self.sides_before(number, start, 2, true));
                let sides = sides.filter(|sides| sides.len() == 2);
                let parties = || Some(self.parties_before(number, start)).filter(|sides| sides.len() == 2);
                let named = sides.or_else(parties).unwrap_or_else(|| pair(PAIR_REACH));
                if named.is_empty() { self.leading_two(number) } else { named }
            }
            _ => pair(OFFICE_REACH),
        }
    }

    /// The two between whom something stands in the sentence before token `start`, none if one of them is unknown: "a
    /// truce between Norway and the fishermen".
    fn between(&self, number: usize, start: usize) -> Option<BTreeSet<usize>> {
        let words = self.sentence(number).words().take(start).rev();
        let mut told = words.filter(|word| word.lemma == "between");
        let one = told.find_map(|word| word.dependent(Label::Pobj).filter(|noun| noun.index() < start))?;
        let mut others = one.conjuncts();
        let other = others.next().filter(|word| word.index() < start)?;
        let side = |word: Word| {
            let mention = self.named_by(number, word).filter(|m| self.kind(m) != Role::Object)?;
            if self.is_person(mention.entity) {
                self.side_of_entity(mention.entity)
            } else {
                Some(mention.entity)
            }
        };
        let pair = || Some(BTreeSet::from([side(one)?, side(other)?]));
        others.next().is_none().then(|| pair().unwrap_or_default())
    }

    /// Those of the last list of so many that ends before token `start`: "X, Y and Z".
    fn list_before(&self, number: usize, start: usize, count: usize, wanted: &[Role]) -> BTreeSet<usize> {
        let list = (number.saturating_sub(PAIR_REACH)..=number).rev().find_map(|at| {
            let sentence = self.sentence(at);
            let lists = self.mentions_before(at, number, start).filter_map(|m| {
                let word = sentence.word(m.head);
                let last = word.conjuncts().last().filter(|_| word == word.first_conjunct())?;
                let ended = at < number || last.index() < start;
                let all = self.side_by_side(at, word).filter(|all| ended && all.len() >= count)?;
                Some((last.index(), all))
            });
            lists.max()
        });
        let of_kind = |entity: usize, kind: Role| self.role(&self.found.entities[entity].kind) == kind;
        let alike = |all: &BTreeSet<usize>| {
            wanted.iter().any(|kind| all.iter().all(|entity| of_kind(*entity, *kind)))
        };
        list.map(|(_, all)| all).filter(alike).unwrap_or_default()
    }

    /// The only two persons of the article so far who are what a phrase calls them, each of another state: "the two
    /// leaders".
    fn two_in_role(&self, number: usize, phrase: Range<usize>) -> BTreeSet<usize> {
        let noun = &*self.sentence(number).tokens()[phrase.end - 1].lemma;
        let Some(role) = self.schema.lexicon.roles.iter().find(|role| role.words == noun) else {
            return BTreeSet::new();
        };
        let named = (0..=number).flat_map(|at| self.mentions_before(at, number, phrase.start));
        let persons = named.filter(|m| self.is_person(m.entity) && m.how.is_name());
        let fits = persons.filter(|m| self.has_role(m, &role.words, &role.offices));
        let persons: BTreeSet<usize> = fits.map(|m| m.entity).collect();
        let sides: BTreeSet<_> =
            persons.iter().map(|person| &self.found.entities[*person].represents).collect();
        if persons.len() == 2 && sides.len() == 2 { persons } else { BTreeSet::new() }
    }

    /// The mentions of sentence `at` that stand before token `start` of sentence `number`.
    fn mentions_before(
        &self,
        at: usize,
        number: usize,
        start: usize,
    ) -> impl DoubleEndedIterator<Item = &Mention> {
        self.mentions_of(at).filter(move |m| at < number || m.tokens.end <= start)
    }

    /// How often the article spoke of what `whom` makes of its actors before a sentence, most often first.
    fn counts_before(&self, number: usize, whom: impl Fn(usize) -> Option<usize>) -> Vec<(usize, usize)> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let before = (0..number).flat_map(|at| self.mentions_of(at)).filter(|m| self.kind(m) != Role::Object);
        for actor in before.filter_map(|m| whom(m.entity)) {
            *counts.entry(actor).or_default() += 1;
        }
        let mut counts: Vec<(usize, usize)> =
            counts.into_iter().map(|(actor, count)| (count, actor)).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        counts
    }

    /// The state that the article is about before a sentence, those left out who are not meant.
    fn leading_state(&self, number: usize, not: &BTreeSet<usize>) -> Option<usize> {
        let states = self.counts_before(number, |entity| self.side_of_entity(entity));
        let mut states = states.into_iter().filter(|(_, state)| !not.contains(state));
        let (most, state) = states.next()?;
        let next = states.next().map_or(0, |(count, _)| count);
        (most >= TOPIC && most >= LEAD * next).then_some(state)
    }

    /// The two states of which the article has spoken most before a sentence, if it has far less of any third.
    fn leading_two(&self, number: usize) -> BTreeSet<usize> {
        let counts = self.counts_before(number, |entity| self.side_of_entity(entity));
        match counts[..] {
            [(_, one), (second, other), (third, _), ..] if 2 * third <= second => {
                BTreeSet::from([one, other])
            }
            [(_, one), (_, other)] => BTreeSet::from([one, other]),
            _ => BTreeSet::new(),
        }
    }

    /// The two persons of different states whom the article is about before a sentence.
    fn leading_persons(&self, number: usize) -> BTreeSet<usize> {
        let counts = self.counts_before(number, |entity| Some(entity).filter(|e| self.is_person(*e)));
        let apart = |one, other| self.side_of_entity(one) != self.side_of_entity(other);
        let next = counts.get(2).map_or(0, |(count, _)| *count);
        match counts[..] {
            [(_, one), (second, other), ..] if second >= LEAD.max(LEAD * next) && apart(one, other) => {
                BTreeSet::from([one, other])
            }
            _ => BTreeSet::new(),
        }
    }

    /// The two of the article's states between which the treaty stands that was named last.
    fn parties_before(&self, number: usize, start: usize) -> BTreeSet<usize> {
        let treaty = (number.saturating_sub(OFFICE_REACH)..=number).rev().find_map(|at| {
            let before = self.mentions_before(at, number, start);
            let mut known = before.map(|m| &self.found.entities[m.entity]).filter(|entity| entity.known);
            known.rfind(|entity| self.role(&entity.kind) == Role::Object)
        });
        let Some(treaty) = treaty else { return BTreeSet::new() };
        let facts = self.schema.knowledge.facts.iter();
        let facts = facts.filter(|f| f.relation == "party_to" && f.target == treaty.id);
        let parties: BTreeSet<usize> =
            facts.filter_map(|fact| self.places.get(&fact.source).copied()).collect();
        if parties.len() == 2 { parties } else { BTreeSet::new() }
    }

    /// Who acts on what the noun belongs to: "the U.S." of "The U.S. put sanctions on the country".
    fn acting_on(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        let upon = |word: Word| matches!(&*word.lemma, "on" | "upon" | "against" | "for" | "to" | "with");
        let object = match noun.label {
            Label::Dobj | Label::Dative => true,
            Label::Pobj => noun.governor().is_some_and(upon),
            _ => false,
        };
        let acting = if object { self.beside_object(number, noun) } else { BTreeSet::new() };
        let sides: Vec<usize> = acting.iter().filter_map(|entity| self.side_of_entity(*entity)).collect();
        acting.into_iter().chain(sides).collect()
    }

    /// The states named in a sentence before token `start`; those by name rather than by adjective.
    fn states_within(&self, number: usize, start: usize) -> BTreeSet<usize> {
        let states =
            || self.mentions_of(number).filter(|m| m.tokens.end <= start && self.kind(m) == Role::Government);
        let named: BTreeSet<usize> =
            states().filter(|m| m.form != Form::Adjective).map(|m| m.entity).collect();
        if named.is_empty() { states().map(|m| m.entity).collect() } else { named }
    }

    /// The one state that the sentence before names, those left out who are not meant.
    fn only_state_named(&self, number: usize, not: &BTreeSet<usize>) -> BTreeSet<usize> {
        let Some(before) = number.checked_sub(1) else { return BTreeSet::new() };
        let mut states = self.states_within(before, usize::MAX);
        // "Norway's minister X warned Iran" is about two.
        let other = |m: &Mention| {
            self.tells_state(m).is_some_and(|id| {
                let place = self.places.get(id);
                place.is_none_or(|state| !states.contains(state) && !not.contains(state))
            })
        };
        let other = self.mentions_of(before).any(other);
        states.retain(|state| !not.contains(state));
        if states.len() == 1 && !other { states } else { BTreeSet::new() }
    }

    /// The id of the state for which a person speaks, if the words of his mention name it: "Norway's minister X".
    fn tells_state(&self, mention: &Mention) -> Option<&str> {
        let words = &self.article.text[mention.span.start..mention.span.end];
        let entity = &self.found.entities[mention.entity];
        let state = entity.represents.as_deref().filter(|id| self.role_of(id) == Role::Government)?;
        let known = self.schema.knowledge.entities.get(state)?;
        known.names.iter().any(|name| words.contains(&*name.text)).then_some(state)
    }

    /// The persons named in the sentence before token `start`, or else in the one before, or else the last two
    /// named side by side.
    fn persons_before(&self, number: usize, start: usize) -> BTreeSet<usize> {
        for back in 0..=1.min(number) {
            let before = |m: &&Mention| back > 0 || m.tokens.end <= start;
            let mentions = self.mentions_of(number - back).filter(before).filter(|m| m.how.is_name());
            let named: BTreeSet<usize> = mentions.map(|m| m.entity).filter(|e| self.is_person(*e)).collect();
            if named.len() > 1 {
                return named;
            }
        }
        for at in (number.saturating_sub(PAIR_REACH)..number).rev() {
            let sentence = self.sentence(at);
            let persons = || self.mentions_of(at).filter(|m| m.how.is_name() && self.is_person(m.entity));
            let beside = |head: usize, other: usize| {
                let (one, other) = (sentence.word(head), sentence.word(other));
                head != other.index() && one.first_conjunct() == other.first_conjunct()
            };
            let paired = persons().filter(|m| persons().any(|other| beside(m.head, other.head)));
            let paired: BTreeSet<usize> = paired.map(|m| m.entity).collect();
            if !paired.is_empty() {
                return paired;
            }
        }
        BTreeSet::new()
    }

    /// The states named, or spoken for, in the sentence before token `start` and the sentences before it, nearest
    /// first: no more sentences than it takes to find `wanted`. Of those named by adjectives on demand only.
    fn sides_before(&self, number: usize, start: usize, wanted: usize, adjectives: bool) -> BTreeSet<usize> {
        let mut states = BTreeSet::new();
        for at in (number.saturating_sub(OFFICE_REACH)..=number).rev() {
            let before = self.mentions_before(at, number, start);
            for mention in before.filter(|m| adjectives || m.form != Form::Adjective) {
                let entity = &self.found.entities[mention.entity];
                match self.role(&entity.kind) {
                    Role::Government => drop(states.insert(entity.id.clone())),
                    Role::Person => states.extend(entity.represents.clone()),
                    // "North Korea's nuclear program" names its state too.
                    Role::Object if entity.known => states.extend(entity.holders.iter().cloned()),
                    Role::Object | Role::Body => {}
                }
            }
            states.retain(|id| self.places.contains_key(id) && self.role_of(id) == Role::Government);
            if states.len() >= wanted {
                break;
            }
        }
        states.iter().filter_map(|id| self.places.get(id).copied()).collect()
    }

    /// The state of all actors named in the sentence before token `start`, or else in the sentences before it.
    pub(super) fn only_state_before(&self, number: usize, start: usize) -> Option<usize> {
        let mut states = self.sides_before(number, start, 1, true);
        states.pop_first().filter(|_| states.is_empty())
    }

    /// Whether a state, or somebody who speaks for it, does what the noun is part of, the noun not being who does.
    fn is_acting(&self, number: usize, noun: Word, state: usize) -> bool {
        let leads = matches!(noun.label, Label::Nsubj | Label::Nsubjpass);
        !leads && self.acting_above(number, noun).contains(&state)
    }

    /// The states of all whose deeds the noun is part of.
    fn acting_above(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        self.sides_of(number, noun.ancestors().filter_map(Word::logical_subject))
    }

    /// The states of all in whose words the noun stands: "Washington said the nation".
    fn telling_above(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        let telling = noun.ancestors().filter(|verb| self.is_reporting(number, *verb));
        self.sides_of(number, telling.filter_map(Word::subject))
    }

    /// The states that the nouns are or speak for.
    fn sides_of<'s>(&self, number: usize, nouns: impl Iterator<Item = Word<'s, 's>>) -> BTreeSet<usize> {
        nouns.filter_map(|noun| self.side_of_entity(self.at(number, noun.index())?.entity)).collect()
    }

    /// The states named shortly before the noun, without those of who acts in its sentence.
    fn other_states_before(&self, number: usize, noun: Word) -> BTreeSet<usize> {
        let acting = self.acting_above(number, noun);
        let states = self.sides_before(number, noun.index(), acting.len() + 1, false);
        &states - &acting
    }

    /// The state of the actors named before the noun, without that of who acts in its sentence: "Washington sent
    /// a note to the Islamic nation".
    fn only_other_state_before(&self, number: usize, noun: Word) -> Option<usize> {
        let acting = self.acting_above(number, noun);
        // A state named only by an adjective gives way: "a joint U.S. trip".
        [true, false].into_iter().find_map(|adjectives| {
            let mut states = self.sides_before(number, noun.index(), acting.len() + 1, adjectives);
            states.retain(|state| !acting.contains(state));
            states.pop_first().filter(|_| states.is_empty())
        })
    }

    /// The state that an entity is or speaks for.
    pub(super) fn side_of_entity(&self, entity: usize) -> Option<usize> {
        let entity = &self.found.entities[entity];
        let id = entity.represents.as_ref().unwrap_or(&entity.id);
        self.places.get(id).copied().filter(|_| self.role_of(id) == Role::Government)
    }

    /// Finds persons by their role: "the president", "the Russian premier".
    pub(super) fn persons_by_role(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            let words = &self.words[number];
            let mut at = 0;
            while at < words.len() {
                let Some((length, place)) = self.gazetteer.roles.at(words, at) else {
                    at += 1;
                    continue;
                };
                let tokens = words[at].token..words[at + length - 1].token + 1;
                at += length;
                // "The Secretary of State" is a secretary.
                let head = super::head(sentence, &tokens);
                let word = sentence.word(head);
                let role = place.map(|place| &self.schema.lexicon.roles[place]);
                let Some(role) =
                    role.filter(|role| !matches!(role.class, RoleClass::Staff | RoleClass::Outsider))
                else {
                    continue;
                };
                let named = self.mentions_of(number).any(|m| m.tokens.contains(&head));
                // "Asked about X, the leader said": the tree may take him for X.
                let behind = sentence.words().nth(tokens.end).filter(|_| word.label == Label::Appos);
                let says =
                    behind.is_some_and(|verb| self.is_reporting(number, verb) && teller(verb) == Some(word));
                let apart = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod | Label::Attr)
                    || word.label == Label::Appos && !says
                    || word.appositions().any(|word| word.tag != Tag::Prp);
                let phrase = word.noun_phrase();
                let definite = (phrase.start..tokens.start)
                    .any(|i| matches!(&*sentence.tokens()[i].lemma, "the" | "this"));
                let owned = (phrase.start..tokens.start).any(|i| sentence.tokens()[i].tag == Tag::Pos);
                let former = (phrase.start..tokens.start).any(|i| {
                    matches!(
                        &*sentence.tokens()[i].lemma,
                        "former" | "next" | "new" | "vice" | "deputy" | "other"
                    )
                });
                // "The leader who promotes it" is told by what he does.
                // "Accused the president of lying" tells of no office.
                // "The president over the summer" neither.
                let dated = |noun: Word| matches!(noun.entity, Some(EntityType::Date | EntityType::Time));
                let of = |p: &Word| {
                    let object = p.dependent(Label::Pobj);
                    p.index() >= tokens.end
                        && p.dependent(Label::Pcomp).is_none()
                        && !object.is_some_and(dated)
                };
                let told = word.dependents_as(&[Label::Prep]).any(|p| of(&p))
                    || word.dependents_as(&[Label::Relcl]).any(|verb| verb.subtree().start == tokens.end);
                let singular = matches!(word.tag, Tag::Nn | Tag::Nnp);
                if singular && definite && named && role.class == RoleClass::General {
                    self.names_official(number, head);
                }
                if singular && !named && !says && self.apposed(number, tokens.clone(), word) {
                    continue;
                }
                if !singular || named || apart || former {
                    continue;
                }
                let person = if told {
                    // "The president of Russia"
                    let state = self.state_of_office(number, word).filter(|_| definite);
                    state.and_then(|(state, _)| {
                        self.person_in_role(number, tokens.start, &role.words, &role.offices, Some(&state))
                    })
                } else if !(definite || owned) {
                    None
                } else {
                    // "The Communist Party leader": not the party's.
                    let side = self.side_within(number, &(phrase.start..tokens.start));
                    self.person_in_role(number, tokens.start, &role.words, &role.offices, side.as_deref())
                        .or_else(|| {
                            side.is_none().then(|| self.leading_official(number, word, &role.words))?
                        })
                };
                if let Some(person) = person {
                    let form = form(sentence, head, tokens.end);
                    self.add(number, tokens, person, form, How::Definite);
                } else {
                    self.unnamed(number, tokens, definite, told, role.class);
                }
            }
        }
    }

    /// The holder of a role by whose name the article calls his government, "the Reagan administration", if it calls none
    /// by another's and no other state is named or speaks in the sentence.
    fn leading_official(&mut self, number: usize, office: Word, role: &str) -> Option<usize> {
        let schema = self.schema;
        let today = self.date()?.to_owned();
        let before = (0..number).flat_map(|at| self.mentions_of(at));
        let called =
            before.filter(|m| self.kind(m) == Role::Government && m.tokens.len() > 1).filter_map(|m| {
                let first = &self.sentence(m.sentence).tokens()[m.tokens.start];
                let state = &self.found.entities[m.entity].id;
                (first.pos == Pos::Propn).then_some((&**state, first.text))
            });
        let called: BTreeSet<(&str, &str)> = called.collect();
        let terms = schema.knowledge.facts.iter().filter(|fact| {
            fact.relation == "represents"
                && fact.role.as_deref() == Some(role)
                && within(&today, fact.start.as_deref(), fact.end.as_deref())
        });
        let leads = terms.filter(|fact| {
            let official = schema.knowledge.entities.get(&fact.source);
            official.is_some_and(|one| {
                one.names.iter().any(|name| called.contains(&(&*fact.target, &*name.text)))
            })
        });
        let mut leading: BTreeSet<(&str, &str)> = leads.map(|fact| (&*fact.source, &*fact.target)).collect();
        let (only, state) = leading.pop_first().filter(|_| leading.is_empty())?;
        let side = self.places.get(state).copied()?;
        let mut others = self.telling_above(number, office);
        others.extend(self.states_within(number, office.index()));
        let own = others.iter().all(|other| *other == side);
        own.then(|| self.known(only))
    }

    /// The id of the state whose office a noun tells, and the end of its name: "the president of Russia".
    fn state_of_office(&self, number: usize, office: Word) -> Option<(String, usize)> {
        let (_, noun) = office.prepositional_objects().find(|(of, noun)| {
            of.index() == office.index() + 1 && of.lemma == "of" && noun.conjuncts().next().is_none()
        })?;
        let mention = self.mentions_of(number).find(|m| m.head == noun.index())?;
        let state = self.kind(mention) == Role::Government && mention.how == How::Name;
        state.then(|| (self.found.entities[mention.entity].id.clone(), noun.index() + 1))
    }

    /// Lets a person whose title tells no state speak for the one whose official was called so before: "Norway's
    /// ambassador spoke. Ambassador X said".
    pub(super) fn sides_of_titles(&mut self) {
        let mut offices: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            let mut places = self.by_sentence[number].clone();
            places.sort_by_key(|index| self.found.mentions[*index].tokens.start);
            for index in places {
                let mention = &self.found.mentions[index];
                let noun = &sentence.tokens()[mention.head];
                let first = &sentence.tokens()[mention.tokens.start];
                let entity = &self.found.entities[mention.entity];
                if mention.how == How::Office && noun.tag == Tag::Nn && self.is_role(number, mention.head) {
                    let one = offices.entry(noun.lemma.to_lowercase()).or_insert(Some(mention.entity));
                    *one = one.filter(|one| *one == mention.entity);
                } else if mention.how == How::Role
                    && !entity.known
                    && entity.represents.is_none()
                    && let Some(Some(side)) = offices.get(&first.text.to_lowercase())
                {
                    let side = self.found.entities[*side].id.clone();
                    let person = mention.entity;
                    self.found.entities[person].represents = Some(side);
                }
            }
        }
    }

    /// Lets the role of a person beside his name be him, "X, the chairman of Y", "her minister, X"; whether it is.
    fn apposed(&mut self, number: usize, tokens: Range<usize>, word: Word) -> bool {
        // "X and Y, the chairman"
        let above = word.governor().filter(|_| word.label == Label::Appos);
        let listed =
            above.into_iter().flat_map(Word::conjuncts).take_while(|name| name.index() < word.index());
        let above = listed.last().or(above);
        // "The chairman of the committee, X": the tree may hang the name on the committee.
        let heads = |(of, noun): &(Word, Word)| of.lemma == "of" && !self.is_role(number, noun.index());
        let behind = word.prepositional_objects().filter(heads).flat_map(|(_, noun)| noun.appositions());
        // It may take both for subjects: "the chairman of the committee, X earlier said".
        let end = word.subtree().end;
        let all = self.sentence(number).tokens();
        let subjects = word.governor().into_iter().flat_map(|verb| verb.dependents_as(&[Label::Nsubj]));
        let second = subjects.filter(|name| {
            word.label == Label::Nsubj
                && name.noun_phrase().start == end + 1
                && all.get(end).is_some_and(|token| token.text == ",")
        });
        let mut beside = above.into_iter().chain(word.appositions()).chain(behind).chain(second);
        let person = beside.find_map(|name| {
            let named = self.mentions_of(number).find(|m| m.head == name.index())?;
            (self.is_person(named.entity) && named.how.is_name()).then_some(named.entity)
        });
        let form = form(self.sentence(number), word.index(), tokens.end);
        let Some(person) = person.filter(|_| form == Form::Name) else { return false };
        self.add(number, tokens, person, form, How::Definite);
        true
    }

    /// Lets "the US official" be the only person of that state named shortly before, unless an official without a
    /// name was spoken of there.
    fn names_official(&mut self, number: usize, head: usize) {
        let office = self.by_sentence[number].iter().copied().find(|index| {
            let mention = &self.found.mentions[*index];
            mention.head == head && mention.how == How::Office && self.kind(mention) == Role::Government
        });
        let Some(index) = office else { return };
        let side = self.found.mentions[index].entity;
        let mut persons = BTreeSet::new();
        for at in number.saturating_sub(OFFICE_REACH)..=number {
            for m in self.mentions_before(at, number, head) {
                let word = self.sentence(at).word(m.head);
                let unnamed = m.how == How::Office && m.entity == side && word.tag == Tag::Nn;
                if unnamed && (at, m.head) != (number, head) {
                    return;
                }
                if self.is_person(m.entity) && m.how.is_name() && self.side_of_entity(m.entity) == Some(side)
                {
                    persons.insert(m.entity);
                }
            }
        }
        if let (Some(person), true) = (persons.pop_first(), persons.is_empty()) {
            let mention = &mut self.found.mentions[index];
            (mention.entity, mention.how) = (person, How::Definite);
        }
    }

    /// Lets an official without a name be the side for which he speaks; `definite` and `told` tell whether his role
    /// at `tokens` stands behind "the" and before "of" or "for".
    fn unnamed(&mut self, number: usize, tokens: Range<usize>, definite: bool, told: bool, class: RoleClass) {
        let start = self.sentence(number).word(tokens.end - 1).noun_phrase().start;
        let alone = definite && !told && self.side_within(number, &(start..tokens.start)).is_none();
        let done = alone && self.unnamed_before(number, tokens.clone())
            || told && self.speaks_for(number, tokens.clone());
        if !done && class == RoleClass::Political {
            self.stands_for_side(number, start..tokens.end);
        }
    }

    /// Lets "the spokesman" be the official without a name who was spoken of so last, "a spokesman for X"; whether
    /// there is one.
    fn unnamed_before(&mut self, number: usize, tokens: Range<usize>) -> bool {
        let head = tokens.end - 1;
        let lemma = &*self.sentence(number).tokens()[head].lemma;
        let same = |m: &&Mention| {
            let noun = self.sentence(m.sentence).word(m.head);
            m.how == How::Office && noun.tag == Tag::Nn && &*noun.lemma == lemma
        };
        let last = (number.saturating_sub(CALLED_REACH)..=number)
            .rev()
            .find_map(|at| self.mentions_before(at, number, tokens.start).rfind(same));
        let Some(entity) = last.map(|m| m.entity) else { return false };
        let form = form(self.sentence(number), head, tokens.end);
        self.add(number, tokens, entity, form, How::Definite);
        true
    }

    /// Lets an official without a name, "a spokesman for X", be the body or state for which he speaks, if the
    /// noun is an office; whether it is.
    fn speaks_for(&mut self, number: usize, tokens: Range<usize>) -> bool {
        let (sentence, words) = (self.sentence(number), &self.words[number]);
        let head = tokens.end - 1;
        let at = words.partition_point(|word| word.token < tokens.start);
        let office = self.gazetteer.offices.at(words, at).is_some();
        let side = sentence.word(head).prepositional_objects().find_map(|(preposition, noun)| {
            let named = self.by_sentence[number].iter().copied().find(|index| {
                let mention = &self.found.mentions[*index];
                mention.head == noun.index() && matches!(self.kind(mention), Role::Government | Role::Body)
            })?;
            (preposition.index() == head + 1 && matches!(&*preposition.lemma, "for" | "of")).then_some(named)
        });
        let Some(index) = side.filter(|_| office) else { return false };
        let tokens = tokens.start..self.found.mentions[index].tokens.end;
        let (span, form) = (sentence.span_of(tokens.clone()), form(sentence, head, tokens.end));
        let entity = self.found.mentions[index].entity;
        self.found.mentions[index] =
            Mention { sentence: number, tokens, head, span, entity, form, how: How::Office };
        true
    }

    /// Lets an unnamed holder of an office, "the Chinese ambassador", be the state or body that is named in `tokens`.
    fn stands_for_side(&mut self, number: usize, tokens: Range<usize>) {
        let head = tokens.end - 1;
        let named = self.by_sentence[number].iter().copied().find(|index| {
            let mention = &self.found.mentions[*index];
            mention.form != Form::Name
                && mention.how == How::Name
                && matches!(self.kind(mention), Role::Government | Role::Body)
                && tokens.start <= mention.tokens.start
                && mention.tokens.end < tokens.end
                && self.sentence(number).word(mention.head).head == head
        });
        if let Some(index) = named {
            let sentence = self.sentence(number);
            let tokens = self.found.mentions[index].tokens.start..tokens.end;
            let (span, form) = (sentence.span_of(tokens.clone()), form(sentence, head, tokens.end));
            let entity = self.found.mentions[index].entity;
            self.found.entities[entity].names.insert(self.article.text[span.start..span.end].to_owned());
            self.found.mentions[index] =
                Mention { sentence: number, tokens, head, span, entity, form, how: How::Office };
        }
    }

    /// The person named before who holds a role: the only one of the last sentences, else of the article; of
    /// several the one whom the article has named most so far.
    fn person_in_role(
        &self,
        number: usize,
        token: usize,
        words: &str,
        offices: &[String],
        side: Option<&str>,
    ) -> Option<usize> {
        let mut near = BTreeSet::new();
        let mut all: BTreeMap<usize, usize> = BTreeMap::new();
        // Without a date the office of another year fits as well; what the article calls him does not lie.
        let mut titled = BTreeSet::new();
        for at in 0..=number {
            for mention in self.mentions_before(at, number, token) {
                let fits = self.is_person(mention.entity)
                    && mention.how.is_name()
                    && side
                        .is_none_or(|s| self.found.entities[mention.entity].represents.as_deref() == Some(s))
                    && self.has_role(mention, words, offices);
                if fits {
                    if self.date().is_none() && self.is_called(mention, words, offices) {
                        titled.insert(mention.entity);
                    }
                    *all.entry(mention.entity).or_default() += 1;
                    if at + ROLE_REACH >= number {
                        near.insert(mention.entity);
                    }
                }
            }
        }
        if !titled.is_empty() {
            all.retain(|person, _| titled.contains(person));
            near.retain(|person| titled.contains(person));
        }
        let far = near.is_empty();
        all.retain(|person, _| far || near.contains(person));
        let most = all.values().copied().max()?;
        // Farther away, he whom the article is about.
        all.retain(|_, count| !far || LEAD * *count >= most);
        let mut leading = all.into_iter().filter(|(_, count)| *count == most);
        leading.next().map(|(person, _)| person).filter(|_| leading.next().is_none())
    }

    /// Whether a person has a role: by the knowledge at the article's date, or by the title he is named with.
    fn has_role(&self, mention: &Mention, words: &str, offices: &[String]) -> bool {
        let entity = &self.found.entities[mention.entity];
        let known = self.schema.knowledge.facts_of("represents", &entity.id).any(|fact| {
            let role = fact.role.as_deref().unwrap_or_default();
            let timely = self.date().is_none_or(|d| within(d, fact.start.as_deref(), fact.end.as_deref()));
            timely && (role == words || offices.iter().any(|office| office == role))
        });
        known || self.is_called(mention, words, offices)
    }

    /// Whether a person is named with the title of a role: "President Reagan".
    fn is_called(&self, mention: &Mention, words: &str, offices: &[String]) -> bool {
        let label = self.found.entities[mention.entity].label.to_lowercase();
        let text = self.article.text[mention.span.start..mention.span.end].to_lowercase();
        let surname = label.rsplit(' ').next().unwrap_or_default();
        let title = text.strip_suffix(&label).or_else(|| text.strip_suffix(surname)).unwrap_or_default();
        let has = |role: &str| {
            title.trim_end().ends_with(role) && !title.contains("vice ") && !title.contains("deputy ")
        };
        has(words) || offices.iter().any(|office| has(office))
    }

    /// Whether the word at `token` is a person by his role: "a spokesman".
    pub(super) fn is_role(&self, number: usize, token: usize) -> bool {
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < token);
        at < words.len() && self.gazetteer.roles.at(&words[at..=at], 0).is_some()
    }
}

/// Whether a clause behind a noun tells who is meant: "the government that fell".
fn is_told(noun: Word) -> bool {
    noun.dependents_as(&[Label::Acl, Label::Relcl]).next().is_some()
}

/// Whether a numeral or determiner stands for a noun: "the two met", not "the two men".
fn stands_alone(word: Word) -> bool {
    let nominal =
        matches!(word.label, Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj | Label::Dative);
    nominal && word.dependents_as(&[Label::Prep]).next().is_none()
}
