//! Reads `GraphML`, GEXF and node-link JSON back into a graph, from us or from a program that edited it.
//!
//! `xml` and `json` take a file apart into elements with fields, `meaning` makes nodes and edges of them.
//! What has no place in the graph, what was missing and what is new is told, not dropped in silence.

mod json;
mod meaning;
mod xml;

use crate::article::Problem;
use crate::graph::{Graph, Meta};
use crate::schema::Schema;
use indexmap::IndexMap;

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Neither of the formats.
    #[error("is neither GraphML nor GEXF nor node-link JSON; export it as one of them")]
    Unknown,
    /// Its XML is broken.
    #[error("line {line}: is no sound XML ({what}); export the file again")]
    Xml {
        /// Where, from 1.
        line: usize,
        /// What the parser says.
        what: String,
    },
    /// Its JSON is broken, or not of the form.
    #[error("is no node-link JSON ({0}); export the file again")]
    Json(serde_json::Error),
}

/// A node or an edge as the file has it.
#[derive(Debug, Default)]
struct Element {
    id: Option<String>,
    /// Source and target of an edge.
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
    /// Whether the file says so of any edge.
    undirected: bool,
}

/// Reads `text` in whichever of the three formats it is; `name` is the file's name for remarks.
///
/// The remarks tell what was lost, guessed or added. Fails only if the file as a whole cannot be read.
pub fn import(text: &str, name: &str, schema: &Schema) -> Result<(Graph, Vec<Problem>), ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let elements = if text.trim_start().starts_with('{') {
        json::read(text).map_err(ImportError::Json)?
    } else {
        xml::read(text)?
    };
    Ok(meaning::graph(elements, name, schema))
}
