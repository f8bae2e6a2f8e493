//! Tests of the walks over a sentence's tree.

use super::engine::Engine;
use super::model::Model;
use super::paragraph::Paragraph;
use super::sentence::{Sentence, Word};

/// The only sentence of `text`.
#[track_caller]
fn sentence(text: &str) -> Sentence<'_> {
    let mut sentences = Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(text));
    assert_eq!(sentences.len(), 1, "sentences in {text:?}");
    sentences.remove(0)
}

/// The first word of the sentence that reads `text`.
#[track_caller]
fn find<'s, 't>(sentence: &'s Sentence<'t>, text: &str) -> Word<'s, 't> {
    sentence.words().find(|word| word.text == text).expect("the word is there")
}

fn texts<'t>(words: impl Iterator<Item = Word<'t, 't>>) -> Vec<&'t str> {
    words.map(|word| word.sentence().tokens()[word.index()].text).collect()
}

#[test]
fn a_verb_has_subject_object_and_negation() {
    let sentence = sentence("The old alliance has not rejected the plan or the treaty.");
    let verb = sentence.root();
    assert_eq!(verb.lemma, "reject");
    assert_eq!(verb.subject().map(|word| word.text), Some("alliance"));
    assert_eq!(texts(verb.objects()), ["plan", "treaty"]);
    assert_eq!(texts(verb.auxiliaries()), ["has"]);
    assert!(verb.negated() && !verb.is_passive());
    assert_eq!(
        sentence.span_of(verb.subject().expect("it has one").noun_phrase()).end,
        "The old alliance".len()
    );
}

#[test]
fn a_passive_verb_has_an_agent() {
    let sentence = sentence("The plan was rejected by both ministers.");
    let verb = sentence.root();
    assert!(verb.is_passive());
    assert_eq!(verb.subject().map(|word| word.text), Some("plan"));
    assert_eq!(verb.agent().map(|word| word.text), Some("ministers"));
}

#[test]
fn complements_conjuncts_and_their_subjects_are_found() {
    let sentence = sentence("Norland left the talks and urged Sudria to sign the pact.");
    let left = sentence.root();
    assert_eq!(texts(left.conjuncts()), ["urged"]);
    assert_eq!(find(&sentence, "urged").complement().map(|word| word.text), Some("sign"));
    assert_eq!(find(&sentence, "urged").first_conjunct(), left);
    for (verb, subject) in [("left", "Norland"), ("urged", "Norland"), ("sign", "Sudria")] {
        let found = find(&sentence, verb).logical_subject();
        assert_eq!(found.map(|word| word.text), Some(subject), "of {verb}");
    }
}

#[test]
fn relative_clauses_speak_of_their_noun() {
    let sentence = sentence("Holm, who took office in May, dislikes the treaty which Sudria signed.");
    for (verb, subject) in [("took", "Holm"), ("dislikes", "Holm"), ("signed", "Sudria")] {
        let found = find(&sentence, verb).logical_subject();
        assert_eq!(found.map(|word| word.text), Some(subject), "of {verb}");
    }
}

#[test]
fn prepositions_behind_particles_are_followed() {
    let sentence = sentence("Moscow will pull out of the treaty.");
    let verb = sentence.root();
    let found: Vec<_> = verb.prepositional_objects().map(|(prep, object)| (prep.text, object.text)).collect();
    assert_eq!(found, [("of", "treaty")]);
}

#[test]
fn entities_are_told_by_word_and_by_sentence() {
    let sentence = sentence("President Ada Holm spoke in Oslo.");
    let holm = find(&sentence, "Holm").named_entity().expect("a person");
    assert_eq!(sentence.span_of(holm.tokens.clone()).start, "President ".len());
    assert_eq!(sentence.entities().len(), 2);
    assert_eq!(find(&sentence, "spoke").named_entity(), None);
}

#[test]
fn a_sentence_shows_its_text() {
    let text = "\"No,\" he said -- twice.";
    assert_eq!(sentence(text).to_string(), text);
    assert_eq!(sentence(text).word_at(1).map(|word| word.text), Some("No"));
    assert_eq!(sentence(text).word_at(text.len()), None);
}
