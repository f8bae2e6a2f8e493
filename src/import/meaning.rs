//! Makes nodes and edges of a file's elements and tells what did not fit.

use super::{Element, Elements};
use crate::article::Problem;
use crate::export::split;
use crate::graph::{Edge, Graph, Node, Quote};
use crate::schema::{Layer, Schema};
use crate::statement::{Evidence, Modality};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fields that only repeat others: exports write them for some program or other.
const REPEATED: [&str; 8] =
    ["name", "labels", "symmetric", "edge_kind", "interaction", "value", "shared_name", "timeset"];
/// Fields that tell how other programs draw.
const LOOKS: [&str; 9] = ["size", "color", "r", "g", "b", "z", "alpha", "fixed", "viz"];

/// What did not fit, counted by what it is.
#[derive(Default)]
struct Remarks {
    counts: BTreeMap<(String, &'static str), usize>,
}

impl Remarks {
    fn add(&mut self, what: impl Into<String>, remedy: &'static str) {
        *self.counts.entry((what.into(), remedy)).or_default() += 1;
    }
}

pub(super) fn graph(elements: Elements, name: &str, schema: &Schema) -> (Graph, Vec<Problem>) {
    let mut remarks = Remarks::default();
    if elements.undirected {
        remarks.add("has undirected edges", "they were taken to run from source to target; check them");
    }
    // igraph renames nodes and keeps our ids in a field.
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for mut element in elements.nodes {
        let given = element.id.take().unwrap_or_default();
        let id = element.fields.shift_remove("id").unwrap_or_else(|| given.clone());
        if id.is_empty() {
            remarks.add("a node has no id", "it was left out; give it one");
            continue;
        }
        ids.insert(given, id.clone());
        let node = node(id.clone(), element.fields, schema, &mut remarks);
        if nodes.insert(id.clone(), node).is_some() {
            remarks.add(format!("two nodes have the id `{id}`"), "the later one was kept; rename one");
        }
    }
    let mut edges: BTreeMap<String, Edge> = BTreeMap::new();
    for element in elements.edges {
        let Some((source, target)) = element.ends.clone() else {
            remarks.add("an edge has no ends", "it was left out; give it a source and a target");
            continue;
        };
        let end = |id: String| ids.get(&id).cloned().unwrap_or(id);
        let (source, target) = (end(source), end(target));
        if let Some(id) = [&source, &target].into_iter().find(|id| !nodes.contains_key(*id)) {
            remarks.add(format!("an edge ends at `{id}`, which is no node"), "it was left out; add the node");
            continue;
        }
        let mut edge = edge(element, source, target, schema, &mut remarks);
        let mut number = 2;
        while edges.contains_key(&edge.id) {
            let stem =
                edge.id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('#').to_owned();
            let stem = if number == 2 { edge.id.clone() + "-" } else { stem };
            edge.id = format!("{stem}{number}");
            number += 1;
        }
        edges.insert(edge.id.clone(), edge);
    }
    let graph = Graph {
        meta: elements.meta,
        nodes: nodes.into_values().collect(),
        edges: edges.into_values().collect(),
    };
    let problem = |((what, remedy), count): ((String, &str), usize)| Problem {
        place: name.to_owned(),
        what: if count > 1 { format!("{what} ({count} times)") } else { what },
        remedy: remedy.to_owned(),
    };
    (graph, remarks.counts.into_iter().map(problem).collect())
}

fn node(id: String, fields: IndexMap<String, String>, schema: &Schema, remarks: &mut Remarks) -> Node {
    let mut node =
        Node { kind: id.split_once(':').map_or("", |(kind, _)| kind).to_owned(), id, ..Node::default() };
    let mut rest = IndexMap::new();
    for (key, value) in fields {
        match key.as_str() {
            "label" => node.label = value,
            "kind" => node.kind = value,
            "aliases" => node.aliases = split(&value),
            "articles" => node.articles = split(&value),
            "statements" => node.statements = number(&value),
            _ => {
                rest.insert(key, value);
            }
        }
    }
    if node.label.is_empty() {
        node.label.clone_from(rest.get("name").filter(|name| !name.is_empty()).unwrap_or(&node.id));
        remarks.add("nodes lack a label", "the name or id was taken");
    }
    let columns = schema.nodes.get(&node.kind).map_or(&[][..], |kind| &kind.columns);
    for (key, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
        let lower = key.to_lowercase();
        if REPEATED.contains(&lower.as_str()) {
            continue;
        }
        if LOOKS.contains(&lower.as_str()) {
            remarks.add(
                format!("nodes have the field `{key}`, a look"),
                "it was left out; looks follow the type",
            );
            continue;
        }
        if !columns.contains(&key) && !["start", "end"].contains(&lower.as_str()) {
            remarks.add(format!("nodes have the field `{key}`, which is new"), "it was kept as an attribute");
        }
        node.attributes.insert(key, value);
    }
    // As a build has them: the columns of the type's table first, in their order.
    let place = |key: &String| columns.iter().position(|column| column == key).unwrap_or(columns.len());
    node.attributes.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
    node
}

fn edge(element: Element, source: String, target: String, schema: &Schema, remarks: &mut Remarks) -> Edge {
    let mut fields = element.fields;
    let id = fields.shift_remove("id").or(element.id);
    let mut take = |key: &str| fields.shift_remove(key).filter(|value| !value.is_empty());
    let label = take("label");
    let relation = take("relation").or(label).unwrap_or_else(|| {
        remarks.add("edges lack a relation", "`related` was put in its place; correct it");
        "related".to_owned()
    });
    let known = schema.relations.get(&relation);
    let layer = match take("layer").as_deref() {
        Some("context") => Layer::Context,
        Some(_) => Layer::Stance,
        None => known.map_or(Layer::Stance, |relation| relation.layer),
    };
    let sign = take("sign").and_then(|sign| sign.parse::<f64>().ok());
    let sign =
        sign.map_or_else(|| schema.sign(&relation), |sign| i8::from(sign > 0.0) - i8::from(sign < 0.0));
    let denied = take("denied").is_some_and(|denied| denied.eq_ignore_ascii_case("true") || denied == "1");
    let statements = take("statements").map(|list| split(&list)).unwrap_or_default();
    let mut modalities = BTreeMap::new();
    for modality in [Modality::Asserted, Modality::Intended, Modality::Conditional] {
        let count = take(modality.as_str()).map_or(0, |count| number(&count));
        if count > 0 {
            modalities.insert(modality, count);
        }
    }
    let others: usize = modalities.values().sum();
    if denied && statements.len() > others {
        modalities.insert(Modality::Denied, statements.len() - others);
    }
    let weight =
        [take("exact_weight"), take("weight")].into_iter().flatten().find_map(|weight| weight.parse().ok());
    let weight = weight.filter(|weight: &f64| weight.is_finite() && *weight > 0.0).unwrap_or_else(|| {
        remarks.add("edges lack a positive weight", "1 was put in its place");
        1.0
    });
    let quote = (take("evidence_article"), take("evidence_start"), take("evidence_end"), take("evidence"));
    let evidence = quote.0.map(|article| Quote {
        article,
        evidence: Evidence {
            start: quote.1.map_or(0, |start| number(&start)),
            end: quote.2.map_or(0, |end| number(&end)),
            text: quote.3.unwrap_or_default(),
        },
    });
    let list = |value: Option<String>| value.map(|list| split(&list)).unwrap_or_default();
    let denial = if denied { "-denied" } else { "" };
    let edge = Edge {
        id: id.unwrap_or_else(|| {
            remarks.add("edges lack an id", "one was made of source, relation and target");
            format!("e:{source}.{relation}{denial}.{target}")
        }),
        source,
        target,
        sign,
        layer,
        denied,
        weight,
        articles: list(take("articles")),
        publishers: list(take("publishers")),
        first: take("first_date"),
        last: take("last_date"),
        modalities,
        about: list(take("about")),
        role: take("role"),
        confidence: take("confidence").and_then(|value| value.parse().ok()).unwrap_or(1.0),
        evidence,
        statements,
        relation,
    };
    let left: BTreeSet<&String> = fields.keys().collect();
    for key in left {
        let lower = key.to_lowercase();
        if !REPEATED.contains(&lower.as_str()) {
            remarks.add(format!("edges have the field `{key}`, which has no place"), "it was left out");
        }
    }
    edge
}

/// A whole number, also of a program that writes all numbers as decimals.
fn number(text: &str) -> usize {
    let whole = text.trim().trim_end_matches('0').trim_end_matches('.');
    text.trim().parse().ok().or_else(|| whole.parse().ok()).unwrap_or(0)
}
