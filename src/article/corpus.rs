//! Reads corpora: from the paths a user names to articles, one after the other.
//!
//! One thread opens files and cuts them into pieces, all others turn pieces into articles; a bounded queue
//! lies between, so memory does not grow with the corpus. A file or a piece of one that cannot be read costs
//! only itself: it becomes a [`Problem`] that says where, what and what to do. Two different articles of
//! one id would make evidence ambiguous, so that alone stops the run.

use super::intake::Intake;
use super::listing::{self, List};
use super::source::{self, Content, Piece, Shard, Sink};
use super::{Article, Mapping, NamePattern, Record};
use crate::schema::Schema;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// Pieces that wait to be read; enough to keep all threads busy while a file is opened.
const QUEUE: usize = 256;
/// Bytes of pieces that wait or are being read.
const IN_FLIGHT: usize = 256 << 20;

/// How a corpus is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the fields of JSON and tables are called.
    pub mapping: Mapping,
    /// What file names say.
    pub names: Vec<NamePattern>,
    /// The part that is read; all of it if not given.
    pub shard: Option<Shard>,
}

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
    /// Writes the problem without the control characters that a hostile name may have for a terminal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = format!("{}: {}; {}", self.place, self.what, self.remedy);
        shown.chars().try_for_each(|character| {
            if character.is_control() {
                write!(f, "{}", character.escape_default())
            } else {
                write!(f, "{character}")
            }
        })
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

impl CorpusError {
    /// The error that two articles at `files` share `id`.
    pub fn same_id(id: &str, mut files: [String; 2]) -> CorpusError {
        files.sort();
        let [first, second] = files;
        CorpusError::SameId { id: id.to_owned(), first, second }
    }
}

/// One article with a remark if it deserves one, or what kept it from being read.
pub type Outcome = Result<(Article, Option<Problem>), Problem>;

/// Hands the articles below `inputs` to `handle`, from several threads and in no order, until it says false.
///
/// The path `-` is standard input. Folders are walked to their ends. `progress` is told the bytes read and
/// the bytes there are. The set of articles depends on neither the order of `inputs` nor on threads.
/// Memory is bounded, whatever the size of the corpus, but for a list of its files.
pub fn stream(
    inputs: &[PathBuf],
    options: &Options,
    schema: &Schema,
    progress: &(dyn Fn(u64, u64) + Sync),
    handle: &(dyn Fn(Outcome) -> bool + Sync),
) -> Result<(), CorpusError> {
    let List { files, skipped } = listing::list(inputs)?;
    if !skipped.into_iter().all(|problem| handle(Err(problem))) {
        return Ok(());
    }
    let total = files.keys().filter_map(|path| std::fs::metadata(path).ok()).map(|file| file.len()).sum();
    progress(0, total);
    let intake = Intake::new(schema, options);
    let (stop, weight) = (AtomicBool::new(false), Weight::default());
    // Threads that end with the reading leave their memory to what comes after it.
    let threads = rayon::ThreadPoolBuilder::new().num_threads(rayon::current_num_threads());
    let threads = threads.build().expect("a process can have threads");
    let (sender, receiver) = mpsc::sync_channel::<(usize, Result<Piece, Problem>)>(QUEUE);
    std::thread::scope(|scope| {
        let (stop, weight) = (&stop, &weight);
        scope.spawn(move || {
            let mut take = |piece: Result<Piece, Problem>| {
                let bytes = piece.as_ref().map_or(0, |piece| size(&piece.content));
                weight.add(bytes);
                !stop.load(Ordering::Relaxed) && sender.send((bytes, piece)).is_ok()
            };
            let mut sink = Sink::new(&options.mapping, options.shard, &mut take);
            for (path, name) in &files {
                if !source::read_file(path, name, &|bytes| progress(bytes, total), &mut sink) {
                    break;
                }
            }
        });
        let take = |(bytes, piece): (usize, Result<Piece, Problem>)| {
            if !stop.load(Ordering::Relaxed) && !handle(piece.and_then(|piece| intake.article(piece))) {
                stop.store(true, Ordering::Relaxed);
            }
            weight.remove(bytes);
        };
        threads.install(|| receiver.into_iter().par_bridge().for_each(take));
    });
    Ok(())
}

/// Reads `bytes` as a file called `name`, whose end tells the format; for callers that have no files.
pub fn read_bytes(name: &str, bytes: &[u8], intake: &Intake) -> Vec<Outcome> {
    let mut pieces = Vec::new();
    let mut take = |piece| {
        pieces.push(piece);
        true
    };
    source::read_bytes(name, bytes, &mut Sink::new(&intake.options.mapping, intake.options.shard, &mut take));
    pieces.into_iter().map(|piece| piece.and_then(|piece| intake.article(piece))).collect()
}

fn size(content: &Content) -> usize {
    match content {
        Content::Text(bytes) | Content::Json(bytes) | Content::Page { bytes, .. } => bytes.len(),
        Content::Fields(fields) => fields.text.as_ref().map_or(0, String::len),
    }
}

/// Keeps the bytes of all pieces on their way below [`IN_FLIGHT`], but lets any single one through.
#[derive(Default)]
struct Weight {
    bytes: Mutex<usize>,
    less: Condvar,
}

impl Weight {
    fn add(&self, bytes: usize) {
        let mut held = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *held > 0 && *held + bytes > IN_FLIGHT {
            held = self.less.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        *held += bytes;
    }

    fn remove(&self, bytes: usize) {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.less.notify_one();
    }
}

/// Reads the articles below `inputs` as [`stream`] does and holds them all.
///
/// An article that stands twice with the same id and content counts once.
pub fn read_corpus(inputs: &[PathBuf], options: &Options, schema: &Schema) -> Result<Corpus, CorpusError> {
    let outcomes = Mutex::new(Vec::new());
    stream(inputs, options, schema, &|_, _| {}, &|outcome| {
        outcomes.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
        true
    })?;
    let mut corpus = Corpus::default();
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    for outcome in outcomes.into_inner().unwrap_or_else(PoisonError::into_inner) {
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
            return Err(CorpusError::same_id(&first.id, [first.file, second.file]));
        }
        corpus.skipped.push(Problem::again(second.file, &first.id));
        articles.insert(first.id.clone(), first);
    }
    corpus.articles = articles.into_values().collect();
    corpus.skipped.sort();
    corpus.remarks.sort();
    Ok(corpus)
}

impl Problem {
    /// The article `id` stands at `place` once more.
    pub fn again(place: String, id: &str) -> Problem {
        let what = format!("holds the article `{id}` once more");
        Problem { place, what, remedy: "nothing is lost; it counts once".to_owned() }
    }
}
