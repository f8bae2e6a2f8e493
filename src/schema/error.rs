//! Faults in the files of a schema; an article never causes one.

use std::path::PathBuf;

/// A fault in a schema folder: where it is, what it is, what to do.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The folder or a file in it cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file every schema needs is not there.
    #[error(
        "{path}: the schema has no such file; add it, or take out nodes.toml to extend the built-in schema"
    )]
    Missing {
        /// Path below the schema folder.
        path: String,
    },
    /// A file does not have the form it should have.
    #[error("{path}: {message}")]
    Malformed {
        /// Path below the schema folder.
        path: String,
        /// What the parser said, with the line where it can tell.
        message: String,
    },
    /// One value in one line is wrong.
    #[error("{path}:{line}: {field} `{value}` {problem}")]
    Value {
        /// Path below the schema folder.
        path: String,
        /// Line in that file, from 1.
        line: u64,
        /// Column or key.
        field: String,
        /// The offending value.
        value: String,
        /// What is wrong with it and what to do.
        problem: String,
    },
}

impl SchemaError {
    /// A fault of `value` in `field` at a line of a file.
    pub(super) fn value(
        path: &str,
        line: u64,
        field: &str,
        value: &str,
        problem: impl Into<String>,
    ) -> SchemaError {
        SchemaError::Value {
            path: path.to_owned(),
            line,
            field: field.to_owned(),
            value: value.to_owned(),
            problem: problem.into(),
        }
    }
}
