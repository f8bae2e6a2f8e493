//! Zip and tar archives. Entries are read, never written: their names become ids and nothing else.

use super::{Halt, LARGEST_ARTICLE, LARGEST_RATIO, Sink, read_named, tell};
use std::io::{self, BufRead, BufReader, Read, Seek};

/// Reads the files of a tar archive in their order.
pub(super) fn tar(name: &str, input: &mut dyn BufRead, depth: usize, sink: &mut Sink) -> Result<(), Halt> {
    let mut archive = tar::Archive::new(input);
    for entry in archive.entries()? {
        // After a broken head nobody can tell where the next entry begins.
        let entry = entry?;
        if entry.header().entry_type().is_file()
            && let Some(place) = place(name, &String::from_utf8_lossy(&entry.path_bytes()))
        {
            read_entry(&place, entry, depth, sink)?;
        }
    }
    Ok(())
}

/// Reads the files of a zip archive in the order of its directory.
pub(super) fn zip(name: &str, file: impl Read + Seek, depth: usize, sink: &mut Sink) -> Result<(), Halt> {
    let broken = |error: zip::result::ZipError| format!("is no readable zip archive ({error})");
    let mut archive = zip::ZipArchive::new(BufReader::new(file))
        .map_err(|error| Halt::Bad(broken(error), "check that it is whole"))?;
    for index in 0..archive.len() {
        let listed = archive.name_for_index(index).and_then(Result::ok).map(std::borrow::Cow::into_owned);
        let place = listed.as_deref().and_then(|entry| place(name, entry));
        match archive.by_index(index) {
            Ok(entry) if entry.is_file() => {
                let Some(place) = place else { continue };
                if entry.size() > LARGEST_ARTICLE && entry.size() / LARGEST_RATIO > entry.compressed_size() {
                    let what = format!("unpacks to more than {LARGEST_RATIO} times its size");
                    sink.problem(&place, what, "leave it out, or unpack it yourself")?;
                    continue;
                }
                // The directory may lie about sizes.
                let most = LARGEST_ARTICLE.max(entry.compressed_size().saturating_mul(LARGEST_RATIO));
                read_entry(&place, Most { inner: entry, left: most }, depth, sink)?;
            }
            Ok(_) => {}
            Err(error) => {
                let place = place.unwrap_or_else(|| name.to_owned());
                sink.problem(&place, format!("cannot be unpacked ({error})"), "unpack it yourself")?;
            }
        }
    }
    Ok(())
}

/// Reads one entry; what is wrong with it costs it alone.
fn read_entry(place: &str, entry: impl Read, depth: usize, sink: &mut Sink) -> Result<(), Halt> {
    match read_named(place, &mut BufReader::new(entry), depth + 1, sink) {
        Ok(()) => Ok(()),
        Err(halt) => tell(place, halt, sink),
    }
}

/// Where an entry stands: below the archive, whatever its name says; `None` for hidden files.
fn place(archive: &str, entry: &str) -> Option<String> {
    let parts: Vec<&str> =
        entry.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let hidden = parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
    (!hidden && !parts.is_empty()).then(|| format!("{archive}/{}", parts.join("/")))
}

/// A reader that fails when more than `left` bytes come.
struct Most<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Most<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let message = format!("it unpacks to more than {LARGEST_RATIO} times its size");
            io::Error::new(io::ErrorKind::FileTooLarge, message)
        })?;
        Ok(read)
    }
}
