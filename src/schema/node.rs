//! Node types: what may be a node, who may act, how ids look.

use super::SchemaError;
use super::files::Files;
use indexmap::IndexMap;
use serde::Deserialize;

/// A type of node, as `nodes.toml` defines it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeType {
    /// Name for people ("State").
    pub label: String,
    /// What belongs here, in a sentence or two.
    pub definition: String,
    /// The knowledge table that lists its entities, `None` where there is none.
    #[serde(default)]
    pub table: Option<String>,
    /// Columns of that table beside `id`, `label` and `aliases`.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Whether a named entity of this type joins the graph when only a context relation ties it to a
    /// node that takes part in a statement.
    pub joins_by_context: bool,
    /// Shape in pictures, a Graphviz name.
    pub shape: String,
}

pub(super) fn read(files: &Files) -> Result<IndexMap<String, NodeType>, SchemaError> {
    files.toml("nodes.toml")
}
