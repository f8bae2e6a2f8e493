//! What a name in a question means: a node, a type of node, or several that it could mean.

use super::NodePattern;
use crate::graph::{Graph, Node};
use crate::schema::Schema;
use std::collections::BTreeSet;

/// A name that means nothing, or too much.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Several nodes go by this name.
    #[error("`{name}` could mean {}; say which by its id", listed(could_mean))]
    Ambiguous {
        /// As asked.
        name: String,
        /// Labels with ids.
        could_mean: Vec<String>,
    },
    /// The schema knows it, but the graph has nothing on it.
    #[error("`{name}` is known ({id}), but nothing in this graph speaks of it")]
    Absent {
        /// As asked.
        name: String,
        /// Its id.
        id: String,
    },
    /// Nothing goes by this name.
    #[error("nothing is called `{name}`{}", or(nearest))]
    Unknown {
        /// As asked.
        name: String,
        /// Names like it, the nearest first.
        nearest: Vec<String>,
    },
}

fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

fn or(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!(
            "; near it are {}",
            listed(&nearest.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>())
        )
    }
}

/// The meaning of `name` in `graph`: `?` and `*` are any node; a type is all its nodes; else an id, a label,
/// an alias, or an id without its type, in any case.
pub fn resolve(name: &str, graph: &Graph, schema: &Schema) -> Result<NodePattern, NameError> {
    let name = name.trim();
    if name.is_empty() || name.starts_with('?') || name == "*" {
        return Ok(NodePattern::Any);
    }
    let singular = name.strip_suffix('s').unwrap_or(name);
    for kind in [name, singular] {
        if schema.nodes.contains_key(kind) {
            return Ok(NodePattern::Kind(kind.to_owned()));
        }
    }
    if let Ok(index) = graph.nodes.binary_search_by(|node| node.id.as_str().cmp(name)) {
        return Ok(NodePattern::Ids(BTreeSet::from([graph.nodes[index].id.clone()])));
    }
    let same = |other: &str| other.eq_ignore_ascii_case(name) || lower(other) == lower(name);
    let slug = |node: &Node| node.id.split_once(':').is_some_and(|(_, slug)| slug.eq_ignore_ascii_case(name));
    let ways: [&dyn Fn(&Node) -> bool; 3] =
        [&|node| same(&node.label), &|node| node.aliases.iter().any(|alias| same(alias)), &slug];
    for way in ways {
        let found: Vec<&Node> = graph.nodes.iter().filter(|node| way(node)).collect();
        match found[..] {
            [] => {}
            [node] => return Ok(NodePattern::Ids(BTreeSet::from([node.id.clone()]))),
            _ => {
                let could_mean = found.iter().map(|node| format!("{} [{}]", node.label, node.id)).collect();
                return Err(NameError::Ambiguous { name: name.to_owned(), could_mean });
            }
        }
    }
    let known = |entity: &&crate::schema::Entity| {
        entity.id.eq_ignore_ascii_case(name) || entity.names.iter().any(|known| same(&known.text))
    };
    let ids: Vec<String> =
        schema.knowledge.entities.values().filter(known).map(|entity| entity.id.clone()).collect();
    let here: Vec<&String> = ids.iter().filter(|id| graph.nodes.iter().any(|node| node.id == **id)).collect();
    match (&here[..], &ids[..]) {
        ([id], _) => Ok(NodePattern::Ids(BTreeSet::from([(*id).clone()]))),
        ([_, ..], _) => {
            let could_mean = here
                .into_iter()
                .map(|id| format!("{} [{id}]", schema.knowledge.entities[id].label))
                .collect();
            Err(NameError::Ambiguous { name: name.to_owned(), could_mean })
        }
        ([], [id, ..]) => Err(NameError::Absent { name: name.to_owned(), id: id.clone() }),
        ([], []) => {
            let names =
                graph.nodes.iter().flat_map(|node| [&node.label, &node.id].into_iter().chain(&node.aliases));
            Err(NameError::Unknown {
                name: name.to_owned(),
                nearest: nearest(name, names.map(String::as_str)),
            })
        }
    }
}

/// Lower case without a plain letter's sign: names are compared as people type them.
fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The up to three of `names` that look most like `name`, the nearest first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const ALIKE: f64 = 0.8;
    let wanted = name.to_lowercase();
    let alike = |other: &str| strsim::jaro_winkler(&wanted, &other.to_lowercase());
    let distinct: BTreeSet<&str> = names.into_iter().collect();
    let mut scored: Vec<(f64, &str)> = distinct
        .into_iter()
        .map(|other| (alike(other), other))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}
