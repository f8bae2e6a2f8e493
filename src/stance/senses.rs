//! The lexicon ready to be found in a tree: cues, operators, events and evaluations by their first word.

use crate::language::{Label, Pos, Sentence, Tag, Word};
use crate::schema::{EventEffect, OperatorEffect, Part, Schema, TargetKind, lower_case};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Steps in the tree between two words of a cue: "expressed *deep* concern".
const REACH: usize = 2;

/// What an entry of the lexicon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Index of a cue.
    Cue(usize),
    /// Changes the stance of its complement.
    Operator(OperatorEffect),
    /// Something happens to a thing.
    Event(EventEffect),
    /// Praise or blame.
    Evaluation(i8),
}

/// An entry found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// What it says.
    pub sense: Sense,
    /// Part of speech of its head in the lexicon.
    pub part: Part,
    /// Places of its words, the head first.
    pub words: Vec<usize>,
    /// What stands for its last word, a preposition, and what that would govern.
    pub instead: Option<Instead>,
}

impl Match {
    /// The place of its head.
    pub fn head(&self) -> usize {
        self.words[0]
    }

    /// The place of its last word.
    pub fn last(&self) -> usize {
        self.words[self.words.len() - 1]
    }
}

/// Another way to say what a cue says with a preposition at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// "rejected *Moscow's* demand" for "reject demand of".
    Possessor,
    /// "gave *Iran* an ultimatum" for "give ultimatum to".
    Dative,
}

#[derive(Debug)]
struct Entry {
    /// The words after the first.
    rest: Vec<String>,
    part: Part,
    /// All that these words say.
    senses: Vec<Sense>,
}

/// The entries of a schema's lexicon by their first word.
#[derive(Debug, Default)]
pub struct Senses {
    entries: FxHashMap<String, Vec<Entry>>,
    /// What the cues by index take as target.
    targets: Vec<TargetKind>,
    /// Part of speech and class by word.
    classes: FxHashMap<String, Vec<(Part, String)>>,
}

impl Senses {
    /// Compiles the lexicon of `schema`.
    pub fn new(schema: &Schema) -> Senses {
        let mut senses = Senses::default();
        for (index, cue) in schema.cues.cues.iter().enumerate() {
            senses.add(&cue.words, cue.part, Sense::Cue(index));
        }
        for operator in &schema.cues.operators {
            senses.add(&operator.words, operator.part, Sense::Operator(operator.effect));
        }
        for event in &schema.cues.events {
            senses.add(&event.words, event.part, Sense::Event(event.effect));
        }
        for evaluation in &schema.cues.evaluations {
            senses.add(&evaluation.words, evaluation.part, Sense::Evaluation(evaluation.sign));
        }
        for meaning in &schema.cues.classes {
            let known = senses.classes.entry(meaning.word.clone()).or_default();
            known.push((meaning.part, meaning.class.clone()));
        }
        senses.targets = schema.cues.cues.iter().map(|cue| cue.target).collect();
        senses
    }

    fn add(&mut self, words: &str, part: Part, sense: Sense) {
        let mut words = words.split_whitespace().map(str::to_lowercase);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let entries = self.entries.entry(first).or_default();
        match entries.iter_mut().find(|entry| entry.part == part && entry.rest == rest) {
            Some(entry) => entry.senses.push(sense),
            None => entries.push(Entry { rest, part, senses: vec![sense] }),
        }
    }

    /// The classes of words that `word` belongs to, by what it means for a stance; `lemma` is its dictionary form in
    /// lower case.
    pub fn classes(&self, word: Word<'_, '_>, lemma: &str) -> impl Iterator<Item = &str> {
        let known = self.classes.get(lemma).map(Vec::as_slice).unwrap_or_default();
        known.iter().filter(move |(part, _)| can_be(word, *part)).map(|(_, class)| class.as_str())
    }

    /// The entries that stand in `sentence`, by head; a cue whose words are part of a longer one with such a target is
    /// left out. `is_thing` tells the tokens that head a treaty, system or proposal: who wants {the lifting of
    /// sanctions} wants that, and is not against sanctions by "want lifting of".
    pub fn find(&self, sentence: &Sentence<'_>, is_thing: impl Fn(usize) -> bool) -> Vec<Match> {
        let tokens = sentence.tokens().iter();
        let forms: Vec<[Cow<'_, str>; 2]> =
            tokens.map(|token| [lower_case(&token.lemma), lower_case(token.text)]).collect();
        let present: FxHashSet<&str> = forms.iter().flatten().map(|form| &**form).collect();
        let mut matches = Vec::new();
        for word in sentence.words() {
            let first = matches.len();
            self.at(word, &forms[word.index()], &present, &mut matches);
            let mut here = matches.split_off(first);
            here.retain(|m| match m.sense {
                Sense::Cue(cue) if self.targets[cue] == TargetKind::Object => {
                    !m.words[1..].iter().any(|word| is_thing(*word))
                }
                _ => true,
            });
            matches.extend(here.iter().filter(|m| !here.iter().any(|other| self.holds(other, m))).cloned());
        }
        matches
    }

    /// Whether `longer` is a cue that has the words of the cue `m` among its own and takes such a target.
    fn holds(&self, longer: &Match, m: &Match) -> bool {
        let (Sense::Cue(other), Sense::Cue(own)) = (longer.sense, m.sense) else { return false };
        let target = self.targets[other];
        (target == TargetKind::Any || target == self.targets[own]) && is_within(&m.words, &longer.words)
    }

    /// The entries that begin with `word`, which is written as `forms` in a sentence of the words `present`.
    fn at(
        &self,
        word: Word<'_, '_>,
        forms: &[Cow<'_, str>; 2],
        present: &FxHashSet<&str>,
        matches: &mut Vec<Match>,
    ) {
        if word.pos == Pos::Punct || word.pos == Pos::Space {
            return;
        }
        let [lemma, lower] = forms;
        let keys = [Some(&**lemma), Some(&**lower).filter(|lower| lower != lemma)];
        for entry in keys.into_iter().flatten().filter_map(|key| self.entries.get(key)).flatten() {
            // The preposition at the end of a verb may be said in another way.
            let open = usize::from(entry.part == Part::Verb);
            let fixed = &entry.rest[..entry.rest.len().saturating_sub(open)];
            if !can_be(word, entry.part) || !fixed.iter().all(|next| present.contains(next.as_str())) {
                continue;
            }
            let mut words = vec![word.index()];
            let mut instead = None;
            let found = entry.rest.iter().enumerate().all(|(index, next)| {
                let ends_it = index + 1 == entry.rest.len() && entry.part == Part::Verb;
                let belongs = |found: &usize| {
                    let found = word.sentence().word(*found);
                    // "gave Iran a deadline to answer": the "to" is the answer's.
                    let of_infinitive = found.label == Label::Aux && has_dative(word);
                    // "summoned the ambassador to complain of it": the "of" is the complaint's.
                    let of_another = found.pos == Pos::Adp && !words.contains(&found.head);
                    !ends_it || !of_infinitive && (!of_another || words.contains(&(found.index() - 1)))
                };
                let below = |next: &str| below(word.sentence(), &words, next).filter(belongs);
                // "expelled American diplomats from Bonn": whose they are is said already.
                let noun = word.sentence().word(words[words.len() - 1]);
                let others = if ends_it && !has_named_possessor(noun) { by_or_from(next) } else { &[] };
                if let Some(found) = below(next).or_else(|| others.iter().find_map(|other| below(other))) {
                    words.push(found);
                    return true;
                }
                if ends_it {
                    let noun = word.sentence().word(words[words.len() - 1]);
                    instead = match next.as_str() {
                        "of" | "by" | "from" if has_possessor(noun) => Some(Instead::Possessor),
                        "to" if noun.label == Label::Dobj && has_dative(word) => Some(Instead::Dative),
                        _ => None,
                    };
                }
                instead.is_some()
            });
            if !found {
                continue;
            }
            for sense in &entry.senses {
                let m = Match { sense: *sense, part: entry.part, words: words.clone(), instead };
                if !matches.contains(&m) {
                    matches.push(m);
                }
            }
        }
    }
}

/// Whether `words` are some, not all, of those of a longer cue.
pub fn is_within(words: &[usize], longer: &[usize]) -> bool {
    words.len() < longer.len() && words.iter().all(|word| longer.contains(word))
}

/// Who made a demand stands behind "by" as well as "from"; "of" would tell as often what it is about.
fn by_or_from(preposition: &str) -> &'static [&'static str] {
    match preposition {
        "of" => &["by", "from"],
        "by" => &["from"],
        "from" => &["by"],
        _ => &[],
    }
}

fn has_possessor(word: Word<'_, '_>) -> bool {
    word.pos == Pos::Noun
        && word.dependents().any(|d| matches!(d.label, Label::Poss | Label::Amod | Label::Compound))
}

/// "Moscow's", "American", not "senior".
fn has_named_possessor(word: Word<'_, '_>) -> bool {
    let is_named = |d: Word<'_, '_>| match d.label {
        Label::Poss => true,
        Label::Amod | Label::Compound => d.text.starts_with(char::is_uppercase),
        _ => false,
    };
    word.pos == Pos::Noun && word.dependents().any(is_named)
}

fn has_dative(verb: Word<'_, '_>) -> bool {
    verb.dependents_as(&[Label::Dative]).any(Word::is_nominal)
}

/// Whether the tagger's part of speech allows an entry for `part`; headlines are often tagged wrongly.
fn can_be(word: Word<'_, '_>, part: Part) -> bool {
    match part {
        Part::Verb => matches!(word.pos, Pos::Verb | Pos::Aux),
        Part::Noun => matches!(word.pos, Pos::Noun | Pos::Propn),
        Part::Adjective => matches!(word.pos, Pos::Adj | Pos::Verb | Pos::Adv | Pos::Noun),
        Part::Adverb => matches!(word.pos, Pos::Adv | Pos::Adp | Pos::Adj),
        Part::Phrase => true,
    }
}

/// The first word called `wanted` that hangs within reach below one of `words` and is not taken.
///
/// A preposition or "to" stands behind the last of them: the "to" of "to provide aid to" is not that of the cue.
fn below(sentence: &Sentence<'_>, words: &[usize], wanted: &str) -> Option<usize> {
    let last = words[words.len() - 1];
    let mut level: Vec<Word<'_, '_>> = words.iter().rev().map(|index| sentence.word(*index)).collect();
    for _ in 0..REACH {
        let mut next = Vec::new();
        for word in &level {
            for dependent in word.dependents() {
                let is_it = dependent.lemma.eq_ignore_ascii_case(wanted)
                    || dependent.text.eq_ignore_ascii_case(wanted);
                let joins = dependent.pos == Pos::Adp || dependent.tag == Tag::To;
                if is_it
                    && !words.contains(&dependent.index())
                    && dependent.label != Label::Nsubj
                    && (!joins || dependent.index() > last)
                {
                    return Some(dependent.index());
                }
                // Another phrase below a preposition is another matter.
                if !(joins && dependent.label == Label::Prep) {
                    next.push(dependent);
                }
            }
        }
        level = next;
    }
    // A preposition is often attached to the governor of the noun right before it.
    let after = words.iter().max()? + 1;
    (after < sentence.tokens().len() && sentence.word(after).text.eq_ignore_ascii_case(wanted))
        .then_some(after)
}
