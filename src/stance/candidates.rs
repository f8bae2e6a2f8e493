//! Candidates: who may hold which position on what in a sentence, each with what speaks for and against it.
//!
//! Every actor and every other entity of a sentence make a candidate, and so do a speaker carried over from
//! the sentence before and what he speaks of. What the frames of the lexicon, the tree and the quotation
//! say of the pair becomes features; the model decides.

use super::features::Features;
use super::roles::{ActorGrade, Ground, Reached, actors, targets};
use super::senses::{Match, Sense, Senses};
use super::speech::{Speech, is_first_person};
use crate::language::{Label, ParagraphKind, Parsed, Pos, Word};
use crate::mention::{Form, Mention, Mentions};
use crate::schema::{Cue, Frame, OperatorEffect, Role, Schema, TargetKind};
use crate::statement::Modality;

/// Longest path, in steps, that is spelled out as a feature.
const LONGEST_PATH: usize = 6;
/// Sentences from which on a text is long.
const LONG_TEXT: usize = 6;
/// Operators climbed over a cue.
const LONGEST_CHAIN: usize = 4;
/// Words between two mentions that are spelled out as features.
const LONGEST_GAP: usize = 15;

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
    /// Whether words on the way turned the cue's own relation.
    pub reversed: bool,
    /// How it is said.
    pub modality: Modality,
    /// The operators over the cue, innermost first, and whether the actor is the one who does it.
    pub chain: Vec<(OperatorEffect, bool)>,
    /// The article's mention of the speaker, if that is not the actor.
    pub speaker: Option<usize>,
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
struct Filled<'a> {
    cue: &'a Cue,
    index: usize,
    m: &'a Match,
    /// Local mentions in the actor's slot.
    actors: Vec<(usize, ActorGrade)>,
    /// The entity that speaks where the slot says "we" or nothing.
    speaker: Option<(usize, ActorGrade)>,
    targets: Vec<Reached>,
    /// Actors whose act or word stands in the place of a thing.
    owners: Vec<Reached>,
    chain: Vec<Operation>,
    modality: Modality,
    /// The modality without what the operators do.
    plain: Modality,
}

/// An operator over a cue.
struct Operation {
    effect: OperatorEffect,
    /// The entities that stand in its own subject's place.
    holders: Vec<usize>,
}

impl Reader<'_> {
    /// The candidates of sentence `number`, by target within actor.
    pub fn sentence(&self, number: usize) -> Vec<Candidate> {
        let all = &self.mentions.mentions;
        let first = all.partition_point(|m| m.sentence < number);
        let local: Vec<&Mention> = all[first..].iter().take_while(|m| m.sentence == number).collect();
        let speech = &self.speech[number];
        if local.is_empty() || (local.len() < 2 && speech.carried.is_none()) {
            return Vec::new();
        }
        let sentence = &self.parsed.sentences[number];
        let mut headed = vec![None; sentence.tokens().len()];
        for (index, mention) in local.iter().enumerate() {
            headed[mention.head].get_or_insert(index);
        }
        let matches = self.senses.find(sentence);
        let ground = Ground { headed: &headed, matches: &matches, signs: self.signs };
        let filled = self.fill(&matches, &ground, &local, number);
        let view = View { reader: self, number, first, local: &local, matches: &matches, filled: &filled };
        let mut candidates = Vec::new();
        let mut holders: Vec<usize> =
            (0..local.len()).filter(|i| self.is_actor(local[*i])).map(|i| first + i).collect();
        holders.extend(speech.carried);
        for actor in holders {
            for (index, target) in local.iter().enumerate() {
                if all[actor].entity == target.entity {
                    continue;
                }
                candidates.push(view.candidate(actor, index));
            }
        }
        candidates
    }

    /// Whether a mention can hold a position.
    fn is_actor(&self, mention: &Mention) -> bool {
        self.schema.role(&self.mentions.entities[mention.entity].kind) != Role::Object
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
            let (slot, above) = actors(m, cue.frame, head);
            let mut holders: Vec<(usize, ActorGrade)> = Vec::new();
            for words in [&slot, &above] {
                for (mention, grade) in words.iter().flat_map(|word| near(*word, ground)) {
                    if self.is_actor(local[mention]) && !holders.iter().any(|(other, _)| *other == mention) {
                        holders.push((mention, grade));
                    }
                }
                if !holders.is_empty() {
                    break;
                }
            }
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
            let mut reached = Vec::new();
            for word in targets(m, cue.frame, head) {
                ground.reach(word, m, &mut reached);
            }
            let owners = reached.iter().copied().filter(|reached| {
                let mention = local[reached.mention];
                let is_act = reached.depth == 1 && mention.form != Form::Name && self.is_actor(mention);
                is_act && cue.target == TargetKind::Object
            });
            let owners = owners.collect();
            reached.retain(|reached| match cue.target {
                TargetKind::Any => true,
                TargetKind::Object => !self.is_actor(local[reached.mention]),
                TargetKind::Actor => self.is_actor(local[reached.mention]),
            });
            let chain = self.chain(head, ground, local);
            let plain = self.modality(head);
            let modality = cue.modality.unwrap_or_else(|| of_chain(&chain)).max(plain);
            let f = Filled {
                cue,
                index,
                m,
                actors: holders,
                speaker,
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

    /// The operators over the predicate `head`, innermost first.
    fn chain(&self, head: Word<'_, '_>, ground: &Ground<'_>, local: &[&Mention]) -> Vec<Operation> {
        let mut chain = Vec::new();
        let mut word = head;
        for _ in 0..2 * LONGEST_CHAIN {
            let Some(governor) = word.governor() else { break };
            match word.label {
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
                    let first = ground.matches.partition_point(|m| m.head() < governor.index());
                    let here = ground.matches[first..].iter().take_while(|m| m.head() == governor.index());
                    for m in here {
                        let Sense::Operator(effect) = m.sense else { continue };
                        if m.words.contains(&head.index()) {
                            continue;
                        }
                        let (own, above) = actors(m, Frame::SubjectObject, governor);
                        let held = |words: &[Word<'_, '_>]| -> Vec<usize> {
                            let reached = words.iter().flat_map(|word| near(*word, ground));
                            let actors = reached.filter(|(mention, _)| self.is_actor(local[*mention]));
                            actors.map(|(mention, _)| local[mention].entity).collect()
                        };
                        let mut holders = held(&own);
                        if holders.is_empty() {
                            holders = held(&above);
                        }
                        chain.push(Operation { effect, holders });
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
        chain
    }

    /// How the verb over `head` says it.
    fn modality(&self, head: Word<'_, '_>) -> Modality {
        let mut modality = Modality::Asserted;
        let mut word = head;
        for _ in 0..=LONGEST_CHAIN {
            if word.negated() || word.dependents().any(|d| d.label == Label::Det && d.lemma == "no") {
                modality = modality.max(Modality::Denied);
            }
            for other in word.dependents_as(&[Label::Aux, Label::Mark, Label::Advmod]) {
                let lower = other.text.to_lowercase();
                for known in self.schema.lexicon.modality.iter().filter(|known| known.words == lower) {
                    modality = modality.max(known.modality.parse().unwrap_or(Modality::Asserted));
                }
            }
            let Some(governor) = word.governor() else { break };
            if !matches!(
                word.label,
                Label::Xcomp | Label::Dobj | Label::Attr | Label::Acomp | Label::Pcomp | Label::Prep
            ) {
                break;
            }
            word = governor;
        }
        modality
    }
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

/// The mentions at an actor's slot: at the word itself, coordinated or apposed to it, or before it.
fn near(word: Word<'_, '_>, ground: &Ground<'_>) -> Vec<(usize, ActorGrade)> {
    let mut found = Vec::new();
    let at = |word: Word<'_, '_>, grade| ground.headed[word.index()].map(|mention| (mention, grade));
    found.extend(at(word, ActorGrade::Slot));
    for other in word.conjuncts() {
        found.extend(at(other, ActorGrade::Slot));
    }
    for other in word.appositions() {
        found.extend(at(other, ActorGrade::Near));
    }
    if found.is_empty() {
        for other in word.dependents_as(&[Label::Poss, Label::Amod, Label::Compound, Label::Nmod]) {
            found.extend(at(other, ActorGrade::Near));
        }
        for (_, other) in word.prepositional_objects() {
            found.extend(at(other, ActorGrade::Near));
        }
    }
    found
}

struct View<'a> {
    reader: &'a Reader<'a>,
    number: usize,
    first: usize,
    local: &'a [&'a Mention],
    matches: &'a [Match],
    filled: &'a [Filled<'a>],
}

impl View<'_> {
    fn candidate(&self, actor: usize, target: usize) -> Candidate {
        let mut features = Features::new(self.reader.named);
        let local_actor = actor.checked_sub(self.first).filter(|index| *index < self.local.len());
        let readings = self.readings(actor, local_actor, target);
        self.describe(actor, local_actor, target, &readings, &mut features);
        Candidate { sentence: self.number, actor, target: self.first + target, readings, features }
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
            let Some(grade) = in_slot.into_iter().chain(speaks).min() else { continue };
            let reached = if filled.cue.frame == Frame::Reciprocal {
                let joint = filled.actors.iter().any(|(mention, _)| *mention == target);
                joint.then_some(Reached { mention: target, depth: 0, sign: 1, known: false })
            } else {
                filled.targets.iter().find(|reached| reached.mention == target).copied()
            };
            let licensed = &self.reader.schema.relations[&filled.cue.relation];
            let owner = filled.owners.iter().find(|reached| reached.mention == target).copied();
            let (reached, licensed) = match (reached, owner, &licensed.toward_owner) {
                (Some(reached), _, _) => (reached, licensed),
                (None, Some(owner), Some(toward)) => (owner, &self.reader.schema.relations[toward]),
                _ => continue,
            };
            // What somebody else does with it leaves the actor's own position as it is.
            let own =
                |operation: &Operation| operation.holders.is_empty() || operation.holders.contains(&entity);
            let chain: Vec<(OperatorEffect, bool)> =
                filled.chain.iter().map(|operation| (operation.effect, own(operation))).collect();
            let flips = chain.iter().filter(|step| **step == (OperatorEffect::Flip, true)).count();
            let reversed = (reached.sign < 0) ^ (flips % 2 == 1);
            let mut modality = filled.modality;
            let relation = match (&licensed.reversed, &licensed.threatened) {
                (Some(other), _) if reversed => other.clone(),
                (_, Some(other))
                    if modality == Modality::Conditional
                        || chain.iter().any(|(effect, _)| *effect == OperatorEffect::Conditional) =>
                {
                    modality = filled.plain;
                    other.clone()
                }
                _ => licensed.id.clone(),
            };
            readings.push(Reading {
                cue: filled.index,
                head: filled.m.head(),
                relation,
                actor: grade,
                depth: reached.depth,
                reversed,
                modality,
                chain,
                speaker: filled
                    .speaker
                    .map(|(speaker, _)| speaker)
                    .filter(|s| mentions.mentions[*s].entity != entity),
            });
        }
        let length = |r: &Reading| self.reader.schema.cues.cues[r.cue].words.len();
        readings.sort_by_key(|r| (r.actor, r.depth, std::cmp::Reverse(length(r)), r.head));
        readings
    }

    fn describe(
        &self,
        actor: usize,
        local_actor: Option<usize>,
        target: usize,
        readings: &[Reading],
        f: &mut Features,
    ) {
        let reader = self.reader;
        let (mentions, schema) = (reader.mentions, reader.schema);
        let (a, t) = (&mentions.mentions[actor], self.local[target]);
        let (ae, te) = (&mentions.entities[a.entity], &mentions.entities[t.entity]);
        let (ak, tk) = (ae.kind.as_str(), te.kind.as_str());
        let sentence = &reader.parsed.sentences[self.number];
        f.add(&["bias"]);
        f.add(&["types", ak, tk]);
        f.add(&["actor", ak, a.how.as_str(), a.form.as_str()]);
        f.add(&["target", tk, t.how.as_str(), t.form.as_str()]);
        if !ae.known {
            f.add(&["actor unknown", ak]);
        }
        if !te.known {
            f.add(&["target unknown", tk]);
        }
        // In a short text all is named once and at the beginning; that takes nothing from what a frame says.
        if reader.parsed.sentences.len() >= LONG_TEXT || readings.is_empty() {
            f.add(&["actor count", bucket(reader.counts[a.entity])]);
            f.add(&["target count", tk, bucket(reader.counts[t.entity])]);
            f.add(&["place", bucket(self.number)]);
            f.add(&["sentence", bucket(sentence.tokens().len())]);
        }
        if ae.represents.as_deref() == Some(&te.id) || te.represents.as_deref() == Some(&ae.id) {
            f.add(&["own side"]);
        } else if ae.represents.is_some() && ae.represents == te.represents {
            f.add(&["same side"]);
        }
        let kind = reader.parsed.paragraphs[reader.parsed.paragraph[self.number]].kind;
        if kind == ParagraphKind::Headline {
            f.add(&["headline"]);
        }

        // What the lexicon reads.
        for (rank, r) in readings.iter().enumerate() {
            let cue = &schema.cues.cues[r.cue];
            let depth = depth(r.depth);
            f.add(&["reads", &r.relation, r.actor.name(), depth]);
            f.add(&["reads", &r.relation, tk]);
            f.add(&["reads", &r.relation]);
            f.add(&["cue", &cue.words, if r.reversed { "reversed" } else { "" }]);
            f.add(&["said", r.modality.as_str(), &r.relation]);
            for (effect, own) in &r.chain {
                let by = if *own { "own" } else { "another's" };
                f.add(&["under", by, effect.as_str(), &cue.relation]);
            }
            if rank == 0 {
                f.add(&["best", &r.relation, r.actor.name(), depth]);
                f.add(&["best", &r.relation, ak, tk]);
            }
        }
        if readings.is_empty() {
            f.add(&["no reading"]);
        }
        let entity = a.entity;
        let speaks = |mention: usize| mentions.mentions[mention].entity == entity;
        for filled in self.filled {
            let leads = filled.targets.iter().find(|reached| reached.mention == target);
            let relation = filled.cue.relation.as_str();
            let held = local_actor.is_some_and(|local| filled.actors.iter().any(|(m, _)| *m == local));
            let spoken = filled.speaker.is_some_and(|(speaker, _)| speaks(speaker));
            match leads {
                Some(reached) => {
                    let sign = if reached.sign < 0 { "reversed" } else { "plain" };
                    f.add(&["target of", relation, sign, depth(reached.depth)]);
                    if !held && !spoken && !filled.actors.is_empty() {
                        f.add(&["held by another", relation]);
                    }
                }
                None if held => f.add(&["actor of", relation]),
                None if spoken => f.add(&["spoken", relation]),
                None => f.add(&["also", relation]),
            }
        }
        self.events(target, f);
        self.speech(actor, target, f);
        match local_actor {
            Some(_) => self.path(a, t, tk, f),
            None => f.add(&["carried", tk]),
        }
        self.surroundings(a, t, local_actor.is_some(), tk, f);
    }

    /// Events and evaluations right around the target.
    fn events(&self, target: usize, f: &mut Features) {
        let t = self.local[target];
        let sentence = &self.reader.parsed.sentences[self.number];
        let head = sentence.word(t.head);
        let mut above: Vec<usize> = head.ancestors().take(4).map(Word::index).collect();
        above.push(t.head);
        for m in self.matches {
            let name = match m.sense {
                Sense::Event(effect) => effect.as_str(),
                Sense::Evaluation(sign) if sign > 0 => "praise",
                Sense::Evaluation(_) => "blame",
                _ => continue,
            };
            if above.contains(&m.head()) {
                f.add(&["over target", name]);
            } else if t.tokens.contains(&m.head()) || sentence.word(m.head()).head == t.head {
                f.add(&["at target", name]);
            } else {
                f.add(&["in sentence", name]);
            }
        }
    }

    /// Whether the actor speaks of the target.
    fn speech(&self, actor: usize, target: usize, f: &mut Features) {
        let mentions = self.reader.mentions;
        let t = self.local[target];
        let speech = &self.reader.speech[self.number];
        let sentence = &self.reader.parsed.sentences[self.number];
        let entity = mentions.mentions[actor].entity;
        let tk = mentions.entities[t.entity].kind.as_str();
        let quoted = if speech.quoted[t.head] { "quoted" } else { "reported" };
        for report in
            speech.reports.iter().filter(|report| mentions.mentions[report.speaker].entity == entity)
        {
            let verb = sentence.word(report.verb);
            if report.said[t.head] {
                f.add(&["speaks of", tk, quoted]);
                f.add(&["says", &verb.lemma, tk]);
                for m in self.matches.iter().filter(|m| report.said[m.head()]) {
                    match m.sense {
                        Sense::Evaluation(sign) => {
                            f.add(&["says of", if sign > 0 { "praise" } else { "blame" }, tk]);
                        }
                        Sense::Event(effect) => f.add(&["says of", effect.as_str()]),
                        Sense::Operator(effect) => f.add(&["says with", effect.as_str()]),
                        Sense::Cue(_) => {}
                    }
                }
                for word in sentence.words().filter(|word| report.said[word.index()]) {
                    for class in self.reader.senses.classes(word).filter(|_| is_content(word)) {
                        f.add(&["says of class", class, tk]);
                    }
                    if word.tag == crate::language::Tag::Md {
                        f.add(&["says modal", &word.lemma]);
                    }
                }
            }
        }
        if let Some(speaker) = speech.speaker(t.head)
            && mentions.mentions[speaker].entity != entity
        {
            f.add(&["another speaks"]);
        }
    }

    /// The way from the actor to the target in the tree.
    fn path(&self, a: &Mention, t: &Mention, tk: &str, f: &mut Features) {
        let sentence = &self.reader.parsed.sentences[self.number];
        let (from, to) = (sentence.word(a.head), sentence.word(t.head));
        let up: Vec<Word<'_, '_>> = std::iter::once(from).chain(from.ancestors()).collect();
        let down: Vec<Word<'_, '_>> = std::iter::once(to).chain(to.ancestors()).collect();
        let Some((i, j)) = up
            .iter()
            .enumerate()
            .find_map(|(i, word)| down.iter().position(|other| other == word).map(|j| (i, j)))
        else {
            f.add(&["apart"]);
            return;
        };
        let top = up[i];
        let labels = |words: &[Word<'_, '_>]| {
            let mut shown = String::new();
            let mut last = None;
            for word in words {
                let name = match word.label {
                    Label::Prep | Label::Agent | Label::Dative => word.lemma.to_string(),
                    Label::Conj | Label::Compound | Label::Appos => continue,
                    label => label.name().to_owned(),
                };
                if last.as_ref() != Some(&name) {
                    shown.push_str(&name);
                    shown.push('.');
                }
                last = Some(name);
            }
            shown
        };
        let (rise, fall) = (labels(&up[..i]), labels(&down[..j]));
        if i + j <= LONGEST_PATH {
            f.add(&["path", &rise, &fall]);
            f.add(&["path", &rise, &fall, tk]);
        }
        f.add(&["rise", &rise]);
        f.add(&["fall", &fall]);
        f.add(&["length", bucket(i + j)]);
        let lemma = top.lemma.to_lowercase();
        f.add(&["top", &lemma]);
        f.add(&["top", &lemma, tk]);
        f.add(&["top", &lemma, &rise]);
        f.add(&["top is", top.pos.name()]);
        let senses = self.reader.senses;
        for class in senses.classes(top) {
            f.add(&["top class", class]);
            f.add(&["top class", class, tk]);
            f.add(&["top class", class, &rise]);
            f.add(&["top class", class, &rise, &fall]);
            if top.negated() {
                f.add(&["top class negated", class]);
            }
        }
        if top.negated() {
            f.add(&["top negated"]);
        }
        for word in up[..i].iter().skip(1).filter(|word| is_content(**word)) {
            f.add(&["rises by", &word.lemma.to_lowercase()]);
            for class in senses.classes(*word) {
                f.add(&["rises by class", class]);
                f.add(&["rises by class", class, tk]);
            }
        }
        for word in down[..j].iter().skip(1).filter(|word| is_content(**word)) {
            f.add(&["falls by", &word.lemma.to_lowercase()]);
            for class in senses.classes(*word) {
                f.add(&["falls by class", class]);
                f.add(&["falls by class", class, tk]);
                for over in senses.classes(top) {
                    f.add(&["falls from", over, class]);
                }
            }
            if word.negated() {
                f.add(&["falls by negated"]);
            }
        }
        for m in self.matches {
            let on = if m.head() == top.index() {
                "top"
            } else if up[..i].iter().any(|word| word.index() == m.head()) {
                "rise"
            } else if down[..j].iter().any(|word| word.index() == m.head()) {
                "fall"
            } else if sentence.word(m.head()).head == top.index() {
                "beside"
            } else {
                continue;
            };
            match m.sense {
                Sense::Cue(cue) => f.add(&["on", on, &self.reader.schema.cues.cues[cue].relation]),
                Sense::Operator(effect) => f.add(&["on", on, effect.as_str()]),
                Sense::Event(effect) => f.add(&["on", on, effect.as_str()]),
                Sense::Evaluation(sign) => f.add(&["on", on, if sign > 0 { "praise" } else { "blame" }]),
            }
        }
    }

    /// Whether token `index` is part of a mention.
    fn inside_mention(&self, index: usize) -> bool {
        self.local.iter().any(|m| m.tokens.contains(&index))
    }

    fn surroundings(&self, a: &Mention, t: &Mention, local: bool, tk: &str, f: &mut Features) {
        let sentence = &self.reader.parsed.sentences[self.number];
        if local {
            if t.tokens.start <= a.tokens.start && a.tokens.end <= t.tokens.end {
                f.add(&["inside", tk, a.form.as_str()]);
                f.add(&["inside", &sentence.word(t.head).lemma.to_lowercase()]);
            } else {
                let (low, high) = if a.head < t.head {
                    (a.tokens.end, t.tokens.start)
                } else {
                    (t.tokens.end, a.tokens.start)
                };
                f.add(&[
                    "distance",
                    bucket(high.saturating_sub(low)),
                    if a.head < t.head { "after" } else { "before" },
                ]);
                let between = self.local.iter().filter(|m| m.head >= low && m.head < high).count();
                f.add(&["between", bucket(between)]);
                let order = if a.head < t.head { "after" } else { "before" };
                for index in low..high.min(low + LONGEST_GAP) {
                    let word = sentence.word(index);
                    if !is_content(word) || self.inside_mention(index) {
                        continue;
                    }
                    f.add(&["between word", &word.lemma.to_lowercase(), order]);
                    for class in self.reader.senses.classes(word) {
                        f.add(&["between class", class, order]);
                        f.add(&["between class", class, order, tk]);
                    }
                }
            }
        }
        let head = sentence.word(t.head);
        f.add(&["target head", &head.lemma.to_lowercase(), tk]);
        f.add(&["target label", head.label.name(), tk]);
        for class in self.reader.senses.classes(head) {
            f.add(&["target class", class]);
        }
        for word in head.dependents().filter(|word| is_content(*word)) {
            for class in self.reader.senses.classes(word) {
                f.add(&["target has", class, tk]);
            }
        }
        if let Some(governor) = head.governor() {
            f.add(&["over", &governor.lemma.to_lowercase(), tk]);
            for class in self.reader.senses.classes(governor) {
                f.add(&["over class", class, tk]);
            }
        }
        if local {
            let head = sentence.word(a.head);
            f.add(&["actor label", head.label.name()]);
            if let Some(governor) = head.governor() {
                f.add(&["actor under", &governor.lemma.to_lowercase()]);
                for class in self.reader.senses.classes(governor) {
                    f.add(&["actor under class", class, tk]);
                }
            }
        }
        for word in sentence.words().filter(|word| is_content(*word)) {
            for class in self.reader.senses.classes(word) {
                f.add(&["near class", class, tk]);
            }
        }
    }
}

fn is_content(word: Word<'_, '_>) -> bool {
    matches!(word.pos, Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adp | Pos::Propn)
}

/// A count as one of a few names.
fn bucket(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4-5",
        6..=8 => "6-8",
        9..=14 => "9-14",
        15..=25 => "15-25",
        26..=40 => "26-40",
        _ => "41-",
    }
}

fn depth(depth: usize) -> &'static str {
    ["d0", "d1", "d2", "d3"][depth.min(3)]
}
