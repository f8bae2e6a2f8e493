//! `demarche explain` as a user runs it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs the program with `arguments`, `input` on its standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the program reads");
    child.wait_with_output().expect("the program ends")
}

/// What the program writes; panics unless it succeeds.
#[track_caller]
fn output(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_sentence_is_shown_as_a_table_and_a_tree() {
    let expected = "\
Norland won't sign.

   token    lemma    tag  pos    label  head    entity  morphology
1  Norland  Norland  NNP  PROPN  nsubj  4 sign  ORG     Number=Sing
2  wo       will     MD   AUX    aux    4 sign          VerbType=Mod
3  n't      not      RB   PART   neg    4 sign          Polarity=Neg
4  sign     sign     VB   VERB   ROOT                   VerbForm=Inf
5  .        .        .    PUNCT  punct  4 sign          PunctType=Peri

sign  VERB ROOT
├── Norland  PROPN nsubj
├── wo  AUX aux
├── n't  PART neg
└── .  PUNCT punct
";
    assert_eq!(output(&["explain", "Norland won't sign."], ""), expected);
    assert_eq!(output(&["explain", "-"], "Norland won't sign.\n"), expected);
}

#[test]
fn conllu_has_ten_columns_a_token_and_a_root() {
    let text = output(&["explain", "--format", "conllu", "OSLO (AP) -- Both sides left. Nobody spoke."], "");
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(rows.iter().all(|row| row.split('\t').count() == 10), "{text}");
    assert_eq!(rows.iter().filter(|row| row.contains("\t0\troot\t")).count(), 2);
    assert_eq!(rows[0], "1\tBoth\tboth\tDET\tDT\t_\t2\tdet\t_\tStart=13|End=17");
}

#[test]
fn json_gives_sentences_with_offsets() {
    let text = "Talks in Oslo\n\nThe envoy met President Ada Holm.";
    let parsed: serde_json::Value =
        serde_json::from_str(&output(&["explain", "--format", "json", text], "")).expect("JSON");
    let sentences = parsed["sentences"].as_array().expect("sentences");
    assert_eq!(sentences.len(), 2);
    for token in sentences.iter().flat_map(|sentence| sentence["tokens"].as_array().expect("tokens")) {
        let offset = |end: &str| usize::try_from(token[end].as_u64().expect("an offset")).expect("it fits");
        assert_eq!(&text[offset("start")..offset("end")], token["text"].as_str().expect("a text"));
    }
    assert_eq!(sentences[1]["entities"][0]["type"], "PERSON");
}

#[test]
fn odd_input_is_read_and_wrong_usage_told() {
    assert_eq!(output(&["explain", ""], ""), "");
    assert_eq!(output(&["explain", "--format", "conllu", "-"], " \n"), "");
    assert_eq!(run(&["explain", "--format", "xml", "A word."], "").status.code(), Some(2));
}

#[test]
fn positions_are_explained_step_by_step() {
    let text = "Turkey dropped its opposition to the missile shield.";
    let shown = output(&["explain", text], "");
    let steps = "
  cue \"opposition to\" (opposes) at \"opposition\": who holds it is its subject, what it is on its object
  \"its\" stands there
  over the cue, from the inside: flip
  so \"opposes\" becomes \"supports\"
  said as asserted
";
    assert!(shown.contains(steps), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&output(&["explain", "--format", "json", "--min-confidence", "0.2", text], ""))
            .expect("JSON");
    let positions = json["positions"].as_array().expect("positions");
    let stated = positions.iter().filter(|position| position["verdict"] == "stated");
    let ends: Vec<_> = stated.map(|p| (&p["actor"]["id"], &p["relation"], &p["target"]["id"])).collect();
    assert_eq!(
        format!("{ends:?}"),
        r#"[(String("state:TUR"), String("supports"), String("system:missile-defence"))]"#
    );
}

#[test]
fn a_statement_of_a_build_is_explained_by_its_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let (article, build) = (folder.path().join("a.txt"), folder.path().join("out"));
    std::fs::write(&article, "Russia opposes START II.\n").expect("a file");
    let (article, build) = (article.to_str().expect("a path"), build.to_str().expect("a path"));
    assert!(run(&["build", article, "-o", build], "").status.success());
    let statements = std::fs::read_to_string(format!("{build}/statements.jsonl")).expect("statements");
    let statement: serde_json::Value = serde_json::from_str(&statements).expect("one statement");
    let id = statement["id"].as_str().expect("an id");
    let shown = output(&["explain", id, "--build", build], "");
    assert!(shown.contains("Russia opposes START II: stated\n  cue \"oppose\" (opposes)"), "{shown}");
    let unknown = run(&["explain", "st_0", "--build", build], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("has no statement `st_0`"), "{unknown:?}");
}

#[test]
fn a_lower_threshold_gives_more_statements_and_a_higher_one_fewer() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = folder.path().join("a.txt");
    let text = "Russia opposes START II. France discussed START II with Japan. Norway said China may sell missiles to Iran.\n";
    std::fs::write(&article, text).expect("a file");
    let article = article.to_str().expect("a path");
    let count = |arguments: &[&str]| output(&[&["extract", article], arguments].concat(), "").lines().count();
    let (all, usual, sure) =
        (count(&["--min-confidence", "0"]), count(&[]), count(&["--min-confidence", "0.99"]));
    assert!(all > usual && usual > sure, "{all} {usual} {sure}");
    let wrong = run(&["extract", article, "--min-confidence", "2"], "");
    assert_eq!(wrong.status.code(), Some(2));
}
