//! Reads `GraphML`, GEXF and node-link JSON back into a graph, from us or from a program that edited it.
//!
//! What a node or edge has no place for and what was missing is told, not dropped in silence. Positions of
//! nodes become their attributes `x` and `y`, which later pictures use.

use super::fields::split;
use super::gexf;
use crate::article::Problem;
use crate::graph::{Edge, Graph, Meta, Node, Quote};
use crate::schema::{Layer, Schema};
use crate::statement::{Evidence, Modality};
use indexmap::IndexMap;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A graph read from a file, with what was lost, guessed or added on the way.
#[derive(Debug, Default)]
pub struct Imported {
    /// Nodes and edges, sorted by id; meta data if the file has any.
    pub graph: Option<Graph>,
    /// Elements and fields that could not be taken as they are.
    pub remarks: Vec<Problem>,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Neither of the formats.
    #[error("is neither GraphML nor GEXF nor node-link JSON; export it as one of them")]
    Unknown,
    /// Its XML or JSON is broken.
    #[error("byte {at}: {what}; export the file again")]
    Broken {
        /// Where.
        at: u64,
        /// What the parser says.
        what: String,
    },
}

/// An element as the file has it.
#[derive(Debug, Default)]
struct Element {
    id: Option<String>,
    ends: Option<(String, String)>,
    /// Values by field name.
    fields: IndexMap<String, String>,
}

/// A file's content before it is understood.
#[derive(Debug, Default)]
struct Elements {
    meta: Meta,
    nodes: Vec<Element>,
    edges: Vec<Element>,
    undirected: bool,
}

/// Reads `text` in whichever of the three formats it is; `name` is the file's name for remarks.
///
/// Fails only if the file as a whole cannot be read. Edges that begin or end at no node are left out and
/// told.
pub fn import(text: &str, name: &str, schema: &Schema) -> Result<(Graph, Vec<Problem>), ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let elements = if text.trim_start().starts_with('{') {
        node_link(text)?
    } else if text.contains("<graphml") {
        graphml(text)?
    } else if text.contains("<gexf") {
        gexf_elements(text)?
    } else {
        return Err(ImportError::Unknown);
    };
    Ok(understood(elements, name, schema))
}

/// The fields that only repeat what another holds.
const REPEATED: [&str; 14] = [
    "name", "labels", "symmetric", "label", "size", "color", "r", "g", "b", "z", "kind", "edgelabel",
    "edgeid", "thickness",
];
