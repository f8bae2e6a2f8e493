//! Compares two stored builds without holding what they share.
//!
//! A build's files have one item a line, sorted by id, so equal lines are passed over as bytes and only
//! the others are parsed: time is that of reading, memory that of the difference. Files of another shape
//! are read whole.

use super::stored;
use anyhow::Context;
use demarche::graph::{self, Change, Keyed, Meta, Patch};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// How two builds differ.
pub struct Compared {
    /// What they do not share.
    pub patch: Patch,
    /// Labels of the new graph's nodes.
    pub labels: HashMap<String, String>,
}

/// Compares the builds at `old` and `new`: folders, or files with a graph.
pub fn compare(old: &Path, new: &Path) -> anyhow::Result<Compared> {
    if let Some(compared) = by_lines(old, new)? {
        return Ok(compared);
    }
    let (old, new) = (stored::read(old)?.build(old)?, stored::read(new)?.build(new)?);
    let labels = new.graph.nodes.iter().map(|node| (node.id.clone(), node.label.clone())).collect();
    Ok(Compared { patch: graph::patch(&old, &new), labels })
}

/// `None` where a file does not have the shape that a build writes.
fn by_lines(old: &Path, new: &Path) -> anyhow::Result<Option<Compared>> {
    let files = ["graph.json", "statements.jsonl", "articles.jsonl"];
    if !files.iter().all(|file| old.join(file).is_file() && new.join(file).is_file()) {
        return Ok(None);
    }
    let mut patch = Patch::default();
    let mut labels = HashMap::new();
    let (mut before, mut after) = (Lines::open(old, files[0])?, Lines::open(new, files[0])?);
    let (Some(old_meta), Some(new_meta)) = (before.meta()?, after.meta()?) else { return Ok(None) };
    patch.meta = (old_meta, new_meta);
    let mut label = |line: &[u8]| {
        #[derive(Deserialize)]
        struct Labelled {
            id: String,
            label: String,
        }
        if let Ok(Labelled { id, label }) = serde_json::from_slice(line) {
            labels.insert(id, label);
        }
    };
    for section in ["\"nodes\":[", "\"edges\":["] {
        if !(before.begins(section)? && after.begins(section)?) {
            return Ok(None);
        }
        let joined = if section.contains("nodes") {
            join(&mut before, &mut after, &mut patch.nodes, &mut label)?
        } else {
            join(&mut before, &mut after, &mut patch.edges, &mut |_| {})?
        };
        if !joined {
            return Ok(None);
        }
    }
    let (mut before, mut after) = (Lines::open(old, files[1])?, Lines::open(new, files[1])?);
    if !join(&mut before, &mut after, &mut patch.statements, &mut |_| {})? {
        return Ok(None);
    }
    let (mut before, mut after) = (Lines::open(old, files[2])?, Lines::open(new, files[2])?);
    if !join(&mut before, &mut after, &mut patch.records, &mut |_| {})? {
        return Ok(None);
    }
    for corrected in [stored::CORRECTIONS, stored::ORIGINALS] {
        if old.join(corrected).exists() || new.join(corrected).exists() {
            let (old, new) = (stored::corrected(old)?, stored::corrected(new)?);
            patch.corrections = graph::differing(&old.0, &new.0);
            patch.originals = graph::differing(&old.1, &new.1);
            break;
        }
    }
    Ok(Some(Compared { patch, labels }))
}

/// Lines of a file, one ahead.
struct Lines {
    name: String,
    file: BufReader<File>,
    line: Vec<u8>,
    number: usize,
    ended: bool,
}

impl Lines {
    fn open(folder: &Path, name: &str) -> anyhow::Result<Lines> {
        let path = folder.join(name);
        let name = path.display().to_string();
        let file = File::open(&path).with_context(|| format!("{name}: cannot be read"))?;
        let file = BufReader::with_capacity(1 << 20, file);
        let mut lines = Lines { name, file, line: Vec::new(), number: 0, ended: false };
        lines.next()?;
        Ok(lines)
    }

    fn next(&mut self) -> anyhow::Result<()> {
        self.line.clear();
        let read = self.file.read_until(b'\n', &mut self.line);
        let read = read.with_context(|| format!("{}: cannot be read", self.name))?;
        (self.ended, self.number) = (read == 0, self.number + 1);
        while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.pop();
        }
        Ok(())
    }

    /// The meta of a graph's first line.
    fn meta(&mut self) -> anyhow::Result<Option<Meta>> {
        let meta = self.line.strip_prefix(b"{\"meta\":").and_then(|line| line.strip_suffix(b","));
        let meta = meta.and_then(|meta| serde_json::from_slice(meta).ok());
        self.next()?;
        Ok(meta)
    }

    /// Whether the line opens a section, after what closes the one before.
    fn begins(&mut self, section: &str) -> anyhow::Result<bool> {
        if self.line == b"]," {
            self.next()?;
        }
        let begins = self.line == section.as_bytes();
        self.next()?;
        Ok(begins)
    }

    /// The item on this line; `None` at the end of a section or file.
    fn item(&self) -> Option<&[u8]> {
        let end = self.ended || self.line.first() == Some(&b']');
        (!end).then(|| self.line.strip_suffix(b",").unwrap_or(&self.line))
    }

    fn parsed<T: DeserializeOwned + Keyed>(&self, item: &[u8]) -> anyhow::Result<T> {
        serde_json::from_slice(item).with_context(|| {
            format!("{}:{}: is no {}; build it anew, or mend the line", self.name, self.number, T::WHAT)
        })
    }
}

/// The id that an item's line begins with.
fn key(item: &[u8]) -> Option<&[u8]> {
    let rest = item.strip_prefix(b"{\"id\":\"").filter(|_| item.ends_with(b"}"))?;
    let id = &rest[..rest.iter().position(|byte| *byte == b'"')?];
    // Bytes of escapes do not sort as what they stand for.
    (!id.contains(&b'\\')).then_some(id)
}

/// Adds to `changes` what two sorted lists do not share; false if a line does not have the shape for it.
fn join<T: Keyed + DeserializeOwned + PartialEq>(
    old: &mut Lines,
    new: &mut Lines,
    changes: &mut Vec<Change<T>>,
    seen: &mut dyn FnMut(&[u8]),
) -> anyhow::Result<bool> {
    // The keys taken last: a list whose keys do not rise is not sorted, or has an id twice.
    let mut taken: [Option<Vec<u8>>; 2] = [None, None];
    loop {
        let (before, after) = (old.item(), new.item());
        let keys = [before.map(key), after.map(key)];
        if keys.contains(&Some(None)) {
            return Ok(false);
        }
        let [before_key, after_key] = keys.map(Option::flatten);
        let falls = |key: Option<&[u8]>, taken: &Option<Vec<u8>>| {
            key.zip(taken.as_deref()).is_some_and(|(key, taken)| key <= taken)
        };
        if falls(before_key, &taken[0]) || falls(after_key, &taken[1]) {
            return Ok(false);
        }
        let (take_old, take_new) = match (before_key, after_key) {
            (None, None) => return Ok(true),
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            (Some(a), Some(b)) => (a <= b, b <= a),
        };
        if take_new && let Some(after) = after {
            seen(after);
        }
        if !(take_old && take_new && before == after) {
            let parse = |take: bool, lines: &Lines, item: Option<&[u8]>| {
                item.filter(|_| take).map(|item| lines.parsed::<T>(item)).transpose()
            };
            let change = Change { old: parse(take_old, old, before)?, new: parse(take_new, new, after)? };
            if change.old != change.new {
                changes.push(change);
            }
        }
        let [last_old, last_new] = &mut taken;
        keep(last_old, before_key.filter(|_| take_old));
        keep(last_new, after_key.filter(|_| take_new));
        if take_old {
            old.next()?;
        }
        if take_new {
            new.next()?;
        }
    }
}

/// Copies `key`, if there is one, over the last one.
fn keep(last: &mut Option<Vec<u8>>, key: Option<&[u8]>) {
    if let Some(key) = key {
        let last = last.get_or_insert_default();
        last.clear();
        last.extend_from_slice(key);
    }
}
