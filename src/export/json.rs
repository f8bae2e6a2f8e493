//! Graphs as JSON: what the formats of networkx, Cytoscape and graphology have in common.
//!
//! Fields that are not known are left out, for `null` would change a column's type; numbers are finite.

use super::fields::{Column, Row, Value, present};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// Fields of a node or edge as one object: `fixed` text first, then the fields that are there.
pub struct Object<'a> {
    pub fixed: &'a [(&'a str, &'a str)],
    pub columns: &'a [Column],
    pub row: &'a Row<'a>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, text) in self.fixed {
            map.serialize_entry(key, text)?;
        }
        let fixed = |column: &Column| self.fixed.iter().any(|(key, _)| *key == column.name);
        for (column, value) in present(self.columns, self.row).filter(|(column, _)| !fixed(column)) {
            map.serialize_entry(column.name.as_ref(), value)?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Whole(number) => serializer.serialize_i64(*number),
            Value::Real(number) => serializer.serialize_f64(*number),
            Value::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}

/// Writes the objects that `write` writes as the elements of a list, one a line.
pub fn elements<T>(
    items: impl Iterator<Item = T>,
    out: &mut dyn Write,
    mut write: impl FnMut(T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    for (index, item) in items.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        write(item, out)?;
    }
    out.write_all(b"\n")
}

/// Writes `value` as JSON on one line.
pub fn value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
}
