//! What `diff` finds between two builds of real articles, against what their statements say by themselves.
//!
//! Five articles are removed, five edited so that a position turns, one cue is taken out of the lexicon and
//! two nodes are renamed in the knowledge. Expectations are worked out from the two builds' statements with
//! nothing but equality, so they hold whatever the extractor reads.

mod common;

use assert_cmd::Command;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const OLD_ID: &str = "system:nmd";
const NEW_ID: &str = "system:us-national-shield";
const RELABELLED: &str = "treaty:start-2";
/// A word that the lexicon has for one relation.
const CUE: &str = "spurn";

/// Copies the project's schema to `to`, each file's text through `edit`.
fn copy_schema(to: &Path, edit: &dyn Fn(&str, String) -> String) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let mut folders = vec![from.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let name = entry.strip_prefix(&from).unwrap();
            let path = to.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match fs::read_to_string(&entry) {
                Ok(text) => fs::write(&path, edit(&name.to_string_lossy(), text)).unwrap(),
                Err(_) => drop(fs::copy(&entry, &path).unwrap()),
            }
        }
    }
}

/// Without the cue, with a node of another id and one of another label.
fn changed(name: &str, text: String) -> String {
    if name.starts_with("lexicon") {
        let keeps = |line: &&str| !line.split(',').any(|cell| cell == CUE);
        return text.lines().filter(keeps).flat_map(|line| [line, "\n"]).collect();
    }
    if !name.starts_with("knowledge") {
        return text;
    }
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| {
            let renamed = |cell: &str| -> String {
                let ids = cell.split('|').map(|id| if id == OLD_ID { NEW_ID } else { id });
                ids.collect::<Vec<_>>().join("|")
            };
            let cells: Vec<String> = line.split(',').map(renamed).collect();
            match &cells[..] {
                [id, label, aliases, rest @ ..] if *id == RELABELLED && name.ends_with("treaties.csv") => {
                    format!("{id},Second Pact on Strategic Arms,{label}|{aliases},{}", rest.join(","))
                }
                cells => cells.join(","),
            }
        })
        .collect();
    // Tables are sorted, and the new id sorts elsewhere.
    lines[1..].sort();
    lines.join("\n") + "\n"
}

fn build(corpus: &Path, schema: &Path, out: &Path) {
    let mut command = Command::cargo_bin("demarche").unwrap();
    let output = command
        .args(["build", "--fail-on", "never"])
        .arg(corpus)
        .arg("--schema")
        .arg(schema)
        .arg("-o")
        .arg(out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn lines(path: PathBuf) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a statement claims, under the new ids.
fn claim(statement: &Value) -> String {
    let id = |end: &Value| end["id"].as_str().unwrap_or("").replace(OLD_ID, NEW_ID);
    let parts = [
        statement["article"].to_string(),
        id(&statement["actor"]),
        statement["relation"].to_string(),
        id(&statement["target"]),
        statement["modality"].to_string(),
        statement["evidence"]["text"].to_string(),
    ];
    parts.join("\n")
}

/// The statements of `these` whose claim is not among `others`, by id.
fn only<'a>(these: &'a [Value], others: &[Value]) -> BTreeMap<&'a str, &'a Value> {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for other in others {
        *claims.entry(claim(other)).or_default() += 1;
    }
    let is_there = |statement: &&Value| match claims.get_mut(&claim(statement)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_there).map(|statement| (statement["id"].as_str().unwrap(), statement)).collect()
}

/// Ids, under the new names, of what `graph.json` holds in `section`.
fn ids(graph: &Value, section: &str, wanted: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let items = graph[section].as_array().unwrap().iter().filter(|item| wanted(item));
    items.map(|item| item["id"].as_str().unwrap().replace(OLD_ID, NEW_ID)).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one comparison, looked at from every side")]
fn every_change_is_found_with_its_cause_and_nothing_else() {
    let Some(texts) = common::shared("corpus/dev/texts") else { return };
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let mut articles: Vec<PathBuf> =
        fs::read_dir(texts).unwrap().map(|entry| entry.unwrap().path()).collect();
    articles.sort();
    fs::create_dir_all(at("old")).unwrap();
    fs::create_dir_all(at("new")).unwrap();
    let (mut removed, mut edited) = (BTreeSet::new(), BTreeSet::new());
    for (index, path) in articles.iter().enumerate() {
        let text = fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let write = |folder: &str, more: &str| {
            fs::write(at(folder).join(name), format!("{text}\n\n{more}\n")).unwrap();
        };
        let both = |more: &str| {
            write("old", more);
            write("new", more);
        };
        match index {
            0..5 => {
                write("old", "");
                removed.insert(id);
            }
            5..10 => {
                write("old", "Russia opposes the ABM treaty.");
                write("new", "Russia supports the ABM treaty.");
                edited.insert(id);
            }
            10..12 => both("China spurned the ABM treaty."),
            12 => both("Russia opposes the National Missile Defense. Russia supports START II."),
            _ => both(""),
        }
    }
    copy_schema(&at("old-schema"), &|_, text| text);
    copy_schema(&at("new-schema"), &changed);
    build(&at("old"), &at("old-schema"), &at("old-build"));
    build(&at("new"), &at("new-schema"), &at("new-build"));

    let (old, new) = (lines(at("old-build/statements.jsonl")), lines(at("new-build/statements.jsonl")));
    let (gone, come) = (only(&old, &new), only(&new, &old));
    let words =
        |statement: &&&Value, part: &str| statement["evidence"]["text"].as_str().unwrap().contains(part);
    assert!(
        gone.values().filter(|s| words(s, "Russia opposes the ABM treaty")).count() >= 5,
        "positions were planted"
    );
    assert!(
        gone.values().filter(|s| words(s, "spurned")).count() == 2,
        "the cue is read, and gone with its line"
    );

    let output = Command::cargo_bin("demarche")
        .unwrap()
        .args(["diff", "--format", "jsonl"])
        .args([at("old-build"), at("new-build")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let differences: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |about: &str| -> Vec<&Value> {
        let prefix = format!("{about}-");
        differences.iter().filter(|d| d["code"].as_str().unwrap().starts_with(&prefix)).collect()
    };
    let reasons = |difference: &Value| -> BTreeSet<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        difference["causes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (text(&c["reason"]), text(&c["what"])))
            .collect()
    };

    // Articles.
    let told = |code: &str| -> BTreeSet<String> {
        let articles = of("article").into_iter().filter(|d| d["code"] == code);
        articles.map(|d| d["article"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(told("article-removed"), removed);
    assert_eq!(told("article-edited"), edited);
    assert_eq!(of("article").len(), 10);

    // Statements: each that came or went stands in exactly one difference, with its cause.
    let cause = |statement: &Value| -> (String, String) {
        let article = statement["article"].as_str().unwrap();
        if removed.contains(article) {
            ("article-removed".to_owned(), article.to_owned())
        } else if edited.contains(article) {
            ("article-edited".to_owned(), article.to_owned())
        } else {
            let rule = statement["rule"].as_str().unwrap();
            assert!(
                statement["evidence"]["text"].as_str().unwrap().contains("spurned"),
                "only the cue is left: {statement}"
            );
            ("lexicon".to_owned(), rule.to_owned())
        }
    };
    let mut told = [BTreeSet::new(), BTreeSet::new()];
    for difference in of("position") {
        let mut expected = BTreeSet::new();
        for ((side, only), told) in [("old", &gone), ("new", &come)].into_iter().zip(&mut told) {
            let none = Vec::new();
            for quote in difference[side]["quotes"].as_array().unwrap_or(&none) {
                let id = quote["statement"].as_str().unwrap();
                // An edge that lost or won nothing of its own shows its words.
                let Some(statement) = only.get(id) else {
                    assert_eq!(id, "", "{difference:#}");
                    continue;
                };
                expected.insert(cause(statement));
                assert!(told.insert(id.to_owned()), "{id} is told twice");
            }
        }
        assert_eq!(reasons(difference), expected, "{difference:#}");
    }
    let [told_gone, told_come] = told;
    assert_eq!(told_gone, gone.keys().map(|id| (*id).to_owned()).collect());
    assert_eq!(told_come, come.keys().map(|id| (*id).to_owned()).collect());
    let flips: Vec<&Value> = of("position").into_iter().filter(|d| d["code"] == "position-flipped").collect();
    // Russia was the Soviet Union once, so several pairs may have turned.
    // Without its cue a sentence may be read as the opposite position, for which the lexicon is to blame.
    let turned: BTreeSet<(String, String)> =
        flips.iter().flat_map(|flip| reasons(flip)).filter(|(reason, _)| reason != "lexicon").collect();
    assert_eq!(turned, edited.iter().map(|id| ("article-edited".to_owned(), id.clone())).collect());

    // Nodes and facts.
    let graph = |folder: &str| -> Value {
        serde_json::from_slice(&fs::read(at(folder).join("graph.json")).unwrap()).unwrap()
    };
    let (old, new) = (graph("old-build"), graph("new-build"));
    let nodes = |code: &str| -> BTreeSet<String> {
        let nodes = of("node").into_iter().filter(|d| d["code"] == code);
        nodes.map(|d| d["node"]["id"].as_str().unwrap().to_owned()).collect()
    };
    let (before, after) = (ids(&old, "nodes", |_| true), ids(&new, "nodes", |_| true));
    assert_eq!(nodes("node-removed"), &before - &after);
    assert_eq!(nodes("node-added"), &after - &before);
    assert_eq!(nodes("node-renamed"), BTreeSet::from([NEW_ID.to_owned(), RELABELLED.to_owned()]));
    let aliases = |graph: &Value| -> BTreeMap<String, Value> {
        let nodes = graph["nodes"].as_array().unwrap().iter();
        nodes.map(|n| (n["id"].as_str().unwrap().replace(OLD_ID, NEW_ID), n["aliases"].clone())).collect()
    };
    let (old_aliases, new_aliases) = (aliases(&old), aliases(&new));
    let differ = |id: &&String| old_aliases[*id] != new_aliases[*id] && *id != NEW_ID && *id != RELABELLED;
    let expected: BTreeSet<String> = before.intersection(&after).filter(differ).cloned().collect();
    assert_eq!(nodes("node-changed"), expected);
    let is_fact = |edge: &Value| edge["layer"] == "context";
    let (before, after) = (ids(&old, "edges", is_fact), ids(&new, "edges", is_fact));
    let facts = |code: &str, side: &str| -> BTreeSet<String> {
        let facts = of("fact").into_iter().filter(|d| d["code"] == code);
        facts.map(|d| d[side]["edges"][0].as_str().unwrap().replace(OLD_ID, NEW_ID)).collect()
    };
    assert_eq!(facts("fact-removed", "old"), &before - &after);
    assert_eq!(facts("fact-added", "new"), &after - &before);
    assert_eq!(facts("fact-changed", "new"), BTreeSet::new());
    for difference in of("node").into_iter().chain(of("fact")) {
        let renamed = difference["code"] == "node-renamed";
        let told = reasons(difference);
        assert!(!told.is_empty(), "{difference:#}");
        for (reason, what) in told {
            let fits = match reason.as_str() {
                "knowledge" => renamed,
                "article-removed" => removed.contains(&what),
                "article-edited" => edited.contains(&what),
                "lexicon" => what.contains(CUE) && !renamed,
                _ => false,
            };
            assert!(fits, "{difference:#}");
        }
    }
}
