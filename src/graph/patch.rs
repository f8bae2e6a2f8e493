//! What two builds do not share, item by item: enough to turn the one into the other and back.
//!
//! Builds are sorted lists with ids, so a patch is a merge of sorted lists that keeps what differs. It says
//! nothing of meaning; [`super::diff`] reads meaning from it.

use super::{Correction, Edge, Graph, Meta, Node, Original};
use crate::article::Record;
use crate::statement::Statement;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::io::{BufRead, Write};

/// Everything that a build stores.
#[derive(Clone, Debug, PartialEq)]
pub struct Build {
    /// The graph.
    pub graph: Graph,
    /// Its statements, sorted by id.
    pub statements: Vec<Statement>,
    /// One record for each article, sorted by id.
    pub records: Vec<Record>,
    /// Corrections, sorted by date, then id.
    pub corrections: Vec<Correction>,
    /// What corrected statements were, sorted by id.
    pub originals: Vec<Original>,
}

/// An item before and after: added if `old` is not there, removed if `new` is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// Before.
    pub old: Option<T>,
    /// After.
    pub new: Option<T>,
}

/// What two builds do not share; each list sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// What the two graphs were made from.
    pub meta: (Meta, Meta),
    /// Nodes that differ.
    pub nodes: Vec<Change<Node>>,
    /// Edges that differ.
    pub edges: Vec<Change<Edge>>,
    /// Statements that differ.
    pub statements: Vec<Change<Statement>>,
    /// Records of articles that differ.
    pub records: Vec<Change<Record>>,
    /// Corrections that differ.
    pub corrections: Vec<Change<Correction>>,
    /// Statements that were corrected in one build only, or in another way.
    pub originals: Vec<Change<Original>>,
}

/// Something with an id that sorts it.
pub trait Keyed {
    /// What it is called in messages.
    const WHAT: &'static str;
    /// What it is sorted by.
    fn key(&self) -> (&str, &str);
}

macro_rules! keyed {
    ($($type:ty, $what:literal, |$item:ident| $key:expr;)+) => {
        $(impl Keyed for $type {
            const WHAT: &'static str = $what;
            fn key(&self) -> (&str, &str) { let $item = self; $key }
        })+
    };
}

keyed! {
    Node, "node", |node| (&node.id, "");
    Edge, "edge", |edge| (&edge.id, "");
    Statement, "statement", |statement| (&statement.id, "");
    Record, "article", |record| (&record.id, "");
    Correction, "correction", |correction| (&correction.date, &correction.id);
    Original, "original", |original| (&original.was.id, "");
}

/// Why a patch cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// The build is not the one that the patch was made from.
    #[error(
        "the {what} `{id}` is not as the patch expects it; apply the patch to the build it was made from"
    )]
    Unfit {
        /// Kind of item.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The graph's origin is not the one the patch was made from.
    #[error(
        "the graph was made from something else than the patch expects; apply it to the build it was made from"
    )]
    UnfitMeta,
    /// A line is not part of a patch.
    #[error("{place}: is no line of a patch ({source}); make it anew with `demarche diff --format patch`")]
    Malformed {
        /// File and line.
        place: String,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The file does not begin as a patch does.
    #[error("{0}: is no patch; make one with `demarche diff --format patch`")]
    NoPatch(String),
    /// Reading failed.
    #[error("{0}: cannot be read ({1})")]
    Unreadable(String, std::io::Error),
}

/// The difference between two builds. `O(n)`; copies what differs only.
pub fn patch(old: &Build, new: &Build) -> Patch {
    Patch {
        meta: (old.graph.meta.clone(), new.graph.meta.clone()),
        nodes: differing(&old.graph.nodes, &new.graph.nodes),
        edges: differing(&old.graph.edges, &new.graph.edges),
        statements: differing(&old.statements, &new.statements),
        records: differing(&old.records, &new.records),
        corrections: differing(&old.corrections, &new.corrections),
        originals: differing(&old.originals, &new.originals),
    }
}

/// What two lists sorted by key do not share.
pub fn differing<T: Keyed + Clone + PartialEq>(old: &[T], new: &[T]) -> Vec<Change<T>> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    let mut changes = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return changes,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.key().cmp(&new.key()),
        };
        let before = if order == Ordering::Greater { None } else { old.next() };
        let after = if order == Ordering::Less { None } else { new.next() };
        if before != after {
            changes.push(Change { old: before.cloned(), new: after.cloned() });
        }
    }
}

/// `build` with `patch` applied. Fails if the build is not the one the patch was made from.
pub fn apply(build: Build, patch: &Patch) -> Result<Build, PatchError> {
    let Build { graph, statements, records, corrections, originals } = build;
    if graph.meta != patch.meta.0 {
        return Err(PatchError::UnfitMeta);
    }
    Ok(Build {
        graph: Graph {
            meta: patch.meta.1.clone(),
            nodes: changed(graph.nodes, &patch.nodes)?,
            edges: changed(graph.edges, &patch.edges)?,
        },
        statements: changed(statements, &patch.statements)?,
        records: changed(records, &patch.records)?,
        corrections: changed(corrections, &patch.corrections)?,
        originals: changed(originals, &patch.originals)?,
    })
}

fn changed<T: Keyed + Clone + PartialEq>(items: Vec<T>, changes: &[Change<T>]) -> Result<Vec<T>, PatchError> {
    let unfit = |item: &T| {
        let (first, second) = item.key();
        PatchError::Unfit { what: T::WHAT, id: if second.is_empty() { first } else { second }.to_owned() }
    };
    let mut result = Vec::with_capacity(items.len() + changes.len());
    let mut items = items.into_iter().peekable();
    for change in changes {
        let Some(item) = change.old.as_ref().or(change.new.as_ref()) else { continue };
        while let Some(before) = items.next_if(|before| before.key() < item.key()) {
            result.push(before);
        }
        let here = items.next_if(|before| before.key() == item.key());
        if here != change.old {
            return Err(unfit(item));
        }
        result.extend(change.new.clone());
    }
    result.extend(items);
    Ok(result)
}

/// A line of a patch file: one kind of item each.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Meta(Box<Change<Meta>>),
    Node(Box<Change<Node>>),
    Edge(Box<Change<Edge>>),
    Statement(Box<Change<Statement>>),
    Article(Box<Change<Record>>),
    Correction(Box<Change<Correction>>),
    Original(Box<Change<Original>>),
}

impl Patch {
    /// Whether the builds are the same.
    pub fn is_empty(&self) -> bool {
        let Patch { meta, nodes, edges, statements, records, corrections, originals } = self;
        meta.0 == meta.1
            && nodes.is_empty()
            && edges.is_empty()
            && statements.is_empty()
            && records.is_empty()
            && corrections.is_empty()
            && originals.is_empty()
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Patch {
        fn turned<T>(changes: Vec<Change<T>>) -> Vec<Change<T>> {
            changes.into_iter().map(|Change { old, new }| Change { old: new, new: old }).collect()
        }
        Patch {
            meta: (self.meta.1, self.meta.0),
            nodes: turned(self.nodes),
            edges: turned(self.edges),
            statements: turned(self.statements),
            records: turned(self.records),
            corrections: turned(self.corrections),
            originals: turned(self.originals),
        }
    }

    /// Writes the patch as JSON Lines.
    pub fn write(&self, mut out: &mut dyn Write) -> std::io::Result<()> {
        fn lines<T: Clone>(
            changes: &[Change<T>],
            line: fn(Box<Change<T>>) -> Line,
            out: &mut dyn Write,
        ) -> std::io::Result<()> {
            for change in changes {
                serde_json::to_writer(&mut *out, &line(Box::new(change.clone())))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        let meta = Change { old: Some(self.meta.0.clone()), new: Some(self.meta.1.clone()) };
        lines(&[meta], Line::Meta, &mut out)?;
        lines(&self.nodes, Line::Node, &mut out)?;
        lines(&self.edges, Line::Edge, &mut out)?;
        lines(&self.statements, Line::Statement, &mut out)?;
        lines(&self.records, Line::Article, &mut out)?;
        lines(&self.corrections, Line::Correction, &mut out)?;
        lines(&self.originals, Line::Original, &mut out)
    }

    /// Reads a patch; `name` is the file's for messages.
    pub fn read(input: impl BufRead, name: &str) -> Result<Patch, PatchError> {
        let mut patch = Patch::default();
        let mut begun = false;
        for (index, line) in input.split(b'\n').enumerate() {
            let line = line.map_err(|error| PatchError::Unreadable(name.to_owned(), error))?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let place = format!("{name}:{}", index + 1);
            let line = serde_json::from_slice(&line).map_err(|source| {
                if begun {
                    PatchError::Malformed { place, source }
                } else {
                    PatchError::NoPatch(name.to_owned())
                }
            })?;
            begun = true;
            match line {
                Line::Meta(change) => {
                    patch.meta = (change.old.unwrap_or_default(), change.new.unwrap_or_default());
                }
                Line::Node(change) => patch.nodes.push(*change),
                Line::Edge(change) => patch.edges.push(*change),
                Line::Statement(change) => patch.statements.push(*change),
                Line::Article(change) => patch.records.push(*change),
                Line::Correction(change) => patch.corrections.push(*change),
                Line::Original(change) => patch.originals.push(*change),
            }
        }
        if begun { Ok(patch) } else { Err(PatchError::NoPatch(name.to_owned())) }
    }
}
