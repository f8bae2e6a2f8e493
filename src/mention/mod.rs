//! Mentions: the stretches of a text that name a known entity, and which one.
//!
//! Names come from the knowledge, longest match first. A national adjective counts with a noun like
//! "officials" behind it; a capital counts unless it is a mere place ("in Moscow"); a surname counts when
//! the article names the person in full or one holder of it was in office at the time. Titles and
//! nationality before a person's name belong to the person. What fits several entities is left out.

mod gazetteer;

pub use gazetteer::Gazetteer;

use crate::article::{Article, Span};
use crate::schema::{Entity, NameKind, Role, Schema, WordClass, within};
use crate::words::{Sentence, Token};
use gazetteer::Candidate;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words allowed between a national adjective and its noun: "senior U.S. defense officials".
const OFFICE_GAP: usize = 2;
/// Tokens looked back for a title.
const LONGEST_TITLE: usize = 7;

/// A stretch of text that names an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index of its sentence.
    pub sentence: usize,
    /// Its tokens in the sentence.
    pub tokens: Range<usize>,
    /// Its place in the text.
    pub span: Span,
    /// Id of the entity.
    pub entity: String,
    /// Type of the entity.
    pub kind: String,
    /// How it stands in its noun phrase.
    pub form: Form,
}

/// How a mention stands in its noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By itself: "Russia", "Russian officials".
    Name,
    /// Before what it owns: "Russia's".
    Possessive,
    /// As an adjective: "Russian", "U.S." in "U.S. plans".
    Adjective,
}

/// Finds the mentions of `article` in text order, not overlapping. O(tokens).
pub fn find(
    article: &Article,
    sentences: &[Sentence],
    schema: &Schema,
    gazetteer: &Gazetteer,
) -> Vec<Mention> {
    let finder = Finder { article, schema, gazetteer, in_full: named_in_full(sentences, article, gazetteer) };
    let mut mentions = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        finder.sentence(index, &sentence.tokens, &mut mentions);
    }
    mentions
}

/// The persons whom the article names by more than a surname.
fn named_in_full(sentences: &[Sentence], article: &Article, gazetteer: &Gazetteer) -> BTreeSet<usize> {
    let mut persons = BTreeSet::new();
    for sentence in sentences {
        let mut at = 0;
        while at < sentence.tokens.len() {
            let found = gazetteer.names(&article.text, &sentence.tokens, at);
            if let Some((_, candidates)) = &found {
                let full = candidates.iter().filter(|c| c.kind != NameKind::Short);
                persons.extend(full.filter_map(|candidate| candidate.entity));
            }
            at += found.map_or(1, |(length, _)| length);
        }
    }
    persons
}

struct Finder<'a> {
    article: &'a Article,
    schema: &'a Schema,
    gazetteer: &'a Gazetteer,
    in_full: BTreeSet<usize>,
}

impl Finder<'_> {
    fn sentence(&self, sentence: usize, tokens: &[Token], mentions: &mut Vec<Mention>) {
        let first = mentions.len();
        let mut at = 0;
        while at < tokens.len() {
            let Some((length, candidates)) = self.gazetteer.names(&self.article.text, tokens, at) else {
                at += 1;
                continue;
            };
            let end = at + length;
            let Some((entity, kind)) = self.resolve(&candidates, tokens, at..end) else {
                at = end;
                continue;
            };
            let mut range = at..end;
            let mut entity = self.entity(entity);
            let mut form = self.form(kind, entity, tokens, end);
            if let Some(office) = self.office(tokens, end, entity)
                && let Some(state) = self.government(entity)
            {
                (entity, form) = (state, Form::Name);
                range.end = office;
            }
            if self.role(entity) == Role::Person {
                range.start = self.title_start(tokens, at, first, mentions);
            }
            at = range.end;
            let span = Span { start: tokens[range.start].span.start, end: tokens[range.end - 1].span.end };
            let (entity, kind) = (entity.id.clone(), entity.kind.clone());
            mentions.push(Mention { sentence, tokens: range, span, entity, kind, form });
        }
    }

    fn entity(&self, index: usize) -> &Entity {
        &self.schema.knowledge.entities[index]
    }

    fn role(&self, entity: &Entity) -> Role {
        self.schema.role(&entity.kind)
    }

    fn class(&self, token: &Token) -> Option<WordClass> {
        self.schema.lexicon.functions.get(&token.key).copied()
    }

    /// The one entity a name can mean here, and by which sort of name.
    fn resolve(
        &self,
        candidates: &[&Candidate],
        tokens: &[Token],
        range: Range<usize>,
    ) -> Option<(usize, NameKind)> {
        let certain = candidates.iter().find(|c| c.kind != NameKind::Short && c.kind != NameKind::Capital);
        if let Some(candidate) = certain {
            return Some((self.at_its_time(candidate.entity?), candidate.kind));
        }
        if let Some(capital) = candidates.iter().find(|c| c.kind == NameKind::Capital) {
            let before = range.start.checked_sub(1).and_then(|i| self.class(&tokens[i]));
            let place = before == Some(WordClass::Place);
            return (!place).then_some((self.at_its_time(capital.entity?), NameKind::Capital));
        }
        if self.part_of_longer_name(tokens, &range) {
            return None;
        }
        let span = tokens[range.start].span.start..tokens[range.end - 1].span.end;
        let common = self.schema.lexicon.common_names.contains(&self.article.text[span]);
        let persons: Vec<usize> = candidates.iter().filter_map(|c| c.entity).collect();
        let in_full: Vec<usize> = persons.iter().copied().filter(|p| self.in_full.contains(p)).collect();
        let titled = self.has_title(tokens, range.start);
        let by_office = persons.iter().copied().filter(|p| (titled || !common) && self.in_office(*p));
        let in_office: Vec<usize> = by_office.collect();
        let one = [in_full, in_office].into_iter().find_map(|found| match found[..] {
            [one] => Some(one),
            _ => None,
        });
        Some((one?, NameKind::Short))
    }

    /// A state of another time gives way to its predecessor: Moscow of 1988 is the Soviet Union's.
    fn at_its_time(&self, index: usize) -> usize {
        let entity = self.entity(index);
        let Some(date) = &self.article.date else { return index };
        if within(&date.value, entity.start.as_deref(), entity.end.as_deref()) {
            return index;
        }
        self.gazetteer
            .predecessors(index)
            .iter()
            .copied()
            .find(|other| {
                let other = self.entity(*other);
                within(&date.value, other.start.as_deref(), other.end.as_deref())
            })
            .unwrap_or(index)
    }

    /// Whether an official held an office at the article's date; without a date, whether ever.
    fn in_office(&self, index: usize) -> bool {
        let date = self.article.date.as_ref().map(|date| date.value.as_str());
        self.schema
            .knowledge
            .facts_of("represents", &self.entity(index).id)
            .any(|fact| date.is_none_or(|date| within(date, fact.start.as_deref(), fact.end.as_deref())))
    }

    /// Whether a surname is a piece of somebody or something else's name: "Jeb Bush", "Ford Motor".
    fn part_of_longer_name(&self, tokens: &[Token], range: &Range<usize>) -> bool {
        let capital = |index: usize| {
            let token = &tokens[index];
            let word = &self.article.text[token.span.start..token.span.end];
            word.starts_with(char::is_uppercase) && self.class(token).is_none()
        };
        let before = range.start > 0 && !self.has_title(tokens, range.start) && capital(range.start - 1);
        let after = range.end < tokens.len()
            && capital(range.end)
            && self.gazetteer.offices.at(tokens, range.end).is_none();
        (before || after) && !self.is_headline(tokens)
    }

    /// Whether most words are capitalised, so that capitals tell nothing.
    fn is_headline(&self, tokens: &[Token]) -> bool {
        let words = tokens.iter().filter(|token| token.is_word() && self.class(token).is_none());
        let (all, capital) = words.fold((0, 0), |(all, capital), token| {
            let upper = self.article.text[token.span.start..token.span.end].starts_with(char::is_uppercase);
            (all + 1, capital + usize::from(upper))
        });
        all > 2 && capital * 5 >= all * 4
    }

    fn has_title(&self, tokens: &[Token], at: usize) -> bool {
        self.gazetteer.titles.ending_at(tokens, at.saturating_sub(LONGEST_TITLE), at).is_some()
    }

    fn form(&self, kind: NameKind, entity: &Entity, tokens: &[Token], end: usize) -> Form {
        let next = tokens.get(end);
        if next.is_some_and(|token| token.key == "'s" || token.key == "'") {
            return Form::Possessive;
        }
        if kind == NameKind::Adjective {
            return Form::Adjective;
        }
        // "U.S." is a name and an adjective: before a noun it is the latter.
        let both = self.gazetteer.is_adjective(entity, tokens, end);
        let noun_follows = next.is_some_and(|token| {
            token.is_word()
                && self.class(token).is_none()
                && !self.gazetteer.is_verb(&token.key)
                && !token.key.ends_with("ly")
        });
        if both && noun_follows { Form::Adjective } else { Form::Name }
    }

    /// The end of a noun like "officials" that makes a mention at `end` its government.
    fn office(&self, tokens: &[Token], end: usize, entity: &Entity) -> Option<usize> {
        let mut at = end;
        if tokens.get(at).is_some_and(|token| token.key == "'s" || token.key == "'") {
            at += 1;
        }
        let gap = if self.role(entity) == Role::Government { OFFICE_GAP } else { 0 };
        for begin in at..=at + gap {
            if begin >= tokens.len() || (begin > at && !tokens[begin - 1].is_word()) {
                return None;
            }
            if begin > at && self.class(&tokens[begin - 1]).is_some() {
                return None;
            }
            if let Some((length, ())) = self.gazetteer.offices.at(tokens, begin) {
                return Some(begin + length);
            }
        }
        None
    }

    /// The government an office noun behind the entity speaks of.
    fn government<'e>(&'e self, entity: &'e Entity) -> Option<&'e Entity> {
        match self.role(entity) {
            Role::Government => Some(entity),
            Role::Person => {
                let date = self.article.date.as_ref().map(|date| date.value.as_str());
                let represented = self.schema.knowledge.represented(&entity.id, date)?;
                self.schema
                    .knowledge
                    .entities
                    .get(represented)
                    .filter(|entity| self.role(entity) == Role::Government)
            }
            _ => None,
        }
    }

    /// Where the title and nationality before a person's name at `at` begin; mentions within are dropped.
    fn title_start(&self, tokens: &[Token], at: usize, first: usize, mentions: &mut Vec<Mention>) -> usize {
        let Some(mut start) = self.gazetteer.titles.ending_at(tokens, at.saturating_sub(LONGEST_TITLE), at)
        else {
            return at;
        };
        while let Some(last) = mentions[first..].last() {
            let gap = &tokens[last.tokens.end.min(start)..start];
            if gap.iter().any(|token| token.key != "'s") || self.schema.role(&last.kind) == Role::Person {
                break;
            }
            start = start.min(last.tokens.start);
            mentions.pop();
        }
        start
    }
}

#[cfg(test)]
mod tests;
