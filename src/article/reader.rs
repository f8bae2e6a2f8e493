//! Reads corpora: folders, files and standard input; plain text, Markdown and JSON Lines.
//!
//! A file, or a line of JSON Lines, that cannot be read costs only itself: it becomes a [`Problem`] that
//! says where, what and what to do. Two different articles of one id would make evidence ambiguous, so
//! that alone stops the run.

use super::metadata::{Found, Metadata};
use super::text::{NotText, decode};
use super::{Article, Furniture, Record};
use crate::schema::Schema;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A corpus as read: its articles sorted by id, and what could not be read or was read with a remark.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The articles, sorted by id.
    pub articles: Vec<Article>,
    /// What was skipped and why, sorted by place.
    pub skipped: Vec<Problem>,
    /// What was read but deserves a look, sorted by place.
    pub remarks: Vec<Problem>,
}

/// Something about one input: where, what, what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File, with `:line` where lines are articles.
    pub place: String,
    /// What is the matter.
    pub what: String,
    /// What the user can do.
    pub remedy: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.what, self.remedy)
    }
}

/// Why a corpus as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A path the user named is not there or not readable.
    #[error("{}: {source}; check the path and its permissions", path.display())]
    Unreadable {
        /// The path as named.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Two different articles claim one id.
    #[error(
        "{first} and {second} are different articles with the same id `{id}`; rename a file or change a field `id`"
    )]
    SameId {
        /// The id.
        id: String,
        /// Where the one stands.
        first: String,
        /// Where the other stands.
        second: String,
    },
}

/// One article, or what kept it from being one.
type Outcome = Result<(Article, Option<Problem>), Problem>;

/// Reads the articles below `inputs`; the path `-` is standard input.
///
/// Folders are walked to their ends. The result does not depend on the order of `inputs`, of files or
/// of threads. An article that stands twice with the same id and content counts once.
pub fn read_corpus(inputs: &[PathBuf], schema: &Schema) -> Result<Corpus, CorpusError> {
    let mut corpus = Corpus::default();
    let mut files = BTreeMap::new();
    for input in inputs {
        list(input, &mut files, &mut corpus.skipped)?;
    }
    let metadata = Metadata::new(schema);
    let furniture = Furniture::new(&schema.lexicon, &metadata);
    let files: Vec<(PathBuf, String)> = files.into_iter().collect();
    let read: Vec<Vec<Outcome>> =
        files.par_iter().map(|(path, name)| read_file(path, name, &metadata, &furniture)).collect();
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    for outcome in read.into_iter().flatten() {
        let (article, remark) = match outcome {
            Err(problem) => {
                corpus.skipped.push(problem);
                continue;
            }
            Ok(read) => read,
        };
        corpus.remarks.extend(remark);
        let Some(known) = articles.remove(&article.id) else {
            articles.insert(article.id.clone(), article);
            continue;
        };
        // The same choice as merging their records makes.
        let written =
            |article: &Article| serde_json::to_string(&Record::new(article, [])).unwrap_or_default();
        let (first, second) =
            if written(&known) <= written(&article) { (known, article) } else { (article, known) };
        if first.hash() != second.hash() {
            let mut files = [first.file, second.file];
            files.sort();
            let [first_file, second_file] = files;
            return Err(CorpusError::SameId { id: first.id, first: first_file, second: second_file });
        }
        corpus.skipped.push(Problem {
            what: format!("is the same article as {}", first.file),
            remedy: "nothing is lost; it counts once".to_owned(),
            place: second.file,
        });
        articles.insert(first.id.clone(), first);
    }
    corpus.articles = articles.into_values().collect();
    corpus.skipped.sort();
    corpus.remarks.sort();
    Ok(corpus)
}

/// Adds the files below `input` to `files`, by path, with the name articles get from them.
fn list(
    input: &Path,
    files: &mut BTreeMap<PathBuf, String>,
    skipped: &mut Vec<Problem>,
) -> Result<(), CorpusError> {
    if input == Path::new("-") {
        files.insert(input.to_owned(), "stdin".to_owned());
        return Ok(());
    }
    let unreadable = |source| CorpusError::Unreadable { path: input.to_owned(), source };
    if !std::fs::metadata(input).map_err(unreadable)?.is_dir() {
        let name = input.file_name().unwrap_or(input.as_os_str());
        add(input, name.to_string_lossy().into_owned(), files);
        return Ok(());
    }
    std::fs::read_dir(input).map_err(unreadable)?;
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    for entry in walkdir::WalkDir::new(input).follow_links(true).into_iter().filter_entry(visible) {
        match entry {
            Err(error) => skipped.push(Problem {
                place: error.path().map(Path::to_string_lossy).unwrap_or_default().into_owned(),
                what: format!(
                    "cannot be read ({})",
                    error.io_error().map_or("a loop of links".into(), ToString::to_string)
                ),
                remedy: "check its permissions or take it out of the folder".to_owned(),
            }),
            Ok(entry) if entry.file_type().is_file() => {
                let below = entry.path().strip_prefix(input).unwrap_or(entry.path());
                let name = below.to_string_lossy().replace('\\', "/");
                add(entry.path(), name, files);
            }
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Adds a file once, whatever ways lead to it; the longest of its names stays.
fn add(path: &Path, name: String, files: &mut BTreeMap<PathBuf, String>) {
    let known = files.entry(path.canonicalize().unwrap_or_else(|_| path.to_owned())).or_default();
    if (known.len(), known.as_str()) < (name.len(), name.as_str()) {
        *known = name;
    }
}

fn read_file(path: &Path, name: &str, metadata: &Metadata, furniture: &Furniture) -> Vec<Outcome> {
    let problem = |what: String, remedy: &str| {
        vec![Err(Problem { place: name.to_owned(), what, remedy: remedy.to_owned() })]
    };
    let stdin = path == Path::new("-");
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if !stdin && !matches!(extension.as_str(), "txt" | "md" | "jsonl") {
        return problem("is no .txt, .md or .jsonl file".to_owned(), "convert it, or leave it out");
    }
    let mut bytes = Vec::new();
    let read = if stdin {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    if let Err(error) = read {
        return problem(format!("cannot be read ({error})"), "check its permissions");
    }
    if extension == "jsonl" || (stdin && without_mark(&bytes).trim_ascii_start().starts_with(b"{")) {
        return read_lines(&bytes, name, metadata, furniture);
    }
    let decoded = match decode(&bytes) {
        Ok(decoded) => decoded,
        Err(error @ NotText::Empty) => return problem(error.to_string(), "take it out, or fill it"),
        Err(error) => return problem(error.to_string(), "export the article as text"),
    };
    let remark = decoded.remark.map(|what| Problem {
        place: name.to_owned(),
        what,
        remedy: "save the file as UTF-8 if its names look wrong".to_owned(),
    });
    let id = if stdin { name } else { name.rsplit_once('.').map_or(name, |(id, _)| id) }.to_owned();
    let fields = Fields { id: Some(id), ..Fields::default() };
    vec![Ok((article(fields, &decoded.text, name.to_owned(), metadata, furniture), remark))]
}

/// The fields of a JSON Lines article that have a meaning; the rest is kept as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    #[serde(deserialize_with = "text_or_number")]
    id: Option<String>,
    title: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "text_or_number")]
    date: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

/// Accepts a number where a text is expected: databases export ids and dates so.
fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        other => Err(serde::de::Error::custom(format!("expected a text, found `{other}`"))),
    }
}

/// Fields of our own `articles.jsonl` that are worked out anew when it is read as a corpus.
const DERIVED: [&str; 7] =
    ["date_from", "publisher_from", "file", "hash", "text_hash", "furniture", "entities"];

/// The bytes without a byte order mark of UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn read_lines(bytes: &[u8], name: &str, metadata: &Metadata, furniture: &Furniture) -> Vec<Outcome> {
    let bytes = without_mark(bytes);
    let lines: Vec<(usize, &[u8])> = bytes
        .split(|byte| *byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .collect();
    if lines.is_empty() {
        return vec![Err(Problem {
            place: name.to_owned(),
            what: NotText::Empty.to_string(),
            remedy: "take it out, or fill it".to_owned(),
        })];
    }
    lines
        .par_iter()
        .map(|(index, line)| {
            let place = format!("{name}:{}", index + 1);
            let problem = |what: String, remedy: &str| {
                let (place, remedy) = (place.clone(), remedy.to_owned());
                Err(Problem { place, what, remedy })
            };
            let mut fields: Fields = match serde_json::from_slice(line) {
                Ok(fields) => fields,
                Err(error) => {
                    return problem(format!("is no JSON article ({error})"), "mend or remove the line");
                }
            };
            let text = fields.text.take().unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
            if text.trim().is_empty() {
                return problem("has no `text`".to_owned(), "put the article's text into the field `text`");
            }
            let mut remark = None;
            if let Some(date) = &fields.date
                && metadata.date(date).is_none()
            {
                let what = format!("its date `{date}` is no date and is left out");
                let remedy = "write YYYY-MM-DD, YYYY-MM or YYYY".to_owned();
                remark = Some(Problem { place: place.clone(), what, remedy });
            }
            if fields.other.contains_key("hash") && fields.other.contains_key("entities") {
                fields.other.retain(|key, _| !DERIVED.contains(&key.as_str()));
            }
            let mut article = article(fields, &text, place, metadata, furniture);
            if article.id.trim().is_empty() {
                // A hash of the content stays the same when lines are added or sorted.
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                article.id = format!("{stem}-{}", article.hash());
            }
            Ok((article, remark))
        })
        .collect()
}

fn article(fields: Fields, text: &str, file: String, metadata: &Metadata, furniture: &Furniture) -> Article {
    let field = |value: String| Found { value, from: "field".to_owned() };
    let given = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let (date, publisher) = metadata.find(text);
    let date_field = given(fields.date).and_then(|date| metadata.date(&date));
    let (id, furniture) = (fields.id.unwrap_or_default(), furniture.find(text));
    Article {
        title: given(fields.title),
        date: date_field.map(field).or(date),
        publisher: given(fields.publisher).map(field).or(publisher),
        url: given(fields.url),
        file,
        furniture,
        other: fields.other,
        ..Article::new(&id, text)
    }
}
