//! Who fills the slots of a cue: the words in actor's and target's place, and the mentions they lead to.

use super::senses::{Instead, Match, Sense};
use crate::language::{Label, Pos, Tag, Word};
use crate::schema::{EventEffect, Frame, OperatorEffect, Part};

/// Steps from a slot's word down to a mention.
const DEEPEST: usize = 5;
/// Steps from a noun up to a verb that turns it away: "voiced concern over plans".
const TURNED_WITHIN: usize = 3;

/// How surely a mention fills the actor's slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorGrade {
    /// It stands in the slot.
    Slot,
    /// It is coordinated or apposed to what stands there, or modifies it: "Russian opposition".
    Near,
    /// "we" or "I" stands there, and it is the speaker.
    First,
    /// It wants it of somebody else: "Bush urged Britain to sign".
    Asker,
    /// Nobody stands there, and it is the speaker.
    Speaker,
    /// Somebody else stands there, and it is the speaker.
    Reporter,
}

impl ActorGrade {
    /// Its name in features.
    pub fn name(self) -> &'static str {
        match self {
            ActorGrade::Slot => "slot",
            ActorGrade::Near => "near",
            ActorGrade::First => "first",
            ActorGrade::Asker => "asker",
            ActorGrade::Speaker => "speaker",
            ActorGrade::Reporter => "reporter",
        }
    }
}

/// A mention that a slot leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Its place in the sentence's list of mentions.
    pub mention: usize,
    /// Content words passed on the way.
    pub depth: usize,
    /// Whether it is whose the word in the slot is: "Kerry's speech", "the Colombian army".
    pub owner: bool,
    /// What the words on the way do to it, multiplied: +1 or -1.
    pub sign: i8,
    /// Whether a word on the way was one of the lexicon's events or cues.
    pub known: bool,
}

/// The words in the actor's slot of `cue`, surest first, and those that stand for it where no actor is among
/// them: who has the verb over a noun. Empty if nobody stands there.
pub fn actors<'s, 't>(
    cue: &Match,
    frame: Frame,
    head: Word<'s, 't>,
    ground: &Ground<'_>,
) -> (Vec<Word<'s, 't>>, Vec<Word<'s, 't>>) {
    match (frame, cue.part) {
        (Frame::ObjectSubject, _) => (objects(cue, head), Vec::new()),
        (Frame::Judgement, _) => {
            (judgement(cue.part, head).map(|(judges, _)| judges).unwrap_or_default(), Vec::new())
        }
        (_, Part::Noun) => (owners(head), ground.holders_above(head)),
        // "Russia has plans to deploy", "Russia's plans to deploy": who has the plan deploys. "Russia issued
        // a statement condemning": who issues it condemns.
        (_, Part::Verb) if tells_of_its_noun(head) => {
            let noun = head.governor();
            let own = subjects(cue, head).into_iter().chain(noun.map(owners).unwrap_or_default()).collect();
            (own, noun.map(|noun| ground.holders_above(noun)).unwrap_or_default())
        }
        _ => (subjects(cue, head), Vec::new()),
    }
}

/// The words in the target's slot of `cue`, surest first.
pub fn targets<'s, 't>(cue: &Match, frame: Frame, head: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    match frame {
        Frame::SubjectObject => objects(cue, head),
        Frame::ObjectSubject | Frame::Reciprocal => subjects(cue, head),
        Frame::Judgement => judgement(cue.part, head).map(|(_, judged)| judged).unwrap_or_default(),
    }
}

fn subjects<'s, 't>(cue: &Match, head: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    let mut found = Vec::new();
    match cue.part {
        Part::Verb => {
            if head.is_passive() || is_reduced_passive(head) {
                found.extend(agent(head));
            } else {
                found.extend(head.logical_subject());
            }
        }
        Part::Noun => {
            found.extend(owners(head));
            found.extend(holders_above(head));
        }
        Part::Adjective | Part::Adverb | Part::Phrase => {
            if let Some(governor) = head.governor() {
                if governor.is_nominal() && matches!(head.label, Label::Amod | Label::Acl | Label::Prep) {
                    found.push(governor);
                } else {
                    found.extend(governor.logical_subject().filter(|subject| *subject != head));
                }
            }
            if found.is_empty() {
                found.extend(head.logical_subject());
            }
        }
    }
    found
}

/// The predicate that a word of judgement belongs to: "deal" for the "bad" of "is a bad deal".
pub fn predicate<'s, 't>(head: Word<'s, 't>) -> Word<'s, 't> {
    let noun = head.governor().filter(|noun| head.label == Label::Amod && noun.is_nominal());
    noun.filter(|noun| matches!(noun.label, Label::Attr | Label::Oprd | Label::Pobj | Label::Ccomp))
        .unwrap_or(head)
}

/// Who says the word `head` of what: nobody in the sentence's own voice, "the deal is a disaster", where the speaker
/// judges. `None` if it is said of nothing.
fn judgement<'s, 't>(part: Part, head: Word<'s, 't>) -> Option<(Vec<Word<'s, 't>>, Vec<Word<'s, 't>>)> {
    let doers = |verb: Word<'s, 't>| {
        let doer =
            if verb.is_passive() { agent(verb).or_else(|| agent(head)) } else { verb.logical_subject() };
        doer.into_iter().collect()
    };
    let done_to = |verb: Word<'s, 't>| {
        let object = if verb.is_passive() { verb.subject() } else { verb.dependent(Label::Dobj) };
        object.into_iter().collect()
    };
    let governor = head.governor()?;
    let own = || head.subject().into_iter().collect();
    match head.label {
        // "sees the deal as a disaster"
        Label::Pobj if governor.lemma == "as" => {
            let verb = governor.governor().filter(|verb| verb.pos == Pos::Verb)?;
            Some((doers(verb), done_to(verb)))
        }
        // "called the deal a disaster"; "the deal was branded a failure"
        Label::Oprd => Some((doers(governor), done_to(governor))),
        Label::Dobj if governor.is_passive() => Some((doers(governor), done_to(governor))),
        // "considers the deal a disaster"
        Label::Ccomp | Label::Xcomp if head.pos != Pos::Verb && head.subject().is_some() => {
            Some((doers(governor), own()))
        }
        // "the deal is a disaster", "it would be a mistake to leave"
        Label::Attr | Label::Acomp => {
            let subject = governor.logical_subject()?;
            let clauses = governor.dependents_as(&[Label::Xcomp, Label::Ccomp, Label::Advcl]);
            let clauses = clauses.chain(head.dependents_as(&[Label::Xcomp, Label::Acl, Label::Ccomp]));
            let is_empty = subject.text.eq_ignore_ascii_case("it");
            let judged = std::iter::once(subject).chain(clauses.filter(|_| is_empty)).collect();
            Some((Vec::new(), judged))
        }
        // "called the move reckless", as the parser has it
        Label::Amod if head.index() > governor.index() => {
            let verb = governor.governor().filter(|_| governor.label == Label::Dobj)?;
            Some((doers(verb), vec![governor]))
        }
        // "a bad deal" is said of what it is said of; "the disastrous deal"
        Label::Amod if governor.is_nominal() => {
            judgement(part, governor).or(Some((Vec::new(), vec![governor])))
        }
        // "the deal undermines security"
        _ if part == Part::Verb && !head.is_passive() => Some((Vec::new(), vec![head.logical_subject()?])),
        _ => None,
    }
}

/// "plans to deploy", "a statement condemning": a verb that says what the noun before it is about.
fn tells_of_its_noun(head: Word<'_, '_>) -> bool {
    let infinitive = matches!(head.label, Label::Acl | Label::Relcl) && head.is_infinitive();
    // "Claims that Pyongyang is exporting" have the deed of another.
    head.subject().is_none() && (infinitive || head.label == Label::Acl && head.tag == Tag::Vbg)
}

/// "a plan opposed by": a participle behind its noun.
pub fn is_reduced_passive(head: Word<'_, '_>) -> bool {
    head.label == Label::Acl && head.tag == Tag::Vbn
}

/// Who does it in the passive, whatever the parser calls the "by".
fn agent<'s, 't>(head: Word<'s, 't>) -> Option<Word<'s, 't>> {
    head.agent().or_else(|| {
        let by = head.dependents_as(&[Label::Prep]).find(|word| word.text.eq_ignore_ascii_case("by"))?;
        by.dependent(Label::Pobj)
    })
}

/// Who has the noun: its possessor, adjective or "by" phrase.
fn owners<'s, 't>(noun: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    let mut found: Vec<Word<'s, 't>> =
        noun.dependents_as(&[Label::Poss, Label::Amod, Label::Compound, Label::Nmod]).collect();
    for (preposition, object) in noun.prepositional_objects() {
        if matches!(preposition.lemma.as_ref(), "by" | "from" | "between" | "among") {
            found.push(object);
        }
    }
    found
}

/// Who has the verb that a noun belongs to: "Russia *voiced* opposition".
fn holders_above<'s, 't>(noun: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    let mut found = Vec::new();
    let mut word = noun;
    while let Some(governor) = word.governor() {
        match (word.label, governor.pos) {
            (Label::Dobj | Label::Attr | Label::Pobj | Label::Conj | Label::Oprd, Pos::Verb | Pos::Aux) => {
                if governor.is_passive() {
                    found.extend(agent(governor));
                } else {
                    found.extend(governor.logical_subject().filter(|subject| *subject != noun));
                }
                break;
            }
            (Label::Nsubjpass, _) => {
                found.extend(agent(governor));
                break;
            }
            (Label::Pobj | Label::Conj, Pos::Adp | Pos::Noun) | (Label::Prep, _) => word = governor,
            _ => break,
        }
    }
    found
}

fn objects<'s, 't>(cue: &Match, head: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    let sentence = head.sentence();
    let last = sentence.word(cue.last());
    let mut found = Vec::new();
    match cue.instead {
        // "the Chinese ambassador" is named as a whole.
        Some(Instead::Possessor) => return owners(last).into_iter().chain([last]).collect(),
        Some(Instead::Dative) => return head.dependents_as(&[Label::Dative]).collect(),
        None => {}
    }
    if last.pos == Pos::Adp || last.tag == Tag::To || last.pos == Pos::Sconj {
        found.extend(complements_of_preposition(last));
        if found.is_empty() && matches!(last.label, Label::Aux | Label::Mark) {
            // "to" of an infinitive, "until" of a clause.
            found.extend(last.governor());
        }
        if !found.is_empty() {
            return found;
        }
    }
    match cue.part {
        Part::Verb => {
            let verb = head;
            if verb.is_passive() {
                found.extend(verb.subject());
            }
            if is_reduced_passive(verb) {
                found.extend(verb.governor());
            }
            let direct: Vec<Word<'s, 't>> =
                verb.objects().filter(|object| !cue.words.contains(&object.index())).collect();
            found.extend(direct);
            if last != head && last.is_nominal() {
                found.extend(last.prepositional_objects().map(|(_, object)| object));
            }
            if cue.words.len() == 1 || found.is_empty() {
                found.extend(verb.dependents_as(&[Label::Xcomp, Label::Ccomp, Label::Dative]));
                let relative = verb.label == Label::Relcl && !verb.is_passive();
                found.extend(verb.governor().filter(|_| relative && found.is_empty()));
            }
            // "the treaty, which Russia wants to amend"
            let is_pronoun = |object: Word<'_, '_>| matches!(object.tag, Tag::Wdt | Tag::Wp);
            if verb.label == Label::Relcl && last != verb && last.objects().any(is_pronoun) {
                found.extend(verb.governor());
            }
        }
        Part::Noun => {
            found.extend(head.prepositional_objects().map(|(_, object)| object));
            found.extend(head.dependents_as(&[Label::Compound, Label::Amod, Label::Nmod, Label::Acl]));
        }
        Part::Adjective | Part::Adverb | Part::Phrase => {
            found.extend(last.prepositional_objects().map(|(_, object)| object));
            found.extend(last.dependents_as(&[Label::Xcomp, Label::Ccomp, Label::Pobj]));
        }
    }
    found
}

fn complements_of_preposition<'s, 't>(preposition: Word<'s, 't>) -> Vec<Word<'s, 't>> {
    preposition
        .dependents_as(&[Label::Pobj, Label::Pcomp, Label::Prep])
        .flat_map(
            |word| if word.label == Label::Prep { complements_of_preposition(word) } else { vec![word] },
        )
        .collect()
}

/// What the walk down from a slot needs to know of the sentence.
pub struct Ground<'a> {
    /// The mention headed by each token, as an index into the sentence's list.
    pub headed: &'a [Option<usize>],
    /// Whether each mention of the list is an actor's.
    pub acts: &'a [bool],
    /// The entries of the lexicon by head token.
    pub matches: &'a [Match],
    /// Signs of the schema's cues by index.
    pub signs: &'a [i8],
}

impl Ground<'_> {
    /// The entries of the lexicon headed by the word at `index`.
    pub fn at(&self, index: usize) -> impl Iterator<Item = &Match> {
        let first = self.matches.partition_point(|m| m.head() < index);
        self.matches[first..].iter().take_while(move |m| m.head() == index)
    }

    /// Whether the word at `index` says that somebody should: "should", "must".
    pub fn asks(&self, index: usize) -> bool {
        self.at(index).any(|m| m.sense == Sense::Operator(OperatorEffect::Ask))
    }

    /// What the word at `index` does to what hangs below it.
    fn effect(&self, index: usize) -> Option<i8> {
        let mut effect = None;
        for m in self.at(index) {
            let found = match m.sense {
                Sense::Event(EventEffect::Favours | EventEffect::Holds)
                | Sense::Operator(OperatorEffect::Keep | OperatorEffect::Intend) => Some(1),
                Sense::Event(EventEffect::Harms | EventEffect::Breaks) => Some(-1),
                Sense::Operator(OperatorEffect::Flip | OperatorEffect::Deny | OperatorEffect::Fail) => {
                    Some(-1)
                }
                // "The decision to leave" turns once, at "leave".
                Sense::Cue(_) if m.words[1..].iter().any(|word| self.effect(*word).is_some()) => None,
                Sense::Cue(cue) if self.signs[cue] != 0 => Some(self.signs[cue]),
                _ => None,
            };
            let is_event = matches!(m.sense, Sense::Event(_));
            if found.is_some() && (effect.is_none() || is_event) {
                effect = found;
            }
        }
        effect
    }

    /// Who has the verb that a noun belongs to, unless that verb turns the noun away: "opposed plans to deploy", "voiced
    /// concern over plans to deploy".
    fn holders_above<'s, 't>(&self, noun: Word<'s, 't>) -> Vec<Word<'s, 't>> {
        let turns = |word: Word<'_, '_>| {
            self.at(word.index()).any(|m| match m.sense {
                Sense::Cue(cue) => !m.words.contains(&noun.index()) && self.signs[cue] < 0,
                _ => false,
            })
        };
        let mut over = noun.ancestors().take(TURNED_WITHIN);
        if over.any(turns) { Vec::new() } else { holders_above(noun) }
    }

    /// The mentions that `word`, in a slot of `cue`, leads to, nearest first.
    pub fn reach(&self, word: Word<'_, '_>, cue: &Match, found: &mut Vec<Reached>) {
        self.descend(word, cue, Reached { mention: 0, depth: 0, owner: false, sign: 1, known: false }, found);
    }

    fn descend(&self, word: Word<'_, '_>, cue: &Match, state: Reached, found: &mut Vec<Reached>) {
        if let Some(mention) = self.headed[word.index()]
            && !found.iter().any(|reached| reached.mention == mention)
        {
            found.push(Reached { mention, ..state });
        }
        if state.depth >= DEEPEST {
            return;
        }
        let is_content = matches!(word.pos, Pos::Noun | Pos::Verb | Pos::Propn | Pos::Adj)
            && !cue.words.contains(&word.index());
        let mut below = state;
        if is_content {
            below.depth += 1;
            if let Some(effect) = self.effect(word.index()) {
                below.sign *= effect;
                below.known = true;
            }
            if word.negated() {
                below.sign = -below.sign;
            }
        }
        for dependent in word.dependents() {
            let actor = || self.headed[dependent.index()].is_some_and(|mention| self.acts[mention]);
            let next = match dependent.label {
                Label::Conj | Label::Appos => state,
                // What an act does is not done to whose act it is: "Iran's refusal".
                Label::Poss => Reached { sign: state.sign, owner: state.depth == 0, ..below },
                Label::Amod | Label::Compound | Label::Nmod if actor() => {
                    Reached { sign: state.sign, owner: state.depth == 0, ..below }
                }
                Label::Punct
                | Label::Det
                | Label::Aux
                | Label::Auxpass
                | Label::Mark
                | Label::Relcl
                | Label::Cc
                | Label::Neg
                | Label::Case => {
                    continue;
                }
                // "consider Iran a threat"
                Label::Nsubj if word.pos == Pos::Noun => below,
                // What a deed does is not done to who does it: "demand that Washington lift sanctions".
                Label::Nsubj if is_content && word.dependent(Label::Dobj).is_some() => {
                    Reached { owner: false, sign: state.sign, ..below }
                }
                Label::Advcl | Label::Acl | Label::Nsubj | Label::Nsubjpass if !is_content => continue,
                _ => Reached { owner: false, ..below },
            };
            self.descend(dependent, cue, next, found);
        }
    }
}
