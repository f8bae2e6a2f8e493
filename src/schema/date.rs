//! Dates as the schema and the statements write them: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
//!
//! A shorter date stands for the whole month or year; comparisons give it the benefit of the doubt.

use std::cmp::Ordering;

/// Whether `text` is a real date in one of the three forms (2001-02-29 is not).
pub fn is_date(text: &str) -> bool {
    const FORM: &str = "0000-01-01";
    let fits = |(index, byte): (usize, u8)| match FORM.as_bytes()[index] {
        b'-' => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let number = |at: usize, length: usize| {
        let digits = text.as_bytes().get(at..at + length).unwrap_or(b"1");
        digits.iter().fold(0, |number, digit| 10 * number + i16::from(digit - b'0'))
    };
    // Two digits fit.
    let short = |at| i8::try_from(number(at, 2)).unwrap_or(0);
    matches!(text.len(), 4 | 7 | 10)
        && text.bytes().enumerate().all(fits)
        && !text.starts_with('0')
        && jiff::civil::Date::new(number(0, 4), short(5), short(8)).is_ok()
}

/// Whether `date` lies within `start..=end`; open ends and unknown digits count as fitting.
pub fn within(date: &str, start: Option<&str>, end: Option<&str>) -> bool {
    let after_start = start.is_none_or(|start| compare(start, date) != Ordering::Greater);
    let before_end = end.is_none_or(|end| compare(date, end) != Ordering::Greater);
    after_start && before_end
}

/// Whether two stretches of time, each with possibly open ends, share a day.
pub fn overlaps(a: (Option<&str>, Option<&str>), b: (Option<&str>, Option<&str>)) -> bool {
    let starts_before_end = |start: Option<&str>, end: Option<&str>| match (start, end) {
        (Some(start), Some(end)) => compare(start, end) == Ordering::Less,
        _ => true,
    };
    starts_before_end(a.0, b.1) && starts_before_end(b.0, a.1)
}

/// Compares the parts both dates have: `2001` and `2001-05` are equal.
fn compare(a: &str, b: &str) -> Ordering {
    let shared = a.len().min(b.len());
    a.get(..shared).cmp(&b.get(..shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_dates_are_dates() {
        for date in ["2001", "2001-05", "2001-05-01", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for text in ["", "01", "2001-13", "2001-02-29", "2001-5-1", "20010501", "2001-05-01T10:00", "0012"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn short_dates_get_the_benefit_of_the_doubt() {
        assert!(within("2000", Some("2000-05-07"), Some("2008-05-07")));
        assert!(!within("1999", Some("2000-05-07"), None));
        assert!(!within("2008-05-08", None, Some("2008-05-07")));
    }

    #[test]
    fn a_handover_day_is_no_overlap() {
        assert!(!overlaps((Some("1922"), Some("1991-12-26")), (Some("1991-12-26"), None)));
        assert!(overlaps((None, None), (Some("1991-12-26"), None)));
    }
}
