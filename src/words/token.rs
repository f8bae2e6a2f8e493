//! Tokens: words and single marks with their place in the text.

use crate::article::Span;
use std::collections::BTreeSet;

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place in the article's text.
    pub span: Span,
    /// The word in lower case with plain quotes; what words are compared by.
    pub key: String,
}

impl Token {
    /// Whether it is a word or a number rather than a mark.
    pub fn is_word(&self) -> bool {
        self.key.starts_with(|c: char| c.is_alphanumeric())
            || self.key.len() > 1 && self.key.starts_with('\'')
    }
}

/// The tokens of a name or phrase.
pub fn tokenize(phrase: &str) -> Vec<Token> {
    tokens(phrase, Span { start: 0, end: phrase.len() }, &BTreeSet::new())
}

/// The tokens of a paragraph; a full stop stays with its abbreviation.
///
/// `abbreviations` are written with their full stop; initials ("S.") and dotted capitals ("U.S.") need
/// not be listed. O(paragraph).
pub fn tokens(text: &str, paragraph: Span, abbreviations: &BTreeSet<String>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = paragraph.start;
    while at < paragraph.end {
        let rest = &text[at..paragraph.end];
        let c = rest.chars().next().expect("at < end on a character boundary");
        let length = if c.is_alphanumeric() {
            word_length(rest, abbreviations)
        } else if matches!(c, '\'' | '’') {
            contraction_length(rest, tokens.last().is_some_and(|t| t.span.end == at && t.is_word()))
        } else {
            c.len_utf8()
        };
        // Hyphens and white space part tokens and are none themselves; a dash, also typed as one, stays.
        let dash = rest.starts_with("--") || rest.starts_with("- ") && text[..at].ends_with([' ', '\n']);
        if !c.is_whitespace() && c != '-' || dash {
            let span = Span { start: at, end: at + length };
            tokens.push(Token { span, key: key(&text[span.start..span.end]) });
        }
        at += length;
    }
    split_negations(&mut tokens, text);
    tokens
}

/// What two spellings of a word have in common.
fn key(word: &str) -> String {
    word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

/// Length of the word `rest` begins with, with the full stop of an abbreviation.
fn word_length(rest: &str, abbreviations: &BTreeSet<String>) -> usize {
    let (mut end, mut part) = (0, 0);
    let mut chars = rest.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        let next_is_word = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let inner = matches!(c, '.' | '&' | '/') && next_is_word && index > 0
            || c == ','
                && next_is_word
                && rest[..index].ends_with(|c: char| c.is_ascii_digit())
                && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_alphanumeric() || inner && belongs(&rest[part..index], c)) {
            break;
        }
        end = index + c.len_utf8();
        if c == '.' {
            part = end;
        }
    }
    if rest[end..].starts_with('.') {
        let with_stop = &rest[..=end];
        let letters = rest[..end].split('.');
        let initials =
            letters.clone().all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
        let lower = rest[..end].len() == 3 && with_stop.ends_with(".m.");
        if initials || lower || abbreviations.contains(with_stop) {
            return end + 1;
        }
    }
    end
}

/// Whether a mark within a word belongs to it: "U.S", "1.5", "AT&T", "1,500", not "end.Next" or "and/or".
///
/// `part` is what stands between the last full stop of the word and the mark.
fn belongs(part: &str, mark: char) -> bool {
    match mark {
        '.' => part.chars().nth(1).is_none() || part.bytes().all(|b| b.is_ascii_digit()),
        '/' => false,
        _ => true,
    }
}

/// Length of what an apostrophe begins: "'s", "'ll" after a word, else the mark alone.
fn contraction_length(rest: &str, after_word: bool) -> usize {
    let mark = rest.chars().next().map_or(1, char::len_utf8);
    let tail: String = rest[mark..].chars().take_while(|c| c.is_alphanumeric()).collect();
    let contraction = ["s", "S", "ll", "re", "ve", "d", "m", "t"].contains(&tail.as_str());
    if after_word && contraction { mark + tail.len() } else { mark }
}

/// Turns "don" + "'t" into "do" + "n't", which counts as "not".
fn split_negations(tokens: &mut [Token], text: &str) {
    for index in 1..tokens.len() {
        let (left, right) = tokens.split_at_mut(index);
        let (word, rest) = (&mut left[index - 1], &mut right[0]);
        if rest.key == "'t" && word.span.end == rest.span.start && word.key.ends_with('n') {
            word.span.end -= 1;
            rest.span.start -= 1;
            word.key = key(&text[word.span.start..word.span.end]);
            "not".clone_into(&mut rest.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let abbreviations = BTreeSet::from(["Gen.".to_owned(), "Nov.".to_owned()]);
        let tokens = tokens(text, Span { start: 0, end: text.len() }, &abbreviations);
        let shown: Vec<&str> = tokens.iter().map(|t| &text[t.span.start..t.span.end]).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_marks_and_clitics_are_parted() {
        check("Russia's \"no\", he said.", "Russia 's \" no \" , he said .");
        check("They don't see; it wouldn’t do.", "They do n't see ; it would n’t do .");
        check("the officials' view", "the officials ' view");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check("U.S. Gen. Gates met Mikhail S. Gorbachev.", "U.S. Gen. Gates met Mikhail S. Gorbachev .");
        check("He left on Nov. 3 at 5 p.m. today.", "He left on Nov. 3 at 5 p.m. today .");
        check("a cut to 1,500 or 1.5 percent.Next", "a cut to 1,500 or 1.5 percent . Next");
    }

    #[test]
    fn hyphens_part_and_dashes_stay() {
        check("US-Russian S-300 talks -- and more", "US Russian S 300 talks - and more");
        check("tried - and failed - to", "tried - and failed - to");
    }
}
