//! Writes a set of files: all are whole before the first takes the place of an older one.

use anyhow::{Context, bail};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of files begin that are not whole yet.
pub const PREFIX: &str = ".demarche-";

/// Files of one folder that appear together.
pub struct Output {
    folder: PathBuf,
    files: Vec<(PathBuf, NamedTempFile)>,
}

impl Output {
    /// An output into `folder`, which is made if it is not there.
    pub fn new(folder: &Path) -> anyhow::Result<Output> {
        std::fs::create_dir_all(folder).with_context(|| {
            format!("{}: the output folder cannot be made; choose another with -o", folder.display())
        })?;
        Ok(Output { folder: folder.to_owned(), files: Vec::new() })
    }

    /// Whether a file `name` stands there that would be replaced.
    pub fn replaces(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }

    /// Adds the file `name` with what `write` writes. Nothing is visible before [`Output::publish`].
    pub fn add(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        let context = || {
            format!(
                "{}: cannot be written; what was there before is untouched; free space or choose another folder",
                path.display()
            )
        };
        let file = self.fill(write).with_context(context)?;
        self.files.push((path, file));
        Ok(())
    }

    fn fill(
        &self,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file; the process's mask takes away what the user does not grant.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(&self.folder)?;
        let mut buffer = BufWriter::new(&mut file);
        write(&mut buffer)?;
        buffer.flush()?;
        drop(buffer);
        file.as_file().sync_all()?;
        Ok(file)
    }

    /// Puts all files in place and returns their paths.
    pub fn publish(self) -> anyhow::Result<Vec<PathBuf>> {
        if let Some((path, _)) = self.files.iter().find(|(path, _)| path.is_dir()) {
            bail!("{}: is a folder where a file is to be written; move it away", path.display());
        }
        let mut paths = Vec::new();
        for (path, file) in self.files {
            file.persist(&path).with_context(|| format!("{}: cannot be replaced", path.display()))?;
            paths.push(path);
        }
        Ok(paths)
    }
}
