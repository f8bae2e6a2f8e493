//! Where articles come from: files of many formats, unpacked and cut into [`Piece`]s.
//!
//! A file is read front to back with bounded memory; nothing in it can reach out, name a place to write
//! to, or make more of itself than [`LARGEST_ARTICLE`] and [`LARGEST_RATIO`] allow. What is wrong with a
//! piece costs that piece, what is wrong with a file costs what follows in it.

mod archive;
mod json;
mod sgml;
mod table;
mod unpack;
mod warc;
mod xml;

use super::corpus::Problem;
use super::fields::{Fields, Mapping};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use unpack::{Compression, Meter};

/// The most that one article, page, line, row or packed file may hold, in bytes.
pub const LARGEST_ARTICLE: u64 = 64 << 20;
/// How many times its size a packed file may unpack to, once that is more than [`LARGEST_ARTICLE`].
pub const LARGEST_RATIO: u64 = 200;
/// How deep archives may lie in archives.
const DEEPEST: usize = 4;

/// One article as it stands in its file, not yet decoded.
pub struct Piece {
    /// The file, with `:line` or `:number` where it holds several.
    pub place: String,
    /// Name from which an article without an id gets one.
    pub stem: String,
    /// What is there.
    pub content: Content,
}

/// What a piece holds.
pub enum Content {
    /// Plain text or Markdown.
    Text(Vec<u8>),
    /// A web page, with what the server said about it.
    Page { bytes: Vec<u8>, charset: Option<String>, url: Option<String>, archived: bool },
    /// A JSON object.
    Json(Vec<u8>),
    /// Fields of a table's row or of an XML element.
    Fields(Box<Fields>),
}

/// Part `number` of `of` into which a corpus is divided, counted from 1.
///
/// An article's place alone decides its part, so machines that name the same corpus agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `of`.
    pub number: u32,
    /// Number of parts.
    pub of: u32,
}

impl Shard {
    fn holds(self, place: &str) -> bool {
        let hash = blake3::hash(place.as_bytes());
        let head = u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"));
        head % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let parts = written.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
            _ => Err("write k/n with k from 1 to n, like 2/8".to_owned()),
        }
    }
}

/// Why reading a file ended early.
pub enum Halt {
    /// The system or a decompressor said so.
    Io(io::Error),
    /// The content is not what it should be: what, and what to do.
    Bad(String, &'static str),
    /// Nobody wants more.
    Stopped,
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Halt::Io(error)
    }
}

/// Takes the pieces of a file as they are found.
pub struct Sink<'a> {
    pub mapping: &'a Mapping,
    pub shard: Option<Shard>,
    /// Takes a piece or a problem; false when it wants no more.
    pub take: &'a mut dyn FnMut(Result<Piece, Problem>) -> bool,
    /// Whether the file held anything so far.
    found: bool,
}

impl<'a> Sink<'a> {
    pub fn new(
        mapping: &'a Mapping,
        shard: Option<Shard>,
        take: &'a mut dyn FnMut(Result<Piece, Problem>) -> bool,
    ) -> Self {
        Sink { mapping, shard, take, found: false }
    }

    /// Whether the article at `place` belongs to the part that is read.
    fn wants(&mut self, place: &str) -> bool {
        self.found = true;
        self.shard.is_none_or(|shard| shard.holds(place))
    }

    /// Hands on the content at `place` if it is wanted.
    fn piece(&mut self, place: String, stem: &str, content: Content) -> Result<(), Halt> {
        if !self.wants(&place) || (self.take)(Ok(Piece { place, stem: stem.to_owned(), content })) {
            Ok(())
        } else {
            Err(Halt::Stopped)
        }
    }

    fn problem(&mut self, place: &str, what: impl Into<String>, remedy: &str) -> Result<(), Halt> {
        self.found = true;
        let problem = Problem { place: place.to_owned(), what: what.into(), remedy: remedy.to_owned() };
        if (self.take)(Err(problem)) { Ok(()) } else { Err(Halt::Stopped) }
    }
}

/// Reads `bytes` as the file `name`; false when nobody wants more.
pub fn read_bytes(name: &str, mut bytes: &[u8], sink: &mut Sink) -> bool {
    sink.found = false;
    let result = match Format::of(name) {
        Some(Format::Zip) => archive::zip(name, io::Cursor::new(bytes), 1, sink),
        _ => read_named(name, &mut bytes, 1, sink),
    };
    finish(name, result, sink)
}

/// Reads the file at `path`, known as `name`, or standard input for `-`; false when nobody wants more.
pub fn read_file(path: &Path, name: &str, progress: &dyn Fn(u64), sink: &mut Sink) -> bool {
    sink.found = false;
    let result = if path == Path::new("-") {
        let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        read_unnamed(name, &mut input, sink)
    } else {
        File::open(path).map_err(Halt::Io).and_then(|file| {
            if file.metadata()?.is_dir() {
                return Err(Halt::Bad(
                    "is a folder by now".to_owned(),
                    "leave the corpus alone while it is read",
                ));
            }
            if Format::of(name) == Some(Format::Zip) {
                return archive::zip(name, file, 1, sink);
            }
            let counted = unpack::Counted { inner: file, count: progress };
            read_named(name, &mut BufReader::with_capacity(1 << 16, counted), 1, sink)
        })
    };
    finish(name, result, sink)
}

/// Reports how reading the file `name` ended; false when nobody wants more.
fn finish(name: &str, result: Result<(), Halt>, sink: &mut Sink) -> bool {
    let told = match result {
        Ok(()) if !sink.found => sink.problem(name, "holds no article", "take it out, or fill it"),
        Ok(()) => Ok(()),
        Err(halt) => tell(name, halt, sink),
    };
    told.is_ok()
}

/// Reports why the file or packed file `place` could not be read to its end.
fn tell(place: &str, halt: Halt, sink: &mut Sink) -> Result<(), Halt> {
    match halt {
        Halt::Stopped => Err(Halt::Stopped),
        Halt::Bad(what, remedy) => sink.problem(place, what, remedy),
        Halt::Io(error) => {
            let remedy = match error.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound => "check its permissions",
                io::ErrorKind::FileTooLarge => "split it, or leave it out",
                _ => "check that it is whole",
            };
            sink.problem(place, format!("cannot be read ({error})"), remedy)
        }
    }
}

/// What a file holds, by the end of its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Page,
    JsonLines,
    Json,
    Table(u8),
    Xml,
    Sgml,
    Warc,
    Tar,
    Zip,
    Packed(Compression),
}

impl Format {
    fn of(name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" | "md" => Format::Text,
            "html" | "htm" | "xhtml" | "shtml" => Format::Page,
            "jsonl" | "ndjson" => Format::JsonLines,
            "json" => Format::Json,
            "csv" => Format::Table(b','),
            "tsv" => Format::Table(b'\t'),
            "xml" | "rss" | "atom" | "nitf" => Format::Xml,
            "sgm" | "sgml" => Format::Sgml,
            "warc" => Format::Warc,
            "tar" => Format::Tar,
            "zip" => Format::Zip,
            "gz" | "tgz" => Format::Packed(Compression::Gzip),
            "zst" | "zstd" => Format::Packed(Compression::Zstandard),
            _ => return None,
        })
    }

    /// What bytes without a name look like; plain text if nothing else.
    fn sniff(head: &[u8]) -> Option<Format> {
        let text = without_mark(head).trim_ascii_start();
        let begins =
            |word: &str| text.get(..word.len()).is_some_and(|h| h.eq_ignore_ascii_case(word.as_bytes()));
        Some(match head {
            [0x1f, 0x8b, ..] => Format::Packed(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Format::Packed(Compression::Zstandard),
            [b'P', b'K', 3, 4, ..] => Format::Zip,
            _ if head.get(257..262) == Some(b"ustar") => Format::Tar,
            _ if begins("{") => Format::JsonLines,
            _ if begins("[{") => Format::Json,
            _ if begins("WARC/1.") => Format::Warc,
            _ if begins("<?xml") || begins("<rss") || begins("<nitf") => Format::Xml,
            _ if begins("<!doctype html") || begins("<html") => Format::Page,
            _ => return None,
        })
    }
}

/// The name without the ends that say how it is packed and what it holds.
pub fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some(format) = Format::of(stem) {
        stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        if !matches!(format, Format::Packed(_)) {
            break;
        }
    }
    stem
}

/// The bytes without a byte order mark of UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Reads what comes without a telling name.
fn read_unnamed(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let mut head = Vec::new();
    input.take(512).read_to_end(&mut head)?;
    let format = Format::sniff(&head).unwrap_or(Format::Text);
    let mut whole = BufReader::with_capacity(1 << 16, io::Cursor::new(head).chain(input));
    read(format, name, &mut whole, 1, sink)
}

/// Reads what its name tells the format of; a file of an unknown one is looked into.
fn read_named(name: &str, input: &mut dyn BufRead, depth: usize, sink: &mut Sink) -> Result<(), Halt> {
    if let Some(format) = Format::of(name) {
        return read(format, name, input, depth, sink);
    }
    // Crawlers save pages under any name ("index.php?id=3").
    match Format::sniff(input.fill_buf()?) {
        Some(format @ (Format::Page | Format::Warc)) => read(format, name, input, depth, sink),
        _ => Err(Halt::Bad(
            "is no file of a known format (.txt, .md, .html, .json, .jsonl, .csv, .tsv, .xml, .sgm, .warc, .zip, .tar, .gz, .zst)".to_owned(),
            "convert it, or leave it out",
        )),
    }
}

fn read(
    format: Format,
    name: &str,
    input: &mut dyn BufRead,
    depth: usize,
    sink: &mut Sink,
) -> Result<(), Halt> {
    if depth > DEEPEST {
        return Err(Halt::Bad(format!("lies more than {DEEPEST} archives deep"), "unpack it first"));
    }
    match format {
        Format::Text => whole(name, input, sink, Content::Text),
        Format::Page => whole(name, input, sink, |bytes| Content::Page {
            bytes,
            charset: None,
            url: None,
            archived: false,
        }),
        Format::JsonLines => json::lines(name, input, sink),
        Format::Json => json::document(name, input, sink),
        Format::Table(separator) => table::read(name, separator, input, sink),
        Format::Xml => xml::read(name, input, sink),
        Format::Sgml => sgml::read(name, input, sink),
        Format::Warc => warc::read(name, input, sink),
        Format::Tar => archive::tar(name, input, depth, sink),
        Format::Zip => archive::zip(name, unpack::spool(input)?, depth, sink),
        Format::Packed(compression) => {
            let inner = match name.rsplit_once('.') {
                Some((stem, end)) if end.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
                Some((stem, _)) if Format::of(name).is_some() => stem.to_owned(),
                _ => name.to_owned(),
            };
            let mut unpacked = unpack::open(compression, input);
            if Format::of(&inner).is_some() {
                read(Format::of(&inner).unwrap_or(Format::Text), &inner, &mut unpacked, depth + 1, sink)
            } else {
                let head = unpacked.fill_buf()?;
                let format = Format::sniff(head).unwrap_or(Format::Text);
                read(format, &inner, &mut unpacked, depth + 1, sink)
            }
        }
    }
}

/// A file that is one article.
fn whole(
    name: &str,
    input: &mut dyn BufRead,
    sink: &mut Sink,
    content: impl FnOnce(Vec<u8>) -> Content,
) -> Result<(), Halt> {
    if !sink.wants(name) {
        return Ok(());
    }
    let mut bytes = Vec::new();
    input.take(LARGEST_ARTICLE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_ARTICLE {
        return Err(Halt::Io(too_large()));
    }
    sink.piece(name.to_owned(), stem(name), content(bytes))
}

fn too_large() -> io::Error {
    let limit = LARGEST_ARTICLE >> 20;
    io::Error::new(io::ErrorKind::FileTooLarge, format!("one article in it is larger than {limit} MB"))
}

/// `input` as UTF-8, whatever its encoding, with a budget for each article.
fn decoded<'i>(
    input: &'i mut dyn BufRead,
    declared: Option<&'static encoding_rs::Encoding>,
) -> io::Result<Meter<impl Read + 'i>> {
    let head = input.fill_buf()?;
    let encoding = declared.unwrap_or_else(|| super::text::guess(head));
    let decoder = encoding_rs_io::DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .bom_override(true)
        .build(input);
    Ok(Meter::new(decoder))
}
