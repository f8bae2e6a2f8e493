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
    /// How reading treats it.
    pub role: Role,
    /// Shape in pictures, a Graphviz name.
    pub shape: String,
    /// Colour in pictures, `#rrggbb`.
    pub fill: String,
}

/// What entities of a type are to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Acts; "officials", a capital or a leader's administration stand for it.
    Government,
    /// Acts.
    Body,
    /// Acts, and speaks for a government or body.
    Person,
    /// Positions are taken on it.
    Object,
}

/// Names that formats or programs take for themselves; no column and no attribute may bear one.
pub const RESERVED: [&str; 16] = [
    "id",
    "label",
    "name",
    "labels",
    "kind",
    "type",
    "source",
    "target",
    "key",
    "aliases",
    "articles",
    "statements",
    "weight",
    "timeset",
    "size",
    "color",
];

pub(super) fn read(files: &Files) -> Result<IndexMap<String, NodeType>, SchemaError> {
    let nodes: IndexMap<String, NodeType> = files.toml("nodes.toml")?;
    for (kind, node) in &nodes {
        let digits = node.fill.strip_prefix('#').filter(|digits| digits.len() == 6);
        if !digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit())) {
            return Err(SchemaError::Malformed {
                path: "nodes.toml".to_owned(),
                message: format!("[{kind}] fill: `{}` is no colour of the form #rrggbb", node.fill),
            });
        }
        let plain = |column: &&String| {
            column.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let fits = |column: &&String| plain(column) && !RESERVED.contains(&column.as_str());
        if let Some(column) = node.columns.iter().find(|column| !fits(column)) {
            return Err(SchemaError::Malformed {
                path: "nodes.toml".to_owned(),
                message: format!(
                    "[{kind}] columns: `{column}` is taken by a format, or not in lower case; choose another name"
                ),
            });
        }
    }
    Ok(nodes)
}
