//! Page furniture: lines of a saved page that are not the article's own text, and datelines.
//!
//! They stay in the text, so that offsets hold, but are marked and never read.

use super::Span;
use super::metadata::Metadata;
use crate::schema::Lexicon;

/// Lines longer than this are prose, whatever they begin with (bytes).
const LONGEST_LINE: usize = 240;
/// A longer line does not only state a date and a publisher (bytes).
const LONGEST_STATEMENT: usize = 160;
/// A dateline opens one of the first paragraphs of an article.
const DATELINE_LINES: usize = 40;

/// A longer match is a sentence with a bracket or a dash in it (bytes).
const LONGEST_DATELINE: usize = 100;

/// Finds what of a text is not to be read.
pub struct Furniture<'s> {
    lexicon: &'s Lexicon,
    metadata: &'s Metadata<'s>,
}

impl<'s> Furniture<'s> {
    /// Furniture as `lexicon` describes it; lines that `metadata` reads whole are furniture too.
    pub fn new(lexicon: &'s Lexicon, metadata: &'s Metadata<'s>) -> Self {
        Furniture { lexicon, metadata }
    }

    /// The stretches of `text` that are furniture, sorted, not overlapping. O(text).
    pub fn find(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut dateline_seen = false;
        let patterns = &self.lexicon.furniture;
        for (index, line) in lines(text).enumerate() {
            let content = &text[line.start..line.end];
            if content.is_empty() {
                continue;
            }
            if content.len() <= LONGEST_STATEMENT && self.metadata.is_all_of(content) {
                spans.push(line);
            } else if content.len() <= LONGEST_LINE
                && let Some(pattern) = patterns.lines.matches(content.as_bytes()).iter().next()
            {
                if patterns.rest[pattern] {
                    spans.push(Span { start: line.start, end: text.trim_end().len() });
                    break;
                }
                spans.push(line);
            } else if !dateline_seen && index < DATELINE_LINES {
                let head = content.floor_char_boundary(LONGEST_LINE);
                let dateline = self.lexicon.datelines.iter().find_map(|regex| regex.find(&content[..head]));
                if let Some(found) = dateline.filter(|found| found.len() <= LONGEST_DATELINE) {
                    dateline_seen = true;
                    spans.push(Span { start: line.start, end: line.start + found.as_str().trim_end().len() });
                }
            }
        }
        spans
    }
}

/// The lines of `text` without the white space around them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let begin = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        Span { start: begin, end: begin + line.trim().len() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let schema = Schema::embedded();
        let metadata = Metadata::new(&schema);
        let found = Furniture::new(&schema.lexicon, &metadata).find(text);
        let found: Vec<&str> = found.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn page_lines_are_marked_and_sentences_are_not() {
        check("Watch CBSN Live\n\nRussia rejects the plan.", &["Watch CBSN Live"]);
        check("The plan is to watch CBSN live while talks last.", &[]);
        check("Talks fail\nJune 13, 2000\n(AP)\nIt failed.", &["June 13, 2000", "(AP)"]);
        check("All Rights Reserved\nMoscow reserved all rights.", &["All Rights Reserved"]);
    }

    #[test]
    fn some_lines_end_the_article() {
        check(
            "Talks fail.\n\nSimilar Threads\n  1. Russia Warns U.S.",
            &["Similar Threads\n  1. Russia Warns U.S."],
        );
    }

    #[test]
    fn datelines_are_no_part_of_the_sentence() {
        check("MOSCOW (AP) -- Putin warned the West.", &["MOSCOW (AP) --"]);
        check("WASHINGTON, March 3 - President Reagan said no.", &["WASHINGTON, March 3 -"]);
        check("Moscow said -- and meant -- no.", &[]);
    }
}
