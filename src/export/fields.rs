//! The fields of nodes and edges, the same in every format: names, types and values.
//!
//! Names are lower case, free of blanks and avoid what programs take for themselves (`id`, `type`,
//! `source`, `key`, `color` ...). What is not known has no value. Text loses the characters that XML
//! forbids and is in normal form C; labels are on one line.

use crate::graph::{Edge, Graph, Node};
use crate::schema::{RESERVED, Schema};
use crate::statement::Modality;
use indexmap::IndexMap;
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Whole(i64),
    Real(f64),
    Truth(bool),
}

/// Fields by name, in the order of the file.
pub type Fields = IndexMap<String, Value>;

/// A node's labels are unique in `name`, which programs use to look nodes up.
pub fn names(graph: &Graph) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for node in &graph.nodes {
        *seen.entry(&node.label).or_default() += 1;
    }
    let name = |node: &Node| match seen[node.label.as_str()] {
        1 => line(&node.label),
        _ => format!("{} [{}]", line(&node.label), node.id),
    };
    graph.nodes.iter().map(name).collect()
}

pub fn node(node: &Node, name: &str) -> Fields {
    let mut fields = Fields::new();
    let mut text = |key: &str, value: String| add_text(&mut fields, key, value);
    text("label", line(&node.label));
    text("name", name.to_owned());
    text("kind", node.kind.clone());
    text("aliases", joined(&node.aliases));
    for (key, value) in &node.attributes {
        text(&attribute_name(key), clean(value));
    }
    text("articles", joined(&node.articles));
    fields.insert("statements".to_owned(), whole(node.statements));
    fields
}

pub fn edge(edge: &Edge, schema: &Schema) -> Fields {
    let mut fields = Fields::new();
    fields.insert("label".to_owned(), Value::Text(line(&edge.relation)));
    fields.insert("relation".to_owned(), Value::Text(line(&edge.relation)));
    fields.insert("weight".to_owned(), Value::Real(edge.weight));
    fields.insert("sign".to_owned(), Value::Whole(i64::from(edge.sign)));
    fields.insert("layer".to_owned(), Value::Text(edge.layer.as_str().to_owned()));
    fields.insert("denied".to_owned(), Value::Truth(edge.denied));
    fields.insert("symmetric".to_owned(), Value::Truth(schema.is_symmetric(&edge.relation)));
    for modality in [Modality::Asserted, Modality::Intended, Modality::Conditional] {
        let count = edge.modalities.get(&modality).copied().unwrap_or(0);
        fields.insert(modality.as_str().to_owned(), whole(count));
    }
    fields.insert("confidence".to_owned(), Value::Real(edge.confidence));
    let mut text = |key: &str, value: String| add_text(&mut fields, key, value);
    text("first_date", edge.first.clone().unwrap_or_default());
    text("last_date", edge.last.clone().unwrap_or_default());
    text("publishers", joined(&edge.publishers));
    text("articles", joined(&edge.articles));
    text("about", joined(&edge.about));
    text("role", edge.role.as_deref().map(clean).unwrap_or_default());
    if let Some(quote) = &edge.evidence {
        text("evidence", clean(&quote.evidence.text));
        text("evidence_article", clean(&quote.article));
        fields.insert("evidence_start".to_owned(), whole(quote.evidence.start));
        fields.insert("evidence_end".to_owned(), whole(quote.evidence.end));
    }
    add_text(&mut fields, "statements", joined(&edge.statements));
    fields
}

/// The names of all fields that occur, in order, with an example value for the type.
pub fn columns(rows: impl Iterator<Item = Fields>) -> Fields {
    let mut columns = Fields::new();
    for row in rows {
        let mut last = 0;
        for (name, value) in row {
            // A field first seen in a later row goes where that row has it.
            if let Some(index) = columns.get_index_of(&name) {
                last = index + 1;
            } else {
                columns.shift_insert(last, name, value);
                last += 1;
            }
        }
    }
    columns
}

/// A name for an attribute that other writers chose, safe in every format: `x_` marks what was changed.
fn attribute_name(key: &str) -> String {
    let plain: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let begins_well = plain.starts_with(|c: char| c.is_ascii_lowercase());
    if plain == key && begins_well && !RESERVED.contains(&key) { plain } else { format!("x_{plain}") }
}

fn add_text(fields: &mut Fields, key: &str, value: String) {
    if !value.is_empty() {
        fields.insert(key.to_owned(), Value::Text(value));
    }
}

fn whole(count: usize) -> Value {
    Value::Whole(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A list as one text.
fn joined(items: &[String]) -> String {
    items.iter().map(|item| line(item)).collect::<Vec<_>>().join("; ")
}

/// `text` on one line.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` in normal form C without the characters that XML 1.0 forbids.
pub fn clean(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if is_nfc(text) { text.chars().filter(allowed).collect() } else { text.nfc().filter(allowed).collect() }
}
