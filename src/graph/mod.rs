//! The graph: nodes for entities, edges for positions and facts, each edge with its statements.
//!
//! [`fold`] makes it from statements; [`validate`] checks it. Nodes and edges are sorted by id and the
//! written form has one of each a line, so that files compare line by line.

mod correct;
pub mod diff;
mod filter;
mod fold;
mod merge;
mod patch;
pub mod query;
mod validate;

pub use correct::{
    Corrected, Correction, Judgement, Original, Unapplied, apply as correct, restore, undone, unite,
};
pub use filter::{Filter, filter};
pub use fold::{Nodes, by_statement, fold, fold_copies};
pub use merge::{Conflict, Store, merge};
pub use patch::{Build, Change, Keyed, Patch, PatchError, apply, differing, patch};
pub use validate::{CODES, Code, Finding, Severity, Subject, validate};

use crate::schema::{Layer, Parts};
use crate::statement::{Evidence, Modality};
use indexmap::IndexMap;
use petgraph::graph::DiGraph;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;

/// A directed multigraph of who takes which position on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// What it was made from.
    #[serde(default)]
    pub meta: Meta,
    /// Sorted by id.
    pub nodes: Vec<Node>,
    /// Sorted by id.
    pub edges: Vec<Edge>,
}

/// What a graph was made from and with; no clock, so that equal input gives equal bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// Name of the program.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// Fingerprint of the schema.
    pub schema: String,
    /// Fingerprints of its parts.
    pub parts: Parts,
    /// Fingerprint of the articles.
    pub corpus: String,
    /// Number of articles.
    pub articles: usize,
    /// Number of statements.
    pub statements: usize,
    /// Which entities became nodes: `connected` or `all`.
    pub nodes: String,
}

/// An entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    /// `type:slug`.
    pub id: String,
    /// Node type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Usual name.
    pub label: String,
    /// Other names, of the knowledge and of the articles, sorted.
    pub aliases: Vec<String>,
    /// Facts of its knowledge table.
    pub attributes: IndexMap<String, String>,
    /// Ids of the articles that name it, sorted.
    pub articles: Vec<String>,
    /// Number of statements it takes part in.
    pub statements: usize,
}

/// A position that an actor holds, or a fact of the knowledge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// `e:` source `.` relation `.` target; the relation ends in `-denied` for what is denied.
    pub id: String,
    /// Node id of the actor; of a symmetric relation the smaller id.
    pub source: String,
    /// Node id of the target.
    pub target: String,
    /// The relation.
    pub relation: String,
    /// +1 for, 0 open, -1 against; 0 for a fact.
    pub sign: i8,
    /// Position or fact.
    #[serde(default = "stance")]
    pub layer: Layer,
    /// Whether the articles say that it is not so.
    #[serde(default)]
    pub denied: bool,
    /// Number of statements; the same words in several articles count once. 1 for a fact.
    pub weight: f64,
    /// Ids of the articles that say so, sorted.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Their publishers, sorted.
    #[serde(default)]
    pub publishers: Vec<String>,
    /// Earliest date of a statement; of a fact its begin.
    #[serde(default)]
    pub first: Option<String>,
    /// Latest date of a statement; of a fact its end.
    #[serde(default)]
    pub last: Option<String>,
    /// Number of statements by modality.
    #[serde(default)]
    pub modalities: BTreeMap<Modality, usize>,
    /// Node ids of what actor-to-actor positions are about, sorted.
    #[serde(default)]
    pub about: Vec<String>,
    /// The office behind a `represents` edge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Confidence of the surest statement.
    #[serde(default)]
    pub confidence: f64,
    /// The surest statement's words, the earliest among equals; none for a fact.
    #[serde(default)]
    pub evidence: Option<Quote>,
    /// Ids of its statements, sorted.
    #[serde(default)]
    pub statements: Vec<String>,
}

fn stance() -> Layer {
    Layer::Stance
}

impl Edge {
    /// What follows the relation in an id as [`fold`] makes it: `-denied` if it is, and a sign where the
    /// relation has several between these ends. None for an id of another form.
    pub fn mark(&self) -> Option<&str> {
        let after_source = self.id.strip_prefix("e:")?.strip_prefix(&self.source)?.strip_prefix('.')?;
        let mark =
            after_source.strip_suffix(&self.target)?.strip_suffix('.')?.strip_prefix(&self.relation)?;
        (mark.is_empty() || mark.starts_with('-')).then_some(mark)
    }
}

/// Evidence with the article it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quote {
    /// Article id.
    pub article: String,
    /// Place and words.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Graph {
    /// The graph for algorithms: petgraph's form, weights borrowed, nodes in the order of `nodes`.
    ///
    /// Edges with an end that is no node are left out ([`validate`] reports them).
    pub fn network(&self) -> DiGraph<&Node, &Edge> {
        let mut network = DiGraph::with_capacity(self.nodes.len(), self.edges.len());
        let index: IndexMap<&str, _> =
            self.nodes.iter().map(|node| (node.id.as_str(), network.add_node(node))).collect();
        for edge in &self.edges {
            if let (Some(source), Some(target)) =
                (index.get(edge.source.as_str()), index.get(edge.target.as_str()))
            {
                network.add_edge(*source, *target, edge);
            }
        }
        network
    }

    /// Writes `graph.json`: the parts in order, one node or edge a line.
    pub fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        out.write_all(b"{\"meta\":")?;
        serde_json::to_writer(&mut *out, &self.meta)?;
        out.write_all(b",\n\"nodes\":[")?;
        write_lines(&self.nodes, out)?;
        out.write_all(b"],\n\"edges\":[")?;
        write_lines(&self.edges, out)?;
        out.write_all(b"]}\n")
    }
}

fn write_lines<T: Serialize>(items: &[T], out: &mut impl Write) -> std::io::Result<()> {
    for (index, item) in items.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, item)?;
    }
    out.write_all(if items.is_empty() { b"" } else { b"\n" })
}
