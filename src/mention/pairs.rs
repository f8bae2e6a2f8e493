//! Pairs: two actors of one sort whom a sentence puts side by side, "X and Y", "X met Y", "X talks with Y",
//! "U.S.-Soviet". "The two", "both sides" and "they" take them up.

use super::{Finder, Form, Mention};
use crate::language::{Label, Pos, Word};
use crate::schema::Role;
use std::collections::BTreeSet;

/// Words between two adjectives that make one: "U.S.-Soviet", "U.S. and Soviet".
const LONGEST_JOINT: usize = 1;

impl Finder<'_> {
    /// The pairs of a sentence that end before token `end`, each with the token behind it, in text order.
    pub(super) fn pairs_of(&self, number: usize, end: usize) -> Vec<(usize, BTreeSet<usize>)> {
        let acts = move |m: &&Mention| m.tokens.end <= end && self.kind(m) != Role::Object;
        let before = || self.mentions_of(number).filter(acts);
        let coordinated = before().filter_map(|m| self.coordinated(number, m, end));
        let joined = before().filter_map(|m| self.joined(number, m, end));
        let meeting =
            self.sentence(number).words().take(end).filter_map(|verb| self.meeting(number, verb, end));
        let mut pairs: Vec<_> = coordinated.chain(joined).chain(meeting).collect();
        pairs.retain(|(_, pair)| self.is_pair(pair));
        pairs.sort();
        pairs.dedup();
        pairs
    }

    /// "X and Y", no third beside them.
    pub(super) fn coordinated(
        &self,
        number: usize,
        first: &Mention,
        end: usize,
    ) -> Option<(usize, BTreeSet<usize>)> {
        let word = self.sentence(number).word(first.head);
        let word = word.governor().filter(|_| word.label == Label::Appos).unwrap_or(word);
        let joint = |word: Word| word.dependents_as(&[Label::Cc]).any(|joint| joint.lemma == "and");
        if !joint(word) && !word.appositions().any(joint) {
            return None;
        }
        // "X met Y and Z" is about three.
        let with = word.governor().filter(|with| word.label == Label::Pobj && with.lemma == "with");
        let met = word.governor().filter(|verb| word.label == Label::Dobj && verb.lemma == "meet");
        if with.or(met).is_some() {
            return None;
        }
        let last = word.conjuncts().chain(word.appositions().flat_map(Word::conjuncts)).last()?;
        let pair = self.side_by_side(number, word).filter(|pair| self.is_pair(pair))?;
        (last.index() < end && word == word.first_conjunct()).then_some((last.index() + 1, pair))
    }

    /// "U.S.-Soviet".
    fn joined(&self, number: usize, first: &Mention, end: usize) -> Option<(usize, BTreeSet<usize>)> {
        let follows = |m: &&Mention| {
            let gap = first.tokens.end..m.tokens.start;
            let joint = |i: usize| matches!(self.sentence(number).tokens()[i].text, "-" | "–" | "/" | "and");
            m.form == Form::Adjective
                && gap.start < gap.end
                && gap.len() <= LONGEST_JOINT
                && gap.into_iter().all(joint)
        };
        let second = self.mentions_of(number).filter(follows).find(|m| m.tokens.end <= end)?;
        (first.form == Form::Adjective)
            .then(|| (second.tokens.end, BTreeSet::from([first.entity, second.entity])))
    }

    /// "X met Y", "X talked with Y", "X had talks with Y".
    fn meeting(&self, number: usize, verb: Word, end: usize) -> Option<(usize, BTreeSet<usize>)> {
        // "Norway was one of those to hold talks with Iran" is about more.
        let told = verb.governor().filter(|_| matches!(verb.label, Label::Acl | Label::Xcomp));
        let acts =
            verb.pos == Pos::Verb && told.is_none_or(|over| over.pos == Pos::Verb && over.lemma != "be");
        let subject = verb.logical_subject().filter(|_| acts)?;
        let objects = verb.objects().filter(|_| &*verb.lemma == "meet");
        let with = verb.dependents_as(&[Label::Dobj]).chain([verb]).flat_map(Word::prepositional_objects);
        let mut partners =
            objects.chain(with.filter(|(with, _)| &*with.lemma == "with").map(|(_, noun)| noun));
        let partner = partners.find(|noun| noun.index() < end)?;
        let alone = |noun: Word| noun.conjuncts().next().is_none();
        let pair = [subject, partner].map(|noun| self.named_by(number, noun).map(|m| m.entity));
        (alone(subject) && alone(partner) && subject.index() < end).then_some(())?;
        Some((partner.index() + 1, BTreeSet::from([pair[0]?, pair[1]?])))
    }

    /// Whether these are two of one sort: persons, or states and bodies.
    fn is_pair(&self, pair: &BTreeSet<usize>) -> bool {
        let persons = pair.iter().filter(|entity| self.is_person(**entity)).count();
        pair.len() == 2 && matches!(persons, 0 | 2)
    }

    /// The last pair before token `start` whose members are as asked for, in this sentence or the `reach` before it.
    pub(super) fn last_pair(
        &self,
        number: usize,
        start: usize,
        reach: usize,
        fits: impl Fn(usize) -> bool,
    ) -> Option<BTreeSet<usize>> {
        (number.saturating_sub(reach)..=number).rev().find_map(|at| {
            let pairs = self.pairs_of(at, if at == number { start } else { usize::MAX });
            let (_, pair) = pairs.into_iter().rfind(|(_, pair)| pair.iter().all(|entity| fits(*entity)))?;
            Some(pair)
        })
    }
}
