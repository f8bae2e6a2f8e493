//! Candidates: who may hold which position on what in a sentence, each with what speaks for and against it.
//!
//! Every actor and every other entity of a sentence make a candidate, and so do a speaker carried over from
//! the sentence before and what he speaks of. What the frames of the lexicon, the tree and the quotation
//! say of the pair becomes features; the model decides.

use super::describe::{is_content, whose};
use super::evidence::clause_subject;
use super::roles::{ActorGrade, Ground, Reached, actors, is_reduced_passive, predicate, targets};
use super::senses::{Match, Sense, Senses, is_within};
use super::speech::{Speech, is_first_person};
use crate::language::{Label, Parsed, Pos, Tag, Word};
use crate::linear::Features;
use crate::mention::{Form, How, Mention, Mentions};
use crate::schema::{
    Cue, Frame, OperatorEffect, Relation, Role, Schema, TargetKind, TransparentNoun, lower_case,
};
use crate::statement::Modality;
use std::borrow::Cow;
use std::cell::OnceCell;

/// Operators climbed over a cue.
const LONGEST_CHAIN: usize = 4;

/// An actor and a target in one sentence.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the sentence in the article.
    pub sentence: usize,
    /// Index of the actor's mention in the article.
    pub actor: usize,
    /// Index of the target's mention.
    pub target: usize,
    /// What the lexicon reads, best first.
    pub readings: Vec<Reading>,
    /// Signs that it cannot have unless a frame reads them: of what others only want of the actor, and the contrary of
    /// what a frame reads of the two or of other mentions of them in the sentence.
    pub barred: Vec<i8>,
    /// What the model weighs.
    pub features: Features,
}

/// A position that a cue of the lexicon gives to both ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The cue's index in the lexicon.
    pub cue: usize,
    /// The token of the cue's head.
    pub head: usize,
    /// The relation after the sign algebra.
    pub relation: String,
    /// How surely the actor fills its slot.
    pub actor: ActorGrade,
    /// Content words between the target's slot and the target.
    pub depth: usize,
    /// Whether the word in the slot is the target's own: "Kerry's speech".
    pub owned: bool,
    /// Whether the cue is about that act or word, and the relation what this says of its owner.
    pub owner: bool,
    /// Whether words on the way turned the cue's own relation.
    pub reversed: bool,
    /// How it is said.
    pub modality: Modality,
    /// The operators over the cue, innermost first, and whether the actor is the one who does it.
    pub chain: Vec<(OperatorEffect, bool)>,
    /// The article's mention of the speaker, if that is not the actor.
    pub speaker: Option<usize>,
}

impl Reading {
    /// Whether the frame is filled at both ends with nothing between.
    pub fn is_direct(&self) -> bool {
        self.actor <= ActorGrade::First && self.depth == 0
    }
}

/// What the article's reader shares between sentences.
pub struct Reader<'a> {
    /// Relations, lexicon, knowledge.
    pub schema: &'a Schema,
    /// The compiled lexicon.
    pub senses: &'a Senses,
    /// The sentences.
    pub parsed: &'a Parsed<'a>,
    /// Who and what they name.
    pub mentions: &'a Mentions,
    /// Who speaks.
    pub speech: &'a [Speech],
    /// Signs of the cues by index.
    pub signs: &'a [i8],
    /// Whether features keep their names.
    pub named: bool,
    /// Mentions of each entity in the article.
    pub counts: Vec<usize>,
}

/// A cue in its sentence with what its slots lead to.
pub(super) struct Filled<'a> {
    pub(super) cue: &'a Cue,
    pub(super) index: usize,
    pub(super) m: &'a Match,
    /// Local mentions in the actor's slot.
    pub(super) actors: Vec<(usize, ActorGrade)>,
    /// The entity that speaks where the slot says "we" or nothing.
    pub(super) speaker: Option<(usize, ActorGrade)>,
    /// Set if it is only wanted of who stands in the actor's slot, possible for him, or said against him.
    pub(super) wish: Option<Wish>,
    pub(super) targets: Vec<Reached>,
    /// Actors whose act or word stands in the place of a thing.
    pub(super) owners: Vec<Reached>,
    pub(super) chain: Vec<Operation>,
    pub(super) modality: Modality,
    /// The modality without what the operators do.
    pub(super) plain: Modality,
}

/// An act that others want or do not want of somebody, reproach him with, or let him do.
#[derive(Clone)]
pub(super) struct Wish {
    /// Whose wish it is, as local mentions.
    askers: Vec<usize>,
    /// Whether it is the speaker's: "should".
    speakers: bool,
    /// Whether they want it not to happen.
    against: bool,
}

/// An operator over a cue.
pub(super) struct Operation {
    pub(super) effect: OperatorEffect,
    /// The local mentions in its own subject's place.
    pub(super) holders: Vec<usize>,
    /// Whether what it governs is not said to be so: "doubts that Iran complies".
    unreal: bool,
}

impl Reader<'_> {
    /// The candidates of sentence `number`, by target within actor.
    pub fn sentence(&self, number: usize) -> Vec<Candidate> {
        let all = &self.mentions.mentions;
        let first = all.partition_point(|m| m.sentence < number);
        let local: Vec<&Mention> = all[first..].iter().take_while(|m| m.sentence == number).collect();
        let speech = &self.speech[number];
        let acts: Vec<bool> = local.iter().map(|mention| self.is_actor(mention)).collect();
        let holders = (0..local.len()).filter(|i| acts[*i]).map(|i| first + i).chain(speech.carried);
        let pairs: Vec<(usize, usize)> = holders
            .flat_map(|actor| (0..local.len()).map(move |target| (actor, target)))
            .filter(|(actor, target)| all[*actor].entity != local[*target].entity)
            .filter(|(_, target)| local[*target].how != How::FirstPerson)
            .collect();
        if pairs.is_empty() {
            return Vec::new();
        }
        let sentence = &self.parsed.sentences[number];
        let mut headed = vec![None; sentence.tokens().len()];
        for (index, mention) in local.iter().enumerate().filter(|(_, m)| m.how != How::FirstPerson) {
            headed[mention.head].get_or_insert(index);
        }
        // "Expressed support for": what a noun of any field says, a cue says better.
        let is_thing = |token: usize| {
            headed[token].is_some_and(|mention: usize| !acts[mention] && local[mention].how != How::Topic)
        };
        let matches = self.senses.find(sentence, is_thing);
        let ground = Ground { headed: &headed, acts: &acts, matches: &matches, signs: self.signs };
        let filled = self.fill(&matches, &ground, &local, number);
        let words: Vec<WordKnown<'_>> = sentence
            .words()
            .map(|word| {
                let lemma = lower_case(&sentence.tokens()[word.index()].lemma);
                WordKnown { classes: self.senses.classes(word, &lemma).collect(), lemma }
            })
            .collect();
        let mut near = Vec::new();
        for word in sentence.words().filter(|word| is_content(*word)) {
            for class in &words[word.index()].classes {
                if !near.contains(class) {
                    near.push(*class);
                }
            }
        }
        let (local, matches, filled, words, near) = (&local, &matches, &filled, &words, &near);
        let of_targets = &vec![OnceCell::new(); local.len()];
        let view = View { reader: self, number, first, local, matches, filled, words, near, of_targets };
        let mut candidates: Vec<Candidate> =
            pairs.into_iter().filter_map(|(actor, target)| view.candidate(actor, target)).collect();
        self.share(&mut candidates);
        candidates
    }

    /// Tells the candidates of a sentence what frames read of other mentions of the same two.
    fn share(&self, candidates: &mut [Candidate]) {
        let entities = |c: &Candidate| {
            let entity = |mention: usize| self.mentions.mentions[mention].entity;
            (entity(c.actor), entity(c.target))
        };
        let read: Vec<_> = candidates
            .iter()
            .filter_map(|c| {
                let reading = c.readings.first()?;
                Some((entities(c), (c.actor, c.target), reading.relation.clone(), reading.is_direct()))
            })
            .collect();
        for candidate in candidates {
            let pair = entities(candidate);
            for (other, ends, relation, is_direct) in &read {
                // What one says of another is not the other's answer.
                let is_turned = *other == (pair.1, pair.0) && !self.schema.is_symmetric(relation);
                if is_turned && candidate.readings.is_empty() {
                    candidate.barred.push(self.schema.sign(relation));
                }
                if *other == pair && *ends != (candidate.actor, candidate.target) {
                    let own = if candidate.readings.is_empty() { "unread" } else { "read" };
                    candidate.features.add(&["elsewhere", own, relation]);
                    let sign = self.schema.sign(relation);
                    if candidate.readings.is_empty() && *is_direct && sign != 0 {
                        candidate.barred.push(-sign);
                    }
                }
            }
        }
    }

    /// Whether a mention can hold a position.
    fn is_actor(&self, mention: &Mention) -> bool {
        !matches!(mention.how, How::FirstPerson | How::Act)
            && self.schema.role(&self.mentions.entities[mention.entity].kind) != Role::Object
    }

    fn fill<'m>(
        &'m self,
        matches: &'m [Match],
        ground: &Ground<'_>,
        local: &[&Mention],
        number: usize,
    ) -> Vec<Filled<'m>> {
        let sentence = &self.parsed.sentences[number];
        let speech = &self.speech[number];
        let mut filled = Vec::new();
        for m in matches {
            let Sense::Cue(index) = m.sense else { continue };
            let cue = &self.schema.cues.cues[index];
            let head = sentence.word(m.head());
            let targets = targets(m, cue.frame, head);
            if cue.frame == Frame::Judgement && targets.is_empty() {
                continue;
            }
            if cue.frame == Frame::Reciprocal && meets_another(head) {
                continue;
            }
            let (slot, above) = actors(m, cue.frame, head, ground);
            let holders = self.holders([&slot, &above], ground);
            let speaker = speech.speaker(m.head());
            let speaker = speaker.map(|speaker| {
                let grade = if slot.iter().chain(&above).any(|word| is_first_person(*word)) {
                    ActorGrade::First
                } else if holders.is_empty() {
                    ActorGrade::Speaker
                } else {
                    ActorGrade::Reporter
                };
                (speaker, grade)
            });
            // "He spoke of sanctions imposed last year", "of the attack on Iran": by whom, he does not say.
            let names_doer = matches!(sentence.word(m.last()).text, "by" | "from");
            let unsaid = |grade| {
                grade == ActorGrade::Speaker
                    && (is_reduced_passive(head) || self.is_deed(head) && !names_doer)
            };
            let speaker = speaker.filter(|(_, grade)| !unsaid(*grade));
            let judges = cue.frame == Frame::Judgement;
            let mut reached = Vec::new();
            for word in targets {
                let first = reached.len();
                ground.reach(word, m, &mut reached);
                // "a great letter from Kim" says nothing of him.
                if judges {
                    let near = usize::from(word.pos == Pos::Verb);
                    let far = |r: &Reached| r.depth > near && !r.owner;
                    let kept: Vec<Reached> = reached.drain(first..).filter(|r| !far(r)).collect();
                    reached.extend(kept);
                }
            }
            // A word of praise or blame is a cue for actors, too.
            let is_twin = judges && cue.target == TargetKind::Object;
            let owners = reached.iter().copied().filter(|reached| {
                let mention = local[reached.mention];
                let is_act = reached.depth == 1 && mention.form != Form::Name && ground.acts[reached.mention];
                !is_twin && (is_act && cue.target == TargetKind::Object || mention.how == How::Act)
            });
            let owners = owners.collect();
            reached.retain(|reached| match cue.target {
                _ if local[reached.mention].how == How::Act => false,
                TargetKind::Any => true,
                TargetKind::Object => !ground.acts[reached.mention],
                TargetKind::Actor => ground.acts[reached.mention],
            });
            // "urged Paris to keep Iran waiting": what stands below the one who is urged is not urged.
            if cue.target == TargetKind::Actor && reached.iter().any(|reached| reached.depth == 0) {
                reached.retain(|reached| reached.depth == 0);
            }
            let seat = if judges { predicate(head) } else { head };
            let mut chain = self.chain(seat, ground);
            // Who says that it would be a mistake says that it is one.
            let hedges = [OperatorEffect::Conditional, OperatorEffect::Intend];
            chain.retain(|operation| !judges || !hedges.contains(&operation.effect));
            let is_speaker = |mention: usize| {
                speaker.is_some_and(|(speaker, grade)| {
                    grade == ActorGrade::First
                        || self.mentions.mentions[speaker].entity == local[mention].entity
                })
            };
            let should = head.dependents_as(&[Label::Aux]).any(|aux| ground.asks(aux.index()))
                && !holders.iter().any(|(mention, _)| is_speaker(*mention));
            let entity = |mention: usize| local[mention].entity;
            let wish = Wish::of(&chain, &holders, entity)
                .or_else(|| should.then(|| Wish { askers: Vec::new(), speakers: true, against: false }));
            let plain = match self.modality(seat) {
                Modality::Conditional | Modality::Intended if judges => Modality::Asserted,
                modality => modality,
            };
            let modality = cue.modality.unwrap_or_else(|| of_chain(&chain)).max(plain);
            let f = Filled {
                cue,
                index,
                m,
                actors: holders,
                speaker,
                wish,
                targets: reached,
                owners,
                chain,
                modality,
                plain,
            };
            filled.push(f);
        }
        filled
    }

    /// Whether a noun tells what somebody did: "the attack", not "the accusation".
    fn is_deed(&self, noun: Word<'_, '_>) -> bool {
        let act = self.schema.lexicon.acts.get(&*noun.lemma).filter(|_| noun.pos == Pos::Noun);
        act.is_some_and(|act| !act.said && !act.verbs.is_empty())
    }

    /// The actors among what `slots` lead to, of the first of them that leads to any.
    fn holders(&self, slots: [&[Word<'_, '_>]; 2], ground: &Ground<'_>) -> Vec<(usize, ActorGrade)> {
        let mut holders: Vec<(usize, ActorGrade)> = Vec::new();
        for words in slots {
            for (mention, grade) in words.iter().flat_map(|word| self.near(*word, ground)) {
                if !holders.iter().any(|(other, _)| *other == mention) {
                    holders.push((mention, grade));
                }
            }
            if !holders.is_empty() {
                break;
            }
        }
        holders
    }

    /// The actors at a slot: at the word itself, coordinated or apposed to it, or before it.
    fn near(&self, word: Word<'_, '_>, ground: &Ground<'_>) -> Vec<(usize, ActorGrade)> {
        let mut found = Vec::new();
        let at = |word: Word<'_, '_>, grade: ActorGrade| {
            let mention = ground.headed[word.index()].filter(|mention| ground.acts[*mention]);
            mention.map(|mention| (mention, grade))
        };
        found.extend(at(word, ActorGrade::Slot));
        for other in word.conjuncts() {
            found.extend(at(other, ActorGrade::Slot));
        }
        for other in word.appositions() {
            found.extend(at(other, ActorGrade::Near));
        }
        let class = self.schema.lexicon.transparent.get(&*word.lemma);
        if class == Some(&TransparentNoun::Private) {
            return found;
        }
        // "Russian and American negotiators": both stand there.
        for other in word.dependents_as(&[Label::Amod, Label::Compound, Label::Nmod]) {
            let both: Vec<_> = std::iter::once(other).chain(other.conjuncts()).collect();
            if both.len() > 1 {
                found.extend(both.into_iter().filter_map(|other| at(other, ActorGrade::Slot)));
            }
        }
        // "A Security Council resolution condemned Israel", but not "the U.S. plan would violate the treaty".
        let thing = ground.headed[word.index()].is_some_and(|mention| !ground.acts[mention]);
        if found.is_empty() && (!thing || class == Some(&TransparentNoun::Voice)) {
            for other in word.dependents_as(&[Label::Poss, Label::Amod, Label::Compound, Label::Nmod]) {
                found.extend(at(other, ActorGrade::Near));
            }
            // The representative to the United Nations is not theirs.
            for (_, other) in
                word.prepositional_objects().filter(|(preposition, _)| preposition.lemma != "to")
            {
                found.extend(at(other, ActorGrade::Near));
            }
        }
        found
    }

    /// The operators over the predicate `head`, innermost first.
    fn chain(&self, head: Word<'_, '_>, ground: &Ground<'_>) -> Vec<Operation> {
        let mut chain = Vec::new();
        let mut word = head;
        for _ in 0..2 * LONGEST_CHAIN {
            let Some(governor) = word.governor() else { break };
            match word.label {
                // Who protests against sanctions imposed by another does not change what the other did.
                _ if is_reduced_passive(word) => break,
                Label::Xcomp
                | Label::Ccomp
                | Label::Pcomp
                | Label::Acl
                | Label::Dobj
                | Label::Pobj
                | Label::Prep
                | Label::Nsubjpass
                | Label::Attr
                | Label::Oprd => {
                    let mut judged = false;
                    for m in ground.at(governor.index()) {
                        let effect = match m.sense {
                            Sense::Operator(effect) => effect,
                            // "it would be a mistake to leave"
                            Sense::Evaluation(sign) if is_judged(word, governor) && !judged => {
                                judged = true;
                                if sign < 0 { OperatorEffect::Flip } else { OperatorEffect::Keep }
                            }
                            _ => continue,
                        };
                        // "stopped Iran from building" says more than the "stopped" in it.
                        let is_longer = |other: &Match| {
                            other.sense == Sense::Operator(OperatorEffect::Forbid)
                                && is_within(&m.words, &other.words)
                        };
                        if m.words.contains(&head.index()) || ground.at(governor.index()).any(is_longer) {
                            continue;
                        }
                        let (own, above) = actors(m, Frame::SubjectObject, governor, ground);
                        let holders = self.holders([&own, &above], ground);
                        let holders = holders.into_iter().map(|(mention, _)| mention).collect();
                        let unreal = word.label == Label::Ccomp && self.is_unsaid(effect, governor);
                        let effect = match effect {
                            OperatorEffect::Make if self.is_tried(governor) => OperatorEffect::Ask,
                            effect => effect,
                        };
                        chain.push(Operation { effect, holders, unreal });
                    }
                    if self.is_asked(word) {
                        chain.push(Operation {
                            effect: OperatorEffect::Attribute,
                            holders: Vec::new(),
                            unreal: true,
                        });
                    }
                }
                Label::Conj => {}
                _ => break,
            }
            word = governor;
            if chain.len() >= LONGEST_CHAIN {
                break;
            }
        }
        // "declined to certify that Iran complies", "hopes to persuade Iran to comply"
        for inner in 0..chain.len() {
            let outer = &chain[inner + 1..];
            let over = |effects: &[OperatorEffect]| {
                outer.iter().any(|operation| effects.contains(&operation.effect))
            };
            let undone = over(&[OperatorEffect::Flip, OperatorEffect::Deny, OperatorEffect::Fail]);
            let hoped = over(&[OperatorEffect::Intend, OperatorEffect::Conditional, OperatorEffect::Ask]);
            match chain[inner].effect {
                OperatorEffect::Attribute if undone => chain[inner].unreal = true,
                OperatorEffect::Make if undone || hoped => chain[inner].effect = OperatorEffect::Ask,
                _ => {}
            }
        }
        chain
    }

    /// Whether what a verb says that has this effect is not said to be so: "questioned", "did not say".
    fn is_unsaid(&self, effect: OperatorEffect, verb: Word<'_, '_>) -> bool {
        match effect {
            OperatorEffect::Flip | OperatorEffect::Deny | OperatorEffect::Fail => true,
            OperatorEffect::Attribute => self.modality(verb) == Modality::Denied,
            _ => false,
        }
    }

    /// Whether a verb that brings somebody to do something is only tried or wished for: "aid to persuade Iran".
    fn is_tried(&self, verb: Word<'_, '_>) -> bool {
        matches!(verb.label, Label::Advcl | Label::Acl | Label::Relcl) && verb.is_infinitive()
            || self.modality(verb) != Modality::Asserted
    }

    /// Whether a clause is a question: "whether Iran complies".
    fn is_asked(&self, clause: Word<'_, '_>) -> bool {
        clause.label == Label::Ccomp && self.is_conditional(clause)
    }

    /// Whether a word like "if" opens a clause.
    fn is_conditional(&self, clause: Word<'_, '_>) -> bool {
        let lexicon = &self.schema.lexicon;
        let is_such = |mark: Word<'_, '_>| lexicon.modality_of(mark.text) == Some(Modality::Conditional);
        clause.dependents_as(&[Label::Mark]).any(is_such)
    }

    /// Whether the clause of `verb` tells what somebody said or did in the past, with no condition of its own.
    fn is_backshifted(&self, verb: Word<'_, '_>) -> bool {
        let past = verb.governor().is_some_and(|said| matches!(said.tag, Tag::Vbd | Tag::Vbn));
        let mut clauses = verb.dependents_as(&[Label::Advcl]);
        verb.label == Label::Ccomp && past && !clauses.any(|clause| self.is_conditional(clause))
    }

    /// How the verb over `head` says it.
    fn modality(&self, head: Word<'_, '_>) -> Modality {
        let mut modality = Modality::Asserted;
        let mut word = head;
        for _ in 0..=LONGEST_CHAIN {
            if word.negated() || word.dependents().any(|d| d.label == Label::Det && d.lemma == "no") {
                modality = modality.max(Modality::Denied);
            }
            // "will meet", "if they meet", "the next meeting"
            for other in word.dependents_as(&[Label::Aux, Label::Mark, Label::Advmod, Label::Amod]) {
                let known = self.schema.lexicon.modality_of(other.text).unwrap_or(Modality::Asserted);
                // "Said that it would sign" once was "we will sign".
                let shifted =
                    known == Modality::Conditional && &*other.lemma == "would" && self.is_backshifted(word);
                modality = modality.max(if shifted { Modality::Intended } else { known });
            }
            let Some(governor) = word.governor() else { break };
            // "left without asking Oslo"; who will not leave without asking will ask.
            let denies = || self.schema.lexicon.modality_of(governor.text) == Some(Modality::Denied);
            if word.label == Label::Pcomp && denies() {
                let is_turned = governor.ancestors().take(2).any(Word::negated);
                return if is_turned { modality } else { Modality::Denied };
            }
            // "will not be the first to deploy"
            let is_told = word.label == Label::Relcl && word.is_infinitive() && governor.label == Label::Attr;
            if !is_told
                && !matches!(
                    word.label,
                    Label::Xcomp | Label::Dobj | Label::Attr | Label::Acomp | Label::Pcomp | Label::Prep
                )
            {
                break;
            }
            word = governor;
        }
        modality
    }
}

/// What a cue says after its negations and operators.
struct Turned<'a> {
    /// The cue's relation, or that of its negation.
    relation: &'a str,
    /// Whether it is the contrary that is held.
    flipped: bool,
    modality: Modality,
}

impl<'a> Filled<'a> {
    /// What the cue says under the operators of `chain`, of which some are the actor's own.
    fn turned(&self, chain: &[(OperatorEffect, bool)]) -> Turned<'a> {
        let turns = |effects: &[OperatorEffect]| {
            chain.iter().filter(|(effect, own)| *own && effects.contains(effect)).count() % 2 == 1
        };
        let flipped = turns(&[OperatorEffect::Flip]);
        let denied = self.plain == Modality::Denied;
        let (flipped, modality, negated) = if let Some(wish) = &self.wish {
            // Who urges somebody not to leave wants the contrary, and this he does want.
            (flipped ^ denied ^ wish.against, Modality::Asserted, denied ^ wish.against)
        } else {
            let undone = [OperatorEffect::Flip, OperatorEffect::Deny, OperatorEffect::Fail];
            (flipped, self.modality, denied ^ turns(&undone))
        };
        match &self.cue.negated {
            Some(relation) if negated => Turned { relation, flipped: false, modality: Modality::Asserted },
            _ => Turned { relation: &self.cue.relation, flipped, modality },
        }
    }
}

impl Wish {
    /// What the operators of `chain` make of an act of `holders`, if it is a wish; `entity` tells whom a local mention
    /// names.
    fn of(
        chain: &[Operation],
        holders: &[(usize, ActorGrade)],
        entity: impl Fn(usize) -> usize,
    ) -> Option<Wish> {
        let is_own = |askers: &[usize]| {
            holders.iter().any(|(holder, _)| askers.iter().any(|asker| entity(*asker) == entity(*holder)))
        };
        let nobodys = Wish { askers: Vec::new(), speakers: false, against: false };
        chain.iter().find_map(|Operation { effect, holders: askers, unreal }| match effect {
            OperatorEffect::Allow | OperatorEffect::Accuse => Some(nobodys.clone()),
            // What somebody else doubts is nobody's position.
            _ if *unreal => (!is_own(askers)).then(|| nobodys.clone()),
            OperatorEffect::Ask | OperatorEffect::Forbid => {
                let against = *effect == OperatorEffect::Forbid;
                (!is_own(askers)).then(|| Wish { askers: askers.clone(), speakers: false, against })
            }
            _ => None,
        })
    }
}

/// Whether those who do it together do it with somebody else: "they met with X to discuss it".
fn meets_another(head: Word<'_, '_>) -> bool {
    let above = head.governor().filter(|_| matches!(head.label, Label::Advcl | Label::Xcomp));
    let verbs = std::iter::once(head).chain(above);
    let mut nouns = verbs.flat_map(|verb| std::iter::once(verb).chain(verb.dependents_as(&[Label::Dobj])));
    nouns.any(|word| {
        word.prepositional_objects().any(|(with, other)| with.lemma == "with" && other.pos == Pos::Propn)
    })
}

/// Whether a word of praise or blame is said of doing it: "it would be a mistake to leave".
fn is_judged(doing: Word<'_, '_>, judgement: Word<'_, '_>) -> bool {
    let subject = judgement.governor().and_then(Word::subject);
    doing.is_infinitive() && subject.is_some_and(|subject| subject.text.eq_ignore_ascii_case("it"))
}

/// What operators make of the modality of what they govern.
fn of_chain(chain: &[Operation]) -> Modality {
    let effects = chain.iter().map(|operation| match operation.effect {
        OperatorEffect::Deny | OperatorEffect::Fail => Modality::Denied,
        OperatorEffect::Intend => Modality::Intended,
        OperatorEffect::Conditional => Modality::Conditional,
        _ => Modality::Asserted,
    });
    effects.max().unwrap_or(Modality::Asserted)
}

/// What is looked up of a word, once a sentence.
pub(super) struct WordKnown<'a> {
    /// Its dictionary form in lower case.
    pub(super) lemma: Cow<'a, str>,
    /// The classes of words that it belongs to.
    pub(super) classes: Vec<&'a str>,
}

pub(super) struct View<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) number: usize,
    pub(super) first: usize,
    pub(super) local: &'a [&'a Mention],
    pub(super) matches: &'a [Match],
    pub(super) filled: &'a [Filled<'a>],
    /// By token.
    pub(super) words: &'a [WordKnown<'a>],
    /// The classes of all content words, each once.
    pub(super) near: &'a [&'a str],
    /// By local mention, what can be said of it as a target.
    pub(super) of_targets: &'a [OnceCell<Features>],
}

impl View<'_> {
    /// The pair with all that is known of it; none for two that no frame connects if their clauses stand side by side
    /// or the target is named by its act alone or by nothing of the field.
    fn candidate(&self, actor: usize, target: usize) -> Option<Candidate> {
        let local_actor = actor.checked_sub(self.first).filter(|index| *index < self.local.len());
        let mut readings = self.readings(actor, local_actor, target);
        // "Called for tents out of the street" is about no street.
        if self.local[target].how == How::Topic {
            readings.retain(|reading| reading.depth <= 1);
        }
        let needs_frame = matches!(self.local[target].how, How::Act | How::Topic);
        if readings.is_empty()
            && (needs_frame || local_actor.is_some_and(|local| self.are_parted(local, target)))
        {
            return None;
        }
        let of_target = self.of_targets[target].get_or_init(|| self.describe_target(target));
        let mut features = Features::like(of_target);
        self.describe(actor, local_actor, target, &readings, &mut features);
        let mut barred = local_actor.map(|local| self.wanted(local, target)).unwrap_or_default();
        // Who opposes it does not uphold it.
        let direct = readings.first().filter(|reading| reading.is_direct());
        barred.extend(direct.map(|reading| -self.reader.schema.sign(&reading.relation)));
        let (sentence, target) = (self.number, self.first + target);
        Some(Candidate { sentence, actor, target, readings, barred, features })
    }

    /// Whether two mentions stand in clauses side by side that both have a subject: "Oslo left, but Paris stayed".
    fn are_parted(&self, actor: usize, target: usize) -> bool {
        let sentence = &self.reader.parsed.sentences[self.number];
        let [from, to] = [actor, target].map(|mention| sentence.word(self.local[mention].head));
        let chain = |word| std::iter::once(word).chain(Word::ancestors(word));
        let parts = |word: Word<'_, '_>| word.label == Label::Conj && clause_subject(word).is_some();
        let above = |word, other| chain(word).take_while(|w| !chain(other).any(|o| o == *w)).any(parts);
        above(from, to) || above(to, from)
    }

    /// What a relation to an act or word says of whose it is.
    fn toward_whose<'r>(&self, relation: &'r Relation, target: usize) -> Option<&'r String> {
        let mention = self.local[target];
        if mention.how != How::Act {
            return relation.toward_owner.as_ref();
        }
        let sentence = &self.reader.parsed.sentences[self.number];
        let act = self.reader.schema.lexicon.acts.get(&*sentence.word(mention.head).lemma)?;
        // Who condemns the launch condemns who launched; who discusses it does not talk with him, and who praises it
        // praises the deed.
        let of_doer = if act.said { &None } else { &relation.toward_doer };
        let of_owner = of_doer.as_ref().or(relation.toward_owner.as_ref());
        let own = of_owner.or((relation.sign != 0).then_some(&relation.id));
        own.filter(|_| act.said || relation.sign < 0)
    }

    /// The signs of what somebody wants of `actor` toward `target`.
    fn wanted(&self, actor: usize, target: usize) -> Vec<i8> {
        let asked = self.filled.iter().filter(|filled| filled.wish.is_some());
        let of_actor = asked.filter(|filled| filled.actors.iter().any(|(mention, _)| *mention == actor));
        let sign = |filled: &Filled<'_>| {
            let reached = filled.targets.iter().find(|reached| reached.mention == target)?;
            Some(reached.sign * self.reader.signs[filled.index])
        };
        of_actor.filter_map(sign).collect()
    }

    /// What the cues that lead to the target say of the actor.
    fn readings(&self, actor: usize, local_actor: Option<usize>, target: usize) -> Vec<Reading> {
        let mentions = self.reader.mentions;
        let entity = mentions.mentions[actor].entity;
        let mut readings = Vec::new();
        for filled in self.filled {
            let in_slot = local_actor
                .and_then(|local| filled.actors.iter().find(|(mention, _)| *mention == local))
                .map(|(_, grade)| *grade);
            let speaks = filled
                .speaker
                .filter(|(speaker, _)| mentions.mentions[*speaker].entity == entity)
                .map(|(_, grade)| grade);
            let among = |mentions: &[usize]| mentions.iter().any(|local| self.local[*local].entity == entity);
            // What somebody wants of another is nothing that the other does.
            let grade = match &filled.wish {
                Some(wish) => {
                    (among(&wish.askers) || wish.speakers && speaks.is_some()).then_some(ActorGrade::Asker)
                }
                None => in_slot.into_iter().chain(speaks).min(),
            };
            let Some(grade) = grade else { continue };
            let reached = if filled.cue.frame == Frame::Reciprocal {
                let joint = filled.actors.iter().any(|(mention, _)| *mention == target);
                joint.then_some(Reached { mention: target, depth: 0, owner: false, sign: 1, known: false })
            } else {
                filled.targets.iter().find(|reached| reached.mention == target).copied()
            };
            // What somebody else does with it leaves the actor's own position as it is.
            let own = |operation: &Operation| operation.holders.is_empty() || among(&operation.holders);
            let chain: Vec<(OperatorEffect, bool)> =
                filled.chain.iter().map(|operation| (operation.effect, own(operation))).collect();
            let Turned { relation: base, flipped, mut modality } = filled.turned(&chain);
            let relations = &self.reader.schema.relations;
            let licensed = match (grade, &relations[base]) {
                (ActorGrade::Asker, relation) => match &relation.wanted {
                    Some(wanted) => &relations[wanted],
                    None => continue,
                },
                (_, relation) => relation,
            };
            let owner = filled.owners.iter().find(|reached| reached.mention == target).copied();
            let toward = self.toward_whose(licensed, target);
            let (reached, licensed, owner) = match (reached, owner, toward) {
                (Some(reached), _, _) => (reached, licensed, false),
                // What becomes of the act is nothing that turns the word about its owner.
                (None, Some(owner), Some(toward)) => (Reached { sign: 1, ..owner }, &relations[toward], true),
                _ => continue,
            };
            let reversed = (reached.sign < 0) ^ flipped;
            let relation = match (&licensed.reversed, &licensed.threatened) {
                (Some(other), _) if reversed => other.clone(),
                // Who criticizes a report condemning Iran does not criticize Iran.
                (None, _) if reached.sign < 0 && !flipped => continue,
                // Who refuses to condemn does not condemn; there is no word for the contrary.
                (None, _) if reversed && flipped => {
                    modality = Modality::Denied;
                    licensed.id.clone()
                }
                (_, Some(other))
                    if modality == Modality::Conditional
                        || chain.iter().any(|(effect, _)| *effect == OperatorEffect::Conditional) =>
                {
                    modality = filled.plain;
                    other.clone()
                }
                _ => {
                    let holder = &mentions.entities[entity];
                    let thing = &mentions.entities[self.local[target].entity];
                    let is_anothers = || whose(holder, thing, self.reader.schema) == "another's";
                    licensed.of_another.as_ref().filter(|_| is_anothers()).unwrap_or(&licensed.id).clone()
                }
            };
            let reading = Reading {
                cue: filled.index,
                head: filled.m.head(),
                relation,
                actor: grade,
                depth: reached.depth,
                owned: reached.owner,
                owner,
                reversed,
                modality,
                chain,
                speaker: filled
                    .speaker
                    .map(|(speaker, _)| speaker)
                    .filter(|s| mentions.mentions[*s].entity != entity),
            };
            readings.push((reading, &filled.m.words));
        }
        // "broke off talks with" says more than the "talks with" in it.
        let longest: Vec<bool> = readings
            .iter()
            .map(|(_, words)| !readings.iter().any(|(_, longer)| is_within(words, longer)))
            .collect();
        let mut readings: Vec<Reading> = readings
            .into_iter()
            .zip(longest)
            .filter_map(|((reading, _), longest)| longest.then_some(reading))
            .collect();
        let length = |r: &Reading| self.reader.schema.cues.cues[r.cue].words.len();
        readings.sort_by_key(|r| (r.actor, r.depth, std::cmp::Reverse(length(r)), r.head));
        readings
    }
}
