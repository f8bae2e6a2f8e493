//! Reference values of single layers, for the tests of each.
//!
//! They were computed in single precision. With the embedded weights, in half precision, they are met to
//! about a hundredth; with those that `DEMARCHE_F32_WEIGHTS` names, to a few parts in ten thousand.

use std::sync::LazyLock;

use serde_json::Value;

use super::common;
use super::kernels::{InstructionSet, WIDTH};
use super::model::Model;
use super::network::{Buffers, Mixed, Network, PADDING};
use super::vocabulary::{RawToken, Vocabulary};

/// The model that the tests run, and how closely it meets the reference.
pub(crate) static MODEL: LazyLock<(Model, f32)> = LazyLock::new(|| {
    let weights =
        std::env::var_os("DEMARCHE_F32_WEIGHTS").map(|path| std::fs::read(path).expect("readable weights"));
    match weights {
        Some(weights) => (Model::from_safetensors(&weights).expect("sound weights"), 5e-4),
        None => (Model::from_safetensors(super::model::WEIGHTS).expect("sound weights"), 4e-2),
    }
});

/// The records of the vector file that `keep` keeps; none if the file is not there.
pub(crate) fn records(keep: impl Fn(&Value) -> bool) -> Vec<Value> {
    let Some(path) = common::shared("reference/nlp-vectors.jsonl") else { return Vec::new() };
    let lines = std::fs::read_to_string(path).expect("vectors are readable");
    lines.lines().map(|line| serde_json::from_str(line).expect("a record")).filter(keep).collect()
}

/// The records with values of single layers.
pub(crate) fn traces() -> Vec<Value> {
    records(|record| record["kind"] == "trace" && record.get("text").is_some())
}

/// A list of numbers.
pub(crate) fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number") as f32).collect()
}

/// Panics unless `found` begins with the numbers `expected`.
#[track_caller]
pub(crate) fn assert_close(found: &[f32], expected: &Value, what: &str) {
    let tolerance = MODEL.1;
    for (found, expected) in found.iter().zip(numbers(expected)) {
        assert!((found - expected).abs() < tolerance, "{what}: {found} is not {expected}");
    }
}

/// Tokens of a text, and its mixed words and vectors (with padding) in one network.
pub(crate) struct Layers {
    pub vocabulary: Vocabulary,
    pub tokens: Vec<RawToken>,
    pub mixed: Vec<f32>,
    pub vectors: Vec<f32>,
}

/// Runs `network` over `text`.
pub(crate) fn layers<const ATTRIBUTES: usize, const STRIDE: usize>(
    text: &str,
    network: &Network<ATTRIBUTES, STRIDE>,
    set: InstructionSet,
) -> Layers {
    let mut vocabulary = Vocabulary::default();
    let mut tokens = Vec::new();
    vocabulary.tokenize(&MODEL.0, text, &mut tokens);
    let rows = PADDING..PADDING + tokens.len();
    let mut vectors = vec![0.0; (rows.end + PADDING) * WIDTH];
    let words = tokens.iter().map(|token| (token.word, token.space_after));
    let mut mixed = Mixed::default();
    mixed.gather(set, network, &vocabulary, words, &mut vectors[rows.start * WIDTH..rows.end * WIDTH]);
    let mixed = vectors[rows.start * WIDTH..rows.end * WIDTH].to_vec();
    network.encode(set, std::slice::from_ref(&rows), &mut vectors, &mut Buffers::default());
    Layers { vocabulary, tokens, mixed, vectors }
}
