//! Why a pair of entities is or is not read as holding a position, step by step.

use super::candidates::{Candidate, Reading};
use super::{ActorGrade, Stances, lowest};
use crate::article::Article;
use crate::language::{Parsed, render::aligned};
use crate::mention::{Mention, Mentions};
use crate::schema::{Cue, Frame, OperatorEffect};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Pairs that are less likely and that no frame connects are not worth a line.
const WORTH_TELLING: f64 = 0.1;
/// Features told of each pair.
const STRONGEST: usize = 6;

/// What became of a pair of mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Index of the actor's mention.
    pub actor: usize,
    /// Index of the target's mention.
    pub target: usize,
    /// Index of the sentence.
    pub sentence: usize,
    /// The likeliest relation.
    pub relation: String,
    /// How sure the reader is of this relation's sign for these two entities, over all the article.
    pub confidence: f64,
    /// What became of it.
    pub verdict: Verdict,
    /// What the lexicon reads, best first.
    pub readings: Vec<Reading>,
    /// What speaks most for (+) and against (-) the relation, with its weight against no position at all.
    pub strongest: Vec<(String, f32)>,
}

/// What becomes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is a statement.
    Stated,
    /// Another place of the article says the same more clearly.
    Clearer,
    /// The reader is not sure enough.
    Unsure,
    /// No sentence shows it plainly, however likely it is.
    Unshown,
    /// The opposite sign, or the other direction of a symmetric relation, is likelier.
    Contrary,
}

impl Verdict {
    /// Its name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Stated => "stated",
            Verdict::Clearer => "said more clearly elsewhere",
            Verdict::Unsure => "refused: not sure enough",
            Verdict::Unshown => "refused: no words show it plainly",
            Verdict::Contrary => "refused: the contrary is likelier",
        }
    }
}

impl Stances<'_> {
    /// Explains every pair that is stated, that a frame of the lexicon connects, or that comes near; by sentence.
    pub fn explain(&self, parsed: &Parsed<'_>, mentions: &Mentions, least: Option<f64>) -> Vec<Explanation> {
        let candidates = self.candidates(parsed, mentions, true);
        let judged = self.judge(&candidates, mentions, Some(0.0));
        let entity = |mention: usize| mentions.mentions[mention].entity;
        let mut explanations = Vec::new();
        let mut probabilities = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            let linear = self.linear(&self.model, &mentions.entities[entity(candidate.target)].kind);
            linear.probabilities(&candidate.features.hashes, &mut probabilities);
            let of_pair = judged.iter().filter(|judged| {
                let other = &candidates[judged.candidate];
                (entity(other.actor), entity(other.target))
                    == (entity(candidate.actor), entity(candidate.target))
            });
            let said = of_pair
                .clone()
                .filter(|judged| judged.candidate == index)
                .max_by(|a, b| a.confidence.total_cmp(&b.confidence));
            let likeliest =
                (1..linear.outcomes.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
            let relation = match (said, likeliest) {
                (Some(judged), _) => judged.relation.clone(),
                (None, Some(outcome)) => linear.outcomes[outcome].clone(),
                (None, None) => continue,
            };
            let sign = self.schema.sign(&relation);
            let same = of_pair.clone().find(|judged| judged.sign == sign);
            let confidence = said.or(same).map_or_else(
                || likeliest.map_or(0.0, |outcome| f64::from(probabilities[outcome])),
                |judged| judged.confidence,
            );
            let is_hinted_at = least.is_none()
                && said.or(same).is_some_and(|judged| {
                    let candidate = &candidates[judged.candidate];
                    !self.is_shown(judged, candidate) || confidence < lowest(judged, candidate)
                });
            let verdict = match (said, same) {
                (None, None) => Verdict::Contrary,
                _ if confidence < least.unwrap_or(self.model.threshold) => Verdict::Unsure,
                _ if is_hinted_at => Verdict::Unshown,
                (Some(_), _) => Verdict::Stated,
                (None, Some(_)) => Verdict::Clearer,
            };
            let own = likeliest.map_or(0.0, |outcome| f64::from(probabilities[outcome]));
            if verdict != Verdict::Stated && candidate.readings.is_empty() && own < WORTH_TELLING {
                continue;
            }
            explanations.push(Explanation {
                actor: candidate.actor,
                target: candidate.target,
                sentence: candidate.sentence,
                strongest: self.strongest(candidate, mentions, &relation),
                relation,
                confidence,
                verdict,
                readings: candidate.readings.clone(),
            });
        }
        explanations
    }

    fn strongest(&self, candidate: &Candidate, mentions: &Mentions, relation: &str) -> Vec<(String, f32)> {
        let kind = &mentions.entities[mentions.mentions[candidate.target].entity].kind;
        let linear = self.linear(&self.model, kind);
        let Some(outcome) = linear.outcomes.iter().position(|outcome| outcome == relation) else {
            return Vec::new();
        };
        let names = candidate.features.names.iter().flatten();
        let mut weighed: Vec<(String, f32)> = names
            .zip(&candidate.features.hashes)
            .filter_map(|(name, hash)| linear.weights(*hash).map(|w| (name.clone(), w[outcome] - w[0])))
            .collect();
        weighed.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        weighed.truncate(STRONGEST);
        weighed
    }

    /// Writes a table of the pairs, and below it, for each, the steps that led to what became of it.
    pub fn explain_as_text(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        explanations: &[Explanation],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let header = ["sentence", "actor", "relation", "target", "confidence", "what became of it"];
        let mut rows = vec![header.map(str::to_owned)];
        let words = |mention: usize| mentions.mentions[mention].words(article);
        rows.extend(explanations.iter().map(|e| {
            [
                (e.sentence + 1).to_string(),
                words(e.actor),
                e.relation.clone(),
                words(e.target),
                format!("{:.2}", e.confidence),
                e.verdict.as_str().to_owned(),
            ]
        }));
        aligned(&rows, out)?;
        for e in explanations {
            writeln!(out, "\n{} {} {}: {}", words(e.actor), e.relation, words(e.target), e.verdict.as_str())?;
            for reading in &e.readings {
                for step in self.steps(article, parsed, mentions, e, reading) {
                    writeln!(out, "  {step}")?;
                }
            }
            if e.readings.is_empty() {
                writeln!(out, "  no frame of the lexicon connects them")?;
            }
            for (name, weight) in &e.strongest {
                writeln!(out, "  {weight:+.2}  {name}")?;
            }
        }
        Ok(())
    }

    /// The explanations with all their steps.
    pub fn explain_as_json(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        explanations: &[Explanation],
    ) -> Value {
        let end = |mention: &Mention| {
            let words = mention.words(article);
            json!({ "id": mentions.entities[mention.entity].id, "mention": words })
        };
        let explained = explanations.iter().map(|e| {
            let readings = e.readings.iter().map(|reading| {
                json!({
                    "cue": self.cue(reading).words, "relation": reading.relation,
                    "modality": reading.modality.as_str(),
                    "steps": self.steps(article, parsed, mentions, e, reading),
                })
            });
            let strongest =
                e.strongest.iter().map(|(name, weight)| json!({ "feature": name, "weight": weight }));
            json!({
                "sentence": e.sentence, "actor": end(&mentions.mentions[e.actor]), "relation": e.relation,
                "target": end(&mentions.mentions[e.target]), "confidence": e.confidence,
                "verdict": e.verdict.as_str(), "readings": readings.collect::<Vec<_>>(),
                "strongest": strongest.collect::<Vec<_>>(),
            })
        });
        explained.collect()
    }

    fn cue(&self, reading: &Reading) -> &Cue {
        &self.schema.cues.cues[reading.cue]
    }

    /// How the lexicon comes from a cue to its reading, a step a line.
    fn steps(
        &self,
        article: &Article,
        parsed: &Parsed<'_>,
        mentions: &Mentions,
        e: &Explanation,
        reading: &Reading,
    ) -> Vec<String> {
        let cue = self.cue(reading);
        let words = |mention: usize| mentions.mentions[mention].words(article);
        let frame = match cue.frame {
            Frame::SubjectObject => "who holds it is its subject, what it is on its object",
            Frame::ObjectSubject => "who holds it is its object, what it is on its subject",
            Frame::Reciprocal => "both are its subjects",
            Frame::Judgement => "who holds it says it of what it is on",
        };
        let head = parsed.sentences[e.sentence].word(reading.head).text;
        let mut steps = vec![format!("cue \"{}\" ({}) at \"{head}\": {frame}", cue.words, cue.relation)];
        let actor = words(e.actor);
        steps.push(match reading.actor {
            ActorGrade::Slot => format!("\"{actor}\" stands there"),
            ActorGrade::Near => format!("\"{actor}\" belongs to the words there"),
            ActorGrade::First => format!("\"we\" or \"I\" stands there, and \"{actor}\" speaks"),
            ActorGrade::Asker => format!("\"{actor}\" wants it of somebody else"),
            ActorGrade::Speaker => format!("nobody stands there, and \"{actor}\" speaks"),
            ActorGrade::Reporter => format!("somebody else stands there, and \"{actor}\" says so"),
        });
        if reading.depth > 0 {
            let (words_on_the_way, turn) =
                if reading.depth == 1 { ("another word", "turns") } else { ("other words", "turn") };
            let turned = if reading.reversed { format!(" that {turn} it around") } else { String::new() };
            steps.push(format!("\"{}\" stands below {words_on_the_way}{turned}", words(e.target)));
        }
        if !reading.chain.is_empty() {
            let name = |(effect, own): &(OperatorEffect, bool)| {
                format!("{}{}", effect.as_str(), if *own { "" } else { " (another's)" })
            };
            let names: Vec<String> = reading.chain.iter().map(name).collect();
            steps.push(format!("over the cue, from the inside: {}", names.join(", ")));
        }
        if reading.relation != cue.relation {
            steps.push(format!("so \"{}\" becomes \"{}\"", cue.relation, reading.relation));
        }
        steps.push(format!("said as {}", reading.modality.as_str()));
        if let Some(speaker) = reading.speaker {
            steps.push(format!("in the words of \"{}\"", words(speaker)));
        }
        steps
    }
}
