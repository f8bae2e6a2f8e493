//! Nodes and facts that came, went, or are called or described otherwise.

use super::super::{Change, Edge, Node, Patch};
use super::align::Aligned;
use super::causes::{Cause, Causes};
use super::claims::Claims;
use super::{Difference, End, Kind, Named, Side};
use crate::schema::Layer;
use crate::statement::Statement;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Adds what differs of nodes and facts.
pub fn find(
    patch: &Patch,
    aligned: &Aligned,
    causes: &Causes,
    claims: &Claims,
    named: &Named,
    differences: &mut Vec<Difference>,
) {
    let finder = Finder { patch, aligned, causes, claims: by_node(causes, claims), named };
    finder.became(differences);
    finder.split(differences);
    for Change { old, new } in &patch.nodes {
        let (kind, node, is_old) = match (old, new) {
            (Some(old), None)
                if !aligned.became.contains_key(old.id.as_str()) && !aligned.is_split(&old.id) =>
            {
                (Kind::NodeRemoved, old, true)
            }
            (None, Some(new))
                if !aligned.is_heir(&new.id) && !aligned.came_of.contains_key(new.id.as_str()) =>
            {
                (Kind::NodeAdded, new, false)
            }
            (Some(old), Some(new)) => {
                differences.extend(finder.changed(old, new));
                continue;
            }
            _ => continue,
        };
        let mut difference = Difference::new(kind, finder.of_existence(node, is_old));
        difference.node = Some(End { id: node.id.clone(), label: node.label.clone() });
        differences.push(difference);
    }
    finder.facts(differences);
}

/// Why statements that a node takes part in came or went, by node.
fn by_node<'p>(causes: &Causes, claims: &Claims<'p>) -> HashMap<&'p str, BTreeSet<Cause>> {
    let mut found: HashMap<&str, BTreeSet<Cause>> = HashMap::new();
    let mut add = |statement: &'p Statement, old: bool| {
        let of = causes.of(statement, old);
        let others = [&statement.speaker, &statement.represents].into_iter().flatten().map(String::as_str);
        for id in statement.participants().map(|end| end.id.as_str()).chain(others) {
            found.entry(id).or_default().extend(of.iter().cloned());
        }
    };
    let pairs = claims.turned.iter().chain(&claims.reworded);
    for (old, new) in pairs {
        add(old, true);
        add(new, false);
    }
    claims.gone.iter().for_each(|statement| add(statement, true));
    claims.come.iter().for_each(|statement| add(statement, false));
    found
}

struct Finder<'a, 'p> {
    patch: &'p Patch,
    aligned: &'a Aligned<'p>,
    causes: &'a Causes<'p>,
    claims: HashMap<&'p str, BTreeSet<Cause>>,
    named: &'a Named<'a>,
}

impl Finder<'_, '_> {
    fn node(&self, id: &str, old: bool) -> Option<&Node> {
        let index = self
            .patch
            .nodes
            .binary_search_by(|change| {
                change.old.as_ref().or(change.new.as_ref()).map_or("", |node| node.id.as_str()).cmp(id)
            })
            .ok()?;
        let change = &self.patch.nodes[index];
        if old { change.old.as_ref() } else { change.new.as_ref() }
    }

    /// Nodes that are gone and live on in others: renamed or merged.
    fn became(&self, differences: &mut Vec<Difference>) {
        let mut heirs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (old, new) in &self.aligned.became {
            heirs.entry(new).or_default().push(old);
        }
        for (heir, gone) in heirs {
            let is_new = self.node(heir, false).is_some() && self.node(heir, true).is_none();
            if let ([old], true) = (&gone[..], is_new)
                && let (Some(old), Some(new)) = (self.node(old, true), self.node(heir, false))
            {
                let mut difference = Difference::new(Kind::NodeRenamed, self.causes.of_node(&old.id));
                difference.node = Some(End { id: new.id.clone(), label: new.label.clone() });
                difference.fields = fields(old, new);
                difference.fields.insert("id".to_owned(), (old.id.clone().into(), new.id.clone().into()));
                differences.push(difference);
                continue;
            }
            let why: BTreeSet<Cause> = gone.iter().flat_map(|id| self.causes.of_node(id)).collect();
            let mut difference = Difference::new(Kind::NodeMerged, why);
            difference.node = Some(self.named.end(heir));
            let mut nodes: Vec<End> = gone.iter().map(|id| self.named.end(id)).collect();
            if !is_new {
                nodes.push(self.named.end(heir));
            }
            nodes.sort();
            difference.old = Some(Side { nodes, ..Side::default() });
            difference.new = Some(Side { nodes: vec![self.named.end(heir)], ..Side::default() });
            differences.push(difference);
        }
    }

    fn split(&self, differences: &mut Vec<Difference>) {
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (new, old) in &self.aligned.came_of {
            parts.entry(old).or_default().push(new);
        }
        for (old, parts) in parts {
            let why = parts.iter().flat_map(|id| self.causes.of_node(id)).collect();
            let mut difference = Difference::new(Kind::NodeSplit, why);
            difference.node = Some(self.named.end(old));
            let mut nodes: Vec<End> = parts.iter().map(|id| self.named.end(id)).collect();
            let is_gone = self.node(old, true).is_some() && self.node(old, false).is_none();
            if !is_gone {
                nodes.push(self.named.end(old));
            }
            nodes.sort();
            difference.old = Some(Side { nodes: vec![self.named.end(old)], ..Side::default() });
            difference.new = Some(Side { nodes, ..Side::default() });
            differences.push(difference);
        }
    }

    /// What differs of a node that both builds have; the articles and statements that it is in follow from
    /// other differences and are not told.
    fn changed(&self, old: &Node, new: &Node) -> Option<Difference> {
        let fields = fields(old, new);
        if fields.is_empty() {
            return None;
        }
        let kind = if fields.contains_key("label") { Kind::NodeRenamed } else { Kind::NodeChanged };
        let mut why = BTreeSet::new();
        let names = |node: &Node| node.aliases.iter().chain([&node.label]).cloned().collect::<BTreeSet<_>>();
        let (before, after) = (names(old), names(new));
        let mut by_articles = fields.keys().all(|key| key == "aliases");
        for name in before.symmetric_difference(&after) {
            let mut of_name = self.causes.of_name(&new.id, name);
            // "These weapons": so called only by a statement that came or went.
            if of_name.is_empty() {
                of_name.extend(self.claims.get(&*new.id).into_iter().flatten().cloned());
            }
            by_articles &= !of_name.is_empty();
            why.extend(of_name);
        }
        if !by_articles {
            why.extend(self.causes.of_node(&new.id));
        }
        let mut difference = Difference::new(kind, why);
        difference.node = Some(End { id: new.id.clone(), label: new.label.clone() });
        difference.fields = fields;
        Some(difference)
    }

    /// Why a node is there in one build only: its statements, the positions of those it is tied to by a
    /// fact, its articles, or else what is known of it.
    fn of_existence(&self, node: &Node, old: bool) -> BTreeSet<Cause> {
        if let Some(why) = self.claims.get(node.id.as_str()) {
            return why.clone();
        }
        let articles: BTreeSet<Cause> =
            node.articles.iter().filter_map(|article| self.causes.of_article(article)).collect();
        if !articles.is_empty() && articles.len() == node.articles.len() {
            return articles;
        }
        let facts = self
            .patch
            .edges
            .iter()
            .filter_map(|change| if old { change.old.as_ref() } else { change.new.as_ref() });
        let partners = facts.filter(|edge| edge.layer == Layer::Context).filter_map(|edge| {
            if edge.source == node.id {
                Some(&edge.target)
            } else {
                (edge.target == node.id).then_some(&edge.source)
            }
        });
        let of_partners: BTreeSet<Cause> =
            partners.filter_map(|id| self.claims.get(id.as_str())).flatten().cloned().collect();
        if !of_partners.is_empty() {
            return of_partners;
        }
        if articles.is_empty() { self.causes.of_node(&node.id) } else { articles }
    }

    fn facts(&self, differences: &mut Vec<Difference>) {
        type Sides<'e> = (Option<&'e Edge>, Option<&'e Edge>);
        let mut facts: BTreeMap<(String, &str, String), Sides> = BTreeMap::new();
        for Change { old, new } in &self.patch.edges {
            if let Some(old) = old.as_ref().filter(|edge| edge.layer == Layer::Context) {
                let ends = [&old.source, &old.target].map(|id| self.aligned.old_node(id).to_owned());
                let [source, target] = ends;
                facts.entry((source, &old.relation, target)).or_default().0 = Some(old);
            }
            if let Some(new) = new.as_ref().filter(|edge| edge.layer == Layer::Context) {
                let ends = [&new.source, &new.target].map(|id| self.aligned.new_node(id).to_owned());
                let [source, target] = ends;
                facts.entry((source, &new.relation, target)).or_default().1 = Some(new);
            }
        }
        for (old, new) in facts.into_values() {
            let (kind, edge, is_old) = match (old, new) {
                (Some(old), None) => (Kind::FactRemoved, old, true),
                (None, Some(new)) => (Kind::FactAdded, new, false),
                (Some(old), Some(new)) => {
                    let mut changed = BTreeMap::new();
                    let texts = [
                        ("role", &old.role, &new.role),
                        ("first", &old.first, &new.first),
                        ("last", &old.last, &new.last),
                    ];
                    for (name, old, new) in texts {
                        if old != new {
                            changed.insert(name.to_owned(), (old.clone().into(), new.clone().into()));
                        }
                    }
                    if !changed.is_empty() {
                        let mut difference =
                            self.fact(Kind::FactChanged, new, self.causes.of_node(&new.source));
                        difference.old = Some(Side { edges: vec![old.id.clone()], ..Side::default() });
                        difference.fields = changed;
                        differences.push(difference);
                    }
                    continue;
                }
                (None, None) => continue,
            };
            let ends = [&edge.source, &edge.target];
            let alone = ends.into_iter().filter_map(|id| {
                let (here, there) = (self.node(id, is_old)?, self.node(id, !is_old));
                there.is_none().then(|| self.of_existence(here, is_old))
            });
            let mut why: BTreeSet<Cause> = alone.flatten().collect();
            if why.is_empty() {
                why = self.causes.of_node(&edge.source);
            }
            differences.push(self.fact(kind, edge, why));
        }
    }

    fn fact(&self, kind: Kind, edge: &Edge, why: BTreeSet<Cause>) -> Difference {
        let mut difference = Difference::new(kind, why);
        difference.actor = Some(self.named.end(&edge.source));
        difference.target = Some(self.named.end(&edge.target));
        let side =
            Side { relations: vec![edge.relation.clone()], edges: vec![edge.id.clone()], ..Side::default() };
        if kind == Kind::FactRemoved {
            difference.old = Some(side);
        } else {
            difference.new = Some(side);
        }
        difference
    }
}

/// The attributes that differ: label, type, aliases and those of the knowledge.
fn fields(old: &Node, new: &Node) -> BTreeMap<String, (Value, Value)> {
    let mut fields = BTreeMap::new();
    let mut add = |name: &str, old: Value, new: Value| {
        if old != new {
            fields.insert(name.to_owned(), (old, new));
        }
    };
    add("label", old.label.clone().into(), new.label.clone().into());
    add("type", old.kind.clone().into(), new.kind.clone().into());
    add("aliases", old.aliases.clone().into(), new.aliases.clone().into());
    let names: BTreeSet<&String> = old.attributes.keys().chain(new.attributes.keys()).collect();
    for name in names {
        let of = |node: &Node| node.attributes.get(name).cloned().map_or(Value::Null, Value::from);
        add(name, of(old), of(new));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::super::super::{Build, Nodes, fold, patch};
    use super::super::diff;
    use super::*;
    use crate::article::Record;
    use crate::schema::Schema;
    use std::sync::LazyLock;

    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

    /// A build of `article target`, one statement of Russia a line; the words are the article's.
    fn build(lines: &str) -> Build {
        let lines: Vec<(&str, &str)> = lines.split(", ").filter_map(|line| line.split_once(' ')).collect();
        let mut statements: Vec<Statement> = Vec::new();
        for (article, target) in &lines {
            let words = format!("Russia opposes the thing of {article}.");
            let end = |id: &str, mention: &str| {
                let kind = id.split(':').next();
                serde_json::json!({ "id": id, "type": kind, "label": id, "mention": mention })
            };
            let mut statement: Statement = serde_json::from_value(serde_json::json!({
                "id": "", "article": article, "actor": end("state:RUS", "Russia"), "relation": "opposes", "sign": -1,
                "target": end(&format!("proposal:{target}"), "the thing"), "modality": "asserted",
                "evidence": { "start": 0, "end": words.len(), "text": words },
            }))
            .unwrap();
            statement.id = statement.content_id();
            statements.push(statement);
        }
        statements.sort_by(|a, b| a.id.cmp(&b.id));
        let articles: BTreeSet<&str> = lines.iter().map(|(article, _)| *article).collect();
        let record =
            |id| serde_json::from_value(serde_json::json!({ "id": id, "hash": id, "text_hash": id }));
        let records: Vec<Record> = articles.into_iter().map(|id| record(id).unwrap()).collect();
        let graph = fold(&statements, &records, &SCHEMA, Nodes::Connected);
        Build { graph, statements, records, corrections: Vec::new(), originals: Vec::new() }
    }

    /// What the diff says of nodes: `kind: before -> after`.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        let patch = patch(&build(old), &build(new));
        let slug = |id: &str| id.trim_start_matches("proposal:").to_owned();
        let shown = |difference: &Difference| {
            let side = |side: &Option<Side>| -> String {
                let nodes = side.iter().flat_map(|side| &side.nodes).map(|node| slug(&node.id));
                nodes.collect::<Vec<_>>().join(" + ")
            };
            let node = difference.node.as_ref().map(|node| slug(&node.id)).unwrap_or_default();
            let (before, after) = match difference.fields.get("id") {
                Some((old, _)) => (slug(old.as_str().unwrap()), node),
                None if difference.old.is_none() => (node, String::new()),
                None => (side(&difference.old), side(&difference.new)),
            };
            format!("{}: {before} -> {after}", difference.code.name())
        };
        let found = diff(&patch, &SCHEMA, &|_| None).differences;
        let nodes = found.iter().filter(|difference| difference.code.name().starts_with("node"));
        assert_eq!(nodes.map(shown).collect::<Vec<_>>(), expected, "{old} => {new}");
    }

    #[test]
    fn a_node_that_all_its_words_now_name_otherwise_is_renamed() {
        check("a shield, b shield", "a umbrella, b umbrella", &["node-renamed: shield -> umbrella"]);
    }

    #[test]
    fn nodes_whose_words_now_name_one_are_merged() {
        let one = "a shield, b shield, c shield";
        check("a shield, b shield, c umbrella", one, &["node-merged: shield + umbrella -> shield"]);
        check("a roof, b roof, c umbrella", one, &["node-merged: roof + umbrella -> shield"]);
    }

    #[test]
    fn a_node_whose_words_now_name_several_is_split() {
        let one = "a shield, b shield, c shield";
        check(one, "a shield, b shield, c umbrella", &["node-split: shield -> shield + umbrella"]);
        check(one, "a roof, b roof, c umbrella", &["node-split: shield -> roof + umbrella"]);
    }

    #[test]
    fn nodes_of_other_articles_are_others() {
        check("a shield", "b umbrella", &["node-added: umbrella -> ", "node-removed: shield -> "]);
        // A like thing came up anew while all that named the first one went.
        check(
            "a shield, b roof",
            "b roof, c umbrella",
            &["node-added: umbrella -> ", "node-removed: shield -> "],
        );
    }

    #[test]
    fn a_node_that_passes_on_half_its_words_is_not_the_other() {
        check(
            "a shield, b shield",
            "a umbrella, d dome",
            &["node-added: dome -> ", "node-renamed: shield -> umbrella"],
        );
        check(
            "a shield, b shield, c roof",
            "a roof, b dome, c roof",
            &["node-added: dome -> ", "node-removed: shield -> "],
        );
    }
}
