//! Divides overlong text at a place that depends on the text alone.

use std::ops::Range;

use super::characters::is_space;

/// Bytes in the longest text that is run as one; several times the longest paragraphs of news.
pub(crate) const LONGEST: usize = 8192;

/// The byte ranges of the pieces of `text`, each of at most [`LONGEST`] bytes; together they cover it.
///
/// A piece ends after the last sentence that can be told to end in its second half, else after its last white
/// space, else between any two characters.
pub(crate) fn segments(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let range = start
            ..start
                + if rest.len() <= LONGEST {
                    rest.len()
                } else {
                    cut(&rest[..rest.floor_char_boundary(LONGEST)])
                };
        start = range.end;
        (!range.is_empty()).then_some(range)
    })
}

/// Where to end a piece that can be no longer than `window`.
fn cut(window: &str) -> usize {
    let half = window.floor_char_boundary(window.len() / 2);
    let spaces = || window[half..].char_indices().rev().filter(|&(_, c)| is_space(c));
    let after = |(place, space): (usize, char)| half + place + space.len_utf8();
    let ends_sentence =
        |&(place, _): &(usize, char)| window[..half + place].ends_with(['.', '!', '?', '"', '”', '\n']);
    spaces().find(ends_sentence).or_else(|| spaces().next()).map_or(window.len(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that the pieces cover the text and are short enough; returns their number.
    #[track_caller]
    fn check(text: &str) -> usize {
        let mut end = 0;
        let count = segments(text).inspect(|range| {
            assert!(range.start == end && range.len() <= LONGEST && text.is_char_boundary(range.end));
            end = range.end;
        });
        let count = count.count();
        assert_eq!(end, text.len());
        count
    }

    #[test]
    fn short_texts_stay_whole() {
        assert_eq!(check(""), 0);
        assert_eq!(check("A word."), 1);
        assert_eq!(check(&"x".repeat(LONGEST)), 1);
    }

    #[test]
    fn long_texts_are_cut_where_a_sentence_ends() {
        let text = "The envoy said no. ".repeat(1000);
        check(&text);
        assert!(segments(&text).all(|range| text[range].ends_with(". ")));
    }

    #[test]
    fn texts_without_a_place_to_cut_are_cut_anyway() {
        assert_eq!(check(&"x".repeat(LONGEST + 1)), 2);
        check(&"é".repeat(LONGEST));
        check(&"🙂".repeat(LONGEST));
        check(&"word ".repeat(LONGEST));
    }
}
