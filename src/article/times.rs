//! When something was said: "on Tuesday", "last month", "in October", seen from the day of publication.
//!
//! News tells what was said a day or a week ago. What an expression means is a date as precise as the
//! expression: a day, a month or a year. Expressions that are no point in the past ("since 2001", "will
//! meet on Friday", "next week") mean nothing here, and what cannot be known stays unknown.

use super::Span;
use crate::schema::{Lexicon, TimeUnit};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};
use regex::{Captures, Regex, RegexSet};
use std::collections::BTreeMap;

/// Bytes before an expression in which words put it into the future.
const CLAUSE: usize = 80;

/// An expression of time in a text, and the date that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Where it stands.
    pub span: Span,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: String,
}

/// Finds expressions of time.
#[derive(Debug)]
pub struct Times {
    expressions: Vec<(Regex, TimeUnit, Option<i32>)>,
    /// All of them at once, to see which a text has.
    all: RegexSet,
    bound: Regex,
    future: Regex,
    weekdays: Vec<String>,
    months: BTreeMap<String, i8>,
    numbers: BTreeMap<String, i32>,
}

impl Times {
    /// Times as `lexicon` words them.
    pub fn new(lexicon: &Lexicon) -> Times {
        let words = &lexicon.times;
        let any = |words: &mut dyn Iterator<Item = &String>| {
            let mut words: Vec<String> = words.map(|word| regex::escape(word)).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words.join("|")
        };
        let capital =
            |words: String| format!("(?-i:{})", words.split('|').map(title).collect::<Vec<_>>().join("|"));
        let month = capital(any(&mut lexicon.months.keys()));
        let weekday = capital(any(&mut words.weekdays.iter()));
        let number = any(&mut words.numbers.keys());
        let expressions = words.expressions.iter().filter_map(|expression| {
            let pattern = expression
                .pattern
                .replace("{month}", &format!("(?<month>{month})"))
                .replace("{weekday}", &format!("(?<weekday>{weekday})"))
                .replace("{number}", &format!("(?<number>{number}|[0-9]{{1,3}})"))
                .replace("{day}", "(?<day>[0-3]?[0-9])")
                .replace("{year}", "(?<year>(?:19|20)[0-9]{2})");
            // The automaton that searches fastest knows the bounds of ASCII words alone.
            let regex = Regex::new(&format!(r"(?i)(?-u:\b)(?:{pattern})(?-u:\b)")).ok()?;
            Some((regex, expression.unit, expression.back))
        });
        let expressions: Vec<(Regex, TimeUnit, Option<i32>)> = expressions.collect();
        let before = |words: &[String]| format!(r"(?i)(?:^|[^\w])(?:{})", any(&mut words.iter()));
        Times {
            all: RegexSet::new(expressions.iter().map(|(regex, ..)| regex.as_str()))
                .expect("compiled before"),
            expressions,
            bound: Regex::new(&format!(r"{}\s+(?:the\s+)?$", before(&words.bounds))).expect("escaped words"),
            future: Regex::new(&format!(r"{}\b", before(&words.future))).expect("escaped words"),
            weekdays: words.weekdays.clone(),
            months: lexicon.months.clone(),
            numbers: words.numbers.clone(),
        }
    }

    /// The date that the article, published on `published`, gives for what stands at byte `at` of `text`.
    ///
    /// `text` is a sentence, or a clause of one; of several expressions in it the nearest counts. `None` if
    /// none says when, which mostly means the day of publication.
    pub fn said_on(&self, text: &str, at: usize, published: Option<&str>) -> Option<String> {
        // A comma parts more than words do.
        let distance = |time: &Time| {
            let Span { start, end } = time.span;
            let between = if end <= at { end..at } else { at..start.max(at) };
            let between = text.get(between).unwrap_or_default();
            between.len() + between.matches([',', ';', ':']).count() * CLAUSE
        };
        let times = self.find(text, published);
        times.into_iter().min_by_key(|time| (distance(time), time.span)).map(|time| time.date)
    }

    /// The expressions in `text` that mean a date up to `published`, in their order.
    ///
    /// `published` is `YYYY-MM-DD` or shorter; without it only dates that are written out are known.
    pub fn find(&self, text: &str, published: Option<&str>) -> Vec<Time> {
        let published = published.and_then(Published::read);
        let mut taken: Vec<Span> = Vec::new();
        let mut times = Vec::new();
        for (regex, unit, back) in self.all.matches(text).into_iter().map(|place| &self.expressions[place]) {
            for captures in regex.captures_iter(text) {
                let found = captures.get_match();
                let span = Span { start: found.start(), end: found.end() };
                // What a longer expression has is not looked at again, whether that means a date or not.
                if taken.iter().any(|other| span.start < other.end && other.start < span.end) {
                    continue;
                }
                taken.push(span);
                if self.is_past(&text[..span.start])
                    && let Some(date) = self.date(&captures, *unit, *back, published.as_ref())
                {
                    times.push(Time { span, date });
                }
            }
        }
        times.sort_by_key(|time| time.span);
        times
    }

    /// Whether an expression after `before` can be a point in the past.
    fn is_past(&self, before: &str) -> bool {
        let clause = &before[before.ceil_char_boundary(before.len().saturating_sub(CLAUSE))..];
        let clause = clause.rsplit([',', ';', '.', '"', '“', '”', ':']).next().unwrap_or(clause);
        !self.bound.is_match(before) && !self.future.is_match(clause)
    }

    fn date(
        &self,
        found: &Captures,
        unit: TimeUnit,
        back: Option<i32>,
        published: Option<&Published>,
    ) -> Option<String> {
        let text = |name: &str| found.name(name).map(|group| group.as_str());
        let year: Option<i16> = text("year").and_then(|year| year.parse().ok());
        let month = text("month").and_then(|name| self.months.get(&name.to_lowercase()).copied());
        let day: Option<i8> = text("day").and_then(|day| day.parse().ok());
        let date = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok()?.to_string(),
            (Some(year), Some(month), None) => format!("{year}-{month:02}"),
            (Some(year), ..) => year.to_string(),
            (None, Some(month), Some(day)) => published?.latest(month, day)?,
            (None, Some(month), None) => published?.latest_month(month, back.unwrap_or(0) > 0),
            _ => {
                let number = text("number").map(str::to_lowercase);
                let number =
                    number.and_then(|word| self.numbers.get(&word).copied().or_else(|| word.parse().ok()));
                let weekday = text("weekday").map(str::to_lowercase);
                let weekday = weekday.and_then(|name| self.weekdays.iter().position(|day| *day == name));
                published?.back(unit, back.or(number)?, weekday)?
            }
        };
        // The text knows nothing of what comes after its publication.
        let known = published.is_none_or(|published| {
            let length = date.len().min(published.written.len());
            date[..length] <= published.written[..length]
        });
        Some(date).filter(|date| known && crate::schema::is_date(date))
    }
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A day of publication, or the month or year of one.
struct Published {
    written: String,
    year: i16,
    month: Option<i8>,
    day: Option<Date>,
}

impl Published {
    fn read(written: &str) -> Option<Published> {
        let mut parts = written.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().and_then(|month| month.parse().ok());
        Some(Published { written: written.to_owned(), year, month, day: written.parse().ok() })
    }

    /// The latest such day up to publication.
    fn latest(&self, month: i8, day: i8) -> Option<String> {
        let published = self.day?;
        let this = Date::new(self.year, month, day).ok();
        let last = Date::new(self.year - 1, month, day).ok();
        this.filter(|date| *date <= published).or(last).map(|date| date.to_string())
    }

    /// The latest such month up to publication, or the one before that of publication for `strictly`.
    fn latest_month(&self, month: i8, strictly: bool) -> String {
        match self.month {
            Some(published) if month < published || month == published && !strictly => {
                format!("{}-{month:02}", self.year)
            }
            Some(_) => format!("{}-{month:02}", self.year - 1),
            None => self.year.to_string(),
        }
    }

    /// The time that many units before publication, as precise as the unit.
    fn back(&self, unit: TimeUnit, count: i32, weekday: Option<usize>) -> Option<String> {
        let before = |span: Duration| self.day.and_then(|day| day.checked_sub(span).ok());
        match unit {
            TimeUnit::Day => Some(before(count.days())?.to_string()),
            TimeUnit::Weekday => {
                let published = self.day?;
                let wanted = Weekday::from_monday_zero_offset(i8::try_from(weekday?).ok()?).ok()?;
                let days = i32::from(published.weekday().since(wanted));
                let days = if days == 0 && count > 0 { 7 } else { days };
                Some(before(days.days())?.to_string())
            }
            TimeUnit::Week => {
                // A week is as precise as the month it lies in, or the year.
                let end = before((7 * count).days())?;
                let start = end.checked_sub(i32::from(end.weekday().to_monday_zero_offset()).days()).ok()?;
                let end = if count == 0 { end } else { start.checked_add(6.days()).ok()? };
                Some(if start.month() == end.month() {
                    format!("{}-{:02}", start.year(), start.month())
                } else if start.year() == end.year() {
                    start.year().to_string()
                } else {
                    return None;
                })
            }
            TimeUnit::Month => {
                let months = i32::from(self.year) * 12 + i32::from(self.month?) - 1 - count;
                Some(format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1))
            }
            TimeUnit::Year => Some(format!("{:04}", i32::from(self.year) - count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use std::sync::LazyLock;

    static TIMES: LazyLock<Times> = LazyLock::new(|| Times::new(&Schema::embedded().lexicon));

    /// Wednesday, 14 March 2007.
    const PUBLISHED: &str = "2007-03-14";

    #[track_caller]
    fn check(text: &str, expected: &str) {
        seen_from(Some(PUBLISHED), text, expected);
    }

    #[track_caller]
    fn seen_from(published: Option<&str>, text: &str, expected: &str) {
        let found: Vec<String> = TIMES.find(text, published).into_iter().map(|time| time.date).collect();
        assert_eq!(found.join(", "), expected, "in {text:?}, published {published:?}");
    }

    #[test]
    fn days_are_counted_from_publication() {
        check("He said on Tuesday that it failed.", "2007-03-13");
        check("He said Wednesday that it failed.", "2007-03-14");
        check("He said last Wednesday that it failed.", "2007-03-07");
        check("He said late Thursday that it failed.", "2007-03-08");
        check("He said yesterday that it failed.", "2007-03-13");
        check("He said earlier today that it failed.", "2007-03-14");
        check("He said three days ago that it failed.", "2007-03-11");
    }

    #[test]
    fn longer_times_are_as_precise_as_they_are_told() {
        check("It refused last month.", "2007-02");
        check("It refused in October.", "2006-10");
        check("It refused in February.", "2007-02");
        check("It refused last March.", "2006-03");
        check("It refused earlier this month.", "2007-03");
        check("It refused earlier this week.", "2007-03");
        check("It refused last year.", "2006");
        check("It refused four months ago.", "2006-11");
        check("It refused in 2003.", "2003");
        check("It refused last week.", "2007-03");
    }

    #[test]
    fn a_week_over_the_end_of_a_month_is_known_by_its_year() {
        seen_from(Some("2007-05-08"), "It refused last week.", "2007");
        seen_from(Some("2007-01-04"), "It refused this week.", "2007-01");
        seen_from(Some("2008-01-02"), "It refused this week.", "");
    }

    #[test]
    fn written_dates_need_no_publication() {
        for published in [Some(PUBLISHED), None] {
            seen_from(published, "It refused on June 3, 2001.", "2001-06-03");
            seen_from(published, "It refused on 3 June 2001.", "2001-06-03");
            seen_from(published, "It refused in June 2001.", "2001-06");
        }
        check("It refused on February 3.", "2007-02-03");
        check("It refused on 3 June.", "2006-06-03");
        seen_from(None, "It refused on Tuesday and in June.", "");
        seen_from(Some("2007"), "It refused on Tuesday.", "");
        seen_from(Some("2007-03"), "It refused in October.", "2006-10");
    }

    #[test]
    fn what_is_no_point_in_the_past_means_nothing() {
        check("It has refused since Tuesday.", "");
        check("It must leave by 2010.", "");
        check("It will meet on Friday.", "");
        check("They are to meet in October.", "");
        check("Talks resume next week.", "");
        check("It may refuse.", "");
        check("It refused in the 1990s.", "");
        check("It refused on April 31, 2001.", "");
        check("It refused in June 2031.", "");
        check("The talks, which will resume soon, failed on Tuesday.", "2007-03-13");
    }

    #[test]
    fn the_nearest_time_counts() {
        let text = "Norland, which left the pact in 2001, said on Tuesday that it was sorry.";
        let said = |at: &str| TIMES.said_on(text, text.find(at).unwrap(), Some(PUBLISHED));
        assert_eq!(said("left").as_deref(), Some("2001"));
        assert_eq!(said("said").as_deref(), Some("2007-03-13"));
    }
}
