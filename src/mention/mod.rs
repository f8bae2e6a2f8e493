//! Mentions: the stretches of a text that name an entity, and which one.
//!
//! Names come from the knowledge, longest match first. A national adjective counts with a noun like
//! "officials" behind it; a capital counts unless it is a mere place ("in Moscow"); a surname counts when
//! the article names the person in full or one holder of it was in office at the time. Titles and
//! nationality before a person's name belong to the person. What fits several entities is left out.

mod gazetteer;
mod phrases;
mod text;

pub use gazetteer::Gazetteer;

use crate::article::{Article, Span};
use crate::language::{Label, Parsed, Pos, Sentence, Tag};
use crate::schema::{self, NameKind, Role, Schema, within};
use gazetteer::Candidate;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use text::{Case, Word};

/// Words allowed between a national adjective and its noun: "senior U.S. defense officials".
const OFFICE_GAP: usize = 2;
/// Words looked back for a title.
const LONGEST_TITLE: usize = 7;

/// The entities that an article names, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// In the order of their first mentions.
    pub entities: Vec<Entity>,
    /// By sentence, then by first token, the longer first. They may nest ("Russia's" in "Russia's proposal"),
    /// but never cross.
    pub mentions: Vec<Mention>,
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Node id, `type:slug`.
    pub id: String,
    /// Node type.
    pub kind: String,
    /// Usual name.
    pub label: String,
    /// Whether the knowledge has it.
    pub known: bool,
    /// Id of the state or organization that an official speaks for, at the article's date or as it says.
    pub represents: Option<String>,
    /// The words that name it in this article.
    pub names: BTreeSet<String>,
}

/// A stretch of text that names an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index of its sentence.
    pub sentence: usize,
    /// Its tokens in the sentence.
    pub tokens: Range<usize>,
    /// The token that governs the others.
    pub head: usize,
    /// Its place in the text.
    pub span: Span,
    /// Index of what it names among the article's entities.
    pub entity: usize,
    /// How it stands in its noun phrase.
    pub form: Form,
    /// How it was found.
    pub how: How,
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

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a name of the knowledge.
    Name,
    /// By a noun that stands for a state or body: "Russian officials".
    Office,
}

/// Finds the mentions of `article`, whose sentences are `parsed`. Cannot fail. Linear in the text.
pub fn find(article: &Article, parsed: &Parsed, schema: &Schema, gazetteer: &Gazetteer) -> Mentions {
    let words: Vec<Vec<Word>> = parsed.sentences.iter().map(|s| gazetteer.words.of_sentence(s)).collect();
    let in_full = named_in_full(&words, gazetteer);
    let mut finder =
        Finder { article, schema, gazetteer, in_full, found: Mentions::default(), places: HashMap::new() };
    for (index, (sentence, words)) in parsed.sentences.iter().zip(&words).enumerate() {
        finder.sentence(index, sentence, words);
    }
    finder.found.mentions.sort_by_key(|m| (m.sentence, m.tokens.start, Reverse(m.tokens.end)));
    finder.found
}

/// The persons whom the article names by more than a surname.
fn named_in_full(sentences: &[Vec<Word>], gazetteer: &Gazetteer) -> BTreeSet<usize> {
    let mut persons = BTreeSet::new();
    for words in sentences {
        let mut at = 0;
        while at < words.len() {
            let found = gazetteer.names(words, at);
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
    found: Mentions,
    /// Place of each entity among those found, by id.
    places: HashMap<String, usize>,
}

impl Finder<'_> {
    fn sentence(&mut self, number: usize, sentence: &Sentence, words: &[Word]) {
        let first = self.found.mentions.len();
        let mut at = 0;
        while at < words.len() {
            let Some((length, candidates)) = self.gazetteer.names(words, at) else {
                at += 1;
                continue;
            };
            let end = at + length;
            let Some((entity, kind)) = self.resolve(&candidates, sentence, words, at..end) else {
                at = end;
                continue;
            };
            let mut range = at..end;
            let mut entity = self.known(entity);
            let mut how = How::Name;
            let mut form = form(sentence, words[at].token..words[end - 1].token + 1, kind);
            if let Some(office) = self.office(words, end, entity)
                && let Some(state) = self.government(entity)
            {
                (entity, form, how) = (state, Form::Name, How::Office);
                range.end = office;
            }
            let entity = entity.id.clone();
            if self.schema.role(&self.schema.knowledge.entities[&entity].kind) == Role::Person {
                range.start = self.title_start(words, at, first);
            }
            at = range.end;
            let entity = self.place(&entity);
            let tokens = words[range.start].token..words[range.end - 1].token + 1;
            let span = Span { start: words[range.start].span.start, end: words[range.end - 1].span.end };
            self.found.entities[entity].names.insert(self.article.text[span.start..span.end].to_owned());
            let head = head(sentence, &tokens);
            self.found.mentions.push(Mention { sentence: number, tokens, head, span, entity, form, how });
        }
    }

    fn known(&self, index: usize) -> &schema::Entity {
        &self.schema.knowledge.entities[index]
    }

    /// The place among the article's entities of the known entity `id`.
    fn place(&mut self, id: &str) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let known = &self.schema.knowledge.entities[id];
        let date = self.article.date.as_ref().map(|date| date.value.as_str());
        let represents = self.schema.knowledge.represented(id, date).map(str::to_owned);
        self.found.entities.push(Entity {
            id: id.to_owned(),
            kind: known.kind.clone(),
            label: known.label.clone(),
            known: true,
            represents,
            names: BTreeSet::new(),
        });
        self.places.insert(id.to_owned(), self.found.entities.len() - 1);
        self.found.entities.len() - 1
    }

    fn role(&self, entity: &schema::Entity) -> Role {
        self.schema.role(&entity.kind)
    }

    /// The one entity a name can mean here, and by which sort of name.
    fn resolve(
        &self,
        candidates: &[&Candidate],
        sentence: &Sentence,
        words: &[Word],
        range: Range<usize>,
    ) -> Option<(usize, NameKind)> {
        let certain = candidates.iter().find(|c| c.kind != NameKind::Short && c.kind != NameKind::Capital);
        if let Some(candidate) = certain {
            return Some((self.at_its_time(candidate.entity?), candidate.kind));
        }
        if let Some(capital) = candidates.iter().find(|c| c.kind == NameKind::Capital) {
            let place = is_place(sentence, words[range.start].token..words[range.end - 1].token + 1);
            return (!place).then_some((self.at_its_time(capital.entity?), NameKind::Capital));
        }
        if self.part_of_longer_name(sentence, words, &range) {
            return None;
        }
        let span = words[range.start].span.start..words[range.end - 1].span.end;
        let common = self.schema.lexicon.common_names.contains(&self.article.text[span]);
        let persons: Vec<usize> = candidates.iter().filter_map(|c| c.entity).collect();
        let in_full: Vec<usize> = persons.iter().copied().filter(|p| self.in_full.contains(p)).collect();
        let titled = self.has_title(words, range.start);
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
        let entity = self.known(index);
        let Some(date) = &self.article.date else { return index };
        if within(&date.value, entity.start.as_deref(), entity.end.as_deref()) {
            return index;
        }
        self.gazetteer
            .predecessors(index)
            .iter()
            .copied()
            .find(|other| {
                let other = self.known(*other);
                within(&date.value, other.start.as_deref(), other.end.as_deref())
            })
            .unwrap_or(index)
    }

    /// Whether an official held an office at the article's date; without a date, whether ever.
    fn in_office(&self, index: usize) -> bool {
        let date = self.article.date.as_ref().map(|date| date.value.as_str());
        self.schema
            .knowledge
            .facts_of("represents", &self.known(index).id)
            .any(|fact| date.is_none_or(|date| within(date, fact.start.as_deref(), fact.end.as_deref())))
    }

    /// Whether a surname is a piece of somebody or something else's name: "Jeb Bush", "Ford Motor".
    fn part_of_longer_name(&self, sentence: &Sentence, words: &[Word], range: &Range<usize>) -> bool {
        let capital = |index: usize| {
            let word = &words[index];
            let tag = sentence.tokens()[word.token].tag;
            !matches!(word.case, Case::Lower) && matches!(tag, Tag::Nnp | Tag::Nnps)
        };
        let before = range.start > 0 && !self.has_title(words, range.start) && capital(range.start - 1);
        let after = range.end < words.len()
            && capital(range.end)
            && self.gazetteer.offices.at(words, range.end).is_none();
        (before || after) && !is_headline(words)
    }

    fn has_title(&self, words: &[Word], at: usize) -> bool {
        self.gazetteer.titles.ending_at(words, at.saturating_sub(LONGEST_TITLE), at).is_some()
    }

    /// The end of a noun like "officials" that makes a mention at `end` its government.
    fn office(&self, words: &[Word], end: usize, entity: &schema::Entity) -> Option<usize> {
        let mut at = end;
        let mark = |word: &Word| &self.article.text[word.span.start..word.span.end];
        if words.get(at).is_some_and(|word| mark(word).starts_with(['\'', '’'])) {
            at += 1;
        }
        let gap = if self.role(entity) == Role::Government { OFFICE_GAP } else { 0 };
        for begin in at..=at + gap {
            let word = |index: usize| mark(&words[index]).starts_with(char::is_alphanumeric);
            if begin >= words.len() || begin > at && !word(begin - 1) {
                return None;
            }
            if let Some((length, ())) = self.gazetteer.offices.at(words, begin) {
                return Some(begin + length);
            }
        }
        None
    }

    /// The government an office noun behind the entity speaks of.
    fn government<'e>(&'e self, entity: &'e schema::Entity) -> Option<&'e schema::Entity> {
        match self.role(entity) {
            Role::Government => Some(entity),
            Role::Person => {
                let date = self.article.date.as_ref().map(|date| date.value.as_str());
                let represented = self.schema.knowledge.represented(&entity.id, date)?;
                let entity = self.schema.knowledge.entities.get(represented);
                entity.filter(|entity| self.role(entity) == Role::Government)
            }
            _ => None,
        }
    }

    /// Where the title and nationality before a person's name at `at` begin; mentions within are dropped.
    fn title_start(&mut self, words: &[Word], at: usize, first: usize) -> usize {
        let Some(mut start) = self.gazetteer.titles.ending_at(words, at.saturating_sub(LONGEST_TITLE), at)
        else {
            return at;
        };
        while let Some(last) = self.found.mentions[first..].last() {
            let kind = &self.found.entities[last.entity].kind;
            let gap =
                self.article.text[last.span.end.min(words[start].span.start)..words[start].span.start].trim();
            if !gap.trim_start_matches(['\'', '’']).trim_start_matches('s').is_empty()
                || self.schema.role(kind) == Role::Person
            {
                break;
            }
            let begin = words.partition_point(|word| word.span.start < last.span.start);
            start = start.min(begin);
            self.found.mentions.pop();
        }
        start
    }
}

/// Whether most words are capitalised, so that capitals tell nothing.
fn is_headline(words: &[Word]) -> bool {
    let (all, capital) = words
        .iter()
        .filter(|w| w.case != Case::None)
        .fold((0, 0), |(all, capital), word| (all + 1, capital + usize::from(word.case != Case::Lower)));
    all > 2 && capital * 5 >= all * 4
}

/// Whether the name at `tokens` is where something happens: "in Moscow".
fn is_place(sentence: &Sentence, tokens: Range<usize>) -> bool {
    let before = tokens.start.checked_sub(1).map(|index| &sentence.tokens()[index]);
    before.is_some_and(|token| {
        token.pos == Pos::Adp
            && ["in", "near", "outside", "around", "at", "into", "inside", "across", "through"]
                .contains(&token.text.to_lowercase().as_str())
    })
}

/// The token of `tokens` that governs the others: the last whose head lies outside.
fn head(sentence: &Sentence, tokens: &Range<usize>) -> usize {
    let all = sentence.tokens();
    let outside = |index: &usize| !tokens.contains(&all[*index].head) || all[*index].head == *index;
    let word = |index: &usize| !matches!(all[*index].label, Label::Punct | Label::Case | Label::Det);
    let heads = || tokens.clone().filter(outside);
    heads().filter(word).last().or_else(|| heads().last()).unwrap_or(tokens.end - 1)
}

/// How the name at `tokens` stands in its noun phrase.
fn form(sentence: &Sentence, tokens: Range<usize>, kind: NameKind) -> Form {
    let all = sentence.tokens();
    if all.get(tokens.end).is_some_and(|token| token.tag == Tag::Pos) {
        return Form::Possessive;
    }
    let modifies = matches!(
        all[head(sentence, &tokens)].label,
        Label::Amod | Label::Compound | Label::Nmod | Label::Poss
    );
    if kind == NameKind::Adjective || modifies { Form::Adjective } else { Form::Name }
}

#[cfg(test)]
mod tests;
