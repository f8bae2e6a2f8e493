//! Both decisions and what turns their probabilities into confidence, as a table that a person can read.
//!
//! Multinomial logistic regression, one for objects and one for actors as target. Outcomes are `none` and the
//! relations that the schema allows between such ends.

use crate::linear::{Linear, TableError};

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

impl Model {
    /// The weights compiled into the program.
    ///
    /// # Panics
    /// Never in a tested build: every reading loads them.
    pub fn embedded() -> Model {
        Model::read(include_str!("../../model/stance.tsv")).expect("the embedded weights are sound")
    }

    /// Reads a table of weights as [`Model::write`] writes it.
    pub fn read(text: &str) -> Result<Model, TableError> {
        let mut model = Model::default();
        for (index, line) in text.lines().enumerate() {
            let error = |problem: &str| TableError { line: index + 1, problem: problem.to_owned() };
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
