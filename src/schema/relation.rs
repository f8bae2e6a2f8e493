//! Relations: what an edge can say, between which types, with which sign.

use super::files::Files;
use super::{NodeType, SchemaError};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Whether an edge is somebody's position, read in a text, or a fact from the knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// A position, backed by words of an article.
    Stance,
    /// A fact of the knowledge that helps to read the graph; never counted as a position.
    Context,
}

impl Layer {
    /// The name used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Layer::Stance => "stance",
            Layer::Context => "context",
        }
    }
}

/// A relation, as `relations/<id>.toml` defines it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Equal to the file's name.
    pub id: String,
    /// Position or fact.
    pub layer: Layer,
    /// The edge as a sentence with `{actor}` and `{target}`.
    pub reads: String,
    /// What it means and where its border runs.
    pub definition: String,
    /// Node types that may hold it.
    pub domain: Vec<String>,
    /// Node types it may be held on.
    pub range: Vec<String>,
    /// +1 for, 0 open, -1 against.
    pub sign: i8,
    /// Whether it says the same in both directions.
    pub symmetric: bool,
    /// Whether by default a sentence that no frame of the lexicon reads may show it.
    #[serde(default = "usually")]
    pub guessed: bool,
    /// What it turns into when it is held on what harms the target: who opposes the end of a treaty upholds it.
    #[serde(default)]
    pub reversed: Option<String>,
    /// What it is while it is only threatened: who may leave a treaty threatens withdrawal.
    #[serde(default)]
    pub threatened: Option<String>,
    /// What it says of the owner of an act, where a cue for things is said of the act: who rejects Moscow's
    /// demand disagrees with Moscow.
    #[serde(default)]
    pub toward_owner: Option<String>,
    /// What it says of who did a deed, where it is said of the deed: who condemns the launch criticizes who launched.
    #[serde(default)]
    pub toward_doer: Option<String>,
    /// What it is to want it of somebody else: who urges a state to leave a treaty opposes the treaty.
    #[serde(default)]
    pub wanted: Option<String>,
    /// What it is where the target is somebody else's: who halts the weapons programme of a rival opposes it.
    #[serde(default)]
    pub of_another: Option<String>,
    /// How far the position goes among those of its sign on the same kind of target; a change to a higher
    /// degree hardens it. `None` where it does not compare.
    #[serde(default)]
    pub degree: Option<u8>,
    /// Nearest event class of the PLOVER ontology; context relations have none.
    #[serde(default)]
    pub plover: Option<String>,
    /// Sentences from which it must be read.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
    /// Sentences from which it must not be read.
    #[serde(default, rename = "counterexample")]
    pub counterexamples: Vec<Example>,
}

/// A sentence and what a reader finds in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The edge it yields, `Russia -[opposes]-> NMD`.
    #[serde(default)]
    pub edge: Option<String>,
    /// The edges it yields where there are several.
    #[serde(default)]
    pub edges: Vec<String>,
    /// Why a counter-example is none.
    #[serde(default)]
    pub why: Option<String>,
}

fn usually() -> bool {
    true
}

pub(super) fn read(
    files: &Files,
    nodes: &IndexMap<String, NodeType>,
) -> Result<IndexMap<String, Relation>, SchemaError> {
    let mut relations = IndexMap::new();
    for path in files.below("relations/", ".toml") {
        let relation: Relation = files.toml(path)?;
        let fault = |field: &str, value: &str, problem: &str| {
            Err(SchemaError::value(path, line_of(files, path, field), field, value, problem))
        };
        if path != format!("relations/{}.toml", relation.id) {
            return fault("id", &relation.id, "is not the file's name; rename one of them");
        }
        if !(-1..=1).contains(&relation.sign) {
            return fault("sign", &relation.sign.to_string(), "is none of -1, 0, 1");
        }
        if relation.layer == Layer::Context && relation.sign != 0 {
            return fault("sign", &relation.sign.to_string(), "must be 0, for a fact is no position");
        }
        if !relation.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return fault("id", &relation.id, "must be lower-case letters and _");
        }
        for (field, types) in [("domain", &relation.domain), ("range", &relation.range)] {
            if let Some(unknown) = types.iter().find(|kind| !nodes.contains_key(*kind)) {
                return fault(field, unknown, "is no node type; nodes.toml lists them");
            }
        }
        if relation.symmetric && relation.domain != relation.range {
            return fault("symmetric", "true", "needs an equal domain and range");
        }
        relations.insert(relation.id.clone(), relation);
    }
    for relation in relations.values() {
        let others = [
            ("reversed", &relation.reversed),
            ("threatened", &relation.threatened),
            ("toward_owner", &relation.toward_owner),
            ("toward_doer", &relation.toward_doer),
            ("wanted", &relation.wanted),
            ("of_another", &relation.of_another),
        ];
        for (field, other) in others {
            if let Some(other) = other.as_ref().filter(|other| !relations.contains_key(*other)) {
                let path = format!("relations/{}.toml", relation.id);
                let line = line_of(files, &path, field);
                let problem = "is unknown; the folder relations/ has one file for each";
                return Err(SchemaError::value(&path, line, field, other, problem));
            }
        }
    }
    Ok(relations)
}

/// The first line of `path` that sets `key`; 1 when the file no longer says.
fn line_of(files: &Files, path: &str, key: &str) -> u64 {
    let text = files.text(path).unwrap_or_default();
    let at = text.lines().position(|line| line.trim_start().starts_with(key));
    at.map_or(1, |index| index as u64 + 1)
}
