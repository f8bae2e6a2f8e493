//! Opens the exports with the programs they are meant for and compares what each sees.
//!
//! `tests/clients/setup.sh` installs them. Where they are missing the tests say so and pass; with the
//! environment variable `CI` set they fail instead. The graphs are that of the example corpus and a nasty
//! one, with every kind of text that breaks files.

mod common;

use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn clients() -> PathBuf {
    Path::new(ROOT).join("target/clients")
}

/// Whether a needed program is there; says loudly what is skipped.
fn available(what: &str, there: bool) -> bool {
    if !there {
        eprintln!("SKIPPED: {what} is missing; tests/clients/setup.sh installs it");
        assert!(std::env::var_os("CI").is_none(), "{what} must not be missing in CI");
    }
    there
}

fn run(program: impl AsRef<std::ffi::OsStr>, folder: &Path, args: &[&std::ffi::OsStr]) -> String {
    let output = Command::new(program).current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn demarche(args: &[&str], folder: &Path) {
    let mut arguments: Vec<&std::ffi::OsStr> = args.iter().map(AsRef::as_ref).collect();
    arguments.extend(["-o".as_ref(), folder.as_os_str()]);
    run(env!("CARGO_BIN_EXE_demarche"), Path::new(ROOT), &arguments);
}

/// The folders of both graphs, with every format in them.
static GRAPHS: LazyLock<[(&str, PathBuf); 2]> = LazyLock::new(|| {
    let folder = |name: &str| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        folder
    };
    let (examples, nasty) = (folder("examples"), folder("nasty"));
    demarche(&["build", "examples/articles", "--fail-on", "never"], &examples);
    demarche(&["merge", "tests/clients/nasty.jsonl", "--fail-on", "never"], &nasty);
    for folder in [&examples, &nasty] {
        let graph = folder.to_str().unwrap();
        for format in [
            "statements",
            "node-link",
            "cyjs",
            "graphology",
            "neo4j",
            "cypher",
            "sqlite",
            "turtle",
            "nquads",
            "kgx",
            "png",
        ] {
            demarche(&["export", graph, "--to", format], folder);
        }
        for dialect in ["gephi", "neo4j", "yed", "visone"] {
            demarche(&["export", graph, "--to", "graphml", "--dialect", dialect], &folder.join(dialect));
        }
        demarche(&["export", graph, "--to", "node-link", "--links"], &folder.join("links"));
    }
    [("examples", examples), ("nasty", nasty)]
});

/// What a reader must see: the sorted (source, relation, target, sign), the number of nodes, the ids of the
/// statements.
struct Expected {
    edges: Value,
    nodes: usize,
    statements: Value,
}

fn expected(folder: &Path) -> Expected {
    let graph: Value = serde_json::from_slice(&std::fs::read(folder.join("graph.json")).unwrap()).unwrap();
    let mut edges: Vec<Value> = graph["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| json!([edge["source"], edge["relation"], edge["target"], edge["sign"]]))
        .collect();
    edges.sort_by_key(ToString::to_string);
    let lines = std::fs::read_to_string(folder.join("statements.jsonl")).unwrap();
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].clone();
    let mut statements: Vec<Value> = lines.lines().map(id).collect();
    statements.sort_by_key(ToString::to_string);
    let nodes = graph["nodes"].as_array().unwrap().len();
    assert!(nodes > 1 && edges.len() > 1);
    Expected { edges: edges.into(), nodes, statements: statements.into() }
}

/// Compares what each reader saw with `graph.json`, and the labels with `labels`, once a reader gave them.
fn compare(graph: &str, seen: Map<String, Value>, expected: &Expected, labels: &mut Option<Value>) {
    assert!(!seen.is_empty());
    for (reader, mut seen) in seen {
        if !seen["statements"].is_null() {
            assert_eq!(seen["statements"], expected.statements, "{graph}: {reader}");
            continue;
        }
        seen["edges"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        assert_eq!(seen["edges"], expected.edges, "{graph}: {reader}");
        assert_eq!(seen["labels"].as_object().unwrap().len(), expected.nodes, "{graph}: {reader}");
        assert_eq!(
            seen["labels"],
            *labels.get_or_insert_with(|| seen["labels"].clone()),
            "{graph}: {reader}"
        );
    }
}

#[test]
fn every_reader_sees_the_same_graph() {
    let python = clients().join("venv/bin/python");
    let modules = "import duckdb, igraph, networkx, pandas, pyoxigraph, rdflib, rustworkx";
    let python_there =
        Command::new(&python).args(["-c", modules]).output().is_ok_and(|run| run.status.success());
    let there = [
        available(
            "a Python with networkx, igraph, rustworkx, pandas, duckdb, rdflib and pyoxigraph",
            python_there,
        ),
        available(
            "Node.js with graphology and cytoscape.js",
            clients().join("js/node_modules/cytoscape").exists(),
        ),
        available(
            "R with igraph",
            Command::new("Rscript")
                .args(["-e", "library(igraph)"])
                .output()
                .is_ok_and(|run| run.status.success()),
        ),
    ];
    for (name, folder) in &*GRAPHS {
        let expected = expected(folder);
        let mut labels = None;
        let script = |name: &str| Path::new(ROOT).join("tests/clients").join(name).into_os_string();
        let parsed = |text: String| serde_json::from_str::<Map<String, Value>>(&text).unwrap();
        if there[0] {
            let text = run(&python, Path::new(ROOT), &[&script("check.py"), folder.as_os_str()]);
            compare(name, parsed(text), &expected, &mut labels);
        }
        if there[1] {
            let text = run("node", &clients().join("js"), &[&script("check.cjs"), folder.as_os_str()]);
            compare(name, parsed(text), &expected, &mut labels);
        }
        if there[2] {
            let text = run("Rscript", Path::new(ROOT), &[&script("check.R"), folder.as_os_str()]);
            compare(name, of_r(&text), &expected, &mut labels);
        }
    }
}

#[test]
fn neo4j_s_own_parser_takes_the_cypher_script() {
    let js = clients().join("js");
    let there = js.join("node_modules/@neo4j-cypher/language-support").exists();
    if !available("Node.js with Neo4j's language support", there) {
        return;
    }
    let script = Path::new(ROOT).join("tests/clients/cypher.cjs").into_os_string();
    let findings = |file: &Path| run("node", &js, &[&script, file.as_os_str()]);
    // The nasty graph has every kind of text that could break a script; a larger one takes the parser half a minute.
    let (_, folder) = &GRAPHS[1];
    let file = folder.join("graph.cypher");
    assert_eq!(findings(&file), "");
    // The check finds what is wrong.
    let broken = folder.join("broken.cypher");
    std::fs::write(&broken, std::fs::read_to_string(&file).unwrap().replace("SET e +=", "SET f +=")).unwrap();
    assert!(findings(&broken).contains("`f` not defined"));
}

/// What R printed, in the form of the other scripts.
fn of_r(text: &str) -> Map<String, Value> {
    let mut seen = Map::new();
    let mut reader = String::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["node", id, label] => seen[&reader]["labels"][id] = label.into(),
            ["edge", source, relation, target, sign] => {
                let edge = json!([source, relation, target, sign.parse::<i64>().unwrap()]);
                seen[&reader]["edges"].as_array_mut().unwrap().push(edge);
            }
            _ => {
                line.strip_prefix('#').unwrap().clone_into(&mut reader);
                seen.insert(reader.clone(), json!({ "labels": {}, "edges": [] }));
            }
        }
    }
    seen
}

/// Validates `file` of both graphs against an XML schema.
fn check_xml(file: &str, schema: &Path) {
    for (name, folder) in &*GRAPHS {
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([schema, &folder.join(file)])
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn xmllint() -> bool {
    available("xmllint", Command::new("xmllint").arg("--version").output().is_ok())
}

#[test]
fn graphml_is_valid_by_its_xml_schema() {
    let schema = clients().join("graphml.xsd");
    if xmllint() && available("the XML schema of GraphML", schema.exists()) {
        check_xml("graph.graphml", &schema);
    }
}

#[test]
fn gexf_is_valid_by_its_xml_schema() {
    if !xmllint() {
        return;
    }
    if let Some(schema) = common::shared("reference/xsd/gexf-1.3/gexf.xsd") {
        check_xml("graph.gexf", &schema);
    }
}

#[test]
fn graphviz_draws_the_dot_without_a_warning() {
    if !available("Graphviz", Command::new("dot").arg("-V").output().is_ok()) {
        return;
    }
    for (name, folder) in &*GRAPHS {
        let expected = expected(folder);
        let edges = expected.edges.as_array().unwrap().len();
        let drawn = Command::new("dot").arg("-Tsvg").arg(folder.join("graph.dot")).output().unwrap();
        assert!(drawn.status.success(), "{name}");
        assert_eq!(String::from_utf8_lossy(&drawn.stderr), "", "{name}");
        let svg = String::from_utf8_lossy(&drawn.stdout).into_owned();
        assert_eq!(svg.matches("class=\"node").count(), expected.nodes, "{name}");
        assert_eq!(svg.matches("class=\"edge").count(), edges, "{name}");
        // Graphviz's own reader gives the data back: one line an edge.
        let program = "E { printf(\"%s\\t%s\\t%s\\t%s\\n\", tail.name, relation, head.name, sign); }";
        let read = run("gvpr", folder, &[program.as_ref(), "graph.dot".as_ref()]);
        let edge = |line: &str| {
            let fields: Vec<&str> = line.split('\t').collect();
            json!([fields[0], fields[1], fields[2], fields[3].parse::<i64>().unwrap()])
        };
        let mut seen: Vec<Value> = read.lines().map(edge).collect();
        seen.sort_by_key(ToString::to_string);
        assert_eq!(Value::from(seen), expected.edges, "{name}");
        // From GraphML it takes nodes and edges alone.
        run("graphml2gv", folder, &["-o".as_ref(), "converted.gv".as_ref(), "graph.graphml".as_ref()]);
        let count = "BEG_G { printf(\"%d %d\", nNodes($), nEdges($)); }";
        let counted = run("gvpr", folder, &[count.as_ref(), "converted.gv".as_ref()]);
        assert_eq!(counted, format!("{} {edges}", expected.nodes), "{name}");
    }
}

#[test]
fn a_graph_that_networkx_edited_reads_back() {
    let python = clients().join("venv/bin/python");
    if !available("a Python with networkx", python.exists()) {
        return;
    }
    let script = "\
import networkx as nx
g = nx.read_graphml('graph.graphml', force_multigraph=True)
g.remove_edge(*list(g.edges(keys=True))[0])
for n, (x, y) in nx.circular_layout(g).items():
    g.nodes[n].update(x=float(x), y=float(y))
g.nodes['state:RUS']['note'] = 'mine'
nx.write_graphml(g, 'edited.graphml')
";
    for (name, folder) in &*GRAPHS {
        run(&python, folder, &["-c".as_ref(), script.as_ref()]);
        let edited = folder.join("edited.graphml");
        let arguments = ["import".as_ref(), edited.as_os_str()];
        let text = run(env!("CARGO_BIN_EXE_demarche"), folder, &arguments);
        let read: Value = serde_json::from_str(&text).unwrap();
        let before = expected(folder);
        assert_eq!(read["nodes"].as_array().unwrap().len(), before.nodes, "{name}");
        let edges = read["edges"].as_array().unwrap();
        assert_eq!(edges.len(), before.edges.as_array().unwrap().len() - 1, "{name}");
        let ids = |graph: &Value| -> Vec<String> {
            graph["edges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge["id"].as_str().unwrap().to_owned())
                .collect()
        };
        let original: Value =
            serde_json::from_slice(&std::fs::read(folder.join("graph.json")).unwrap()).unwrap();
        assert!(ids(&read).iter().all(|id| ids(&original).contains(id)), "{name}: edge ids are ours");
        let russia = read["nodes"].as_array().unwrap().iter().find(|node| node["id"] == "state:RUS").unwrap();
        assert_eq!(russia["attributes"]["note"], "mine", "{name}");
        assert!(russia["attributes"]["x"].as_str().unwrap().parse::<f64>().is_ok(), "{name}");
    }
}
