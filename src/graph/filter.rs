//! Cuts a graph down: by types, relations, signs, modality, time, publisher, strength or place in the net.
//!
//! Conditions on what an article says choose among statements, and edges are folded anew from those that
//! remain; so the weight, dates and words of an edge are always those of what is shown. The others choose
//! among the edges so folded.

use super::fold::stance_edges;
use super::{Edge, Graph};
use crate::article::Record;
use crate::article::copies::{self, Membership};
use crate::schema::{Layer, Schema, within};
use crate::statement::{Modality, Statement};
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What of a graph to keep. An empty field sets no condition; the default keeps all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Node types.
    pub kinds: BTreeSet<String>,
    /// Relations. Facts stay only where their relation is named.
    pub relations: BTreeSet<String>,
    /// Signs of positions: +1, 0, -1.
    pub signs: BTreeSet<i8>,
    /// How an article says it.
    pub modalities: BTreeSet<Modality>,
    /// Said on this date or later; `YYYY-MM-DD` or shorter. What has no date is left out.
    pub from: Option<String>,
    /// Said on this date or earlier.
    pub to: Option<String>,
    /// Parts of publishers' names, in any case.
    pub publishers: BTreeSet<String>,
    /// Least confidence of a statement.
    pub min_confidence: Option<f64>,
    /// Least weight of an edge, after the other conditions.
    pub min_weight: Option<f64>,
    /// A node's id and how many edges away from it, in any direction, nodes may stand.
    pub around: Option<(String, usize)>,
    /// Only the largest part in which every node is tied to every other.
    pub largest_component: bool,
    /// No facts of the knowledge.
    pub without_facts: bool,
}

impl Filter {
    /// Whether `statement` meets the conditions on what is said; those on edges and nodes are not asked.
    pub fn takes(&self, statement: &Statement) -> bool {
        let Statement { relation, sign, modality, date, publisher, confidence, .. } = statement;
        (self.relations.is_empty() || self.relations.contains(relation))
            && (self.signs.is_empty() || self.signs.contains(&sign.signum()))
            && (self.modalities.is_empty() || self.modalities.contains(modality))
            && self.takes_dates(date.as_deref(), date.as_deref())
            && self.takes_publishers(publisher.as_slice())
            && self.min_confidence.is_none_or(|least| *confidence >= least)
    }

    /// Whether an edge whose statements are not at hand meets them by what it says of itself.
    fn takes_whole(&self, edge: &Edge) -> bool {
        (self.relations.is_empty() || self.relations.contains(&edge.relation))
            && (self.signs.is_empty() || self.signs.contains(&edge.sign.signum()))
            && (self.modalities.is_empty() || edge.modalities.keys().any(|m| self.modalities.contains(m)))
            && self.takes_dates(edge.first.as_deref(), edge.last.as_deref())
            && self.takes_publishers(&edge.publishers)
            && self.min_confidence.is_none_or(|least| edge.confidence >= least)
    }

    fn takes_dates(&self, first: Option<&str>, last: Option<&str>) -> bool {
        let (from, to) = (self.from.as_deref(), self.to.as_deref());
        from.is_none() && to.is_none()
            || last.is_some_and(|last| within(last, from, None))
                && first.is_some_and(|first| within(first, None, to))
    }

    fn takes_publishers(&self, publishers: &[String]) -> bool {
        let named = |publisher: &String| {
            let publisher = publisher.to_lowercase();
            self.publishers.iter().any(|part| publisher.contains(&part.to_lowercase()))
        };
        self.publishers.is_empty() || publishers.iter().any(named)
    }
}

/// The part of `graph` that `filter` keeps; `statements` are those its edges were folded from, `records` tell
/// which of their articles are copies.
///
/// Where statements are missing an edge stays or goes as a whole. Nodes that no edge touches any more are
/// left out; a fact stays if both its ends hold or receive a position that stays, or one does and the other
/// stood in `graph` for its facts alone. O(n log n) in statements.
pub fn filter(
    graph: &Graph,
    statements: &[Statement],
    records: &[Record],
    schema: &Schema,
    filter: &Filter,
) -> Graph {
    if *filter == Filter::default() {
        return graph.clone();
    }
    let nodes: HashMap<&str, _> = graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let fits = |id: &str| {
        nodes.get(id).is_some_and(|node| filter.kinds.is_empty() || filter.kinds.contains(&node.kind))
    };
    let kept: Vec<&Statement> = statements
        .iter()
        .filter(|statement| {
            filter.takes(statement) && fits(&statement.actor.id) && fits(&statement.target.id)
        })
        .collect();
    let at_hand: HashSet<&str> = statements.iter().map(|statement| statement.id.as_str()).collect();
    let alone = graph.edges.iter().filter(|edge| {
        edge.layer == Layer::Stance
            && !edge.statements.iter().any(|id| at_hand.contains(id.as_str()))
            && filter.takes_whole(edge)
            && fits(&edge.source)
            && fits(&edge.target)
    });
    let copies = Membership::of(&copies::groups(records));
    let mut edges = stance_edges(kept.iter().copied(), &copies, schema);
    edges.extend(alone.cloned());
    edges.retain(|edge| filter.min_weight.is_none_or(|least| edge.weight >= least));
    let touched: HashSet<String> = ends(&edges).map(str::to_owned).collect();
    let facts = graph.edges.iter().filter(|edge| {
        let joins = |id: &str| touched.contains(id) || nodes.get(id).is_some_and(|node| node.statements == 0);
        let (source, target) = (edge.source.as_str(), edge.target.as_str());
        edge.layer == Layer::Context
            && !filter.without_facts
            && (filter.relations.is_empty() || filter.relations.contains(&edge.relation))
            && fits(source)
            && fits(target)
            && (touched.contains(source) || touched.contains(target))
            && joins(source)
            && joins(target)
    });
    edges.extend(facts.cloned());
    if let Some((center, steps)) = &filter.around {
        let near = near(&edges, center, *steps);
        edges.retain(|edge| near.contains(&edge.source) && near.contains(&edge.target));
    }
    if filter.largest_component {
        let largest = largest_component(&edges);
        edges.retain(|edge| largest.contains(&edge.source));
    }
    edges.sort_by(|a, b| a.id.cmp(&b.id));

    let told: HashSet<&str> =
        edges.iter().flat_map(|edge| edge.statements.iter().map(String::as_str)).collect();
    let mut taking_part: HashMap<&str, usize> = HashMap::new();
    for statement in kept.iter().filter(|statement| told.contains(statement.id.as_str())) {
        for participant in statement.participants() {
            *taking_part.entry(&participant.id).or_default() += 1;
        }
    }
    let touched: BTreeSet<&str> = ends(&edges).collect();
    let nodes = graph.nodes.iter().filter(|node| touched.contains(node.id.as_str())).map(|node| {
        let mut node = node.clone();
        if !statements.is_empty() {
            node.statements = taking_part.get(node.id.as_str()).copied().unwrap_or(0);
        }
        node
    });
    let nodes = nodes.collect();
    let mut meta = graph.meta.clone();
    meta.statements = told.len();
    Graph { meta, nodes, edges }
}

fn ends(edges: &[Edge]) -> impl Iterator<Item = &str> {
    edges.iter().flat_map(|edge| [edge.source.as_str(), edge.target.as_str()])
}

/// The nodes at most `steps` edges away from `center`, itself included.
fn near(edges: &[Edge], center: &str, steps: usize) -> HashSet<String> {
    let mut neighbours: HashMap<&str, Vec<&str>> = HashMap::new();
    for edge in edges {
        neighbours.entry(&edge.source).or_default().push(&edge.target);
        neighbours.entry(&edge.target).or_default().push(&edge.source);
    }
    let mut reached: HashSet<&str> = HashSet::from([center]);
    let mut border = vec![center];
    for _ in 0..steps {
        let next = border.iter().flat_map(|id| neighbours.get(id).into_iter().flatten());
        border = next.copied().filter(|id| reached.insert(id)).collect();
    }
    reached.into_iter().map(str::to_owned).collect()
}

/// The nodes of the largest part; of equally large ones that with the smallest id.
fn largest_component(edges: &[Edge]) -> HashSet<String> {
    let ids: Vec<&str> = ends(edges).collect::<BTreeSet<_>>().into_iter().collect();
    let index: HashMap<&str, usize> = ids.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut parts = UnionFind::new(ids.len());
    for edge in edges {
        parts.union(index[edge.source.as_str()], index[edge.target.as_str()]);
    }
    let mut members: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (index, id) in ids.iter().enumerate() {
        members.entry(parts.find(index)).or_default().push(id);
    }
    let largest = members.into_values().max_by(|a, b| a.len().cmp(&b.len()).then_with(|| b[0].cmp(a[0])));
    largest.into_iter().flatten().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Nodes, fold};
    use std::sync::LazyLock;

    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

    /// `actor relation target date publisher modality`, one statement a line.
    fn statements(lines: &str) -> Vec<Statement> {
        let statement = |(index, line): (usize, &str)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let participant = |id: &str| {
                let kind = id.split(':').next().unwrap();
                serde_json::json!({ "id": id, "type": kind, "label": id, "mention": id })
            };
            let mut statement: Statement = serde_json::from_value(serde_json::json!({
                "id": "", "article": format!("a{index}"), "actor": participant(words[0]),
                "relation": words[1], "sign": SCHEMA.sign(words[1]), "target": participant(words[2]),
                "date": words[3], "publisher": words[4], "modality": words[5],
                "evidence": { "start": index, "end": index + line.len(), "text": line },
                "confidence": 0.5 + 0.1 * f64::from(u32::try_from(index).unwrap()),
            }))
            .unwrap();
            statement.id = statement.content_id();
            statement
        };
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(statement).collect()
    }

    const STORY: &str = "
        state:RUS opposes system:nmd 2000-06-13 Wire asserted
        state:RUS opposes system:nmd 2001-05-02 Daily asserted
        state:RUS supports treaty:abm 2001 Wire intended
        state:USA deploys system:nmd 2001-05 Wire asserted
        official:vladimir-putin concerned system:nmd 2001-06 Daily denied
        state:CHN supports treaty:ctbt 1999 Daily asserted";

    #[track_caller]
    fn check(filter: &Filter, expected: &[&str]) {
        let statements = statements(STORY);
        let graph = fold(&statements, &[], &SCHEMA, Nodes::Connected);
        let kept = super::filter(&graph, &statements, &[], &SCHEMA, filter);
        let shown = |edge: &Edge| format!("{} x{}", edge.id.trim_start_matches("e:"), edge.weight);
        assert_eq!(kept.edges.iter().map(shown).collect::<Vec<_>>(), expected);
        let touched: BTreeSet<&str> = ends(&kept.edges).collect();
        assert_eq!(kept.nodes.iter().map(|node| node.id.as_str()).collect::<BTreeSet<_>>(), touched);
    }

    fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
        items.into_iter().collect()
    }

    #[test]
    fn strength_is_that_of_the_statements_that_remain() {
        let stances = || Filter { without_facts: true, ..Filter::default() };
        let opposes = Filter { relations: set(["opposes".to_owned()]), ..stances() };
        check(&opposes, &["state:RUS.opposes.system:nmd x2"]);
        check(&Filter { to: Some("2000".into()), ..opposes.clone() }, &["state:RUS.opposes.system:nmd x1"]);
        check(&Filter { from: Some("2002".into()), ..opposes.clone() }, &[]);
        let wire = Filter { publishers: set(["wire".to_owned()]), ..opposes.clone() };
        check(&wire, &["state:RUS.opposes.system:nmd x1"]);
        check(&Filter { min_confidence: Some(0.6), ..opposes.clone() }, &["state:RUS.opposes.system:nmd x1"]);
        check(&Filter { min_weight: Some(2.0), ..stances() }, &["state:RUS.opposes.system:nmd x2"]);
        let denied = Filter { modalities: set([Modality::Denied]), ..stances() };
        check(&denied, &["official:vladimir-putin.concerned-denied.system:nmd x1"]);
    }

    #[test]
    fn nodes_choose_edges_by_type_and_distance() {
        let kinds = set(["state".to_owned(), "treaty".to_owned()]);
        let on_treaties = Filter { kinds, without_facts: true, ..Filter::default() };
        check(&on_treaties, &["state:CHN.supports.treaty:ctbt x1", "state:RUS.supports.treaty:abm x1"]);
        let near = |steps| Filter {
            around: Some(("treaty:abm".into(), steps)),
            without_facts: true,
            ..Filter::default()
        };
        check(&near(0), &[]);
        check(&near(1), &["state:RUS.supports.treaty:abm x1"]);
        check(&near(2), &["state:RUS.opposes.system:nmd x2", "state:RUS.supports.treaty:abm x1"]);
        let largest = Filter { largest_component: true, signs: set([1]), ..near(9) };
        check(&largest, &["state:RUS.supports.treaty:abm x1"]);
    }

    #[test]
    fn an_edge_without_its_statements_stays_or_goes_as_a_whole() {
        let graph = fold(&statements(STORY), &[], &SCHEMA, Nodes::Connected);
        let early =
            Filter { to: Some("2000".into()), relations: set(["opposes".to_owned()]), ..Filter::default() };
        let kept = super::filter(&graph, &[], &[], &SCHEMA, &early);
        assert_eq!(kept.edges.iter().map(|edge| edge.weight).collect::<Vec<_>>(), [2.0]);
    }
}
