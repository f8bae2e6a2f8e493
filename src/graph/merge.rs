//! Unites what several builds hold: their statements and the records of their articles.

use crate::article::Record;
use crate::statement::Statement;

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
    let mut stores = stores.into_iter();
    let mut all = stores.next().unwrap_or_default();
    for Store { statements, records } in stores {
        all.statements.extend(statements);
        all.records.extend(records);
    }
    let mut conflicts = Vec::new();
    unite(
        &mut all.statements,
        |statement| &statement.id,
        |statement, other| {
            if statement != other {
                conflicts.push(Conflict { what: "statement", id: statement.id.clone() });
            }
        },
    );
    unite(
        &mut all.records,
        |record| &record.id,
        |record, other| {
            if record.hash != other.hash {
                conflicts.push(Conflict { what: "article", id: record.id.clone() });
            }
        },
    );
    conflicts.sort();
    conflicts.dedup();
    (all, conflicts)
}

/// Sorts `items` by id and keeps of several with one id the smallest in written form; tells `meet` of any two such.
fn unite<T: PartialEq + serde::Serialize>(
    items: &mut Vec<T>,
    id: impl Fn(&T) -> &String,
    mut meet: impl FnMut(&T, &T),
) {
    let written = |value: &T| serde_json::to_string(value).unwrap_or_default();
    items.sort_unstable_by(|a, b| id(a).cmp(id(b)));
    items.dedup_by(|new, kept| {
        let again = id(new) == id(kept);
        if again {
            meet(new, kept);
            if new != kept && written(new) < written(kept) {
                std::mem::swap(new, kept);
            }
        }
        again
    });
}
