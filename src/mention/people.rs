//! Persons whom the knowledge lacks: who they are by their titles and roles, and whom they speak for.
//!
//! A name of at least two words makes a person; a title before it, an apposition, a complement ("X is the
//! ambassador") or a party in brackets tells his role. Some roles make him a political actor ("senator"),
//! some with a state or body beside them ("NATO spokesman"), some never ("analyst"). The role's state or
//! body is whom he speaks for. What the article calls by the surname later is the same person.

use super::names::LONGEST_TITLE;
use super::{Entity, Finder, Form, How, Scope, Word, form, head, is_headline, slug};
use crate::language::{EntityType, Label, Pos, Sentence, Tag, Token};
use crate::schema::{Name, NameKind, Role, RoleClass};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A person as one article knows him.
#[derive(Default)]
struct Person {
    /// Sentence and tokens of his name, with a title before it.
    mentions: Vec<(usize, Range<usize>)>,
    /// The longest form of his name.
    name: String,
    political: bool,
    outsider: bool,
    represents: Option<String>,
}

/// What the words beside a name say of a person.
#[derive(Default)]
struct Evidence {
    political: bool,
    general: bool,
    outsider: bool,
    represents: Option<String>,
}

impl Finder<'_> {
    /// Finds persons whom the knowledge lacks.
    pub(super) fn people(&mut self) {
        // By surname, in alphabetical order, so that nothing depends on hashing.
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for number in 0..self.words.len() {
            for name in self.full_names(number) {
                let sentence = self.sentence(number);
                let evidence = self.evidence(number, &name);
                let text = self.written_name(sentence, &name);
                let surname = surname(&text);
                let person = people.entry(surname).or_default();
                if text.len() > person.name.len() {
                    person.name = text;
                }
                person.outsider |= evidence.outsider;
                person.political |= evidence.political || evidence.general && evidence.represents.is_some();
                person.represents = person.represents.take().or(evidence.represents);
                let start = self.title_before(number, name.start);
                person.mentions.push((number, start..name.end));
            }
        }
        let mut surnames = BTreeMap::new();
        for (surname, person) in people {
            if self.scope == Scope::Field && (!person.political || person.outsider) {
                for (number, name) in person.mentions {
                    self.outsiders.push((number, head(self.sentence(number), &name)));
                }
                continue;
            }
            let id = format!("official:{}", slug(&person.name));
            if id.ends_with(':') {
                continue;
            }
            let entity = self.place(Entity {
                id,
                kind: "official".to_owned(),
                label: person.name.clone(),
                known: false,
                represents: person.represents,
                holders: Vec::new(),
                names: BTreeSet::from([person.name.clone()]),
            });
            for (number, tokens) in person.mentions {
                let sentence = self.sentence(number);
                let form = form(sentence, head(sentence, &tokens), tokens.end);
                self.add(number, tokens, entity, form, How::Role);
            }
            surnames.insert(surname, entity);
        }
        self.surnames(&surnames);
    }

    /// Names of persons in a sentence that no name of the knowledge covers.
    fn full_names(&self, number: usize) -> Vec<Range<usize>> {
        let sentence = self.sentence(number);
        let tokens = sentence.tokens();
        let proper = |index: usize| {
            matches!(tokens[index].tag, Tag::Nnp | Tag::Nnps)
                && tokens[index].text.starts_with(char::is_uppercase)
        };
        let mut names: Vec<Range<usize>> = Vec::new();
        let persons = sentence.entities().iter().filter(|entity| entity.kind == EntityType::Person);
        names.extend(persons.map(|entity| entity.tokens.clone()));
        // What follows a title is a person whatever the recognizer says.
        let words = &self.words[number];
        for at in 1..words.len() {
            let start = words[at].token;
            let titled = proper(start) && self.titled(words, at);
            // "General Motors", "General Electric": the recognizer takes the title for a part of the name.
            let other = |token: usize| sentence.entities().iter().any(|e| e.tokens.contains(&token));
            let whole = other(start) && words[at - 1].token < start && other(words[at - 1].token);
            if titled && !whole && !names.iter().any(|name| name.contains(&start)) {
                // Behind the first word a capital is enough: taggers take rare surnames for anything.
                let capital = |i: &usize| {
                    let token = &tokens[*i];
                    proper(*i)
                        || token.text.starts_with(char::is_uppercase)
                            && matches!(token.pos, Pos::Noun | Pos::Adj | Pos::Verb | Pos::X)
                            && !is_headline(words)
                };
                let length = (start..tokens.len()).take_while(capital).count();
                names.push(start..start + length);
            }
        }
        // So is what the role of one person stands beside: "X, a senator".
        for word in sentence.words().filter(|word| proper(word.index())) {
            let role = |noun: crate::language::Word| {
                let at = words.partition_point(|own| own.token < noun.index());
                let role = words.get(at..=at).and_then(|one| *self.gazetteer.roles.at(one, 0)?.1);
                noun.tag == Tag::Nn
                    && self.class(role) == Some(RoleClass::Political)
                    && self.side_within(number, &noun.subtree()).is_some()
            };
            let below = |i: &usize| proper(*i) && tokens[*i].head == word.index();
            let length = (0..word.index()).rev().take_while(below).count();
            if length > 0 && word.appositions().any(role) {
                names.push(word.index() - length..word.index() + 1);
            }
        }
        let clean = |name: Range<usize>| {
            let mut name = name;
            while name.len() > 1 && tokens[name.end - 1].tag == Tag::Pos {
                name.end -= 1;
            }
            let mut at = words.partition_point(|word| word.token < name.start);
            // "National Security Adviser Lt. Gen. X": titles may follow one another.
            while let Some((length, ())) = self.gazetteer.titles.at(words, at) {
                at += length;
                name.start = words.get(at).map_or(name.end, |word| word.token).min(name.end);
            }
            name
        };
        let free = |name: &Range<usize>| {
            !name.is_empty()
                && !self.mentions_of(number).any(|m| m.tokens.start < name.end && name.start < m.tokens.end)
        };
        let whole = |name: &Range<usize>| {
            let capital = name.clone().filter(|i| proper(*i)).count();
            let at = words.partition_point(|w| w.token < name.start);
            // A surname that the knowledge has means one of those who bear it, or nobody.
            capital >= 2
                || capital == 1 && self.titled(words, at) && self.gazetteer.names(words, at).is_none()
        };
        let mut names: Vec<Range<usize>> = names.into_iter().map(clean).filter(free).filter(whole).collect();
        names.sort_by_key(|name| (name.start, name.end));
        names.dedup_by(|later, earlier| later.start < earlier.end);
        names
    }

    fn class(&self, role: Option<usize>) -> Option<RoleClass> {
        role.map(|place| self.schema.lexicon.roles[place].class)
    }

    /// Whether a title that makes a person political ends before the word at `at`: "Sen.", not "Mr.".
    fn titled(&self, words: &[Word], at: usize) -> bool {
        let start = at.saturating_sub(LONGEST_TITLE);
        self.gazetteer.titles.ending_at(words, start, at).is_some_and(|start| {
            (start..at).any(|i| {
                self.gazetteer.roles.all_at(words, i).any(|(_, role)| {
                    !matches!(self.class(*role), Some(RoleClass::Staff | RoleClass::Outsider))
                })
            }) && words[start].case != super::Case::Lower
        })
    }

    /// The first token of the title before the name at token `start`, `start` if it has none.
    fn title_before(&self, number: usize, start: usize) -> usize {
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < start);
        let title = self.gazetteer.titles.ending_at(words, at.saturating_sub(LONGEST_TITLE), at);
        let first = title.map_or(start, |title| words[title].token);
        // A name that overlaps the title ("NATO Secretary General") is part of it or ends before it.
        let crossing = |m: &&super::Mention| m.tokens.start < first && m.tokens.end > first;
        self.mentions_of(number).find(crossing).map_or(first, |m| m.tokens.start)
    }

    fn written_name(&self, sentence: &Sentence, name: &Range<usize>) -> String {
        let span = sentence.span_of(name.clone());
        self.article.text[span.start..span.end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the words around the name at `name` say of the person.
    fn evidence(&self, number: usize, name: &Range<usize>) -> Evidence {
        let sentence = self.sentence(number);
        let word = sentence.word(head(sentence, name));
        let mut evidence = Evidence::default();
        // "Senators X and Y"
        if word.label == Label::Conj {
            let first = word.first_conjunct();
            let phrase = first.noun_phrase();
            if sentence.tokens()[phrase.clone()].iter().any(Token::is_plural_noun) {
                self.weigh(number, phrase, &mut evidence);
            }
        }
        let phrase = word.noun_phrase();
        self.weigh(number, phrase.start.min(name.start)..name.start, &mut evidence);
        let start = self.title_before(number, name.start);
        self.weigh(number, start..name.start, &mut evidence);
        for apposition in word.appositions() {
            self.weigh(number, apposition.subtree(), &mut evidence);
        }
        if word.label == Label::Appos
            && let Some(noun) = word.governor()
        {
            self.weigh(number, noun.noun_phrase().start..name.start, &mut evidence);
        }
        if matches!(word.label, Label::Nsubj)
            && let Some(verb) = word.governor().filter(|verb| verb.lemma == "be")
            && let Some(complement) = verb.complement().filter(|c| c.label == Label::Attr)
        {
            self.weigh(number, complement.subtree(), &mut evidence);
        }
        for relative in word.dependents_as(&[Label::Relcl]).filter(|verb| verb.lemma == "be") {
            if let Some(complement) = relative.complement().filter(|c| c.label == Label::Attr) {
                self.weigh(number, complement.subtree(), &mut evidence);
            }
        }
        self.party(number, name, &mut evidence);
        evidence
    }

    /// Reads the role words within `tokens`, and whom they make the person speak for.
    fn weigh(&self, number: usize, tokens: Range<usize>, evidence: &mut Evidence) {
        let words = &self.words[number];
        let (start, end) = (
            words.partition_point(|word| word.token < tokens.start),
            words.partition_point(|word| word.token < tokens.end),
        );
        let mut at = start;
        let mut found = false;
        while at < end {
            let Some((length, role)) = self.gazetteer.roles.at(&words[..end], at) else {
                at += 1;
                continue;
            };
            // The first role is the person's; those behind it are somebody else's: "an aide to the president".
            match self.class(*role) {
                _ if found => {}
                Some(RoleClass::Political) => evidence.political = true,
                Some(RoleClass::General) => evidence.general = true,
                // "A State Department analyst" is one of the state's.
                Some(RoleClass::Staff) if self.ends_with_seat(number, words[at].token) => {
                    evidence.general = true;
                }
                Some(RoleClass::Staff | RoleClass::Outsider) => evidence.outsider = true,
                None => {}
            }
            found = true;
            at += length;
        }
        if found && evidence.represents.is_none() {
            evidence.represents = self.side_within(number, &tokens);
        }
    }

    /// Whether the seat of a government is named right before token `end`: "the State Department".
    fn ends_with_seat(&self, number: usize, end: usize) -> bool {
        self.mentions_of(number).any(|m| {
            let text = &self.article.text[m.span.start..m.span.end];
            let known = self.schema.knowledge.entities.get(&self.found.entities[m.entity].id);
            let seat = |name: &Name| name.kind == NameKind::Seat && name.text == text;
            m.tokens.end == end
                && self.kind(m) == Role::Government
                && known.is_some_and(|entity| entity.names.iter().any(seat))
        })
    }

    /// Reads a party and constituency behind a name: "(R-Ohio)", ", D-N.Y.,".
    fn party(&self, number: usize, name: &Range<usize>, evidence: &mut Evidence) {
        let tokens = self.sentence(number).tokens();
        let rest = tokens[name.end..]
            .iter()
            .take(4)
            .find(|token| token.text.len() > 1 || token.text == "R" || token.text == "D");
        let next = rest.filter(|token| {
            let mut chars = token.text.chars();
            let party = chars.next().is_some_and(|c| matches!(c, 'R' | 'D' | 'I'));
            party && (chars.next() == Some('-') || chars.as_str().is_empty() && token.text.len() == 1)
        });
        if next.is_some_and(|token| token.span.start < tokens[name.end - 1].span.end + 6)
            && tokens.get(name.end).is_some_and(|token| matches!(token.text, "(" | "," | "["))
        {
            evidence.political = true;
            if evidence.represents.is_none() {
                evidence.represents = Some("organization:us-congress".to_owned());
            }
        }
    }

    /// Finds the surnames of persons whom the article named in full.
    fn surnames(&mut self, surnames: &BTreeMap<String, usize>) {
        if surnames.is_empty() {
            return;
        }
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            let tokens = sentence.tokens();
            for (index, token) in tokens.iter().enumerate() {
                if !matches!(token.tag, Tag::Nnp | Tag::Nnps) || self.at(number, index).is_some() {
                    continue;
                }
                let Some(entity) = surnames.get(&token.text.to_lowercase()).copied() else { continue };
                // A piece of a longer name is somebody else's: "the Brady bill", "Ford Motor".
                let other = |i: usize| {
                    tokens.get(i).is_some_and(|t| matches!(t.tag, Tag::Nnp | Tag::Nnps) && t.head == index)
                };
                let name = self.title_before(number, index)..index + 1;
                if name.start == index && (index > 0 && other(index - 1)) || other(index + 1) {
                    continue;
                }
                let form = form(sentence, index, index + 1);
                if form == Form::Adjective {
                    continue;
                }
                let free =
                    !self.mentions_of(number).any(|m| m.tokens.start < name.end && name.start < m.tokens.end);
                let name = if free { name } else { index..index + 1 };
                self.add(number, name, entity, form, How::Surname);
            }
        }
    }

    /// The side that a person speaks for, by its place among the entities.
    pub(super) fn side_of(&self, entity: usize) -> Option<usize> {
        self.places.get(self.found.entities[entity].represents.as_ref()?).copied()
    }

    /// Whether an entity is a person.
    pub(super) fn is_person(&self, entity: usize) -> bool {
        self.role(&self.found.entities[entity].kind) == Role::Person
    }
}

/// What a person is called by later, in lower case: the last word of his name, the first where the family's
/// name stands there ("Kim Yong-chol").
fn surname(name: &str) -> String {
    let suffix = |word: &&str| matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    let mut words = name.split_whitespace();
    let last = words.clone().rfind(|word| !suffix(word)).unwrap_or_default();
    let surname = match last.rsplit_once('-') {
        Some((_, given)) if given.starts_with(char::is_lowercase) => words.next().unwrap_or_default(),
        Some((_, surname)) => surname,
        None => last,
    };
    surname.to_lowercase()
}
