//! Publication date and publisher, read from the text of an article that has no fields for them.
//!
//! `lexicon/metadata.toml` lists the places where news states them, best first. What no place states
//! stays unknown: a date is never guessed, and an ambiguous one (`03/04/2001`) keeps only its year.

use super::furniture::lines;
use crate::schema::{MetadataPattern, Schema};
use std::collections::HashMap;

/// Lines looked at from each end of the text.
const HEAD_LINES: usize = 16;
const TAIL_LINES: usize = 30;
/// Bytes of a line that are looked at.
const LINE_LENGTH: usize = 300;
/// A longer name of a publisher is a sentence (bytes).
const LONGEST_NAME: usize = 40;

/// A piece of metadata and the place it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The value, in canonical form.
    pub value: String,
    /// `field`, or a place named in `lexicon/metadata.toml`: `dateline`, `credit`, `copyright` ...
    pub from: String,
}

/// Finds date and publisher in texts.
pub struct Metadata<'s> {
    schema: &'s Schema,
    publishers: HashMap<String, &'s str>,
}

impl<'s> Metadata<'s> {
    /// Metadata as `schema` knows places and publishers.
    pub fn new(schema: &'s Schema) -> Self {
        let publishers = schema.knowledge.publishers.iter().flat_map(|publisher| {
            let names = publisher.aliases.iter().chain([&publisher.label]);
            names.map(|name| (name.to_lowercase(), publisher.label.as_str()))
        });
        Metadata { publishers: publishers.collect(), schema }
    }

    /// The publication date and the publisher that `text` states. O(1) beyond finding the line ends.
    pub fn find(&self, text: &str) -> (Option<Found>, Option<Found>) {
        let all: Vec<_> = lines(text).filter(|line| line.start < line.end).collect();
        let tail = all.len().saturating_sub(TAIL_LINES).max(HEAD_LINES);
        let looked_at: Vec<&str> = all
            .iter()
            .take(HEAD_LINES)
            .chain(all.iter().skip(tail))
            .map(|line| &text[line.start..line.end])
            .map(|line| &line[..line.floor_char_boundary(LINE_LENGTH)])
            .collect();
        let (mut date, mut publisher) = (None, None);
        let places = &self.schema.lexicon.metadata;
        let mut alike: Vec<(usize, &str)> = looked_at
            .iter()
            .flat_map(|line| places.lines.matches(line).into_iter().map(move |place| (place, *line)))
            .collect();
        alike.sort_by_key(|(place, _)| *place);
        for (place, line) in alike {
            let place = &places.places[place];
            let Some((_, stated_date, stated_publisher)) = self.stated(place, line) else { continue };
            let found = |value| Found { value, from: place.from.clone() };
            date = date.or(stated_date.map(found));
            publisher = publisher.or(stated_publisher.map(found));
        }
        (date, publisher)
    }

    /// Whether a line does nothing but state a date or a publisher.
    pub fn is_all_of(&self, line: &str) -> bool {
        let places = &self.schema.lexicon.metadata;
        let alike = places.lines.matches(line).into_iter();
        alike.filter_map(|place| self.stated(&places.places[place], line)).any(|(length, date, publisher)| {
            length * 5 >= line.len() * 4 && (date.is_some() || publisher.is_some())
        })
    }

    /// What `line` states if it looks like `place`: length of the match, date, publisher.
    fn stated(&self, place: &MetadataPattern, line: &str) -> Option<(usize, Option<String>, Option<String>)> {
        let captures = place.regex.captures(line)?;
        let text = |name: &str| captures.name(name).map(|group| group.as_str());
        let date = text("date").or(text("year")).and_then(|written| self.date(written));
        let known = text("publisher").and_then(|name| self.publisher(name));
        let written = text("written").map(str::trim).filter(|name| name.len() <= LONGEST_NAME);
        Some((captures[0].len(), date, known.or(written.map(str::to_owned))))
    }

    /// The canonical form of a written date, `None` if it is no real date.
    ///
    /// Month and day of `03/04/2001` depend on the writer's country, so only the year is kept.
    pub fn date(&self, written: &str) -> Option<String> {
        let mut written = written.trim();
        // `Fri, 08 Jun 2007 10:00:00 GMT`, as mail and feeds write it.
        if let Some((day, rest)) = written.split_once([',', ' '])
            && (3..=9).contains(&day.len())
            && day.ends_with("day") | (day.len() == 3)
            && day.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !self.schema.lexicon.months.contains_key(&day.to_lowercase())
        {
            written = rest.trim_start();
        }
        let written = written;
        // `20070608T101500Z`, as news exchange formats write it.
        if let Some((year, rest)) = written.split_at_checked(4)
            && let Some((month, rest)) = rest.split_at_checked(2)
            && let Some((day, rest)) = rest.split_at_checked(2)
            && rest.bytes().all(|byte| byte.is_ascii_digit() || b"TZ+-:".contains(&byte))
            && [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Some(format!("{year}-{month}-{day}")).filter(|date| crate::schema::is_date(date));
        }
        // Fields often carry a time of day: `2017-12-31T10:00:00Z`.
        let day = match written.as_bytes().get(10) {
            Some(b'T' | b't' | b' ') if written.is_char_boundary(10) => &written[..10],
            _ => written,
        };
        if crate::schema::is_date(day) {
            return Some(day.to_owned());
        }
        let captures = self.schema.lexicon.dates.iter().find_map(|form| form.captures(written))?;
        let number = |name: &str| captures.name(name).and_then(|group| group.as_str().parse::<i8>().ok());
        let year: i16 = captures.name("year")?.as_str().parse().ok()?;
        let (month, day) = if let Some(name) = captures.name("month") {
            (*self.schema.lexicon.months.get(&name.as_str().to_lowercase())?, number("day")?)
        } else if let Some(month) = number("number") {
            (month, number("day")?)
        } else {
            match (number("first")?, number("second")?) {
                (first, second) if first == second || second > 12 => (first, second),
                (first, second) if first > 12 => (second, first),
                _ => return Some(year.to_string()).filter(|year| crate::schema::is_date(year)),
            }
        };
        let date = jiff::civil::Date::new(year, month, day).ok()?.to_string();
        Some(date).filter(|date| crate::schema::is_date(date))
    }

    /// The date and the known publisher that a web address names: `https://…/2019/feb/20/…`.
    pub fn in_url(&self, url: &str) -> (Option<String>, Option<String>) {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let host = if scheme.is_empty() { "" } else { rest.split(['/', '?', ':']).next().unwrap_or("") };
        let parts: Vec<&str> = rest.split(['?', '#']).next().unwrap_or("").split('/').collect();
        let date = parts.windows(3).find_map(|parts| {
            let [year, month, day] = parts else { return None };
            let year = Some(*year).filter(|year| year.len() == 4)?;
            let known = self.schema.lexicon.months.get(&month.to_lowercase()).copied();
            let month = known.or_else(|| month.parse().ok())?;
            let date = jiff::civil::Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?.to_string();
            Some(date).filter(|date| crate::schema::is_date(date))
        });
        let publisher = self.publisher(host).or_else(|| self.publisher(host.strip_prefix("www.")?));
        (date, publisher)
    }

    /// The usual name of a known publisher.
    fn publisher(&self, written: &str) -> Option<String> {
        self.publishers.get(&written.trim().to_lowercase()).map(|label| (*label).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let schema = Schema::embedded();
        let (date, publisher) = Metadata::new(&schema).find(text);
        let shown =
            |found: Option<Found>| found.map_or("-".to_owned(), |f| format!("{} [{}]", f.value, f.from));
        assert_eq!(format!("{}, {}", shown(date), shown(publisher)), expected, "in {text:?}");
    }

    #[test]
    fn dates_are_found_where_news_states_them() {
        check("Headline\n\nNovember 22, 2002\n\nText.", "2002-11-22 [line], -");
        check("Text.\n\n(Chinadaily.com.cn 08/08/2001)", "2001-08-08 [credit], China Daily [credit]");
        check("(AP)\nUpdated: 2007-10-13 17:41\n\nText.", "2007-10-13 [updated], Associated Press [credit]");
        check("VIENNA, Nov. 18 , 2005 (Xinhua)\n\nText.", "2005-11-18 [dateline], Xinhua [dateline]");
        check("3-MAR-1987 15:44:56.07\n\nText.", "1987-03-03 [line], -");
        check("Text.\n(Daily Example 08/08/2001)", "2001-08-08 [credit], Daily Example [credit]");
        check("MOSCOW (Example Wire) -- Text.", "-, Example Wire [dateline]");
        check("The system (SDI) -- a shield -- failed.", "-, -");
        check(
            "Text.\n© 2000 The Associated Press. All Rights Reserved.",
            "2000 [copyright], Associated Press [copyright]",
        );
    }

    #[test]
    fn what_is_not_stated_stays_unknown() {
        check("Cohen said Tuesday that the plan deserves study.", "-, -");
        check("WASHINGTON, March 3 - President Reagan said no.", "-, -");
        check("The treaty was signed on May 26, 1972, in Moscow.", "-, -");
    }

    #[test]
    fn written_dates_of_feeds_and_exchange_formats_are_read() {
        let schema = Schema::embedded();
        let metadata = Metadata::new(&schema);
        let check = |written: &str, date: Option<&str>| {
            assert_eq!(metadata.date(written).as_deref(), date, "{written}");
        };
        check("Fri, 08 Jun 2007 10:15:00 GMT", Some("2007-06-08"));
        check("Friday, June 8, 2007", Some("2007-06-08"));
        check("Sunday 3 March 2019", Some("2019-03-03"));
        check("March 3, 2019", Some("2019-03-03"));
        check("20070608T101500Z", Some("2007-06-08"));
        check("20070608", Some("2007-06-08"));
        check("20071308", None);
        check("2007-06-08T10:15:00+02:00", Some("2007-06-08"));
    }

    #[test]
    fn addresses_name_dates_and_publishers() {
        let schema = Schema::embedded();
        let metadata = Metadata::new(&schema);
        let check =
            |url: &str, date: Option<&str>| assert_eq!(metadata.in_url(url).0.as_deref(), date, "{url}");
        check("https://www.example.org/world/2019/feb/20/talks", Some("2019-02-20"));
        check("https://example.org/2019/02/20/talks?at=1/2/3", Some("2019-02-20"));
        check("https://example.org/2019/02/talks", None);
        check("https://example.org/article/1998/77/12", None);
    }

    #[test]
    fn an_ambiguous_date_keeps_its_year() {
        check("(Reuters 03/04/2001)", "2001 [credit], Reuters [credit]");
        check("(Reuters 03/14/2001)", "2001-03-14 [credit], Reuters [credit]");
        check("(Reuters 14/03/2001)", "2001-03-14 [credit], Reuters [credit]");
    }
}
