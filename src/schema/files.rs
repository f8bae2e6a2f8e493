//! The files a schema is read from: those compiled in, and a user's folder laid over them.

use super::SchemaError;
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schema");

/// Contents by path below the schema folder; a table of an extending folder has several layers.
pub(super) struct Files {
    layers: BTreeMap<String, Vec<String>>,
    /// Paths that were asked for; what nobody asks for has a wrong name.
    asked: RefCell<BTreeSet<String>>,
}

/// One line of a table: its cells by column, and where it stands.
pub(super) struct Row {
    pub path: Rc<str>,
    pub line: u64,
    pub layer: usize,
    header: Rc<csv::StringRecord>,
    cells: csv::StringRecord,
}

impl Files {
    pub fn embedded() -> Files {
        let mut layers = BTreeMap::new();
        let mut folders = vec![&EMBEDDED];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            let read = |file: &&include_dir::File| {
                file.path().extension().is_some_and(|e| e == "toml" || e == "csv")
            };
            for file in folder.files().filter(read) {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let text = file.contents_utf8().expect("schema files are UTF-8");
                layers.insert(path, vec![text.to_owned()]);
            }
        }
        Files { layers, asked: RefCell::default() }
    }

    pub fn embedded_text(path: &str) -> Option<&'static str> {
        EMBEDDED.get_file(path).and_then(include_dir::File::contents_utf8)
    }

    pub fn overlaid(dir: &Path) -> Result<Files, SchemaError> {
        let unreadable = |path: &Path, source| SchemaError::Unreadable { path: path.to_owned(), source };
        if let Err(error) = std::fs::read_dir(dir) {
            return Err(unreadable(dir, error));
        }
        let own = dir.join("nodes.toml").exists();
        let mut files = if own {
            Files { layers: BTreeMap::new(), asked: RefCell::default() }
        } else {
            Files::embedded()
        };
        for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(dir, error.into()))?;
            let extension = entry.path().extension().and_then(|e| e.to_str());
            if !entry.file_type().is_file() || !matches!(extension, Some("toml" | "csv")) {
                continue;
            }
            let text =
                std::fs::read_to_string(entry.path()).map_err(|error| unreadable(entry.path(), error))?;
            let path = entry.path().strip_prefix(dir).unwrap_or(entry.path());
            let path = path.to_string_lossy().replace('\\', "/");
            let layers = files.layers.entry(path).or_default();
            if extension == Some("toml") {
                layers.clear();
            }
            layers.push(text);
        }
        Ok(files)
    }

    /// A hash over the files whose paths begin with `folder`; 16 hex digits.
    pub fn fingerprint(&self, folder: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, layers) in self.layers.iter().filter(|(path, _)| path.starts_with(folder)) {
            for text in layers {
                hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
                hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
            }
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The paths below `folder` that end in `extension`, sorted.
    pub fn below(&self, folder: &str, extension: &str) -> Vec<&str> {
        let wanted = |path: &&str| path.starts_with(folder) && path.ends_with(extension);
        self.layers.keys().map(String::as_str).filter(wanted).collect()
    }

    /// A file that no part of the program reads.
    pub fn unknown(&self) -> Option<SchemaError> {
        let asked = self.asked.borrow();
        let path = self.layers.keys().find(|path| !asked.contains(*path))?;
        let message = "is no part of a schema; check its name and folder".to_owned();
        Some(SchemaError::Malformed { path: path.clone(), message })
    }

    /// The text of the topmost layer of `path`.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.layers.get(path).and_then(|layers| layers.last()).map(String::as_str)
    }

    pub fn toml<T: DeserializeOwned>(&self, path: &str) -> Result<T, SchemaError> {
        let missing = || SchemaError::Missing { path: path.to_owned() };
        self.asked.borrow_mut().insert(path.to_owned());
        let text = self.text(path).ok_or_else(missing)?;
        toml::from_str(text).map_err(|error| SchemaError::Malformed {
            path: path.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })
    }

    /// The rows of a table in file order; `columns` is exactly what its header must say.
    pub fn table(&self, path: &str, columns: &[&str]) -> Result<Vec<Row>, SchemaError> {
        let missing = || SchemaError::Missing { path: path.to_owned() };
        self.asked.borrow_mut().insert(path.to_owned());
        let mut rows = Vec::new();
        let name: Rc<str> = Rc::from(path);
        for (layer, text) in self.layers.get(path).ok_or_else(missing)?.iter().enumerate() {
            let malformed = |error: csv::Error| SchemaError::Malformed {
                path: path.to_owned(),
                message: error.to_string(),
            };
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header = Rc::new(reader.headers().map_err(malformed)?.clone());
            if *header != *columns {
                let problem = format!("is not the header; it must be `{}`", columns.join(","));
                let written = header.iter().collect::<Vec<_>>().join(",");
                return Err(SchemaError::value(path, 1, "line", &written, problem));
            }
            for cells in reader.records() {
                let cells = cells.map_err(malformed)?;
                let line = cells.position().map_or(0, csv::Position::line);
                rows.push(Row { path: name.clone(), line, layer, header: header.clone(), cells });
            }
        }
        Ok(rows)
    }
}

impl Row {
    /// The cell of `column`; empty if the table has no such column.
    pub fn get(&self, column: &str) -> &str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }

    /// The cell of `column`, `None` when empty.
    pub fn optional(&self, column: &str) -> Option<String> {
        Some(self.get(column).to_owned()).filter(|value| !value.is_empty())
    }

    /// The items of a list cell, which stand between `|`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split('|').map(str::trim).filter(|item| !item.is_empty())
    }

    /// A fault in `column` of this row.
    pub fn error(&self, column: &str, problem: impl Into<String>) -> SchemaError {
        SchemaError::value(&self.path, self.line, column, self.get(column), problem)
    }
}
