//! Stored results: what a build has written, or another program in the same formats.

use anyhow::{Context, bail};
use demarche::article::{Problem, Record};
use demarche::graph::{self, Build, Code, Correction, Finding, Graph, Keyed, Meta, Original, Store};
use demarche::statement::{self, Statement};
use serde::Deserialize;
use serde::de::DeserializeOwned;
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
    /// Corrections that were applied.
    pub corrections: Vec<Correction>,
    /// What corrected statements were as they were read.
    pub originals: Vec<Original>,
    /// Lines and files that do not have the form of their format.
    pub malformed: Vec<Finding>,
}

/// The file of corrections in the folder of a build.
pub const CORRECTIONS: &str = "corrections.jsonl";
/// The file of statements as they were before corrections.
pub const ORIGINALS: &str = "originals.jsonl";

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
    let graph = path.join("graph.json");
    if !graph.exists() && !path.join("statements.jsonl").exists() {
        bail!(
            "{}: holds neither graph.json nor statements.jsonl; name the folder of a build",
            path.display()
        );
    }
    if graph.exists() {
        stored.add_graph(open(&graph)?, "graph.json")?;
    }
    stored.add_truth(path)?;
    Ok(stored)
}

/// What the graph in `folder` says it was made from, and all else that a build stores there, without reading
/// the graph's nodes and edges. None if `folder` has no graph.
pub fn read_truth(folder: &Path) -> anyhow::Result<Option<(Meta, Stored)>> {
    /// The rest of `graph.json` is passed over.
    #[derive(Deserialize)]
    struct Head {
        meta: Meta,
    }
    let path = folder.join("graph.json");
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let Head { meta } = serde_json::from_slice(&text)
        .with_context(|| format!("{}: is no graph; build it anew with `demarche build`", path.display()))?;
    let mut stored = Stored::default();
    stored.add_truth(folder)?;
    Ok(Some((meta, stored)))
}

/// Reads a file of corrections, which need not be there; lines without an id get the one of their content.
pub fn corrections(path: &Path) -> anyhow::Result<(Vec<Correction>, Vec<Finding>)> {
    if !path.exists() {
        return Ok(Default::default());
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (mut corrections, malformed): (Vec<Correction>, _) = lines(open(path)?, &name, "correction")?;
    for correction in corrections.iter_mut().filter(|correction| correction.id.is_empty()) {
        correction.id = correction.content_id();
    }
    Ok((graph::unite([corrections]), malformed))
}

/// The corrections and originals in the folder of a build.
pub fn corrected(folder: &Path) -> anyhow::Result<(Vec<Correction>, Vec<Original>)> {
    let (corrections, mut malformed) = corrections(&folder.join(CORRECTIONS))?;
    let originals = folder.join(ORIGINALS);
    let mut read = Vec::new();
    if originals.exists() {
        let (items, more) = lines(open(&originals)?, ORIGINALS, "original of a statement")?;
        read = items;
        malformed.extend(more);
    }
    if let Some(finding) = malformed.first() {
        bail!("{}: {} {}; mend or remove the line", folder.display(), finding.place, finding.message);
    }
    Ok((corrections, read))
}

/// Reads JSON Lines; a line that is no `what` costs only itself.
fn lines<T: DeserializeOwned>(
    file: impl BufRead,
    name: &str,
    what: &str,
) -> anyhow::Result<(Vec<T>, Vec<Finding>)> {
    let (mut items, mut malformed) = (Vec::new(), Vec::new());
    for (index, line) in file.split(b'\n').enumerate() {
        let line = line.with_context(|| format!("{name}: cannot be read"))?;
        match serde_json::from_slice(&line) {
            Ok(item) => items.push(item),
            Err(_) if line.trim_ascii().is_empty() => {}
            Err(error) => {
                let (place, message) = (format!("{name}:{}", index + 1), format!("is no {what} ({error})"));
                malformed.push(Finding::new(Code::Malformed, place, message));
            }
        }
    }
    Ok((items, malformed))
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
    /// Adds all that a build stores in `folder` beside its graph.
    fn add_truth(&mut self, folder: &Path) -> anyhow::Result<()> {
        let [statements, records, originals] =
            ["statements.jsonl", "articles.jsonl", ORIGINALS].map(|name| folder.join(name));
        if statements.exists() {
            self.add_statements(open(&statements)?, "statements.jsonl")?;
        }
        if records.exists() {
            let (records, malformed) = lines(open(&records)?, "articles.jsonl", "record of an article")?;
            self.records = Some(records);
            self.malformed.extend(malformed);
        }
        let (corrections, malformed) = corrections(&folder.join(CORRECTIONS))?;
        self.corrections = corrections;
        self.malformed.extend(malformed);
        if originals.exists() {
            let (originals, malformed) = lines(open(&originals)?, ORIGINALS, "original of a statement")?;
            self.originals = originals;
            self.malformed.extend(malformed);
        }
        Ok(())
    }

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

    /// The statements and records as they were read, before corrections, sorted by id.
    pub fn store(&mut self) -> Store {
        let statements = std::mem::take(&mut self.statements).into_iter().map(|(_, statement)| statement);
        let statements = graph::restore(statements.collect(), &self.originals);
        Store { statements, records: self.records.take().unwrap_or_default() }
    }

    /// The build that `path` holds, its lists sorted; fails on anything malformed and without a graph.
    pub fn build(self, path: &Path) -> anyhow::Result<Build> {
        if let Some(finding) = self.malformed.first() {
            let (place, message) = (&finding.place, &finding.message);
            bail!("{}: {place} {message}; build it anew, or mend the file", path.display());
        }
        let (_, mut graph) = self
            .graph
            .with_context(|| format!("{}: holds no graph; make one with `demarche merge`", path.display()))?;
        let mut statements: Vec<Statement> = self.statements.into_iter().map(|(_, s)| s).collect();
        let mut records = self.records.unwrap_or_default();
        let mut originals = self.originals;
        sort(&mut graph.nodes, path)?;
        sort(&mut graph.edges, path)?;
        sort(&mut statements, path)?;
        sort(&mut records, path)?;
        sort(&mut originals, path)?;
        Ok(Build { graph, statements, records, corrections: self.corrections, originals })
    }
}

/// Sorts by key; two things of one key cannot be told apart.
fn sort<T: Keyed>(items: &mut [T], path: &Path) -> anyhow::Result<()> {
    items.sort_by(|a, b| a.key().cmp(&b.key()));
    if let Some(pair) = items.windows(2).find(|pair| pair[0].key() == pair[1].key()) {
        let (what, id) = (T::WHAT, pair[0].key().0);
        bail!("{}: two {what}s have the id `{id}`; `demarche validate` tells where", path.display());
    }
    Ok(())
}

fn finding(problem: &Problem) -> Finding {
    Finding::new(Code::Malformed, problem.place.clone(), problem.what.clone())
}
