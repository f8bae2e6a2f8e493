//! What can be said of a candidate: types and names, what the lexicon reads, the way in the tree, who speaks,
//! what stands around. The decision weighs it.

use super::candidates::{Reading, View};
use super::senses::Sense;
use crate::language::{Label, ParagraphKind, Pos, Tag, Word};
use crate::linear::Features;
use crate::mention::{Entity, Mention};
use crate::schema::{Frame, Role, Schema};
use crate::statement::Modality;

/// Longest path, in steps, that is spelled out as a feature.
const LONGEST_PATH: usize = 6;
/// Words between two mentions that are spelled out as features.
const LONGEST_GAP: usize = 15;
/// Sentences from which on a text is long.
const LONG_TEXT: usize = 6;

impl View<'_> {
    /// The dictionary form of `word` in lower case.
    fn lemma(&self, word: Word<'_, '_>) -> &str {
        &self.words[word.index()].lemma
    }

    /// The classes of words that `word` belongs to.
    fn classes(&self, word: Word<'_, '_>) -> &[&str] {
        &self.words[word.index()].classes
    }

    /// What can be said of `target` alone, whoever holds a position on it.
    pub(super) fn describe_target(&self, target: usize) -> Features {
        let mut features = Features::new(self.reader.named);
        let f = &mut features;
        let t = self.local[target];
        let tk = self.reader.mentions.entities[t.entity].kind.as_str();
        f.add(&["bias"]);
        f.add(&["target", tk, t.how.as_str(), t.form.as_str()]);
        if !self.reader.mentions.entities[t.entity].known {
            f.add(&["target unknown", tk]);
        }
        let kind = self.reader.parsed.paragraphs[self.reader.parsed.paragraph[self.number]].kind;
        if kind == ParagraphKind::Headline {
            f.add(&["headline"]);
        }
        self.events(target, f);
        let head = self.reader.parsed.sentences[self.number].word(t.head);
        f.add(&["target head", self.lemma(head), tk]);
        f.add(&["target label", head.label.name(), tk]);
        for class in self.classes(head) {
            f.add(&["target class", class]);
        }
        for word in head.dependents().filter(|word| is_content(*word)) {
            for class in self.classes(word) {
                f.add(&["target has", class, tk]);
            }
        }
        if let Some(governor) = head.governor() {
            f.add(&["over", self.lemma(governor), tk]);
            for class in self.classes(governor) {
                f.add(&["over class", class, tk]);
            }
        }
        for class in self.near {
            f.add(&["near class", class, tk]);
        }
        features
    }

    /// Adds to `f`, which tells of `target` alone, what can be said of it as what `actor` holds a position on.
    pub(super) fn describe(
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
        f.add(&["types", ak, tk]);
        f.add(&["actor", ak, a.how.as_str(), a.form.as_str()]);
        if !ae.known {
            f.add(&["actor unknown", ak]);
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
        let whose = whose(ae, te, schema);
        f.add(&["whose", tk, whose]);

        // What the lexicon reads.
        for (rank, r) in readings.iter().enumerate() {
            let cue = &schema.cues.cues[r.cue];
            let depth = match (r.owner, r.owned) {
                (true, _) => "owner",
                (_, true) => "owned",
                _ => depth(r.depth),
            };
            let [reads, best] = match cue.frame {
                Frame::Judgement => ["judges", "best judges"],
                _ => ["reads", "best"],
            };
            f.add(&[reads, &r.relation, r.actor.name(), depth]);
            f.add(&[reads, &r.relation, tk]);
            f.add(&[reads, &r.relation]);
            f.add(&["cue", &cue.words, if r.reversed { "reversed" } else { "" }]);
            f.add(&["said", r.modality.as_str(), &r.relation]);
            for (effect, own) in &r.chain {
                let by = if *own { "own" } else { "another's" };
                f.add(&["under", by, effect.as_str(), &cue.relation]);
            }
            if rank == 0 {
                f.add(&[best, &r.relation, r.actor.name(), depth]);
                f.add(&[best, &r.relation, ak, tk]);
                f.add(&[best, &r.relation, whose]);
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
                    let depth = if reached.owner { "owned" } else { depth(reached.depth) };
                    f.add(&["target of", relation, sign, depth]);
                    if held && filled.wish.is_some() {
                        f.add(&["only asked"]);
                        f.add(&["only asked", relation]);
                    } else if !held && !spoken && !filled.actors.is_empty() {
                        f.add(&["held by another", relation]);
                        f.add(&["held by another", sign, depth]);
                    }
                }
                None if held => f.add(&["actor of", relation]),
                None if spoken => f.add(&["spoken", relation]),
                None => f.add(&["also", relation]),
            }
        }
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
                    for class in self.classes(word).iter().filter(|_| is_content(word)) {
                        f.add(&["says of class", class, tk]);
                    }
                    if word.tag == Tag::Md {
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
        let lemma = self.lemma(top);
        f.add(&["top", lemma]);
        f.add(&["top", lemma, tk]);
        f.add(&["top", lemma, &rise]);
        f.add(&["top is", top.pos.name()]);
        for class in self.classes(top) {
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
        for modality in self.marks(top) {
            f.add(&["top is said", modality]);
        }
        for word in up[..i].iter().skip(1).filter(|word| is_content(**word)) {
            f.add(&["rises by", self.lemma(*word)]);
            for class in self.classes(*word) {
                f.add(&["rises by class", class]);
                f.add(&["rises by class", class, tk]);
            }
        }
        for word in down[..j].iter().skip(1).filter(|word| is_content(**word)) {
            f.add(&["falls by", self.lemma(*word)]);
            for class in self.classes(*word) {
                f.add(&["falls by class", class]);
                f.add(&["falls by class", class, tk]);
                for over in self.classes(top) {
                    f.add(&["falls from", over, class]);
                }
            }
            if word.negated() {
                f.add(&["falls by negated"]);
            }
            for modality in self.marks(*word) {
                f.add(&["falls by said", modality]);
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

    /// The modalities that words at `word` give it: "if they leave", "would leave".
    fn marks(&self, word: Word<'_, '_>) -> impl Iterator<Item = &'static str> {
        let marks = word.dependents_as(&[Label::Aux, Label::Mark, Label::Advmod, Label::Amod]);
        let known = marks.filter_map(|mark| self.reader.schema.lexicon.modality_of(mark.text));
        known.map(Modality::as_str)
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
                f.add(&["inside", self.lemma(sentence.word(t.head))]);
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
                    f.add(&["between word", self.lemma(word), order]);
                    for class in self.classes(word) {
                        f.add(&["between class", class, order]);
                        f.add(&["between class", class, order, tk]);
                    }
                }
            }
        }
        if local {
            let head = sentence.word(a.head);
            f.add(&["actor label", head.label.name()]);
            if let Some(governor) = head.governor() {
                f.add(&["actor under", self.lemma(governor)]);
                for class in self.classes(governor) {
                    f.add(&["actor under class", class, tk]);
                }
            }
        }
    }
}

/// Whose the target is, seen from the actor: a system of his state, a treaty it is a party to.
pub(super) fn whose(actor: &Entity, target: &Entity, schema: &Schema) -> &'static str {
    let side = actor.represents.as_ref().unwrap_or(&actor.id);
    let party = || schema.knowledge.facts_of("party_to", side).any(|fact| fact.target == target.id);
    if target.holders.contains(side) || target.known && schema.role(&target.kind) == Role::Object && party() {
        "own"
    } else if target.holders.is_empty() {
        "open"
    } else {
        "another's"
    }
}

pub(super) fn is_content(word: Word<'_, '_>) -> bool {
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
