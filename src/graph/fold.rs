//! Folds statements into a graph. The result depends on the set of statements and articles alone: any
//! order, partition or number of threads gives the same graph.

use super::{Edge, Graph, Meta, Node, Quote};
use crate::article::Record;
use crate::article::copies::{self, Group, Membership};
use crate::schema::{Fact, Layer, Schema};
use crate::statement::{Modality, Statement};
use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet};

/// Which entities become nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nodes {
    /// Those that take part in a statement, and those an article names that a context relation ties to
    /// one of them, where `nodes.toml` says so.
    #[default]
    Connected,
    /// Every entity that an article names.
    All,
}

/// Folds `statements` and the records of their articles into a graph.
///
/// One edge for each (actor, relation, target, denied?); a symmetric relation runs from the smaller id
/// to the larger. Opposite signs are different relations and never meet in an edge. Facts of the
/// knowledge join nodes as context edges. O(n log n) in statements.
pub fn fold(statements: &[Statement], records: &[Record], schema: &Schema, which: Nodes) -> Graph {
    fold_copies(statements, records, &copies::groups(records), schema, which)
}

/// As [`fold`], for who has grouped the copies among `records` already.
pub fn fold_copies(
    statements: &[Statement],
    records: &[Record],
    copies: &[Group],
    schema: &Schema,
    which: Nodes,
) -> Graph {
    let copies = Membership::of(copies);
    let mut edges = stance_edges(statements, &copies, schema);
    let mut named: BTreeMap<&str, Known> = BTreeMap::new();
    for record in records {
        for entity in &record.entities {
            let known = named.entry(&entity.id).or_default();
            known.offer(&entity.kind, &entity.label);
            known.mentions.extend(entity.mentions.iter().map(String::as_str));
            known.articles.push(&record.id);
        }
    }
    let mut taking_part: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in statements {
        for participant in statement.participants() {
            let known = named.entry(&participant.id).or_default();
            known.offer(&participant.kind, &participant.label);
            known.mentions.extend([participant.mention.as_str()].iter().filter(|m| !m.is_empty()));
            known.articles.push(&statement.article);
            *taking_part.entry(&participant.id).or_default() += 1;
        }
        for id in [&statement.speaker, &statement.represents].into_iter().flatten() {
            named.entry(id).or_default().articles.push(&statement.article);
            taking_part.entry(id).or_default();
        }
    }
    for Known { mentions, articles, .. } in named.values_mut() {
        for list in [mentions, articles] {
            list.sort_unstable();
            list.dedup();
        }
    }
    let chosen: BTreeSet<&str> = match which {
        Nodes::All => named.keys().copied().collect(),
        Nodes::Connected => connected(&named, &taking_part, schema),
    };
    edges.extend(context_edges(&chosen, &named, schema));
    edges.sort_by(|a, b| a.id.cmp(&b.id));
    let node = |id: &&str| named[*id].node(id, taking_part.get(id).copied().unwrap_or(0), schema);
    let meta = Meta {
        tool: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        schema: schema.fingerprint.clone(),
        parts: schema.parts.clone(),
        corpus: fingerprint(records),
        articles: records.len(),
        statements: statements.len(),
        nodes: match which {
            Nodes::Connected => "connected".to_owned(),
            Nodes::All => "all".to_owned(),
        },
    };
    Graph { meta, nodes: chosen.iter().map(node).collect(), edges }
}

/// What statements and articles say of an entity.
#[derive(Default)]
struct Known<'a> {
    /// Type and label; a mere speaker has none.
    called: Option<(&'a str, &'a str)>,
    /// Sorted, once all is read.
    mentions: Vec<&'a str>,
    /// Sorted, once all is read.
    articles: Vec<&'a str>,
}

impl<'a> Known<'a> {
    /// Of different labels that writers give one id the smallest stays, whatever the order of reading.
    fn offer(&mut self, kind: &'a str, label: &'a str) {
        self.called = Some(self.called.map_or((kind, label), |called| called.min((kind, label))));
    }

    fn kind(&self, id: &'a str) -> &'a str {
        self.called.map_or_else(|| id.split_once(':').map_or("", |(kind, _)| kind), |(kind, _)| kind)
    }

    fn node(&self, id: &'a str, statements: usize, schema: &Schema) -> Node {
        let entity = schema.knowledge.entities.get(id);
        let label = entity.map_or(self.called.map_or(id, |(_, label)| label), |entity| &entity.label);
        let names = entity.into_iter().flat_map(|entity| &entity.names);
        let own = names.filter(|name| name.kind.stands_alone()).map(|name| name.text.as_str());
        let aliases: BTreeSet<&str> =
            own.chain(self.mentions.iter().copied()).filter(|name| *name != label).collect();
        let mut attributes = IndexMap::new();
        if let Some(entity) = entity {
            attributes.extend(entity.attributes.clone());
            let ends = [("start", &entity.start), ("end", &entity.end)];
            attributes
                .extend(ends.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?))));
        }
        Node {
            id: id.to_owned(),
            kind: self.kind(id).to_owned(),
            label: label.to_owned(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            attributes,
            articles: self.articles.iter().map(|id| (*id).to_owned()).collect(),
            statements,
        }
    }
}

/// The entities that take part, and the named ones that a fact ties to them where their type allows it.
fn connected<'a>(
    named: &BTreeMap<&'a str, Known>,
    taking_part: &BTreeMap<&'a str, usize>,
    schema: &Schema,
) -> BTreeSet<&'a str> {
    let mut chosen: BTreeSet<&str> = taking_part.keys().copied().collect();
    let joins = |id: &str| {
        named
            .get_key_value(id)
            .and_then(|(id, known)| schema.nodes.get(known.kind(id)))
            .is_some_and(|kind| kind.joins_by_context)
    };
    for Fact { source, target, .. } in &schema.knowledge.facts {
        for (one, other) in [(source, target), (target, source)] {
            if taking_part.contains_key(one.as_str()) && joins(other) {
                chosen.extend(named.get_key_value(other.as_str()).map(|(id, _)| *id));
            }
        }
    }
    chosen
}

/// `graph` with an edge for each of `statements` in place of the positions folded from them.
///
/// Such an edge has the id `e:` and the statement's id, and weight 1. Facts stay, and so do positions none
/// of whose statements are at hand.
pub fn by_statement(graph: &Graph, statements: &[Statement], schema: &Schema) -> Graph {
    let at_hand: BTreeSet<&str> = statements.iter().map(|statement| statement.id.as_str()).collect();
    let folded = |edge: &&Edge| edge.statements.iter().any(|id| at_hand.contains(id.as_str()));
    let mut edges: Vec<Edge> = graph.edges.iter().filter(|edge| !folded(edge)).cloned().collect();
    for statement in statements {
        let alone = stance_edges([statement], &Membership::default(), schema);
        edges.extend(alone.into_iter().map(|edge| Edge { id: format!("e:{}", statement.id), ..edge }));
    }
    edges.sort_by(|a, b| a.id.cmp(&b.id));
    Graph { meta: graph.meta.clone(), nodes: graph.nodes.clone(), edges }
}

pub(super) fn stance_edges<'a>(
    statements: impl IntoIterator<Item = &'a Statement>,
    copies: &Membership,
    schema: &Schema,
) -> Vec<Edge> {
    let mut groups: BTreeMap<(&str, &str, &str, bool, i8), Vec<&Statement>> = BTreeMap::new();
    for statement in statements {
        let (mut source, mut target) = (statement.actor.id.as_str(), statement.target.id.as_str());
        if schema.is_symmetric(&statement.relation) && target < source {
            (source, target) = (target, source);
        }
        let denied = statement.modality == Modality::Denied;
        // The sign is part of the key: statements of other writers may give one relation two signs.
        let key = (source, statement.relation.as_str(), target, denied, statement.sign);
        groups.entry(key).or_default().push(statement);
    }
    let mut signs: BTreeMap<(&str, &str, &str, bool), usize> = BTreeMap::new();
    for (source, relation, target, denied, _) in groups.keys() {
        *signs.entry((source, relation, target, *denied)).or_default() += 1;
    }
    groups
        .into_iter()
        .map(|((source, relation, target, denied, sign), mut group)| {
            let denial = if denied { "-denied" } else { "" };
            let several = signs[&(source, relation, target, denied)] > 1;
            let names = ["-minus", "-open", "-plus"];
            let polarity = if several { names[usize::from((sign.signum() + 1).unsigned_abs())] } else { "" };
            let id = format!("e:{source}.{relation}{denial}{polarity}.{target}");
            group.sort_by(|a, b| a.id.cmp(&b.id));
            edge(id, source, target, sign, denied, &group, copies)
        })
        .collect()
}

fn edge(
    id: String,
    source: &str,
    target: &str,
    sign: i8,
    denied: bool,
    group: &[&Statement],
    copies: &Membership,
) -> Edge {
    let distinct = |pick: fn(&Statement) -> Option<&String>| -> Vec<String> {
        let picked: BTreeSet<&String> = group.iter().filter_map(|statement| pick(statement)).collect();
        picked.into_iter().cloned().collect()
    };
    let mut modalities = BTreeMap::new();
    for statement in group {
        *modalities.entry(statement.modality).or_default() += 1;
    }
    let surest = group.iter().max_by(|a, b| {
        let undated = |statement: &Statement| statement.date.is_none();
        let later = (undated(b), &b.date, &b.article, &b.evidence).cmp(&(
            undated(a),
            &a.date,
            &a.article,
            &a.evidence,
        ));
        a.confidence.total_cmp(&b.confidence).then(later)
    });
    let dates = distinct(|statement| statement.date.as_ref());
    Edge {
        source: source.to_owned(),
        target: target.to_owned(),
        relation: group[0].relation.clone(),
        sign,
        layer: Layer::Stance,
        denied,
        #[expect(clippy::cast_precision_loss, reason = "counts of statements stay far below 2^52")]
        weight: distinct_sayings(group, copies) as f64,
        articles: distinct(|statement| Some(&statement.article)),
        publishers: distinct(|statement| statement.publisher.as_ref()),
        first: dates.first().cloned(),
        last: dates.last().cloned(),
        modalities,
        about: distinct(|statement| statement.about.as_ref().map(|about| &about.id)),
        role: None,
        confidence: surest.map_or(0.0, |statement| statement.confidence),
        evidence: surest.map(|statement| Quote {
            article: statement.article.clone(),
            evidence: statement.evidence.clone(),
        }),
        statements: group.iter().map(|statement| statement.id.clone()).collect(),
        id,
    }
}

/// How many of `statements` are left when each saying counts once.
///
/// The same words are one saying wherever they stand; in copies of one text it may have been edited.
fn distinct_sayings(statements: &[&Statement], copies: &Membership) -> usize {
    if statements.len() == 1 {
        return 1;
    }
    let mut sayings: BTreeMap<String, BTreeSet<(usize, &str)>> = BTreeMap::new();
    for statement in statements {
        let words = folded(&statement.evidence.text);
        // Quotation marks around a sentence make it no other one: reports quote each other at length.
        let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let places = sayings.entry(words).or_default();
        places.extend(copies.group(&statement.article).map(|copy| (copy, statement.article.as_str())));
    }
    let sayings: Vec<(String, BTreeSet<(usize, &str)>)> = sayings.into_iter().collect();
    let mut same = UnionFind::<usize>::new(sayings.len());
    let mut of_copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, (_, places)) in sayings.iter().enumerate() {
        for copy in places.iter().map(|(copy, _)| copy).collect::<BTreeSet<_>>() {
            of_copies.entry(*copy).or_default().push(index);
        }
    }
    for (copy, indices) in of_copies {
        let articles = |index: usize| -> BTreeSet<&str> {
            sayings[index].1.iter().filter(|place| place.0 == copy).map(|place| place.1).collect()
        };
        for (position, &one) in indices.iter().enumerate() {
            for &other in &indices[position + 1..] {
                // Two sentences of one article are two sayings, however much alike.
                if articles(one).is_disjoint(&articles(other))
                    && is_edited(&sayings[one].0, &sayings[other].0)
                {
                    same.union(one, other);
                }
            }
        }
    }
    (0..sayings.len()).filter(|index| same.find(*index) == *index).count()
}

/// Whether one of two sentences is the other with some words changed: most of their words agree.
fn is_edited(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count() * 3 >= one.union(&other).count() * 2
}

/// The words of evidence without regard to white space: copies of a wire story break lines differently.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The facts between two chosen nodes; of several in a row (two terms of office) one edge.
fn context_edges(chosen: &BTreeSet<&str>, named: &BTreeMap<&str, Known>, schema: &Schema) -> Vec<Edge> {
    let mut groups: BTreeMap<(&str, &str, &str), Vec<&Fact>> = BTreeMap::new();
    for fact in &schema.knowledge.facts {
        if chosen.contains(fact.source.as_str()) && chosen.contains(fact.target.as_str()) {
            groups.entry((&fact.source, &fact.relation, &fact.target)).or_default().push(fact);
        }
    }
    let articles = |id: &str| named.get(id).map_or(&[][..], |known| &known.articles);
    groups
        .into_iter()
        .map(|((source, relation, target), facts)| {
            let (mut fewer, mut more) = (articles(source), articles(target));
            if more.len() < fewer.len() {
                (fewer, more) = (more, fewer);
            }
            let shared = fewer.iter().filter(|id| more.binary_search(id).is_ok());
            let earliest = facts.iter().map(|fact| fact.start.clone()).min().flatten();
            let open = facts.iter().any(|fact| fact.end.is_none());
            let latest = facts.iter().map(|fact| fact.end.clone()).max().flatten();
            let mut roles: Vec<&str> = facts.iter().filter_map(|fact| fact.role.as_deref()).collect();
            roles.dedup();
            Edge {
                id: format!("e:{source}.{relation}.{target}"),
                source: source.to_owned(),
                target: target.to_owned(),
                relation: relation.to_owned(),
                sign: 0,
                layer: Layer::Context,
                denied: false,
                weight: 1.0,
                articles: shared.map(|id| (*id).to_owned()).collect(),
                publishers: Vec::new(),
                first: earliest,
                last: if open { None } else { latest },
                modalities: BTreeMap::new(),
                about: Vec::new(),
                role: (!roles.is_empty()).then(|| roles.join("; ")),
                confidence: 1.0,
                evidence: None,
                statements: Vec::new(),
            }
        })
        .collect()
}

/// A hash over the ids and contents of all articles; 16 hex digits.
fn fingerprint(records: &[Record]) -> String {
    let mut lines: Vec<(&str, &str)> = records.iter().map(|r| (r.id.as_str(), r.hash.as_str())).collect();
    lines.sort_unstable();
    let bytes = serde_json::to_vec(&lines).expect("strings always serialize");
    blake3::hash(&bytes).to_hex()[..16].to_owned()
}
