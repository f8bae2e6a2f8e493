//! From the parser's arcs to a tree: edges of subtrees, real heads of lifted arcs, sentence starts.

use super::names::Label;
use super::parser::State;
use super::transition::NONE;

/// How often edges are recomputed until no arc leaves its sentence.
const MOST_PASSES: usize = 12;

/// The dependency tree of a text; reused from text to text.
#[derive(Default)]
pub(crate) struct Tree {
    /// Head by token; a root is its own.
    pub heads: Vec<usize>,
    pub labels: Vec<Label>,
    /// By token: a sentence starts here.
    pub sentence_start: Vec<bool>,
    /// First and last token of each token's subtree.
    edges: Vec<(usize, usize)>,
    /// Scratch: where each token's dependents begin in `dependents`, and the search's queue.
    first_dependent: Vec<usize>,
    dependents: Vec<usize>,
    queue: Vec<usize>,
}

impl Tree {
    /// Reads the arcs off `state`. O(tokens), and once more for each arc that was lifted.
    ///
    /// `is_space(i)` tells whether token `i` is white space.
    pub(crate) fn build(&mut self, state: &State, is_space: impl Fn(usize) -> bool) {
        self.heads.clear();
        self.heads.extend(
            (0..).zip(&state.heads).map(|(token, &head)| if head == NONE { token } else { head as usize }),
        );
        self.labels.clear();
        let labels = self.heads.iter().zip(&state.labels).enumerate();
        self.labels
            .extend(labels.map(|(token, (&head, arc))| if head == token { Label::Root } else { arc.label }));
        self.find_edges();
        self.lower_lifted_arcs(state, is_space);
        self.sentence_start.clear();
        self.sentence_start.resize(self.heads.len(), false);
        for (token, &head) in self.heads.iter().enumerate() {
            if head == token {
                self.sentence_start[self.edges[token].0] = true;
            }
        }
    }

    /// Finds the first and last token below each token.
    fn find_edges(&mut self) {
        let tokens = self.heads.len();
        self.edges.clear();
        self.edges.extend((0..tokens).map(|token| (token, token)));
        for _ in 0..MOST_PASSES {
            for token in (0..tokens).chain((0..tokens).rev()) {
                let ((first, last), head) = (self.edges[token], self.heads[token]);
                let edges = &mut self.edges[head];
                *edges = (edges.0.min(first), edges.1.max(last));
            }
            if self.arcs_stay_in_sentences() {
                break;
            }
        }
    }

    /// True if, with the text cut at the left edges of roots, no token but the text's last has its head
    /// elsewhere.
    fn arcs_stay_in_sentences(&mut self) -> bool {
        let tokens = self.heads.len();
        self.sentence_start.clear();
        self.sentence_start.resize(tokens, false);
        for (token, &head) in self.heads.iter().enumerate() {
            if head == token {
                self.sentence_start[self.edges[token].0] = true;
            }
        }
        let mut start = 0;
        for end in 1..tokens {
            if self.sentence_start[end] || end == tokens - 1 {
                if self.heads[start..end].iter().any(|head| !(start..=end).contains(head)) {
                    return false;
                }
                start = end;
            }
        }
        true
    }

    /// Gives arcs that the parser had to lift their real heads (Nivre and Nilsson 2005): the first token with
    /// the label it names, breadth first below the head it has.
    fn lower_lifted_arcs(&mut self, state: &State, is_space: impl Fn(usize) -> bool) {
        let mut changed = false;
        for token in 0..self.heads.len() {
            let Some(below) = state.labels[token].below.filter(|_| self.heads[token] != token) else {
                continue;
            };
            if let Some(head) = self.find_below(token, below, state, &is_space) {
                self.heads[token] = head;
                changed = true;
            }
        }
        if changed {
            self.find_edges();
        }
    }

    /// The first token labelled exactly `label` below the head of `token`, breadth first; skips `token` and
    /// white space.
    fn find_below(
        &mut self,
        token: usize,
        label: Label,
        state: &State,
        is_space: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        self.index_dependents();
        self.queue.clear();
        self.queue.push(self.heads[token]);
        let mut next = 0;
        while let Some(&above) = self.queue.get(next) {
            next += 1;
            let (first, last) = self.edges[above];
            let range = self.first_dependent[above]..self.first_dependent[above + 1];
            for &dependent in &self.dependents[range] {
                let outside = dependent < first || dependent > last;
                if outside || dependent == above || dependent == token || is_space(dependent) {
                    continue;
                }
                // Arcs further on still carry the name of the token they are below, and so do not match.
                let lowered = dependent < token || state.labels[dependent].below.is_none();
                if lowered && self.labels[dependent] == label {
                    return Some(dependent);
                }
                self.queue.push(dependent);
            }
        }
        None
    }

    /// Lists the dependents of each token, left to right.
    fn index_dependents(&mut self) {
        let tokens = self.heads.len();
        self.first_dependent.clear();
        self.first_dependent.resize(tokens + 2, 0);
        for &head in &self.heads {
            self.first_dependent[head + 2] += 1;
        }
        for token in 2..tokens + 2 {
            self.first_dependent[token] += self.first_dependent[token - 1];
        }
        self.dependents.clear();
        self.dependents.resize(tokens, 0);
        for (token, &head) in self.heads.iter().enumerate() {
            let place = &mut self.first_dependent[head + 1];
            self.dependents[*place] = token;
            *place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parser::ArcLabel;

    /// The heads, labels and sentence starts made of arcs: head (none for itself), label, label of the real
    /// head.
    fn build(arcs: &[(u32, Label, Option<Label>)]) -> (Vec<usize>, Vec<Label>, Vec<bool>) {
        let head = |(token, &(head, ..)): (u32, &(u32, Label, Option<Label>))| {
            if head == token { NONE } else { head }
        };
        let mut state = State::default();
        state.heads = (0..).zip(arcs).map(head).collect();
        state.labels = arcs.iter().map(|&(_, label, below)| ArcLabel { label, below }).collect();
        let mut tree = Tree::default();
        tree.build(&state, |_| false);
        (tree.heads, tree.labels, tree.sentence_start)
    }

    #[test]
    fn sentences_start_at_the_left_edges_of_roots() {
        let (_, labels, starts) = build(&[
            (1, Label::Nsubj, None),
            (1, Label::Root, None),
            (2, Label::Root, None),
            (2, Label::Dobj, None),
        ]);
        assert_eq!(starts, [true, false, true, false]);
        assert_eq!(labels, [Label::Nsubj, Label::Root, Label::Root, Label::Dobj]);
    }

    #[test]
    fn lifted_arcs_go_to_the_nearest_token_with_the_label() {
        let (heads, labels, _) = build(&[
            (1, Label::Nsubj, None),
            (1, Label::Root, None),
            (1, Label::Dobj, None),
            (1, Label::Relcl, Some(Label::Dobj)),
        ]);
        assert_eq!((heads[3], labels[3]), (2, Label::Relcl));
    }

    #[test]
    fn lifted_arcs_without_such_a_token_stay() {
        let (heads, labels, _) =
            build(&[(1, Label::Nsubj, None), (1, Label::Root, None), (1, Label::Prep, Some(Label::Pobj))]);
        assert_eq!((heads[2], labels[2]), (1, Label::Prep));
    }
}
