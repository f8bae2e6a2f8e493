//! Any text divides into paragraphs in order, and what lies between them holds no words but bullets and
//! datelines.
#![no_main]

use demarche::language::paragraphs;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for paragraph in paragraphs(text) {
        assert!(end <= paragraph.span.start && paragraph.span.start <= paragraph.span.end);
        assert!(text.get(paragraph.span.start..paragraph.span.end).is_some());
        if let Some(dateline) = paragraph.dateline {
            assert!(end <= dateline.span.start && dateline.span.end == paragraph.span.start);
        }
        end = paragraph.span.end;
    }
});
