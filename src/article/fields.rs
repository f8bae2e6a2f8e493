//! The fields of articles in JSON, tables and feeds, under whatever names their maker gave them.

use serde_json::{Map, Value};

/// The fields of an article that have a meaning; the rest is kept as it came.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub id: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub date: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub other: Map<String, Value>,
}

/// Fields that have a meaning, by name.
const NAMES: [&str; 6] = ["id", "title", "text", "date", "publisher", "url"];

/// Fields of our own `articles.jsonl` that are worked out anew when it is read as a corpus.
const DERIVED: [&str; 8] =
    ["date_from", "publisher_from", "file", "hash", "text_hash", "furniture", "entities", "sketch"];

/// Which field of the input is meant by which of ours: `text=body,date=published_at`.
///
/// A dot leads into an object: `publisher=source.name`. Fields that are not named keep their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(usize, String)>);

impl Mapping {
    /// The input's name of the field `text`.
    pub(super) fn text(&self) -> &str {
        let path = self.0.iter().find(|(field, _)| NAMES[*field] == "text").map(|(_, path)| path.as_str());
        path.map_or("text", |path| path.split('.').next().unwrap_or(path))
    }
}

impl std::str::FromStr for Mapping {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let mut mapping = Mapping::default();
        for pair in written.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, path) = pair.split_once('=').ok_or("write FIELD=NAME, like text=body")?;
            let field = NAMES.iter().position(|name| *name == field.trim());
            let field = field.ok_or_else(|| format!("the fields are {}", NAMES.join(", ")))?;
            mapping.0.push((field, path.trim().to_owned()));
        }
        Ok(mapping)
    }
}

impl Fields {
    /// Takes the fields of an object; fails with what is wrong with one of them.
    pub(super) fn new(mut object: Map<String, Value>, mapping: &Mapping) -> Result<Fields, String> {
        if object.contains_key("hash") && object.contains_key("entities") {
            object.retain(|key, _| !DERIVED.contains(&key.as_str()));
        }
        let mut values: [Option<String>; 6] = Default::default();
        for (index, value) in values.iter_mut().enumerate() {
            let path = mapping.0.iter().find(|(field, _)| *field == index).map(|(_, path)| path.as_str());
            let found = take(&mut object, path.unwrap_or(NAMES[index]));
            let name = path.unwrap_or(NAMES[index]);
            *value = found
                .map_or(Ok(None), |found| written(found, name))?
                .filter(|value| !value.trim().is_empty());
        }
        let [id, title, text, date, publisher, url] = values;
        Ok(Fields { id, title, text, date, publisher, url, other: object })
    }
}

/// Takes the value at `path`; a whole name with dots in it goes before a way into an object.
fn take(object: &mut Map<String, Value>, path: &str) -> Option<Value> {
    if let Some(value) = object.remove(path) {
        return Some(value);
    }
    let (head, rest) = path.split_once('.')?;
    take(object.get_mut(head)?.as_object_mut()?, rest)
}

/// A value as text: databases export ids and dates as numbers, some feeds paragraphs as an array.
fn written(value: Value, name: &str) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Array(parts) if parts.iter().all(Value::is_string) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            Ok(Some(parts.join("\n\n")))
        }
        other => Err(format!("is no article (its `{name}` should be a text and is `{other:.60}`)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mapping: &str, object: &str, expected: &str) {
        let shown = match mapping.parse::<Mapping>() {
            Err(error) => error,
            Ok(mapping) => match Fields::new(serde_json::from_str(object).unwrap(), &mapping) {
                Err(error) => error,
                Ok(f) => {
                    let known = [f.id, f.title, f.text, f.date, f.publisher, f.url];
                    let known: Vec<String> = known.into_iter().map(Option::unwrap_or_default).collect();
                    format!("{} + {}", known.join("|"), Value::Object(f.other))
                }
            },
        };
        assert_eq!(shown, expected, "{mapping} in {object}");
    }

    #[test]
    fn fields_go_by_their_own_names_or_the_mapping() {
        check("", r#"{"id": 7, "text": "T", "desk": "world"}"#, r#"7||T||| + {"desk":"world"}"#);
        check("text=body", r#"{"body": "T", "text": "teaser"}"#, r#"||T||| + {"text":"teaser"}"#);
        check(
            "publisher=source.name",
            r#"{"source": {"name": "P", "rank": 1}}"#,
            r#"||||P| + {"source":{"rank":1}}"#,
        );
        check("date=a.b", r#"{"a.b": 2001}"#, "|||2001|| + {}");
        check("", r#"{"text": ["One.", "Two."]}"#, "||One.\n\nTwo.||| + {}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        check("body", "{}", "write FIELD=NAME, like text=body");
        check("body=text", "{}", "the fields are id, title, text, date, publisher, url");
        check("", r#"{"text": {"a": 1}}"#, r#"is no article (its `text` should be a text and is `{"a":1}`)"#);
    }
}
