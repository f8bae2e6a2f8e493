//! Lists the files of a corpus: folders to their ends, each file once whatever ways lead to it.

use super::corpus::{CorpusError, Problem};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files by path, with the name articles get from them, and what cannot be listed.
#[derive(Default)]
pub(super) struct List {
    pub files: BTreeMap<PathBuf, String>,
    pub skipped: Vec<Problem>,
}

/// Lists what stands below `inputs`; fails when one of them is not there.
pub(super) fn list(inputs: &[PathBuf]) -> Result<List, CorpusError> {
    let mut list = List::default();
    for input in inputs {
        list.add_input(input)?;
    }
    Ok(list)
}

impl List {
    fn add_input(&mut self, input: &Path) -> Result<(), CorpusError> {
        if input == Path::new("-") {
            self.files.insert(input.to_owned(), "stdin".to_owned());
            return Ok(());
        }
        let unreadable = |source| CorpusError::Unreadable { path: input.to_owned(), source };
        if !std::fs::metadata(input).map_err(unreadable)?.is_dir() {
            let name = input.file_name().unwrap_or(input.as_os_str());
            self.add(input, name.to_string_lossy().into_owned());
            return Ok(());
        }
        std::fs::read_dir(input).map_err(unreadable)?;
        let skipped = RefCell::new(&mut self.skipped);
        let visible = |entry: &walkdir::DirEntry| {
            if entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.') {
                return false;
            }
            let Some(page) = saved_page(entry) else { return true };
            skipped.borrow_mut().push(Problem {
                place: entry
                    .path()
                    .strip_prefix(input)
                    .unwrap_or(entry.path())
                    .to_string_lossy()
                    .into_owned(),
                what: format!("holds the pictures and scripts of {page}"),
                remedy: "nothing is lost; the page itself is read".to_owned(),
            });
            false
        };
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(input).follow_links(true).into_iter().filter_entry(visible) {
            match entry {
                Err(error) => skipped.borrow_mut().push(Problem {
                    place: error.path().map(Path::to_string_lossy).unwrap_or_default().into_owned(),
                    what: format!(
                        "cannot be read ({})",
                        error.io_error().map_or("a loop of links".into(), ToString::to_string)
                    ),
                    remedy: "check its permissions or take it out of the folder".to_owned(),
                }),
                Ok(entry) if entry.file_type().is_file() => {
                    let below = entry.path().strip_prefix(input).unwrap_or(entry.path());
                    files.push((entry.path().to_owned(), below.to_string_lossy().replace('\\', "/")));
                }
                // Pipes and devices may never end.
                Ok(entry) if !entry.file_type().is_dir() => skipped.borrow_mut().push(Problem {
                    place: entry.path().to_string_lossy().into_owned(),
                    what: "is no regular file".to_owned(),
                    remedy: "take it out of the folder".to_owned(),
                }),
                Ok(_) => {}
            }
        }
        for (path, name) in files {
            self.add(&path, name);
        }
        Ok(())
    }

    /// Adds a file once; the longest of its names stays.
    fn add(&mut self, path: &Path, name: String) {
        let known = self.files.entry(path.canonicalize().unwrap_or_else(|_| path.to_owned())).or_default();
        if (known.len(), known.as_str()) < (name.len(), name.as_str()) {
            *known = name;
        }
    }
}

/// The page that a browser saved together with the folder `entry`.
fn saved_page(entry: &walkdir::DirEntry) -> Option<String> {
    let name = entry.file_name().to_str().filter(|_| entry.depth() > 0 && entry.file_type().is_dir())?;
    let page = name.strip_suffix("_files")?;
    let named = |extension: &str| format!("{page}.{extension}");
    ["html", "htm"].map(named).into_iter().find(|page| entry.path().with_file_name(page).is_file())
}
