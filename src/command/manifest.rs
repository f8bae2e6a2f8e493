//! `inputs.jsonl`: what became of every input.

use demarche::article::{Problem, Record};
use demarche::statement::Statement;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;

/// The file's name.
pub const NAME: &str = "inputs.jsonl";

/// One line: a file that was read, or a file or a piece of one that was skipped.
#[derive(Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
enum Line {
    Read { input: String, articles: usize, statements: usize },
    Skipped { input: String, why: String, remedy: String },
}

/// Writes what became of the inputs of `statements` and `records`, and of those that were skipped.
///
/// Files that were read come first, sorted; the counts are taken from the records, so that merged parts tell
/// the same as one run.
pub fn write(
    statements: &[Statement],
    records: &[Record],
    skipped: &[Problem],
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for statement in statements {
        *counts.entry(&statement.article).or_default() += 1;
    }
    let mut files: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.file.is_empty()) {
        let (articles, found) = files.entry(file_of(&record.file)).or_default();
        *articles += 1;
        *found += counts.get(record.id.as_str()).copied().unwrap_or(0);
    }
    let read = files.into_iter().map(|(input, (articles, statements))| Line::Read {
        input: input.to_owned(),
        articles,
        statements,
    });
    let skipped = skipped.iter().map(|Problem { place, what, remedy }| Line::Skipped {
        input: place.clone(),
        why: what.clone(),
        remedy: remedy.clone(),
    });
    for line in read.chain(skipped) {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// What the manifest in `folder` says was skipped; nothing if there is none.
pub fn skipped(folder: &Path) -> Vec<Problem> {
    let text = std::fs::read_to_string(folder.join(NAME)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| serde_json::from_str(line).ok());
    let problem = |line| match line {
        Line::Read { .. } => None,
        Line::Skipped { input, why, remedy } => Some(Problem { place: input, what: why, remedy }),
    };
    lines.filter_map(problem).collect()
}

/// The file of an article's place, which may end in a number.
fn file_of(place: &str) -> &str {
    match place.rsplit_once(':') {
        Some((file, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => file,
        _ => place,
    }
}
