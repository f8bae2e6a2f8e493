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
/// Records of one article that differ in where it was found only are no conflict. Of two different things
/// with one id the smaller in written form is kept and the conflict is returned, so nothing goes
/// unnoticed. Any grouping and order of `stores` gives the same result.
pub fn merge(stores: impl IntoIterator<Item = Store>) -> (Store, Vec<Conflict>) {
    let (mut statements, mut records) = (BTreeMap::new(), BTreeMap::new());
    let mut conflicts = Vec::new();
    for store in stores {
        for statement in store.statements {
            let id = statement.id.clone();
            if !insert(&mut statements, &id, statement, |a, b| a == b) {
                conflicts.push(Conflict { what: "statement", id });
            }
        }
        for record in store.records {
            let id = record.id.clone();
            if !insert(&mut records, &id, record, |a: &Record, b| a.hash == b.hash) {
                conflicts.push(Conflict { what: "article", id });
            }
        }
    }
    conflicts.sort();
    conflicts.dedup();
    let (statements, records) = (statements.into_values().collect(), records.into_values().collect());
    (Store { statements, records }, conflicts)
}

/// Inserts `new`, or keeps the smaller in written form; false if the two are not `same`.
fn insert<T: PartialEq + serde::Serialize>(
    known: &mut BTreeMap<String, T>,
    id: &str,
    new: T,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    let written = |value: &T| serde_json::to_string(value).unwrap_or_default();
    let Some(old) = known.get_mut(id) else {
        known.insert(id.to_owned(), new);
        return true;
    };
    let agreed = same(old, &new);
    if *old != new && written(&new) < written(old) {
        *old = new;
    }
    agreed
}
