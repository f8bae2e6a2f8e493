//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages that servers sent, one record each.
//!
//! Record heads are read here, because a crate for it would hold whole records of any size in memory;
//! the head of the HTTP message within is httparse's work.

use super::unpack::{self, Compression};
use super::{Content, Halt, LARGEST_ARTICLE, Sink, stem};
use std::io::{self, BufRead, Read};

/// The longest head of a record or a message, in bytes.
const LONGEST_HEAD: u64 = 1 << 18;

/// Reads the web pages of an archive in their order.
pub(super) fn read(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let broken =
        |what: &str| Halt::Bad(what.to_owned(), "check that it is whole; what stands before was read");
    for number in 1_usize.. {
        let Some(head) = head(input)? else { break };
        let mut lines = head.lines();
        if !lines.next().is_some_and(|line| line.starts_with("WARC/1.")) {
            return Err(broken(&format!("record {number} does not begin as WARC/1.0")));
        }
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let length: Option<u64> = field("Content-Length").and_then(|length| length.parse().ok());
        let length = length.ok_or_else(|| broken(&format!("record {number} has no length")))?;
        let mut block = input.take(length);
        if field("WARC-Type").as_deref() == Some("response") {
            let place = format!("{name}:{number}");
            let url = field("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
            if length > LARGEST_ARTICLE {
                let what = format!("is a page of more than {} MB", LARGEST_ARTICLE >> 20);
                sink.problem(&place, what, "leave it out")?;
            } else {
                let mut bytes = Vec::new();
                block.read_to_end(&mut bytes)?;
                if block.limit() > 0 {
                    return Err(broken(&format!("ends within record {number}")));
                }
                if let Some((bytes, charset)) = page(&bytes) {
                    let content = Content::Page { bytes, charset, url, archived: true };
                    sink.piece(place, stem(name), content)?;
                }
            }
        }
        io::copy(&mut block, &mut io::sink())?;
        if block.limit() > 0 {
            return Err(broken(&format!("ends within record {number}")));
        }
    }
    Ok(())
}

/// The lines up to the next empty one; `None` at the end.
fn head(input: &mut dyn BufRead) -> Result<Option<String>, Halt> {
    let mut head = Vec::new();
    let mut input = input.take(LONGEST_HEAD);
    loop {
        let before = head.len();
        let read = input.read_until(b'\n', &mut head)?;
        let blank = head[before..].trim_ascii().is_empty();
        if blank && head[..before].trim_ascii().is_empty() {
            head.clear();
        }
        if read == 0 && head.is_empty() {
            return Ok(None);
        }
        if read == 0 || blank && !head.is_empty() {
            return Ok(Some(String::from_utf8_lossy(&head).into_owned()));
        }
    }
}

/// The HTML that a server's answer holds, and its character set; `None` if it is no page.
fn page(bytes: &[u8]) -> Option<(Vec<u8>, Option<String>)> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut answer = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = answer.parse(bytes) else { return None };
    if answer.code != Some(200) {
        return None;
    }
    let header = |name: &str| {
        let header = answer.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(header.value).to_ascii_lowercase())
    };
    let kind = header("content-type").unwrap_or_default();
    if !kind.contains("html") {
        return None;
    }
    let charset =
        kind.split("charset=").nth(1).map(|name| name.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let (encoding, transfer) = (header("content-encoding"), header("transfer-encoding"));
    let mut body = bytes[length..].to_vec();
    // Most crawlers store the message decoded and keep its header all the same.
    if transfer.is_some_and(|transfer| transfer.contains("chunked")) {
        body = joined(&body).unwrap_or(body);
    }
    if encoding.is_some_and(|encoding| encoding.contains("gzip")) && body.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let mut packed = body.as_slice();
        unpack::open(Compression::Gzip, &mut packed).take(LARGEST_ARTICLE).read_to_end(&mut plain).ok()?;
        body = plain;
    }
    Some((body, charset))
}

/// Joins the chunks of a message; `None` if it is not in chunks.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let httparse::Status::Complete((head, size)) = httparse::parse_chunk_size(body).ok()? else {
            return None;
        };
        if size == 0 {
            return Some(whole);
        }
        let end = head.checked_add(usize::try_from(size).ok()?)?;
        whole.extend_from_slice(body.get(head..end)?);
        body = body.get(end..)?.strip_prefix(b"\r\n")?;
    }
}
