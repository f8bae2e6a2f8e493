//! Questions that are ready: who opposes, agreement, disputes, timelines, paths, who is central.

use super::{Answer, Asker, Direction, EdgePattern, Hit, NodePattern, by_date, distinct};
use crate::graph::Edge;
use crate::schema::Layer;
use crate::statement::{Modality, Statement};
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// Positions of one actor on one target.
#[derive(Default)]
struct Stand<'g> {
    hits: Vec<Hit<'g>>,
}

impl<'g> Stand<'g> {
    /// Statements for, open, against; the same words in several articles count once.
    fn counts(&self) -> [usize; 3] {
        let mut words: [HashSet<String>; 3] = Default::default();
        for statement in self.hits.iter().flat_map(|hit| &hit.statements) {
            words[index(statement.sign)].insert(crate::graph::fold::folded(&statement.evidence.text));
        }
        let mut counts = words.map(|words| words.len());
        // A graph without statements has its edges' weights.
        for hit in self.hits.iter().filter(|hit| hit.statements.is_empty()) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "weights are small counts"
            )]
            let weight = hit.edge.weight as usize;
            counts[index(hit.edge.sign)] += weight.max(1);
        }
        counts
    }

    /// +1 for, -1 against; 0 where neither is said more often.
    fn sign(&self) -> i8 {
        let [plus, _, minus] = self.counts();
        match plus.cmp(&minus) {
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Less => -1,
        }
    }

    fn statements(&self) -> Vec<&'g Statement> {
        let mut statements: Vec<&Statement> =
            self.hits.iter().flat_map(|hit| hit.statements.clone()).collect();
        by_date(&mut statements);
        statements
    }

    fn relations(&self) -> Vec<&'g str> {
        distinct(self.hits.iter().map(|hit| hit.edge.relation.as_str()))
    }
}

fn index(sign: i8) -> usize {
    match sign.signum() {
        1 => 0,
        0 => 1,
        _ => 2,
    }
}

/// `for`, `against` or `open`.
pub fn word(sign: i8) -> &'static str {
    ["for", "open", "against"][index(sign)]
}

/// `3 for, 1 against`.
fn told([plus, open, minus]: [usize; 3]) -> String {
    let parts = [(plus, "for"), (open, "open"), (minus, "against")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.join(", ")
}

/// Who is against (`sign` -1) or for (+1) `target`, by how often it is said.
pub fn who<'g>(asker: &Asker<'g>, sign: i8, target: &NodePattern) -> Vec<Answer<'g>> {
    let edge = EdgePattern { signs: BTreeSet::from([sign]), ..EdgePattern::default() };
    let mut actors: BTreeMap<&str, Stand> = BTreeMap::new();
    let anyone = |asker: &Asker<'g>| asker.hits(&NodePattern::Any, &edge, target);
    for hit in anyone(asker) {
        let actor = actor_of(&hit, asker, target);
        actors.entry(actor).or_default().hits.push(hit);
    }
    let mut answers: Vec<_> =
        actors.into_iter().map(|(actor, stand)| (stand.counts()[index(sign)], actor, stand)).collect();
    answers.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| asker.label(a.1).cmp(asker.label(b.1))));
    let answer = |(count, actor, stand): (usize, &'g str, Stand<'g>)| {
        let statements = stand.statements();
        let targets: Vec<&str> = distinct(stand.hits.iter().map(|hit| other(hit.edge, actor)));
        let on: Vec<&str> = targets.iter().map(|id| asker.label(id)).collect();
        let relations = stand.relations().join(", ");
        let heading = format!("{}: {relations} {} ({count})", asker.label(actor), on.join(", "));
        let fields = IndexMap::from([
            ("actor", asker.label(actor).into()),
            ("actor_id", actor.into()),
            ("relations", stand.relations().into()),
            ("targets", targets.into()),
            ("sayings", count.into()),
        ]);
        Answer { heading, fields, statements }
    };
    answers.into_iter().map(answer).collect()
}

fn actor_of<'g>(hit: &Hit<'g>, asker: &Asker<'g>, target: &NodePattern) -> &'g str {
    if asker.via_officials
        && let Some(represents) = hit.statements.first().and_then(|statement| statement.represents.as_deref())
    {
        return represents;
    }
    // A symmetric edge may have the target first.
    if asker.fits(target, &hit.edge.target) { &hit.edge.source } else { &hit.edge.target }
}

fn other<'g>(edge: &'g Edge, actor: &str) -> &'g str {
    if edge.target == actor { &edge.source } else { &edge.target }
}

/// Every position of `actor` on `target`, denials too; by year if `over_time`.
pub fn position<'g>(
    asker: &Asker<'g>,
    actor: &NodePattern,
    target: &NodePattern,
    over_time: bool,
) -> Vec<Answer<'g>> {
    use Modality::{Asserted, Conditional, Denied, Intended};
    let modalities = BTreeSet::from([Asserted, Conditional, Denied, Intended]);
    let edge = EdgePattern { modalities, ..EdgePattern::default() };
    let hits = asker.hits(actor, &edge, target);
    if !over_time {
        let mut hits: Vec<Hit> = hits;
        hits.sort_by(|a, b| {
            let key = |hit: &Hit| (index(hit.edge.sign), hit.edge.denied);
            key(a)
                .cmp(&key(b))
                .then_with(|| b.edge.weight.total_cmp(&a.edge.weight))
                .then_with(|| a.edge.id.cmp(&b.edge.id))
        });
        return hits.into_iter().map(|hit| asker.answer(hit)).collect();
    }
    let mut years: BTreeMap<(bool, &str), Vec<&Statement>> = BTreeMap::new();
    for statement in hits.iter().flat_map(|hit| &hit.statements) {
        let year = statement.date.as_deref().map(|date| date.get(..4).unwrap_or(date));
        years.entry((year.is_none(), year.unwrap_or("undated"))).or_default().push(statement);
    }
    let mut before: Option<i8> = None;
    let answer = |((undated, year), mut statements): ((bool, &'g str), Vec<&'g Statement>)| {
        by_date(&mut statements);
        let mut counts = [0; 3];
        for statement in statements.iter().filter(|statement| statement.modality != Denied) {
            counts[index(statement.sign)] += 1;
        }
        let denied = statements.iter().filter(|statement| statement.modality == Denied).count();
        let [plus, open, minus] = counts;
        let sign: i8 = if plus > minus { 1 } else { -i8::from(minus > plus) };
        let turned = !undated && sign != 0 && before.is_some_and(|before| before != sign);
        if !undated && sign != 0 {
            before = Some(sign);
        }
        let mut heading = format!("{year}: {}", told(counts));
        if denied > 0 {
            heading.push_str(&format!("{}{denied} denied", if counts == [0; 3] { "" } else { ", " }));
        }
        if turned {
            heading.push_str("  (turned)");
        }
        let fields = IndexMap::from([
            ("year", year.into()),
            ("for", plus.into()),
            ("open", open.into()),
            ("against", minus.into()),
            ("denied", denied.into()),
            ("turned", turned.into()),
        ]);
        Answer { heading, fields, statements }
    };
    years.into_iter().map(answer).collect()
}

/// Where each actor stands on each target, denials apart.
fn stands<'g>(asker: &Asker<'g>) -> BTreeMap<&'g str, BTreeMap<&'g str, Stand<'g>>> {
    let mut by_target: BTreeMap<&str, BTreeMap<&str, Stand>> = BTreeMap::new();
    for hit in asker.hits(&NodePattern::Any, &EdgePattern::default(), &NodePattern::Any) {
        // Towards each other two actors take no side on a third thing.
        if asker.schema.is_symmetric(&hit.edge.relation) {
            continue;
        }
        let represents = hit.statements.first().and_then(|statement| statement.represents.as_deref());
        let actor = represents.filter(|_| asker.via_officials).unwrap_or(&hit.edge.source);
        by_target.entry(&hit.edge.target).or_default().entry(actor).or_default().hits.push(hit);
    }
    by_target
}

/// On what both take a position, and whether on the same side.
pub fn agree<'g>(asker: &Asker<'g>, one: &NodePattern, other: &NodePattern) -> Vec<Answer<'g>> {
    let mut answers = Vec::new();
    for (target, stands) in stands(asker) {
        let of = |pattern: &NodePattern| {
            stands.iter().filter(|(actor, _)| asker.fits(pattern, actor)).collect::<Vec<_>>()
        };
        for (first, first_stand) in of(one) {
            for (second, second_stand) in of(other).into_iter().filter(|(second, _)| *second != first) {
                let (a, b) = (first_stand.sign(), second_stand.sign());
                let verdict = if a == 0 || b == 0 {
                    "open"
                } else if a == b {
                    "agree"
                } else {
                    "disagree"
                };
                let (first, second) = (asker.label(first), asker.label(second));
                let heading =
                    format!("{verdict}: {}: {first} {}, {second} {}", asker.label(target), word(a), word(b));
                let fields = IndexMap::from([
                    ("verdict", verdict.into()),
                    ("target", asker.label(target).into()),
                    ("target_id", target.into()),
                    ("one", first.into()),
                    ("one_sign", a.into()),
                    ("other", second.into()),
                    ("other_sign", b.into()),
                ]);
                let mut statements = first_stand.statements();
                statements.extend(second_stand.statements());
                answers.push(Answer { heading, fields, statements });
            }
        }
    }
    answers.sort_by(|a, b| a.heading.cmp(&b.heading));
    answers
}

/// Pairs of actors on opposite sides of the same thing, the best documented first.
pub fn disputes<'g>(asker: &Asker<'g>) -> Vec<Answer<'g>> {
    let mut answers = Vec::new();
    for (target, stands) in stands(asker) {
        for (first, first_stand) in stands.iter().filter(|(_, stand)| stand.sign() > 0) {
            for (second, second_stand) in stands.iter().filter(|(_, stand)| stand.sign() < 0) {
                let strength = first_stand.counts()[0].min(second_stand.counts()[2]);
                let heading = format!(
                    "{}: {} for ({}), {} against ({})",
                    asker.label(target),
                    asker.label(first),
                    first_stand.relations().join(", "),
                    asker.label(second),
                    second_stand.relations().join(", ")
                );
                let fields = IndexMap::from([
                    ("target", asker.label(target).into()),
                    ("target_id", target.into()),
                    ("for", asker.label(first).into()),
                    ("for_id", (*first).into()),
                    ("against", asker.label(second).into()),
                    ("against_id", (*second).into()),
                    ("strength", strength.into()),
                ]);
                let mut statements = first_stand.statements();
                statements.extend(second_stand.statements());
                answers.push((strength, Answer { heading, fields, statements }));
            }
        }
    }
    answers.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.heading.cmp(&b.1.heading)));
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Everything that `node` says or that is said of it, in order of date.
pub fn timeline<'g>(asker: &Asker<'g>, node: &NodePattern) -> Vec<Answer<'g>> {
    let mut statements: Vec<&Statement> = asker
        .statements
        .iter()
        .filter(|statement| asker.filter.takes(statement))
        .filter(|statement| {
            let others = [&statement.speaker, &statement.represents].into_iter().flatten();
            statement.participants().map(|end| &end.id).chain(others).any(|id| asker.fits(node, id))
        })
        .collect();
    by_date(&mut statements);
    let answer = |statement: &'g Statement| {
        let date = statement.date.as_deref().unwrap_or("undated");
        let sign = ["+", "0", "−"][index(statement.sign)];
        let heading = format!("{date}  {}  {sign}", statement.shown());
        let fields = IndexMap::from([
            ("actor", Value::from(statement.actor.label.clone())),
            ("relation", statement.relation.clone().into()),
            ("sign", statement.sign.into()),
            ("target", statement.target.label.clone().into()),
        ]);
        Answer { heading, fields, statements: vec![statement] }
    };
    statements.into_iter().map(answer).collect()
}

/// A shortest way from one node to the other over positions and facts, one answer a step.
pub fn path<'g>(asker: &Asker<'g>, from: &NodePattern, to: &NodePattern) -> Vec<Answer<'g>> {
    let every = EdgePattern {
        relations: asker.schema.relations.keys().cloned().collect(),
        direction: Direction::Either,
        ..EdgePattern::default()
    };
    let hits = asker.hits(&NodePattern::Any, &every, &NodePattern::Any);
    let mut neighbours: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for (index, hit) in hits.iter().enumerate() {
        neighbours.entry(&hit.edge.source).or_default().push((&hit.edge.target, index));
        neighbours.entry(&hit.edge.target).or_default().push((&hit.edge.source, index));
    }
    for edges in neighbours.values_mut() {
        // Of ways of one length, those over positions first.
        edges.sort_by_key(|(_, index)| (hits[*index].edge.layer == Layer::Context, &hits[*index].edge.id));
    }
    let mut came: HashMap<&str, Option<(&str, usize)>> = HashMap::new();
    let mut queue: VecDeque<&str> = VecDeque::new();
    for node in asker.graph.nodes.iter().filter(|node| asker.fits(from, &node.id)) {
        came.insert(&node.id, None);
        queue.push_back(&node.id);
    }
    while let Some(node) = queue.pop_front() {
        if asker.fits(to, node) && came[node].is_some() {
            let (mut steps, mut at) = (Vec::new(), node);
            while let Some((before, index)) = came[at] {
                steps.push((index, before, at));
                at = before;
            }
            steps.reverse();
            return steps
                .into_iter()
                .map(|(index, begin, end)| asker.path(&[(&hits[index], begin, end)]))
                .collect();
        }
        for &(next, index) in neighbours.get(node).into_iter().flatten() {
            if !came.contains_key(next) {
                came.insert(next, Some((node, index)));
                queue.push_back(next);
            }
        }
    }
    Vec::new()
}

/// Who and what the positions turn around, by how many others they tie it to.
pub fn central<'g>(asker: &Asker<'g>) -> Vec<Answer<'g>> {
    #[derive(Default)]
    struct Place<'g> {
        others: BTreeSet<&'g str>,
        held: usize,
        received: usize,
        plus: usize,
        minus: usize,
    }
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for hit in asker.hits(&NodePattern::Any, &EdgePattern::default(), &NodePattern::Any) {
        let Edge { source, target, sign, .. } = hit.edge;
        let count = hit.statements.len().max(1);
        for (id, other, held) in [(source, target, true), (target, source, false)] {
            let place = places.entry(id).or_default();
            place.others.insert(other);
            *(if held { &mut place.held } else { &mut place.received }) += count;
            match sign.signum() {
                1 => place.plus += count,
                -1 => place.minus += count,
                _ => {}
            }
        }
    }
    let mut places: Vec<(&str, Place)> = places.into_iter().collect();
    let rank = |place: &Place| (place.others.len(), place.held + place.received);
    places.sort_by(|a, b| rank(&b.1).cmp(&rank(&a.1)).then_with(|| a.0.cmp(b.0)));
    let answer = |(id, place): (&'g str, Place<'g>)| {
        let heading = format!(
            "{}: tied to {} others; {} statements by it, {} on it; {} for, {} against",
            asker.label(id),
            place.others.len(),
            place.held,
            place.received,
            place.plus,
            place.minus
        );
        let fields = IndexMap::from([
            ("node", asker.label(id).into()),
            ("node_id", id.into()),
            ("others", place.others.len().into()),
            ("by", place.held.into()),
            ("on", place.received.into()),
            ("for", place.plus.into()),
            ("against", place.minus.into()),
        ]);
        Answer { heading, fields, statements: Vec::new() }
    };
    places.into_iter().map(answer).collect()
}
