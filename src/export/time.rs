//! Stretches of time as programs want them: full days.

use crate::graph::Graph;
use crate::schema::{Layer, is_date};
use std::collections::HashMap;

/// The first day of `date`, a full date or a shorter one; none if it is no date.
pub fn first_day(date: &str) -> Option<String> {
    is_date(date).then(|| format!("{date}{}", &"0000-01-01"[date.len()..]))
}

/// The last day of `date`.
pub fn last_day(date: &str) -> Option<String> {
    is_date(date).then(|| match date.len() {
        4 => format!("{date}-12-31"),
        7 => {
            let first: Option<jiff::civil::Date> = format!("{date}-01").parse().ok();
            first.map_or_else(|| format!("{date}-28"), |day| day.last_of_month().to_string())
        }
        _ => date.to_owned(),
    })
}

/// The first and last date of the positions a node takes part in.
pub fn periods(graph: &Graph) -> HashMap<&str, (Option<String>, Option<String>)> {
    let mut periods: HashMap<&str, (Option<String>, Option<String>)> = HashMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.layer == Layer::Stance) {
        for id in [&edge.source, &edge.target] {
            let (first, last) = periods.entry(id).or_default();
            let earlier = edge.first.iter().chain(first.iter()).min().cloned();
            let later = edge.last.iter().chain(last.iter()).max().cloned();
            (*first, *last) = (earlier, later);
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
        assert_eq!(days("2000"), ("2000-01-01".to_owned(), "2000-12-31".to_owned()));
        assert_eq!(days("2001-02"), ("2001-02-01".to_owned(), "2001-02-28".to_owned()));
        assert_eq!(days("2000-06-13"), ("2000-06-13".to_owned(), "2000-06-13".to_owned()));
        assert_eq!(first_day("June"), None);
    }
}
