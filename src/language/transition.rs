//! Scores of the moves of a transition system, parser or entity recognizer.
//!
//! What a token contributes to the hidden layer depends only on the token and the place (feature) it stands
//! in, so it is computed once for all tokens and features of a text; a move then costs a few additions and
//! one product of 64 numbers with the move weights, and allocates nothing.

use std::ops::Range;

use super::kernels::{HIDDEN, InstructionSet, Packed, SCORES, Scorer, WIDTH, linear, score};
use super::weights::{ModelError, Weights};

/// A token that a feature names, or [`NONE`].
pub(crate) type TokenIndex = u32;
/// No token.
pub(crate) const NONE: TokenIndex = TokenIndex::MAX;

/// Contribution of one token in one feature to the hidden layer: first pieces of the units, then second
/// pieces.
type Contribution = [f32; 2 * HIDDEN];

/// The layers between token vectors and move scores, for states of `FEATURES` tokens.
pub(crate) struct Transition<const FEATURES: usize> {
    projection: Packed,
    lower: Packed,
    /// Contributions of an absent token.
    absent: [Contribution; FEATURES],
    scorer: Scorer,
}

impl<const FEATURES: usize> Transition<FEATURES> {
    /// Reads the tensors whose names begin with `name`; `moves` is how many moves there are.
    pub(crate) fn read(weights: &Weights<'_>, name: &str, moves: usize) -> Result<Self, ModelError> {
        let tensor = |part: &str, shape: &[usize]| weights.tensor(&format!("{name}.{part}"), shape);
        let projection = tensor("proj.W", &[HIDDEN, WIDTH])?;
        let projection_bias = tensor("proj.b", &[HIDDEN])?;
        let lower = tensor("lower.W", &[FEATURES, HIDDEN, 2, HIDDEN])?;
        let lower_bias = tensor("lower.b", &[HIDDEN, 2])?;
        let absent = tensor("lower.pad", &[FEATURES, HIDDEN, 2])?;
        // Published order: unit, piece. Here: piece, unit, so that the larger piece is taken vector by
        // vector.
        let place = |output: usize| output % HIDDEN * 2 + output / HIDDEN;
        let lower_weight = |output: usize, input: usize| {
            let (feature, output) = (output / (2 * HIDDEN), output % (2 * HIDDEN));
            lower[(feature * 2 * HIDDEN + place(output)) * HIDDEN + input]
        };
        Ok(Self {
            projection: Packed::new(HIDDEN, WIDTH, |o, i| projection[o * WIDTH + i], |o| projection_bias[o]),
            lower: Packed::new(FEATURES * 2 * HIDDEN, HIDDEN, lower_weight, |_| 0.0),
            absent: std::array::from_fn(|feature| {
                std::array::from_fn(|output| absent[feature * 2 * HIDDEN + place(output)])
            }),
            scorer: Scorer::new(
                &std::array::from_fn(|output| lower_bias[place(output)]),
                &tensor("upper.W", &[moves, HIDDEN])?,
                &tensor("upper.b", &[moves])?,
            ),
        })
    }

    /// Computes the contributions of the tokens whose vectors are `rows` of `vectors`.
    pub(crate) fn prepare<'a>(
        &'a self,
        set: InstructionSet,
        vectors: &[f32],
        rows: Range<usize>,
        scratch: &'a mut Scratch,
    ) -> Prepared<'a, FEATURES> {
        let tokens = rows.len();
        scratch.grow(tokens * HIDDEN, tokens * FEATURES);
        linear::<WIDTH>(set, &self.projection, vectors, rows, &mut scratch.projected);
        let contributions = scratch.contributions.as_flattened_mut();
        linear::<HIDDEN>(set, &self.lower, &scratch.projected, 0..tokens, contributions);
        Prepared {
            transition: self,
            set,
            contributions: &scratch.contributions,
            scores: &mut scratch.scores.0,
        }
    }
}

/// Memory reused from text to text.
#[derive(Default)]
pub(crate) struct Scratch {
    projected: Vec<f32>,
    contributions: Vec<Contribution>,
    scores: Scores,
}

impl Scratch {
    /// Makes room without clearing what is overwritten anyway.
    fn grow(&mut self, projected: usize, contributions: usize) {
        self.projected.resize(self.projected.len().max(projected), 0.0);
        self.contributions.resize(self.contributions.len().max(contributions), [0.0; 2 * HIDDEN]);
    }
}

/// The scores of a state's moves.
struct Scores([f32; SCORES]);

impl Default for Scores {
    fn default() -> Self {
        Self([0.0; SCORES])
    }
}

/// A text's contributions, ready to score states.
pub(crate) struct Prepared<'a, const FEATURES: usize> {
    transition: &'a Transition<FEATURES>,
    set: InstructionSet,
    contributions: &'a [Contribution],
    scores: &'a mut [f32; SCORES],
}

impl<const FEATURES: usize> Prepared<'_, FEATURES> {
    /// The scores of all moves in the state described by `features`; padding follows the last move.
    pub(crate) fn scores(&mut self, features: [TokenIndex; FEATURES]) -> &[f32; SCORES] {
        let contributions: [&Contribution; FEATURES] =
            std::array::from_fn(|feature| match features[feature] {
                NONE => &self.transition.absent[feature],
                token => &self.contributions[token as usize * FEATURES + feature],
            });
        score(self.set, &self.transition.scorer, contributions, self.scores);
        self.scores
    }
}

/// The best of the moves in `candidates`, the first of equals; none if there are no candidates.
pub(crate) fn best_move<const N: usize>(
    scores: &[f32; SCORES],
    candidates: [Range<usize>; N],
) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for range in candidates {
        for (candidate, &score) in range.clone().zip(&scores[range]) {
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((candidate, score));
            }
        }
    }
    best.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::language::network::{Network, PADDING};
    use crate::language::trace::{self, MODEL, layers};

    /// Scores each state of a trace and compares the best valid score, on every instruction set.
    fn check<const FEATURES: usize, const ATTRIBUTES: usize, const STRIDE: usize>(
        transition: &Transition<FEATURES>,
        network: &Network<ATTRIBUTES, STRIDE>,
        steps: &str,
    ) {
        for record in trace::traces() {
            for set in InstructionSet::available() {
                let layers = layers(record["text"].as_str().expect("a text"), network, set);
                let rows = PADDING..PADDING + layers.tokens.len();
                let mut scratch = Scratch::default();
                let mut prepared = transition.prepare(set, &layers.vectors, rows, &mut scratch);
                for step in record[steps].as_array().expect("steps") {
                    let token = |value: &Value| {
                        value.as_i64().map_or(NONE, |token| u32::try_from(token).unwrap_or(NONE))
                    };
                    let features = step[0].as_array().expect("features");
                    let scores = prepared.scores(std::array::from_fn(|feature| token(&features[feature])));
                    let best = step[1].as_f64().expect("a score") as f32;
                    let close = scores.iter().any(|score| (score - best).abs() < 4.0 * MODEL.1);
                    assert!(close, "no move scores {best} in {features:?}");
                }
            }
        }
    }

    #[test]
    fn scores_are_those_of_the_traces() {
        check(&MODEL.0.parser.transition, &MODEL.0.shared, "parser_steps");
        check(&MODEL.0.recognizer.transition, &MODEL.0.entity_network, "ner_steps");
    }

    #[test]
    fn the_first_of_equal_moves_wins() {
        let mut scores = [0.0; SCORES];
        scores[3] = 2.0;
        scores[5] = 2.0;
        assert_eq!(best_move(&scores, [0..4, 4..8]), Some(3));
        assert_eq!(best_move(&scores, [5..6, 3..4]), Some(5));
        assert_eq!(best_move(&scores, [0..0, 4..4]), None);
    }
}
