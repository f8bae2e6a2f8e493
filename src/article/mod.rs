//! Articles: what a corpus holds, as text with the metadata that could be found.
//!
//! [`stream`] turns paths into [`Article`]s one after the other; bad input costs only itself and is listed
//! with its remedy. The text is stored decoded and with `\n` line ends; every offset in the program refers
//! to this stored text.
//!
//! ```text
//! listing ──> source ──> intake ──> Article ──> copies, times
//!  files      pieces     decoded,   what the    articles that are one text;
//!                        dated      rest reads  when a thing was said
//! ```

pub mod copies;
mod corpus;
mod fields;
mod furniture;
mod intake;
mod listing;
mod metadata;
mod names;
mod page;
mod record;
mod source;
mod text;
pub mod times;

pub use copies::Sketch;
pub use corpus::{Corpus, CorpusError, Options, Outcome, Problem, read_bytes, read_corpus, stream};
pub use fields::Mapping;
pub use intake::Intake;
pub use metadata::Found;
pub use names::NamePattern;
pub use record::{Named, Record};
pub use source::{LARGEST_ARTICLE, Shard};
pub use times::Times;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A stretch of one article's text: byte offsets, half-open, on `char` boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// First byte of the stretch.
    pub start: usize,
    /// First byte after the stretch.
    pub end: usize,
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Span { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// One news article as stored: the text every offset refers to, and what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Unique in its corpus: the path below the corpus folder without extension, or the field `id`.
    pub id: String,
    /// The field `title`; plain text files have none, their headline is part of the text.
    pub title: Option<String>,
    /// Publication date, `YYYY-MM-DD` or shorter, and where it was found.
    pub date: Option<Found>,
    /// Who published it, and where that was found.
    pub publisher: Option<Found>,
    /// Address of the article, if the corpus gives one.
    pub url: Option<String>,
    /// The file it came from, relative to what the user named, with `/`; JSON Lines add `:line`.
    pub file: String,
    /// Stretches of the text that are page furniture or datelines: kept, marked, never read.
    pub furniture: Vec<Span>,
    /// What recognises copies of the text; none for what is not to be grouped.
    pub sketch: Option<Sketch>,
    /// The stored text.
    pub text: String,
    /// Fields of the input that have no meaning here; kept as they came.
    pub other: Map<String, Value>,
}

impl Article {
    /// An article of which nothing is known but its text, which is taken as it is.
    pub fn new(id: &str, text: &str) -> Article {
        Article {
            id: id.to_owned(),
            title: None,
            date: None,
            publisher: None,
            url: None,
            file: String::new(),
            furniture: Vec::new(),
            sketch: None,
            text: text.to_owned(),
            other: Map::new(),
        }
    }

    /// Content hash of what the graph depends on: text, title, date, publisher and address.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let date = self.date.as_ref().map(|found| found.value.as_str());
        let publisher = self.publisher.as_ref().map(|found| found.value.as_str());
        let parts = [Some(self.text.as_str()), self.title.as_deref(), date, publisher, self.url.as_deref()];
        for part in parts {
            // A length before each part keeps ("ab", "c") apart from ("a", "bc"); u64::MAX is "none".
            let length = part.map_or(u64::MAX, |p| p.len() as u64);
            hasher.update(&length.to_le_bytes());
            hasher.update(part.unwrap_or_default().as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}
