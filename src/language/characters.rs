//! Sets of code points, and white space as Python counts it.

use serde::Deserialize;

/// True for what Python's `str.isspace` accepts: Unicode white space and the four information separators.
pub(crate) const fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\x1c'..=' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// A set of code points: a bit each for ASCII, sorted ranges for the rest.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<u32>")]
pub(crate) struct CharSet {
    ascii: u128,
    /// First and last of each run, ascending.
    runs: Vec<(u32, u32)>,
}

impl CharSet {
    /// True if `c` is in the set. O(1) for ASCII, else O(log runs).
    pub(crate) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 == 1;
        }
        let run = self.runs.partition_point(|&(_, last)| last < u32::from(c));
        self.runs.get(run).is_some_and(|&(first, _)| first <= u32::from(c))
    }
}

/// From a flat list of the first and last code point of each run, ascending.
impl From<Vec<u32>> for CharSet {
    fn from(bounds: Vec<u32>) -> Self {
        let (runs, _) = bounds.as_chunks::<2>();
        let ascii =
            runs.iter().flat_map(|&[first, last]| first..=last.min(127)).fold(0, |bits, c| bits | 1 << c);
        Self { ascii, runs: runs.iter().map(|&[first, last]| (first, last)).collect() }
    }
}

/// The sets in the model's tables.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Characters {
    /// What Python's `str.isalpha` accepts: Unicode categories L*.
    pub letter: CharSet,
    /// Letters that Python's `str.isupper` accepts.
    pub upper: CharSet,
    /// What Python's `str.isdigit` accepts; includes `²`.
    pub digit: CharSet,
    /// `\d` of a Python pattern.
    pub decimal: CharSet,
    /// `\w` of a Python pattern.
    pub word: CharSet,
    /// Single characters that are cut off the front of a chunk.
    pub prefix: CharSet,
    /// Single characters that are cut off the end of a chunk.
    pub suffix: CharSet,
    /// Symbols that split a chunk: emoji, dingbats, arrows.
    pub symbol: CharSet,
    /// Letters of any script that the patterns name.
    pub latin: CharSet,
    /// The same less capitals.
    pub latin_lower: CharSet,
    /// The same less small letters.
    pub capital: CharSet,
    /// After these a final full stop is cut off.
    pub before_stop: CharSet,
    /// Between these ...
    pub before_infix_stop: CharSet,
    /// ... and these a full stop splits a chunk.
    pub after_infix_stop: CharSet,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_the_ends_of_their_runs_and_nothing_beyond() {
        let set = CharSet::from(vec![48, 57, 97, 200, 0x4e00, 0x4e02]);
        for (c, inside) in [
            ('/', false),
            ('0', true),
            ('9', true),
            (':', false),
            ('a', true),
            ('\u{7f}', true),
            ('\u{80}', true),
            ('\u{c8}', true),
            ('\u{c9}', false),
            ('\u{4dff}', false),
            ('\u{4e00}', true),
            ('\u{4e02}', true),
            ('\u{4e03}', false),
            (char::MAX, false),
        ] {
            assert_eq!(set.contains(c), inside, "{c:?}");
        }
    }

    #[test]
    fn white_space_is_pythons() {
        for c in
            ['\t', '\n', '\x0b', '\x1c', '\x1f', ' ', '\u{85}', '\u{a0}', '\u{2009}', '\u{2028}', '\u{3000}']
        {
            assert!(is_space(c), "{c:?}");
        }
        for c in ['\0', '\x08', '\x1b', '\x7f', '\u{200b}', '\u{feff}', 'a'] {
            assert!(!is_space(c), "{c:?}");
        }
    }
}
