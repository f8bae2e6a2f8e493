//! What a run has read so far, kept beside its results until they are whole.
//!
//! Each article's statements go to the journal as soon as they are found. A run that was killed and is
//! started again finds them there, by a hash of the article, and reads only the rest. A line that was
//! being written when the run ended fails its checksum and is cut off.

use anyhow::{Context, bail};
use demarche::article::{Article, Record};
use demarche::graph::Store;
use demarche::statement::Statement;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const NAME: &str = ".demarche-journal";

/// A file that only grows, locked while it is open.
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    file: File,
    /// Keys of the articles that the file has.
    known: HashSet<String>,
    /// Keys of the articles that this run has come across.
    seen: HashSet<String>,
}

/// What one article yielded.
#[derive(Serialize, Deserialize)]
struct Entry {
    record: Record,
    statements: Vec<Statement>,
}

impl Journal {
    /// Opens the journal in `folder`; one that was written for another `purpose` begins anew.
    pub fn open(folder: &Path, purpose: &str) -> anyhow::Result<Journal> {
        let path = folder.join(NAME);
        let context = || format!("{}: cannot be opened; choose another folder with -o", path.display());
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = file.with_context(context)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                bail!(
                    "{}: another run is writing there; wait for it, or choose another folder",
                    folder.display()
                )
            }
            // Some network file systems have no locks.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        remove_leftovers(folder);
        let head = format!("demarche {purpose}\n");
        let mut known = HashSet::new();
        let (mut input, mut line, mut whole) = (BufReader::new(&file), Vec::new(), 0);
        input.read_until(b'\n', &mut line).with_context(context)?;
        if line == head.as_bytes() {
            whole = line.len();
            loop {
                line.clear();
                input.read_until(b'\n', &mut line).with_context(context)?;
                let Some((key, _)) = parts(&line) else { break };
                known.insert(key.to_owned());
                whole += line.len();
            }
        }
        drop(input);
        file.set_len(whole as u64).with_context(context)?;
        file.seek(SeekFrom::End(0)).with_context(context)?;
        if whole == 0 {
            file.write_all(head.as_bytes()).with_context(context)?;
        }
        let state = State { file, known, seen: HashSet::new() };
        Ok(Journal { path, state: Mutex::new(state) })
    }

    /// Notes that the run has come across `article`; a key to add what it yields under, none if that is known already.
    pub fn claim(&self, article: &Article) -> Option<String> {
        let key = key(article);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let known = state.known.contains(&key);
        state.seen.insert(key.clone());
        (!known).then_some(key)
    }

    /// Adds what the article with the key `key` yielded.
    pub fn add(&self, key: &str, record: Record, statements: Vec<Statement>) -> anyhow::Result<()> {
        let entry = serde_json::to_string(&Entry { record, statements })?;
        let line = format!("{key} {} {entry}\n", check(entry.as_bytes()));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.file.write_all(line.as_bytes()).with_context(|| {
            format!(
                "{}: cannot be written; what was there before is untouched; free space and run the same command again, which goes on where this one stopped",
                self.path.display()
            )
        })
    }

    /// What the articles yielded that this run has come across, not merged yet.
    pub fn store(&self) -> anyhow::Result<Store> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { file, seen, .. } = &mut *state;
        file.rewind()?;
        let mut store = Store::default();
        let mut taken = HashSet::new();
        for line in BufReader::new(file).split(b'\n').skip(1) {
            let mut line = line.with_context(|| format!("{}: cannot be read", self.path.display()))?;
            line.push(b'\n');
            let (key, entry) = parts(&line).with_context(|| {
                format!("{}: was changed by somebody; remove it and start again", self.path.display())
            })?;
            // A corpus may have changed since the run that was killed.
            if seen.contains(key) && taken.insert(key.to_owned()) {
                let Entry { mut record, statements } = serde_json::from_slice(entry)?;
                // Lists have grown by doubling; of a whole corpus the rest adds up.
                record.entities.shrink_to_fit();
                record.entities.iter_mut().for_each(|entity| entity.mentions.shrink_to_fit());
                store.statements.extend(statements);
                store.records.push(record);
            }
        }
        Ok(store)
    }

    /// Removes the journal: the results are whole.
    pub fn remove(self) {
        // One that stays costs space, not correctness.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A line's key and entry; `None` if it is not whole.
fn parts(line: &[u8]) -> Option<(&str, &[u8])> {
    let line = line.strip_suffix(b"\n")?;
    let (key, rest) = line.split_at_checked(32)?;
    let (sum, entry) = rest.strip_prefix(b" ")?.split_at_checked(16)?;
    let entry = entry.strip_prefix(b" ")?;
    (check(entry).as_bytes() == sum).then_some(())?;
    Some((std::str::from_utf8(key).ok()?, entry))
}

fn check(entry: &[u8]) -> String {
    blake3::hash(entry).to_hex()[..16].to_owned()
}

/// Tells apart all that reading makes of the input: the text by its hash, and all metadata.
fn key(article: &Article) -> String {
    let record = serde_json::to_vec(&Record::new(article, [])).unwrap_or_default();
    blake3::hash(&record).to_hex()[..32].to_owned()
}

/// Removes the half-written files of a run that was killed; the lock says that nobody writes them now.
fn remove_leftovers(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name != NAME && name.to_string_lossy().starts_with(super::output::PREFIX) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
