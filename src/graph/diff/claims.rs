//! Pairs the statements of two builds: the same claim, the same in other words, or one that took its place.

use super::super::{Change, Patch};
use super::align::Aligned;
use crate::schema::Schema;
use crate::statement::{Modality, Statement};
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// A statement before and after.
pub type Pair<'p> = (&'p Statement, &'p Statement);

/// An edge by what it says, whatever its ends are called: source, relation, target, denied, sign.
pub type EdgeKey = (String, String, String, bool, i8);

/// The statements that differ, paired.
#[derive(Debug, Default)]
pub struct Claims<'p> {
    /// The same claim in the same words; place or attributes may differ.
    pub kept: Vec<Pair<'p>>,
    /// The same claim of the same article in other words.
    pub reworded: Vec<Pair<'p>>,
    /// The same article and ends, but another relation or modality.
    pub turned: Vec<Pair<'p>>,
    /// Only in the old build.
    pub gone: Vec<&'p Statement>,
    /// Only in the new build.
    pub come: Vec<&'p Statement>,
}

impl<'p> Claims<'p> {
    pub fn new(patch: &'p Patch, aligned: &Aligned, schema: &Schema) -> Claims<'p> {
        let mut claims = Claims::default();
        for Change { old, new } in &patch.statements {
            match (old, new) {
                (Some(old), Some(new))
                    if claim(old, aligned, true, schema) == claim(new, aligned, false, schema) =>
                {
                    claims.kept.push((old, new));
                }
                _ => {
                    claims.gone.extend(old);
                    claims.come.extend(new);
                }
            }
        }
        let place = |s: &&Statement| (s.article.clone(), s.evidence.start, s.evidence.end, s.id.clone());
        claims.gone.sort_by_key(place);
        claims.come.sort_by_key(place);
        let article = |s: &Statement, old: bool| {
            if old { aligned.article(&s.article).to_owned() } else { s.article.clone() }
        };
        let Claims { kept, reworded, turned, gone, come } = &mut claims;
        pair(gone, come, kept, |s, old| {
            (article(s, old), claim(s, aligned, old, schema), s.evidence.start, s.evidence.end)
        });
        pair(gone, come, kept, |s, old| {
            (article(s, old), claim(s, aligned, old, schema), super::super::fold::folded(&s.evidence.text))
        });
        pair(gone, come, reworded, |s, old| (article(s, old), claim(s, aligned, old, schema)));
        let ends = |s: &Statement, old: bool| {
            let (actor, _, target, ..) = edge_key(s, aligned, old, schema);
            (article(s, old), actor, target)
        };
        pair(gone, come, turned, |s, old| (ends(s, old), super::super::fold::folded(&s.evidence.text)));
        pair(gone, come, turned, |s, old| ends(s, old));
        claims
    }
}

/// Moves what has equal keys from `gone` and `come` to `pairs`, in order.
fn pair<'p, K: Hash + Eq>(
    gone: &mut Vec<&'p Statement>,
    come: &mut Vec<&'p Statement>,
    pairs: &mut Vec<Pair<'p>>,
    key: impl Fn(&Statement, bool) -> K,
) {
    let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (index, statement) in come.iter().enumerate() {
        waiting.entry(key(statement, false)).or_default().push_back(index);
    }
    let mut taken = vec![false; come.len()];
    gone.retain(|old| {
        let Some(index) = waiting.get_mut(&key(old, true)).and_then(VecDeque::pop_front) else { return true };
        taken[index] = true;
        pairs.push((old, come[index]));
        false
    });
    let mut taken = taken.into_iter();
    come.retain(|_| !taken.next().unwrap_or(false));
}

/// What a statement claims, without its article.
fn claim(statement: &Statement, aligned: &Aligned, old: bool, schema: &Schema) -> (EdgeKey, Modality) {
    (edge_key(statement, aligned, old, schema), statement.modality)
}

/// The edge that a statement of the old or the new build stands behind.
pub fn edge_key(statement: &Statement, aligned: &Aligned, old: bool, schema: &Schema) -> EdgeKey {
    let denied = statement.modality == Modality::Denied;
    let Statement { actor, relation, target, sign, .. } = statement;
    key_of((&actor.id, relation, &target.id, denied, *sign), aligned, old, schema)
}

/// An edge's key from its parts as one of the builds has them.
pub fn key_of(
    (source, relation, target, denied, sign): (&str, &str, &str, bool, i8),
    aligned: &Aligned,
    old: bool,
    schema: &Schema,
) -> EdgeKey {
    let node = |id| if old { aligned.old_node(id) } else { aligned.new_node(id) };
    let (mut source, mut target) = (node(source), node(target));
    if schema.is_symmetric(relation) && target < source {
        (source, target) = (target, source);
    }
    (source.to_owned(), relation.to_owned(), target.to_owned(), denied, sign)
}
