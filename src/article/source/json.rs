//! JSON Lines, and JSON files: an array of articles, one article, or an object around an array of them.

use super::super::fields::Mapping;
use super::{Content, Halt, LARGEST_ARTICLE, Sink, decoded, stem, without_mark};
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

/// One article a line.
pub(super) fn lines(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let stem = stem(name);
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        let read = input.take(LARGEST_ARTICLE + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        let place = format!("{name}:{number}");
        if read as u64 > LARGEST_ARTICLE {
            let what = format!("is a line of more than {} MB", LARGEST_ARTICLE >> 20);
            sink.problem(&place, what, "split the article, or remove the line")?;
            skip_line(input)?;
            continue;
        }
        let content = if number == 1 { without_mark(&line) } else { &line };
        if !content.trim_ascii().is_empty() {
            sink.piece(place, stem, Content::Json(content.trim_ascii().to_vec()))?;
        }
    }
    Ok(())
}

fn skip_line(input: &mut dyn BufRead) -> Result<(), Halt> {
    loop {
        let buffer = input.fill_buf()?;
        let (length, end) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(length);
        if end {
            return Ok(());
        }
    }
}

/// A whole file of JSON.
pub(super) fn document(name: &str, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let meter = decoded(input, None)?;
    let budget = meter.budget();
    let mut input = BufReader::new(meter);
    let mut first = None;
    while first.is_none_or(|byte: u8| byte.is_ascii_whitespace()) {
        match input.fill_buf()?.first().copied() {
            None => return Ok(()),
            Some(byte) if byte.is_ascii_whitespace() => input.consume(1),
            byte => first = byte,
        }
    }
    let no_json = |error: serde_json::Error| {
        if error.is_io() {
            return Halt::Io(error.into());
        }
        Halt::Bad(format!("is no JSON ({error})"), "mend it; what stands before that place was read")
    };
    let mapping = sink.mapping;
    let (mut number, mut halted) = (0, None);
    let mut take = |value: &RawValue| -> bool {
        number += 1;
        budget.renew();
        let content = Content::Json(value.get().as_bytes().to_vec());
        halted = sink.piece(format!("{name}:{number}"), stem(name), content).err();
        halted.is_none()
    };
    let result = if first == Some(b'[') {
        Elements(&mut take).deserialize(&mut serde_json::Deserializer::from_reader(input))
    } else {
        // One object, or several one after the other.
        let mut values = serde_json::Deserializer::from_reader(input).into_iter::<Box<RawValue>>();
        values.try_for_each(|value| {
            let value = value?;
            let wanted = match articles_within(&value, mapping) {
                Some(articles) => articles.iter().all(|article| take(article)),
                None => take(&value),
            };
            if wanted { Ok(()) } else { Err(Error::custom("stopped")) }
        })
    };
    match halted {
        Some(halt) => Err(halt),
        None => result.map_err(no_json),
    }
}

/// The articles of an object that has no text of its own but one field with an array of objects.
fn articles_within(value: &RawValue, mapping: &Mapping) -> Option<Vec<Box<RawValue>>> {
    let object: BTreeMap<String, Box<RawValue>> = serde_json::from_str(value.get()).ok()?;
    if object.contains_key(mapping.text()) {
        return None;
    }
    let mut arrays = object.values().filter(|value| value.get().starts_with('[')).filter_map(|value| {
        let elements: Vec<Box<RawValue>> = serde_json::from_str(value.get()).ok()?;
        elements.first().is_some_and(|first| first.get().starts_with('{')).then_some(elements)
    });
    let only = arrays.next()?;
    arrays.next().is_none().then_some(only)
}

/// The elements of a JSON array, handed on one by one.
struct Elements<'t>(&'t mut dyn FnMut(&RawValue) -> bool);

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("an array of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element::<Box<RawValue>>()? {
            if !(self.0)(&element) {
                return Err(Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
