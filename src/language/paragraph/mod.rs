//! Divides an article's text into what is read by itself: paragraphs, headlines, items of lists.
//!
//! The model was trained on clean sentences; a headline without full stop would melt into the sentence after
//! it, and a dateline would become its subject. So every line or block of wrapped lines stands alone, bullets
//! and datelines are left out of the text (a dateline is kept as data), and white space is folded to single
//! blanks. Offsets always refer to the article's text as given.

mod dateline;

use std::borrow::Cow;

use super::characters::is_space;
use crate::article::Span;

/// Columns up to which lines may have been wrapped by hand.
const WIDEST_WRAP: usize = 100;
/// Columns below which they have not.
const NARROWEST_WRAP: usize = 45;
/// Columns of a tabulator.
const TAB: usize = 8;
/// Words in the longest headline.
const LONGEST_HEADLINE: usize = 20;

/// What a paragraph is by its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParagraphKind {
    /// Running text.
    Body,
    /// A headline, subhead, caption or other short line that is no sentence.
    Headline,
    /// An item of a list; its bullet or number is not part of the text.
    ListItem,
}

/// Where and by whom a report was filed: `MOSCOW, June 13 (AP) --`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// All of it, with the dash.
    pub span: Span,
    /// The place: `MOSCOW`, `BRUSSELS, Belgium`.
    pub place: Option<Span>,
    /// The date as written.
    pub date: Option<Span>,
    /// The agency or newspaper in parentheses.
    pub agency: Option<Span>,
}

/// A stretch of an article that is read by itself.
#[derive(Clone, Debug)]
pub struct Paragraph<'t> {
    /// What it is.
    pub kind: ParagraphKind,
    /// Where its text stands in the article; without bullet and dateline.
    pub span: Span,
    /// The dateline before it, if there is one.
    pub dateline: Option<Dateline>,
    article: &'t str,
    text: Cow<'t, str>,
    /// Where text and article run in step: offset in the text, offset in the article; ascending, the first at
    /// 0.
    steps: Vec<(usize, usize)>,
}

impl<'t> Paragraph<'t> {
    /// All of `article` as one paragraph of running text, white space as it is.
    pub fn verbatim(article: &'t str) -> Self {
        Self {
            kind: ParagraphKind::Body,
            span: Span { start: 0, end: article.len() },
            dateline: None,
            article,
            text: Cow::Borrowed(article),
            steps: vec![(0, 0)],
        }
    }

    /// The stretch `span` of `article`, with white space folded and words divided at a line's end joined.
    fn folded(article: &'t str, span: Span, kind: ParagraphKind, dateline: Option<Dateline>) -> Self {
        let source = &article[span.start..span.end];
        let mut paragraph =
            Self { kind, span, dateline, article, text: Cow::Borrowed(source), steps: vec![(0, span.start)] };
        let is_even = |window: &[u8]| window != b"  ";
        let plain =
            source.chars().all(|c| c == ' ' || !is_space(c)) && source.as_bytes().windows(2).all(is_even);
        if plain {
            return paragraph;
        }
        let mut text = String::with_capacity(source.len());
        let mut rest = source;
        while let Some(place) = rest.find(is_space) {
            let after = rest[place..].trim_start_matches(is_space);
            text.push_str(&rest[..place]);
            let blank = &rest[place..rest.len() - after.len()];
            let divided = blank.contains('\n')
                && after.starts_with(char::is_lowercase)
                && text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_lowercase));
            if !divided {
                text.push(' ');
            }
            paragraph.steps.push((text.len(), span.end - after.len()));
            rest = after;
        }
        text.push_str(rest);
        paragraph.text = Cow::Owned(text);
        paragraph
    }

    /// The text that is read: white space folded, no bullet, no dateline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The article's text and place for `length` bytes of [`Self::text`] from `start` on; `length` is not 0.
    pub(crate) fn locate(&self, start: usize, length: usize) -> (&'t str, Span) {
        let locate = |offset: usize| {
            let (text, article) = self.steps[self.steps.partition_point(|&(text, _)| text <= offset) - 1];
            article + (offset - text)
        };
        let span = Span { start: locate(start), end: locate(start + length - 1) + 1 };
        (&self.article[span.start..span.end], span)
    }
}

/// The paragraphs of `article`, in order; between them lie only white space, bullets and datelines.
///
/// A line is a paragraph, unless lines have been wrapped at some column of up to 100: then the lines up to a
/// blank or indented one are, or up to a visibly short one where nothing else parts paragraphs. Cannot fail.
/// Linear in the text, but for sorting its lines by length.
pub fn paragraphs(article: &str) -> Vec<Paragraph<'_>> {
    paragraphs_without(article, &[])
}

/// The paragraphs of `article` as [`paragraphs`] finds them, without the stretches `skipped`.
///
/// `skipped` are sorted and do not overlap: whole lines, which part paragraphs as blank lines do, or the
/// begin of one, as a dateline. Linear in the text.
pub fn paragraphs_without<'t>(article: &'t str, skipped: &[Span]) -> Vec<Paragraph<'t>> {
    let mut lines = lines(article);
    skip(&mut lines, article, skipped);
    let wrap = Wrap::of(&lines);
    let mut paragraphs: Vec<Paragraph<'_>> = Vec::new();
    let mut bodies = 0;
    let mut next = 0;
    while let Some(first) = lines.get(next) {
        next += 1;
        if first.text.is_empty() {
            continue;
        }
        let mut last = first;
        let goes_on = |last: &Line<'_>, line: &&Line<'_>| {
            wrap.as_ref().is_some_and(|wrap| wrap.joins(last, line, last.start == first.start))
        };
        while let Some(line) = lines.get(next).filter(|line| goes_on(last, line)) {
            last = line;
            next += 1;
        }
        let mut span = Span { start: first.start, end: last.start + last.text.len() };
        let bullet = bullet(&article[span.start..span.end]);
        span.start += bullet;
        let text = &article[span.start..span.end];
        let kind = match bullet {
            0 if is_headline(text) => ParagraphKind::Headline,
            0 => ParagraphKind::Body,
            _ => ParagraphKind::ListItem,
        };
        bodies += usize::from(kind == ParagraphKind::Body);
        let dateline =
            if kind == ParagraphKind::Body && bodies <= 3 { dateline::find(article, span) } else { None };
        span.start = dateline.map_or(span.start, |dateline| dateline.span.end);
        paragraphs.push(Paragraph::folded(article, span, kind, dateline));
    }
    paragraphs
}

/// A line without the white space around it.
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// Columns of the white space before it.
    indent: usize,
    /// Characters with the indent; lines longer than any wrapped one count as that much.
    columns: usize,
    /// Whether something before it was skipped: a dateline.
    dated: bool,
}

impl Line<'_> {
    /// Whether the first word of the line `next` would have fitted here.
    fn has_room_for(&self, next: &Line<'_>, column: usize) -> bool {
        let word = next.text.split(is_space).next().unwrap_or_default();
        self.columns + 1 + word.chars().count() <= column
    }

    /// Whether it ends as sentences do.
    fn is_closed(&self) -> bool {
        self.text.trim_end_matches(is_closing).ends_with(['.', '?', '!', ':'])
    }
}

/// Lines, however they are ended.
fn lines(article: &str) -> Vec<Line<'_>> {
    let is_blank = |c| is_space(c) || c == '\u{feff}';
    let mut start = 0;
    // A carriage return ends a line only where nothing else does: before a line feed it would make a blank
    // line.
    let returns = !article.contains('\n');
    let ends = |c| {
        matches!(c, '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') || returns && c == '\r'
    };
    let pieces = article.split_inclusive(ends);
    let lines = pieces.map(|piece| {
        let trimmed = piece.trim_start_matches(is_blank);
        let text = trimmed.trim_end_matches(is_blank);
        let blank = piece[..piece.len() - trimmed.len()].chars();
        let indent = blank.map(|c| if c == '\t' { TAB } else { 1 }).sum();
        let line = Line {
            start: start + piece.len() - trimmed.len(),
            text,
            indent,
            dated: false,
            columns: (indent + text.chars().take(WIDEST_WRAP + 1).count()).min(WIDEST_WRAP + 1),
        };
        start += piece.len();
        line
    });
    lines.collect()
}

/// Takes what lies in `skipped` off the front of each line; its columns stay, for they tell how lines were wrapped.
fn skip<'t>(lines: &mut [Line<'t>], article: &'t str, skipped: &[Span]) {
    let mut skipped = skipped.iter().peekable();
    for line in lines {
        let end = line.start + line.text.len();
        while skipped.next_if(|span| span.end <= line.start).is_some() {}
        if let Some(span) = skipped.peek().filter(|span| span.start <= line.start) {
            let rest = &article[span.end.min(end)..end];
            let text = rest.trim_start_matches(is_space);
            *line = Line { start: end - text.len(), text, dated: !text.is_empty(), ..*line };
        }
    }
}

/// How the lines of an article have been wrapped.
struct Wrap {
    /// Column that all but a few lines keep to.
    column: usize,
    /// Indent of most lines.
    margin: usize,
    /// Whether blank lines or the indents of first lines part paragraphs; else short lines do.
    marked: bool,
}

impl Wrap {
    /// How `lines` have been wrapped; none if paragraphs are lines.
    fn of(lines: &[Line<'_>]) -> Option<Wrap> {
        let filled: Vec<&Line<'_>> = lines.iter().filter(|line| !line.text.is_empty()).collect();
        let mut columns: Vec<usize> = filled.iter().map(|line| line.columns).collect();
        columns.sort_unstable();
        let short = columns.partition_point(|columns| *columns <= WIDEST_WRAP);
        let column = columns[..short].get((short * 9).div_ceil(10).saturating_sub(1)).copied()?;
        // Sentences go on in the next line; names in a list do not.
        let pairs = || lines.windows(2).filter(|pair| Self::may_join(&pair[0], &pair[1]));
        let goes_on = |pair: &&[Line<'_>]| {
            pair[1].text.starts_with(char::is_lowercase) || !pair[0].is_closed() && pair[1].is_closed()
        };
        let going_on = pairs().filter(goes_on).count();
        let is_wrapped = column >= NARROWEST_WRAP
            && (filled.len() - short) * 10 <= filled.len()
            && going_on > 0
            && going_on * 4 >= pairs().count();
        let mut indents: Vec<usize> = filled.iter().map(|line| line.indent).collect();
        indents.sort_unstable();
        let margin = indents[indents.len() / 2];
        let mut wrap = Wrap { column, margin, marked: false };
        // Marks part paragraphs unless sentences end in more short lines than there are blocks of lines.
        let (mut blocks, mut ends, mut inside) = (0, 0, false);
        for pair in lines.windows(2) {
            let (last, line) = (&pair[0], &pair[1]);
            let joins = Self::may_join(last, line) && !wrap.is_marked(last, line);
            blocks += usize::from(joins && !inside);
            let ends_short = last.is_closed() && last.has_room_for(line, column);
            ends += usize::from(joins && ends_short && !line.text.starts_with(char::is_lowercase));
            inside = joins;
        }
        wrap.marked = blocks > ends;
        is_wrapped.then_some(wrap)
    }

    /// Whether two lines may belong to one paragraph whatever parts paragraphs.
    fn may_join(last: &Line<'_>, line: &Line<'_>) -> bool {
        let filled = !last.text.is_empty() && !line.text.is_empty();
        filled && bullet(line.text) == 0 && last.columns <= WIDEST_WRAP
    }

    /// Whether the indent of `line` makes it the first of a paragraph.
    fn is_marked(&self, last: &Line<'_>, line: &Line<'_>) -> bool {
        line.indent > self.margin && (line.indent > last.indent || last.is_closed())
    }

    /// Whether `line` goes on with the paragraph of `last`, which is its `first` line or not.
    fn joins(&self, last: &Line<'_>, line: &Line<'_>, first: bool) -> bool {
        let short = || last.has_room_for(line, self.column);
        let goes_on = line.text.starts_with(char::is_lowercase);
        let reports =
            || last.dated || dateline::find(last.text, Span { start: 0, end: last.text.len() }).is_some();
        let headline = || first && short() && is_headline(last.text) && !goes_on && !reports();
        let ends = if self.marked { headline() } else { short() };
        Self::may_join(last, line) && !self.is_marked(last, line) && !ends
    }
}

/// Bytes of the bullet or number and the blank after it at the front of `text`; 0 if it is no item of a list.
fn bullet(text: &str) -> usize {
    let mark = match text.chars().next() {
        Some(c @ ('•' | '·' | '‣' | '▪' | '●' | '◦' | '■' | '*' | '-' | '–' | '—')) => {
            c.len_utf8()
        }
        Some('(' | '0'..='9' | 'a'..='z') => {
            let open = usize::from(text.starts_with('('));
            let name = text[open..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            let is_number = text[open..open + name].bytes().all(|byte| byte.is_ascii_digit());
            match text.as_bytes().get(open + name) {
                Some(b')') if name == 1 || name == 2 && is_number => open + name + 1,
                Some(b'.') if open == 0 && is_number && name <= 2 => name + 1,
                _ => return 0,
            }
        }
        _ => return 0,
    };
    let rest = text[mark..].trim_start_matches(is_space);
    let blank = text.len() - mark - rest.len();
    if blank == 0 || rest.is_empty() { 0 } else { mark + blank }
}

/// True for a mark that may follow the stop of a sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']') || is_space(c)
}

/// True for a short line that does not end as a sentence does, or one in capitals that asks or exclaims.
fn is_headline(text: &str) -> bool {
    let words = || text.split(is_space).filter(|word| word.contains(char::is_alphanumeric));
    if words().nth(LONGEST_HEADLINE).is_some() {
        return false;
    }
    match text.trim_end_matches(is_closing).chars().next_back() {
        Some('?' | '!') => {
            let small =
                |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
            words().filter(|word| word.chars().count() > 3).filter(small).count() == 0
        }
        Some('.' | '…' | ':' | ';' | ',') => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each paragraph's kind and text.
    #[track_caller]
    fn check(article: &str, expected: &[(ParagraphKind, &str)]) {
        let paragraphs = paragraphs(article);
        let found: Vec<_> = paragraphs.iter().map(|paragraph| (paragraph.kind, paragraph.text())).collect();
        assert_eq!(found, expected, "in {article:?}");
    }

    use ParagraphKind::{Body, Headline, ListItem};

    #[test]
    fn a_line_is_a_paragraph() {
        check(
            "Talks fail again\n\nThe envoys went home.\nNobody spoke to the press.\r\n\r\nWhat Now For The Pact?\n",
            &[
                (Headline, "Talks fail again"),
                (Body, "The envoys went home."),
                (Body, "Nobody spoke to the press."),
                (Headline, "What Now For The Pact?"),
            ],
        );
    }

    #[test]
    fn white_space_and_byte_order_marks_are_no_text() {
        check("\u{feff}  A\u{a0} b  c.\t\n \n", &[(Body, "A b c.")]);
        check(" \n\t\r\n", &[]);
    }

    #[test]
    fn wrapped_lines_are_joined_and_short_lines_end_a_paragraph() {
        check(
            "The two delegations had agreed in the spring to meet again in\n\
             autumn, but neither has named a date. Diplomats blamed the dis-\n\
             pute over radar sites.\n\
             Another round is not expected before the election, according to\n\
             officials.\n",
            &[
                (
                    Body,
                    "The two delegations had agreed in the spring to meet again in autumn, but neither has named \
                     a date. Diplomats blamed the dis-pute over radar sites.",
                ),
                (Body, "Another round is not expected before the election, according to officials."),
            ],
        );
    }

    #[test]
    fn indented_first_lines_or_blank_ones_part_wrapped_paragraphs() {
        let parts: [(ParagraphKind, &str); 4] = [
            (Headline, "Envoys Meet in Oslo"),
            (
                Body,
                "The envoys of both countries met in Oslo again on Monday and spoke of the radar on the coast.",
            ),
            (Body, "Neither would say how long the talks, which began in spring, may still last."),
            (Body, "No date was named."),
        ];
        let indented = "Envoys Meet in Oslo\n\n  The envoys of both countries met in Oslo again on\nMonday and spoke \
                        of the radar on\nthe coast.\n  Neither would say how long the talks, which began\nin \
                        spring, may still last.\n  No date was named.\n";
        check(indented, &parts);
        let blank = "Envoys Meet in Oslo\nThe envoys of both countries met in Oslo again on\nMonday and spoke of the \
                     radar on\nthe coast.\n\nNeither would say how long the talks, which began\nin spring, may \
                     still last.\n\nNo date was named.\n";
        check(blank, &parts);
    }

    #[test]
    fn a_short_first_line_with_a_dateline_is_no_headline() {
        let rest = "Berg was not sure that talks on the radar would\nsoon begin again, an aide of his told reporters.\n  \
                    No date was named by him or anybody else here.\n";
        let said = "Berg was not sure that talks on the radar would soon begin again, an aide of his told reporters.";
        let dateless = (Body, "No date was named by him or anybody else here.");
        let whole = format!("Foreign Minister Olav {said}");
        check(&format!("OSLO, March 12 - Foreign Minister Olav\n{rest}"), &[(Body, &whole), dateless]);
        check(
            &format!("Foreign Minister Olav Is Out\n{rest}"),
            &[(Headline, "Foreign Minister Olav Is Out"), (Body, said), dateless],
        );
    }

    #[test]
    fn names_one_below_the_other_are_no_wrapped_lines() {
        check(
            "The Ministry of Foreign Affairs of the Kingdom of Norway\nThe Ministry of Defence of the Kingdom of \
             Norway\n",
            &[
                (Headline, "The Ministry of Foreign Affairs of the Kingdom of Norway"),
                (Headline, "The Ministry of Defence of the Kingdom of Norway"),
            ],
        );
    }

    #[test]
    fn items_of_lists_stand_alone_without_their_bullets() {
        check(
            "The accord bans:\n- launchers\n• the testing of warheads\n(a) radars.\n12. Article XII\n",
            &[
                (Body, "The accord bans:"),
                (ListItem, "launchers"),
                (ListItem, "the testing of warheads"),
                (ListItem, "radars."),
                (ListItem, "Article XII"),
            ],
        );
        check("1972 was the year.", &[(Body, "1972 was the year.")]);
    }

    #[test]
    fn words_are_located_in_the_article() {
        let article = "\n  One \u{a0} two\n\nOSLO (AP) --  Three   fours.";
        for paragraph in paragraphs(article) {
            for word in paragraph.text().split(' ') {
                let start = word.as_ptr() as usize - paragraph.text().as_ptr() as usize;
                let (text, span) = paragraph.locate(start, word.len());
                assert_eq!((text, &article[span.start..span.end]), (word, word));
            }
        }
    }
}
