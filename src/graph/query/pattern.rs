//! The pattern language: `Russia -[opposes]-> NMD`, `state -[-]-> treaty:abm`, `? <-[represents]- official`.
//!
//! ```text
//! pattern  =  node (edge node)+
//! node     =  ? | type | id | name | "name"
//! edge     =  -[what]->  |  <-[what]-  |  -[what]-      any direction
//! what     =  item (("|" | ",") item)*                  empty: any position
//! item     =  relation | + | - | 0 | asserted | intended | conditional | denied
//! ```

use super::nearest;
use crate::schema::Schema;
use crate::statement::Modality;
use std::collections::BTreeSet;
use std::ops::Range;

/// A chain of nodes with an edge between each two.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// One more than edges.
    pub nodes: Vec<NodePattern>,
    /// At least one.
    pub edges: Vec<EdgePattern>,
}

/// Which nodes may stand at an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodePattern {
    /// Every node.
    Any,
    /// The nodes of a type.
    Kind(String),
    /// The nodes of these ids.
    Ids(BTreeSet<String>),
}

/// Which way an edge is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    Forward,
    /// From right to left.
    Backward,
    /// Either.
    Either,
}

/// Which edges may stand between two nodes; an empty set is no condition, but for denials.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgePattern {
    /// Relations; empty for every position, but no fact.
    pub relations: BTreeSet<String>,
    /// Signs.
    pub signs: BTreeSet<i8>,
    /// Modalities; empty for all but denied.
    pub modalities: BTreeSet<Modality>,
    /// The way it is read.
    pub direction: Direction,
}

impl EdgePattern {
    /// The two nodes of a step in the order of the edge.
    pub fn ends<'a>(
        &self,
        left: &'a NodePattern,
        right: &'a NodePattern,
    ) -> (&'a NodePattern, &'a NodePattern) {
        if self.direction == Direction::Backward { (right, left) } else { (left, right) }
    }

    /// Adds a relation, a sign or a modality by its name; tells what it could be if it is none.
    pub fn add(&mut self, item: &str, schema: &Schema) -> Result<(), String> {
        match item {
            "" | "*" | "?" => {}
            "+" => drop(self.signs.insert(1)),
            "0" => drop(self.signs.insert(0)),
            "-" | "−" => drop(self.signs.insert(-1)),
            _ if schema.relations.contains_key(item) => drop(self.relations.insert(item.to_owned())),
            _ => {
                let Ok(modality) = item.parse() else { return Err(unknown(item, schema)) };
                self.modalities.insert(modality);
            }
        }
        Ok(())
    }
}

fn unknown(item: &str, schema: &Schema) -> String {
    let relations = || schema.relations.keys().map(String::as_str);
    nearest(item, relations()).first().map_or_else(
        || {
            let all: Vec<&str> = relations().collect();
            format!("no relation, sign or modality; relations are {}", all.join(", "))
        },
        |near| format!("no relation, sign or modality; did you mean `{near}`?"),
    )
}

/// A pattern that does not parse, or names what is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The whole question.
    pub question: String,
    /// The place in it, in bytes.
    pub place: Range<usize>,
    /// What is wrong, and what was expected.
    pub what: String,
}

impl std::error::Error for PatternError {}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.question.get(..self.place.start).unwrap_or_default().chars().count();
        let marked = self.question.get(self.place.clone()).unwrap_or_default().chars().count().max(1);
        writeln!(f, "the question cannot be understood")?;
        writeln!(f, "  {}", self.question)?;
        writeln!(f, "  {}{} {}", " ".repeat(before), "^".repeat(marked), self.what)?;
        write!(f, "  for example: demarche query 'Russia -[opposes]-> NMD'")
    }
}

/// Parses `question`; `resolve` tells what a name means, or why it means nothing.
pub fn parse<E: std::fmt::Display>(
    question: &str,
    schema: &Schema,
    mut resolve: impl FnMut(&str) -> Result<NodePattern, E>,
) -> Result<Pattern, PatternError> {
    let error = |place: Range<usize>, what: &str| PatternError {
        question: question.to_owned(),
        place,
        what: what.to_owned(),
    };
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let mut at = 0;
    loop {
        let end = node_end(question, at);
        let text = &question[at..end];
        let begin = at + text.len() - text.trim_start().len();
        let name = text.trim().trim_matches('"');
        let place = begin..begin + text.trim().len();
        if name.is_empty() {
            return Err(error(begin..end.max(begin), "here a node is expected: a name, a type, an id, or ?"));
        }
        nodes.push(resolve(name).map_err(|problem| error(place, &problem.to_string()))?);
        if end == question.len() {
            if edges.is_empty() {
                return Err(error(end..end, "here an edge is expected, like -[opposes]-> and a second node"));
            }
            return Ok(Pattern { nodes, edges });
        }
        let backward = question[end..].starts_with('<');
        let open = end + usize::from(backward) + "-[".len();
        let Some(length) = question[open..].find(']') else {
            return Err(error(end..question.len(), "this edge is not closed; ]-> is expected"));
        };
        let close = open + length;
        let mut edge = EdgePattern::default();
        let mut item = open;
        for text in question[open..close].split(['|', ',']) {
            let begin = item + text.len() - text.trim_start().len();
            item += text.len() + 1;
            let place = begin..begin + text.trim().len();
            edge.add(text.trim(), schema).map_err(|what| error(place, &what))?;
        }
        let rest = &question[close + 1..];
        let (direction, length) = match (backward, rest.starts_with("->"), rest.starts_with('-')) {
            (false, true, _) => (Direction::Forward, 2),
            (true, false, true) => (Direction::Backward, 1),
            (false, false, true) => (Direction::Either, 1),
            (true, true, _) => return Err(error(end..close + 3, "an edge goes one way; drop < or >")),
            (_, false, false) => {
                return Err(error(close + 1..close + 1, "here the edge ends; -> or - is expected"));
            }
        };
        edge.direction = direction;
        edges.push(edge);
        at = close + 1 + length;
    }
}

/// Where the node that begins at `at` ends: at an edge, or at the end; quotes hide edges.
fn node_end(question: &str, at: usize) -> usize {
    let mut quoted = false;
    for (index, c) in question[at..].char_indices() {
        let rest = &question[at + index..];
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && (rest.starts_with("-[") || rest.starts_with("<-[")) {
            return at + index;
        }
    }
    question.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

    fn parsed(question: &str) -> Result<Pattern, PatternError> {
        parse(question, &SCHEMA, |name| match name {
            "nowhere" => Err("nothing is called so"),
            "?" => Ok(NodePattern::Any),
            "state" => Ok(NodePattern::Kind(name.to_owned())),
            _ => Ok(NodePattern::Ids(BTreeSet::from([name.to_owned()]))),
        })
    }

    #[test]
    fn a_pattern_reads_like_the_edge_it_asks_for() {
        let Pattern { nodes, edges } = parsed("Russia -[opposes|concerned, denied]-> \"a -[b\"").unwrap();
        assert_eq!(nodes[1], NodePattern::Ids(BTreeSet::from(["a -[b".to_owned()])));
        assert_eq!(edges[0].relations.len(), 2);
        assert_eq!(edges[0].modalities, BTreeSet::from([Modality::Denied]));
        let edges = parsed("? <-[represents]- START-2 -[-]-> state -[]- ?").unwrap().edges;
        let directions: Vec<Direction> = edges.iter().map(|edge| edge.direction).collect();
        assert_eq!(directions, [Direction::Backward, Direction::Forward, Direction::Either]);
        assert_eq!(edges[1].signs, BTreeSet::from([-1]));
    }

    #[track_caller]
    fn check_error(question: &str, marked: &str, what: &str) {
        let error = parsed(question).unwrap_err();
        assert_eq!(&question[error.place.clone()], marked, "{error}");
        assert!(error.what.contains(what), "{error}");
    }

    #[test]
    fn what_does_not_parse_is_underlined() {
        check_error("Russia", "", "an edge is expected");
        check_error("Russia -[opposs]-> NMD", "opposs", "did you mean `opposes`?");
        check_error("Russia -[opposes|]-> ", "", "a node is expected");
        check_error("Russia -[opposes", "-[opposes", "not closed");
        check_error("Russia -[opposes] NMD", "", "-> or - is expected");
        check_error("Russia <-[opposes]-> NMD", "<-[opposes]->", "one way");
        check_error("nowhere -[+]-> NMD", "nowhere", "nothing is called so");
        check_error("-[+]-> NMD", "", "a node is expected");
        check_error("", "", "a node is expected");
    }
}
