//! The fields of nodes and edges, the same in every format: names, types and values.
//!
//! Names are lower case, free of blanks and avoid what programs take for themselves (`id`, `type`,
//! `source`, `key`, `color` ...). What is not known has no value. Text loses the characters that XML
//! forbids and is in normal form C; labels are on one line; lists are joined by `; `.

use crate::graph::{Edge, Graph, Node};
use crate::schema::{RESERVED, Schema, is_date};
use crate::statement::Modality;
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Display, Formatter, Write as _};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Whole(i64),
    Real(f64),
    Truth(bool),
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    /// Text that is a date, `YYYY-MM-DD` or shorter.
    Date,
    Whole,
    Real,
    Truth,
}

/// A field: its name and the type of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: Cow<'static, str>,
    pub kind: Type,
}

/// The values of one node or edge, in the order of the columns.
pub type Row<'a> = Vec<Option<Value<'a>>>;

/// The fields of an edge. `label` comes first, for Neo4j's importer.
pub static EDGE_COLUMNS: [Column; 22] = [
    column("label", Type::Text),
    column("relation", Type::Text),
    column("weight", Type::Real),
    column("sign", Type::Whole),
    column("layer", Type::Text),
    column("denied", Type::Truth),
    column("symmetric", Type::Truth),
    column("asserted", Type::Whole),
    column("intended", Type::Whole),
    column("conditional", Type::Whole),
    column("confidence", Type::Real),
    column("first_date", Type::Date),
    column("last_date", Type::Date),
    column("publishers", Type::Text),
    column("articles", Type::Text),
    column("about", Type::Text),
    column("role", Type::Text),
    column("evidence", Type::Text),
    column("evidence_article", Type::Text),
    column("evidence_start", Type::Whole),
    column("evidence_end", Type::Whole),
    column("statements", Type::Text),
];

const fn column(name: &'static str, kind: Type) -> Column {
    Column { name: Cow::Borrowed(name), kind }
}

/// The values of `edge` for [`EDGE_COLUMNS`].
pub fn edge<'a>(edge: &'a Edge, schema: &Schema) -> Row<'a> {
    let count = |modality| whole(edge.modalities.get(&modality).copied().unwrap_or(0));
    let quote = edge.evidence.as_ref();
    vec![
        Some(Value::Text(line(&edge.relation))),
        Some(Value::Text(line(&edge.relation))),
        Some(Value::Real(edge.weight)),
        Some(Value::Whole(i64::from(edge.sign))),
        Some(Value::Text(Cow::Borrowed(edge.layer.as_str()))),
        Some(Value::Truth(edge.denied)),
        Some(Value::Truth(schema.is_symmetric(&edge.relation))),
        count(Modality::Asserted),
        count(Modality::Intended),
        count(Modality::Conditional),
        Some(Value::Real(edge.confidence)),
        text(edge.first.as_deref().map(line)),
        text(edge.last.as_deref().map(line)),
        list(&edge.publishers),
        list(&edge.articles),
        list(&edge.about),
        text(edge.role.as_deref().map(clean)),
        text(quote.map(|quote| clean(&quote.evidence.text))),
        text(quote.map(|quote| clean(&quote.article))),
        quote.and_then(|quote| whole(quote.evidence.start)),
        quote.and_then(|quote| whole(quote.evidence.end)),
        list(&edge.statements),
    ]
}

/// The fields of the nodes of a graph.
pub struct Nodes<'a> {
    all: &'a [Node],
    names: Vec<Cow<'a, str>>,
    /// The attribute of each of the columns between `aliases` and `articles`.
    attributes: Vec<&'a str>,
    pub columns: Vec<Column>,
}

impl<'a> Nodes<'a> {
    pub fn new(graph: &'a Graph) -> Nodes<'a> {
        let mut attributes: IndexMap<&str, Type> = IndexMap::new();
        for node in &graph.nodes {
            for (key, value) in &node.attributes {
                let kind = if is_date(value) { Type::Date } else { Type::Text };
                let known = attributes.entry(key).or_insert(kind);
                if kind == Type::Text {
                    *known = kind;
                }
            }
        }
        let own = attributes.iter().map(|(key, kind)| Column { name: attribute_name(key), kind: *kind });
        let first =
            [("label", Type::Text), ("name", Type::Text), ("kind", Type::Text), ("aliases", Type::Text)];
        let last = [("articles", Type::Text), ("statements", Type::Whole)];
        let fixed = |(name, kind)| column(name, kind);
        let columns = first.map(fixed).into_iter().chain(own).chain(last.map(fixed)).collect();
        let attributes = attributes.into_keys().collect();
        Nodes { all: &graph.nodes, names: names(graph), attributes, columns }
    }

    /// Every node with its values for the columns.
    pub fn rows(&self) -> impl Iterator<Item = (&'a Node, Row<'_>)> {
        self.all.iter().zip(&self.names).map(|(node, name)| {
            let mut row = vec![
                Some(Value::Text(line(&node.label))),
                Some(Value::Text(Cow::Borrowed(name.as_ref()))),
                Some(Value::Text(Cow::Borrowed(node.kind.as_str()))),
                list(&node.aliases),
            ];
            let value = |key: &&str| text(node.attributes.get(*key).map(|value| clean(value)));
            row.extend(self.attributes.iter().map(value));
            row.extend([list(&node.articles), whole(node.statements)]);
            (node, row)
        })
    }
}

/// The values that are there, with their columns.
pub fn present<'a, 'b>(
    columns: &'a [Column],
    row: &'a Row<'b>,
) -> impl Iterator<Item = (&'a Column, &'a Value<'b>)> {
    columns.iter().zip(row).filter_map(|(column, value)| Some((column, value.as_ref()?)))
}

impl Value<'_> {
    /// The value as text; a number is written into `scratch`.
    pub fn shown<'s>(&'s self, scratch: &'s mut String) -> &'s str {
        match self {
            Value::Text(text) => text,
            number => {
                scratch.clear();
                let _ = write!(scratch, "{number}");
                scratch
            }
        }
    }
}

impl Display for Value<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => out.write_str(text),
            Value::Whole(number) => write!(out, "{number}"),
            Value::Real(number) => write!(out, "{number:?}"),
            Value::Truth(truth) => write!(out, "{truth}"),
        }
    }
}

/// A node's labels made unique, as programs need that look nodes up by them.
fn names(graph: &Graph) -> Vec<Cow<'_, str>> {
    let labels: Vec<Cow<str>> = graph.nodes.iter().map(|node| line(&node.label)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for label in &labels {
        *seen.entry(label).or_default() += 1;
    }
    let name = |(label, node): (&Cow<'_, str>, &Node)| {
        (seen[label.as_ref()] > 1).then(|| format!("{label} [{}]", node.id))
    };
    let several: Vec<Option<String>> = labels.iter().zip(&graph.nodes).map(name).collect();
    labels.into_iter().zip(several).map(|(label, name)| name.map_or(label, Cow::Owned)).collect()
}

/// A name for an attribute that other writers chose, safe in every format: `x_` marks what was changed.
fn attribute_name(key: &str) -> Cow<'static, str> {
    let plain: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let begins_well = plain.starts_with(|c: char| c.is_ascii_lowercase());
    let fits = plain == key && begins_well && !RESERVED.contains(&key);
    Cow::Owned(if fits { plain } else { format!("x_{plain}") })
}

fn text(value: Option<Cow<'_, str>>) -> Option<Value<'_>> {
    value.filter(|value| !value.is_empty()).map(Value::Text)
}

fn whole<'a>(count: usize) -> Option<Value<'a>> {
    Some(Value::Whole(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// A list as one text: items on one line, joined by `; `. In an item with a semicolon or backslash both get
/// a backslash before them, so that [`split`] finds the items again.
fn list(items: &[String]) -> Option<Value<'_>> {
    match items {
        [] => None,
        [one] => text(Some(escaped(one))),
        _ => text(Some(Cow::Owned(items.iter().map(|item| escaped(item)).collect::<Vec<_>>().join("; ")))),
    }
}

fn escaped(item: &str) -> Cow<'_, str> {
    let item = line(item);
    if item.contains([';', '\\']) {
        return Cow::Owned(item.replace('\\', "\\\\").replace(';', "\\;"));
    }
    item
}

/// The items of a list that [`list`] joined.
pub fn split(text: &str) -> Vec<String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => item.extend(chars.next().or(Some('\\'))),
            ';' => items.push(std::mem::take(&mut item)),
            _ => item.push(c),
        }
    }
    items.push(item);
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// `text` on one line.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_plain_line(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let text = clean(text);
    let folded = text.trim() == text
        && !text.contains("  ")
        && !text.contains(|c: char| c != ' ' && c.is_whitespace());
    if folded { text } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// Whether `text` is printable ASCII with single blanks, and none at its ends, as most text is.
///
/// Goes through all of it without a branch, which processors do sixteen bytes at a time.
#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte would make it several times slower")]
fn is_plain_line(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else { return true };
    let within = text.iter().zip(rest).fold(true, |plain, (byte, next)| {
        plain & (b' '..=b'~').contains(next) & ((*byte != b' ') | (*next != b' '))
    });
    within && (b'!'..=b'~').contains(first) && text.last() != Some(&b' ')
}

/// `text` in normal form C without the characters that XML 1.0 forbids.
pub fn clean(text: &str) -> Cow<'_, str> {
    // No branch, as in `is_plain_line`.
    if text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if is_nfc(text) {
        if text.contains(forbidden) {
            Cow::Owned(text.chars().filter(|c| !forbidden(*c)).collect())
        } else {
            Cow::Borrowed(text)
        }
    } else {
        Cow::Owned(text.nfc().filter(|c| !forbidden(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(items: &[&str], joined: &str) {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        assert_eq!(list(&items).map(|value| value.to_string()).unwrap_or_default(), joined);
        assert_eq!(split(joined), items);
    }

    #[test]
    fn lists_come_back_as_they_were() {
        check(&[], "");
        check(&["A"], "A");
        check(&["A & B", "C"], "A & B; C");
        check(&["A; B", "C"], r"A\; B; C");
        check(&["A\\", "C"], r"A\\; C");
    }
}
