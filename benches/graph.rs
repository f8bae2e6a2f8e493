//! How long questions and comparisons take, and how that grows: `cargo bench --bench graph [-- STATEMENTS...]`.
//!
//! For each size two builds are made that differ in one statement of a hundred, with ten statements an edge.
//! They stay in target/bench-graph, where benches/difference.py does networkx's part on the same files.

use demarche::graph::query::{Asker, parse};
use demarche::graph::{Build, Graph, Nodes, fold};
use demarche::schema::Schema;
use demarche::statement::{self, Evidence, Modality, Participant, Statement};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const SIZES: [usize; 4] = [125_000, 250_000, 500_000, 1_000_000];
const STATEMENTS_PER_EDGE: usize = 10;
const RELATIONS: [&str; 4] = ["opposes", "supports", "concerned", "threatens_withdrawal"];

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let schema = Schema::embedded();
    println!(
        "{:>10} {:>8} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "statements", "edges", "load s", "query ms", "who ms", "diff s", "diff MB"
    );
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let [old, new] = ["old", "new"].map(|name| folder(size, name));
        for (folder, changed) in [(&old, false), (&new, true)] {
            if !folder.join("graph.json").exists() {
                write(folder, size, changed, &schema);
            }
        }
        let begin = Instant::now();
        let build = load(&old);
        let loaded = begin.elapsed().as_secs_f64();
        let asker = Asker::new(&build.graph, &build.statements, &schema);
        let time = |work: &dyn Fn() -> usize| {
            let best = (0..5).map(|_| {
                let begin = Instant::now();
                assert!(work() > 0, "an answer is expected");
                begin.elapsed()
            });
            best.min().unwrap().as_secs_f64() * 1e3
        };
        let question = "Actor 7 -[opposes|concerned]-> treaty";
        let query = time(&|| {
            let pattern = parse(question, &schema, |name| asker.resolve(name)).unwrap();
            asker.find(&pattern).iter().map(|answer| answer.statements.len()).sum()
        });
        let who = time(&|| {
            let target = asker.resolve("treaty:t7").unwrap();
            demarche::graph::query::questions::who(&asker, -1, &target).len()
        });
        drop(asker);
        let edges = build.graph.edges.len();
        drop(build);
        let (seconds, megabytes) = diff(&old, &new);
        println!(
            "{size:>10} {edges:>8} {loaded:>10.2} {query:>10.1} {who:>10.1} {seconds:>10.2} {megabytes:>10.0}"
        );
    }
}

fn folder(size: usize, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-graph").join(size.to_string()).join(name)
}

/// The `index`th statement; of the changed ones another relation.
fn statement(index: usize, size: usize, changed: bool) -> Statement {
    let edge = index % (size / STATEMENTS_PER_EDGE);
    let (actor, target) = (edge % 997, edge / 997);
    let participant = |kind: &str, id: String, label: String| Participant {
        id: format!("{kind}:{id}"),
        kind: kind.to_owned(),
        mention: label.clone(),
        label,
    };
    let turned = changed && index.is_multiple_of(100);
    let relation = RELATIONS[(edge + usize::from(turned)) % RELATIONS.len()];
    let text =
        format!("Actor {actor} {relation} treaty {target}, it was said for the {index}th time on that day.");
    let mut statement = Statement {
        id: String::new(),
        article: format!("article-{}", index / 5),
        actor: participant("state", format!("a{actor}"), format!("Actor {actor}")),
        relation: relation.to_owned(),
        sign: if relation == "supports" { 1 } else { -1 },
        target: participant("treaty", format!("t{target}"), format!("Treaty {target}")),
        about: None,
        modality: Modality::Asserted,
        speaker: None,
        represents: None,
        date: Some(format!("{}-{:02}-{:02}", 1990 + index % 30, 1 + index % 12, 1 + index % 28)),
        publisher: Some(format!("Publisher {}", index % 40)),
        evidence: Evidence { start: index % 5 * 200, end: index % 5 * 200 + text.len(), text },
        rule: format!("{relation}/synthetic"),
        confidence: 0.5,
    };
    statement.id = statement.content_id();
    statement
}

fn write(folder: &Path, size: usize, changed: bool, schema: &Schema) {
    fs::create_dir_all(folder).unwrap();
    let mut statements: Vec<Statement> = (0..size).map(|index| statement(index, size, changed)).collect();
    statements.sort_by(|a, b| a.id.cmp(&b.id));
    statements.dedup_by(|a, b| a.id == b.id);
    let graph = fold(&statements, &[], schema, Nodes::Connected);
    let file = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    graph.write(&mut file("graph.json")).unwrap();
    statement::write(&statements, &mut file("statements.jsonl")).unwrap();
    let mut records = file("articles.jsonl");
    let mut ids: Vec<String> = (0..size.div_ceil(5)).map(|article| format!("article-{article}")).collect();
    ids.sort();
    for id in ids {
        // Which articles were edited: those with a changed statement.
        let edited = changed && id["article-".len()..].parse::<usize>().unwrap().is_multiple_of(20);
        let hash = format!("{:016x}", u64::from(edited));
        writeln!(records, "{{\"id\":\"{id}\",\"hash\":\"{hash}\",\"text_hash\":\"{hash}\"}}").unwrap();
    }
}

fn load(folder: &Path) -> Build {
    let open = |name: &str| BufReader::with_capacity(1 << 20, File::open(folder.join(name)).unwrap());
    let text = fs::read_to_string(folder.join("graph.json")).unwrap();
    let graph: Graph = serde_json::from_str(&text).unwrap();
    let lines = statement::read(open("statements.jsonl"), "statements.jsonl").unwrap();
    let statements = lines.statements.into_iter().map(|(_, statement)| statement).collect();
    Build { graph, statements, records: Vec::new(), corrections: Vec::new(), originals: Vec::new() }
}

/// Seconds and peak megabytes of the whole program.
fn diff(old: &Path, new: &Path) -> (f64, f64) {
    let run = || {
        let begin = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .arg("diff")
            .args([old, new])
            .args(["--format", "jsonl"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut peak = 0.0_f64;
        loop {
            // Linux tells the peak while a process lives.
            let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let kilobytes = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse().ok());
            peak = peak.max(kilobytes.unwrap_or(0.0) / 1024.0);
            if child.try_wait().unwrap().is_some() {
                return (begin.elapsed().as_secs_f64(), peak);
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    };
    (0..3).map(|_| run()).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}
