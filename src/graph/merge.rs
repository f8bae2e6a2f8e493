//! Unites what several builds hold: their statements and the records of their articles.

use crate::article::Record;
use crate::statement::Statement;
use std::collections::BTreeMap;

/// The stored truth of a build: what the graph is folded from. Sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// All statements.
    pub statements: Vec<Statement>,
    /// One record for each article.
    pub records: Vec<Record>,
}

/// Two inputs that give one id to different things; the one kept does not depend on their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// `statement` or `article`.
    pub what: &'static str,
    /// The id.
    pub id: String,
}

/// Unites `stores`. What stands in several of them counts once.
///
/// Of two different things with one id the smaller in written form is kept and the conflict is
/// returned, so nothing goes unnoticed. Any grouping and order of `stores` gives the same result.
pub fn merge(stores: impl IntoIterator<Item = Store>) -> (Store, Vec<Conflict>) {
    let (mut statements, mut records) = (BTreeMap::new(), BTreeMap::new());
    let mut conflicts = Vec::new();
    for store in stores {
        for statement in store.statements {
            let id = statement.id.clone();
            insert(&mut statements, id, statement, "statement", &mut conflicts);
        }
        for record in store.records {
            let id = record.id.clone();
            insert(&mut records, id, record, "article", &mut conflicts);
        }
    }
    conflicts.sort();
    conflicts.dedup();
    let (statements, records) = (statements.into_values().collect(), records.into_values().collect());
    (Store { statements, records }, conflicts)
}

fn insert<T: PartialEq + serde::Serialize>(
    known: &mut BTreeMap<String, T>,
    id: String,
    new: T,
    what: &'static str,
    conflicts: &mut Vec<Conflict>,
) {
    let written = |value: &T| serde_json::to_string(value).unwrap_or_default();
    match known.get_mut(&id) {
        None => drop(known.insert(id, new)),
        Some(old) if *old == new => {}
        Some(old) => {
            conflicts.push(Conflict { what, id });
            if written(&new) < written(old) {
                *old = new;
            }
        }
    }
}
