//! What may be cut off a chunk: prefixes, suffixes and infixes.
//!
//! spaCy says this in three regular expressions with look-behind. They are matched by hand here: a character
//! test instead of 200 alternatives, linear in the chunk, nothing to compile at start. A test holds the two
//! together.

use crate::language::characters::{CharSet, Characters};
use crate::language::tables::AffixTables;

/// The affix patterns.
pub(crate) struct Affixes {
    pub characters: Characters,
    tables: AffixTables,
    /// Bytes in the longest literal after a digit.
    longest_after_digit: usize,
}

impl Affixes {
    pub(crate) fn new(characters: Characters, tables: AffixTables) -> Self {
        let longest_after_digit = tables.after_digit.iter().map(String::len).max().unwrap_or(0);
        Self { characters, tables, longest_after_digit }
    }

    /// Bytes at the front of `text` that stand on their own; 0 if none.
    pub(crate) fn prefix(&self, text: &str) -> usize {
        let mut characters = text.chars();
        match characters.next() {
            None => 0,
            Some('.') => match text.bytes().take_while(|&byte| byte == b'.').count() {
                1 => 0,
                dots => dots,
            },
            Some('+') => usize::from(!characters.next().is_some_and(|c| c.is_ascii_digit())),
            Some(first) if self.characters.prefix.contains(first) => first.len_utf8(),
            Some(_) => self
                .tables
                .prefixes
                .iter()
                .find(|prefix| text.starts_with(prefix.as_str()))
                .map_or(0, String::len),
        }
    }

    /// Bytes at the end of `text` that stand on their own, the longest choice; 0 if none.
    pub(crate) fn suffix(&self, text: &str) -> usize {
        let Some(last) = text.chars().next_back() else { return 0 };
        let single = if self.characters.suffix.contains(last) { last.len_utf8() } else { 0 };
        let literal =
            self.tables.suffixes.iter().filter(|suffix| text.ends_with(suffix.as_str())).map(String::len);
        let stop = if last == '.' { self.final_stops(text) } else { 0 };
        single.max(literal.max().unwrap_or(0)).max(stop).max(self.after_digit(text))
    }

    /// Full stops at the end of `text` to cut: all of two or more, or one that ends no abbreviation.
    fn final_stops(&self, text: &str) -> usize {
        let before = text.trim_end_matches('.');
        let stops = text.len() - before.len();
        if stops > 1 {
            return stops;
        }
        let mut back = before.chars().rev();
        let (Some(last), second) = (back.next(), back.next()) else { return 0 };
        let degrees = matches!((second, last), (Some('°'), 'F' | 'f' | 'C' | 'c' | 'K' | 'k'));
        let capital = |c| self.characters.capital.contains(c);
        let capitals = capital(last) && second.is_some_and(capital);
        usize::from(degrees || capitals || self.characters.before_stop.contains(last))
    }

    /// Bytes after the last digit of `text` if they are a unit or a currency sign, else 0.
    fn after_digit(&self, text: &str) -> usize {
        let window = text.len().saturating_sub(self.longest_after_digit + 1);
        let Some(digit) = text.as_bytes()[window..].iter().rposition(u8::is_ascii_digit) else { return 0 };
        let tail = &text[window + digit + 1..];
        let known = self.tables.after_digit.binary_search_by(|unit| unit.as_str().cmp(tail));
        known.map_or(0, |_| tail.len())
    }

    /// Byte ranges in `text` that split it, left to right.
    pub(crate) fn infixes<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut position = 0;
        let mut before = None;
        std::iter::from_fn(move || {
            while let Some(current) = text[position..].chars().next() {
                let start = position;
                let length =
                    if current.is_ascii_alphanumeric() { 0 } else { self.infix(before, &text[start..]) };
                position += if length == 0 { current.len_utf8() } else { length };
                before = text[..position].chars().next_back();
                if length > 0 {
                    return Some((start, position));
                }
            }
            None
        })
    }

    /// Bytes of the infix at the front of `rest`, which follows `before`; 0 if none.
    fn infix(&self, before: Option<char>, rest: &str) -> usize {
        let mut characters = rest.chars();
        let Some(current) = characters.next() else { return 0 };
        let after = characters.next();
        let is = |set: &CharSet, c: Option<char>| c.is_some_and(|c| set.contains(c));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let Characters { latin, symbol, before_infix_stop, after_infix_stop, .. } = &self.characters;
        let single = match current {
            '.' if after == Some('.') => return rest.len() - rest.trim_start_matches('.').len(),
            '…' => true,
            _ if symbol.contains(current) => true,
            '+' | '-' | '*' | '^' if digit(before) && (digit(after) || after == Some('-')) => true,
            '.' => is(before_infix_stop, before) && is(after_infix_stop, after),
            ',' => is(latin, before) && is(latin, after),
            ':' | '<' | '>' | '=' | '/' => (is(latin, before) || digit(before)) && is(latin, after),
            _ => false,
        };
        if single {
            return current.len_utf8();
        }
        if !(is(latin, before) || digit(before)) {
            return 0;
        }
        let splits = |hyphen: &&String| {
            rest.strip_prefix(hyphen.as_str()).is_some_and(|follows| is(latin, follows.chars().next()))
        };
        self.tables.hyphens.iter().find(splits).map_or(0, String::len)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::LazyLock;

    use fancy_regex::Regex;
    use proptest::prelude::*;

    use crate::language::model::Model;

    /// spaCy's patterns as published; the two dialects differ in what `\w` covers, which is spelled out.
    static PATTERNS: LazyLock<HashMap<String, Regex>> = LazyLock::new(|| {
        let patterns: HashMap<String, String> =
            serde_json::from_str(include_str!("../../../model/patterns.json")).expect("patterns are JSON");
        let compile =
            |pattern: &str| Regex::new(&pattern.replace(r"[\w", r"[\p{L}\p{N}_")).expect("a pattern");
        patterns.iter().map(|(name, pattern)| (name.clone(), compile(pattern))).collect()
    });

    fn find(name: &str, text: &str) -> Option<(usize, usize)> {
        PATTERNS[name].find(text).expect("no runaway match").map(|found| (found.start(), found.end()))
    }

    /// Panics unless the matcher divides `text` where the patterns do.
    #[track_caller]
    fn check(text: &str) {
        let tokenizer = &Model::embedded().tokenizer;
        let length = |found: Option<(usize, usize)>| found.map_or(0, |(start, end)| end - start);
        assert_eq!(tokenizer.affixes.prefix(text), length(find("prefix", text)), "prefix of {text:?}");
        assert_eq!(tokenizer.affixes.suffix(text), length(find("suffix", text)), "suffix of {text:?}");
        let expected = PATTERNS["infix"].find_iter(text).map(|found| found.expect("no runaway match"));
        let expected: Vec<_> = expected.map(|found| (found.start(), found.end())).collect();
        assert_eq!(tokenizer.affixes.infixes(text).collect::<Vec<_>>(), expected, "infixes of {text:?}");
        let address = super::super::url::is_address(text, &tokenizer.affixes.characters);
        assert_eq!(address, find("url", text).is_some(), "whether {text:?} is an address");
    }

    #[test]
    fn affixes_are_those_of_the_published_patterns() {
        for text in [
            "",
            ".",
            "..",
            "a...",
            "...a",
            "……",
            "a……",
            "+5",
            "+a",
            "US$5",
            "5US$",
            "10km",
            "10km/h",
            "10km²",
            "5%.",
            "°C.",
            "40°C.",
            "U.S.",
            "UK.",
            "a.",
            "A.",
            "x's",
            "X’S",
            "a--b",
            "a---b",
            "a-b-c",
            "3-4",
            "3--4",
            "a——b",
            "a,b",
            "1,2",
            "end.Start",
            "end.start",
            "a/b",
            "1/b",
            "1/2",
            "a=b",
            "🙂a",
            "a🙂b",
            "(a)",
            "5тбكم",
            "²+",
            "٪",
        ] {
            check(text);
        }
    }

    #[test]
    fn addresses_are_those_of_the_published_pattern() {
        for text in [
            "example.org",
            "EXAMPLE.ORG",
            "a.b",
            "a.bc",
            "http://a.bc",
            "http://a.bc:80",
            "http://a.bc:8",
            "a.bc:123456/",
            "me@a.bc",
            "@a.bc",
            "x@@a.bc",
            "ftp://u:p@a.bc/x?y#z",
            "8.8.8.8",
            "10.0.0.1",
            "127.0.0.1",
            "192.168.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "172.32.0.1",
            "223.255.255.254",
            "224.0.0.1",
            "1.2.3.255",
            "01.2.3.4",
            "1.02.3.4",
            "1.2.3.4:80/x",
            "1.2.3",
            "1.2.3.4.5",
            "a-.bc",
            "-a.bc",
            "a_b.cd",
            "é.fr",
            "a..bc",
            ".bc",
            "a.bc.",
            "x://a.bc",
            "xy://a.bc",
            "xy://zz@a.bc",
            "a.bc?d.e@f",
            "a.b1",
            "12.34.56.78.com",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn any_chunk_is_divided_as_by_the_published_patterns(
            text in r#"[a-zA-Z0-9.,:;!?'"()<>=/+*^~#&_%$£€°²…—–“”‘’@üßÉжЖ中。🙂|\\-]{0,16}"#
        ) {
            check(&text);
        }

        #[test]
        fn any_address_is_told_as_by_the_published_pattern(
            text in r"([a-z+]{0,3}://)?([a-zA-Z:.]{0,3}@)?([a-zA-Z0-9é_-]{0,4}\.){0,4}[a-zA-Z0-9]{1,4}(:[0-9]{0,6})?([/?#][a-z@.]{0,4})?"
        ) {
            check(&text);
        }

        #[test]
        fn any_number_with_stops_is_told_as_by_the_published_pattern(text in r"([0-9]{1,3}\.){1,4}[0-9]{1,3}[:/]?[0-9]{0,3}") {
            check(&text);
        }
    }
}
