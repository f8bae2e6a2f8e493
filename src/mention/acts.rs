//! Acts: whose launch "the launch" is, whose words "the accusation". Who judges an act judges who did it: "Japan
//! condemned the launch", "Moscow denies it".

use super::{Finder, Form, How};
use crate::language::{Label, Pos, Word};
use crate::schema::{Act, Role};
use std::collections::BTreeSet;

/// An act is taken up at most so many sentences behind; by a word without "the" in the next at most.
const REACH: usize = 5;

impl Finder<'_> {
    /// Finds nouns that take up what an actor did before.
    pub(super) fn acts(&mut self) {
        for number in 0..self.words.len() {
            let nouns = self.sentence(number).words();
            let doers = nouns.filter_map(|noun| Some((noun.index(), self.doer(number, noun)?)));
            for (noun, doer) in doers.collect::<Vec<_>>() {
                self.add(number, noun..noun + 1, doer, Form::Name, How::Act);
            }
        }
    }

    /// Who did what the noun takes up: "the launch", "denied it", not "a launch" or "the launch by France".
    fn doer(&self, number: usize, noun: Word) -> Option<usize> {
        let act = self.act(noun)?;
        let definite = noun
            .dependents_as(&[Label::Det])
            .any(|d| matches!(&*d.lemma, "the" | "this" | "that" | "these" | "those"));
        let answer = answer(noun, act);
        let phrase = noun.noun_phrase();
        let named = self.mentions_of(number).any(|m| {
            m.tokens.contains(&noun.index()) || phrase.contains(&m.head) && self.kind(m) != Role::Object
        });
        let by = |word: &Word| matches!(&*word.lemma, "by" | "from" | "between");
        let next = noun.index() + 1;
        let told = self.sentence(number).words().nth(next).is_some_and(|word| by(&word))
            || noun.prepositional_objects().any(|(preposition, _)| by(&preposition));
        let modifies = matches!(noun.label, Label::Compound | Label::Amod | Label::Nmod | Label::Poss);
        let is_free = !named && !told && !modifies && noun.dependent(Label::Poss).is_none();
        if !is_free || !definite && answer.is_none() {
            return None;
        }
        // Nobody judges his own.
        let judge =
            answer.map_or_else(|| noun.ancestors().find_map(Word::logical_subject), Word::logical_subject);
        let judge = judge.and_then(|judge| self.actor_at(number, judge));
        // Nor does who speaks of "the remarks" mean his own.
        let speakers = if act.said { self.speakers(number, noun.index()) } else { BTreeSet::new() };
        let other = |doer: &usize| Some(*doer) != judge && !speakers.contains(doer);
        if act.verbs.is_empty() {
            let before = self.sentence(number).words().take(noun.index()).rev();
            let beside =
                before.filter(|verb| !noun.ancestors().any(|over| over == *verb) && verb.subject().is_some());
            let mut beside = beside.filter_map(|verb| self.who_did(number, verb));
            return beside.find(other).or_else(|| self.last_doer(number.checked_sub(1)?).filter(other));
        }
        // "X's remark ..., Y said. The remarks"
        let again = || {
            (number.saturating_sub(1)..=number).rev().find_map(|at| {
                let end = if at == number { noun.index() } else { usize::MAX };
                let same = |word: &Word| word.pos == Pos::Noun && word.lemma == noun.lemma;
                let mut words = self.sentence(at).words().take(end).filter(same).rev();
                words.find_map(|word| self.owner_of(at, word, act).filter(other))
            })
        };
        if definite && let Some(owner) = again() {
            return Some(owner);
        }
        // "The allegations of meddling" are told by themselves.
        if act.said && noun.dependents_as(&[Label::Prep]).any(|of| of.lemma == "of" && of.index() == next) {
            return None;
        }
        let reach = if definite { REACH } else { 1 };
        (number.saturating_sub(reach)..=number).rev().find_map(|at| {
            let end = if at == number { noun.index() } else { usize::MAX };
            let words = self.sentence(at).words();
            let mut words = words.take(end).rev();
            words.find_map(|word| self.doer_told(at, word, act).filter(other))
        })
    }

    /// Who did it, if `word` tells such an act: "fired", "its test", "conducted a test".
    fn doer_told(&self, number: usize, word: Word, act: &Act) -> Option<usize> {
        let is_such = |verbs: &[String], verb: Word| {
            let particle = verb.particle().map(|particle| format!("{} {}", verb.lemma, particle.text));
            verbs.iter().any(|known| *known == verb.lemma || Some(known) == particle.as_ref())
        };
        if word.pos == Pos::Verb {
            return is_such(&act.verbs, word).then(|| self.who_did(number, word)).flatten();
        }
        let known = self.act(word)?;
        if !known.verbs.iter().any(|verb| act.verbs.contains(verb)) {
            return None;
        }
        let owner = self.owner_of(number, word, known);
        let taken_up = self.mentions_of(number).find(|m| m.head == word.index() && m.how == How::Act);
        let doing = word.governor().filter(|verb| {
            matches!(word.label, Label::Dobj | Label::Nsubjpass) && is_such(&known.done, *verb)
        });
        owner.or(taken_up.map(|m| m.entity)).or_else(|| self.who_did(number, doing?))
    }

    /// Whose act a noun names: "his test", "a test by France", "the words of France".
    fn owner_of(&self, number: usize, noun: Word, act: &Act) -> Option<usize> {
        let modifiers = noun.dependents_as(&[Label::Poss, Label::Amod, Label::Compound, Label::Nmod]);
        let says = act.verbs.iter().any(|verb| verb == "say");
        let by = |word: &Word| word.lemma == "by" || says && word.lemma == "of";
        let by = noun.prepositional_objects().filter(|(word, _)| by(word)).map(|(_, doer)| doer);
        modifiers.chain(by).find_map(|owner| self.actor_at(number, owner))
    }

    fn act(&self, word: Word) -> Option<&Act> {
        let may_be = matches!(word.pos, Pos::Noun | Pos::Pron | Pos::Det);
        let act = may_be.then(|| self.schema.lexicon.acts.get(&*word.lemma))??;
        (word.pos == Pos::Noun || answer(word, act).is_some()).then_some(act)
    }

    /// Who did what a sentence tells of, or what it takes up of an act.
    fn last_doer(&self, number: usize) -> Option<usize> {
        let taken_up = self.mentions_of(number).find(|m| m.how == How::Act);
        taken_up.map(|m| m.entity).or_else(|| self.who_did(number, self.main_act(number)))
    }

    /// The verb that says what a sentence tells of, below those of saying: "said that Russia *left*".
    fn main_act(&self, number: usize) -> Word<'_, '_> {
        let mut verb = self.sentence(number).root();
        while let Some(said) = verb.dependent(Label::Ccomp)
            && self.schema.lexicon.is_reporting(&verb.lemma, verb.is_passive())
        {
            verb = said;
        }
        verb
    }

    /// The actor who does what the verb says.
    fn who_did(&self, number: usize, verb: Word) -> Option<usize> {
        let doer = if verb.is_passive() { verb.agent() } else { verb.logical_subject() };
        self.actor_at(number, doer.filter(|_| !verb.negated())?)
    }

    fn actor_at(&self, number: usize, word: Word) -> Option<usize> {
        self.named_by(number, word).filter(|m| self.kind(m) != Role::Object).map(|m| m.entity)
    }
}

/// The verb that answers what `word` takes up: "*denies* it", "charges that Moscow *denies*".
fn answer<'s, 't>(word: Word<'s, 't>, act: &Act) -> Option<Word<'s, 't>> {
    let answers = |verb: &Word<'s, 't>| act.answered.iter().any(|known| *known == verb.lemma);
    let above = word.governor().filter(|_| word.label == Label::Dobj).filter(answers);
    let below = || {
        word.dependents_as(&[Label::Relcl])
            .find(|verb| answers(verb) && verb.dependent(Label::Dobj).is_none())
    };
    above.or_else(below)
}
