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
