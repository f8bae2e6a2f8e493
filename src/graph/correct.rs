//! Corrections: what people judge about nodes and statements, applied to what was read and reversible.
//!
//! A correction never touches an article or the schema. [`apply`] gives the statements as corrected and
//! keeps what each of them was, so that [`restore`] gives back exactly what was read; a build can be
//! merged, grown or corrected anew at any time. The judgements follow those of nomenklatura's resolver.

use super::Store;
use crate::article::{Named, Record};
use crate::schema::Schema;
use crate::statement::{Modality, Participant, Statement};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One judgement with who made it, when and why; a line of `corrections.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Correction {
    /// `c_` and 12 hex digits: a hash of the rest. Made where a line does not give it.
    #[serde(default)]
    pub id: String,
    /// What is judged.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// Who judges.
    pub author: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// Why.
    pub reason: String,
}

/// What a correction says. Nodes go by their id, statements by the id they were read with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Judgement {
    /// `node` is nothing but `into`, which takes its place everywhere.
    Same {
        /// The node that goes.
        node: String,
        /// The node that stays.
        into: String,
    },
    /// Two nodes are not the same, whoever says so.
    Different {
        /// The two.
        nodes: [String; 2],
    },
    /// A statement is not what its article says; it is left out.
    Wrong {
        /// Its id.
        statement: String,
    },
    /// A statement's words mean something else.
    Change {
        /// Its id.
        statement: String,
        /// The right relation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relation: Option<String>,
        /// The right actor, a node id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        actor: Option<String>,
        /// The right target, a node id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<String>,
        /// The right modality.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modality: Option<Modality>,
    },
    /// These words mean this node.
    Alias {
        /// The words, in any case.
        alias: String,
        /// The node they mean.
        means: String,
        /// Only in this article.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<String>,
    },
    /// An earlier correction no longer holds.
    Undo {
        /// Its id.
        correction: String,
    },
}

impl Correction {
    /// The id that its content gives it.
    pub fn content_id(&self) -> String {
        let key = serde_json::to_vec(&Correction { id: String::new(), ..self.clone() });
        format!("c_{}", &blake3::hash(&key.expect("texts always serialize")).to_hex()[..12])
    }
}

/// A statement as it was read, before corrections; a line of `originals.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Original {
    /// The statement as read.
    pub was: Statement,
    /// Id of the statement that stands for it now; `None` if it was left out.
    pub now: Option<String>,
    /// Ids of the corrections that did it.
    pub by: Vec<String>,
}

/// A correction that could not be applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unapplied {
    /// Its id.
    pub correction: String,
    /// Whether another correction contradicts it; else nothing was found that it speaks of.
    pub conflict: bool,
    /// What is the matter.
    pub message: String,
}

/// A store with its corrections applied.
#[derive(Debug, Default)]
pub struct Corrected {
    /// Statements as corrected and records as read; sorted by id.
    pub store: Store,
    /// The records with their entities as corrected, where corrections speak of entities.
    records: Option<Vec<Record>>,
    /// What changed statements were; sorted by id.
    pub originals: Vec<Original>,
    /// What was not applied, sorted.
    pub unapplied: Vec<Unapplied>,
}

impl Corrected {
    /// The records with their entities as corrected, for folding.
    pub fn records(&self) -> &[Record] {
        self.records.as_deref().unwrap_or(&self.store.records)
    }
}

/// Applies `corrections` to a store as read. Their order does not matter.
///
/// Of corrections that contradict each other none is applied, and each is reported: a wrong choice would
/// be harder to see than a missing one.
pub fn apply(store: Store, corrections: &[Correction], schema: &Schema) -> Corrected {
    if corrections.is_empty() {
        return Corrected { store, ..Corrected::default() };
    }
    let plan = Plan::new(corrections);
    let labels = plan.labels(&store, schema);
    let mut unapplied = plan.unapplied.clone();
    let mut originals: Vec<Original> = Vec::new();
    let mut read: BTreeMap<String, Statement> = BTreeMap::new();
    let mut made: BTreeMap<String, Vec<(Statement, Original)>> = BTreeMap::new();
    for was in store.statements {
        let mut by = BTreeSet::new();
        match plan.corrected(&was, &labels, schema, &mut by) {
            None => originals.push(Original { was, now: None, by: by.into_iter().collect() }),
            Some(now) if now == was => {
                read.insert(was.id.clone(), was);
            }
            Some(now) => {
                let original = Original { was, now: Some(now.id.clone()), by: by.into_iter().collect() };
                made.entry(now.id.clone()).or_default().push((now, original));
            }
        }
    }
    for (id, group) in made {
        // What was read as such needs no correction; of several that become one the smallest stands for all.
        if let Some(natural) = read.get(&id) {
            let by = group.iter().flat_map(|(_, original)| original.by.clone()).collect::<BTreeSet<_>>();
            let (was, now) = (natural.clone(), Some(id.clone()));
            originals.push(Original { was, now, by: by.into_iter().collect() });
        } else {
            let written = |statement: &Statement| serde_json::to_string(statement).unwrap_or_default();
            let first = group.iter().map(|(now, _)| now).min_by_key(|now| written(now));
            read.extend(first.map(|now| (id, now.clone())));
        }
        originals.extend(group.into_iter().map(|(_, original)| original));
    }
    originals.sort_by(|a, b| a.was.id.cmp(&b.was.id));
    let mut used: BTreeSet<&str> =
        originals.iter().flat_map(|original| original.by.iter().map(String::as_str)).collect();
    let mut in_records = BTreeSet::new();
    let records = (!plan.same.is_empty() || !plan.aliases.is_empty())
        .then(|| store.records.iter().map(|record| plan.record(record, &labels, &mut in_records)).collect());
    used.extend(in_records.iter().map(String::as_str));
    for correction in plan.active.iter().filter(|correction| !used.contains(correction.id.as_str())) {
        if let Some(message) = plan.stale(correction) {
            let correction = correction.id.clone();
            unapplied.push(Unapplied { correction, conflict: false, message });
        }
    }
    unapplied.sort();
    unapplied.dedup();
    let statements = read.into_values().collect();
    Corrected { store: Store { statements, records: store.records }, records, originals, unapplied }
}

/// The statements as they were read: those of `statements` that no correction made, and `originals`.
pub fn restore(mut statements: Vec<Statement>, originals: &[Original]) -> Vec<Statement> {
    let made: BTreeSet<&str> = originals.iter().filter_map(|original| original.now.as_deref()).collect();
    statements.retain(|statement| !made.contains(statement.id.as_str()));
    statements.extend(originals.iter().map(|original| original.was.clone()));
    statements.sort_by(|a, b| a.id.cmp(&b.id));
    statements
}

/// Unites files of corrections: each once, by date, then id.
pub fn unite(files: impl IntoIterator<Item = Vec<Correction>>) -> Vec<Correction> {
    let mut corrections: Vec<Correction> = files.into_iter().flatten().collect();
    corrections.sort_by(|a, b| (&a.date, &a.id, a).cmp(&(&b.date, &b.id, b)));
    corrections.dedup();
    corrections
}

/// Ids of the corrections that others of `corrections` take back.
pub fn undone(corrections: &[Correction]) -> BTreeSet<&str> {
    let undone = corrections.iter().filter_map(|correction| match &correction.judgement {
        Judgement::Undo { correction } => Some(correction.as_str()),
        _ => None,
    });
    undone.collect()
}

/// The corrections in force, sorted by what they speak of.
struct Plan<'c> {
    active: Vec<&'c Correction>,
    /// Node to the one that takes its place, and the corrections that say so.
    same: BTreeMap<&'c str, (&'c str, Vec<&'c str>)>,
    /// By statement.
    judged: HashMap<&'c str, &'c Correction>,
    /// By words in lower case.
    aliases: HashMap<String, Vec<&'c Correction>>,
    unapplied: Vec<Unapplied>,
}

impl<'c> Plan<'c> {
    fn new(corrections: &'c [Correction]) -> Plan<'c> {
        let undone = undone(corrections);
        let known: BTreeSet<&str> = corrections.iter().map(|correction| correction.id.as_str()).collect();
        let mut active: Vec<&Correction> = corrections.iter().collect();
        active.sort();
        active.dedup();
        active.retain(|correction| !undone.contains(correction.id.as_str()));
        let mut plan = Plan {
            active,
            same: BTreeMap::new(),
            judged: HashMap::new(),
            aliases: HashMap::new(),
            unapplied: Vec::new(),
        };
        for correction in &plan.active {
            if let Judgement::Undo { correction: undone } = &correction.judgement
                && !known.contains(undone.as_str())
            {
                plan.unapplied.push(Unapplied {
                    correction: correction.id.clone(),
                    conflict: false,
                    message: format!("undoes `{undone}`, which is no correction here"),
                });
            }
        }
        plan.join_nodes();
        plan.judge_statements();
        plan.name_aliases();
        plan
    }

    fn conflict(&mut self, corrections: &[&Correction], message: &str) {
        self.unapplied.extend(corrections.iter().map(|correction| Unapplied {
            correction: correction.id.clone(),
            conflict: true,
            message: message.to_owned(),
        }));
    }

    /// Groups the nodes that are the same; a group with two heads, none, or a forbidden pair is a conflict.
    fn join_nodes(&mut self) {
        let mut groups: Vec<(BTreeSet<&str>, Vec<&Correction>)> = Vec::new();
        for &correction in &self.active {
            let Judgement::Same { node, into } = &correction.judgement else { continue };
            let mut joined = (BTreeSet::from([node.as_str(), into.as_str()]), vec![correction]);
            let (touching, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|(nodes, _)| !nodes.is_disjoint(&joined.0));
            for (nodes, corrections) in touching {
                joined.0.extend(nodes);
                joined.1.extend(corrections);
            }
            groups = apart;
            groups.push(joined);
        }
        for (nodes, corrections) in groups {
            let goes: BTreeSet<&str> = corrections
                .iter()
                .filter_map(|correction| match &correction.judgement {
                    Judgement::Same { node, .. } => Some(node.as_str()),
                    _ => None,
                })
                .collect();
            let heads: Vec<&str> = nodes.difference(&goes).copied().collect();
            let listed = nodes.iter().copied().collect::<Vec<_>>().join("`, `");
            let different = self.active.iter().copied().find(|correction| match &correction.judgement {
                Judgement::Different { nodes: [a, b] } => {
                    nodes.contains(a.as_str()) && nodes.contains(b.as_str())
                }
                _ => false,
            });
            if let Some(different) = different {
                let all: Vec<&Correction> = corrections.into_iter().chain([different]).collect();
                self.conflict(&all, &format!("`{listed}` are called both the same and not the same"));
            } else if let [head] = heads[..] {
                let by: Vec<&str> = corrections.iter().map(|correction| correction.id.as_str()).collect();
                self.same.extend(goes.into_iter().map(|node| (node, (head, by.clone()))));
            } else {
                let which = if heads.is_empty() {
                    "each is to go into another"
                } else {
                    "it is not said which stays"
                };
                self.conflict(&corrections, &format!("`{listed}` are called the same, but {which}"));
            }
        }
    }

    fn judge_statements(&mut self) {
        let mut by_statement: BTreeMap<&str, Vec<&Correction>> = BTreeMap::new();
        for &correction in &self.active {
            if let Judgement::Wrong { statement } | Judgement::Change { statement, .. } =
                &correction.judgement
            {
                by_statement.entry(statement).or_default().push(correction);
            }
        }
        for (statement, corrections) in by_statement {
            let agree = corrections.iter().all(|other| other.judgement == corrections[0].judgement);
            if agree {
                self.judged.insert(statement, corrections[0]);
            } else {
                self.conflict(
                    &corrections,
                    &format!("the statement `{statement}` is judged in different ways"),
                );
            }
        }
    }

    fn name_aliases(&mut self) {
        let mut by_words: BTreeMap<(String, Option<&str>), Vec<&Correction>> = BTreeMap::new();
        for &correction in &self.active {
            if let Judgement::Alias { alias, article, .. } = &correction.judgement {
                by_words.entry((folded(alias), article.as_deref())).or_default().push(correction);
            }
        }
        for ((alias, _), corrections) in by_words {
            let agree = corrections.iter().all(|other| other.means() == corrections[0].means());
            if agree {
                self.aliases.entry(alias).or_default().push(corrections[0]);
            } else {
                self.conflict(&corrections, &format!("`{alias}` is said to mean different nodes"));
            }
        }
    }

    /// Usual names of the nodes that corrections bring in: the schema's, else the smallest in the store.
    fn labels(&self, store: &Store, schema: &Schema) -> HashMap<String, String> {
        let mut wanted: BTreeSet<&str> = self.same.values().map(|(into, _)| *into).collect();
        for correction in &self.active {
            match &correction.judgement {
                Judgement::Alias { means, .. } => {
                    wanted.insert(means);
                }
                Judgement::Change { actor, target, .. } => {
                    wanted.extend([actor, target].into_iter().flatten().map(String::as_str));
                }
                _ => {}
            }
        }
        let mut labels: HashMap<String, String> = HashMap::new();
        let mut offer = |id: &str, label: &str| {
            if wanted.contains(id) && labels.get(id).is_none_or(|known| label < known.as_str()) {
                labels.insert(id.to_owned(), label.to_owned());
            }
        };
        for participant in store.statements.iter().flat_map(Statement::participants) {
            offer(&participant.id, &participant.label);
        }
        for named in store.records.iter().flat_map(|record| &record.entities) {
            offer(&named.id, &named.label);
        }
        for id in wanted {
            if let Some(entity) = schema.knowledge.entities.get(id) {
                labels.insert(id.to_owned(), entity.label.clone());
            }
        }
        labels
    }

    /// `statement` as corrected, `None` if it is wrong; adds to `by` what did it.
    fn corrected(
        &self,
        statement: &Statement,
        labels: &HashMap<String, String>,
        schema: &Schema,
        by: &mut BTreeSet<String>,
    ) -> Option<Statement> {
        let mut now = statement.clone();
        let correction = self.judged.get(statement.id.as_str());
        match correction.map(|correction| &correction.judgement) {
            Some(Judgement::Wrong { .. }) => {
                by.extend(correction.map(|correction| correction.id.clone()));
                return None;
            }
            Some(Judgement::Change { relation, actor, target, modality, .. }) => {
                if let Some(relation) = relation {
                    now.relation.clone_from(relation);
                    now.sign = schema.sign(relation);
                }
                for (end, id) in [(&mut now.actor, actor), (&mut now.target, target)] {
                    if let Some(id) = id {
                        relink(end, id, labels);
                    }
                }
                now.modality = modality.unwrap_or(now.modality);
                if now != *statement {
                    // A person has read it.
                    now.confidence = 1.0;
                    by.extend(correction.map(|correction| correction.id.clone()));
                    now.rule = format!("correction/{}", by.first().map_or("", String::as_str));
                }
            }
            _ => {}
        }
        let Statement { article, actor, target, about, speaker, represents, .. } = &mut now;
        for end in [actor, target].into_iter().chain(about) {
            if let Some((means, correction)) = self.meant(&end.mention, article)
                && end.id != means
            {
                relink(end, means, labels);
                by.insert(correction.to_owned());
            }
            if let Some((into, corrections)) = self.same.get(end.id.as_str()) {
                relink(end, into, labels);
                by.extend(corrections.iter().map(|id| (*id).to_owned()));
            }
        }
        for id in [speaker, represents].into_iter().flatten() {
            if let Some((into, corrections)) = self.same.get(id.as_str()) {
                *id = (*into).to_owned();
                by.extend(corrections.iter().map(|id| (*id).to_owned()));
            }
        }
        // Ids that other writers chose are theirs to keep.
        if statement.id == statement.content_id() {
            now.id = now.content_id();
        }
        Some(now)
    }

    /// The node that a correction gives to the words `mention` of `article`, and that correction.
    fn meant(&self, mention: &str, article: &str) -> Option<(&'c str, &'c str)> {
        let of_words = self.aliases.get(&folded(mention))?;
        let fits = |wanted: Option<&str>| {
            of_words.iter().find_map(|correction| match &correction.judgement {
                Judgement::Alias { means, article, .. } if article.as_deref() == wanted => {
                    Some((means.as_str(), correction.id.as_str()))
                }
                _ => None,
            })
        };
        fits(Some(article)).or_else(|| fits(None))
    }

    /// The entities of `record` as corrected; adds to `used` what changed them.
    fn record(
        &self,
        record: &Record,
        labels: &HashMap<String, String>,
        used: &mut BTreeSet<String>,
    ) -> Record {
        let mut entities: BTreeMap<String, Named> = BTreeMap::new();
        for named in &record.entities {
            for mention in &named.mentions {
                let mut end = Participant {
                    id: named.id.clone(),
                    kind: named.kind.clone(),
                    label: named.label.clone(),
                    mention: mention.clone(),
                };
                if let Some((means, correction)) = self.meant(mention, &record.id)
                    && end.id != means
                {
                    relink(&mut end, means, labels);
                    used.insert(correction.to_owned());
                }
                if let Some((into, corrections)) = self.same.get(end.id.as_str()) {
                    relink(&mut end, into, labels);
                    used.extend(corrections.iter().map(|id| (*id).to_owned()));
                }
                let Participant { id, kind, label, mention } = end;
                let new = || Named { id: id.clone(), kind, label, mentions: Vec::new() };
                entities.entry(id.clone()).or_insert_with(new).mentions.push(mention);
            }
        }
        let mut record = record.clone();
        record.entities = entities.into_values().collect();
        for named in &mut record.entities {
            named.mentions.sort();
            named.mentions.dedup();
        }
        record
    }

    /// Why an active correction that changed nothing did so; `None` where that is fine.
    fn stale(&self, correction: &Correction) -> Option<String> {
        if self.unapplied.iter().any(|unapplied| unapplied.correction == correction.id) {
            return None;
        }
        match &correction.judgement {
            Judgement::Different { .. } | Judgement::Undo { .. } => None,
            Judgement::Same { node, .. } => Some(format!("nothing names `{node}`")),
            Judgement::Wrong { statement } | Judgement::Change { statement, .. } => {
                let repeats =
                    self.judged.get(statement.as_str()).is_some_and(|other| other.id != correction.id);
                (!repeats).then(|| format!("there is no statement `{statement}` that it would change"))
            }
            Judgement::Alias { alias, .. } => {
                let repeats = !self.aliases.values().flatten().any(|other| other.id == correction.id);
                (!repeats).then(|| format!("no article says `{alias}` and means another node"))
            }
        }
    }
}

impl Correction {
    fn means(&self) -> Option<&str> {
        match &self.judgement {
            Judgement::Alias { means, .. } => Some(means),
            _ => None,
        }
    }
}

fn relink(end: &mut Participant, id: &str, labels: &HashMap<String, String>) {
    let (kind, slug) = id.split_once(':').unwrap_or(("", id));
    end.label = labels.get(id).cloned().unwrap_or_else(|| slug.to_owned());
    kind.clone_into(&mut end.kind);
    id.clone_into(&mut end.id);
}

/// Words without regard to case and white space.
fn folded(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
