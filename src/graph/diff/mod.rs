//! What changed between two builds, in terms of positions, and why.
//!
//! A [`Patch`] tells what differs; here it is read: articles come and go, nodes are renamed, merged or split
//! (told by the words they share), statements are paired with those that took their place, and what is left
//! is a position that appeared, vanished, turned or gained and lost strength. Every difference names its
//! causes: the article that was added, removed or edited, the correction, the knowledge, the lexicon, the
//! program. Linear in what differs.

mod align;
mod causes;
mod claims;
mod nodes;
mod positions;
mod text;
mod union;

pub use causes::{Cause, Reason};
pub use text::{Style, summary, write};
pub use union::{Mark, Union, union};

use super::{Change, Edge, Patch};
use crate::schema::Schema;
use crate::statement::Statement;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal;)+) => {
        /// The kinds of differences; their names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = $meaning] $variant,)+ }

        /// All kinds, in the order of the documentation.
        pub const KINDS: &[Kind] = &[$(Kind::$variant,)+];

        impl Kind {
            /// The stable name.
            pub fn name(self) -> &'static str { match self { $(Kind::$variant => $name,)+ } }
            /// What it means.
            pub fn meaning(self) -> &'static str { match self { $(Kind::$variant => $meaning,)+ } }
        }
    };
}

codes! {
    Flipped "position-flipped" "an actor was for and is now against, or the other way round";
    Hardened "position-hardened" "the same sign, but further: opposes after concerned, or done after planned";
    Softened "position-softened" "the same sign, but less far";
    Conditional "position-conditional" "what was said outright now depends on something";
    Denied "position-denied" "what was said is now denied";
    Affirmed "position-affirmed" "what was denied or conditional is now said outright";
    Turned "position-turned" "another relation that is neither harder nor softer";
    Added "position-added" "an edge that was not there";
    Removed "position-removed" "an edge that is no longer there";
    Strength "position-strength" "more or fewer statements, articles or publishers, or other dates, behind the same edge";
    Reworded "position-reworded" "the same position in other words of the same article";
    Changed "position-changed" "another attribute of an edge: confidence, what it is about, speaker, rule";
    NodeAdded "node-added" "a node that was not there";
    NodeRemoved "node-removed" "a node that is no longer there";
    NodeRenamed "node-renamed" "another label or id for what the same words name";
    NodeMerged "node-merged" "several nodes became one";
    NodeSplit "node-split" "one node became several";
    NodeChanged "node-changed" "other aliases or attributes of a node";
    FactAdded "fact-added" "a fact of the knowledge that was not there";
    FactRemoved "fact-removed" "a fact of the knowledge that is no longer there";
    FactChanged "fact-changed" "other dates or another office of a fact";
    ArticleAdded "article-added" "an article that was not there";
    ArticleRemoved "article-removed" "an article that is no longer there";
    ArticleEdited "article-edited" "an article with another text";
    ArticleRenamed "article-renamed" "the same text under another id";
    ArticleChanged "article-changed" "another date, publisher, title or address of an article";
}

impl Kind {
    /// Whether a user who says `word` means this kind: its name, the part after the hyphen, or `flip`.
    pub fn is_called(self, word: &str) -> bool {
        let short = self.name().split_once('-').map_or("", |(_, short)| short);
        word == self.name() || word == short || self == Kind::Flipped && word == "flip"
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// All differences, sorted by kind and what they are about, and what a reader should know beforehand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// How the builds as a whole differ: schema, program, nodes chosen.
    pub notes: Vec<String>,
    /// The differences.
    pub differences: Vec<Difference>,
}

/// One difference; fields that do not apply to its kind are empty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// What kind.
    pub code: Kind,
    /// Why, sorted.
    pub causes: Vec<Cause>,
    /// The article, of articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The node, of nodes: as it is now, or was, if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<End>,
    /// Who holds the position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<End>,
    /// On what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<End>,
    /// Before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// After.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// Attributes that differ, each with its value before and after.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, (Value, Value)>,
}

/// A node as named in a difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct End {
    /// Its id.
    pub id: String,
    /// Its usual name.
    pub label: String,
}

/// A position or node before or after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// Relations, with their modality where it is not `asserted`: `opposes, denied`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<String>,
    /// +1, 0 or -1, of positions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<i8>,
    /// Edge ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<String>,
    /// Nodes, where several became one or one became several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<End>,
    /// How much stands behind the edges as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// The words that this difference rests on, in order of date.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Words>,
}

/// How much stands behind an edge.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Strength {
    /// Number of statements.
    pub statements: usize,
    /// The edge's weight: the same words in several articles count once.
    pub weight: f64,
    /// Number of articles.
    pub articles: usize,
    /// Publishers, sorted.
    pub publishers: Vec<String>,
    /// Earliest date.
    pub first: Option<String>,
    /// Latest date.
    pub last: Option<String>,
}

/// The words of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Words {
    /// When they were published.
    pub date: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Article id.
    pub article: String,
    /// First byte in the article's text.
    pub start: usize,
    /// First byte after.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Statement id; empty if only the edge is known.
    pub statement: String,
}

impl Words {
    fn of(statement: &Statement) -> Words {
        Words {
            date: statement.date.clone(),
            publisher: statement.publisher.clone(),
            article: statement.article.clone(),
            start: statement.evidence.start,
            end: statement.evidence.end,
            text: statement.evidence.text.clone(),
            statement: statement.id.clone(),
        }
    }
}

impl Strength {
    fn of(edges: &[&Edge]) -> Strength {
        let articles: BTreeSet<&String> = edges.iter().flat_map(|edge| &edge.articles).collect();
        let publishers: BTreeSet<&String> = edges.iter().flat_map(|edge| &edge.publishers).collect();
        Strength {
            statements: edges.iter().map(|edge| edge.statements.len()).sum(),
            weight: edges.iter().map(|edge| edge.weight).sum(),
            articles: articles.len(),
            publishers: publishers.into_iter().cloned().collect(),
            first: edges.iter().filter_map(|edge| edge.first.clone()).min(),
            last: edges.iter().filter_map(|edge| edge.last.clone()).max(),
        }
    }
}

impl Difference {
    fn new(code: Kind, causes: BTreeSet<Cause>) -> Difference {
        Difference {
            code,
            causes: causes.into_iter().collect(),
            article: None,
            node: None,
            actor: None,
            target: None,
            old: None,
            new: None,
            fields: BTreeMap::new(),
        }
    }

    fn order(&self) -> impl Ord + '_ {
        let end = |end: &'_ Option<End>| end.as_ref().map(|end| end.id.clone());
        let edges =
            |side: &'_ Option<Side>| side.as_ref().map(|side| (side.edges.clone(), side.relations.clone()));
        (
            self.code,
            self.article.clone(),
            end(&self.node),
            end(&self.actor),
            end(&self.target),
            edges(&self.old),
            edges(&self.new),
        )
    }
}

/// Reads the meaning of `patch`. `labels` gives the usual name of a node that does not differ.
///
/// `schema` tells which relations are symmetric and which go further than others.
pub fn diff(patch: &Patch, schema: &Schema, labels: &dyn Fn(&str) -> Option<String>) -> Diff {
    let aligned = align::Aligned::new(patch);
    let causes = causes::Causes::new(patch, &aligned);
    let claims = claims::Claims::new(patch, &aligned, schema);
    let named = Named::new(patch, labels);
    let mut differences = articles(patch, &aligned);
    nodes::find(patch, &aligned, &causes, &claims, &named, &mut differences);
    positions::find(patch, &aligned, &causes, &claims, &named, schema, &mut differences);
    differences.sort_by(|a, b| a.order().cmp(&b.order()));
    Diff { notes: notes(patch), differences }
}

/// Labels of nodes: the new ones first.
struct Named<'a> {
    changed: BTreeMap<&'a str, &'a str>,
    others: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Named<'a> {
    fn new(patch: &'a Patch, others: &'a dyn Fn(&str) -> Option<String>) -> Named<'a> {
        let mut changed = BTreeMap::new();
        for Change { old, new } in &patch.nodes {
            for node in old.iter().chain(new) {
                changed.insert(node.id.as_str(), node.label.as_str());
            }
        }
        Named { changed, others }
    }

    fn end(&self, id: &str) -> End {
        let known = self.changed.get(id).map(|label| (*label).to_owned());
        let label = known.or_else(|| (self.others)(id)).unwrap_or_else(|| id.to_owned());
        End { id: id.to_owned(), label }
    }
}

fn articles(patch: &Patch, aligned: &align::Aligned) -> Vec<Difference> {
    let mut differences = Vec::new();
    for Change { old, new } in &patch.records {
        let (code, record) = match (old, new) {
            (Some(old), None) => match aligned.renamed_article(&old.id) {
                Some(new) => {
                    let mut difference = Difference::new(Kind::ArticleRenamed, BTreeSet::new());
                    difference.article = Some(new.to_owned());
                    difference.fields.insert("id".to_owned(), (old.id.clone().into(), new.into()));
                    differences.push(difference);
                    continue;
                }
                None => (Kind::ArticleRemoved, old),
            },
            (None, Some(new)) if aligned.is_renamed_to(&new.id) => continue,
            (None, Some(new)) => (Kind::ArticleAdded, new),
            (Some(old), Some(new)) if align::text_of(old) != align::text_of(new) => {
                (Kind::ArticleEdited, new)
            }
            (Some(old), Some(new)) if old.hash != new.hash => {
                let mut difference = Difference::new(Kind::ArticleChanged, BTreeSet::new());
                difference.article = Some(new.id.clone());
                for (name, old, new) in [
                    ("title", &old.title, &new.title),
                    ("date", &old.date, &new.date),
                    ("publisher", &old.publisher, &new.publisher),
                    ("url", &old.url, &new.url),
                ] {
                    if old != new {
                        difference.fields.insert(name.to_owned(), (old.clone().into(), new.clone().into()));
                    }
                }
                differences.push(difference);
                continue;
            }
            _ => continue,
        };
        let mut difference = Difference::new(code, BTreeSet::new());
        difference.article = Some(record.id.clone());
        differences.push(difference);
    }
    differences
}

fn notes(patch: &Patch) -> Vec<String> {
    let (old, new) = &patch.meta;
    let mut notes = Vec::new();
    if (&old.tool, &old.version) != (&new.tool, &new.version) {
        notes.push(format!("made by {} {}, then by {} {}", old.tool, old.version, new.tool, new.version));
    }
    if old.schema != new.schema {
        let parts = [
            ("knowledge", &old.parts.knowledge, &new.parts.knowledge),
            ("lexicon", &old.parts.lexicon, &new.parts.lexicon),
            ("relations", &old.parts.relations, &new.parts.relations),
        ];
        let changed: Vec<&str> =
            parts.iter().filter(|(_, old, new)| old != new).map(|(name, _, _)| *name).collect();
        let changed = if changed.is_empty() { "node types".to_owned() } else { changed.join(", ") };
        notes.push(format!("made with different schemas ({changed})"));
    }
    if old.nodes != new.nodes {
        notes.push(format!("made with `--nodes {}`, then with `--nodes {}`", old.nodes, new.nodes));
    }
    notes
}
