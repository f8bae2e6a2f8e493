//! Writes a large made-up graph in every text format and tells megabytes a second of
//! processor time and memory.
//!
//! `export EDGES [FOLDER]`: with FOLDER the files stay there, for `export.py`; otherwise the bytes are
//! counted and thrown away. One thread.

#![allow(clippy::cast_precision_loss, reason = "megabytes are small")]

use demarche::export::{Content, Format, Options};
use demarche::graph::{Edge, Graph, Meta, Node};
use demarche::schema::Schema;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Formats whose layout takes no longer than their text; pictures and databases are no streams.
const TEXTS: [Format; 10] = [
    Format::Graphml,
    Format::Csv,
    Format::Gexf,
    Format::Dot,
    Format::NodeLink,
    Format::Cytoscape,
    Format::Graphology,
    Format::Neo4j,
    Format::Turtle,
    Format::Kgx,
];

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
    let before = peak();
    for format in TEXTS {
        let mut bytes = 0;
        let started = seconds();
        for (name, write) in format.files() {
            if let Some(folder) = &folder {
                let file = std::fs::File::create(folder.join(name)).expect("the folder is writable");
                let mut file = BufWriter::new(file);
                write(&content, Options::default(), &mut file).expect("the disk has room");
                file.flush().expect("the disk has room");
                bytes += std::fs::metadata(folder.join(name)).expect("it was written").len();
            } else {
                let mut counter = BufWriter::new(Counter(0));
                write(&content, Options::default(), &mut counter).expect("counting never fails");
                bytes += counter.into_inner().ok().expect("counting never fails").0;
            }
        }
        let (megabytes, seconds) = (bytes as f64 / 1e6, seconds() - started);
        println!(
            "{:12}{megabytes:8.0} MB {seconds:7.2} s {:7.0} MB/s {:6.0} MB more memory at the peak",
            format.about().name,
            megabytes / seconds,
            (peak() - before) as f64 / 1e3,
        );
    }
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
    let edge = |index: usize| {
        let (source, target) = (index * 7919 % nodes / 2 * 2, (index * 104_729 % nodes / 2 * 2 + 1) % nodes);
        let relation = relations[index % 4];
        let article = format!("2001-05-{:02}-wire-report-{index}", index % 28 + 1);
        serde_json::from_value::<Edge>(serde_json::json!({
            "id": format!("e:{index:08}"), "source": id(source), "target": id(target), "relation": relation,
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
    Graph {
        meta: Meta::default(),
        nodes: (0..nodes).map(node).collect(),
        edges: (0..count).map(edge).collect(),
    }
}

/// Processor seconds of this process so far, which other processes do not lengthen; Linux alone tells them.
fn seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_A_SECOND
}

/// The largest memory of this process so far, in kilobytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
