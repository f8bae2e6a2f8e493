//! Trains the decisions on annotated articles: seeded, deterministic, minutes on two cores.
//!
//! A candidate is an example of the relations that the gold accepts for its ends in its sentence, or of none.
//! Where the gold has the pair, but with words of another sentence, nothing is learned. Multinomial logistic
//! regression with several right answers (the likelihood of any of them), by stochastic gradient descent with
//! step sizes by feature (`AdaGrad`, Duchi, Hazan & Singer 2011) and a quadratic penalty; the weights are the mean of
//! those after each of the last passes. What turns probability into confidence ([`super::weigh`]) is fitted on articles
//! left out of training (five folds).

use super::weigh::{self, Pair, pairs};
use super::{Candidate, Model, Stances, lowest, participant};
use crate::article::Article;
use crate::language::Parsed;
use crate::linear::{Linear, softmax};
use crate::mention::Mentions;
use crate::schema::{Layer, Role, Schema};
use crate::score::{Ends, Gold, GoldStatement, Level, Score, met};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;

const FOLDS: usize = 5;
/// Number of the lesson of all exercises.
const EXERCISE: usize = usize::MAX;
/// Passes over the examples.
const EPOCHS: usize = 14;
/// Last passes whose weights are averaged (Polyak & Juditsky 1992): the order of the examples matters less.
const AVERAGED: usize = 10;
const RATE: f32 = 0.03;
/// Weight of the quadratic penalty, by batch.
const PENALTY: f32 = 1e-3;
/// How much an exercise counts for, next to a candidate of an article.
const EXERCISE_WEIGHT: f32 = 2.0;
/// Articles or exercises a feature must occur in.
const LEAST_ARTICLES: usize = 3;
const BATCH: usize = 64;
/// Pairs that are less likely teach nothing about confidence.
const LEAST_LIKELY: f64 = 0.05;
/// F1 that is lower by so little is as good.
const FLAT: f64 = 0.01;
/// How far from the lowest to the highest threshold that is as good.
const TOWARD_PRECISION: f64 = 0.5;
/// Weights nearer to zero are left out of the table.
const SMALLEST: f32 = 0.03;

/// An annotated article, read.
pub struct Lesson<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotation.
    pub gold: &'a Gold,
    /// Its mentions.
    pub mentions: Mentions,
    /// Its candidates with named features.
    pub candidates: Vec<Candidate>,
    /// For each candidate: the relations that are right, `None` if nothing is to be learned.
    accepted: Vec<Option<BTreeSet<String>>>,
}

impl<'a> Lesson<'a> {
    /// Reads `article` as far as its candidates and compares them with `gold`.
    pub fn new(
        article: &'a Article,
        gold: &'a Gold,
        parsed: &Parsed<'_>,
        mentions: Mentions,
        stances: &Stances<'_>,
    ) -> Self {
        let candidates = stances.candidates(parsed, &mentions, true);
        let places = Places::new(&article.text);
        let spans: Vec<Vec<(usize, usize)>> =
            gold.statements.iter().map(|gold| places.find(&gold.evidence)).collect();
        let is_symmetric =
            |relation: &str| stances.schema.relations.get(relation).is_some_and(|r| r.symmetric);
        let accepted = candidates.iter().map(|candidate| {
            let actor = participant(article, &mentions, candidate.actor);
            let target = participant(article, &mentions, candidate.target);
            let ends = Ends::between(&actor, &target, stances.schema);
            let span = parsed.sentences[candidate.sentence].span();
            let (mut right, mut elsewhere) = (BTreeSet::new(), false);
            for (gold, spans) in gold.statements.iter().zip(&spans) {
                let meets = |gold: &GoldStatement| {
                    ends.meet(gold, false) || is_symmetric(&gold.relations[0]) && ends.meet(gold, true)
                };
                if !meets(gold) {
                    continue;
                }
                if spans.iter().any(|(start, end)| *start < span.end && *end > span.start) {
                    let straight = ends.meet(gold, false);
                    right.extend(gold.relations.iter().filter(|r| straight || is_symmetric(r)).cloned());
                } else {
                    elsewhere = true;
                }
            }
            (!right.is_empty() || !elsewhere).then_some(right)
        });
        let accepted = accepted.collect();
        Lesson { article, gold, mentions, candidates, accepted }
    }
}

/// A sentence of the schema that says which position must, or must not, be read from it.
pub struct Exercise {
    mentions: Mentions,
    candidates: Vec<Candidate>,
    /// For each candidate what is right, or what alone is wrong.
    answers: Vec<Option<Answer>>,
}

enum Answer {
    Is(String),
    IsNot(String),
}

/// A sentence with its ends marked: actor in `[]`, target in `{}`.
struct Marked {
    text: String,
    actor: Option<(usize, usize)>,
    target: Option<(usize, usize)>,
}

impl Marked {
    fn new(marked: &str) -> Marked {
        let mut found = Marked { text: String::new(), actor: None, target: None };
        for c in marked.chars() {
            let at = found.text.len();
            match c {
                '[' => found.actor = Some((at, at)),
                '{' => found.target = Some((at, at)),
                ']' => found.actor = found.actor.map(|(start, _)| (start, at)),
                '}' => found.target = found.target.map(|(start, _)| (start, at)),
                _ => found.text.push(c),
            }
        }
        found
    }
}

impl Exercise {
    /// The examples and counter-examples of the lexicon, read by `read`.
    pub fn all(
        stances: &Stances<'_>,
        read: impl Fn(&Article) -> (Mentions, Vec<Candidate>) + Sync,
    ) -> Vec<Exercise> {
        use rayon::prelude::*;
        let exercises = stances.schema.cues.cues.par_iter().flat_map_iter(|cue| {
            let sides = [(&cue.example, true), (&cue.counter, false)];
            sides
                .into_iter()
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, is)| {
                    let marked = Marked::new(text);
                    let (mentions, candidates) = read(&Article::new("example", &marked.text));
                    let overlaps = |mention: usize, place: Option<(usize, usize)>| {
                        let span = mentions.mentions[mention].span;
                        place.is_some_and(|(start, end)| span.start < end && start < span.end)
                    };
                    let answer = |candidate: &Candidate| {
                        if !is {
                            return Some(Answer::IsNot(cue.relation.clone()));
                        }
                        let right = overlaps(candidate.actor, marked.actor)
                            && overlaps(candidate.target, marked.target);
                        right.then(|| Answer::Is(cue.relation.clone()))
                    };
                    let answers = candidates.iter().map(answer).collect();
                    Exercise { mentions, candidates, answers }
                })
                .collect::<Vec<_>>()
        });
        let mut all: Vec<Exercise> = exercises.collect();
        let relations = stances.schema.relations.values().filter(|relation| relation.layer == Layer::Stance);
        for relation in relations {
            let sides = relation.examples.iter().map(|e| (e, true));
            for (example, is) in sides.chain(relation.counterexamples.iter().map(|e| (e, false))) {
                let (mentions, candidates) = read(&Article::new("example", &example.text));
                let edges: Vec<&String> = example.edge.iter().chain(&example.edges).collect();
                let label = |mention: usize| &mentions.entities[mentions.mentions[mention].entity].label;
                let answer = |candidate: &Candidate| {
                    let (actor, target) = (label(candidate.actor), label(candidate.target));
                    let stated = edges.iter().find_map(|edge| {
                        let rest = edge.strip_prefix(actor.as_str())?.strip_prefix(" -[")?;
                        let (inner, to) = rest.split_once("]-> ")?;
                        (to == target).then(|| inner.split(',').next().unwrap_or(inner).to_owned())
                    });
                    match stated {
                        Some(relation) => Some(Answer::Is(relation)),
                        None if !is => Some(Answer::IsNot(relation.id.clone())),
                        None => None,
                    }
                };
                let answers = candidates.iter().map(answer).collect();
                all.push(Exercise { mentions, candidates, answers });
            }
        }
        all
    }
}

/// Features that tell of a whole article, which a lone sentence has none of.
const OF_ARTICLES: [&str; 4] = ["place ", "actor count ", "target count ", "sentence "];

/// Byte places in a text with its white space folded.
struct Places {
    folded: String,
    /// Byte in the text for each byte of `folded`.
    offsets: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Places {
        let (mut folded, mut offsets) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (offset, c) in text.char_indices() {
            if c.is_whitespace() {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                    offsets.push(offset);
                }
            } else {
                folded.push(c);
                offsets.extend(std::iter::repeat_n(offset, c.len_utf8()));
            }
        }
        offsets.push(text.len());
        Places { folded, offsets }
    }

    /// Where `words` stand, as byte ranges of the text.
    fn find(&self, words: &str) -> Vec<(usize, usize)> {
        let words = words.trim();
        if words.is_empty() {
            return Vec::new();
        }
        let found = self.folded.match_indices(words);
        found.map(|(at, _)| (self.offsets[at], self.offsets[at + words.len()])).collect()
    }
}

/// One decision's examples.
struct Examples {
    /// Names of the features by number.
    names: Vec<String>,
    /// Feature numbers, right outcomes as bits, and the lesson's number.
    rows: Vec<(Vec<u32>, u32, usize)>,
    outcomes: Vec<String>,
}

/// What training made, with the figures of the articles left out in turn.
pub struct Trained {
    /// The decisions, calibrated.
    pub model: Model,
    /// Scores at the default threshold, every article judged without having been learned.
    pub scores: [Score; 3],
    /// Features with a weight.
    pub features: usize,
    table: String,
}

impl Trained {
    /// Writes the table of weights that [`Model::read`] reads.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(self.table.as_bytes())
    }
}

/// A pair of an article that was left out of training.
struct LeftOut {
    lesson: usize,
    relation: String,
    ends: Ends,
    pair: Pair,
    /// Whether the gold has it.
    right: bool,
    probability: f64,
    /// Whether its evidence shows it.
    is_shown: bool,
    /// The confidence that it needs whatever the threshold.
    lowest: f64,
    confidence: f64,
}

/// What `model`, which has not learned from `lesson`, makes of its pairs.
fn judge_lesson(
    number: usize,
    lesson: &Lesson<'_>,
    model: &Model,
    stances: &Stances<'_>,
) -> impl Iterator<Item = LeftOut> {
    let schema = stances.schema;
    let judged = stances.judge_with(model, &lesson.candidates, &lesson.mentions);
    let pairs = pairs(&judged, |_| true, &lesson.candidates, &lesson.mentions, schema, true);
    judged.into_iter().zip(pairs).map(move |(judged, pair)| {
        let candidate = &lesson.candidates[judged.candidate];
        let end = |mention| participant(lesson.article, &lesson.mentions, mention);
        let ends = Ends::between(&end(candidate.actor), &end(candidate.target), schema);
        let meets = |g: &GoldStatement| met(&ends, &judged.relation, g, Level::Signed, schema);
        let right = lesson.gold.statements.iter().any(meets);
        let (is_shown, least) = (stances.is_shown(&judged, candidate), lowest(&judged, candidate));
        let (relation, probability) = (judged.relation, judged.probability);
        LeftOut {
            lesson: number,
            relation,
            ends,
            pair,
            right,
            probability,
            is_shown,
            lowest: least,
            confidence: 0.0,
        }
    })
}

/// The weights that turn probabilities into confidence, and their table.
fn fit_pairs(left_out: &[LeftOut]) -> (Linear, String) {
    let likely: Vec<&LeftOut> = left_out.iter().filter(|row| row.probability >= LEAST_LIKELY).collect();
    let names: BTreeSet<&String> =
        likely.iter().flat_map(|row| row.pair.features.names.iter().flatten()).collect();
    let numbers: HashMap<&String, usize> = names.iter().copied().zip(0..).collect();
    let rows: Vec<(Vec<(usize, f64)>, bool)> = likely
        .iter()
        .map(|row| {
            let known = row.pair.features.names.iter().flatten().map(|name| numbers[name]);
            (known.zip(row.pair.values.iter().copied()).collect(), row.right)
        })
        .collect();
    let weights = weigh::fit(&rows, names.len());
    let mut linear = Linear::new(vec!["held".to_owned()]);
    let mut table = String::from("pair-outcomes\theld\n");
    for (name, weight) in names.iter().zip(weights) {
        let rounded = (weight * 1000.0).round() / 1000.0;
        table.push_str(&format!("pair\t{name}\t0:{rounded}\n"));
        #[allow(clippy::cast_possible_truncation, reason = "three digits")]
        linear.set(name, &[rounded as f32]);
    }
    (linear, table)
}

/// Trains on `lessons`. Deterministic in their order.
pub fn train(lessons: &[Lesson<'_>], exercises: &[Exercise], stances: &Stances<'_>) -> Trained {
    let schema = stances.schema;
    let sets = [collect(lessons, exercises, schema, true), collect(lessons, exercises, schema, false)];
    let mut left_out = Vec::new();
    for fold in 0..FOLDS {
        let model = fit_both(&sets, |lesson| lesson == EXERCISE || lesson % FOLDS != fold);
        for (number, lesson) in lessons.iter().enumerate().filter(|(number, _)| number % FOLDS == fold) {
            left_out.extend(judge_lesson(number, lesson, &model.0, stances));
        }
    }
    let (pairs, pair_table) = fit_pairs(&left_out);
    for row in &mut left_out {
        row.confidence = row.pair.confidence(&pairs);
    }
    let at = |threshold: f64, level: Level| {
        let mut score = Score::default();
        for (number, lesson) in lessons.iter().enumerate() {
            let of_lesson = left_out.iter().filter(|row| row.lesson == number);
            let kept: Vec<_> =
                of_lesson.filter(|row| row.is_shown && row.confidence >= threshold.max(row.lowest)).collect();
            let gold = &lesson.gold.statements;
            let meets = |row: &LeftOut, g: &GoldStatement| met(&row.ends, &row.relation, g, level, schema);
            score += Score {
                right: kept.iter().filter(|row| gold.iter().any(|g| meets(row, g))).count(),
                found: kept.len(),
                hit: gold.iter().filter(|g| g.must && kept.iter().any(|row| meets(row, g))).count(),
                must: gold.iter().filter(|g| g.must).count(),
            };
        }
        score
    };
    // F1 is flat around its height, and where it is highest a matter of chance. Of what is nearly the best rather the
    // more precise: what is wrong costs a reader more than what is missing.
    let figures: Vec<(f64, f64)> = (1..100)
        .map(|percent| f64::from(percent) / 100.0)
        .map(|threshold| (threshold, at(threshold, Level::Signed).f1()))
        .collect();
    let highest = figures.iter().map(|(_, f1)| *f1).fold(0.0, f64::max);
    let mut nearly = figures.iter().filter(|(_, f1)| *f1 >= highest - FLAT).map(|(threshold, _)| *threshold);
    let lowest = nearly.next().unwrap_or(0.5);
    let span = nearly.next_back().unwrap_or(lowest) - lowest;
    let best = ((lowest + TOWARD_PRECISION * span) * 100.0).round() / 100.0;
    let (mut model, mut table) = fit_both(&sets, |_| true);
    model.pairs = pairs;
    model.threshold = best;
    let features =
        table.lines().filter(|line| line.starts_with("object\t") || line.starts_with("actor\t")).count();
    let mut head = String::from("# Weights of the decisions: `demarche train` makes this table.\n");
    head.push_str(&format!("threshold\t{}\n", model.threshold));
    head.push_str(&pair_table);
    table.insert_str(0, &head);
    let scores = Level::ALL.map(|level| at(best, level));
    Trained { model, scores, features, table }
}

/// The examples of one decision.
fn collect(lessons: &[Lesson<'_>], exercises: &[Exercise], schema: &Schema, objects: bool) -> Examples {
    let is_object = |kind: &str| schema.role(kind) == Role::Object;
    let allowed = schema.relations.values().filter(|relation| {
        relation.layer == Layer::Stance && relation.range.iter().any(|kind| is_object(kind) == objects)
    });
    let outcomes: Vec<String> =
        std::iter::once("none".to_owned()).chain(allowed.map(|relation| relation.id.clone())).collect();
    let of_kind = |mentions: &Mentions, candidate: &Candidate| {
        let entity = mentions.mentions[candidate.target].entity;
        is_object(&mentions.entities[entity].kind) == objects
    };
    let mut articles: HashMap<&str, (usize, usize)> = HashMap::new();
    for (number, lesson) in lessons.iter().enumerate() {
        for candidate in lesson.candidates.iter().filter(|candidate| of_kind(&lesson.mentions, candidate)) {
            for name in candidate.features.names.iter().flatten() {
                let seen = articles.entry(name).or_insert((0, usize::MAX));
                if seen.1 != number {
                    *seen = (seen.0 + 1, number);
                }
            }
        }
    }
    for (number, exercise) in exercises.iter().enumerate() {
        for (candidate, answer) in exercise.candidates.iter().zip(&exercise.answers) {
            if answer.is_some() && of_kind(&exercise.mentions, candidate) {
                for name in candidate.features.names.iter().flatten() {
                    let seen = articles.entry(name).or_insert((0, usize::MAX));
                    if seen.1 != lessons.len() + number {
                        *seen = (seen.0 + 1, lessons.len() + number);
                    }
                }
            }
        }
    }
    let kept: BTreeMap<&str, u32> = {
        let names: BTreeSet<&str> = articles
            .iter()
            .filter(|(_, (count, _))| *count >= LEAST_ARTICLES)
            .map(|(name, _)| *name)
            .collect();
        names.into_iter().zip(0..).collect()
    };
    let mut rows = Vec::new();
    for (number, lesson) in lessons.iter().enumerate() {
        for (candidate, accepted) in lesson.candidates.iter().zip(&lesson.accepted) {
            let Some(accepted) = accepted else { continue };
            if !of_kind(&lesson.mentions, candidate) {
                continue;
            }
            let numbers: Vec<u32> = candidate
                .features
                .names
                .iter()
                .flatten()
                .filter_map(|name| kept.get(name.as_str()).copied())
                .collect();
            let mut right = 0;
            for (bit, outcome) in outcomes.iter().enumerate() {
                if accepted.contains(outcome) {
                    right |= 1 << bit;
                }
            }
            rows.push((numbers, if right == 0 { 1 } else { right }, number));
        }
    }
    for exercise in exercises {
        for (candidate, answer) in exercise.candidates.iter().zip(&exercise.answers) {
            let Some(answer) = answer else { continue };
            if !of_kind(&exercise.mentions, candidate) {
                continue;
            }
            let names = candidate.features.names.iter().flatten();
            let own = names.filter(|name| !OF_ARTICLES.iter().any(|start| name.starts_with(start)));
            let numbers: Vec<u32> = own.filter_map(|name| kept.get(name.as_str()).copied()).collect();
            let bit =
                |relation: &str| outcomes.iter().position(|outcome| outcome == relation).map(|bit| 1 << bit);
            let right = match answer {
                Answer::Is(relation) => bit(relation).unwrap_or(0),
                Answer::IsNot(relation) => (1 << outcomes.len()) - 1 - bit(relation).unwrap_or(0),
            };
            if right != 0 {
                rows.push((numbers, right, EXERCISE));
            }
        }
    }
    Examples { names: kept.keys().map(|name| (*name).to_owned()).collect(), rows, outcomes }
}

/// Fits both decisions on the lessons that `take` names; the model and its table.
fn fit_both(sets: &[Examples; 2], take: impl Fn(usize) -> bool + Sync) -> (Model, String) {
    let (objects, actors) = rayon::join(|| fit(&sets[0], &take), || fit(&sets[1], &take));
    let mut table = String::new();
    let mut model = Model { threshold: 0.5, ..Model::default() };
    for (kind, set, weights) in [("object", &sets[0], objects), ("actor", &sets[1], actors)] {
        table.push_str(&format!("{kind}-outcomes\t{}\n", set.outcomes.join(" ")));
        let mut linear = Linear::new(set.outcomes.clone());
        for (name, weights) in set.names.iter().zip(weights.chunks_exact(set.outcomes.len())) {
            let rounded: Vec<f32> = weights
                .iter()
                .map(|weight| if weight.abs() < SMALLEST { 0.0 } else { (weight * 1000.0).round() / 1000.0 })
                .collect();
            if rounded.iter().all(|weight| *weight == 0.0) {
                continue;
            }
            linear.set(name, &rounded);
            table.push_str(&format!("{kind}\t{name}"));
            for (outcome, weight) in rounded.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                table.push_str(&format!("\t{outcome}:{weight}"));
            }
            table.push('\n');
        }
        *(if kind == "object" { &mut model.objects } else { &mut model.actors }) = linear;
    }
    (model, table)
}

/// Weights, feature by feature, one an outcome.
fn fit(set: &Examples, take: impl Fn(usize) -> bool) -> Vec<f32> {
    let classes = set.outcomes.len();
    let mut weights = vec![0.0_f32; set.names.len() * classes];
    let mut squares = vec![1e-3_f32; weights.len()];
    let mut order: Vec<usize> = (0..set.rows.len()).filter(|row| take(set.rows[*row].2)).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut gradient: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    let mut scores = vec![0.0_f32; classes];
    let mut sums = vec![0.0_f32; weights.len()];
    for pass in 0..EPOCHS {
        for index in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let other = usize::try_from(random % (index as u64 + 1)).unwrap_or(0);
            order.swap(index, other);
        }
        for batch in order.chunks(BATCH) {
            gradient.clear();
            for row in batch {
                let (features, right, lesson) = &set.rows[*row];
                let weight = if *lesson == EXERCISE { EXERCISE_WEIGHT } else { 1.0 };
                scores.fill(0.0);
                for feature in features {
                    let first = *feature as usize * classes;
                    for (score, weight) in scores.iter_mut().zip(&weights[first..first + classes]) {
                        *score += weight;
                    }
                }
                softmax(&mut scores);
                let is_right = |class: usize| right >> class & 1 == 1;
                let mass: f32 =
                    (0..classes).filter(|class| is_right(*class)).map(|class| scores[class]).sum();
                for (class, score) in scores.iter_mut().enumerate() {
                    if is_right(class) {
                        *score -= *score / mass.max(1e-6);
                    }
                }
                for feature in features {
                    let sums = gradient.entry(*feature).or_insert_with(|| vec![0.0; classes]);
                    for (sum, score) in sums.iter_mut().zip(&scores) {
                        *sum += score * weight;
                    }
                }
            }
            #[allow(clippy::cast_precision_loss, reason = "a batch has some hundred rows")]
            let share = 1.0 / batch.len() as f32;
            for (feature, sums) in &gradient {
                let first = *feature as usize * classes;
                for (class, sum) in sums.iter().enumerate() {
                    let at = first + class;
                    let slope = sum * share + PENALTY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= RATE * slope / squares[at].sqrt();
                }
            }
        }
        if pass + AVERAGED >= EPOCHS {
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum += weight;
            }
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a few passes")]
    let share = 1.0 / AVERAGED as f32;
    sums.into_iter().map(|sum| sum * share).collect()
}
