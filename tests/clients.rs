//! Opens the exports with the programs they are meant for and compares what each sees.
//!
//! `tests/clients/setup.sh` installs them. Where they are missing the tests say so and pass; with the
//! environment variable `CI` set they fail instead.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/clients")
}

/// Whether a needed program is there; says loudly what is skipped.
fn available(what: &str, there: bool) -> bool {
    if !there {
        eprintln!("SKIPPED: {what} is missing; tests/clients/setup.sh installs it");
        assert!(std::env::var_os("CI").is_none(), "{what} must not be missing in CI");
    }
    there
}

/// Builds the example corpus, and a nasty graph, into folders.
fn graphs() -> Vec<(&'static str, tempfile::TempDir)> {
    let build = |args: &[&str], folder: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args)
            .args(["--fail-on", "never", "-o"])
            .arg(folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let (examples, nasty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    build(&["build", "examples/articles"], examples.path());
    build(&["merge", "tests/clients/nasty.jsonl"], nasty.path());
    vec![("examples", examples), ("nasty", nasty)]
}

/// The sorted (source, relation, target) of `graph.json`.
fn triples(folder: &Path) -> (usize, Value) {
    let graph: Value = serde_json::from_slice(&std::fs::read(folder.join("graph.json")).unwrap()).unwrap();
    let text = |edge: &Value, key: &str| edge[key].as_str().unwrap().to_owned();
    let edges = graph["edges"].as_array().unwrap().iter();
    let mut triples: Vec<[String; 3]> =
        edges.map(|edge| [text(edge, "source"), text(edge, "relation"), text(edge, "target")]).collect();
    triples.sort();
    (graph["nodes"].as_array().unwrap().len(), serde_json::to_value(triples).unwrap())
}

#[test]
fn networkx_igraph_and_pandas_see_the_same_graph() {
    let python = clients().join("venv/bin/python");
    if !available("a Python with networkx, igraph and pandas", python.exists()) {
        return;
    }
    for (name, folder) in graphs() {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/check.py");
        let output = Command::new(&python).arg(script).arg(folder.path()).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
        let (nodes, edges) = triples(folder.path());
        assert!(nodes > 1 && edges.as_array().unwrap().len() > 1, "{name}");
        for (client, seen_by) in seen.as_object().unwrap() {
            assert_eq!(seen_by["edges"], edges, "{name}: {client}");
            if let Some(ids) = seen_by["nodes"].as_array() {
                assert_eq!(ids.len(), nodes, "{name}: {client}");
                assert_eq!(seen_by["weights"], seen["networkx graphml"]["weights"], "{name}: {client}");
                assert_eq!(seen_by["evidence"], seen["networkx graphml"]["evidence"], "{name}: {client}");
            }
        }
    }
}

#[test]
fn graphml_is_valid_by_its_xml_schema() {
    let schema = clients().join("graphml.xsd");
    let there = schema.exists() && Command::new("xmllint").arg("--version").output().is_ok();
    if !available("xmllint with the XML schema of GraphML", there) {
        return;
    }
    for (name, folder) in graphs() {
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(&schema)
            .arg(folder.path().join("graph.graphml"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn graphviz_draws_the_dot_without_a_warning() {
    if !available("Graphviz", Command::new("dot").arg("-V").output().is_ok()) {
        return;
    }
    for (name, folder) in graphs() {
        let file = folder.path().join("graph.dot");
        let drawn = Command::new("dot").arg("-Tsvg").arg(&file).output().unwrap();
        assert!(drawn.status.success(), "{name}");
        assert_eq!(String::from_utf8_lossy(&drawn.stderr), "", "{name}");
        let (nodes, edges) = triples(folder.path());
        let svg = String::from_utf8_lossy(&drawn.stdout).into_owned();
        assert_eq!(svg.matches("class=\"node").count(), nodes, "{name}");
        assert_eq!(svg.matches("class=\"edge").count(), edges.as_array().unwrap().len(), "{name}");
        // Graphviz's own reader gives the data back: one line an edge.
        let program = "E { printf(\"%s\\t%s\\t%s\\n\", tail.name, relation, head.name); }";
        let read = Command::new("gvpr").arg(program).arg(&file).output().unwrap();
        let mut seen: Vec<Vec<String>> = String::from_utf8_lossy(&read.stdout)
            .lines()
            .map(|line| line.split('\t').map(str::to_owned).collect())
            .collect();
        seen.sort();
        assert_eq!(serde_json::to_value(seen).unwrap(), edges, "{name}");
    }
}
