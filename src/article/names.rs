//! Metadata in file names: by a pattern that the user gives, or a date that stands there.

use super::fields::Fields;
use regex::Regex;
use std::sync::LazyLock;

/// What a file's name says: `{date}_{publisher}_{title}.txt`.
///
/// Fields are `id`, `title`, `date` and `publisher`; a `*` stands for anything. A pattern with a `/` looks
/// at the folders, too.
#[derive(Clone, Debug)]
pub struct NamePattern(Regex);

impl std::str::FromStr for NamePattern {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let mut regex = String::from("(?:^|/)");
        let mut rest = written;
        while let Some(at) = rest.find(['{', '*']) {
            regex.push_str(&regex::escape(&rest[..at]));
            if rest[at..].starts_with('*') {
                regex.push_str("[^/]*?");
                rest = &rest[at + 1..];
                continue;
            }
            let end = rest[at..].find('}').ok_or("a `{` is not closed")? + at;
            let field = &rest[at + 1..end];
            if !["id", "title", "date", "publisher"].contains(&field) {
                return Err(format!("`{field}` is none of id, title, date, publisher"));
            }
            regex.push_str(&format!("(?P<{field}>[^/]+?)"));
            rest = &rest[end + 1..];
        }
        regex.push_str(&regex::escape(rest));
        regex.push('$');
        Regex::new(&regex).map(NamePattern).map_err(|_| "a field may stand once only".to_owned())
    }
}

impl NamePattern {
    /// What the name of `file` says; `None` if it does not look like the pattern.
    pub(super) fn read(&self, file: &str) -> Option<Fields> {
        let without = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        // A pattern without an extension means the name without its own.
        let name = if self.0.as_str().contains(r"\.") { file } else { without };
        let captures = self.0.captures(name)?;
        let field = |name: &str| captures.name(name).map(|group| group.as_str().to_owned());
        let words = |name: &str| field(name).map(|value| value.replace(['_', '+'], " "));
        Some(Fields {
            id: field("id"),
            title: words("title"),
            date: field("date"),
            publisher: words("publisher"),
            ..Fields::default()
        })
    }
}

/// The one date that stands in a name as `2007-06-08`, `2007_06_08` or `20070608`.
pub(super) fn date_in(name: &str) -> Option<String> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})([-_.]?)([0-9]{2})(?:[^0-9]|$)")
            .expect("a constant")
    });
    let mut dates = DATE.captures_iter(name).filter(|found| found[2] == found[4]).filter_map(|found| {
        let date = format!("{}-{}-{}", &found[1], &found[3], &found[5]);
        crate::schema::is_date(&date).then_some(date)
    });
    let first = dates.next()?;
    dates.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, file: &str, expected: &str) {
        let shown = match pattern.parse::<NamePattern>() {
            Err(error) => error,
            Ok(pattern) => pattern.read(file).map_or("-".to_owned(), |f| {
                [f.id, f.date, f.publisher, f.title].map(Option::unwrap_or_default).join("|")
            }),
        };
        assert_eq!(shown, expected, "{pattern} on {file}");
    }

    #[test]
    fn patterns_read_names() {
        check(
            "{date}_{publisher}_{title}.txt",
            "a/2001-02-03_Wire_Talks_fail.txt",
            "|2001-02-03|Wire|Talks fail",
        );
        check("{publisher}/*-{id}", "Wire/page-17.html", "17||Wire|");
        check("{publisher}/{id}", "17.html", "-");
        check("{date}.txt", "2001.md", "-");
    }

    #[test]
    fn faulty_patterns_are_told() {
        check("{day}.txt", "", "`day` is none of id, title, date, publisher");
        check("{date", "", "a `{` is not closed");
        check("{id}-{id}", "", "a field may stand once only");
    }

    #[test]
    fn a_date_in_a_name_is_found_if_it_is_the_only_one() {
        let check =
            |name: &str, expected: Option<&str>| assert_eq!(date_in(name).as_deref(), expected, "{name}");
        check("2007-06-08-gabala", Some("2007-06-08"));
        check("AFP_ENG_20061211.0777", Some("2006-12-11"));
        check("talks-2007-13-08", None);
        check("from-2007-06-08-to-2007-06-10", None);
        check("report-120070608", None);
    }
}
