//! SGML of news collections: Reuters-21578 (`<REUTERS>`), and the `<DOC>` of TREC and Gigaword.
//!
//! These files are no XML: they have unescaped ampersands, control characters and open elements. Only
//! the few elements that news has are looked for.

use super::super::fields::Fields;
use super::{Content, Halt, LARGEST_ARTICLE, Sink, stem, too_large};
use std::io::{BufRead, Read};

/// Reads the articles of an SGML file one by one.
pub(super) fn read(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let (mut block, mut line, mut number) = (Vec::new(), Vec::new(), 0_usize);
    let mut inside = None;
    loop {
        line.clear();
        if input.take(LARGEST_ARTICLE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if inside.is_none() {
            inside = ["REUTERS", "DOC"].into_iter().find(|name| opens(&line, name));
        }
        let Some(element) = inside else { continue };
        block.extend_from_slice(&line);
        if block.len() as u64 > LARGEST_ARTICLE {
            return Err(Halt::Io(too_large()));
        }
        if find(&line, &format!("</{element}>")).is_some() {
            number += 1;
            let place = format!("{name}:{number}");
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&block);
            let text = if let Ok(utf8) = std::str::from_utf8(&block) { utf8.into() } else { text };
            sink.piece(place, stem(name), Content::Fields(Box::new(article(&text, element))))?;
            block.clear();
            inside = None;
        }
    }
    if inside.is_some() {
        return Err(Halt::Bad("ends within an article".to_owned(), "check that it is whole"));
    }
    Ok(())
}

fn opens(line: &[u8], element: &str) -> bool {
    let text = line.trim_ascii_start();
    let Some(rest) = text.strip_prefix(b"<").and_then(|rest| rest.get(element.len()..)) else { return false };
    text[1..].starts_with(element.as_bytes())
        && rest.first().is_some_and(|b| matches!(b, b'>' | b' ' | b'\t'))
}

fn find(haystack: &[u8], needle: &str) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle.as_bytes())
}

fn article(block: &str, element: &str) -> Fields {
    let tag =
        block.find('<').and_then(|at| block[at..].find('>').map(|end| &block[at..at + end])).unwrap_or("");
    let of = |name: &str| within(block, name).map(plain);
    let reuters = element == "REUTERS";
    let id = attribute(tag, if reuters { "NEWID" } else { "id" }).map(str::to_owned).or_else(|| of("DOCNO"));
    // A body without an element of its own stands between <TEXT> and </TEXT>.
    let body = if reuters {
        of("BODY").or_else(|| of("TEXT"))
    } else {
        let all: Vec<String> = sections(block, "TEXT").map(plain).collect();
        (!all.is_empty()).then(|| all.join("\n\n"))
    };
    let text = match (of("DATELINE"), body) {
        (Some(dateline), Some(body)) if reuters => Some(format!("{dateline} {body}")),
        (Some(dateline), Some(body)) => Some(format!("{dateline}\n\n{body}")),
        (_, body) => body,
    };
    Fields {
        id: id.map(|id| id.trim().to_owned()),
        title: of("TITLE").or_else(|| of("HEADLINE")).or_else(|| of("HEAD")),
        date: of("DATE").or_else(|| of("DATE_TIME")),
        publisher: reuters.then(|| "Reuters".to_owned()),
        text,
        ..Fields::default()
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let after = &tag[tag.find(&format!(" {name}="))? + name.len() + 2..];
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next()
}

fn within<'b>(block: &'b str, name: &str) -> Option<&'b str> {
    sections(block, name).next()
}

/// The contents of all elements called `name`; an open one ends with the block.
fn sections<'b>(block: &'b str, name: &str) -> impl Iterator<Item = &'b str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = block;
    std::iter::from_fn(move || {
        let begin = rest.find(&open)? + open.len();
        let content = &rest[begin..];
        let end = content.find(&close).unwrap_or(content.len());
        rest = content.get(end + close.len()..).unwrap_or("");
        Some(&content[..end])
    })
}

/// The text of an element: tags become paragraph ends, references their characters.
fn plain(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find('>') {
            Some(end) if is_tag => {
                text.push('\n');
                rest = &tag[end + 1..];
            }
            _ => {
                text.push('<');
                rest = tag;
            }
        }
    }
    text.push_str(rest);
    for (reference, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#3;", ""), ("&amp;", "&")]
    {
        text = text.replace(reference, character);
    }
    // Paragraph elements stand on lines of their own, which makes several empty lines of one.
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}
