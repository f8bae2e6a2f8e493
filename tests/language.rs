//! The language engine against spaCy's own output, and against any text.

mod common;

use std::fs;

use demarche::language::{Engine, InstructionSet, Model, Paragraph, Sentence, paragraphs};
use proptest::prelude::*;
use serde::Deserialize;

/// What spaCy made of a text.
#[derive(Deserialize)]
struct Vector {
    id: String,
    #[serde(default)]
    f16_may_differ: bool,
    text: String,
    tokens: Vec<String>,
    /// Offsets in code points.
    idx: Vec<usize>,
    ws: Vec<u8>,
    tag: Vec<String>,
    pos: Vec<String>,
    morph: Vec<String>,
    lemma: Vec<String>,
    head: Vec<usize>,
    dep: Vec<String>,
    sent_start: Vec<i8>,
    ents: Vec<(usize, usize, String)>,
}

/// The texts with all fields; traces of single layers are for the unit tests.
fn vectors(path: &std::path::Path) -> Vec<Vector> {
    let lines = fs::read_to_string(path).expect("vectors are readable");
    let records =
        lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a record"));
    records
        .filter(|record| record.get("dep").is_some())
        .map(|r| serde_json::from_value(r).expect("a vector"))
        .collect()
}

/// `sentences` as a vector: heads and entities counted from the first token of the text.
fn as_vector(id: &str, text: &str, sentences: &[Sentence<'_>]) -> Vector {
    let mut found = Vector {
        id: id.to_owned(),
        f16_may_differ: false,
        text: text.to_owned(),
        tokens: vec![],
        idx: vec![],
        ws: vec![],
        tag: vec![],
        pos: vec![],
        morph: vec![],
        lemma: vec![],
        head: vec![],
        dep: vec![],
        sent_start: vec![],
        ents: vec![],
    };
    for sentence in sentences {
        let first = found.tokens.len();
        for entity in sentence.entities() {
            found.ents.push((
                first + entity.tokens.start,
                first + entity.tokens.end,
                entity.kind.to_string(),
            ));
        }
        for (index, token) in sentence.tokens().iter().enumerate() {
            assert_eq!(&text[token.span.start..token.span.end], token.text);
            found.tokens.push(token.text.to_owned());
            found.idx.push(text[..token.span.start].chars().count());
            found.ws.push(u8::from(token.space_after));
            found.tag.push(token.tag.to_string());
            found.pos.push(token.pos.to_string());
            found.morph.push(token.morph.to_owned());
            found.lemma.push(token.lemma.to_string());
            found.head.push(first + token.head);
            found.dep.push(token.label.to_string());
            found.sent_start.push(if index == 0 { 1 } else { -1 });
        }
    }
    found
}

/// The names of the fields in which two vectors differ.
fn differences(expected: &Vector, found: &Vector) -> Vec<&'static str> {
    let starts = |vector: &Vector| vector.sent_start.iter().map(|&start| start == 1).collect::<Vec<_>>();
    let fields = [
        ("tokens", expected.tokens == found.tokens),
        ("idx", expected.idx == found.idx),
        ("ws", expected.ws == found.ws),
        ("tag", expected.tag == found.tag),
        ("pos", expected.pos == found.pos),
        ("morph", expected.morph == found.morph),
        ("lemma", expected.lemma == found.lemma),
        ("head", expected.head == found.head),
        ("dep", expected.dep == found.dep),
        ("sent_start", starts(expected) == starts(found)),
        ("ents", expected.ents == found.ents),
    ];
    fields.into_iter().filter(|(_, same)| !same).map(|(field, _)| field).collect()
}

/// Compares every vector of `path`, each run by itself; returns how many were compared.
fn check(model: &Model, path: &std::path::Path, exact: bool) -> usize {
    let mut engine = Engine::new(model);
    let vectors = vectors(path);
    let mut failures = Vec::new();
    for expected in vectors.iter().filter(|vector| exact || !vector.f16_may_differ) {
        let found =
            as_vector(&expected.id, &expected.text, &engine.sentences(&Paragraph::verbatim(&expected.text)));
        let differences = differences(expected, &found);
        if !differences.is_empty() {
            failures.push(format!("{}: {}", expected.id, differences.join(", ")));
        }
    }
    assert!(failures.is_empty(), "{} of {} differ:\n{}", failures.len(), vectors.len(), failures.join("\n"));
    vectors.len()
}

#[test]
fn agrees_with_spacy_on_every_vector() {
    let Some(path) = common::shared("reference/nlp-vectors.jsonl") else { return };
    assert_eq!(check(Model::embedded(), &path, false), 353);
}

/// Needs the weights that `model/convert.py --f32` writes, named by `DEMARCHE_F32_WEIGHTS`.
#[test]
fn agrees_with_spacy_on_every_vector_in_single_precision() {
    let Some(path) = common::shared("reference/nlp-vectors.jsonl") else { return };
    let Some(weights) = std::env::var_os("DEMARCHE_F32_WEIGHTS") else {
        assert!(std::env::var_os("CI").is_none(), "DEMARCHE_F32_WEIGHTS names no file");
        eprintln!("SKIPPED: DEMARCHE_F32_WEIGHTS names no file; model/convert.py --f32 makes it");
        return;
    };
    let weights = fs::read(weights).expect("weights are readable");
    let model = Model::from_safetensors(&weights).expect("weights are sound");
    assert_eq!(check(&model, &path, true), 353);
}

#[test]
fn agrees_with_spacy_on_our_own_sentences() {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sentences.jsonl"));
    assert_eq!(check(Model::embedded(), path, true), 44);
}

/// The end of the token before, the tokens' text and the gaps between them have to give the text again.
fn assert_covered(text: &str, sentences: &[Sentence<'_>]) {
    let mut end = 0;
    for token in sentences.iter().flat_map(demarche::language::Sentence::tokens) {
        assert!(matches!(&text[end..token.span.start], "" | " "), "a gap before {token:?}");
        assert_eq!(&text[token.span.start..token.span.end], token.text);
        assert!(!token.text.is_empty());
        end = token.span.end;
    }
    assert!(matches!(&text[end..], "" | " "), "text after the last token");
}

/// Reads `text` in one piece and by paragraphs; panics if anything is amiss.
fn read(text: &str) {
    let mut engine = Engine::new(Model::embedded());
    let verbatim = engine.sentences(&Paragraph::verbatim(text));
    assert_covered(text, &verbatim);
    let paragraphs = paragraphs(text);
    let together = engine.read(&paragraphs);
    let mut end = 0;
    for (paragraph, sentences) in paragraphs.iter().zip(&together) {
        assert_eq!(engine.sentences(paragraph), *sentences, "alone and among others");
        for token in sentences.iter().flat_map(demarche::language::Sentence::tokens) {
            assert!(end <= token.span.start && token.span.end <= paragraph.span.end, "order of {token:?}");
            assert_eq!(&text[token.span.start..token.span.end], token.text);
            end = token.span.end;
        }
    }
    for word in verbatim.iter().chain(together.iter().flatten()).flat_map(demarche::language::Sentence::words)
    {
        let sentence = word.sentence();
        assert!(word.subtree().contains(&word.index()) && word.subtree().contains(&word.noun_phrase().start));
        assert!(word.ancestors().count() < sentence.tokens().len());
        assert!(word.dependents().all(|dependent| dependent.governor() == Some(word)));
        let _ =
            (word.logical_subject(), word.first_conjunct(), word.conjuncts().count(), word.objects().count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_string_is_covered_by_its_tokens(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_words_are_covered_by_their_tokens(
        text in r#"([a-zA-Z]{1,8}|[0-9.,]{1,4}|n't|U\.S\.|--|[ \t\n\u{a0}]{1,3}|['"()!?:;]|[\u{0}\u{200f}😀é中]){0,60}"#
    ) {
        read(&text);
    }
}

/// The size of what must be read in linear time, in bytes.
const MEGABYTE: usize = 1 << 20;

/// Texts on which a careless reader would stumble, loop or take quadratic time: a megabyte of each is
/// divided, and some of it read.
#[test]
fn hostile_texts_are_read_in_linear_time() {
    let units = [
        "a",
        ".",
        "'",
        "(",
        " ",
        "\n",
        "\0",
        "a.",
        "a-",
        "@",
        "://",
        "x@y.",
        "\u{5d0}",
        "🙂",
        "e\u{301}",
        "((a) ",
        "1,",
        "a\u{202e}b ",
        "-\n",
        "a-\n",
        "\u{a0}b",
    ];
    for unit in units {
        let text = unit.repeat(MEGABYTE / unit.len());
        let started = std::time::Instant::now();
        paragraphs(&text);
        assert!(started.elapsed().as_secs() < 10, "dividing {unit:?} took {:?}", started.elapsed());
        let some = unit.repeat(20_000 / unit.len());
        assert_covered(&some, &Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(&some)));
    }
}

#[test]
fn a_paragraph_of_a_megabyte_is_read() {
    let line = "The envoy said no. ".repeat(MEGABYTE / 19);
    assert_covered(&line, &Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(&line)));
}

#[test]
fn what_has_been_read_before_changes_nothing() {
    let (first, second) = ("The pact can't hold.", "Can't the pact hold? Talks in Oslo will tell.");
    let mut engine = Engine::new(Model::embedded());
    let fresh = engine.sentences(&Paragraph::verbatim(second));
    let words = (0..60_000).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ");
    engine.sentences(&Paragraph::verbatim(first));
    engine.sentences(&Paragraph::verbatim(&words));
    assert_eq!(engine.sentences(&Paragraph::verbatim(second)), fresh);
}

#[test]
fn threads_share_a_model() {
    let text = "Both sides welcomed the freeze, and the envoy said inspections would begin in May.";
    let alone = Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(text));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(text))))
            .collect();
        assert!(threads.into_iter().all(|thread| thread.join().expect("no panic") == alone));
    });
}

#[test]
fn every_instruction_set_reads_the_same() {
    let text =
        "Both sides welcomed the freeze; \"not a day too soon,\" the envoy said. Inspections begin in May.";
    let read =
        |set| Engine::with_instruction_set(Model::embedded(), set).sentences(&Paragraph::verbatim(text));
    let all: Vec<_> = InstructionSet::available().into_iter().map(read).collect();
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
}
