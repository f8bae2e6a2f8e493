//! The dependency parser: a transition system that reads a text from left to right.
//!
//! Arc-eager moves with sentence breaks and an "unshift" repair, as in spaCy's `arc_eager`. The parser sees
//! the whole text as one sequence and cuts it into sentences itself. About two moves a token; nothing is
//! allocated in the loop once the scratch memory has grown.

use std::ops::Range;

use super::names::Label;
use super::transition::{NONE, Prepared, TokenIndex, Transition, best_move};
use super::weights::ModelError;

/// Tokens that describe a state; [`State::features`] lists them.
pub(crate) const FEATURES: usize = 8;

/// A dependency label as the parser assigns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ArcLabel {
    pub label: Label,
    /// The real head is a token with this label below the assigned one (pseudo-projective parsing).
    pub below: Option<Label>,
}

/// The parser's moves and their scores.
pub(crate) struct Parser {
    pub transition: Transition<FEATURES>,
    /// By move; shift, reduce and break have none.
    labels: Vec<Option<ArcLabel>>,
    left: Range<usize>,
    right: Range<usize>,
}

const SHIFT: usize = 0;
const REDUCE: usize = 1;

impl Parser {
    /// From the names of the moves: `S`, `D`, all `L-label`, all `R-label`, `B-ROOT`, in this order.
    pub(crate) fn new(transition: Transition<FEATURES>, moves: &[String]) -> Result<Self, ModelError> {
        let unknown = |name: &str| ModelError::Unknown { kind: "label", name: name.to_owned() };
        let read = |name: &str| Label::from_name(name).ok_or_else(|| unknown(name));
        let label = |name: &String| {
            let Some((_, label)) = name.split_once('-') else { return Ok(None) };
            let (label, below) =
                label.split_once("||").map_or((label, None), |(label, below)| (label, Some(below)));
            Ok(Some(ArcLabel { label: read(label)?, below: below.map(read).transpose()? }))
        };
        let labels = moves.iter().map(label).collect::<Result<Vec<_>, ModelError>>()?;
        let first_right = moves.iter().position(|name| name.starts_with("R-"));
        match (first_right, moves) {
            (Some(first_right), [shift, reduce, .., last])
                if (shift.as_str(), reduce.as_str(), last.as_str()) == ("S", "D", "B-ROOT") =>
            {
                Ok(Self { transition, labels, left: 2..first_right, right: first_right..moves.len() - 1 })
            }
            _ => Err(ModelError::Unknown { kind: "order of moves", name: moves.join(" ") }),
        }
    }

    /// Parses a text: on return `state` holds head and label of every token that has one.
    pub(crate) fn parse(&self, tokens: usize, prepared: &mut Prepared<'_, FEATURES>, state: &mut State) {
        state.reset(tokens);
        while !state.is_final() && self.step(prepared, state) {}
    }

    /// The valid moves, in order: shift, reduce, arcs, break.
    fn candidates(&self, state: &State) -> [Range<usize>; 4] {
        let (first, second) = (state.buffer(0), state.buffer(1));
        let (empty_stack, buffered) = (state.stack.is_empty(), state.buffer_length());
        let starts_sentence = buffered > 0 && state.sentence_start[first as usize];
        let may_shift = buffered >= 2 && !starts_sentence && !state.unshiftable[first as usize];
        let may_link = !empty_stack && buffered > 0 && !starts_sentence;
        let may_break = buffered >= 2 && second == first + 1 && !state.sentence_start[second as usize];
        let one = |valid: bool, index: usize| index..index + usize::from(valid);
        [
            one(empty_stack || may_shift, SHIFT),
            one(!empty_stack, REDUCE),
            if may_link { self.left.start..self.right.end } else { 0..0 },
            one(may_break, self.right.end),
        ]
    }

    /// Makes the best valid move; false if there is none.
    fn step(&self, prepared: &mut Prepared<'_, FEATURES>, state: &mut State) -> bool {
        let scores = prepared.scores(state.features());
        match best_move(scores, self.candidates(state)) {
            None => return false,
            Some(SHIFT) => state.shift(),
            Some(REDUCE) => state.reduce(),
            Some(best) => match self.labels[best] {
                Some(label) if self.left.contains(&best) => state.left_arc(label),
                Some(label) if self.right.contains(&best) => state.right_arc(label),
                _ => state.break_sentence(),
            },
        }
        true
    }
}

/// Stack, buffer and arcs; reused from text to text.
#[derive(Default)]
pub(crate) struct State {
    stack: Vec<TokenIndex>,
    /// Tokens put back in front of the buffer; the first to be read is the last.
    returned: Vec<TokenIndex>,
    /// First token of the untouched buffer.
    next: TokenIndex,
    /// Head by token, [`NONE`] if it has none.
    pub heads: Vec<TokenIndex>,
    /// Label by token; meaningful where it has a head.
    pub labels: Vec<ArcLabel>,
    /// By token, its dependent on that side that was attached last, or [`NONE`].
    last_left: Vec<TokenIndex>,
    last_right: Vec<TokenIndex>,
    /// By token, the right dependent that its head got before it, or [`NONE`].
    previous_right: Vec<TokenIndex>,
    /// By token: the parser has decided that a sentence starts here.
    sentence_start: Vec<bool>,
    unshiftable: Vec<bool>,
}

impl State {
    fn reset(&mut self, tokens: usize) {
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.previous_right] {
            list.clear();
            list.resize(tokens, NONE);
        }
        self.labels.clear();
        self.labels.resize(tokens, ArcLabel { label: Label::Root, below: None });
        for list in [&mut self.sentence_start, &mut self.unshiftable] {
            list.clear();
            list.resize(tokens, false);
        }
        if let Some(first) = self.sentence_start.first_mut() {
            *first = true;
        }
    }

    fn tokens(&self) -> TokenIndex {
        self.heads.len() as TokenIndex
    }

    /// Tokens still in the buffer.
    fn buffer_length(&self) -> usize {
        (self.tokens() - self.next) as usize + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    /// The `place`-th token of the buffer.
    fn buffer(&self, place: usize) -> TokenIndex {
        if let Some(returned) = self.returned.len().checked_sub(place + 1) {
            self.returned[returned]
        } else {
            let token = self.next + (place - self.returned.len()) as TokenIndex;
            if token < self.tokens() { token } else { NONE }
        }
    }

    /// The `place`-th token of the stack, from the top.
    fn stack(&self, place: usize) -> TokenIndex {
        self.stack.len().checked_sub(place + 1).map_or(NONE, |index| self.stack[index])
    }

    /// The tokens that the network looks at to score moves: two of the buffer, three of the stack, the last
    /// left dependents of the first of each, and the last right dependent of the stack's.
    pub(crate) fn features(&self) -> [TokenIndex; FEATURES] {
        let of = |list: &[TokenIndex], token: TokenIndex| list.get(token as usize).copied().unwrap_or(NONE);
        let (first, top) = (self.buffer(0), self.stack(0));
        [
            first,
            self.buffer(1),
            top,
            self.stack(1),
            self.stack(2),
            of(&self.last_left, first),
            of(&self.last_left, top),
            of(&self.last_right, top),
        ]
    }

    /// Takes the first token of the buffer.
    fn take(&mut self) -> TokenIndex {
        self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }

    fn shift(&mut self) {
        let first = self.take();
        self.stack.push(first);
    }

    /// Pops the top of the stack; one without a head goes back to the buffer, unless it is alone.
    fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NONE && !self.stack.is_empty() {
            self.unshiftable[top as usize] = true;
            self.returned.push(top);
        }
    }

    /// The first of the buffer becomes head of the top of the stack, which is popped.
    fn left_arc(&mut self, label: ArcLabel) {
        let first = self.buffer(0);
        let Some(top) = self.stack.pop() else { return };
        let old_head = self.heads[top as usize];
        if old_head != NONE {
            self.last_right[old_head as usize] = self.previous_right[top as usize];
        }
        self.heads[top as usize] = first;
        self.labels[top as usize] = label;
        self.last_left[first as usize] = top;
        self.unshiftable[first as usize] = false;
    }

    /// The top of the stack becomes head of the first of the buffer, which is shifted.
    fn right_arc(&mut self, label: ArcLabel) {
        let top = self.stack(0);
        let first = self.take();
        self.heads[first as usize] = top;
        self.labels[first as usize] = label;
        self.previous_right[first as usize] = self.last_right[top as usize];
        self.last_right[top as usize] = first;
        self.stack.push(first);
    }

    /// A sentence starts at the second token of the buffer.
    fn break_sentence(&mut self) {
        let second = self.buffer(1);
        self.sentence_start[second as usize] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::kernels::InstructionSet;
    use crate::language::network::PADDING;
    use crate::language::trace::{self, MODEL, layers};
    use crate::language::transition::Scratch;

    /// The states that the parser goes through are those of the traces: every move has the same features.
    #[test]
    fn moves_are_those_of_the_traces() {
        for record in trace::traces() {
            let (parser, set) = (&MODEL.0.parser, InstructionSet::best());
            let layers = layers(record["text"].as_str().expect("a text"), &MODEL.0.shared, set);
            let (mut scratch, mut state) = (Scratch::default(), State::default());
            let rows = PADDING..PADDING + layers.tokens.len();
            let mut prepared = parser.transition.prepare(set, &layers.vectors, rows, &mut scratch);
            state.reset(layers.tokens.len());
            let mut steps = Vec::new();
            while !state.is_final() {
                steps.push(state.features().map(|token| if token == NONE { -1 } else { i64::from(token) }));
                parser.step(&mut prepared, &mut state);
            }
            let expected =
                record["parser_steps"].as_array().expect("steps").iter().map(|step| step[0].clone());
            assert_eq!(
                serde_json::json!(steps),
                expected.collect::<serde_json::Value>(),
                "{}",
                record["text"]
            );
        }
    }
}
