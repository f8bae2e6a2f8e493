//! Copies: articles that are one text, sent twice, shortened, updated or syndicated.
//!
//! A text is known by the runs of five words in it (*shingles*, Broder 1997). Of their hashes every fourth by
//! value is kept (*`FracMinHash`*, Irber et al. 2022, DOI 10.1101/2022.01.11.475838), so how much of a short text
//! stands in a long one can be told from two [`Sketch`]es, and only articles that share a hash are
//! compared. Of reports on one event in different words two shingles of a hundred agree, of reports that share
//! background paragraphs up to 60, of versions of one text 75 and more.

use super::{Article, Record};
use petgraph::unionfind::UnionFind;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

/// Words in a shingle.
const SHINGLE: usize = 5;
/// One of so many hashes is kept.
const RATE: u64 = 4;
/// The share of the shorter text that has to stand in the longer one.
const SHARE: f64 = 0.7;

/// What recognises copies of a text: sorted hashes of some of its runs of five words.
///
/// Written as 8 hex digits a hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of an article's text without its furniture. O(text).
    pub fn of(article: &Article) -> Option<Sketch> {
        let mut text = String::with_capacity(article.text.len());
        let mut end = 0;
        for span in &article.furniture {
            text.push_str(&article.text[end..span.start]);
            text.push('\n');
            end = span.end;
        }
        text.push_str(&article.text[end..]);
        let text = text.to_lowercase();
        // Each word with a blank behind it, and where it starts; last the end.
        let (mut words, mut starts) = (String::with_capacity(text.len()), Vec::new());
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            starts.push(words.len());
            words.push_str(word);
            words.push(' ');
        }
        let mut hashes: Vec<u32> = match starts.len() {
            0 => return None,
            1..=SHINGLE => vec![hash(&words).1],
            _ => {
                starts.push(words.len());
                let shingles = starts.windows(SHINGLE + 1).map(|starts| &words[starts[0]..starts[SHINGLE]]);
                let hashes = shingles.map(hash).filter(|(low, _)| low % RATE == 0);
                hashes.map(|(_, high)| high).collect()
            }
        };
        hashes.sort_unstable();
        hashes.dedup();
        Some(Sketch(hashes))
    }

    /// Whether the two are of one text.
    pub fn is_copy(&self, other: &Sketch) -> bool {
        let (mut shared, mut rest) = (0_u32, other.0.as_slice());
        for hash in &self.0 {
            while rest.first().is_some_and(|other| other < hash) {
                rest = &rest[1..];
            }
            shared += u32::from(rest.first() == Some(hash));
        }
        let fewer = u32::try_from(self.0.len().min(other.0.len())).map_or(f64::MAX, f64::from);
        // The fewer hashes, the more chance plays with the share: one standard error is asked for besides.
        let share = (SHARE + 0.5 / fewer.sqrt()).min(1.0);
        fewer > 0.0 && f64::from(shared) >= share * fewer
    }
}

/// Lower half, which chooses, and higher half, which is kept, of the hash of a run of words.
fn hash(words: &str) -> (u64, u32) {
    let bytes = blake3::hash(words.as_bytes());
    let half =
        |at: usize| u32::from_le_bytes(bytes.as_bytes()[at..at + 4].try_into().expect("a hash has 32 bytes"));
    (u64::from(half(0)), half(4))
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut digits = String::with_capacity(8 * self.0.len());
        for hash in &self.0 {
            write!(digits, "{hash:08x}").expect("a string takes all");
        }
        serializer.serialize_str(&digits)
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let hashes: Option<Vec<u32>> = digits
            .as_bytes()
            .chunks(8)
            .map(|chunk| u32::from_str_radix(std::str::from_utf8(chunk).ok()?, 16).ok())
            .collect();
        let mut hashes = hashes.ok_or_else(|| serde::de::Error::custom("a sketch is made of hex digits"))?;
        hashes.sort_unstable();
        hashes.shrink_to_fit();
        Ok(Sketch(hashes))
    }
}

/// Articles that are copies of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The article that stands for them: the earliest, of several the first by id.
    pub first: String,
    /// Ids of all, sorted.
    pub articles: Vec<String>,
    /// Their publishers, sorted.
    pub publishers: Vec<String>,
}

/// Groups the articles of `records` that are copies of one text; sorted by `first`.
///
/// Depends on the set of records alone. An article without a sketch is nobody's copy. About linear: two
/// articles are compared if they stand beside each other in the list of those that share a hash.
pub fn groups(records: &[Record]) -> Vec<Group> {
    let mut sketched: Vec<(&Record, &Sketch)> =
        records.iter().filter_map(|record| Some((record, record.sketch.as_ref()?))).collect();
    sketched.sort_unstable_by_key(|(record, _)| &record.id);
    let hashes = sketched.iter().map(|(_, sketch)| sketch.0.len()).sum();
    let mut entries: Vec<(u32, u32)> = Vec::with_capacity(hashes);
    for (index, (_, sketch)) in (0_u32..).zip(&sketched) {
        entries.extend(sketch.0.iter().map(|hash| (*hash, index)));
    }
    entries.sort_unstable();
    let mut copies: UnionFind<u32> = UnionFind::new(sketched.len());
    let mut compared = HashSet::new();
    let mut compare = |one: u32, other: u32| {
        if one != other && compared.insert((one, other)) {
            let [one_sketch, other_sketch] = [one, other].map(|index| sketched[index as usize].1);
            if one_sketch.is_copy(other_sketch) {
                copies.union(one, other);
            }
        }
    };
    for sharing in entries.chunk_by(|a, b| a.0 == b.0) {
        for pair in sharing.windows(2) {
            compare(pair[0].1, pair[1].1);
            compare(sharing[0].1, pair[1].1);
        }
    }
    let mut members: BTreeMap<u32, Vec<&Record>> = BTreeMap::new();
    for (index, (record, _)) in (0_u32..).zip(&sketched) {
        members.entry(copies.find(index)).or_default().push(record);
    }
    let mut groups: Vec<Group> =
        members.into_values().filter(|group| group.len() > 1).map(|records| group(&records)).collect();
    groups.sort_by(|a, b| a.first.cmp(&b.first));
    groups
}

fn group(records: &[&Record]) -> Group {
    // Of two dates one may be the other's year: `2001` is not before `2001-05-06`.
    let first = records.iter().min_by_key(|record| {
        let date = record.date.as_deref().map(|date| format!("{date:~<10}"));
        (date.is_none(), date, &record.id)
    });
    let mut publishers: Vec<String> = records.iter().filter_map(|record| record.publisher.clone()).collect();
    publishers.sort();
    publishers.dedup();
    Group {
        first: first.map(|record| record.id.clone()).unwrap_or_default(),
        articles: records.iter().map(|record| record.id.clone()).collect(),
        publishers,
    }
}

/// Which group each article belongs to, for folding.
#[derive(Debug, Default)]
pub struct Membership(HashMap<String, usize>);

impl Membership {
    /// The membership of every article in `groups`.
    pub fn of(groups: &[Group]) -> Membership {
        let members = groups
            .iter()
            .enumerate()
            .flat_map(|(index, group)| group.articles.iter().map(move |article| (article.clone(), index)));
        Membership(members.collect())
    }

    /// The group of `article`, if it has copies.
    pub fn group(&self, article: &str) -> Option<usize> {
        self.0.get(article).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that differ in all their words.
    fn sentences(from: usize, to: usize) -> String {
        let sentence = |n: usize| {
            format!("Delegate w{n}a asked w{n}b whether the w{n}c of w{n}d and w{n}e could w{n}f by w{n}g. ")
        };
        (from..to).map(sentence).collect()
    }

    #[track_caller]
    fn check(one: &str, other: &str, copies: bool) {
        let sketch = |text: &str| Sketch::of(&Article::new("x", text)).unwrap();
        assert_eq!(sketch(one).is_copy(&sketch(other)), copies);
        assert_eq!(sketch(other).is_copy(&sketch(one)), copies);
    }

    #[test]
    fn versions_of_a_text_are_copies() {
        let text = sentences(0, 40);
        check(&text, &text.to_uppercase().replace(' ', "\n"), true);
        check(&text, &text.replace("w7a", "w7x"), true);
        check(&text, &format!("Another headline\n\n{text}"), true);
        check(&text, &format!("{text}{}", sentences(40, 80)), true);
        check(&text, &(sentences(0, 15) + &sentences(22, 40)), true);
    }

    #[test]
    fn shared_paragraphs_do_not_make_a_copy() {
        check(&sentences(0, 40), &sentences(20, 60), false);
        check(&sentences(0, 40), &sentences(40, 80), false);
        check("Talks fail.", "Talks succeed.", false);
    }

    #[test]
    fn groups_name_the_earliest_first() {
        let record = |id: &str, date: &str, text: &str| {
            let article = Article { sketch: Sketch::of(&Article::new(id, text)), ..Article::new(id, text) };
            Record {
                date: Some(date.to_owned()),
                publisher: Some(id.to_uppercase()),
                ..Record::new(&article, [])
            }
        };
        let text = sentences(0, 30);
        let records = [
            record("c", "2001", &text),
            record("a", "2001-03-04", &text),
            record("b", "2001-03-02", &(text.clone() + &sentences(50, 60))),
            record("d", "2000-01-01", &sentences(30, 50)),
        ];
        let found = groups(&records);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].first.as_str(), found[0].articles.join(" ")), ("b", "a b c".to_owned()));
        assert_eq!(found[0].publishers, ["A", "B", "C"]);
    }

    #[test]
    fn a_sketch_written_and_read_is_the_same() {
        let sketch = Sketch::of(&Article::new("x", &sentences(0, 9)));
        let written = serde_json::to_string(&sketch).unwrap();
        assert_eq!(serde_json::from_str::<Option<Sketch>>(&written).unwrap(), sketch);
        assert!(serde_json::from_str::<Sketch>("\"xyz\"").is_err());
        assert!(serde_json::from_str::<Sketch>("\"äöü1234\"").is_err());
    }
}
