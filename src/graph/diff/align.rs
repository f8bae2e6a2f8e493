//! Finds what goes by another name: articles by their text, nodes by the words they share.
//!
//! A node owns the places where articles name it. A node that is gone and one that holds most of its places
//! now are the same (renamed), or it went into that one (merged); one whose places went to several was
//! split. Places are compared, not names, so a new label or id is no new node. Linear in what differs.

use super::super::{Change, Patch};
use crate::article::Record;
use crate::statement::Statement;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where an article names a node: article, part of the statement, words that say so, words that name it.
type Place<'p> = (&'p str, u8, &'p str, &'p str);

/// The names by which the two builds' articles and nodes are compared.
#[derive(Debug, Default)]
pub struct Aligned<'p> {
    articles: BTreeMap<&'p str, &'p str>,
    new_articles: HashSet<&'p str>,
    heirs: HashSet<&'p str>,
    split: HashSet<&'p str>,
    /// Nodes that are gone, and the node in the new build that each became.
    pub became: BTreeMap<&'p str, &'p str>,
    /// Nodes that are new, and the old node that each was part of.
    pub came_of: BTreeMap<&'p str, &'p str>,
}

/// What tells an article's text from another; older files know only the hash of all its content.
pub fn text_of(record: &Record) -> &str {
    if record.text_hash.is_empty() { &record.hash } else { &record.text_hash }
}

impl<'p> Aligned<'p> {
    pub fn new(patch: &'p Patch) -> Aligned<'p> {
        let articles = articles(patch);
        let new_articles = articles.values().copied().collect();
        let mut aligned = Aligned { articles, new_articles, ..Aligned::default() };
        let (old, new) = (aligned.places(patch, true), aligned.places(patch, false));
        let gone: BTreeSet<&str> = patch
            .nodes
            .iter()
            .filter(|c| c.new.is_none())
            .flat_map(|c| &c.old)
            .map(|n| n.id.as_str())
            .collect();
        let come: BTreeSet<&str> = patch
            .nodes
            .iter()
            .filter(|c| c.old.is_none())
            .flat_map(|c| &c.new)
            .map(|n| n.id.as_str())
            .collect();
        let became = heirs(&gone, &old, &new);
        let came_of = heirs(&come, &new, &old);
        let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (new, old) in came_of {
            parts.entry(old).or_default().insert(new);
        }
        for (old, mut new) in parts {
            new.extend(became.get(old).copied().filter(|heir| *heir != old));
            if !gone.contains(old) || new.len() > 1 {
                aligned.came_of.extend(new.into_iter().filter(|id| come.contains(id)).map(|id| (id, old)));
            }
        }
        aligned.split = aligned.came_of.values().copied().collect();
        aligned.became = became.into_iter().filter(|(old, _)| !aligned.split.contains(old)).collect();
        aligned.heirs = aligned.became.values().copied().collect();
        aligned
    }

    /// The id that both builds' articles go by.
    pub fn article<'a>(&'a self, old: &'a str) -> &'a str {
        self.articles.get(old).copied().unwrap_or(old)
    }

    /// What an article of the old build is called in the new one, if that is something else.
    pub fn renamed_article(&self, old: &str) -> Option<&'p str> {
        self.articles.get(old).copied()
    }

    /// Whether `new` is an article of the old build under another id.
    pub fn is_renamed_to(&self, new: &str) -> bool {
        self.new_articles.contains(new)
    }

    /// Whether an old node became `new`.
    pub fn is_heir(&self, new: &str) -> bool {
        self.heirs.contains(new)
    }

    /// Whether `old` became several nodes.
    pub fn is_split(&self, old: &str) -> bool {
        self.split.contains(old)
    }

    /// The id by which a node of the old build is compared.
    pub fn old_node<'a>(&'a self, id: &'a str) -> &'a str {
        self.became.get(id).copied().unwrap_or(id)
    }

    /// The id by which a node of the new build is compared.
    pub fn new_node<'a>(&'a self, id: &'a str) -> &'a str {
        self.came_of.get(id).copied().unwrap_or(id)
    }

    /// The places of each node in what differs, in articles that both builds have with the same text.
    fn places(&self, patch: &'p Patch, old: bool) -> HashMap<&'p str, HashSet<Place<'p>>> {
        let side =
            |change: &'p Change<Statement>| if old { change.old.as_ref() } else { change.new.as_ref() };
        let mut places: HashMap<&str, HashSet<Place>> = HashMap::new();
        let apart: HashSet<&str> = patch
            .records
            .iter()
            .filter(|Change { old, new }| match (old, new) {
                (Some(old), Some(new)) => text_of(old) != text_of(new),
                (Some(old), None) => !self.articles.contains_key(old.id.as_str()),
                (None, Some(new)) => !self.is_renamed_to(&new.id),
                (None, None) => false,
            })
            .flat_map(|Change { old, new }| old.iter().chain(new).map(|record| record.id.as_str()))
            .collect();
        for statement in patch.statements.iter().filter_map(side) {
            if apart.contains(statement.article.as_str()) {
                continue;
            }
            let article = self.articles.get(statement.article.as_str()).copied();
            let article = article.filter(|_| old).unwrap_or(&statement.article);
            let words = statement.evidence.text.as_str();
            for (part, end) in (0..).zip(statement.participants()) {
                places.entry(&end.id).or_default().insert((article, part, words, &end.mention));
            }
        }
        for record in patch
            .records
            .iter()
            .filter_map(|change| if old { change.old.as_ref() } else { change.new.as_ref() })
        {
            if apart.contains(record.id.as_str()) {
                continue;
            }
            let article = self.articles.get(record.id.as_str()).copied();
            let article = article.filter(|_| old).unwrap_or(&record.id);
            for named in &record.entities {
                for mention in &named.mentions {
                    places.entry(&named.id).or_default().insert((article, u8::MAX, "", mention));
                }
            }
        }
        places
    }
}

/// Articles of one text under two ids: those gone by those that came.
fn articles(patch: &Patch) -> BTreeMap<&str, &str> {
    let mut came: HashMap<&str, Vec<&str>> = HashMap::new();
    for new in patch.records.iter().filter(|change| change.old.is_none()).filter_map(|c| c.new.as_ref()) {
        came.entry(text_of(new)).or_default().push(&new.id);
    }
    came.retain(|text, _| !text.is_empty());
    for ids in came.values_mut() {
        ids.reverse();
    }
    let gone = patch.records.iter().filter(|change| change.new.is_none()).filter_map(|c| c.old.as_ref());
    gone.filter_map(|old| Some((old.id.as_str(), came.get_mut(text_of(old))?.pop()?))).collect()
}

/// For each of `ids` the node on the other side that holds more than half of its places.
fn heirs<'p>(
    ids: &BTreeSet<&'p str>,
    own: &HashMap<&'p str, HashSet<Place<'p>>>,
    others: &HashMap<&'p str, HashSet<Place<'p>>>,
) -> BTreeMap<&'p str, &'p str> {
    let mut holders: HashMap<&Place, Vec<&'p str>> = HashMap::new();
    for (id, places) in others {
        for place in places {
            holders.entry(place).or_default().push(id);
        }
    }
    let mut heirs = BTreeMap::new();
    for id in ids {
        let Some(places) = own.get(id) else { continue };
        let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
        for place in places {
            for holder in holders.get(place).into_iter().flatten() {
                *shares.entry(holder).or_default() += 1;
            }
        }
        // Equal shares go to the smaller id.
        let best = shares.into_iter().rev().max_by_key(|(_, share)| *share);
        // What is no node any more may still be named; then it is gone, and became nothing else.
        let best = best.filter(|(heir, share)| heir != id && share * 2 > places.len());
        heirs.extend(best.map(|(heir, _)| (*id, heir)));
    }
    heirs
}
