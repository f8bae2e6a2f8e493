//! Fits the ranking of antecedents to places whose meaning is known: deterministic, seconds on one core.
//!
//! The likelihood of the right candidates is raised by gradient steps whose sizes adapt by feature (`AdaGrad`, Duchi,
//! Hazan & Singer 2011), with a quadratic penalty. What the rules decide in the same articles is learned from, too: which
//! of the entities they choose, not whether one is meant.

use super::Open;
use super::weights::{likeliest, write};
use crate::linear::softmax;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const FOLDS: usize = 5;
const STEPS: usize = 200;
const RATE: f32 = 0.2;
/// Weight of the quadratic penalty.
const PENALTY: f32 = 2.0;
/// Articles with a place of known meaning that a feature must occur in.
const LEAST_ARTICLES: usize = 3;
/// How much a place that the rules decide counts for, next to one that they leave open.
const DECIDED: f32 = 0.3;
/// How likely what a place means must be to be taken: rather open than wrong.
const LEAST: f32 = 0.6;

/// A place of an article, and what it means.
#[derive(Clone, Debug)]
pub struct Example {
    /// Id of its article.
    pub article: String,
    /// What it may mean.
    pub open: Open,
    /// Ids of what it means, empty for nothing that the article names; `None` if only the rules tell.
    pub means: Option<BTreeSet<String>>,
}

/// What came of training.
#[derive(Clone, Debug)]
pub struct Trained {
    table: Vec<u8>,
    /// Number of features.
    pub features: usize,
    /// What open places became that were judged by weights fitted without their articles.
    pub left_out: Outcome,
}

/// What became of open places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// They take up what they mean.
    pub right: usize,
    /// They take up something else.
    pub wrong: usize,
    /// They stay open, and mean nothing that the article names.
    pub rightly_open: usize,
    /// They stay open, and mean something.
    pub lost: usize,
}

/// An example in numbers.
struct Row {
    fold: usize,
    weight: f32,
    right: Vec<bool>,
    /// Whether each is an entity.
    named: Vec<bool>,
    /// Whether it means something.
    means: bool,
    /// Places of the features of each candidate.
    candidates: Vec<Vec<usize>>,
}

impl Trained {
    /// Writes the table of weights.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(&self.table)
    }
}

/// Fits weights to `examples`. Deterministic in their order.
pub fn train(examples: &[Example]) -> Trained {
    let names = names(examples);
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let articles: BTreeSet<&str> = examples.iter().map(|example| &*example.article).collect();
    let fold: BTreeMap<&str, usize> =
        articles.into_iter().enumerate().map(|(place, article)| (article, place % FOLDS)).collect();
    let rows: Vec<Row> =
        examples.iter().filter_map(|example| row(example, &index, fold[&*example.article])).collect();
    let mut left_out = Outcome::default();
    for fold in 0..FOLDS {
        let weights = fit(&rows, names.len(), |row| row.fold != fold);
        for row in rows.iter().filter(|row| row.fold == fold && row.weight >= 1.0) {
            left_out.count(row, &weights);
        }
    }
    let weights = fit(&rows, names.len(), |_| true);
    let mut table = Vec::new();
    let by_name = || names.iter().copied().zip(weights.iter().copied());
    write(LEAST, by_name(), &mut table).expect("memory can be written to");
    Trained { table, features: names.len(), left_out }
}

/// The features that occur in articles enough, sorted.
fn names(examples: &[Example]) -> Vec<&str> {
    let mut articles: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for example in examples.iter().filter(|example| example.means.is_some()) {
        let features = example.open.candidates.iter().filter_map(|(_, features)| features.names.as_ref());
        for name in features.flatten() {
            articles.entry(name).or_default().insert(&example.article);
        }
    }
    articles.into_iter().filter(|(_, all)| all.len() >= LEAST_ARTICLES).map(|(name, _)| name).collect()
}

/// An example in numbers, if something can be learned from it.
fn row(example: &Example, index: &BTreeMap<&str, usize>, fold: usize) -> Option<Row> {
    let Open { candidates, decided, .. } = &example.open;
    // Where only the rules tell, nothing and other nouns do not compete.
    let competes = |ids: &BTreeSet<String>| example.means.is_some() || !ids.is_empty();
    let candidates = candidates.iter().filter(|(ids, _)| competes(ids));
    let means = example.means.as_ref().unwrap_or(decided);
    let mut right: Vec<bool> = candidates.clone().map(|(ids, _)| ids == means).collect();
    if !right.contains(&true) {
        // What it means was not named before, or not so: nothing that is ranked is right.
        right = candidates.clone().map(|(ids, _)| ids.is_empty()).collect();
    }
    let numbers = candidates.clone().map(|(_, features)| {
        features.names.iter().flatten().filter_map(|name| index.get(&**name).copied()).collect()
    });
    let open = example.means.is_some() && decided.is_empty();
    let weight = if open { 1.0 } else { DECIDED };
    let named = candidates.clone().map(|(ids, _)| !ids.is_empty()).collect();
    let means = !means.is_empty();
    right.contains(&true).then(|| Row { fold, weight, candidates: numbers.collect(), right, named, means })
}

impl Outcome {
    /// Counts what a row becomes by `weights`.
    fn count(&mut self, row: &Row, weights: &[f32]) {
        let taken = likeliest(&row.probabilities(weights), LEAST);
        match taken.filter(|taken| row.named[*taken]) {
            Some(taken) if row.right[taken] => self.right += 1,
            Some(_) => self.wrong += 1,
            None if row.means => self.lost += 1,
            None => self.rightly_open += 1,
        }
    }
}

/// Weights that make the right candidates of the chosen rows likely.
fn fit(rows: &[Row], features: usize, chosen: impl Fn(&Row) -> bool) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features];
    let mut squares = vec![1e-6_f32; features];
    for _ in 0..STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| PENALTY * weight).collect();
        for row in rows.iter().filter(|row| chosen(row)) {
            let probabilities = row.probabilities(&weights);
            let hit: f32 =
                probabilities.iter().zip(&row.right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
            for ((features, right), probability) in row.candidates.iter().zip(&row.right).zip(&probabilities)
            {
                let due = if *right { probability / hit.max(f32::MIN_POSITIVE) } else { 0.0 };
                for feature in features {
                    gradient[*feature] += row.weight * (probability - due);
                }
            }
        }
        for ((weight, square), gradient) in weights.iter_mut().zip(&mut squares).zip(gradient) {
            *square += gradient * gradient;
            *weight -= RATE * gradient / square.sqrt();
        }
    }
    weights
}

impl Row {
    fn probabilities(&self, weights: &[f32]) -> Vec<f32> {
        let score = |features: &Vec<usize>| features.iter().map(|feature| weights[*feature]).sum();
        let mut scores: Vec<f32> = self.candidates.iter().map(score).collect();
        softmax(&mut scores);
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;
    use crate::linear::Features;

    /// A place of article `number` that may mean what is `near` or nothing.
    fn example(number: usize, near: bool, means: Option<&str>) -> Example {
        let described = |name: &str| {
            let mut features = Features::new(true);
            features.add(&[name]);
            features
        };
        let ids = |id: Option<&str>| id.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
        let state = (ids(Some("state:NOR")), described(if near { "near" } else { "far" }));
        Example {
            article: number.to_string(),
            open: Open {
                span: Span { start: 0, end: 1 },
                candidates: vec![(ids(None), described("none")), state],
                decided: ids(None),
            },
            means: Some(ids(means)),
        }
    }

    #[test]
    fn what_is_near_is_taken_and_what_is_far_is_not() {
        let near = (0..20).map(|number| example(number, true, Some("state:NOR")));
        let far = (20..40).map(|number| example(number, false, None));
        let examples: Vec<Example> = near.chain(far).collect();
        let trained = train(&examples);
        let expected = Outcome { right: 20, wrong: 0, rightly_open: 20, lost: 0 };
        assert_eq!((trained.features, trained.left_out), (3, expected));
        assert_eq!(train(&examples).table, trained.table);
    }

    #[test]
    fn what_was_not_named_leaves_the_place_open() {
        let examples: Vec<Example> = (0..20).map(|number| example(number, true, Some("state:SWE"))).collect();
        let expected = Outcome { right: 0, wrong: 0, rightly_open: 0, lost: 20 };
        assert_eq!(train(&examples).left_out, expected);
    }
}
