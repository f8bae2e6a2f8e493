//! Node-link JSON as networkx and D3 write it.

use super::{Element, Elements};
use crate::graph::Meta;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct File {
    #[serde(default = "yes")]
    directed: bool,
    #[serde(default)]
    graph: Value,
    nodes: Vec<Map<String, Value>>,
    #[serde(alias = "links")]
    edges: Vec<Map<String, Value>>,
}

fn yes() -> bool {
    true
}

pub(super) fn read(text: &str) -> serde_json::Result<Elements> {
    let file: File = serde_json::from_str(text)?;
    let node = |mut fields: Map<String, Value>| Element {
        id: fields.remove("id").as_ref().and_then(shown),
        ends: None,
        fields: plain(fields),
    };
    let edge = |mut fields: Map<String, Value>| {
        let mut take = |key: &str| fields.remove(key).as_ref().and_then(shown);
        let ends = take("source").zip(take("target"));
        // networkx numbers parallel edges without keys of their own.
        let id = take("key").filter(|key| key.parse::<u64>().is_err()).or_else(|| take("id"));
        Element { id, ends, fields: plain(fields) }
    };
    Ok(Elements {
        meta: Meta::deserialize(file.graph).unwrap_or_default(),
        nodes: file.nodes.into_iter().map(node).collect(),
        edges: file.edges.into_iter().map(edge).collect(),
        undirected: !file.directed,
    })
}

fn plain(fields: Map<String, Value>) -> IndexMap<String, String> {
    fields.into_iter().filter_map(|(key, value)| Some((key, shown(&value)?))).collect()
}

/// A value as text; none for `null`.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
