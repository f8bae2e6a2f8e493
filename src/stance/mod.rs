//! Stances: who holds which position on what, how it is said, and the words that say so.
//!
//! ```text
//! senses ──> roles, speech ──> candidates ──> describe ──> model ──> statements
//! lexicon    who fills a slot,  pairs and what   features     decides    the best of each
//! in a tree  who speaks         frames read                              pair and sign
//! ```
//! The lexicon proposes generously, a small linear model decides and says how sure it is.

mod candidates;
mod describe;
mod evidence;
mod explain;
mod model;
mod roles;
mod senses;
mod speech;
#[cfg(test)]
mod tests;
pub mod train;
mod weigh;

pub use candidates::{Candidate, Reading};
pub use explain::{Explanation, Verdict};
pub use model::Model;
pub use roles::ActorGrade;
pub use senses::{Match, Sense, Senses};
pub use speech::{Report, Speech};

use crate::article::{Article, Times};
use crate::language::Parsed;
use crate::linear::Linear;
use crate::mention::{How, Mentions, Scope};
use crate::schema::{Frame, Role, Schema};
use crate::statement::{Evidence, Modality, Participant, Statement};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Probability of what a filled frame says, where the weights know nothing.
const BY_FRAME: f64 = 0.7;
/// How much a further sentence that says the same counts.
const AGAIN: f64 = 0.25;
/// How clear a sentence is that no frame of the lexicon reads so.
const GUESSED: f64 = 0.75;
/// How likely what no frame of the lexicon reads must be by default if several sentences tell of it, and how likely one of
/// them must make it by itself.
const SHOWN: f64 = 0.5;
/// Least probability of a position beside its opposite, by the probability of that.
const CONTRARY: f64 = 0.8;

/// The least confidence that a position needs by default, whatever the threshold: what several sentences hint at and no
/// frame reads has to be likelier than not.
fn lowest(judged: &Judged, candidate: &Candidate) -> f64 {
    if candidate.readings.is_empty() && judged.sentences > 1 { SHOWN } else { 0.0 }
}

/// Everything that reading stances needs besides the article: compiled once, shared by all threads.
#[derive(Debug)]
pub struct Stances<'s> {
    schema: &'s Schema,
    senses: Senses,
    signs: Vec<i8>,
    model: Model,
    times: Times,
}

/// What the model thinks of one pair of entities in one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Index of the candidate that says it most clearly.
    pub candidate: usize,
    /// The likeliest relation of its sign.
    pub relation: String,
    /// The relation's sign.
    pub sign: i8,
    /// Probability that the pair stands in a relation of this sign.
    pub probability: f64,
    /// Probability by that candidate alone.
    pub shown: f64,
    /// How many candidates there are of the pair.
    pub sentences: usize,
    /// How likely a careful reader agrees, all told.
    pub confidence: f64,
}

impl Judged {
    /// What one candidate alone says.
    fn by_one(candidate: usize, relation: String, sign: i8, probability: f64) -> Judged {
        Judged {
            candidate,
            relation,
            sign,
            probability,
            shown: probability,
            sentences: 1,
            confidence: probability,
        }
    }
}

/// What the candidates of an actor, a target and a sign say together.
#[derive(Default)]
struct Said {
    /// The one that says it most clearly.
    best: Option<Judged>,
    /// How clearly it does.
    clearest: f64,
    /// Of each its probability.
    sums: Vec<f64>,
}

/// How often each entity is mentioned, apart from "we" and from what it did.
fn counts(mentions: &Mentions) -> Vec<usize> {
    let mut counts = vec![0; mentions.entities.len()];
    for mention in mentions.mentions.iter().filter(|m| !matches!(m.how, How::FirstPerson | How::Act)) {
        counts[mention.entity] += 1;
    }
    counts
}

/// The place of a sign among the three.
fn place(sign: i8) -> usize {
    match sign {
        ..=-1 => 0,
        0 => 1,
        1.. => 2,
    }
}

impl<'s> Stances<'s> {
    /// Compiles the lexicon of `schema` and takes the decisions from `model`.
    pub fn new(schema: &'s Schema, model: Model) -> Self {
        let signs = schema.cues.cues.iter().map(|cue| schema.sign(&cue.relation)).collect();
        let times = Times::new(&schema.lexicon);
        Stances { senses: Senses::new(schema), signs, schema, model, times }
    }

    /// The confidence that is asked of positions, if any: of fields besides the schema's the lexicon reads less, so there
    /// hints count by default, too.
    pub fn asked(&self, least: Option<f64>, scope: Scope) -> Option<f64> {
        least.or_else(|| (scope == Scope::General).then_some(self.model.threshold))
    }

    /// The positions that `article` reports, surest first of each actor, target and sign; by place in the text.
    ///
    /// Those whose confidence is below `least` are left out; without it those below the default, and what several
    /// sentences only hint at. Cannot fail. Linear in the number of sentences.
    pub fn find(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        least: Option<f64>,
    ) -> Vec<Statement> {
        let candidates = self.candidates(parsed, mentions, false);
        let judged = self.judge(&candidates, mentions, least);
        let mut statements: Vec<Statement> = judged
            .iter()
            .map(|judged| self.state(article, parsed, mentions, &candidates[judged.candidate], judged))
            .collect();
        statements.sort_by(|a, b| {
            (a.evidence.start, &a.actor.id, &a.relation, &a.target.id).cmp(&(
                b.evidence.start,
                &b.actor.id,
                &b.relation,
                &b.target.id,
            ))
        });
        statements
    }

    /// All candidates of an article; `named` keeps the names of their features.
    pub fn candidates(&self, parsed: &Parsed<'_>, mentions: &Mentions, named: bool) -> Vec<Candidate> {
        let speech = speech::attribute(parsed, mentions, self.schema);
        let reader = candidates::Reader {
            schema: self.schema,
            senses: &self.senses,
            parsed,
            mentions,
            speech: &speech,
            signs: &self.signs,
            named,
            counts: counts(mentions),
        };
        (0..parsed.sentences.len()).flat_map(|number| reader.sentence(number)).collect()
    }

    /// For each pair of entities and each sign the likeliest candidate, over all the article; those are left out that
    /// [`Stances::find`] does not state.
    pub fn judge(&self, candidates: &[Candidate], mentions: &Mentions, least: Option<f64>) -> Vec<Judged> {
        let mut judged = self.judge_with(&self.model, candidates, mentions);
        let needed = |judged: &Judged| {
            least.unwrap_or_else(|| self.model.threshold.max(lowest(judged, &candidates[judged.candidate])))
        };
        let take = |judged: &Judged| {
            weigh::can_reach(needed(judged), judged)
                && (least.is_some() || self.is_shown(judged, &candidates[judged.candidate]))
        };
        let pairs = weigh::pairs(&judged, take, candidates, mentions, self.schema, false);
        judged.retain(take);
        for (judged, pair) in judged.iter_mut().zip(pairs) {
            judged.confidence = pair.confidence(&self.model.pairs);
        }
        judged.retain(|judged| judged.confidence >= needed(judged));
        judged
    }

    /// Whether the evidence of a position, the words of `candidate`, shows it: by a frame, else to one who reads closely.
    fn is_shown(&self, judged: &Judged, candidate: &Candidate) -> bool {
        let can_be_guessed =
            self.schema.relations.get(&judged.relation).is_some_and(|relation| relation.guessed);
        !candidate.readings.is_empty() || can_be_guessed && (judged.sentences == 1 || judged.shown >= SHOWN)
    }

    fn judge_with(&self, model: &Model, candidates: &[Candidate], mentions: &Mentions) -> Vec<Judged> {
        let mut said: BTreeMap<(usize, usize), [Said; 3]> = BTreeMap::new();
        let mut probabilities = Vec::new();
        // By the types of the two ends.
        let mut fitting: FxHashMap<(&str, &str), Vec<(usize, i8)>> = FxHashMap::default();
        for (index, candidate) in candidates.iter().enumerate() {
            let (actor, target) =
                (mentions.mentions[candidate.actor].entity, mentions.mentions[candidate.target].entity);
            let linear = self.linear(model, &mentions.entities[target].kind);
            // Of a relation that the weights do not know, a frame filled at both ends decides.
            for reading in &candidate.readings {
                let Some(relation) = self.schema.relations.get(&reading.relation) else { continue };
                let fits = relation.domain.contains(&mentions.entities[actor].kind)
                    && relation.range.contains(&mentions.entities[target].kind);
                if fits && reading.is_direct() && !linear.outcomes.contains(&reading.relation) {
                    let (relation, sign) = (reading.relation.clone(), relation.sign);
                    let judged = Judged::by_one(index, relation, sign, BY_FRAME);
                    let said = &mut said.entry((actor, target)).or_default()[place(sign)];
                    if said.sums.is_empty() {
                        said.clearest = BY_FRAME;
                    }
                    said.best.get_or_insert(judged);
                    said.sums.push(BY_FRAME);
                }
            }
            if linear.outcomes.is_empty() {
                continue;
            }
            linear.probabilities(&candidate.features.hashes, &mut probabilities);
            let (from, to) = (&mentions.entities[actor].kind, &mentions.entities[target].kind);
            let fitting = fitting.entry((from, to)).or_insert_with(|| self.fitting(linear, from, to));
            let first = candidate.readings.first();
            let direct = first.filter(|reading| reading.is_direct());
            let direct = direct.and_then(|reading| self.schema.relations.get(&reading.relation));
            let direct = direct.filter(|relation| relation.range.contains(to));
            let said = said.entry((actor, target)).or_default();
            let read = |sign| candidate.readings.iter().any(|r| self.schema.sign(&r.relation) == sign);
            let is_barred = |sign: i8| candidate.barred.contains(&sign) && !read(sign);
            // What a frame bars leaves its share to what it reads.
            let mass = |sign: i8| -> f64 {
                let own = fitting.iter().filter(|(_, own)| *own == sign);
                own.map(|(outcome, _)| f64::from(probabilities[*outcome])).sum()
            };
            let barred: f64 = [-1, 1].into_iter().filter(|sign| is_barred(*sign)).map(mass).sum();
            let free = if direct.is_some() { (1.0 - barred).max(f64::EPSILON) } else { 1.0 };
            for sign in [-1, 0, 1] {
                if is_barred(sign) {
                    continue;
                }
                let mut sum = 0.0;
                let mut top: Option<(usize, f32)> = None;
                for (outcome, _) in fitting.iter().filter(|(_, own)| *own == sign) {
                    let probability = probabilities[*outcome];
                    sum += f64::from(probability);
                    if top.is_none_or(|(_, highest)| probability > highest) {
                        top = Some((*outcome, probability));
                    }
                }
                sum /= free;
                let Some((outcome, _)) = top else { continue };
                let direct = direct.filter(|relation| relation.sign == sign);
                let relation = direct.map_or(&linear.outcomes[outcome], |relation| &relation.id);
                let said = &mut said[place(sign)];
                said.sums.push(sum);
                if sum <= said.clearest {
                    continue;
                }
                let clear =
                    sum * evidence::clarity(mentions, candidate) * if read(sign) { 1.0 } else { GUESSED };
                if clear > said.clearest {
                    said.clearest = clear;
                    let relation = relation.clone();
                    said.best = Some(Judged::by_one(index, relation, sign, sum));
                }
            }
        }
        let mut best: BTreeMap<(usize, usize, i8), Judged> = BTreeMap::new();
        for ((actor, target), said) in said {
            for Said { best: judged, mut sums, .. } in said {
                let Some(judged) = judged else { continue };
                // Every other sentence that says so makes it likelier; the surest counts already.
                sums.sort_by(|a, b| b.total_cmp(a));
                let surest = sums.first().copied().unwrap_or_default();
                let doubt: f64 = sums.iter().skip(1).map(|sum| 1.0 - AGAIN * sum).product();
                let probability = 1.0 - (1.0 - surest) * doubt;
                let sentences = sums.len();
                best.insert((actor, target, judged.sign), Judged { probability, sentences, ..judged });
            }
        }
        let mut surest: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for ((actor, target, _), judged) in best.iter().filter(|((_, _, sign), _)| *sign != 0) {
            let known = surest.entry((*actor, *target)).or_default();
            *known = known.max(judged.probability);
        }
        // Of opposite positions on one thing the clearly less likely one is a misreading.
        best.retain(|(actor, target, sign), judged| {
            *sign == 0 || judged.probability >= CONTRARY * surest[&(*actor, *target)]
        });
        self.once(&best, candidates)
    }

    /// Keeps of a symmetric relation one direction: from whom the text names first where both do it together, else
    /// the likelier.
    fn once(&self, best: &BTreeMap<(usize, usize, i8), Judged>, candidates: &[Candidate]) -> Vec<Judged> {
        let is_symmetric = |judged: &&Judged| self.schema.is_symmetric(&judged.relation);
        let together = |judged: &Judged| {
            let mut readings = candidates[judged.candidate].readings.iter();
            readings.any(|reading| self.schema.cues.cues[reading.cue].frame == Frame::Reciprocal)
        };
        let one = |((actor, target, sign), judged): (&(usize, usize, i8), &Judged)| {
            let turned = best.get(&(*target, *actor, *sign)).filter(is_symmetric);
            let Some(other) = turned.filter(|_| is_symmetric(&judged)) else { return Some(judged.clone()) };
            let likelier = (judged.probability, *target) > (other.probability, *actor);
            if !together(judged) || !together(other) {
                return likelier.then(|| judged.clone());
            }
            let surer = if likelier { judged } else { other };
            (actor < target).then(|| Judged { candidate: judged.candidate, ..surer.clone() })
        };
        best.iter().filter_map(one).collect()
    }

    /// The outcomes of `linear` that are relations from the type `from` to the type `to`, with their signs.
    fn fitting(&self, linear: &Linear, from: &String, to: &String) -> Vec<(usize, i8)> {
        let fits = |(outcome, name): (usize, &String)| {
            let relation = self.schema.relations.get(name)?;
            let fits = relation.domain.contains(from) && relation.range.contains(to);
            fits.then_some((outcome, relation.sign))
        };
        linear.outcomes.iter().enumerate().skip(1).filter_map(fits).collect()
    }

    /// The decision for a target of type `kind`.
    fn linear<'m>(&self, model: &'m Model, kind: &str) -> &'m Linear {
        if self.schema.role(kind) == Role::Object { &model.objects } else { &model.actors }
    }

    fn state(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        candidate: &Candidate,
        judged: &Judged,
    ) -> Statement {
        let reading = candidate.readings.iter().find(|reading| reading.relation == judged.relation);
        let is_read = reading.is_some();
        // How another position is said tells nothing of this one.
        let of_its_sign = |reading: &&Reading| self.schema.sign(&reading.relation) == judged.sign;
        let said = reading.or_else(|| candidate.readings.iter().find(of_its_sign));
        let reading = reading.or(candidate.readings.first());
        let about = self.about(mentions, candidate);
        let span = evidence::evidence(parsed, mentions, candidate, about, is_read, &self.schema.lexicon);
        let participant = |mention: usize| participant(article, mentions, mention);
        let actor = &mentions.entities[mentions.mentions[candidate.actor].entity];
        let rule = match reading {
            Some(reading) => {
                let words = self.schema.cues.cues[reading.cue].words.replace(' ', "-");
                format!("{}/{words}", judged.relation)
            }
            None => format!("{}/context", judged.relation),
        };
        let speaker = reading
            .and_then(|reading| reading.speaker)
            .map(|speaker| mentions.entities[mentions.mentions[speaker].entity].id.clone());
        let mut statement = Statement {
            id: String::new(),
            article: article.id.clone(),
            actor: participant(candidate.actor),
            relation: judged.relation.clone(),
            sign: judged.sign,
            target: participant(candidate.target),
            about: about.map(participant),
            modality: said.map_or(Modality::Asserted, |reading| reading.modality),
            speaker: speaker.filter(|speaker| *speaker != actor.id),
            represents: actor.represents.clone().filter(|_| self.schema.role(&actor.kind) == Role::Person),
            date: self.date(article, parsed, mentions, candidate, reading),
            publisher: article.publisher.as_ref().map(|publisher| publisher.value.clone()),
            evidence: Evidence {
                start: span.start,
                end: span.end,
                text: article.text[span.start..span.end].to_owned(),
            },
            rule,
            confidence: (judged.confidence * 100.0).round() / 100.0,
        };
        statement.id = statement.content_id();
        statement
    }

    /// When it was said: as the sentence tells of its cue, else when the article was published.
    fn date(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        candidate: &Candidate,
        reading: Option<&Reading>,
    ) -> Option<String> {
        let published = article.date.as_ref().map(|date| date.value.as_str());
        let sentence = &parsed.sentences[candidate.sentence];
        let head = reading.map_or(mentions.mentions[candidate.target].head, |reading| reading.head);
        let span = sentence.span();
        let at = sentence.tokens()[head].span.start - span.start;
        let said = self.times.said_on(&article.text[span.start..span.end], at, published);
        said.or_else(|| published.map(str::to_owned))
    }

    /// Between two actors: the mention of the treaty, system or proposal at issue, the nearest to the target.
    fn about(&self, mentions: &Mentions, candidate: &Candidate) -> Option<usize> {
        let all = &mentions.mentions;
        let role = |mention: usize| self.schema.role(&mentions.entities[all[mention].entity].kind);
        if role(candidate.target) == Role::Object {
            return None;
        }
        let first = all.partition_point(|m| m.sentence < candidate.sentence);
        let last = all.partition_point(|m| m.sentence <= candidate.sentence);
        let objects = (first..last).filter(|mention| role(*mention) == Role::Object);
        objects.min_by_key(|mention| (all[*mention].head.abs_diff(all[candidate.target].head), *mention))
    }
}

/// One end of a statement: an entity and the words that name it there.
fn participant(article: &Article, mentions: &Mentions, mention: usize) -> Participant {
    let mention = &mentions.mentions[mention];
    let entity = &mentions.entities[mention.entity];
    let words = if mention.how.is_name() {
        &article.text[mention.span.start..mention.span.end]
    } else {
        // "it" tells nobody who is meant.
        entity.names.iter().next().map_or(entity.label.as_str(), String::as_str)
    };
    Participant {
        id: entity.id.clone(),
        kind: entity.kind.clone(),
        label: entity.label.clone(),
        mention: words.to_owned(),
    }
}
