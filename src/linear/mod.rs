//! Log-linear models: features that a person can read, weights by feature and outcome, probabilities.

mod features;

pub use features::{Features, hash};

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

/// The weights of one decision.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// Names of the outcomes.
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

/// Why a table of weights could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the weights: {problem}")]
pub struct TableError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}
