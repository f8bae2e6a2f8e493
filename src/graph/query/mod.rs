//! Questions to a graph: who holds which position on what, when, in which words.
//!
//! A question is a pattern that reads like the edge it asks for, `Russia -[opposes]-> NMD`, or one of the
//! [`questions`] that are ready. [`Asker::find`] answers with edges and the statements behind them, in time
//! linear in the edges, and logarithmic for each statement that is shown.

mod names;
mod pattern;
pub mod questions;

pub use names::{NameError, nearest};
pub use pattern::{Direction, EdgePattern, NodePattern, Pattern, PatternError, parse};

use super::{Edge, Filter, Graph};
use crate::schema::{Layer, Schema, within};
use crate::statement::{Modality, Statement};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A graph ready to be asked.
pub struct Asker<'g> {
    graph: &'g Graph,
    /// Sorted by id.
    statements: &'g [Statement],
    schema: &'g Schema,
    /// Conditions on statements that hold for every question.
    pub filter: Filter,
    /// Ids of what positions must be about; empty for any.
    pub about: BTreeSet<String>,
    /// Whether officials count for whom they represent.
    pub via_officials: bool,
}

/// One answer: what to show, and the statements it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Answer<'g> {
    /// For people.
    #[serde(skip)]
    pub heading: String,
    /// For programs, by name.
    #[serde(flatten)]
    pub fields: IndexMap<&'static str, Value>,
    /// In order of date.
    pub statements: Vec<&'g Statement>,
}

/// An edge that fits and the statements of it that do. Without statements in the graph, the edge alone.
#[derive(Clone, Debug)]
pub struct Hit<'g> {
    /// The edge.
    pub edge: &'g Edge,
    /// Those of its statements that fit, in order of date.
    pub statements: Vec<&'g Statement>,
    /// For whom an official counts, where that was asked.
    pub counts_for: Option<&'g str>,
}

/// At most so many paths of several hops are followed.
pub const MOST_PATHS: usize = 10_000;

impl<'g> Asker<'g> {
    /// An asker of `graph`; `statements` are those behind its edges, sorted by id.
    pub fn new(graph: &'g Graph, statements: &'g [Statement], schema: &'g Schema) -> Asker<'g> {
        let (filter, about) = (Filter::default(), BTreeSet::new());
        Asker { graph, statements, schema, filter, about, via_officials: false }
    }

    /// The graph that is asked.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// What a name means; `?` and types mean several nodes.
    pub fn resolve(&self, name: &str) -> Result<NodePattern, NameError> {
        names::resolve(name, self.graph, self.schema)
    }

    /// A node's usual name.
    pub fn label(&self, id: &'g str) -> &'g str {
        let node = self.graph.nodes.binary_search_by(|node| node.id.as_str().cmp(id));
        node.map_or(id, |index| self.graph.nodes[index].label.as_str())
    }

    fn kind(&self, id: &'g str) -> &'g str {
        let node = self.graph.nodes.binary_search_by(|node| node.id.as_str().cmp(id));
        node.map_or_else(|_| id.split_once(':').map_or("", |(kind, _)| kind), |i| &self.graph.nodes[i].kind)
    }

    fn fits(&self, pattern: &NodePattern, id: &'g str) -> bool {
        match pattern {
            NodePattern::Any => true,
            NodePattern::Kind(kind) => self.kind(id) == kind,
            NodePattern::Ids(ids) => ids.contains(id),
        }
    }

    fn statement(&self, id: &str) -> Option<&'g Statement> {
        self.statements
            .binary_search_by(|statement| statement.id.as_str().cmp(id))
            .ok()
            .map(|i| &self.statements[i])
    }

    /// The edges from one end to the other that fit, sorted by id.
    ///
    /// A symmetric relation fits in both directions. What is denied fits only where denial is asked for: that
    /// somebody does not oppose a thing is no answer to who opposes it.
    pub fn hits(&self, source: &NodePattern, edge: &EdgePattern, target: &NodePattern) -> Vec<Hit<'g>> {
        let principals = if self.via_officials { self.principals() } else { HashMap::new() };
        let both = edge.direction == Direction::Either;
        let hit = |found: &'g Edge| {
            if !edge.fits(found) {
                return None;
            }
            let turned = both || self.schema.is_symmetric(&found.relation);
            let mut best = None;
            for (from, to) in [(&found.source, &found.target), (&found.target, &found.source)] {
                if self.fits(target, to) {
                    let offices = principals.get(from.as_str()).map(Vec::as_slice);
                    best = best.or_else(|| self.hit(found, from, source, offices, edge));
                }
                if !turned {
                    break;
                }
            }
            best
        };
        self.graph.edges.iter().filter_map(hit).collect()
    }

    /// `edge` as held by `from`, or by whom `from` speaks for.
    fn hit(
        &self,
        edge: &'g Edge,
        from: &'g str,
        wanted: &NodePattern,
        offices: Option<&[&'g Edge]>,
        pattern: &EdgePattern,
    ) -> Option<Hit<'g>> {
        let itself = self.fits(wanted, from);
        if !itself && offices.is_none() {
            return None;
        }
        if edge.layer == Layer::Context {
            return itself.then_some(Hit { edge, statements: Vec::new(), counts_for: None });
        }
        let at_hand: Vec<&Statement> = edge.statements.iter().filter_map(|id| self.statement(id)).collect();
        if at_hand.is_empty() {
            let fits = self.about.is_empty() || edge.about.iter().any(|id| self.about.contains(id));
            return (itself && fits).then_some(Hit { edge, statements: Vec::new(), counts_for: None });
        }
        let mut counts_for = None;
        let mut statements: Vec<&Statement> = at_hand
            .into_iter()
            .filter(|statement| pattern.fits_modality(statement.modality) && self.filter.takes(statement))
            .filter(|statement| {
                self.about.is_empty()
                    || statement.about.as_ref().is_some_and(|about| self.about.contains(&about.id))
            })
            .filter(|statement| {
                itself || {
                    let principal = Self::principal(statement, offices.unwrap_or_default());
                    let principal = principal.filter(|id| self.fits(wanted, id));
                    counts_for = counts_for.or(principal);
                    principal.is_some()
                }
            })
            .collect();
        if statements.is_empty() {
            return None;
        }
        by_date(&mut statements);
        Some(Hit { edge, statements, counts_for })
    }

    /// Offices by official, from the facts of the graph; none for who speaks for somebody by his own words only.
    fn principals(&self) -> HashMap<&'g str, Vec<&'g Edge>> {
        let mut principals: HashMap<&str, Vec<&Edge>> = HashMap::new();
        for edge in self.graph.edges.iter().filter(|edge| edge.layer == Layer::Context) {
            if edge.relation == "represents" {
                principals.entry(&edge.source).or_default().push(edge);
            }
        }
        for statement in self.statements.iter().filter(|statement| statement.represents.is_some()) {
            principals.entry(&statement.actor.id).or_default();
        }
        principals
    }

    /// Whom a statement counts for: what it says itself, else who held the office at its date.
    fn principal(statement: &'g Statement, offices: &[&'g Edge]) -> Option<&'g str> {
        if let Some(represents) = &statement.represents {
            return Some(represents);
        }
        let holds = |edge: &&&Edge| {
            statement
                .date
                .as_deref()
                .is_none_or(|date| within(date, edge.first.as_deref(), edge.last.as_deref()))
        };
        offices.iter().find(holds).map(|edge| edge.target.as_str())
    }

    /// The answers to `pattern`: one for each edge, or chain of edges, that fits.
    pub fn find(&self, pattern: &Pattern) -> Vec<Answer<'g>> {
        if let [edge] = &pattern.edges[..] {
            let (from, to) = edge.ends(&pattern.nodes[0], &pattern.nodes[1]);
            let mut hits = self.hits(from, edge, to);
            hits.sort_by(|a, b| {
                b.edge.weight.total_cmp(&a.edge.weight).then_with(|| a.edge.id.cmp(&b.edge.id))
            });
            return hits.into_iter().map(|hit| self.answer(hit)).collect();
        }
        self.chains(pattern)
    }

    fn answer(&self, hit: Hit<'g>) -> Answer<'g> {
        let Hit { edge, statements, counts_for } = hit;
        let modality = if edge.denied { ", denied" } else { "" };
        let (actor, target) = (self.label(&edge.source), self.label(&edge.target));
        let sign = ["−", "0", "+"][usize::from((edge.sign.signum() + 1).unsigned_abs())];
        let sign = if edge.layer == Layer::Stance { format!("  {sign}") } else { String::new() };
        let mut heading = format!("{actor} -[{}{modality}]-> {target}{sign}", edge.relation);
        if let Some(principal) = counts_for {
            heading.push_str(&format!("  (for {})", self.label(principal)));
        }
        let mut fields = IndexMap::from([
            ("actor", actor.into()),
            ("actor_id", edge.source.clone().into()),
            ("relation", edge.relation.clone().into()),
            ("denied", edge.denied.into()),
            ("sign", edge.sign.into()),
            ("target", target.into()),
            ("target_id", edge.target.clone().into()),
            ("edge", edge.id.clone().into()),
        ]);
        if edge.layer == Layer::Context {
            for (name, value) in [("first", &edge.first), ("last", &edge.last), ("role", &edge.role)] {
                fields.insert(name, value.clone().into());
            }
        }
        if let Some(principal) = counts_for {
            fields.insert("counts_for", principal.into());
        }
        Answer { heading, fields, statements }
    }

    /// Chains of edges, found from left to right; each edge stands in a chain once.
    fn chains(&self, pattern: &Pattern) -> Vec<Answer<'g>> {
        let steps: Vec<Vec<(Hit<'g>, &'g str, &'g str)>> = pattern
            .edges
            .iter()
            .enumerate()
            .map(|(step, edge)| {
                let (left, right) = (&pattern.nodes[step], &pattern.nodes[step + 1]);
                let (from, to) = edge.ends(left, right);
                let mut found = Vec::new();
                for hit in self.hits(from, edge, to) {
                    let (source, target) = (hit.edge.source.as_str(), hit.edge.target.as_str());
                    let any_way =
                        edge.direction == Direction::Either || self.schema.is_symmetric(&hit.edge.relation);
                    let forwards = edge.direction != Direction::Backward;
                    let fits = |a: &'g str, b: &'g str| {
                        (self.fits(left, a) || hit.counts_for.is_some()) && self.fits(right, b)
                    };
                    if (forwards || any_way) && fits(source, target) {
                        found.push((hit.clone(), source, target));
                    }
                    if (!forwards || any_way) && fits(target, source) {
                        found.push((hit.clone(), target, source));
                    }
                }
                found
            })
            .collect();
        let follow: Vec<HashMap<&str, Vec<usize>>> = steps
            .iter()
            .map(|found| {
                let mut by_begin: HashMap<&str, Vec<usize>> = HashMap::new();
                for (index, (_, begin, _)) in found.iter().enumerate() {
                    by_begin.entry(begin).or_default().push(index);
                }
                by_begin
            })
            .collect();
        let mut chains: Vec<Vec<usize>> = (0..steps[0].len()).map(|index| vec![index]).collect();
        for step in 1..steps.len() {
            let mut longer = Vec::new();
            for chain in chains {
                let end = steps[step - 1][chain[step - 1]].2;
                for &next in follow[step].get(end).into_iter().flatten() {
                    let edge = &steps[step][next].0.edge.id;
                    let repeats =
                        chain.iter().enumerate().any(|(at, index)| steps[at][*index].0.edge.id == *edge);
                    if !repeats && longer.len() < MOST_PATHS {
                        longer.push(chain.iter().copied().chain([next]).collect());
                    }
                }
            }
            chains = longer;
        }
        chains
            .into_iter()
            .map(|chain| {
                let hops: Vec<_> =
                    chain.iter().enumerate().map(|(step, index)| &steps[step][*index]).collect();
                self.path(&hops.iter().map(|(hit, begin, end)| (hit, *begin, *end)).collect::<Vec<_>>())
            })
            .collect()
    }

    /// A chain of edges as one answer.
    fn path(&self, hops: &[(&Hit<'g>, &'g str, &'g str)]) -> Answer<'g> {
        let mut heading = hops.first().map_or(String::new(), |(_, begin, _)| self.label(begin).to_owned());
        let mut nodes: Vec<&str> = hops.first().map(|(_, begin, _)| *begin).into_iter().collect();
        for (hit, begin, end) in hops {
            let denied = if hit.edge.denied { ", denied" } else { "" };
            let relation = format!("{}{denied}", hit.edge.relation);
            let arrow = if self.schema.is_symmetric(&hit.edge.relation) {
                format!("-[{relation}]-")
            } else if hit.edge.source == **begin {
                format!("-[{relation}]->")
            } else {
                format!("<-[{relation}]-")
            };
            heading.push_str(&format!(" {arrow} {}", self.label(end)));
            nodes.push(end);
        }
        let edges: Vec<&str> = hops.iter().map(|(hit, ..)| hit.edge.id.as_str()).collect();
        let fields = IndexMap::from([
            ("path", heading.clone().into()),
            ("nodes", nodes.into()),
            ("edges", edges.into()),
        ]);
        let statements = hops.iter().flat_map(|(hit, ..)| hit.statements.iter().copied()).collect();
        Answer { heading, fields, statements }
    }
}

impl EdgePattern {
    /// Whether the edge fits by what it says of itself.
    fn fits(&self, edge: &Edge) -> bool {
        if self.relations.is_empty() && edge.layer == Layer::Context {
            return false;
        }
        let modality = edge.layer == Layer::Context
            || if edge.denied {
                self.modalities.contains(&Modality::Denied)
            } else {
                self.modalities.is_empty()
                    || self.modalities.iter().any(|m| {
                        *m != Modality::Denied
                            && (edge.modalities.is_empty() || edge.modalities.contains_key(m))
                    })
            };
        modality
            && (self.relations.is_empty() || self.relations.contains(&edge.relation))
            && (self.signs.is_empty()
                || edge.layer == Layer::Stance && self.signs.contains(&edge.sign.signum()))
    }

    fn fits_modality(&self, modality: Modality) -> bool {
        if self.modalities.is_empty() {
            modality != Modality::Denied
        } else {
            self.modalities.contains(&modality)
        }
    }
}

/// Sorts by date, undated last, then article and place.
fn by_date(statements: &mut [&Statement]) {
    fn key(s: &Statement) -> impl Ord + '_ {
        (s.date.is_none(), s.date.as_deref(), s.article.as_str(), s.evidence.start, s.id.as_str())
    }
    statements.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Every distinct item, in order.
fn distinct<'a>(items: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    items.into_iter().filter(|item| seen.insert(*item)).collect()
}
