//! Knowledge: the entities known beforehand, their names, and dated facts between them.
//!
//! One table an entity type (`knowledge/states.csv`, ...) and one a context relation
//! (`knowledge/represents.csv`, ...). Every reference must resolve and every date be real. No name may
//! belong to two entities, but for short names of persons (several Bushes) and national adjectives,
//! which reading tells apart.

use super::date::{is_date, overlaps};
use super::files::{Files, Row};
use super::{Layer, NodeType, Relation, SchemaError};
use indexmap::IndexMap;
use std::collections::{BTreeMap, HashMap};

/// What the program knows about the world.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Entities by id, sorted.
    pub entities: IndexMap<String, Entity>,
    /// Facts, sorted by relation, source, target and start.
    pub facts: Vec<Fact>,
    /// Names that need a context, in file order.
    pub context_names: Vec<ContextName>,
    /// Publishers, sorted by id.
    pub publishers: Vec<Publisher>,
}

/// A state, organization, official, treaty or system known beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// `type:slug`.
    pub id: String,
    /// Its node type.
    pub kind: String,
    /// Its usual name in news.
    pub label: String,
    /// All its names, the label first.
    pub names: Vec<Name>,
    /// Begin of its life, office or force.
    pub start: Option<String>,
    /// End of its life, office or force.
    pub end: Option<String>,
    /// Further columns of its table that are not empty.
    pub attributes: IndexMap<String, String>,
}

impl Entity {
    /// Begin and end of its life.
    fn life(&self) -> (Option<&str>, Option<&str>) {
        (self.start.as_deref(), self.end.as_deref())
    }
}

/// One name of an entity and what sort of name it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As news writes it.
    pub text: String,
    /// What sort of name.
    pub kind: NameKind,
}

/// Sorts of names; they differ in how freely they may be taken for the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// The usual name.
    Label,
    /// Another full name.
    Alias,
    /// A surname; needs the article to say whose.
    Short,
    /// A national adjective; needs a noun like "officials".
    Adjective,
    /// The people, as in "the Russians".
    People,
    /// The capital, as in "Moscow said".
    Capital,
    /// A building or body that stands for the government.
    Seat,
}

impl NameKind {
    /// Whether a name of this sort stands for its entity by itself.
    pub fn stands_alone(self) -> bool {
        !matches!(self, NameKind::Short | NameKind::Adjective)
    }
}

/// A context relation that holds between two entities, over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// A context relation.
    pub relation: String,
    /// Entity id.
    pub source: String,
    /// Entity id.
    pub target: String,
    /// Since when; `None` for unknown or always.
    pub start: Option<String>,
    /// Until when; `None` for unknown or still.
    pub end: Option<String>,
    /// The office, for `represents`.
    pub role: Option<String>,
}

/// A description that means an entity only in articles of a time that name another: "the nuclear deal" with Iran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextName {
    /// Id of what it means.
    pub entity: String,
    /// The description, without an article.
    pub words: String,
    /// Ids of which the article must name one.
    pub with: Vec<String>,
    /// Begin of the time.
    pub start: Option<String>,
    /// End of the time.
    pub end: Option<String>,
}

/// A news agency, paper or broadcaster.
#[derive(Clone, Debug, PartialEq)]
pub struct Publisher {
    /// Its usual name.
    pub label: String,
    /// Other names and its domains, as bylines and credits give them.
    pub aliases: Vec<String>,
}

/// Columns of the tables of context facts.
const FACT_COLUMNS: [&str; 4] = ["source", "target", "start", "end"];
const ROLE_COLUMNS: [&str; 5] = ["source", "target", "role", "start", "end"];

pub(super) fn read(
    files: &Files,
    nodes: &IndexMap<String, NodeType>,
    relations: &IndexMap<String, Relation>,
) -> Result<Knowledge, SchemaError> {
    let mut knowledge = Knowledge::default();
    let mut rows = HashMap::new();
    for (kind, node) in nodes {
        let Some(table) = &node.table else { continue };
        let path = format!("knowledge/{table}.csv");
        let columns: Vec<&str> =
            ["id", "label", "aliases"].into_iter().chain(node.columns.iter().map(String::as_str)).collect();
        for row in files.table(&path, &columns)? {
            let entity = entity(&row, kind, node)?;
            let layer = row.layer;
            if let Some(known) = rows.insert(entity.id.clone(), row)
                && known.layer == layer
            {
                let row = &rows[&entity.id];
                return Err(row.error("id", format!("stands in line {} too; take one out", known.line)));
            }
            knowledge.entities.insert(entity.id.clone(), entity);
        }
    }
    knowledge.entities.sort_unstable_keys();
    check_references(&knowledge, &rows)?;
    check_names(&knowledge, &rows)?;
    for relation in relations.values().filter(|relation| relation.layer == Layer::Context) {
        knowledge.facts.extend(facts(files, relation, &knowledge.entities)?);
    }
    knowledge.facts.sort();
    knowledge.context_names = context_names(files, &knowledge.entities)?;
    knowledge.publishers = publishers(files)?;
    Ok(knowledge)
}

fn entity(row: &Row, kind: &str, node: &NodeType) -> Result<Entity, SchemaError> {
    let id = row.get("id");
    let slug = id.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
    if slug.is_empty() || !slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(row.error("id", format!("must be `{kind}:` and letters, digits or hyphens")));
    }
    if row.get("label").trim().is_empty() {
        return Err(row.error("label", "is empty; give the name news uses"));
    }
    let mut names = vec![Name { text: row.get("label").to_owned(), kind: NameKind::Label }];
    for (column, kind) in [
        ("aliases", NameKind::Alias),
        ("short_names", NameKind::Short),
        ("adjectives", NameKind::Adjective),
        ("people", NameKind::People),
        ("capital", NameKind::Capital),
        ("seats", NameKind::Seat),
    ] {
        names.extend(row.list(column).map(|text| Name { text: text.to_owned(), kind }));
    }
    let (start, end) = period(row)?;
    let taken = ["short_names", "adjectives", "people", "capital", "seats", "start", "end"];
    let attributes = node
        .columns
        .iter()
        .filter(|column| !taken.contains(&column.as_str()))
        .filter_map(|column| Some((column.clone(), row.optional(column)?)))
        .collect();
    let (id, kind, label) = (id.to_owned(), kind.to_owned(), row.get("label").to_owned());
    Ok(Entity { id, kind, label, names, start, end, attributes })
}

/// The cells `start` and `end`, checked.
fn period(row: &Row) -> Result<(Option<String>, Option<String>), SchemaError> {
    for column in ["signed", "start", "end"] {
        if !row.get(column).is_empty() && !is_date(row.get(column)) {
            return Err(row.error(column, "is no date; write YYYY-MM-DD, YYYY-MM or YYYY"));
        }
    }
    let (start, end) = (row.optional("start"), row.optional("end"));
    if let (Some(start), Some(end)) = (&start, &end)
        && !super::date::within(start, None, Some(end))
    {
        return Err(row.error("end", format!("is before the start `{start}`")));
    }
    Ok((start, end))
}

fn check_references(knowledge: &Knowledge, rows: &HashMap<String, Row>) -> Result<(), SchemaError> {
    for entity in knowledge.entities.values() {
        let row = &rows[&entity.id];
        if let Some(unknown) = row.list("successors").find(|id| !knowledge.entities.contains_key(*id)) {
            return Err(row.error("successors", format!("names `{unknown}`, which no table has")));
        }
    }
    Ok(())
}

/// Refuses a name that two entities of overlapping life own.
fn check_names(knowledge: &Knowledge, rows: &HashMap<String, Row>) -> Result<(), SchemaError> {
    let mut owners: HashMap<String, Vec<&Entity>> = HashMap::new();
    for entity in knowledge.entities.values() {
        for name in entity.names.iter().filter(|name| name.kind.stands_alone()) {
            let folded = name.text.to_lowercase().replace('-', " ");
            let earlier = owners.entry(folded).or_default();
            let clash =
                earlier.iter().find(|other| other.id != entity.id && overlaps(entity.life(), other.life()));
            if let Some(other) = clash {
                // The user's own row is the one to mend.
                let place =
                    |entity: &Entity| (rows[&entity.id].layer, &rows[&entity.id].path, rows[&entity.id].line);
                let (row, other) =
                    if place(entity) > place(other) { (entity, *other) } else { (*other, entity) };
                let (row, known) = (&rows[&row.id], &rows[&other.id]);
                let problem = format!(
                    "is a name of `{}` as well ({}:{}); a name may stand for one entity only",
                    other.id, known.path, known.line
                );
                return Err(SchemaError::value(&row.path, row.line, "name", &name.text, problem));
            }
            earlier.push(entity);
        }
    }
    Ok(())
}

fn facts(
    files: &Files,
    relation: &Relation,
    entities: &IndexMap<String, Entity>,
) -> Result<Vec<Fact>, SchemaError> {
    let path = format!("knowledge/{}.csv", relation.id);
    let columns: &[&str] = if relation.id == "represents" { &ROLE_COLUMNS } else { &FACT_COLUMNS };
    let mut facts = Vec::new();
    for row in files.table(&path, columns)? {
        for (column, types) in [("source", &relation.domain), ("target", &relation.range)] {
            let Some(entity) = entities.get(row.get(column)) else {
                return Err(row.error(column, "is in no knowledge table; add it there or correct the id"));
            };
            if !types.contains(&entity.kind) {
                let problem = format!("is no {}, as `{}` wants", types.join(" or "), relation.id);
                return Err(row.error(column, problem));
            }
        }
        let (start, end) = period(&row)?;
        facts.push(Fact {
            relation: relation.id.clone(),
            source: row.get("source").to_owned(),
            target: row.get("target").to_owned(),
            role: row.optional("role"),
            start,
            end,
        });
    }
    Ok(facts)
}

fn context_names(
    files: &Files,
    entities: &IndexMap<String, Entity>,
) -> Result<Vec<ContextName>, SchemaError> {
    let mut names = Vec::new();
    let columns = ["entity", "words", "with", "start", "end"];
    for row in files.table("knowledge/context_names.csv", &columns)? {
        let unknown = row.list("with").find(|id| !entities.contains_key(*id));
        if !entities.contains_key(row.get("entity")) {
            return Err(row.error("entity", "is in no knowledge table; add it there or correct the id"));
        }
        if let Some(unknown) = unknown {
            return Err(row.error("with", format!("names `{unknown}`, which no table has")));
        }
        let (start, end) = period(&row)?;
        names.extend(row.list("words").map(|words| ContextName {
            entity: row.get("entity").to_owned(),
            words: words.to_owned(),
            with: row.list("with").map(str::to_owned).collect(),
            start: start.clone(),
            end: end.clone(),
        }));
    }
    Ok(names)
}

fn publishers(files: &Files) -> Result<Vec<Publisher>, SchemaError> {
    let mut publishers = BTreeMap::new();
    for row in files.table("knowledge/publishers.csv", &["id", "label", "aliases", "domains"])? {
        if row.get("label").trim().is_empty() {
            return Err(row.error("label", "is empty; give the name it is known by"));
        }
        let publisher = Publisher {
            label: row.get("label").to_owned(),
            aliases: row.list("aliases").chain(row.list("domains")).map(str::to_owned).collect(),
        };
        publishers.insert(row.get("id").to_owned(), publisher);
    }
    Ok(publishers.into_values().collect())
}

impl Knowledge {
    /// The entities with `words` in a name, each with those names; case and hyphens do not count.
    pub fn named(&self, words: &str) -> Vec<(&Entity, Vec<&str>)> {
        let folded = |text: &str| text.to_lowercase().replace('-', " ");
        let words = folded(words.trim());
        let names = |entity: &'_ Entity| -> Vec<usize> {
            let fits = |(index, name): (usize, &Name)| folded(&name.text).contains(&words).then_some(index);
            entity.names.iter().enumerate().filter_map(fits).collect()
        };
        let entities = self.entities.values().map(|entity| (entity, names(entity)));
        let found = entities.filter(|(_, names)| !names.is_empty() && !words.is_empty());
        found
            .map(|(entity, names)| (entity, names.iter().map(|i| entity.names[*i].text.as_str()).collect()))
            .collect()
    }

    /// The facts whose source is `id`, in file order.
    pub fn facts_of<'k>(&'k self, relation: &'k str, id: &'k str) -> impl Iterator<Item = &'k Fact> {
        let key = (relation, id);
        let begin = self.facts.partition_point(|f| (f.relation.as_str(), f.source.as_str()) < key);
        self.facts[begin..]
            .iter()
            .take_while(move |fact| (fact.relation.as_str(), fact.source.as_str()) == key)
    }

    /// The state or organization the official `id` speaks for at `date`; without a date, the only one.
    pub fn represented<'k>(&'k self, id: &'k str, date: Option<&str>) -> Option<&'k str> {
        let holds = |fact: &&Fact| {
            date.is_none_or(|date| super::within(date, fact.start.as_deref(), fact.end.as_deref()))
        };
        let mut targets: Vec<&str> =
            self.facts_of("represents", id).filter(holds).map(|fact| fact.target.as_str()).collect();
        targets.dedup();
        if date.is_none() && targets.len() > 1 { None } else { targets.last().copied() }
    }
}
