//! Turns the bytes of a file into the text that is stored: encoding, byte order mark, line ends.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Decoded text, and a remark when the bytes were not UTF-8.
pub struct Decoded {
    pub text: String,
    pub remark: Option<String>,
}

/// Why bytes could not be taken as text.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum NotText {
    #[error("is empty")]
    Empty,
    #[error("is binary (byte {0} is a control character that text does not have)")]
    Binary(usize),
}

/// Decodes `bytes` as UTF-8, by their byte order mark, or by the likeliest legacy encoding.
///
/// `\r\n` and lone `\r` become `\n`; nothing else changes. O(bytes).
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = &bytes[mark..];
    if encoding == UTF_8
        && let Some(at) = body.iter().position(|byte| is_binary(*byte))
    {
        return Err(NotText::Binary(mark + at));
    }
    let (text, remark) = match (encoding == UTF_8, std::str::from_utf8(body)) {
        (true, Ok(text)) => (text.to_owned(), None),
        (true, Err(error)) => {
            let guess = guess(body);
            let place = mark + error.valid_up_to();
            let remark = format!("byte {place} is not UTF-8; read as {}", guess.name());
            (guess.decode_without_bom_handling(body).0.into_owned(), Some(remark))
        }
        (false, _) => (encoding.decode_without_bom_handling(body).0.into_owned(), None),
    };
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Ok(Decoded { text, remark })
}

/// The encoding of bytes that say nothing of it; UTF-8 may be cut at the end.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some()) {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        return detector.guess(None, Utf8Detection::Deny);
    }
    UTF_8
}

/// Control characters that no text encoding puts into a page; form feed and escape do occur.
pub fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=26 | 28..=31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let shown = match decode(bytes) {
            Ok(Decoded { text, remark: None }) => text,
            Ok(Decoded { text, remark: Some(remark) }) => format!("{text} [{remark}]"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn line_ends_become_newlines() {
        check(b"a\r\nb\rc\n", "a\nb\nc\n");
    }

    #[test]
    fn marks_and_legacy_encodings_are_understood() {
        check(b"\xef\xbb\xbfR\xc3\xa9", "Ré");
        check(b"\xff\xfeR\0e\0", "Re");
        check(
            b"the \x93pact\x94 of Gen\xe8ve",
            "the “pact” of Genève [byte 4 is not UTF-8; read as windows-1252]",
        );
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        check(b"\x7fELF\x01\x00", "is binary (byte 4 is a control character that text does not have)");
        check(b" \n\t", "is empty");
        check(b"", "is empty");
    }
}
