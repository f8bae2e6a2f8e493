//! Sentences: cuts the tokens of a paragraph where a sentence ends.

use super::Token;

/// A longer stretch without a full stop is no sentence but a list or a table; it is cut (tokens).
const LONGEST: usize = 400;

/// The sentences of a paragraph, none of them empty.
pub fn split(tokens: Vec<Token>, text: &str) -> impl Iterator<Item = Vec<Token>> {
    let mut ends = Vec::new();
    let mut start = 0;
    for index in 0..tokens.len() {
        let ended = matches!(tokens[index].key.as_str(), "." | "!" | "?" | "…");
        let next = if ended { following(&tokens, index) } else { index + 1 };
        let opens = tokens.get(next).is_none_or(|token| opens_sentence(token, text));
        if (ended && opens || next >= start + LONGEST || index + 1 == tokens.len()) && next > start {
            ends.push(next);
            start = next;
        }
    }
    let mut tokens = tokens.into_iter();
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let sentence = tokens.by_ref().take(end - start).collect();
        start = end;
        sentence
    })
}

/// The index after the token at `index` and the closing quotes and brackets that follow it.
fn following(tokens: &[Token], index: usize) -> usize {
    let closing = |token: &&Token| matches!(token.key.as_str(), "\"" | "”" | "'" | ")" | "]");
    // A quote with space before it opens the next sentence.
    let glued = tokens[index..].windows(2).take_while(|pair| pair[0].span.end == pair[1].span.start);
    index + 1 + glued.take_while(|pair| closing(&&pair[1])).count()
}

/// Whether a token looks like the begin of a sentence.
fn opens_sentence(token: &Token, text: &str) -> bool {
    let first = text[token.span.start..].chars().next();
    first.is_some_and(|c| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '\'' | '‘' | '`' | '(' | '[')
    })
}

#[cfg(test)]
mod tests {
    use crate::article::Span;
    use crate::words::tokenize;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let sentences: Vec<&str> = super::split(tokenize(text), text)
            .map(|tokens| Span { start: tokens[0].span.start, end: tokens[tokens.len() - 1].span.end })
            .map(|span| &text[span.start..span.end])
            .collect();
        assert_eq!(sentences, expected);
    }

    #[test]
    fn full_stops_end_sentences_and_abbreviations_do_not() {
        check(
            "The U.S. Army left. It did! \"Why?\" he said.",
            &["The U.S. Army left.", "It did!", "\"Why?\" he said."],
        );
    }

    #[test]
    fn closing_quotes_stay_with_their_sentence() {
        check("\"We agree.\" Then he left.", &["\"We agree.\"", "Then he left."]);
        check("He left. \"We agree.\"", &["He left.", "\"We agree.\""]);
    }

    #[test]
    fn endless_text_is_cut() {
        let text = "word ".repeat(1000);
        assert_eq!(super::split(tokenize(&text), &text).count(), 3);
    }
}
