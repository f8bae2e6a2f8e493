//! Bodies that the knowledge lacks: parliaments, oppositions and armed groups of a state ("the Finnish
//! opposition", "separatists in eastern Ukraine"), and names that end in a word for a body ("Hill Tribe").

use super::{Entity, Finder, How, Scope, Word, form, is_headline, slug};
use crate::language::{EntityType, Label, Pos, Tag};
use crate::schema::{BodyNeeds, NameKind, Role};
use std::collections::BTreeSet;
use std::ops::Range;

/// Digits of the longest number that counts states; a year has more.
const LONGEST_COUNT: usize = 3;

impl Finder<'_> {
    /// Finds bodies by description and by the last word of their names.
    pub(super) fn bodies(&mut self) {
        for number in 0..self.words.len() {
            self.bodies_of_states(number);
            self.bodies_by_name(number);
        }
    }

    /// Finds "its allies", once pronouns are read.
    pub(super) fn bodies_of_pronouns(&mut self) {
        for number in 0..self.words.len() {
            self.bodies_of_states(number);
        }
    }

    /// Finds "the Finnish opposition", "rebels in Syria", "the parliament".
    fn bodies_of_states(&mut self, number: usize) {
        let sentence = self.sentence(number);
        let words = &self.words[number];
        let mut at = 0;
        while at < words.len() {
            let Some((length, place)) = self.gazetteer.bodies.at(words, at) else {
                at += 1;
                continue;
            };
            let tokens = words[at].token..words[at + length - 1].token + 1;
            at += length;
            let Some(body) = place.map(|place| &self.schema.lexicon.bodies[place]) else { continue };
            let head = tokens.end - 1;
            let word = sentence.word(head);
            let noun = matches!(word.pos, Pos::Noun | Pos::Propn);
            let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod | Label::Poss);
            let named = self.mentions_of(number).any(|m| m.tokens.contains(&head));
            // "Russian opposition to the plan" is no body, "a rebel" no group.
            let told = word.dependents_as(&[Label::Prep]).any(|p| &*p.lemma == "to");
            let one = word.tag != Tag::Nns && body.needs == BodyNeeds::State;
            if told
                || one
                || body.needs == BodyNeeds::Name
                || !noun
                || modifies && word.label != Label::Poss
                || named
            {
                continue;
            }
            let phrase = word.noun_phrase();
            let mut start = tokens.start;
            let before = phrase.start.min(start)..start;
            if body.needs == BodyNeeds::Number {
                self.body_by_number(number, before, tokens.end);
                continue;
            }
            let whole = if body.needs == BodyNeeds::Body { Role::Body } else { Role::Government };
            let mut state = self.holder_within(number, before, whole);
            if let Some((from, _)) = &state {
                start = *from;
            }
            // "separatists in Ukraine", "the House subcommittee on Europe"
            let behind = word.dependents_as(&[Label::Prep]).find(|p| p.index() == head + 1);
            let complement = behind.and_then(|p| Some((p, p.dependent(Label::Pobj)?)));
            // "The committees of the House and the Senate" are not the one's.
            let complement = complement.filter(|(_, noun)| {
                !noun
                    .conjuncts()
                    .any(|other| self.holder_within(number, other.noun_phrase(), whole).is_some())
            });
            let mut full = None;
            if let Some((preposition, noun)) = complement {
                let of_state = state.is_none();
                if of_state {
                    state = self.holder_within(number, noun.noun_phrase(), whole);
                }
                let dated = matches!(noun.entity, Some(EntityType::Date | EntityType::Time));
                let on = body.needs == BodyNeeds::Body && &*preposition.lemma == "on" && !dated;
                let last = noun.dependents_as(&[Label::Conj]).last().filter(|_| on).unwrap_or(noun);
                full = (of_state && state.is_some() || on).then_some((last.noun_phrase().end, on));
            }
            let definite = sentence.tokens()[phrase.start.min(tokens.start)..tokens.start]
                .iter()
                .any(|token| matches!(&*token.lemma, "the" | "its" | "their" | "our"))
                // "Parliament approved it"
                || phrase.start == tokens.start && word.label == Label::Nsubj;
            let bare = body.needs == BodyNeeds::Only
                && definite
                && word.tag == Tag::Nn
                && word.dependents_as(&[Label::Prep]).next().is_none();
            let entity = match state {
                Some((_, entity)) => Some(entity),
                None if bare && self.named_before(number, tokens.clone()) => continue,
                // "Kurdish guerrillas ... the rebels"
                None if definite && body.needs == BodyNeeds::State && full.is_none() => {
                    self.named_before(number, tokens);
                    continue;
                }
                None if bare => self.only_state_before(number, tokens.start),
                None => None,
            };
            if let Some(state) = entity {
                let written = words[at - length..at].iter().map(|word| self.written(word).to_lowercase());
                let mut written = written.collect::<Vec<_>>().join(" ");
                let mut words = body.words.clone();
                if let Some((end, true)) = full {
                    let matter = self.text_of(number, tokens.end..end);
                    written = format!("{written} {matter}");
                    words = format!("{words} {matter}");
                }
                let entity = self.body_of(state, &written, &words);
                let form = form(sentence, head, tokens.end);
                self.add(number, start..tokens.end, entity, form, How::Office);
                if let Some((end, _)) = full {
                    let name = self.text_of(number, start..end);
                    self.found.entities[entity].names.insert(name);
                }
            }
        }
    }

    /// The words of `tokens`, on one line.
    pub(super) fn text_of(&self, number: usize, tokens: Range<usize>) -> String {
        let span = self.sentence(number).span_of(tokens);
        let text = &self.article.text[span.start..span.end];
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Finds "the committee", once bodies are found by their names, "the Senate Foreign Relations Committee".
    pub(super) fn short_forms(&mut self) {
        for number in 0..self.words.len() {
            let words = &self.words[number];
            for at in 0..words.len() {
                let body = self.gazetteer.bodies.at(&words[at..=at], 0).and_then(|(_, place)| *place);
                let needs = body.map(|place| self.schema.lexicon.bodies[place].needs);
                if matches!(needs, Some(BodyNeeds::Name | BodyNeeds::Body)) {
                    self.short_form(number, words[at].token);
                }
            }
        }
    }

    /// Lets "the committee" with the noun at token `head` be the body that was last named so.
    fn short_form(&mut self, number: usize, head: usize) {
        let sentence = self.sentence(number);
        let word = sentence.word(head);
        let phrase = word.noun_phrase();
        let definite = phrase.len() == 2 && matches!(&*sentence.tokens()[phrase.start].lemma, "the" | "this");
        let modifies = matches!(word.label, Label::Compound | Label::Amod | Label::Nmod);
        let told = word.dependents_as(&[Label::Prep, Label::Relcl, Label::Acl]).next().is_some();
        let named = self.mentions_of(number).any(|m| m.tokens.contains(&head));
        if definite && !modifies && !told && !named && word.tag == Tag::Nn {
            self.named_before(number, head..head + 1);
        }
    }

    /// Lets "the opposition" be the body that was last named so, "the Syrian opposition"; whether there is one.
    fn named_before(&mut self, number: usize, tokens: Range<usize>) -> bool {
        let head = tokens.end - 1;
        let word = self.sentence(number).tokens()[head].text.to_lowercase();
        let called = |entity: usize| {
            let entity = &self.found.entities[entity];
            let known = self.schema.knowledge.entities.get(&entity.id);
            let last = |name: &str| name.to_lowercase().rsplit(' ').next() == Some(&*word);
            known.map_or_else(|| last(&entity.label), |known| known.names.iter().any(|name| last(&name.text)))
        };
        let words = &self.words[number];
        let body = self.gazetteer.bodies.at(words, words.partition_point(|own| own.token < head));
        let class = body.and_then(|(_, place)| *place).map(|place| &*self.schema.lexicon.bodies[place].class);
        let of_class = |entity: usize| {
            let known = self.schema.knowledge.entities.get(&self.found.entities[entity].id);
            class.filter(|class| !class.is_empty()).is_some_and(|class| {
                known.and_then(|known| known.attributes.get("class")).is_some_and(|own| own == class)
            })
        };
        let alike = |entity: usize| {
            let label = &self.found.entities[entity].label;
            let last = label.rsplit(' ').next().unwrap_or_default();
            let body = self.gazetteer.body(last).map(|place| &*self.schema.lexicon.bodies[place].class);
            class.is_some_and(|class| !class.is_empty() && body == Some(class))
        };
        let called = |entity: usize| called(entity) || of_class(entity) || alike(entity);
        let last = (0..=number).rev().find_map(|at| {
            let before = |m: &&super::Mention| at < number || m.tokens.end <= tokens.start;
            let bodies = self.mentions_of(at).filter(before).filter(|m| self.kind(m) == Role::Body);
            bodies.filter(|m| called(m.entity)).max_by_key(|m| m.tokens.start).map(|m| m.entity)
        });
        if let Some(entity) = last {
            let form = form(self.sentence(number), head, tokens.end);
            self.add(number, tokens, entity, form, How::Definite);
        }
        last.is_some()
    }

    /// The first government or body named within `tokens`, with the first token of its name.
    fn holder_within(&self, number: usize, tokens: Range<usize>, role: Role) -> Option<(usize, usize)> {
        let within = |m: &&super::Mention| tokens.start <= m.tokens.start && m.tokens.end <= tokens.end;
        // "U.S.-backed rebels" are not the United States'.
        let text = &self.article.text;
        let apart = |m: &&super::Mention| {
            !text[m.span.end..].starts_with('-') && !text[..m.span.start].ends_with('-')
        };
        let holders = self.mentions_of(number).filter(within).filter(|m| self.kind(m) == role).filter(apart);
        holders.map(|m| (m.tokens.start, m.entity)).min()
    }

    /// Adds "five other nations": a number above two within `before`, up to the noun that ends at `end`.
    fn body_by_number(&mut self, number: usize, before: Range<usize>, end: usize) {
        let sentence = self.sentence(number);
        let tokens = sentence.tokens();
        let numeral = before.clone().find(|i| {
            let text = tokens[*i].text.to_lowercase();
            let few = !matches!(&*text, "one" | "two" | "1" | "2");
            let written = text.bytes().all(|b| b.is_ascii_alphabetic());
            let counted = text.len() <= LONGEST_COUNT && text.bytes().all(|b| b.is_ascii_digit());
            tokens[*i].tag == Tag::Cd && few && (written || counted)
        });
        let plural = tokens[end - 1].is_plural_noun();
        // "The six countries", "five other nations", not any six.
        let told = |i: usize| matches!(&*tokens[i].lemma, "the" | "these" | "those" | "all" | "other");
        let Some(start) = numeral.filter(|_| plural && before.clone().any(told)) else { return };
        let words: Vec<&str> = tokens[start..end].iter().map(|token| token.text).collect();
        let label = words.join(" ").to_lowercase();
        let entity = self.place(Entity {
            id: format!("organization:{}", slug(&label)),
            kind: "organization".to_owned(),
            label,
            known: false,
            represents: None,
            holders: Vec::new(),
            names: BTreeSet::new(),
        });
        let form = form(sentence, end - 1, end);
        self.add(number, start..end, entity, form, How::Office);
    }

    /// The body of a state that `written` names: the knowledge's, or one of this article.
    fn body_of(&mut self, state: usize, written: &str, words: &str) -> usize {
        let id = self.found.entities[state].id.clone();
        let label = self.found.entities[state].label.clone();
        let known = self.schema.knowledge.entities.get(&id);
        let adjectives: Vec<&str> = known
            .iter()
            .flat_map(|entity| &entity.names)
            .filter(|name| name.kind == NameKind::Adjective)
            .map(|name| name.text.as_str())
            .collect();
        let owner = [written, words].into_iter().find_map(|words| {
            let with = adjectives.iter().map(|adjective| format!("{adjective} {words}"));
            let full = with.chain([format!("{label}'s {words}")]);
            full.filter_map(|name| self.gazetteer.owner(&name))
                .find(|owner| self.role(&self.schema.knowledge.entities[*owner].kind) == Role::Body)
        });
        if let Some(owner) = owner {
            let id = self.schema.knowledge.entities[owner].id.clone();
            return self.known(&id);
        }
        let state = slug(id.split_once(':').map_or(&*id, |(_, slug)| slug));
        let whole = adjectives.first().copied().unwrap_or(&label);
        let label = format!("{whole} {written}");
        self.place(Entity {
            id: format!("organization:{state}-{}", slug(words)),
            kind: "organization".to_owned(),
            label,
            known: false,
            represents: None,
            holders: Vec::new(),
            names: BTreeSet::new(),
        })
    }

    /// Finds names that the recognizer takes for an organization's and that end in a word for a body.
    fn bodies_by_name(&mut self, number: usize) {
        let sentence = self.sentence(number);
        let tokens = sentence.tokens();
        let words = &self.words[number];
        if is_headline(words) {
            return;
        }
        for entity in sentence.entities().iter().filter(|e| e.kind == EntityType::Org) {
            let mut name = entity.tokens.clone();
            while name.start < name.end && !tokens[name.start].text.starts_with(char::is_uppercase)
                || tokens.get(name.start).is_some_and(|token| token.label == Label::Det)
            {
                name.start += 1;
            }
            while name.end > name.start && tokens[name.end - 1].tag == Tag::Pos {
                name.end -= 1;
            }
            let small = (name.start..name.end).find(|i| tokens[*i].pos == Pos::Adp);
            let core = name.start..small.unwrap_or(name.end);
            let general = self.scope == Scope::General;
            if core.len() < 2 && small.is_none() && !general || core.is_empty() {
                continue;
            }
            let last = core.end - 1;
            let at = words.partition_point(|word| word.token < last);
            let body = words.get(at).filter(|word| word.token == last).and_then(|word: &Word| {
                let (_, place) = self.gazetteer.bodies.at(std::slice::from_ref(word), 0)?;
                place.map(|place| self.schema.lexicon.bodies[place].needs)
            });
            let proper = tokens[last].text.starts_with(char::is_uppercase)
                && core.clone().all(|i| tokens[i].pos != Pos::Verb);
            let taken = self.mentions_of(number).any(|m| {
                m.tokens.contains(&last) || m.tokens.start < name.start && m.tokens.end > name.start
            });
            let crosses =
                self.mentions_of(number).any(|m| m.tokens.start < name.end && m.tokens.end > name.end);
            // "The Hill Committee" is a body by its name as well as "the committee" is one of its chamber's.
            let named = match body {
                Some(BodyNeeds::Name) => true,
                Some(BodyNeeds::Body) => general || tokens[last].tag == Tag::Nnp && core.len() > 1,
                _ => general,
            };
            if !named || !proper || taken || crosses {
                continue;
            }
            let label = self.text_of(number, name.clone());
            let id = format!("organization:{}", slug(&label));
            let entity = self.place(Entity {
                id,
                kind: "organization".to_owned(),
                label,
                known: false,
                represents: None,
                holders: Vec::new(),
                names: BTreeSet::new(),
            });
            let form = form(sentence, last, name.end);
            self.add(number, name, entity, form, How::Role);
        }
    }
}
