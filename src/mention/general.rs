//! Entities of any field: bodies that act together, "workers", and whatever a position may be on, by its noun phrase.
//!
//! Arms control has its own heads, offices and names. Elsewhere a noun phrase must do: what it says, without
//! its determiner and with what hangs on it by prepositions, is the entity. "The bill" and "a bill to cut
//! taxes" stay two.

use super::text::is_hyphen;
use super::{Entity, Finder, How, form, slug};
use crate::language::{EntityType, Label, Pos, Tag, Word};
use crate::schema::GroupNumber;
use std::collections::BTreeSet;
use std::ops::Range;

/// Longest phrase behind a noun that is read as part of what it is called (tokens).
const LONGEST_COMPLEMENT: usize = 8;

impl Finder<'_> {
    /// Finds groups of people and the subjects of positions that nothing else names.
    pub(super) fn general(&mut self) {
        for number in 0..self.words.len() {
            for word in self.sentence(number).words() {
                let noun = matches!(word.pos, Pos::Noun | Pos::Propn);
                if noun && stands_alone(word) && !is_of_other_kind(word) {
                    self.noun_phrase(number, word);
                }
            }
        }
    }

    /// Takes the noun phrase of `noun` for a group or a topic, unless another mention has its head or crosses it.
    fn noun_phrase(&mut self, number: usize, noun: Word) {
        let phrase = noun.noun_phrase();
        let start = self.skip_determiners(number, joined(noun, phrase.start), noun.index());
        let tokens = start..phrase.end;
        let taken = |m: &super::Mention| {
            m.tokens.contains(&noun.index()) || m.tokens.start < tokens.start && tokens.start < m.tokens.end
        };
        if self.mentions_of(number).any(taken) {
            return;
        }
        let whole = start..complement_end(noun);
        let plural = noun.is_plural_noun();
        let people = match self.schema.lexicon.groups.get(&*noun.lemma.to_lowercase()) {
            Some(GroupNumber::Plural) => plural,
            Some(GroupNumber::Any) => whole.len() > 1,
            None => plural && noun.entity == Some(EntityType::Norp),
        };
        let (kind, how) = if people { ("organization", How::Office) } else { ("proposal", How::Topic) };
        let label = self.text_of(number, whole);
        let id = slug(&label);
        if id.is_empty() {
            return;
        }
        let entity = self.place(Entity {
            id: format!("{kind}:{id}"),
            kind: kind.to_owned(),
            label,
            known: false,
            represents: None,
            holders: Vec::new(),
            names: BTreeSet::new(),
        });
        let form = form(self.sentence(number), noun.index(), tokens.end);
        self.add(number, tokens, entity, form, how);
    }
}

/// Whether `noun` is an argument of its own, not a part of another name.
fn stands_alone(noun: Word) -> bool {
    let hyphen = |at: usize| noun.sentence().tokens().get(at).is_some_and(|token| is_hyphen(token.text));
    let argument = matches!(
        noun.label,
        Label::Nsubj
            | Label::Nsubjpass
            | Label::Dobj
            | Label::Pobj
            | Label::Attr
            | Label::Oprd
            | Label::Conj
            | Label::Appos
            | Label::Root
    );
    argument && (noun.space_after || !hyphen(noun.index() + 1))
}

/// Whether `noun` is part of a date, an amount, or the name of a place or person, which are no topics.
fn is_of_other_kind(noun: Word) -> bool {
    let may_be_topic = |kind| {
        matches!(
            kind,
            EntityType::Org
                | EntityType::Norp
                | EntityType::Law
                | EntityType::Event
                | EntityType::Product
                | EntityType::Fac
                | EntityType::WorkOfArt
        )
    };
    noun.entity.is_some_and(|kind| !may_be_topic(kind))
}

/// The first token of what is written in one with the token at `start`: "re-election".
fn joined(noun: Word, start: usize) -> usize {
    let tokens = noun.sentence().tokens();
    let mut start = start;
    while start > 1 && is_hyphen(tokens[start - 1].text) && !tokens[start - 1].space_after {
        start -= 2;
    }
    start
}

/// The end of what hangs on `noun` by prepositions: "restitution *of the constitution in Venezuela*".
fn complement_end(noun: Word) -> usize {
    let tokens = noun.sentence().tokens();
    let below = noun.subtree();
    let reach: Range<usize> = noun.index() + 1..below.end.min(noun.index() + 1 + LONGEST_COMPLEMENT);
    let nominal = |at: &usize| {
        matches!(
            tokens[*at].pos,
            Pos::Adp | Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Part
        ) || tokens[*at].tag == Tag::PrpPossessive
    };
    // "The inauguration last year" is the inauguration.
    if tokens.get(reach.start).is_none_or(|next| next.pos != Pos::Adp) {
        return reach.start;
    }
    let end = reach.clone().find(|at| !nominal(at)).unwrap_or(reach.end);
    let closed =
        (noun.index()..end).rev().find(|at| matches!(tokens[*at].pos, Pos::Noun | Pos::Propn | Pos::Num));
    closed.unwrap_or(noun.index()) + 1
}
