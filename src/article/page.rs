//! Web pages: the article in a saved page, without its navigation, related links, banners and comments.
//!
//! The main text is found by trafilatura (Barbaresi 2021, DOI 10.18653/v1/2021.acl-demo.15), the best of the
//! extractors compared. It always names a date, wrong or right, so dates are taken from the elements only
//! that `lexicon/page.toml` lists.

use super::text::NotText;
use crate::schema::Lexicon;
use encoding_rs::Encoding;
use scraper::{Html, Selector};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

/// The most elements a page may have; a news page has some thousands.
const MOST_ELEMENTS: usize = 200_000;
/// The deepest that tags may nest before the extractor's recursion becomes a danger.
const DEEPEST: usize = 400;

/// What a page holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Page {
    pub title: Option<String>,
    pub date: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// Its paragraphs with an empty line between them.
    pub text: String,
}

/// Finds articles in pages.
pub struct Pages {
    dates: Vec<(Selector, String)>,
    publishers: Vec<(Selector, String)>,
}

impl Pages {
    /// Pages as `lexicon` describes where they state date and publisher.
    pub fn new(lexicon: &Lexicon) -> Pages {
        let compiled = |places: &[(String, String)]| {
            let place = |(selector, attribute): &(String, String)| {
                Some((Selector::parse(selector).ok()?, attribute.clone()))
            };
            places.iter().filter_map(place).collect()
        };
        Pages { dates: compiled(&lexicon.page_dates), publishers: compiled(&lexicon.page_publishers) }
    }

    /// The article of a page; fails with what is wrong with the page.
    pub fn read(&self, html: &str) -> Result<Page, String> {
        if depth(html) > DEEPEST {
            return Err(format!("nests elements more than {DEEPEST} deep"));
        }
        let options = Options::default()
            .with_fallback(true)
            .with_focus(ExtractionFocus::FavorPrecision)
            .with_exclude_comments(true)
            .with_exclude_tables(true)
            .with_html_date_mode(HtmlDateMode::Disabled)
            .with_max_tree_size(MOST_ELEMENTS);
        // A fault in the extractor may cost this page, not the run.
        let extracted = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)))
            .map_err(|_| "makes the text extractor fail".to_owned())?
            .map_err(|error| format!("holds no article text ({error})"))?;
        let document = Html::parse_document(html);
        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let metadata = extracted.metadata;
        Ok(Page {
            title: given(metadata.title),
            date: first(&document, &self.dates).or_else(|| linked(&document, "datePublished")),
            publisher: first(&document, &self.publishers).or_else(|| given(metadata.sitename)),
            url: given(metadata.url).filter(|url| url.starts_with("http")),
            text: paragraphs(&extracted.content_text),
        })
    }
}

/// The content of the first place that a page has.
fn first(document: &Html, places: &[(Selector, String)]) -> Option<String> {
    places.iter().find_map(|(selector, attribute)| {
        let element = document.select(selector).next()?;
        let value = element.value().attr(attribute)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// The property `name` of the article that JSON-LD within the page describes.
fn linked(document: &Html, name: &str) -> Option<String> {
    let scripts = Selector::parse("script[type='application/ld+json']").expect("a constant");
    document.select(&scripts).find_map(|script| {
        let text: String = script.text().collect();
        property(&serde_json::from_str(text.trim()).ok()?, name)
    })
}

fn property(value: &serde_json::Value, name: &str) -> Option<String> {
    match value {
        serde_json::Value::Array(values) => values.iter().find_map(|value| property(value, name)),
        serde_json::Value::Object(object) => {
            let own = object.get(name).and_then(|value| value.as_str()).map(str::to_owned);
            own.or_else(|| property(object.get("@graph")?, name))
        }
        _ => None,
    }
}

/// The text of a piece of HTML without a page around it, as feeds and databases have it.
pub(super) fn fragment(html: &str) -> String {
    if depth(html) > DEEPEST {
        return String::new();
    }
    let mut text = String::new();
    for node in Html::parse_fragment(html).tree.root().descendants() {
        match node.value() {
            scraper::Node::Text(part) => {
                let hidden = |name: &str| matches!(name, "script" | "style" | "figcaption" | "noscript");
                let is_hidden = |node: ego_tree::NodeRef<scraper::Node>| {
                    node.value().as_element().is_some_and(|e| hidden(e.name()))
                };
                if !node.ancestors().any(is_hidden) {
                    text.push_str(part);
                }
            }
            scraper::Node::Element(element) if !is_inline(element.name()) => text.push_str("\n\n"),
            _ => {}
        }
    }
    paragraphs(&text)
}

/// Whether a text is written as HTML.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && (text.contains("</") || text.contains("/>"))
        || ["<p>", "<br>", "<br/>", "<br />", "</p>"].iter().any(|tag| text.contains(tag))
}

fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 16] = [
        "a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
        "sup", "u",
    ];
    INLINE.contains(&name)
}

/// Lines without blanks around them, and an empty line between any two.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// How deep tags nest at most, if all that can be closed are. O(html).
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len()).min(12)];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_void(name) {
            if let Some(end) = ["script", "style"].into_iter().find(|raw| name.eq_ignore_ascii_case(raw)) {
                // What looks like a tag in a script is none.
                let closing = rest.match_indices("</").find(|(at, _)| {
                    rest.get(at + 2..at + 2 + end.len()).is_some_and(|name| name.eq_ignore_ascii_case(end))
                });
                rest = closing.map_or("", |(at, _)| &rest[at + 2..]);
                continue;
            }
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Whether an element has no end tag, or one that is mostly left out.
fn is_void(name: &str) -> bool {
    const VOID: [&str; 22] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "td", "th", "tr", "option", "dd", "dt",
    ];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// One control character in so many bytes occurs in pages that people wrote; more are no text.
const BYTES_PER_CONTROL: usize = 500;

/// Decodes a page by its byte order mark, what the server said, what the page says, or by its bytes.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String, NotText> {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| Encoding::for_label(charset?.as_bytes()))
        .or_else(|| Encoding::for_label(stated(bytes)?.as_bytes()));
    if encoding.is_none_or(Encoding::is_ascii_compatible) {
        let controls = bytes.iter().filter(|byte| super::text::is_binary(**byte)).count();
        if controls > bytes.len() / BYTES_PER_CONTROL {
            return Err(NotText::Binary(
                bytes.iter().position(|byte| super::text::is_binary(*byte)).unwrap_or(0),
            ));
        }
    }
    // A page that says it is something else and is UTF-8 throughout is UTF-8.
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) if encoding.is_none_or(Encoding::is_ascii_compatible) => {
            text.trim_start_matches('\u{feff}').to_owned()
        }
        _ => encoding.unwrap_or_else(|| super::text::guess(bytes)).decode(bytes).0.into_owned(),
    })
}

/// The character set that a `meta` element in the head names.
fn stated(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let label = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    Some(label.split(['"', '\'', ' ', '>', ';', '/']).next()?.to_owned())
}
