//! The weights of the ranking, as a table that a person can read.

use crate::linear::{Features, Linear, TableError, softmax};
use std::io::Write;

/// Weights nearer to zero are left out of the table.
const SMALLEST: f32 = 0.02;

/// What ranks antecedents, compiled into the program.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// How likely what a place means must be to be taken.
    pub least: f32,
    linear: Linear,
}

impl Weights {
    /// The weights compiled into the program.
    ///
    /// # Panics
    /// Never in a tested build: every reading loads them.
    pub fn embedded() -> Weights {
        Weights::read(include_str!("../../../model/antecedents.tsv")).expect("the embedded weights are sound")
    }

    /// Reads a table as [`write`] writes it.
    pub fn read(text: &str) -> Result<Weights, TableError> {
        let mut read = Weights { least: 1.0, linear: Linear::new(vec!["antecedent".to_owned()]) };
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let error = |problem: String| TableError { line: index + 1, problem };
            let (name, weight) =
                line.split_once('\t').ok_or_else(|| error("has no weight behind a tab".to_owned()))?;
            let weight = weight.parse().map_err(|_| error(format!("`{weight}` is no number")))?;
            if name == "least" {
                read.least = weight;
            } else {
                read.linear.set(name, &[weight]);
            }
        }
        Ok(read)
    }

    /// The probability of each candidate, described by its features.
    pub fn probabilities(&self, candidates: &[Features]) -> Vec<f32> {
        let weight = |hash: &u64| self.linear.weights(*hash).map_or(0.0, |weights| weights[0]);
        let mut scores: Vec<f32> =
            candidates.iter().map(|candidate| candidate.hashes.iter().map(weight).sum()).collect();
        softmax(&mut scores);
        scores
    }

    /// The likeliest candidate, if it is likely enough.
    pub fn decide(&self, candidates: &[Features]) -> Option<usize> {
        likeliest(&self.probabilities(candidates), self.least)
    }
}

/// The place of the highest of `probabilities`, if it is no lower than `least`.
pub(super) fn likeliest(probabilities: &[f32], least: f32) -> Option<usize> {
    let best = probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    (*best.1 >= least).then_some(best.0)
}

/// Writes a table of weights by name.
pub(super) fn write<'n>(
    least: f32,
    weights: impl Iterator<Item = (&'n str, f32)>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(
        out,
        "# What ranks antecedents: a feature and its weight; `demarche train --antecedents` makes it"
    )?;
    writeln!(out, "least\t{least}")?;
    for (name, weight) in weights.filter(|(_, weight)| weight.abs() >= SMALLEST) {
        writeln!(out, "{name}\t{weight:.3}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(names: &[&str]) -> Features {
        let mut features = Features::new(false);
        for name in names {
            features.add(&[name]);
        }
        features
    }

    #[test]
    fn what_is_likely_enough_is_chosen() {
        let weights = Weights::read("# words\nleast\t0.5\nit near\t2\nit far\t-1").expect("is sound");
        assert_eq!(weights.decide(&[candidate(&["none"]), candidate(&["it near"])]), Some(1));
        assert_eq!(weights.decide(&[candidate(&["none"]), candidate(&["it far"])]), Some(0));
        assert_eq!(weights.decide(&[candidate(&["it near"]), candidate(&["it near"]), candidate(&[])]), None);
    }

    #[test]
    fn a_faulty_table_is_refused_with_its_line() {
        let error = |text| Weights::read(text).expect_err("is faulty").to_string();
        assert_eq!(error("least\t0.5\nit near"), "line 2 of the weights: has no weight behind a tab");
        assert_eq!(error("it near\tmuch"), "line 1 of the weights: `much` is no number");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut table = Vec::new();
        write(0.5, [("it near", 0.25), ("it far", 0.001)].into_iter(), &mut table).expect("memory");
        let read = Weights::read(std::str::from_utf8(&table).expect("is text")).expect("is sound");
        let far = read.probabilities(&[candidate(&["it far"]), candidate(&[])]);
        let near = read.probabilities(&[candidate(&["it near"]), candidate(&[])]);
        assert!(near[0] > 0.5 && (far[0] - 0.5).abs() < f32::EPSILON, "{near:?} {far:?}");
    }
}
