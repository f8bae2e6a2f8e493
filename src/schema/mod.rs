//! What the program knows, as data: node types, relations, knowledge and lexicon.
//!
//! The files under the top-level `schema/` folder are compiled in; `--schema DIR` lays a folder of the
//! same shape over them: a file `DIR/nodes.toml` makes `DIR` a schema of its own, otherwise its relation
//! files replace those of the same name and its table rows are added (a row with a known id replaces it).
//! Loading checks every reference, name, date and pattern; a fault names file, line, value and remedy,
//! and nothing is half loaded.

mod cues;
mod date;
mod error;
mod files;
mod knowledge;
mod lexicon;
mod node;
mod relation;

pub use cues::{
    Cue, CueTables, Evaluation, Event, EventEffect, Frame, Operator, OperatorEffect, Part, TargetKind,
    WordMeaning,
};
pub use date::{is_date, overlaps, within};
pub use error::SchemaError;
pub use knowledge::{ContextName, Entity, Fact, Knowledge, Name, NameKind, Publisher};
pub(crate) use lexicon::lower_case;
pub use lexicon::{
    Act, BodyNeeds, BodyWord, FurniturePatterns, Gender, GroupNumber, HeadWord, Lexicon, MetadataPattern,
    MetadataPatterns, Needs, RoleClass, RoleWord, TimeExpression, TimeUnit, TimeWords, TransparentNoun,
    WordClass,
};
pub use node::{NodeType, RESERVED, Role};
pub use relation::{Example, Layer, Relation};

use files::Files;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Everything the program knows; immutable after loading and shared by all stages.
#[derive(Debug)]
pub struct Schema {
    /// Node types by name, in the order of `nodes.toml`.
    pub nodes: IndexMap<String, NodeType>,
    /// Stance and context relations by id, sorted.
    pub relations: IndexMap<String, Relation>,
    /// Known entities, facts about them, publishers.
    pub knowledge: Knowledge,
    /// Words of modality, reporting and roles, page furniture.
    pub lexicon: Lexicon,
    /// Words that carry stances.
    pub cues: CueTables,
    /// Hash over all files the schema was read from: 16 hex digits.
    pub fingerprint: String,
    /// Hashes over parts of them, so that two graphs can tell in what their schemas differ.
    pub parts: Parts,
}

/// Fingerprints of parts of a schema; empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// `knowledge/`: entities, their names and the facts about them.
    pub knowledge: String,
    /// `lexicon/`: cues and the other words that reading uses.
    pub lexicon: String,
    /// `relations/`.
    pub relations: String,
}

impl Schema {
    /// The schema compiled into the program.
    ///
    /// # Panics
    /// Never in a tested build: `tests/schema.rs` loads it.
    pub fn embedded() -> Schema {
        Schema::read(&Files::embedded()).expect("the embedded schema is sound")
    }

    /// The embedded schema with the folder `dir` laid over it.
    pub fn load(dir: &Path) -> Result<Schema, SchemaError> {
        Schema::read(&Files::overlaid(dir)?)
    }

    fn read(files: &Files) -> Result<Schema, SchemaError> {
        let nodes = node::read(files)?;
        let relations = relation::read(files, &nodes)?;
        let knowledge = knowledge::read(files, &nodes, &relations)?;
        let lexicon = lexicon::read(files, &nodes, &knowledge)?;
        let cues = cues::read(files, &relations)?;
        if let Some(fault) = files.unknown() {
            return Err(fault);
        }
        let parts = Parts {
            knowledge: files.fingerprint("knowledge/"),
            lexicon: files.fingerprint("lexicon/"),
            relations: files.fingerprint("relations/"),
        };
        Ok(Schema { nodes, relations, knowledge, lexicon, cues, fingerprint: files.fingerprint(""), parts })
    }

    /// What entities of the type `kind` are to a reader; objects if the schema does not know it.
    pub fn role(&self, kind: &str) -> Role {
        // Half a dozen types are compared sooner than one is hashed.
        self.nodes.iter().find(|(id, _)| *id == kind).map_or(Role::Object, |(_, node)| node.role)
    }

    /// The sign of `relation`; 0 for one the schema does not know.
    pub fn sign(&self, relation: &str) -> i8 {
        self.relations.get(relation).map_or(0, |relation| relation.sign)
    }

    /// Whether `relation` says the same in both directions.
    pub fn is_symmetric(&self, relation: &str) -> bool {
        self.relations.get(relation).is_some_and(|relation| relation.symmetric)
    }

    /// The text of a JSON Schema of an interchange format: `article`, `statement` or `graph`.
    pub fn json_schema(format: &str) -> Option<&'static str> {
        Files::embedded_text(&format!("{format}.schema.json"))
    }
}
