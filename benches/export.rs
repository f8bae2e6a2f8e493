//! Writes a large made-up graph in every format but pictures and tells megabytes a second of processor time and
//! memory.
//!
//! `export EDGES [FOLDER]`: with FOLDER the files stay there, for `export.py`; otherwise the bytes are
//! counted and thrown away. One thread, the best of three runs a format.

#![allow(clippy::cast_precision_loss, reason = "megabytes are small")]

use demarche::export::{Content, Format, Options};
use demarche::graph::{Edge, Graph, Meta, Node};
use demarche::schema::Schema;
use demarche::statement::Statement;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const RUNS: usize = 3;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Counts what it is given.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(count) = arguments.first().and_then(|count| count.parse().ok()) else {
        println!("export: no number of edges given, nothing measured; see benches/README.md");
        return;
    };
    let folder = arguments.get(1).map(PathBuf::from);
    let schema = Schema::embedded();
    let graph = graph(count);
    let content = Content { graph: &graph, statements: &[], records: &[], schema: &schema };
    // A table of statements has a row for each, not for each edge; the database holds it all at once.
    let rows = [Format::Statements, Format::Sqlite];
    let pictures = [Format::Svg, Format::Png];
    for format in
        Format::ALL.into_iter().filter(|format| !rows.contains(format) && !pictures.contains(format))
    {
        measure(format, &content, folder.as_deref());
    }
    measure(Format::Sqlite, &content, folder.as_deref());
    drop(graph);
    let (graph, statements) =
        (Graph { meta: Meta::default(), nodes: Vec::new(), edges: Vec::new() }, statements(count));
    let content = Content { graph: &graph, statements: &statements, records: &[], schema: &schema };
    measure(Format::Statements, &content, folder.as_deref());
}

fn measure(format: Format, content: &Content, folder: Option<&Path>) {
    forget_peak();
    let before = peak();
    let mut best = f64::INFINITY;
    let mut bytes = 0;
    for _ in 0..RUNS {
        let started = seconds();
        bytes = format.files().iter().map(|(name, write)| written(name, *write, content, folder)).sum();
        best = best.min(seconds() - started);
    }
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{:12}{megabytes:8.0} MB {best:7.2} s {:7.0} MB/s {:6.0} MB more memory at the peak",
        format.about().name,
        megabytes / best,
        peak().saturating_sub(before) as f64 / 1e3,
    );
}

/// Writes one file and returns its size.
fn written(
    name: &str,
    write: fn(&Content, Options, &mut dyn Write) -> std::io::Result<()>,
    content: &Content,
    folder: Option<&Path>,
) -> u64 {
    let mut counter = Counter(0);
    if let Some(folder) = folder {
        let file = std::fs::File::create(folder.join(name)).expect("the folder is writable");
        let mut file = BufWriter::new(file);
        write(content, Options::default(), &mut file).expect("the disk has room");
        file.flush().expect("the disk has room");
        return std::fs::metadata(folder.join(name)).expect("it was written").len();
    }
    let mut out = BufWriter::new(&mut counter);
    write(content, Options::default(), &mut out).expect("counting never fails");
    drop(out);
    counter.0
}

/// A graph of `count` edges between a hundredth as many nodes, with fields as long as those of news.
fn graph(count: usize) -> Graph {
    let nodes = (count / 100).max(2);
    let id =
        |index: usize| format!("{}:n{:07}", if index.is_multiple_of(2) { "state" } else { "treaty" }, index);
    let node = |index: usize| Node {
        id: id(index),
        kind: id(index).split(':').next().unwrap_or_default().to_owned(),
        label: format!("Made-up entity number {index}"),
        aliases: vec![format!("Entity {index}"), format!("E-{index}")],
        articles: (0..5).map(|article| format!("2001-05-{:02}-{index}", article + 1)).collect(),
        statements: index % 50,
        ..Node::default()
    };
    let relations = ["supports", "opposes", "undecided", "proposes"];
    let signs = [1, -1, 0, 1];
    let half = nodes / 2;
    // No two edges have the same ends.
    let ends = |index: usize| {
        let (source, target) =
            (index * 7919 % half * 2, (index / half + index % half * 104_729) % half * 2 + 1);
        (id(source), id(target))
    };
    let edge_id = |index: usize| {
        let (source, target) = ends(index);
        format!("e:{source}.{}.{target}", relations[index % 4])
    };
    let edge = |(edge_id, index): (String, usize)| {
        let (source, target) = ends(index);
        let relation = relations[index % 4];
        let article = format!("2001-05-{:02}-wire-report-{index}", index % 28 + 1);
        serde_json::from_value::<Edge>(serde_json::json!({
            "id": edge_id, "source": source, "target": target, "relation": relation,
            "sign": signs[index % 4], "weight": (index % 9 + 1) as f64,
            "articles": [article], "publishers": ["Example Wire", "Daily Example"], "first": "2001-05-01",
            "last": "2002-11-30", "modalities": { "asserted": index % 9 + 1 }, "confidence": 0.85,
            "evidence": { "article": article, "start": 901, "end": 1041, "text": format!(
                "The spokesman said on Tuesday that the government \"would not & could not\" agree to number {index}, \
                 whatever the others decide at their meeting next week.") },
            "statements": [format!("st_{index:012x}")],
        }))
        .expect("the form of an edge")
    };
    // In memory as they are read from a file: one after the other.
    let mut order: Vec<(String, usize)> = (0..count).map(|index| (edge_id(index), index)).collect();
    order.sort();
    let edges = order.into_iter().map(edge).collect();
    Graph { meta: Meta::default(), nodes: (0..nodes).map(node).collect(), edges }
}

/// `count` statements, with fields as long as those of news.
fn statements(count: usize) -> Vec<Statement> {
    let statement = |index: usize| {
        let end = |kind: &str, number: usize| {
            let label = format!("Made-up entity number {number}");
            serde_json::json!({ "id": format!("{kind}:n{number:07}"), "type": kind, "label": label, "mention": "the entity" })
        };
        let text = format!(
            "The spokesman said on Tuesday that the government \"would not & could not\" agree to number {index}, \
             whatever the others decide at their meeting next week."
        );
        serde_json::from_value(serde_json::json!({
            "id": format!("st_{index:012x}"), "article": format!("2001-05-{:02}-wire-report-{index}", index % 28 + 1),
            "actor": end("state", index % 1000), "relation": "opposes", "sign": -1, "target": end("treaty", index % 999),
            "modality": "asserted", "date": "2001-05-01", "publisher": "Example Wire", "rule": "opposes/oppose",
            "evidence": { "start": 901, "end": 901 + text.len(), "text": text }, "confidence": 0.85,
        }))
        .expect("the form of a statement")
    };
    (0..count).map(statement).collect()
}

/// Lets [`peak`] begin anew, where the system can.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Processor seconds of this process so far, which other processes do not lengthen; Linux alone tells them.
fn seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_A_SECOND
}

/// The largest memory of this process since [`forget_peak`], in kilobytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
