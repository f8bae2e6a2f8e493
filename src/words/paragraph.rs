//! Paragraphs: stretches of lines that belong together, whatever the line width of the source.
//!
//! Old wire copy breaks lines within a paragraph, saved pages put one paragraph on a line. A line goes on
//! in the next one if it ends in no final mark and is long, or the next begins in lower case, unless the
//! next is indented deeper.

use crate::article::Span;

/// A shorter line is a headline, a byline or a list item rather than broken prose (bytes).
const SHORTEST_BROKEN_LINE: usize = 40;

/// The paragraphs of `text` without furniture, in order.
pub fn split<'a>(text: &'a str, furniture: &'a [Span]) -> impl Iterator<Item = Span> + 'a {
    let mut lines = readable_lines(text, furniture).peekable();
    std::iter::from_fn(move || {
        let (mut last, mut indent) = lines.next()?;
        let start = last.start;
        while let Some((next, next_indent)) = lines.peek().copied() {
            let gap = &text[last.end..next.start];
            let adjacent = gap.bytes().filter(|b| *b == b'\n').count() == 1 && gap.trim().is_empty();
            let content = &text[last.start..last.end];
            let goes_on = text[next.start..].starts_with(char::is_lowercase);
            let broken = (content.len() >= SHORTEST_BROKEN_LINE || goes_on) && !is_final(content);
            if !adjacent || !broken || next_indent > indent {
                break;
            }
            (last, indent) = (next, next_indent);
            lines.next();
        }
        Some(Span { start, end: last.end })
    })
}

/// Whether a line ends as a sentence does.
fn is_final(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '!', '?', ':', '…'])
}

/// Non-empty lines outside furniture with their indentation in bytes.
fn readable_lines<'a>(text: &'a str, furniture: &'a [Span]) -> impl Iterator<Item = (Span, usize)> + 'a {
    let mut begin = 0;
    let mut skipped = furniture.iter().peekable();
    text.split('\n').filter_map(move |line| {
        let start = begin;
        begin += line.len() + 1;
        let indent = line.len() - line.trim_start().len();
        let mut span = Span { start: start + indent, end: start + line.trim_end().len() };
        if span.start >= span.end {
            return None;
        }
        while skipped.next_if(|furniture| furniture.end <= span.start).is_some() {}
        if let Some(furniture) = skipped.peek()
            && furniture.start <= span.start
        {
            let rest = &text[furniture.end.min(span.end).max(span.start)..span.end.max(span.start)];
            span.start = span.end - rest.trim_start().len().min(span.end - span.start);
        }
        (span.start < span.end).then_some((span, indent))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, furniture: &[Span], expected: &[&str]) {
        let found: Vec<&str> = split(text, furniture).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn broken_lines_join_and_headlines_do_not() {
        let text = "TALKS FAIL\nMOSCOW rejected the proposal that Washington had\nput forward. It said so.\nNext paragraph.";
        check(
            text,
            &[],
            &[
                "TALKS FAIL",
                "MOSCOW rejected the proposal that Washington had\nput forward. It said so.",
                "Next paragraph.",
            ],
        );
    }

    #[test]
    fn indentation_opens_a_paragraph() {
        let text = "Reagan said the United States would offer a draft and\n    Reagan also said more.";
        check(
            text,
            &[],
            &["Reagan said the United States would offer a draft and", "Reagan also said more."],
        );
    }

    #[test]
    fn furniture_is_not_read() {
        let text = "Watch Live\nMOSCOW (AP) -- Putin spoke.\n\nEnd.";
        let furniture = [Span { start: 0, end: 10 }, Span { start: 11, end: 25 }];
        check(text, &furniture, &["Putin spoke.", "End."]);
        check(text, &[Span { start: 0, end: text.len() }], &[]);
        let text = "Talks fail.\nSimilar Threads\n   \n 1. More";
        check(text, &[Span { start: 12, end: text.len() }], &["Talks fail."]);
    }
}
