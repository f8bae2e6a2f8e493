//! Mentions: the stretches of a text that name an entity, and which one.
//!
//! Names come from the knowledge, longest match first. A national adjective counts with a noun like
//! "officials" behind it; a capital counts unless it is a mere place ("in Moscow"); a surname counts when
//! the article names the person in full or one holder of it was in office at the time. Titles and
//! nationality before a person's name belong to the person. A name that fits several entities is left out. Pronouns and
//! definite nouns mean what the rules tell, else what is clearly likeliest.

mod acts;
pub mod antecedents;
mod bodies;
mod coreference;
mod gazetteer;
mod gender;
mod general;
mod inflect;
mod names;
mod pairs;
mod people;
mod phrases;
mod pronouns;
mod quotes;
pub mod render;
mod text;
mod things;
mod transparent;

pub use gazetteer::Gazetteer;

use crate::article::{Article, Span};
use crate::language::{Label, Parsed, Sentence, Tag};
use crate::schema::{Role, Schema};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use text::{Case, Word};
use unicode_normalization::UnicodeNormalization;

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
    /// Ids of who has a system or makes a proposal, as far as knowledge or article tell.
    pub holders: Vec<String>,
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

impl Mention {
    /// Its words in `article`, on one line.
    pub fn words(&self, article: &Article) -> String {
        let text = &article.text[self.span.start..self.span.end];
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
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
    /// A person whom the knowledge lacks, by title or role: "Senator X", "X, a spokesman for Y".
    Role,
    /// By a surname that the article gave in full before.
    Surname,
    /// By a noun phrase that says what it is: "sanctions on Iran", "its nuclear weapons".
    Description,
    /// By a noun phrase that takes up what was named before: "the treaty".
    Definite,
    /// By a pronoun.
    Pronoun,
    /// By the pronoun of who speaks: "I", "our".
    FirstPerson,
    /// As one of several that a phrase stands for: "the two countries".
    Collective,
    /// By a noun that takes up what it did: "the launch".
    Act,
    /// By a noun phrase of any field, which counts only where a frame makes it a target: "the tax cut".
    Topic,
}

impl Form {
    /// Its name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Name => "name",
            Form::Possessive => "possessive",
            Form::Adjective => "adjective",
        }
    }
}

impl How {
    /// Its name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Name => "name",
            How::Office => "office",
            How::Role => "role",
            How::Surname => "surname",
            How::Description => "description",
            How::Definite => "definite",
            How::Pronoun => "pronoun",
            How::FirstPerson => "first person",
            How::Collective => "collective",
            How::Act => "act",
            How::Topic => "topic",
        }
    }

    /// Whether the words name the entity, also outside their sentence.
    pub fn is_name(self) -> bool {
        !matches!(self, How::Pronoun | How::FirstPerson | How::Collective | How::Act)
    }
}

/// What may be an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Political actors, and the treaties, systems and proposals of the schema's field.
    #[default]
    Field,
    /// Besides, every person and body with a name, groups of people, and whatever a position is on.
    General,
}

/// Finds the mentions of `article`, whose sentences are `parsed`. Cannot fail. Linear in the text.
pub fn find(
    article: &Article,
    parsed: &Parsed,
    schema: &Schema,
    gazetteer: &Gazetteer,
    scope: Scope,
) -> Mentions {
    let words: Vec<Vec<Word>> = parsed.sentences.iter().map(|s| gazetteer.words.of_sentence(s)).collect();
    let mut finder = Finder::new(article, parsed, schema, gazetteer, scope, &words);
    finder.find();
    finder.antecedents();
    if scope == Scope::General {
        finder.general();
    }
    finder.widen();
    finder.finish()
}

/// The words of `article` that may take up what it named, each with all that this may be; to train on.
pub fn open_places(
    article: &Article,
    parsed: &Parsed,
    schema: &Schema,
    gazetteer: &Gazetteer,
) -> Vec<antecedents::Open> {
    let words: Vec<Vec<Word>> = parsed.sentences.iter().map(|s| gazetteer.words.of_sentence(s)).collect();
    let mut finder = Finder::new(article, parsed, schema, gazetteer, Scope::Field, &words);
    finder.find();
    finder.open_places()
}

/// What is known so far while an article is read.
struct Finder<'a> {
    article: &'a Article,
    parsed: &'a Parsed<'a>,
    schema: &'a Schema,
    gazetteer: &'a Gazetteer,
    /// By sentence.
    words: &'a [Vec<Word>],
    /// Entities of the knowledge that the article names by more than a surname, a capital or a seat.
    in_full: BTreeSet<usize>,
    found: Mentions,
    /// Place of each entity among those found, by id.
    places: HashMap<String, usize>,
    /// Places of the mentions of each sentence.
    by_sentence: Vec<Vec<usize>>,
    /// Persons who are no political actors, by sentence and head; a pronoun may mean one of them.
    outsiders: Vec<(usize, usize)>,
    /// For each sentence and token whether it stands between quotation marks.
    quoted: Vec<Vec<bool>>,
    scope: Scope,
}

impl<'a> Finder<'a> {
    fn new(
        article: &'a Article,
        parsed: &'a Parsed<'a>,
        schema: &'a Schema,
        gazetteer: &'a Gazetteer,
        scope: Scope,
        words: &'a [Vec<Word>],
    ) -> Self {
        Finder {
            article,
            parsed,
            schema,
            gazetteer,
            in_full: names::named_in_full(words, gazetteer),
            words,
            found: Mentions::default(),
            places: HashMap::new(),
            by_sentence: vec![Vec::new(); parsed.sentences.len()],
            outsiders: Vec::new(),
            quoted: quotes::quoted(parsed),
            scope,
        }
    }

    /// Finds what names, descriptions and rules tell.
    fn find(&mut self) {
        self.names();
        self.partners();
        self.people();
        self.bodies();
        self.context_actors();
        self.short_forms();
        self.bare_offices();
        self.plural_short_forms();
        self.persons_by_role();
        self.sides_of_titles();
        self.called_by_name();
        self.called_beside();
        self.collectives();
        self.pronouns();
        self.bodies_of_pronouns();
        self.things();
        self.pronouns_of_things();
        self.first_persons();
        self.acts();
    }

    fn sentence(&self, number: usize) -> &'a Sentence<'a> {
        &self.parsed.sentences[number]
    }

    fn date(&self) -> Option<&'a str> {
        self.article.date.as_ref().map(|date| date.value.as_str())
    }

    fn role(&self, kind: &str) -> Role {
        self.schema.role(kind)
    }

    /// The place among the article's entities of the known entity `id`.
    fn known(&mut self, id: &str) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let known = &self.schema.knowledge.entities[id];
        let represents = self.schema.knowledge.represented(id, self.date()).map(str::to_owned);
        let operators = self.schema.knowledge.facts_of("operated_by", id);
        self.place(Entity {
            id: id.to_owned(),
            kind: known.kind.clone(),
            label: known.label.clone(),
            known: true,
            represents,
            holders: operators.map(|fact| fact.target.clone()).collect(),
            names: BTreeSet::new(),
        })
    }

    /// The place of `entity` among the article's; an entity of its id is taken for it.
    fn place(&mut self, entity: Entity) -> usize {
        let next = self.found.entities.len();
        let place = *self.places.entry(entity.id.clone()).or_insert(next);
        if place == next {
            self.found.entities.push(entity);
        }
        place
    }

    /// Adds a mention of `entity` at `tokens`; `span` is what it is called, the tokens' place if none.
    fn add(&mut self, sentence: usize, tokens: Range<usize>, entity: usize, form: Form, how: How) {
        let read = self.sentence(sentence);
        let span = read.span_of(tokens.clone());
        self.add_at(sentence, tokens, span, entity, form, how);
    }

    fn add_at(
        &mut self,
        sentence: usize,
        tokens: Range<usize>,
        span: Span,
        entity: usize,
        form: Form,
        how: How,
    ) {
        if how.is_name() {
            self.found.entities[entity].names.insert(self.article.text[span.start..span.end].to_owned());
        }
        let head = head(self.sentence(sentence), &tokens);
        self.push(Mention { sentence, tokens, head, span, entity, form, how });
    }

    fn push(&mut self, mention: Mention) {
        self.by_sentence[mention.sentence].push(self.found.mentions.len());
        self.found.mentions.push(mention);
    }

    /// The mentions of a sentence found so far.
    fn mentions_of(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &Mention> {
        self.by_sentence[sentence].iter().map(|index| &self.found.mentions[*index])
    }

    /// The innermost mention that `token` is part of.
    fn at(&self, sentence: usize, token: usize) -> Option<&Mention> {
        self.mentions_of(sentence).filter(|m| m.tokens.contains(&token)).min_by_key(|m| m.tokens.len())
    }

    /// What the entity with the id `id` is to reading.
    fn role_of(&self, id: &str) -> Role {
        id.split_once(':').map_or(Role::Object, |(kind, _)| self.role(kind))
    }

    fn kind(&self, mention: &Mention) -> Role {
        self.role(&self.found.entities[mention.entity].kind)
    }

    /// The first state or body named within `tokens`, or that a person named there speaks for.
    fn side_within(&self, sentence: usize, tokens: &Range<usize>) -> Option<String> {
        let within = |m: &&Mention| tokens.start <= m.tokens.start && m.tokens.end <= tokens.end;
        let mut mentions: Vec<&Mention> = self.mentions_of(sentence).filter(within).collect();
        mentions.sort_by_key(|m| (m.tokens.start, Reverse(m.tokens.end)));
        mentions.into_iter().find_map(|m| match self.kind(m) {
            Role::Government | Role::Body => Some(self.found.entities[m.entity].id.clone()),
            Role::Person => self.found.entities[m.entity].represents.clone(),
            Role::Object => None,
        })
    }

    /// Sorts the mentions, and drops the entities that are left without one.
    fn finish(self) -> Mentions {
        let Mentions { mut entities, mut mentions } = self.found;
        mentions.sort_by_key(|m| (m.sentence, m.tokens.start, Reverse(m.tokens.end)));
        let mut place = vec![None; entities.len()];
        let mut kept = Vec::new();
        for mention in &mut mentions {
            mention.entity = *place[mention.entity].get_or_insert_with(|| {
                kept.push(mention.entity);
                kept.len() - 1
            });
        }
        let mut ordered: Vec<Option<Entity>> = entities.drain(..).map(Some).collect();
        let entities = kept.into_iter().filter_map(|old| ordered[old].take()).collect();
        Mentions { entities, mentions }
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

/// The token of `tokens` that governs the others: the last whose head lies outside.
fn head(sentence: &Sentence, tokens: &Range<usize>) -> usize {
    let all = sentence.tokens();
    let outside = |index: &usize| !tokens.contains(&all[*index].head) || all[*index].head == *index;
    let word = |index: &usize| !matches!(all[*index].label, Label::Punct | Label::Case | Label::Det);
    let heads = || tokens.clone().filter(outside);
    heads().rfind(word).or_else(|| heads().next_back()).unwrap_or(tokens.end - 1)
}

/// How a noun phrase with the head `head` that ends before token `end` stands in another.
fn form(sentence: &Sentence, head: usize, end: usize) -> Form {
    let all = sentence.tokens();
    if all.get(end).is_some_and(|token| token.tag == Tag::Pos) {
        return Form::Possessive;
    }
    match all[head].label {
        Label::Amod | Label::Compound | Label::Nmod => Form::Adjective,
        Label::Poss => Form::Possessive,
        _ => Form::Name,
    }
}

/// `words` as a piece of an id: ASCII letters and digits, parted by hyphens.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() && !matches!(c, '.' | '\'' | '’') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests;
