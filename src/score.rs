//! Scores statements against gold annotation: precision, recall and F1 by level.
//!
//! A gold file records the entities of one article with all strings that name them, and its positions; those
//! marked `must` are what every careful reader would write down. Ends are compared by normalised names, so
//! that no reader needs the other's ids. A position that the gold holds, must or optional, is right;
//! recall counts the musts only.

use crate::schema::{Role, Schema};
use crate::statement::{Participant, Statement};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// How closely a statement has to meet the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The same actor and target.
    Pair,
    /// And the same sign.
    Signed,
    /// And the same relation.
    Typed,
}

impl Level {
    /// All levels, the easiest first.
    pub const ALL: [Level; 3] = [Level::Pair, Level::Signed, Level::Typed];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Pair => "pair",
            Level::Signed => "signed",
            Level::Typed => "typed",
        }
    }
}

/// Names that by themselves tell no entity from another.
const GENERIC: [&str; 32] = [
    "treaty",
    "system",
    "systems",
    "pact",
    "proposal",
    "proposals",
    "plan",
    "plans",
    "program",
    "programme",
    "agreement",
    "accord",
    "he",
    "his",
    "she",
    "they",
    "it",
    "shield",
    "offer",
    "idea",
    "ideas",
    "allies",
    "officials",
    "minister",
    "president",
    "side",
    "country",
    "countries",
    "talks",
    "missiles",
    "radar",
    "",
];

/// The normalised names of an end: what two readers must have in common.
pub type Names = BTreeSet<String>;

/// A gold file as it stands.
#[derive(Deserialize)]
struct File {
    entities: Vec<FileEntity>,
    statements: Vec<FileStatement>,
}

#[derive(Deserialize)]
struct FileEntity {
    key: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct FileStatement {
    actor: String,
    relation: String,
    target: String,
    #[serde(default)]
    modality: Option<String>,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    alt_targets: Vec<String>,
    #[serde(default)]
    alt_relations: Vec<String>,
    #[serde(default = "yes")]
    must: bool,
}

fn yes() -> bool {
    true
}

/// The gold of one article.
#[derive(Debug, Default)]
pub struct Gold {
    /// Its positions.
    pub statements: Vec<GoldStatement>,
}

/// A position that the annotation records.
#[derive(Debug)]
pub struct GoldStatement {
    /// Names of the holder.
    pub actor: Names,
    /// Names of what it is on, alternatives included.
    pub target: Names,
    /// Whether the target is an object rather than an actor.
    pub is_object: bool,
    /// The relation, then its alternatives.
    pub relations: Vec<String>,
    /// How it is said.
    pub modality: Option<String>,
    /// The words that say so, white space folded.
    pub evidence: String,
    /// Whether every careful reader would write it down.
    pub must: bool,
    /// `actor relation target` in the annotation's keys.
    pub shown: String,
}

/// Why gold could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// A file or folder that cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is no annotation.
    #[error("{path} is no annotation: {source}; compare it with the fields `entities` and `statements`")]
    Malformed {
        /// Which.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
}

/// Reads the gold files of `folder` by article id, which is the file's name without `.json`.
pub fn read_gold(folder: &Path) -> Result<BTreeMap<String, Gold>, GoldError> {
    let unreadable = |path: &Path, source| GoldError::Unreadable { path: path.display().to_string(), source };
    let mut gold = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let file: File = serde_json::from_slice(&bytes)
            .map_err(|source| GoldError::Malformed { path: path.display().to_string(), source })?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        gold.insert(name, file.into_gold());
    }
    Ok(gold)
}

impl File {
    fn into_gold(self) -> Gold {
        let entities: HashMap<&str, &FileEntity> =
            self.entities.iter().map(|entity| (entity.key.as_str(), entity)).collect();
        let named = |key: &str| match entities.get(key) {
            Some(entity) => names(
                [entity.key.as_str(), &entity.label]
                    .into_iter()
                    .chain(entity.aliases.iter().map(String::as_str)),
            ),
            None => BTreeSet::from([normalize(key)]),
        };
        let statements = self.statements.iter().map(|s| GoldStatement {
            actor: named(&s.actor),
            target: std::iter::once(&s.target).chain(&s.alt_targets).flat_map(|key| named(key)).collect(),
            is_object: entities
                .get(s.target.as_str())
                .is_some_and(|entity| matches!(entity.kind.as_str(), "treaty" | "system" | "proposal")),
            relations: std::iter::once(&s.relation).chain(&s.alt_relations).cloned().collect(),
            modality: s.modality.clone(),
            evidence: s.evidence.clone(),
            must: s.must,
            shown: format!("{} {} {}", s.actor, s.relation, s.target),
        });
        Gold { statements: statements.collect() }
    }
}

/// `name` in lower case without punctuation, articles and "U.S."; "defence" becomes "defense".
pub fn normalize(name: &str) -> String {
    let lower = name.to_lowercase();
    let clean: String =
        lower.chars().map(|c| if c.is_alphanumeric() || c.is_whitespace() { c } else { ' ' }).collect();
    let mut words: Vec<&str> = Vec::new();
    let mut all = clean.split_whitespace().peekable();
    while let Some(word) = all.next() {
        match word {
            "the" | "a" | "an" | "us" => {}
            "u" if all.peek() == Some(&"s") => {
                all.next();
            }
            "defence" => words.push("defense"),
            other => words.push(other),
        }
    }
    words.join(" ")
}

/// The normalised names among `raw` that are not too general.
fn names<'a>(raw: impl IntoIterator<Item = &'a str>) -> Names {
    raw.into_iter().map(normalize).filter(|name| !GENERIC.contains(&name.as_str())).collect()
}

/// The names by which an end of a statement may be met.
pub fn names_of(end: &Participant) -> Names {
    let slug = end.id.split_once(':').map_or("", |(_, slug)| slug);
    names([end.id.as_str(), slug, &end.label, &end.mention])
}

/// Whether two sets of names share one or, of objects, one name of two words or more stands in the other.
fn same(left: &Names, right: &Names, objects: bool) -> bool {
    let inside = |a: &str, b: &str| {
        let (a, b) = (format!(" {a} "), format!(" {b} "));
        a.contains(&b) || b.contains(&a)
    };
    !left.is_disjoint(right)
        || objects
            && left
                .iter()
                .filter(|a| a.contains(' '))
                .any(|a| right.iter().filter(|b| b.contains(' ')).any(|b| inside(a, b)))
}

/// Both ends of a statement as they are compared.
pub struct Ends {
    /// Names of the holder.
    pub actor: Names,
    /// Names of the target.
    pub target: Names,
    /// Whether the target is an object.
    pub is_object: bool,
}

impl Ends {
    /// The ends of `statement`.
    pub fn new(statement: &Statement, schema: &Schema) -> Ends {
        Ends::between(&statement.actor, &statement.target, schema)
    }

    /// The ends `actor` and `target`.
    pub fn between(actor: &Participant, target: &Participant, schema: &Schema) -> Ends {
        let is_object = schema.nodes.contains_key(&target.kind) && schema.role(&target.kind) == Role::Object;
        Ends { actor: names_of(actor), target: names_of(target), is_object }
    }

    /// Whether `gold` has the same holder and target; symmetric positions count both ways.
    pub fn meet(&self, gold: &GoldStatement, symmetric: bool) -> bool {
        let objects = self.is_object && gold.is_object;
        self.actor.intersection(&gold.actor).next().is_some() && same(&self.target, &gold.target, objects)
            || symmetric && !self.actor.is_disjoint(&gold.target) && !self.target.is_disjoint(&gold.actor)
    }
}

/// Whether a statement with `ends` and `relation` meets `gold` at `level`.
pub fn met(ends: &Ends, relation: &str, gold: &GoldStatement, level: Level, schema: &Schema) -> bool {
    let relations = &schema.relations;
    let sign = |relation: &str| relations.get(relation).map(|relation| relation.sign);
    let is_symmetric = |relation: &str| relations.get(relation).is_some_and(|relation| relation.symmetric);
    let agrees = match level {
        Level::Pair => true,
        Level::Signed => gold.relations.iter().any(|other| sign(other) == sign(relation)),
        Level::Typed => gold.relations.iter().any(|other| other == relation),
    };
    agrees && ends.meet(gold, is_symmetric(relation) && is_symmetric(&gold.relations[0]))
}

/// How many statements are right and how many musts were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Statements that the gold accepts.
    pub right: usize,
    /// All statements.
    pub found: usize,
    /// Musts that a statement meets.
    pub hit: usize,
    /// All musts.
    pub must: usize,
}

impl Score {
    /// Share of the statements that the gold accepts.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    /// Share of the musts that were found.
    pub fn recall(self) -> f64 {
        ratio(self.hit, self.must)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.right += other.right;
        self.found += other.found;
        self.hit += other.hit;
        self.must += other.must;
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of statements are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What one article's statements got right, wrong and missed at one level; indices into both lists.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The counts.
    pub score: Score,
    /// Statements that no gold accepts.
    pub wrong: Vec<usize>,
    /// Musts that no statement meets.
    pub missed: Vec<usize>,
}

/// Compares the statements of one article with its gold. O(statements × gold).
pub fn compare(statements: &[&Statement], gold: &Gold, level: Level, schema: &Schema) -> Comparison {
    let ends: Vec<Ends> = statements.iter().map(|statement| Ends::new(statement, schema)).collect();
    let meets = |index: usize, gold: &GoldStatement| {
        met(&ends[index], &statements[index].relation, gold, level, schema)
    };
    let mut comparison = Comparison::default();
    for index in 0..statements.len() {
        comparison.score.found += 1;
        if gold.statements.iter().any(|gold| meets(index, gold)) {
            comparison.score.right += 1;
        } else {
            comparison.wrong.push(index);
        }
    }
    for (number, gold) in gold.statements.iter().enumerate().filter(|(_, gold)| gold.must) {
        comparison.score.must += 1;
        if (0..statements.len()).any(|index| meets(index, gold)) {
            comparison.score.hit += 1;
        } else {
            comparison.missed.push(number);
        }
    }
    comparison
}
