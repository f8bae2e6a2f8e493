//! How sure a careful reader would be of a pair: what its sentences say, weighed by what else the article tells of the
//! two.
//!
//! Logistic regression over a few dozen features with values, fitted on what the decisions say of articles that they
//! have not learned from (stacked generalization, Wolpert 1992): it corrects where these are too sure, as of the fifth
//! pair that one sentence yields.

use super::evidence::clarity;
use super::{Candidate, Judged, counts};
use crate::linear::{Features, Linear};
use crate::mention::Mentions;
use crate::schema::{Role, Schema};
use std::collections::BTreeMap;

/// Logits are held within this of zero.
const FARTHEST_LOGIT: f64 = 6.0;
/// Steps of Newton's method; it has long converged by then.
const STEPS: usize = 12;
/// Weight of the quadratic penalty.
const PENALTY: f64 = 10.0;
/// How much surer than by its sentences one may be of a pair.
const LEEWAY: f64 = 0.1;

/// What is known of a pair over all the article.
pub(super) struct Pair {
    probability: f64,
    pub(super) features: Features,
    /// The value of each feature.
    pub(super) values: Vec<f64>,
}

impl Pair {
    fn add(&mut self, parts: &[&str], value: f64) {
        let known = self.features.hashes.len();
        self.features.add(parts);
        debug_assert_eq!(self.features.hashes.len(), known + 1, "a feature is told once");
        self.values.push(value);
    }

    /// The share of careful readers that would agree, by the weights of `linear`.
    pub(super) fn confidence(&self, linear: &Linear) -> f64 {
        let of = |(hash, value): (&u64, &f64)| linear.weights(*hash).map(|w| f64::from(w[0]) * value);
        let score: f64 = self.features.hashes.iter().zip(&self.values).filter_map(of).sum();
        (1.0 / (1.0 + (-score).exp())).min(self.probability + LEEWAY)
    }
}

/// Whether a pair can be as sure as `least`, whatever else the article tells of it.
pub(super) fn can_reach(least: f64, judged: &Judged) -> bool {
    judged.probability + LEEWAY >= least
}

/// Those pairs of an article that `judged` has and `take` takes, in its order, as the features that
/// [`Pair::confidence`] weighs; `named` keeps their names.
pub(super) fn pairs(
    judged: &[Judged],
    take: impl Fn(&Judged) -> bool,
    candidates: &[Candidate],
    mentions: &Mentions,
    schema: &Schema,
    named: bool,
) -> Vec<Pair> {
    let counts = counts(mentions);
    #[allow(clippy::cast_precision_loss, reason = "mentions and entities of an article")]
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    let mean = share(counts.iter().sum(), counts.len());
    // In a lone sentence everybody is named once; that takes nothing from what it says.
    let prominence = |entity: usize| (share(counts[entity].max(1), 1) / mean.max(1.0)).ln();
    let mut beside: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for judged in judged {
        beside.entry(candidates[judged.candidate].sentence).or_default().push(judged.probability);
    }
    let pair = |judged: &Judged| {
        let candidate = &candidates[judged.candidate];
        let [actor, target] = [candidate.actor, candidate.target].map(|m| &mentions.mentions[m]);
        let [holder, thing] = [actor, target].map(|mention| &mentions.entities[mention.entity]);
        let (probability, features) = (judged.probability, Features::new(named));
        let mut pair = Pair { probability, features, values: Vec::new() };
        pair.add(&["bias"], 1.0);
        pair.add(&["likelihood"], logit(judged.probability));
        #[allow(clippy::cast_precision_loss, reason = "sentences and words of an article")]
        let log = |count: usize| (1.0 + count as f64).ln();
        pair.add(&["sentences"], log(judged.sentences));
        let likelier =
            beside[&candidate.sentence].iter().filter(|other| **other > judged.probability).count();
        pair.add(&["likelier pairs beside"], log(likelier));
        pair.add(&["actor prominence"], prominence(actor.entity));
        pair.add(&["target prominence"], prominence(target.entity));
        if actor.sentence == candidate.sentence {
            pair.add(&["words between"], log(actor.head.abs_diff(target.head)));
        } else {
            pair.add(&["carried"], 1.0);
        }
        pair.add(&["clarity"], clarity(mentions, candidate));
        pair.add(&["actor", &holder.kind], 1.0);
        pair.add(&["target", &thing.kind], 1.0);
        if !holder.known {
            pair.add(&["actor unknown"], 1.0);
        }
        if !thing.known {
            pair.add(&["target unknown"], 1.0);
        }
        let role = if schema.role(&thing.kind) == Role::Object { "object" } else { "actor" };
        let sign = ["against", "neither", "for"][super::place(judged.sign)];
        pair.add(&["sign", sign, role], 1.0);
        let readings = &candidate.readings;
        let read = if readings.iter().any(|reading| reading.relation == judged.relation) {
            "as such"
        } else if readings.iter().any(|reading| schema.sign(&reading.relation) == judged.sign) {
            "of its sign"
        } else if readings.is_empty() {
            "not at all"
        } else {
            "otherwise"
        };
        pair.add(&["read", read], 1.0);
        if readings.is_empty() {
            pair.add(&["likelihood there, unread"], logit(judged.shown));
        }
        if readings.first().is_some_and(super::Reading::is_direct) {
            pair.add(&["read directly"], 1.0);
        }
        pair
    };
    judged.iter().filter(|judged| take(judged)).map(pair).collect()
}

fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln().clamp(-FARTHEST_LOGIT, FARTHEST_LOGIT)
}

/// The weights by which `rows` (numbers of features below `features` with their values; whether it is right) are told
/// apart best: Newton's method.
pub(super) fn fit(rows: &[(Vec<(usize, f64)>, bool)], features: usize) -> Vec<f64> {
    let mut weights = vec![0.0; features];
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -PENALTY * weight).collect();
        let mut curve = vec![vec![0.0; features]; features];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = PENALTY;
        }
        for (values, right) in rows {
            let score: f64 = values.iter().map(|(feature, value)| weights[*feature] * value).sum();
            let likely = 1.0 / (1.0 + (-score).exp());
            let missing = f64::from(u8::from(*right)) - likely;
            for (feature, value) in values {
                slope[*feature] += missing * value;
                for (other, beside) in values {
                    curve[*feature][*other] += likely * (1.0 - likely) * value * beside;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight += step;
        }
    }
    weights
}

/// The solution of a positive definite system of linear equations, by Gaussian elimination.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = rows.split_at_mut(pivot + 1);
        let above = &above[pivot];
        for (row, values) in (pivot + 1..).zip(below) {
            let share = values[pivot] / above[pivot];
            for (value, known) in values.iter_mut().zip(above).skip(pivot) {
                *value -= share * known;
            }
            right[row] -= share * right[pivot];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| rows[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / rows[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_give_each_group_its_share() {
        // Of the first group a quarter is right, of the second three quarters.
        let row = |second: bool, number: usize| {
            let right = number < if second { 75 } else { 25 };
            (vec![(0, 1.0), (1, f64::from(u8::from(second)))], right)
        };
        let rows: Vec<_> = (0..20_000).map(|n| row(n / 100 % 2 == 1, n % 100)).collect();
        let weights = fit(&rows, 2);
        let share = |score: f64| 1.0 / (1.0 + (-score).exp());
        assert!((share(weights[0]) - 0.25).abs() < 0.01, "{weights:?}");
        assert!((share(weights[0] + weights[1]) - 0.75).abs() < 0.01, "{weights:?}");
    }

    #[test]
    fn a_system_of_equations_is_solved() {
        let solution = solve(vec![vec![4.0, 1.0], vec![1.0, 3.0]], vec![1.0, 2.0]);
        let expected = [1.0 / 11.0, 7.0 / 11.0];
        assert!(solution.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{solution:?}");
    }
}
