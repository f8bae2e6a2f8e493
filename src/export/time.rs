//! Stretches of time as programs want them: full days.

use crate::graph::Graph;
use crate::schema::{Layer, is_date};
use std::borrow::Cow;
use std::collections::HashMap;

/// The first day of `date`, a full date or a shorter one; none if it is no date.
pub fn first_day(date: &str) -> Option<Cow<'_, str>> {
    is_date(date).then(|| match &"0000-01-01"[date.len()..] {
        "" => date.into(),
        rest => format!("{date}{rest}").into(),
    })
}

/// The last day of `date`.
pub fn last_day(date: &str) -> Option<Cow<'_, str>> {
    is_date(date).then(|| match date.len() {
        4 => format!("{date}-12-31").into(),
        7 => {
            let first: Option<jiff::civil::Date> = format!("{date}-01").parse().ok();
            first.map_or_else(|| format!("{date}-28"), |day| day.last_of_month().to_string()).into()
        }
        _ => date.into(),
    })
}

/// The first and last date of the positions a node takes part in.
pub fn periods(graph: &Graph) -> HashMap<&str, (Option<&str>, Option<&str>)> {
    let mut periods: HashMap<&str, (Option<&str>, Option<&str>)> = HashMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.layer == Layer::Stance) {
        for id in [&edge.source, &edge.target] {
            let (first, last) = periods.entry(id).or_default();
            *first = edge.first.as_deref().into_iter().chain(*first).min();
            *last = edge.last.as_deref().into_iter().chain(*last).max();
        }
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_dates_are_whole_months_and_years() {
        let days = |date| (first_day(date).unwrap(), last_day(date).unwrap());
        assert_eq!(days("2000"), ("2000-01-01".into(), "2000-12-31".into()));
        assert_eq!(days("2001-02"), ("2001-02-01".into(), "2001-02-28".into()));
        assert_eq!(days("2000-06-13"), ("2000-06-13".into(), "2000-06-13".into()));
        assert_eq!(first_day("June"), None);
    }
}
