//! Turns a piece of a file into an article: decoding, fields, page text, metadata, furniture, language.

use super::corpus::{Options, Outcome, Problem};
use super::fields::Fields;
use super::metadata::{Found, Metadata};
use super::page::{self, Pages};
use super::source::{Content, Piece};
use super::text::{NotText, decode};
use super::{Article, copies, furniture};
use crate::schema::Schema;

/// Fewer letters do not tell a language.
const FEWEST_LETTERS: usize = 200;
/// Bytes of a text that are looked at to tell its language.
const LANGUAGE_SAMPLE: usize = 6000;
/// Function words among ten words from which on a text surely is English; in other languages one or two look so.
const FUNCTION_WORDS: usize = 3;

/// What turns pieces of files into articles; made once for a corpus.
pub struct Intake<'s> {
    pub(super) options: &'s Options,
    schema: &'s Schema,
    metadata: Metadata<'s>,
    pages: Pages,
}

/// What is known of an article before its text is looked at, best source first.
#[derive(Default)]
struct Given {
    fields: Fields,
    /// Found on the page around the text.
    page: page::Page,
    /// Whether the file is this one article.
    alone: bool,
}

impl<'s> Intake<'s> {
    /// Articles in the terms of `schema`, read as `options` say.
    pub fn new(schema: &'s Schema, options: &'s Options) -> Self {
        Intake { options, schema, metadata: Metadata::new(schema), pages: Pages::new(&schema.lexicon) }
    }

    /// The article that a piece holds, or why it holds none.
    pub(super) fn article(&self, Piece { place, stem, content }: Piece) -> Outcome {
        let problem = |what: String, remedy: &str| {
            Err(Problem { place: place.clone(), what, remedy: remedy.to_owned() })
        };
        let (mut given, mut remark) = (Given::default(), None);
        let text = match content {
            Content::Text(bytes) => {
                given.alone = true;
                match decode(&bytes) {
                    Ok(decoded) => {
                        remark = decoded.remark.map(|what| Problem {
                            place: place.clone(),
                            what,
                            remedy: "save the file as UTF-8 if its names look wrong".to_owned(),
                        });
                        decoded.text
                    }
                    Err(error @ NotText::Empty) => {
                        return problem(error.to_string(), "take it out, or fill it");
                    }
                    Err(error) => return problem(error.to_string(), "export the article as text"),
                }
            }
            Content::Page { bytes, charset, url, archived } => {
                let html = match page::decode(&bytes, charset.as_deref()) {
                    Ok(html) => html,
                    Err(error) => return problem(error.to_string(), "save the page again"),
                };
                match self.pages.read(&html) {
                    Ok(page) => given.page = page,
                    Err(what) => return problem(what, "save the article's own page, or its text"),
                }
                given.fields.url = url;
                given.alone = !archived;
                std::mem::take(&mut given.page.text)
            }
            Content::Json(bytes) => match serde_json::from_slice(&bytes) {
                Err(error) => {
                    return problem(format!("is no JSON article ({error})"), "mend or remove the line");
                }
                Ok(object) => match Fields::new(object, &self.options.mapping) {
                    Err(what) => return problem(what, "mend or remove the line"),
                    Ok(fields) => {
                        given.fields = fields;
                        plain(given.fields.text.take())
                    }
                },
            },
            Content::Fields(fields) => {
                given.fields = *fields;
                plain(given.fields.text.take())
            }
        };
        if text.trim().is_empty() {
            return Err(self.without_text(&place, &given));
        }
        if let Some(language) = self.foreign(&text) {
            return problem(
                format!("is in {language}"),
                "only English is read; leave it out, or translate it",
            );
        }
        if let Some(date) = &given.fields.date
            && self.metadata.date(date).is_none()
        {
            let what = format!("its date `{date}` is no date and is left out");
            let remedy = "write YYYY-MM-DD, YYYY-MM or YYYY".to_owned();
            remark = Some(Problem { place: place.clone(), what, remedy });
        }
        Ok((self.assemble(place, &stem, given, &text), remark))
    }

    /// The language of `text` if it surely is another than English.
    fn foreign(&self, text: &str) -> Option<&'static str> {
        let sample = &text[..text.floor_char_boundary(LANGUAGE_SAMPLE)];
        if sample.chars().filter(|character| character.is_alphabetic()).count() < FEWEST_LETTERS {
            return None;
        }
        // English news is known by its prepositions, pronouns and auxiliaries: four words of ten.
        let (mut words, mut english) = (0, 0);
        for word in sample.split_whitespace() {
            words += 1;
            english += usize::from(self.schema.lexicon.functions.contains_key(word));
        }
        if english * 10 >= words * FUNCTION_WORDS {
            return None;
        }
        let found = whatlang::detect(sample)?;
        (found.lang() != whatlang::Lang::Eng && found.is_reliable()).then(|| found.lang().eng_name())
    }

    fn without_text(&self, place: &str, given: &Given) -> Problem {
        let field = self.options.mapping.text();
        let others: Vec<String> = given.fields.other.keys().take(12).map(|key| format!("`{key}`")).collect();
        let (what, remedy) = if given.alone {
            ("holds no article text".to_owned(), "save the article's own page, or its text".to_owned())
        } else if others.is_empty() {
            (format!("has no `{field}`"), format!("put the article's text into the field `{field}`"))
        } else {
            let what = format!("has no `{field}`; its other fields are {}", others.join(", "));
            (what, "name the field with the text: --map text=FIELD".to_owned())
        };
        Problem { place: place.to_owned(), what, remedy }
    }

    /// Ranks what was found: fields, names of files, the page, the text, the address, dates in file names.
    fn assemble(&self, place: String, stem: &str, given: Given, text: &str) -> Article {
        let Given { fields, page, alone } = given;
        let from =
            |from: &str, value: Option<String>| value.map(|value| Found { value, from: from.to_owned() });
        let trimmed = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let date = |written: Option<String>| written.and_then(|written| self.metadata.date(&written));
        let file = file_of(&place);
        let mut named = Fields::default();
        if let Some(found) = self.options.names.iter().find_map(|pattern| pattern.read(file)) {
            named = found;
        }
        let url = trimmed(fields.url).or(page.url);
        let in_url = |url: &String| self.metadata.in_url(url);
        let (url_date, url_publisher) = url.as_ref().map(in_url).unwrap_or_default();
        let given_date = from("field", date(fields.date))
            .or_else(|| from("name", date(named.date)))
            .or_else(|| from("page", date(page.date)));
        let given_publisher = from("field", trimmed(fields.publisher))
            .or_else(|| from("name", trimmed(named.publisher)))
            .or_else(|| from("page", trimmed(page.publisher)));
        let missing = given_date.is_none() || given_publisher.is_none();
        let (text_date, text_publisher) = if missing { self.metadata.find(text) } else { (None, None) };
        let article_date = given_date.or(text_date).or_else(|| from("url", url_date)).or_else(|| {
            from("name", super::names::date_in(if alone { stem } else { fields.id.as_deref()? }))
        });
        let publisher = given_publisher.or(text_publisher).or_else(|| from("url", url_publisher));
        let mut article = Article {
            title: trimmed(fields.title).or(trimmed(named.title)).or(page.title),
            date: article_date,
            publisher,
            url,
            file: place,
            furniture: furniture::Furniture::new(&self.schema.lexicon, &self.metadata).find(text),
            other: fields.other,
            ..Article::new("", text)
        };
        article.sketch = copies::Sketch::of(&article);
        // `NEWID=""` is no id.
        let some = |id: Option<String>| id.filter(|id| !id.trim().is_empty());
        article.id = match some(fields.id).or_else(|| some(named.id)) {
            Some(id) => id,
            None if alone => stem.to_owned(),
            // A hash of the content stays the same when lines are added or sorted.
            None => format!("{stem}-{}", article.hash()),
        };
        article
    }
}

/// The place without the number of the article in its file.
fn file_of(place: &str) -> &str {
    match place.rsplit_once(':') {
        Some((file, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => file,
        _ => place,
    }
}

/// A text as stored: without markup, line ends as `\n`.
fn plain(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    if page::is_markup(&text) {
        return page::fragment(&text);
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
