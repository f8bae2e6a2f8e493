//! Finds the dateline before a report's first sentence.
//!
//! Recognized by form alone: `PLACE, Region, date (AGENCY) --`, with a place in capitals, or any capitalized
//! place if an agency follows, or `Place, date:`. Of the parts only place or agency are needed.

use super::{Dateline, Span};
use crate::language::characters::is_space;

/// Bytes in the longest dateline.
const LONGEST: usize = 100;
/// Letters a place in capitals has at least where nothing else tells that it is one, and not an organization.
const SHORTEST_BARE_PLACE: usize = 4;

/// The dateline at the front of `article[span]`, if there is one with text after it.
pub(super) fn find(article: &str, span: Span) -> Option<Dateline> {
    let text = &article[span.start..span.end];
    let window = &text[..text.floor_char_boundary(LONGEST)];
    let (head, end) = dash(window).or_else(|| closing_parenthesis(window)).or_else(|| colon(window))?;
    if text[end..].is_empty() || !starts_sentence(&text[end..]) {
        return None;
    }
    let located = |part: &str| {
        let start = span.start + (part.as_ptr() as usize - text.as_ptr() as usize);
        Span { start, end: start + part.len() }
    };
    let (places, agency) = match head.split_once('(') {
        Some((places, agency)) => (places.trim_end_matches(is_space), Some(agency.strip_suffix(')')?)),
        None => (head, None),
    };
    if agency.is_some_and(|agency| !is_name(agency) || agency.split(is_space).count() > 4) {
        return None;
    }
    let mut parts = places.split(',').map(|part| part.trim_matches(is_space)).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else {
        return agency.map(|agency| Dateline {
            span: until(span, end),
            place: None,
            date: None,
            agency: Some(located(agency)),
        });
    };
    let mut place = first;
    let mut date: Option<&str> = None;
    for part in parts {
        if date.is_some() || part.contains(|c: char| c.is_ascii_digit()) {
            let start =
                date.map_or(part.as_ptr() as usize, |date| date.as_ptr() as usize) - places.as_ptr() as usize;
            date = Some(&places[start..part.as_ptr() as usize - places.as_ptr() as usize + part.len()]);
        } else {
            place = &places[..part.as_ptr() as usize - places.as_ptr() as usize + part.len()];
        }
        if !is_name(part) {
            return None;
        }
    }
    let capitals = first.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let evident = agency.is_some() || date.is_some() || place.len() > first.len();
    let is_place = is_name(first)
        && letters > 1
        && (capitals && (evident || letters >= SHORTEST_BARE_PLACE)
            || agency.is_some()
            || date.is_some() && text[head.len()..].starts_with(':'));
    is_place.then(|| Dateline {
        span: until(span, end),
        place: Some(located(place)),
        date: date.map(located),
        agency: agency.map(located),
    })
}

/// The stretch from the start of `span` on that is `length` long.
fn until(span: Span, length: usize) -> Span {
    Span { start: span.start, end: span.start + length }
}

/// What stands before a dash, and where the text after it begins. A hyphen needs blanks around it.
fn dash(window: &str) -> Option<(&str, usize)> {
    let dashes = ["--", "—", "–", " - "].into_iter().filter_map(|dash| Some((window.find(dash)?, dash)));
    let (place, dash) = dashes.min_by_key(|&(place, _)| place)?;
    let rest = window[place + dash.len()..].trim_start_matches(|c| is_space(c) || c == '-');
    let head = window[..place].trim_end_matches(is_space);
    let complete = !head.contains('(') || head.ends_with(')');
    complete.then_some((head, window.len() - rest.len()))
}

/// `Washington (CNN) The ...`: what stands up to the parenthesis, and where the text after it begins.
fn closing_parenthesis(window: &str) -> Option<(&str, usize)> {
    let end = window.find(')')? + 1;
    let rest = window[end..].trim_start_matches(is_space);
    let agency = &window[window[..end].find('(')? + 1..end - 1];
    let capitals = agency.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    capitals.then_some((&window[..end], window.len() - rest.len()))
}

/// `Barcelona, 14 March: The ...`: what stands up to the colon, and where the text after it begins.
fn colon(window: &str) -> Option<(&str, usize)> {
    let (head, rest) = window.split_once(": ")?;
    let (_, date) = head.rsplit_once(',')?;
    let dated = date.contains(|c: char| c.is_ascii_digit()) && date.contains(char::is_alphabetic);
    dated.then_some((head, window.len() - rest.trim_start_matches(is_space).len()))
}

/// True if every word begins with a capital or a digit, and there are at most four.
fn is_name(part: &str) -> bool {
    let words = || part.split(is_space).filter(|word| !word.is_empty());
    let named = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words().count() <= 4 && words().next().is_some() && words().all(named)
}

/// True if `text` begins as a sentence does.
fn starts_sentence(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '\'' | '‘' | '«')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a text's dateline, and the text after it.
    fn parts(text: &str) -> Option<[&str; 4]> {
        let dateline = find(text, Span { start: 0, end: text.len() })?;
        let part = |span: Option<Span>| span.map_or("", |span| &text[span.start..span.end]);
        Some([part(dateline.place), part(dateline.date), part(dateline.agency), &text[dateline.span.end..]])
    }

    #[track_caller]
    fn check(text: &str, place: &str, date: &str, agency: &str) {
        assert_eq!(parts(text), Some([place, date, agency, "Talks resume."]), "in {text:?}");
    }

    #[test]
    fn datelines_are_told_by_their_form() {
        check("MOSCOW (AP) -- Talks resume.", "MOSCOW", "", "AP");
        check("MOSCOW (AP)--Talks resume.", "MOSCOW", "", "AP");
        check("NEW YORK, June 3 (Reuters) - Talks resume.", "NEW YORK", "June 3", "Reuters");
        check("BRUSSELS, Belgium (CNN) — Talks resume.", "BRUSSELS, Belgium", "", "CNN");
        check("ST. PETERSBURG — Talks resume.", "ST. PETERSBURG", "", "");
        check("Washington (CNN) Talks resume.", "Washington", "", "CNN");
        check("(CNN) -- Talks resume.", "", "", "CNN");
        check("Barcelona, 14 March: Talks resume.", "Barcelona", "14 March", "");
        check("SEOUL, South Korea, Jan. 5, 1999 – Talks resume.", "SEOUL, South Korea", "Jan. 5, 1999", "");
    }

    #[test]
    fn sentences_have_no_dateline() {
        for text in [
            "The pact -- signed in Oslo -- is dead.",
            "NATO (the alliance) -- Talks resume.",
            "A U.S. official (who asked not to be named) said no.",
            "START -- the treaty -- will lapse.",
            "US - Russia talks resume.",
            "Russia (Moscow) Talks resume.",
            "MOSCOW (AP) --",
            "In Oslo, on 14 March: Talks resume.",
            "Geneva, 2003: Talks resume.",
            "--",
            "",
        ] {
            assert_eq!(parts(text), None, "in {text:?}");
        }
    }
}
