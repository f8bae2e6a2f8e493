//! Positions that came, went, turned, or gained and lost strength.

use super::super::{Change, Edge, Patch};
use super::align::Aligned;
use super::causes::{Cause, Causes};
use super::claims::{Claims, EdgeKey, Pair, edge_key, key_of};
use super::{Difference, Kind, Named, Side, Strength, Words};
use crate::schema::{Layer, Schema};
use crate::statement::{Modality, Statement};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What differs behind one edge.
#[derive(Default)]
struct Behind<'p> {
    old: Vec<&'p Edge>,
    new: Vec<&'p Edge>,
    gone: Vec<&'p Statement>,
    come: Vec<&'p Statement>,
    kept: Vec<Pair<'p>>,
    reworded: Vec<Pair<'p>>,
    turned: bool,
}

/// Adds what differs of positions.
pub fn find(
    patch: &Patch,
    aligned: &Aligned,
    causes: &Causes,
    claims: &Claims,
    named: &Named,
    schema: &Schema,
    differences: &mut Vec<Difference>,
) {
    let mut edges: BTreeMap<EdgeKey, Behind> = BTreeMap::new();
    let key = |edge: &Edge, old: bool| {
        key_of((&edge.source, &edge.relation, &edge.target, edge.denied, edge.sign), aligned, old, schema)
    };
    for Change { old, new } in &patch.edges {
        if let Some(old) = old.as_ref().filter(|edge| edge.layer == Layer::Stance) {
            edges.entry(key(old, true)).or_default().old.push(old);
        }
        if let Some(new) = new.as_ref().filter(|edge| edge.layer == Layer::Stance) {
            edges.entry(key(new, false)).or_default().new.push(new);
        }
    }
    let before = |statement: &Statement| edge_key(statement, aligned, true, schema);
    let after = |statement: &Statement| edge_key(statement, aligned, false, schema);
    for statement in &claims.gone {
        edges.entry(before(statement)).or_default().gone.push(statement);
    }
    for statement in &claims.come {
        edges.entry(after(statement)).or_default().come.push(statement);
    }
    for pair in &claims.kept {
        edges.entry(after(pair.1)).or_default().kept.push(*pair);
    }
    for pair in &claims.reworded {
        edges.entry(after(pair.1)).or_default().reworded.push(*pair);
    }
    for (old, new) in &claims.turned {
        edges.entry(before(old)).or_default().turned = true;
        edges.entry(after(new)).or_default().turned = true;
    }
    let finder = Finder { aligned, causes, named, schema };
    finder.turned(claims, &edges, before, after, differences);
    let mut alone = Vec::new();
    for (key, behind) in &edges {
        alone.extend(finder.edge(key, behind));
    }
    finder.across_articles(alone, differences);
}

struct Finder<'a, 'p> {
    aligned: &'a Aligned<'p>,
    causes: &'a Causes<'p>,
    named: &'a Named<'a>,
    schema: &'a Schema,
}

impl<'p> Finder<'_, 'p> {
    /// What one article said and now says otherwise; like turns of one pair count as one.
    fn turned(
        &self,
        claims: &Claims<'p>,
        edges: &BTreeMap<EdgeKey, Behind<'p>>,
        before: impl Fn(&Statement) -> EdgeKey,
        after: impl Fn(&Statement) -> EdgeKey,
        differences: &mut Vec<Difference>,
    ) {
        type Turn = (EdgeKey, Modality, EdgeKey, Modality);
        let mut turns: BTreeMap<Turn, Vec<Pair>> = BTreeMap::new();
        for (old, new) in &claims.turned {
            let turn = (before(old), old.modality, after(new), new.modality);
            turns.entry(turn).or_default().push((old, new));
        }
        for ((from, old_modality, to, new_modality), pairs) in turns {
            let kind = self.kind((&from, old_modality), (&to, new_modality));
            let why = pairs
                .iter()
                .flat_map(|(old, new)| {
                    self.causes.of(old, true).into_iter().chain(self.causes.of(new, false))
                })
                .collect();
            let mut difference = self.difference(kind, &to, why);
            let sides = |key: &EdgeKey, modality: Modality, edges: &[&Edge], statements: Vec<&Statement>| {
                side(key, Some(modality), edges, statements)
            };
            let (olds, news) = pairs.into_iter().unzip();
            difference.old = Some(sides(&from, old_modality, &edges[&from].old, olds));
            difference.new = Some(sides(&to, new_modality, &edges[&to].new, news));
            differences.push(difference);
        }
    }

    /// The difference of an edge that no turn explains.
    fn edge(&self, key: &EdgeKey, behind: &Behind<'p>) -> Option<Difference> {
        let Behind { old, new, gone, come, kept, reworded, turned } = behind;
        let told = !(gone.is_empty() && come.is_empty() && kept.is_empty() && reworded.is_empty());
        let why = |gone: &[&Statement], come: &[&Statement]| -> BTreeSet<Cause> {
            let gone = gone.iter().flat_map(|statement| self.causes.of(statement, true));
            gone.chain(come.iter().flat_map(|statement| self.causes.of(statement, false))).collect()
        };
        let kind = match (old.is_empty(), new.is_empty()) {
            // Who said so, for one, is no part of an edge.
            (true, true) => return self.altered(key, kept, old, new),
            // A turn brought it or took it away.
            (true, false) if come.is_empty() && *turned => return None,
            (false, true) if gone.is_empty() && *turned => return None,
            (true, false) => Kind::Added,
            (false, true) => Kind::Removed,
            (false, false) if !gone.is_empty() || !come.is_empty() => Kind::Strength,
            (false, false) if !reworded.is_empty() => Kind::Reworded,
            (false, false) if told || *turned => {
                return self.altered(key, kept, old, new);
            }
            (false, false) => return self.edges_alone(key, old, new),
        };
        let (mut before, mut after) = (gone.clone(), come.clone());
        if kind == Kind::Reworded {
            before.extend(reworded.iter().map(|(old, _)| *old));
            after.extend(reworded.iter().map(|(_, new)| *new));
        }
        let mut why = why(&before, &after);
        if why.is_empty() {
            why = self.causes.of_program_alone();
        }
        let mut difference = self.difference(kind, key, why);
        difference.old = (!old.is_empty()).then(|| side(key, None, old, before));
        difference.new = (!new.is_empty()).then(|| side(key, None, new, after));
        Some(difference)
    }

    /// Attributes of statements that stayed.
    fn altered(&self, key: &EdgeKey, kept: &[Pair<'p>], old: &[&Edge], new: &[&Edge]) -> Option<Difference> {
        let (mut fields, mut why) = (BTreeMap::new(), BTreeSet::new());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (was, is) in kept {
            let found = self.fields(was, is);
            if !found.is_empty() {
                fields.extend(found);
                why.extend(self.causes.of(is, false));
                before.push(*was);
                after.push(*is);
            }
        }
        if fields.is_empty() {
            return None;
        }
        let mut difference = self.difference(Kind::Changed, key, why);
        difference.fields = fields;
        difference.old = Some(side(key, None, old, before));
        difference.new = Some(side(key, None, new, after));
        Some(difference)
    }

    /// Edges that differ though no statement does: graphs without statements, or changed by hand.
    fn edges_alone(&self, key: &EdgeKey, old: &[&Edge], new: &[&Edge]) -> Option<Difference> {
        let (before, after) = (Strength::of(old), Strength::of(new));
        let mut fields = BTreeMap::new();
        let values = |edges: &[&Edge]| {
            let confidence = edges.iter().map(|edge| edge.confidence).fold(0.0, f64::max);
            let about: BTreeSet<&String> = edges.iter().flat_map(|edge| &edge.about).collect();
            [
                ("confidence", Value::from(confidence)),
                ("about", Value::from(about.into_iter().cloned().collect::<Vec<_>>())),
            ]
        };
        for ((name, old), (_, new)) in values(old).into_iter().zip(values(new)) {
            if old != new {
                fields.insert(name.to_owned(), (old, new));
            }
        }
        let kind = if before != after {
            Kind::Strength
        } else if !fields.is_empty() {
            Kind::Changed
        } else {
            return None;
        };
        let mut difference = self.difference(kind, key, self.causes.of_program_alone());
        difference.fields = fields;
        difference.old = Some(side(key, None, old, Vec::new()));
        difference.new = Some(side(key, None, new, Vec::new()));
        Some(difference)
    }

    /// Joins an edge that went with one that came between the same ends, where the one is the other turned.
    fn across_articles(&self, mut alone: Vec<Difference>, differences: &mut Vec<Difference>) {
        let mut came: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        let ends = |difference: &Difference| {
            let id = |end: &Option<super::End>| end.as_ref().map_or(String::new(), |end| end.id.clone());
            (id(&difference.actor), id(&difference.target))
        };
        for (index, difference) in alone.iter().enumerate() {
            if difference.code == Kind::Added {
                came.entry(ends(difference)).or_default().push(index);
            }
        }
        let mut taken = BTreeSet::new();
        for index in 0..alone.len() {
            if alone[index].code != Kind::Removed {
                continue;
            }
            let candidates = came.get(&ends(&alone[index])).map_or(&[][..], Vec::as_slice);
            let turn = candidates.iter().filter(|other| !taken.contains(*other)).find_map(|other| {
                let (old, new) = (alone[index].old.as_ref()?, alone[*other].new.as_ref()?);
                let kind = self.kind_of_sides(old, new)?;
                Some((*other, kind))
            });
            let Some((other, kind)) = turn else { continue };
            taken.extend([index, other]);
            let (removed, added) = (alone[index].clone(), alone[other].clone());
            let why = removed.causes.into_iter().chain(added.causes).collect();
            let mut difference = Difference::new(kind, why);
            (difference.actor, difference.target) = (added.actor, added.target);
            (difference.old, difference.new) = (removed.old, added.new);
            differences.push(difference);
        }
        let rest = alone.drain(..).enumerate().filter(|(index, _)| !taken.contains(index));
        differences.extend(rest.map(|(_, difference)| difference));
    }

    /// The turn from one edge to another as a whole; `None` if they merely differ.
    fn kind_of_sides(&self, old: &Side, new: &Side) -> Option<Kind> {
        let relation = |side: &Side| side.relations.first().cloned().unwrap_or_default();
        let (old_relation, new_relation) = (relation(old), relation(new));
        let plain = |relation: &str| relation.split(',').next().unwrap_or_default().to_owned();
        let denied = |relation: &str| relation.ends_with(", denied");
        match (denied(&old_relation), denied(&new_relation)) {
            (false, true) => (plain(&old_relation) == plain(&new_relation)).then_some(Kind::Denied),
            (true, false) => (plain(&old_relation) == plain(&new_relation)).then_some(Kind::Affirmed),
            (true, true) => None,
            (false, false) => {
                let (from, to) = (old.sign.unwrap_or(0), new.sign.unwrap_or(0));
                if from * to < 0 {
                    return Some(Kind::Flipped);
                }
                self.degrees((&plain(&old_relation), from), (&plain(&new_relation), to))
            }
        }
    }

    fn kind(&self, (from, before): (&EdgeKey, Modality), (to, after): (&EdgeKey, Modality)) -> Kind {
        let denied = |modality| modality == Modality::Denied;
        let conditional = |modality| modality == Modality::Conditional;
        let (from_sign, to_sign) = (from.4.signum(), to.4.signum());
        if denied(before) != denied(after) {
            return if denied(after) { Kind::Denied } else { Kind::Affirmed };
        }
        if from_sign * to_sign < 0 {
            return Kind::Flipped;
        }
        if let Some(kind) = self.degrees((&from.1, from_sign), (&to.1, to_sign)) {
            return kind;
        }
        if conditional(before) != conditional(after) {
            return if conditional(after) { Kind::Conditional } else { Kind::Affirmed };
        }
        match (before, after) {
            (Modality::Intended, Modality::Asserted) => Kind::Hardened,
            (Modality::Asserted, Modality::Intended) => Kind::Softened,
            _ => Kind::Turned,
        }
    }

    /// Whether the one relation goes further than the other; an open position is short of any other.
    fn degrees(&self, from: (&str, i8), to: (&str, i8)) -> Option<Kind> {
        let degree = |(relation, sign): (&str, i8)| {
            if sign == 0 { Some(0) } else { self.schema.relations.get(relation).and_then(|r| r.degree) }
        };
        let (before, after) = (degree(from)?, degree(to)?);
        match before.cmp(&after) {
            std::cmp::Ordering::Less => Some(Kind::Hardened),
            std::cmp::Ordering::Greater => Some(Kind::Softened),
            std::cmp::Ordering::Equal => None,
        }
    }

    fn difference(&self, kind: Kind, (source, _, target, ..): &EdgeKey, why: BTreeSet<Cause>) -> Difference {
        let mut difference = Difference::new(kind, why);
        difference.actor = Some(self.named.end(source));
        difference.target = Some(self.named.end(target));
        difference
    }

    /// What differs of a claim that stayed, apart from its place and the names of its nodes.
    fn fields(&self, old: &Statement, new: &Statement) -> BTreeMap<String, (Value, Value)> {
        let mut fields = BTreeMap::new();
        let mut add = |name: &str, old: Value, new: Value| {
            if old != new {
                fields.insert(name.to_owned(), (old, new));
            }
        };
        let was = |id: &Option<String>| id.as_deref().map(|id| self.aligned.old_node(id).to_owned()).into();
        let is = |id: &Option<String>| id.as_deref().map(|id| self.aligned.new_node(id).to_owned()).into();
        let about = |statement: &Statement| statement.about.as_ref().map(|about| about.id.clone());
        add("about", was(&about(old)), is(&about(new)));
        add("speaker", was(&old.speaker), is(&new.speaker));
        add("represents", was(&old.represents), is(&new.represents));
        add("date", old.date.clone().into(), new.date.clone().into());
        add("publisher", old.publisher.clone().into(), new.publisher.clone().into());
        add("rule", old.rule.clone().into(), new.rule.clone().into());
        add("confidence", old.confidence.into(), new.confidence.into());
        fields
    }
}

/// What a difference shows of a position before or after.
fn side(
    (_, relation, _, denied, sign): &EdgeKey,
    modality: Option<Modality>,
    edges: &[&Edge],
    mut statements: Vec<&Statement>,
) -> Side {
    let modality = modality.or(denied.then_some(Modality::Denied)).filter(|m| *m != Modality::Asserted);
    let relation = modality.map_or_else(|| relation.clone(), |m| format!("{relation}, {}", m.as_str()));
    statements.sort_by(|a, b| (&a.date, &a.article, &a.evidence).cmp(&(&b.date, &b.article, &b.evidence)));
    let mut quotes: Vec<Words> = statements.into_iter().map(Words::of).collect();
    if quotes.is_empty() {
        quotes = edges.iter().filter_map(|edge| words(edge)).collect();
    }
    Side {
        relations: vec![relation],
        sign: Some(*sign),
        edges: edges.iter().map(|edge| edge.id.clone()).collect(),
        nodes: Vec::new(),
        strength: (!edges.is_empty()).then(|| Strength::of(edges)),
        quotes,
    }
}

/// An edge's own words, for graphs without statements.
fn words(edge: &Edge) -> Option<Words> {
    let quote = edge.evidence.as_ref()?;
    Some(Words {
        date: edge.first.clone(),
        publisher: edge.publishers.first().cloned(),
        article: quote.article.clone(),
        start: quote.evidence.start,
        end: quote.evidence.end,
        text: quote.evidence.text.clone(),
        statement: String::new(),
    })
}
