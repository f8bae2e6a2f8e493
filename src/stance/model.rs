//! The linear model that decides: weights by feature and outcome, as a table that a person can read.
//!
//! Multinomial logistic regression, one for objects and one for actors as target. Outcomes are `none` and the
//! relations that the schema allows between such ends.

use super::features::hash;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

/// The weights of one decision.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// Names of the outcomes; the first is `none`.
    pub outcomes: Vec<String>,
    rows: HashMap<u64, usize, BuildHasherDefault<Identity>>,
    /// Row by row, one weight an outcome.
    weights: Vec<f32>,
}

/// Feature hashes are hashed already.
#[derive(Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl Linear {
    /// A model without weights over `outcomes`.
    pub fn new(outcomes: Vec<String>) -> Linear {
        Linear { outcomes, ..Linear::default() }
    }

    /// Sets the weights of the feature `name`.
    pub fn set(&mut self, name: &str, weights: &[f32]) {
        let row = match self.rows.entry(hash(name)) {
            Entry::Occupied(row) => *row.get(),
            Entry::Vacant(row) => {
                let index = self.weights.len() / self.outcomes.len();
                self.weights.extend(weights.iter().map(|_| 0.0));
                *row.insert(index)
            }
        };
        let first = row * self.outcomes.len();
        self.weights[first..first + weights.len()].copy_from_slice(weights);
    }

    /// The weights of the feature with `hash`, one an outcome.
    pub fn weights(&self, hash: u64) -> Option<&[f32]> {
        let row = *self.rows.get(&hash)?;
        Some(&self.weights[row * self.outcomes.len()..(row + 1) * self.outcomes.len()])
    }

    /// The probability of each outcome given the features with `hashes`.
    pub fn probabilities(&self, hashes: &[u64], out: &mut Vec<f32>) {
        out.clear();
        out.resize(self.outcomes.len(), 0.0);
        for hash in hashes {
            if let Some(weights) = self.weights(*hash) {
                for (sum, weight) in out.iter_mut().zip(weights) {
                    *sum += weight;
                }
            }
        }
        softmax(out);
    }
}

/// Turns scores into probabilities in place.
pub fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - highest).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// Both decisions and what turns their probabilities into confidence.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// For treaties, systems and proposals as target.
    pub objects: Linear,
    /// For states, organizations and officials as target.
    pub actors: Linear,
    /// What turns their probabilities into confidence; one outcome.
    pub pairs: Linear,
    /// Confidence from which on a statement is made by default.
    pub threshold: f64,
}

/// Why a table of weights could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the weights: {problem}")]
pub struct ModelError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl Model {
    /// The weights compiled into the program.
    ///
    /// # Panics
    /// Never in a tested build: every reading loads them.
    pub fn embedded() -> Model {
        Model::read(include_str!("../../model/stance.tsv")).expect("the embedded weights are sound")
    }

    /// Reads a table of weights as [`Model::write`] writes it.
    pub fn read(text: &str) -> Result<Model, ModelError> {
        let mut model = Model::default();
        for (index, line) in text.lines().enumerate() {
            let error = |problem: &str| ModelError { line: index + 1, problem: problem.to_owned() };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells = line.split('\t');
            let (kind, name) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            let number =
                |cell: &str| cell.parse::<f64>().map_err(|_| error(&format!("`{cell}` is no number")));
            match kind {
                "threshold" => model.threshold = number(name)?,
                "object-outcomes" => {
                    model.objects = Linear::new(name.split(' ').map(str::to_owned).collect());
                }
                "actor-outcomes" => model.actors = Linear::new(name.split(' ').map(str::to_owned).collect()),
                "pair-outcomes" => model.pairs = Linear::new(vec![name.to_owned()]),
                "object" | "actor" | "pair" => {
                    let linear = match kind {
                        "object" => &mut model.objects,
                        "actor" => &mut model.actors,
                        _ => &mut model.pairs,
                    };
                    let mut weights = vec![0.0; linear.outcomes.len()];
                    for cell in cells {
                        let (outcome, weight) =
                            cell.split_once(':').ok_or_else(|| error("has a weight without outcome"))?;
                        let outcome: usize =
                            outcome.parse().map_err(|_| error("has an outcome that is no number"))?;
                        let slot = weights.get_mut(outcome).ok_or_else(|| error("has an unknown outcome"))?;
                        *slot = weight.parse().map_err(|_| error("has a weight that is no number"))?;
                    }
                    linear.set(name, &weights);
                }
                _ => return Err(error(&format!("begins with `{kind}`, which is unknown"))),
            }
        }
        Ok(model)
    }
}
