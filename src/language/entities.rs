//! The entity recognizer: one move a token, from left to right.
//!
//! Moves begin, continue or close an entity of several tokens, mark one of a single token, or leave the token
//! out.

use std::ops::Range;

use super::names::EntityType;
use super::transition::{NONE, Prepared, TokenIndex, Transition, best_move};
use super::weights::ModelError;

/// The token, the first of the open entity, and the token before if one is open.
pub(crate) const FEATURES: usize = 3;
const TYPES: usize = EntityType::ALL.len();
const BEGIN: usize = 0;
const INSIDE: usize = TYPES;
const LAST: usize = 2 * TYPES;
const SINGLE: usize = 3 * TYPES;
/// Follows a single-token move without a type, which is never valid.
const OUTSIDE: usize = 4 * TYPES + 1;

/// The recognizer's moves and their scores.
pub(crate) struct Recognizer {
    pub transition: Transition<FEATURES>,
}

impl Recognizer {
    /// Checks that the moves are `B-`, `I-`, `L-`, `U-` with every type in order, an empty `U-`, and `O`.
    pub(crate) fn new(transition: Transition<FEATURES>, moves: &[String]) -> Result<Self, ModelError> {
        let typed = ["B", "I", "L", "U"]
            .into_iter()
            .flat_map(|kind| EntityType::ALL.iter().map(move |t| format!("{kind}-{t}")));
        let expected = typed.chain(["U-".to_owned(), "O".to_owned()]);
        if !expected.eq(moves.iter().cloned()) {
            return Err(ModelError::Unknown { kind: "order of entity moves", name: moves.join(" ") });
        }
        Ok(Self { transition })
    }

    /// Appends the entities of a text to `entities`, left to right, as token ranges.
    ///
    /// No entity crosses one of the parser's sentence starts; none begins with a token of white space.
    pub(crate) fn find(
        sentence_start: &[bool],
        is_space: impl Fn(usize) -> bool,
        prepared: &mut Prepared<'_, FEATURES>,
        entities: &mut Vec<(Range<usize>, EntityType)>,
    ) {
        let mut open: Option<(usize, usize)> = None;
        for token in 0..sentence_start.len() {
            let goes_on = sentence_start.get(token + 1) == Some(&false);
            let index = token as TokenIndex;
            let features =
                open.map_or([index, NONE, NONE], |(start, _)| [index, start as TokenIndex, index - 1]);
            let scores = prepared.scores(features);
            let one = |valid: bool, index: usize| index..index + usize::from(valid);
            let typed = |valid: bool, first: usize| first..first + if valid { TYPES } else { 0 };
            let best = if let Some((_, kind)) = open {
                best_move(scores, [one(goes_on, INSIDE + kind), one(true, LAST + kind)])
            } else {
                let word = !is_space(token);
                best_move(scores, [typed(word && goes_on, BEGIN), typed(word, SINGLE), one(true, OUTSIDE)])
            };
            match (best, open) {
                (Some(INSIDE..LAST), _) => {}
                (Some(LAST..SINGLE), Some((start, kind))) => {
                    entities.push((start..token + 1, EntityType::ALL[kind]));
                    open = None;
                }
                (Some(best @ SINGLE..OUTSIDE), _) => {
                    entities.push((token..token + 1, EntityType::ALL[best - SINGLE]));
                }
                (Some(best @ BEGIN..INSIDE), _) => open = Some((token, best)),
                _ => {}
            }
        }
    }
}
