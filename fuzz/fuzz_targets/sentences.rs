//! Any text becomes sentences whose tokens, with the blanks between them, are the text again; trees can be
//! walked.
#![no_main]

use demarche::language::{Engine, Model, Paragraph};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let sentences = Engine::new(Model::embedded()).sentences(&Paragraph::verbatim(text));
    let mut end = 0;
    for word in sentences.iter().flat_map(|sentence| sentence.words()) {
        assert!(matches!(&text[end..word.span.start], "" | " "));
        assert_eq!(&text[word.span.start..word.span.end], word.text);
        end = word.span.end;
        assert!(word.subtree().contains(&word.index()));
        let _ = (word.logical_subject(), word.first_conjunct(), word.noun_phrase(), word.ancestors().count());
    }
    assert!(matches!(&text[end..], "" | " "));
});
