//! The corpus of a command: its arguments, and reading it into statements with a journal.

use super::journal::Journal;
use super::{ScopeArg, ThreadsArg};
use anyhow::bail;
use demarche::article::{
    Article, CorpusError, Mapping, NamePattern, Options, Problem, Record, Shard, read_corpus, stream,
};
use demarche::graph::{self, Conflict, Store};
use demarche::schema::Schema;
use demarche::{Reader, Reading};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// More problems than these go to `inputs.jsonl` only.
const SHOWN_PROBLEMS: usize = 50;

/// What is to be read, and from which confidence on.
#[derive(clap::Args)]
pub struct CorpusArgs {
    #[command(flatten)]
    pub sources: SourceArgs,
    /// Least confidence of a statement, 0 to 1; by default where signed F1 was best
    #[arg(long, value_name = "P", value_parser = super::probability)]
    min_confidence: Option<f64>,
    #[command(flatten)]
    scope: ScopeArg,
}

/// What is to be read, and how.
#[derive(clap::Args)]
pub struct SourceArgs {
    /// Folders and files of articles, or - for standard input: text, HTML, JSON, CSV, XML, SGML, WARC, also
    /// packed
    #[arg(required = true, value_name = "CORPUS")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    pub threads: ThreadsArg,
}

impl SourceArgs {
    /// All articles at once, without a journal; tells on standard error what was skipped.
    pub fn articles(&self, schema: &Schema) -> anyhow::Result<Vec<Article>> {
        let corpus = read_corpus(&self.corpus, &self.fields.options(), schema)?;
        tell("skipped", &corpus.skipped);
        Ok(corpus.articles)
    }
}

/// Where the fields of articles stand.
#[derive(clap::Args)]
pub struct FieldArgs {
    /// What JSON and tables call the fields: `text=body,date=published_at,publisher=source.name`
    #[arg(long, value_name = "FIELD=NAME,...")]
    map: Option<Mapping>,
    /// What file names say, with {date}, {publisher}, {title}, {id} and *: `{date}_{publisher}_*.txt`
    #[arg(long = "name", value_name = "PATTERN")]
    names: Vec<NamePattern>,
}

impl FieldArgs {
    /// The options of reading that these arguments make.
    pub fn options(&self) -> Options {
        let mapping = self.map.clone().unwrap_or_default();
        Options { mapping, names: self.names.clone(), shard: None }
    }
}

/// What a corpus yields.
pub struct Harvest {
    /// Statements and records.
    pub store: Store,
    /// Statements of one id that differ.
    pub conflicts: Vec<Conflict>,
    /// What was not read, sorted by place.
    pub skipped: Vec<Problem>,
    /// Where it is kept until the results are whole.
    pub journal: Journal,
}

impl CorpusArgs {
    /// What an entry of a journal depends on beside its article: program, schema and what is asked for.
    fn purpose(&self, schema: &Schema, keep_text: bool) -> String {
        let program = std::env::current_exe().and_then(std::fs::metadata);
        let changed = program.as_ref().ok().and_then(|file| file.modified().ok());
        let age = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let (version, age) = (env!("CARGO_PKG_VERSION"), age.unwrap_or_default().as_nanos());
        let length = program.map(|file| file.len()).unwrap_or_default();
        let least = self.min_confidence.map(|least| least.to_string()).unwrap_or_default();
        let general = self.scope.general;
        format!("{version} {length} {age} {} {keep_text} {general} {least}", schema.fingerprint)
    }

    /// Reads the articles of `shard` into statements; `folder` keeps the journal.
    ///
    /// Tells on standard error what was skipped; fails when nothing is left.
    pub fn read(
        &self,
        schema: &Schema,
        shard: Option<Shard>,
        keep_text: bool,
        folder: &Path,
    ) -> anyhow::Result<Harvest> {
        let options = Options { shard, ..self.sources.fields.options() };
        let journal = Journal::open(folder, &self.purpose(schema, keep_text))?;
        let reader =
            Reader::new(schema).with_min_confidence(self.min_confidence).with_scope(self.scope.scope());
        let state = Mutex::new(State::default());
        let progress = progress();
        let handle = |(article, remark): (Article, Option<Problem>)| -> anyhow::Result<()> {
            {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                state.remarks.extend(remark);
                state.claim(&article)?;
                progress.set_message(format!("{} articles", state.ids.len()));
            }
            let Some(key) = journal.claim(&article) else { return Ok(()) };
            // A fault of the program may cost an article, not a night's work.
            let reading = catch_unwind(AssertUnwindSafe(|| reader.read(&article)));
            let Ok(Reading { statements, entities }) = reading else {
                state.lock().unwrap_or_else(PoisonError::into_inner).skipped.push(Problem {
                    place: article.file.clone(),
                    what: "makes the extractor fail".to_owned(),
                    remedy: "report it, with the article if you may".to_owned(),
                });
                return Ok(());
            };
            let mut record = Record::new(&article, &entities);
            record.text = keep_text.then(|| article.text.clone());
            journal.add(&key, record, statements)
        };
        let fail = |error: anyhow::Error| {
            state.lock().unwrap_or_else(PoisonError::into_inner).failure.get_or_insert(error);
            false
        };
        stream(
            &self.sources.corpus,
            &options,
            schema,
            &|read, total| {
                progress.set_length(total);
                progress.inc(read);
            },
            &|outcome| match outcome {
                Ok(read) => handle(read).map_or_else(fail, |()| true),
                Err(problem) => {
                    state.lock().unwrap_or_else(PoisonError::into_inner).skipped.push(problem);
                    true
                }
            },
        )?;
        progress.finish_and_clear();
        drop(reader);
        let State { mut skipped, mut remarks, failure, ids } =
            state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = failure {
            return Err(failure);
        }
        drop(ids);
        let store = journal.store()?;
        skipped.extend(repeated(std::slice::from_ref(&store)));
        skipped.sort();
        remarks.sort();
        tell("skipped", &skipped);
        tell("note", &remarks);
        if store.records.is_empty() && shard.is_none() {
            journal.remove();
            bail!("no article could be read; name a folder or files with articles");
        }
        let (store, conflicts) = graph::merge([store]);
        Ok(Harvest { store, conflicts, skipped, journal })
    }
}

/// What threads share while they read.
#[derive(Default)]
struct State {
    /// Hash and place of each article by id.
    ids: HashMap<String, (String, String)>,
    skipped: Vec<Problem>,
    remarks: Vec<Problem>,
    failure: Option<anyhow::Error>,
}

impl State {
    /// Claims the id of `article`; fails if a different article has it.
    fn claim(&mut self, article: &Article) -> Result<(), CorpusError> {
        let hash = article.hash();
        let known =
            self.ids.entry(article.id.clone()).or_insert_with(|| (hash.clone(), article.file.clone()));
        if known.0 == hash {
            return Ok(());
        }
        Err(CorpusError::same_id(&article.id, [known.1.clone(), article.file.clone()]))
    }
}

/// The articles that stand in several places, with each place but the one that is kept.
pub fn repeated(stores: &[Store]) -> Vec<Problem> {
    let mut places: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in stores.iter().flat_map(|store| &store.records) {
        places.entry(&record.id).or_default().push(record);
    }
    places.retain(|_, records| records.len() > 1);
    let mut problems = Vec::new();
    for (id, mut records) in places {
        // The one that merging keeps.
        records.sort_by_cached_key(|record| serde_json::to_string(record).unwrap_or_default());
        let mut files: Vec<&str> = records.iter().map(|record| record.file.as_str()).collect();
        let kept = files.remove(0);
        files.retain(|file| *file != kept && !file.is_empty());
        files.sort_unstable();
        files.dedup();
        problems.extend(files.into_iter().map(|file| Problem::again(file.to_owned(), id)));
    }
    problems
}

fn tell(what: &str, problems: &[Problem]) {
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        eprintln!("{what}: {problem}");
    }
    if problems.len() > SHOWN_PROBLEMS {
        eprintln!("{what}: {} more of this kind", problems.len() - SHOWN_PROBLEMS);
    }
}

fn progress() -> ProgressBar {
    let template = "{bar:30} {percent:>3} %  {msg}, {binary_bytes_per_sec}, {eta} left";
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
