//! Every finding fires on the sample made for it, alone, and none on sound data.

use demarche::graph::{CODES, Severity};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings")
}

/// The codes that `validate` finds in `path`, checked against the sample article.
fn codes(path: &Path) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("validate")
        .arg(path)
        .args(["--format", "json", "--fail-on", "never", "--corpus"])
        .arg(samples().join("article.txt"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let findings: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for finding in &findings {
        for field in ["place", "message", "hint"] {
            assert!(!finding[field].as_str().unwrap().is_empty(), "{}: {field}", path.display());
        }
    }
    findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// A sample is a file of statements, a graph, or the folder of a build.
fn sample(name: &str) -> PathBuf {
    let candidates = ["jsonl", "json", ""].map(|extension| samples().join(name).with_extension(extension));
    candidates.into_iter().find(|path| path.exists()).unwrap_or_else(|| panic!("{name} has no sample"))
}

#[test]
fn every_code_fires_on_its_sample_and_alone() {
    for code in CODES {
        let found = codes(&sample(code.name()));
        assert_eq!(found, BTreeSet::from([code.name().to_owned()]), "{}", code.name());
    }
}

#[test]
fn sound_data_has_no_findings() {
    for file in ["good.jsonl", "good.json"] {
        assert_eq!(codes(&samples().join(file)), BTreeSet::new(), "{file}");
    }
}

#[test]
fn the_readme_explains_every_code() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for code in CODES {
        let severity = if code.severity() == Severity::Error { "error" } else { "warning" };
        let row = format!("| `{}` | {severity} | {} | {} |", code.name(), code.meaning(), code.hint());
        assert!(readme.contains(&row), "README lacks the row:\n{row}");
    }
}
