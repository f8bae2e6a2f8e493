//! Whole articles: what the bundled examples and, where they are at hand, the shared corpora yield.

use demarche::article::{Options, read_corpus};
use demarche::schema::Schema;
use demarche::score::{Level, compare, read_gold};
use demarche::{Reader, article};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The statements of each article below `folder`, one line each with its evidence.
fn read(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let schema = Schema::embedded();
    let corpus = read_corpus(&[folder.to_owned()], &Options::default(), &schema).unwrap();
    let reader = Reader::new(&schema);
    let lines = |article: &article::Article| {
        let statements = reader.read(article).statements;
        statements
            .iter()
            .map(|statement| {
                let words: Vec<&str> = statement.evidence.text.split_whitespace().collect();
                format!("{}\n    {}", statement.shown(), words.join(" "))
            })
            .collect()
    };
    corpus.articles.iter().map(|article| (article.id.clone(), lines(article))).collect()
}

#[test]
fn the_bundled_articles() {
    let mut shown = String::new();
    for (id, lines) in read(Path::new("examples/articles")) {
        shown.push_str(&format!("{id}\n"));
        for line in lines {
            shown.push_str(&format!("  {line}\n"));
        }
    }
    insta::assert_snapshot!(shown);
}

/// The shared corpora beside the project; where they are missing the test says so, in CI it fails.
fn shared(below: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(below);
    if !path.exists() {
        eprintln!("SKIPPED: {below} of the shared corpora is not here");
        assert!(std::env::var_os("CI").is_none(), "the shared corpora must not be missing in CI");
        return None;
    }
    Some(path)
}

#[test]
fn the_sample_articles_yield_what_a_reader_expects() {
    let Some(folder) = shared("seeds") else { return };
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("build")
        .arg(&folder)
        .arg("-o")
        .arg(out.path())
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.path().join("graph.json")).unwrap()).unwrap();
    let has_edge = |source: &str, relation: &str, target: &str| {
        let edges = graph["edges"].as_array().unwrap();
        edges.iter().any(|e| {
            e["source"] == source
                && e["relation"] == relation
                && e["target"] == target
                && e["denied"] == false
        })
    };
    for (source, relation, target) in [
        ("state:RUS", "opposes", "system:nmd"),
        ("state:RUS", "upholds", "treaty:abm"),
        ("state:USA", "seeks_change", "treaty:abm"),
        ("official:vladimir-putin", "threatens_withdrawal", "treaty:inf"),
        ("official:vladimir-putin", "threatens_withdrawal", "treaty:cfe"),
    ] {
        assert!(has_edge(source, relation, target), "{source} {relation} {target}");
    }
    let nodes: Vec<&str> =
        graph["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    for id in [
        "treaty:abm",
        "treaty:inf",
        "treaty:cfe",
        "treaty:start-2",
        "system:nmd",
        "organization:nato",
        "official:william-cohen",
        "official:vladimir-putin",
        "official:igor-sergeyev",
        "official:donald-rumsfeld",
        "official:condoleezza-rice",
        "official:robert-gates",
        "official:sergei-lavrov",
    ] {
        assert!(nodes.contains(&id), "{id} is no node");
    }
    let validate = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("validate")
        .arg(out.path())
        .arg("--corpus")
        .arg(&folder)
        .output()
        .unwrap();
    assert!(validate.status.success(), "{}", String::from_utf8_lossy(&validate.stdout));
}

#[test]
fn off_topic_articles_yield_next_to_nothing() {
    let (Some(folder), Some(gold)) = (shared("dev/texts"), shared("dev/gold")) else { return };
    let schema = Schema::embedded();
    let gold = read_gold(&gold).unwrap();
    let corpus = read_corpus(&[folder], &Options::default(), &schema).unwrap();
    let reader = Reader::new(&schema);
    let mut wrong = Vec::new();
    for id in ["d04", "d11", "d17", "d20", "d27", "d30"] {
        let article = corpus.articles.iter().find(|article| article.id == id).unwrap();
        let statements = reader.read(article).statements;
        let all: Vec<_> = statements.iter().collect();
        let found = compare(&all, &gold[id], Level::Signed, &schema);
        wrong.extend(found.wrong.iter().map(|index| format!("{id}: {}", statements[*index].shown())));
    }
    assert!(wrong.len() <= 6, "{wrong:#?}");
}
