//! XML of news: NITF, NewsML-G2, RSS and Atom, told apart by their elements, whatever their namespaces.
//!
//! Nothing outside the file is looked at and no entity of its own making is expanded.

use super::super::fields::Fields;
use super::{Content, Halt, Sink, decoded, stem};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, BufReader};

/// Elements that are one article each.
const ITEMS: [&str; 4] = ["item", "entry", "nitf", "newsItem"];
/// Elements around the text of an article.
const BODIES: [&str; 4] = ["body.content", "inlineXML", "inlineData", "content"];
/// Elements that begin a paragraph.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl2",
    "block",
    "blockquote",
    "pre",
    "section",
    "article",
    "body",
    "body.content",
    "media",
    "hr",
];
/// Elements within a text that are not part of it.
const ASIDES: [&str; 6] = ["script", "style", "head", "media", "table", "figure"];

/// Reads the articles of an XML file one by one.
pub(super) fn read(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let declared = declared(input.fill_buf()?);
    let meter = decoded(input, declared)?;
    let budget = meter.budget();
    let mut reader = Reader::from_reader(BufReader::new(meter));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut state, mut buffer, mut number) = (State::default(), Vec::new(), 0_usize);
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                return Err(Halt::Io(std::io::Error::new(error.kind(), error.to_string())));
            }
            Err(error) => {
                let what = format!("is no XML at byte {} ({error})", reader.error_position());
                return Err(Halt::Bad(what, "mend it; what stands before that place was read"));
            }
        };
        let complete = match event {
            Event::Eof => break,
            Event::Start(element) => {
                state.open(&element);
                None
            }
            Event::Empty(element) => {
                state.open(&element);
                state.close()
            }
            Event::End(_) => state.close(),
            Event::Text(text) => {
                state.text(&text.xml10_content());
                None
            }
            Event::CData(text) => {
                state.text(&text.xml10_content());
                None
            }
            Event::GeneralRef(reference) => {
                match reference.resolve_char_ref() {
                    Ok(Some(character)) => state.text(character.encode_utf8(&mut [0; 4])),
                    _ => state.text(resolve_html5_entity(&reference.xml10_content()).unwrap_or_default()),
                }
                None
            }
            _ => None,
        };
        if state.path.len() > 256 {
            return Err(Halt::Bad("nests elements more than 256 deep".to_owned(), "leave it out"));
        }
        if state.item.is_none() {
            budget.renew();
        }
        if let Some(fields) = complete {
            number += 1;
            sink.piece(format!("{name}:{number}"), stem(name), Content::Fields(Box::new(fields)))?;
        }
    }
    if number == 0 {
        let what = "holds none of the elements item, entry, nitf and newsItem, in which XML has news";
        return Err(Halt::Bad(what.to_owned(), "convert it to JSON Lines, or leave it out"));
    }
    Ok(())
}

/// The encoding that the XML declaration names.
fn declared(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &head[..head.len().min(200)];
    let line = String::from_utf8_lossy(head.split(|byte| *byte == b'>').next()?).into_owned();
    let label = line.split("encoding=").nth(1)?.trim_start_matches(['"', '\'']);
    encoding_rs::Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())
}

/// Where in a file reading is.
#[derive(Default)]
struct State {
    /// Local names of the open elements.
    path: Vec<String>,
    /// Text of the innermost element so far.
    leaf: String,
    /// The article that is open, and how deep it lies.
    item: Option<(usize, Item)>,
    /// Title of the feed.
    feed: Option<String>,
}

#[derive(Default)]
struct Item {
    fields: Fields,
    summary: Option<String>,
    dateline: Option<String>,
    /// How deep the element lies whose text is collected.
    body: Option<usize>,
    /// How deep an element within lies that is left out.
    aside: Option<usize>,
    text: String,
}

impl State {
    fn open(&mut self, element: &BytesStart) {
        let local = element.local_name();
        let name: &str = local.as_ref();
        self.path.push(name.to_owned());
        self.leaf.clear();
        let depth = self.path.len();
        let attribute = |name: &str| {
            let found = element.try_get_attribute(name).ok().flatten()?;
            Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
        };
        let Some((_, item)) = &mut self.item else {
            if ITEMS.contains(&name) {
                let id = attribute("guid");
                let fields = Fields { id, ..Fields::default() };
                self.item = Some((depth, Item { fields, ..Item::default() }));
            }
            return;
        };
        match name {
            "date.issue" | "date.release" | "story.date" => {
                item.fields.date = item.fields.date.take().or(attribute("norm"));
            }
            "doc-id" => item.fields.id = item.fields.id.take().or(attribute("id-string")),
            "doc.copyright" => item.fields.publisher = item.fields.publisher.take().or(attribute("holder")),
            "pubdata" => {
                item.fields.publisher = item.fields.publisher.take().or(attribute("name"));
                item.fields.date = item.fields.date.take().or(attribute("date.publication"));
            }
            "provider" => item.fields.publisher = item.fields.publisher.take().or(attribute("literal")),
            "link" if attribute("rel").is_none_or(|rel| rel == "alternate") => {
                item.fields.url = item.fields.url.take().or(attribute("href"));
            }
            _ => {}
        }
        if item.body.is_none() && BODIES.contains(&name) {
            item.body = Some(depth);
        } else if item.body.is_some() {
            if matches!(name, "body" | "body.content") {
                // What stood before was the head of a document within the document.
                item.text.clear();
                item.aside = None;
            }
            if item.aside.is_none() && ASIDES.contains(&name) {
                item.aside = Some(depth);
            }
            item.block(name);
        }
    }

    fn text(&mut self, text: &str) {
        self.leaf.push_str(text);
        if let Some((_, item)) = &mut self.item
            && item.body.is_some()
            && item.aside.is_none()
        {
            item.text.push_str(text);
        }
    }

    /// Closes the innermost element and returns the article that it completes.
    fn close(&mut self) -> Option<Fields> {
        let depth = self.path.len();
        let name = self.path.pop()?;
        let parent = self.path.last().map_or("", String::as_str);
        let leaf = std::mem::take(&mut self.leaf).trim().to_owned();
        let Some((begin, item)) = &mut self.item else {
            if name == "title" && self.feed.is_none() {
                self.feed = Some(leaf);
            }
            return None;
        };
        if item.body.is_some() {
            item.block(&name);
            if item.aside == Some(depth) {
                item.aside = None;
            }
            if item.body == Some(depth) {
                item.body = None;
            }
        } else if !leaf.is_empty() {
            item.take(&name, parent, leaf);
        }
        if depth > *begin {
            return None;
        }
        let (_, item) = self.item.take()?;
        Some(item.finish(self.feed.clone()))
    }
}

impl Item {
    fn block(&mut self, name: &str) {
        if BLOCKS.contains(&name)
            && self.aside.is_none()
            && !self.text.is_empty()
            && !self.text.ends_with("\n\n")
        {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str("\n\n");
        }
    }

    /// Takes the text of an element where it means something.
    fn take(&mut self, name: &str, parent: &str, text: String) {
        let field = match (name, parent) {
            ("title", "item" | "entry" | "head") | ("hl1" | "headline", _) => &mut self.fields.title,
            ("guid" | "id", "item" | "entry") => &mut self.fields.id,
            ("link", "item") => &mut self.fields.url,
            ("pubDate" | "date" | "published" | "contentCreated", _) => &mut self.fields.date,
            ("updated" | "versionCreated", _) if self.fields.date.is_none() => &mut self.fields.date,
            ("encoded", _) => &mut self.fields.text,
            ("description" | "summary", "item" | "entry") => &mut self.summary,
            ("publisher", _) | ("source", "item") | ("title", "source") | ("name", "provider") => {
                &mut self.fields.publisher
            }
            ("dateline", _) => &mut self.dateline,
            _ => return,
        };
        let better = matches!(name, "headline" | "hl1" | "published" | "contentCreated");
        if field.is_none() || better {
            *field = Some(text);
        }
    }

    fn finish(mut self, feed: Option<String>) -> Fields {
        let written = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        let text = self.fields.text.take().or(written).or(self.summary);
        let text = text.map(|text| match self.dateline {
            Some(dateline) if !text.starts_with(&dateline) => format!("{dateline}\n\n{text}"),
            _ => text,
        });
        let publisher = self.fields.publisher.take().or(feed);
        Fields { text, publisher, ..self.fields }
    }
}
