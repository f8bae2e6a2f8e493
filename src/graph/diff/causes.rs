//! Why a statement came or went.
//!
//! First the article: added, removed or edited. Of an article whose text is the same the statements can only
//! differ because of a correction, of what the program knows, or of the program itself. Knowledge is the
//! cause where the article's record no longer (or only now) gives the statement's words to its node; else it
//! is the lexicon, where that changed. Only parts of the schema whose fingerprints differ are blamed.

use super::super::{Change, Patch};
use super::align::{Aligned, text_of};
use crate::article::Record;
use crate::statement::Statement;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// A kind of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// An article came into the corpus.
    ArticleAdded,
    /// An article left it.
    ArticleRemoved,
    /// An article's text changed.
    ArticleEdited,
    /// An article's date, publisher, title or address changed.
    ArticleChanged,
    /// A correction was made or undone.
    Correction,
    /// The knowledge changed: entities, names, facts.
    Knowledge,
    /// The lexicon changed: cues and other words.
    Lexicon,
    /// Another part of the schema changed.
    Schema,
    /// Another version of the program.
    Tool,
    /// None of these: another extractor, or files changed by hand.
    Unexplained,
}

/// Why something differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// What kind of cause.
    pub reason: Reason,
    /// Which one: the article's or correction's id, the entity, the rule.
    pub what: String,
}

impl Cause {
    fn new(reason: Reason, what: &str) -> Cause {
        Cause { reason, what: what.to_owned() }
    }

    /// The cause in words.
    pub fn shown(&self) -> String {
        let what = &self.what;
        match self.reason {
            Reason::ArticleAdded => format!("article {what} added"),
            Reason::ArticleRemoved => format!("article {what} removed"),
            Reason::ArticleEdited => format!("article {what} edited"),
            Reason::ArticleChanged => format!("date or source of article {what} changed"),
            Reason::Correction => format!("correction {what}"),
            Reason::Knowledge => format!("knowledge of {what} changed"),
            Reason::Lexicon => format!("lexicon changed, rule {what}"),
            Reason::Schema => "schema changed".to_owned(),
            Reason::Tool => "program changed".to_owned(),
            Reason::Unexplained => "no cause found".to_owned(),
        }
    }
}

/// What there is to blame.
pub struct Causes<'p> {
    patch: &'p Patch,
    aligned: &'p Aligned<'p>,
    records: HashMap<&'p str, &'p Change<Record>>,
    corrected: HashMap<&'p str, BTreeSet<&'p str>>,
    /// By node, the corrections that differ and speak of it.
    joined: HashMap<&'p str, BTreeSet<&'p str>>,
}

impl<'p> Causes<'p> {
    pub fn new(patch: &'p Patch, aligned: &'p Aligned<'p>) -> Causes<'p> {
        let mut records = HashMap::new();
        for change in &patch.records {
            for record in change.old.iter().chain(&change.new) {
                records.insert(record.id.as_str(), change);
            }
        }
        let mut corrected: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for Change { old, new } in &patch.originals {
            for original in old.iter().chain(new) {
                let by = original.by.iter().map(String::as_str);
                for id in [Some(&original.was.id), original.now.as_ref()].into_iter().flatten() {
                    corrected.entry(id).or_default().extend(by.clone());
                }
            }
        }
        let mut joined: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for correction in patch.corrections.iter().flat_map(|change| change.old.iter().chain(&change.new)) {
            use super::super::Judgement::{Alias, Same};
            let nodes = match &correction.judgement {
                Same { node, into } => vec![node, into],
                Alias { means, .. } => vec![means],
                _ => Vec::new(),
            };
            for node in nodes {
                joined.entry(node).or_default().insert(&correction.id);
            }
        }
        Causes { patch, aligned, records, corrected, joined }
    }

    /// Why a statement that only one of the builds has is not in the other.
    pub fn of(&self, statement: &Statement, old: bool) -> BTreeSet<Cause> {
        if let Some(by) = self.corrected.get(statement.id.as_str()) {
            return by.iter().map(|id| Cause::new(Reason::Correction, id)).collect();
        }
        self.of_article(&statement.article)
            .map_or_else(|| self.of_reading(statement, old), |cause| BTreeSet::from([cause]))
    }

    /// What happened to an article; `None` if it is the same.
    pub fn of_article(&self, id: &str) -> Option<Cause> {
        let reason = match self.records.get(id)? {
            Change { old: Some(old), new: Some(new) } if text_of(old) != text_of(new) => {
                Reason::ArticleEdited
            }
            Change { old: Some(old), new: Some(new) } if old.hash != new.hash => Reason::ArticleChanged,
            Change { old: Some(old), new: None } if self.aligned.renamed_article(&old.id).is_none() => {
                Reason::ArticleRemoved
            }
            Change { old: None, new: Some(new) } if !self.aligned.is_renamed_to(&new.id) => {
                Reason::ArticleAdded
            }
            _ => return None,
        };
        Some(Cause::new(reason, id))
    }

    /// Why one text was read in two ways.
    fn of_reading(&self, statement: &Statement, old: bool) -> BTreeSet<Cause> {
        let (before, after) = &self.patch.meta;
        let (knowledge, lexicon) =
            (before.parts.knowledge != after.parts.knowledge, before.parts.lexicon != after.parts.lexicon);
        let strange = statement.participants().find(|end| {
            !end.mention.is_empty()
                && self.names(&statement.article, end, old)
                && !self.names_there(&statement.article, end, old)
        });
        if let Some(end) = strange.filter(|_| knowledge) {
            return BTreeSet::from([Cause::new(Reason::Knowledge, &end.id)]);
        }
        if lexicon {
            return BTreeSet::from([Cause::new(Reason::Lexicon, &statement.rule)]);
        }
        if knowledge {
            return BTreeSet::from([Cause::new(Reason::Knowledge, &statement.actor.id)]);
        }
        BTreeSet::from([self.of_program()])
    }

    /// Why an edge differs where no statement does.
    pub fn of_program_alone(&self) -> BTreeSet<Cause> {
        BTreeSet::from([self.of_program()])
    }

    /// What is left to blame.
    fn of_program(&self) -> Cause {
        let (before, after) = &self.patch.meta;
        if (&before.tool, &before.version) != (&after.tool, &after.version) {
            Cause::new(Reason::Tool, &format!("{} {}", after.tool, after.version))
        } else if before.schema != after.schema {
            Cause::new(Reason::Schema, &after.schema)
        } else {
            Cause::new(Reason::Unexplained, "")
        }
    }

    /// Why a node is called or described otherwise.
    pub fn of_node(&self, id: &str) -> BTreeSet<Cause> {
        if let Some(by) = self.joined.get(id) {
            return by.iter().map(|id| Cause::new(Reason::Correction, id)).collect();
        }
        let (before, after) = &self.patch.meta;
        if before.parts.knowledge == after.parts.knowledge {
            BTreeSet::from([self.of_program()])
        } else {
            BTreeSet::from([Cause::new(Reason::Knowledge, id)])
        }
    }

    /// Whether its own build's record of the article gives the words to the node.
    fn names(&self, article: &str, end: &crate::statement::Participant, old: bool) -> bool {
        self.named(article, &end.id, &end.mention, old, str::to_owned).unwrap_or(true)
    }

    /// Whether the other build's record does.
    fn names_there(&self, article: &str, end: &crate::statement::Participant, old: bool) -> bool {
        let article = if old { self.aligned.article(article) } else { article };
        let id = if old { self.aligned.old_node(&end.id) } else { self.aligned.new_node(&end.id) };
        let there = |id: &str| {
            if old { self.aligned.new_node(id).to_owned() } else { self.aligned.old_node(id).to_owned() }
        };
        self.named(article, id, &end.mention, !old, there).unwrap_or(true)
    }

    /// `None` if both builds have the same record, which then decides nothing.
    fn named(
        &self,
        article: &str,
        id: &str,
        mention: &str,
        old: bool,
        called: impl Fn(&str) -> String,
    ) -> Option<bool> {
        let change = self.records.get(article)?;
        let record = if old { change.old.as_ref() } else { change.new.as_ref() }?;
        Some(
            record
                .entities
                .iter()
                .any(|named| called(&named.id) == id && named.mentions.iter().any(|known| known == mention)),
        )
    }

    /// The articles that came, went or changed and call the node `id` by `name`, as causes.
    pub fn of_name(&self, id: &str, name: &str) -> BTreeSet<Cause> {
        let says = |record: &Record| {
            record.entities.iter().any(|named| named.id == id && named.mentions.iter().any(|m| m == name))
        };
        self.patch
            .records
            .iter()
            .flat_map(|change| change.old.iter().chain(&change.new))
            .filter(|record| says(record))
            .filter_map(|record| self.of_article(&record.id))
            .collect()
    }
}
