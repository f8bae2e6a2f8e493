//! Stored results: what a build has written, or another program in the same formats.

use anyhow::{Context, bail};
use demarche::article::{Problem, Record};
use demarche::graph::{Code, Finding, Graph};
use demarche::statement::{self, Statement};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

/// What one path holds; parts that are not there are empty.
#[derive(Default)]
pub struct Stored {
    /// The graph and its file's name.
    pub graph: Option<(String, Graph)>,
    /// Statements with the place of each.
    pub statements: Vec<(String, Statement)>,
    /// Records of articles, if there is a file of them.
    pub records: Option<Vec<Record>>,
    /// Lines and files that do not have the form of their format.
    pub malformed: Vec<Finding>,
}

/// Reads a build's folder, a `graph.json`, a file of statements, or statements on standard input (`-`).
pub fn read(path: &Path) -> anyhow::Result<Stored> {
    let mut stored = Stored::default();
    if path == Path::new("-") {
        stored.add_statements(std::io::stdin().lock(), "stdin")?;
        return Ok(stored);
    }
    if !path.is_dir() {
        let mut file = open(path)?;
        let name = path.display().to_string();
        let lines = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
        if !lines && is_graph(&mut file).with_context(|| format!("{name}: cannot be read"))? {
            stored.add_graph(file, &name)?;
        } else {
            stored.add_statements(file, &name)?;
        }
        return Ok(stored);
    }
    let (graph, statements, records) =
        (path.join("graph.json"), path.join("statements.jsonl"), path.join("articles.jsonl"));
    if !graph.exists() && !statements.exists() {
        bail!(
            "{}: holds neither graph.json nor statements.jsonl; name the folder of a build",
            path.display()
        );
    }
    if graph.exists() {
        stored.add_graph(open(&graph)?, "graph.json")?;
    }
    if statements.exists() {
        stored.add_statements(open(&statements)?, "statements.jsonl")?;
    }
    if records.exists() {
        stored.add_records(open(&records)?, "articles.jsonl")?;
    }
    Ok(stored)
}

pub fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    let file = File::open(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    Ok(BufReader::new(file))
}

/// Tells a graph from statements: its object has `nodes`, or goes on over the end of its first line.
fn is_graph(file: &mut BufReader<File>) -> std::io::Result<bool> {
    let mut first = Vec::new();
    file.read_until(b'\n', &mut first)?;
    file.rewind()?;
    Ok(match serde_json::from_slice::<serde_json::Value>(&first) {
        Ok(value) => value.get("nodes").is_some(),
        Err(error) => error.is_eof(),
    })
}

impl Stored {
    fn add_graph(&mut self, mut file: impl Read, name: &str) -> anyhow::Result<()> {
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(|| format!("{name}: cannot be read"))?;
        match serde_json::from_str(&text) {
            Ok(graph) => self.graph = Some((name.to_owned(), graph)),
            Err(error) => {
                let place = format!("{name}:{}", error.line());
                self.malformed.push(Finding::new(Code::Malformed, place, format!("is no graph ({error})")));
            }
        }
        Ok(())
    }

    fn add_statements(&mut self, file: impl BufRead, name: &str) -> anyhow::Result<()> {
        let lines = statement::read(file, name).with_context(|| format!("{name}: cannot be read"))?;
        let placed = lines.statements.into_iter().map(|(line, s)| (format!("{name}:{line}"), s));
        self.statements.extend(placed);
        self.malformed.extend(lines.malformed.iter().map(finding));
        Ok(())
    }

    fn add_records(&mut self, file: impl BufRead, name: &str) -> anyhow::Result<()> {
        let records = self.records.get_or_insert_default();
        for (index, line) in file.split(b'\n').enumerate() {
            let line = line.with_context(|| format!("{name}: cannot be read"))?;
            match serde_json::from_slice(&line) {
                Ok(record) => records.push(record),
                Err(_) if line.trim_ascii().is_empty() => {}
                Err(error) => {
                    let place = format!("{name}:{}", index + 1);
                    let message = format!("is no record of an article ({error})");
                    self.malformed.push(Finding::new(Code::Malformed, place, message));
                }
            }
        }
        Ok(())
    }
}

fn finding(problem: &Problem) -> Finding {
    Finding::new(Code::Malformed, problem.place.clone(), problem.what.clone())
}
