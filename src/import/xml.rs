//! `GraphML` and GEXF as Gephi, networkx, igraph and we write them.

use super::{Element, Elements, ImportError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashMap;

/// What is being read.
#[derive(Default)]
struct State {
    elements: Elements,
    /// `GraphML`'s keys and GEXF's attributes: (node, edge or graph; id) to name.
    names: HashMap<(String, String), String>,
    /// The node or edge that is open, with its kind.
    open: Option<(String, Element)>,
    /// The class of GEXF's attributes.
    class: String,
    /// The `GraphML` field whose text is read.
    key: Option<String>,
    text: String,
    /// Whether we wrote the file: then positions are a mere suggestion.
    ours: bool,
    known: bool,
}

pub(super) fn read(text: &str) -> Result<Elements, ImportError> {
    let mut reader = Reader::from_str(text);
    let mut state = State::default();
    loop {
        let line = |at: u64| {
            let at = usize::try_from(at).unwrap_or(text.len()).min(text.len());
            text.get(..at).unwrap_or(text).matches('\n').count() + 1
        };
        let broken = |at: u64, what: String| ImportError::Xml { line: line(at), what };
        match reader.read_event().map_err(|error| broken(reader.error_position(), error.to_string()))? {
            Event::Start(element) => {
                state.start(&element).map_err(|what| broken(reader.buffer_position(), what))?;
            }
            Event::Empty(element) => {
                state.start(&element).map_err(|what| broken(reader.buffer_position(), what))?;
                state.end(&local(element.local_name().as_ref()));
            }
            Event::End(element) => state.end(&local(element.local_name().as_ref())),
            Event::Text(piece) => state.text.push_str(&piece.xml10_content()),
            Event::CData(piece) => state.text.push_str(&piece.xml10_content()),
            Event::GeneralRef(piece) => {
                let character = piece.resolve_char_ref().ok().flatten();
                match (character, resolve_predefined_entity(&piece.xml10_content())) {
                    (Some(character), _) => state.text.push(character),
                    (None, Some(entity)) => state.text.push_str(entity),
                    (None, None) => {
                        let what = format!("unknown entity &{};", piece.xml10_content());
                        return Err(broken(reader.buffer_position(), what));
                    }
                }
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    if state.known { Ok(state.elements) } else { Err(ImportError::Unknown) }
}

fn local(name: &str) -> String {
    name.to_owned()
}

impl State {
    fn start(&mut self, element: &BytesStart) -> Result<(), String> {
        let mut attributes: HashMap<String, String> = HashMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| error.to_string())?;
            attributes.insert(local(attribute.key.local_name().as_ref()), value.into_owned());
        }
        self.text.clear();
        let mut take = |key: &str| attributes.remove(key);
        match element.local_name().as_ref() {
            "graphml" | "gexf" => self.known = true,
            "key" => {
                let (of, id) = (take("for").unwrap_or_default(), take("id").unwrap_or_default());
                let name = take("attr.name").unwrap_or_else(|| id.clone());
                self.names.insert((of, id), name);
            }
            "attributes" => self.class = take("class").unwrap_or_default(),
            "attribute" => {
                let id = take("id").unwrap_or_default();
                let name = take("title").unwrap_or_else(|| id.clone());
                self.names.insert((self.class.clone(), id), name);
            }
            "graph" => {
                let kind = take("edgedefault").or_else(|| take("defaultedgetype"));
                self.elements.undirected |= kind.is_some_and(|kind| kind == "undirected");
            }
            of @ ("node" | "edge") => {
                let mut read = Element { id: take("id"), ..Element::default() };
                read.ends = take("source").zip(take("target"));
                let directed = take("directed").is_none_or(|directed| directed == "true");
                let kind = take("type").is_none_or(|kind| kind == "directed");
                self.elements.undirected |= !directed || !kind;
                let shown = [
                    ("label", "label"),
                    ("weight", "weight"),
                    ("kind", "edge_kind"),
                    ("start", "first_date"),
                    ("end", "last_date"),
                ];
                for (attribute, field) in shown {
                    // GEXF repeats times and the weight as attributes, which come later and win.
                    if let Some(value) = take(attribute).filter(|_| of == "edge" || attribute == "label") {
                        read.fields.insert(field.to_owned(), value);
                    }
                }
                self.open = Some((of.to_owned(), read));
            }
            "data" => self.key = take("key"),
            "attvalue" => {
                let id = take("for").or_else(|| take("id")).unwrap_or_default();
                if let Some(value) = take("value") {
                    self.field(&id, value);
                }
            }
            "position" if !self.ours => {
                if let (Some(x), Some(y), Some((_, open))) = (take("x"), take("y"), &mut self.open) {
                    open.fields.insert("x".to_owned(), x);
                    open.fields.insert("y".to_owned(), y);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "node" | "edge" => match self.open.take() {
                Some((of, element)) if of == "node" => self.elements.nodes.push(element),
                Some((_, element)) => self.elements.edges.push(element),
                None => {}
            },
            "data" => {
                if let Some(key) = self.key.take() {
                    let text = std::mem::take(&mut self.text);
                    self.field(&key, text);
                }
            }
            "creator" => self.ours = self.text.starts_with(env!("CARGO_PKG_NAME")),
            "description" => {
                if let Ok(meta) = serde_json::from_str(&self.text) {
                    self.elements.meta = meta;
                }
            }
            _ => {}
        }
    }

    /// A field of what is open; of the graph as a whole if nothing is.
    fn field(&mut self, id: &str, value: String) {
        let of = self.open.as_ref().map_or("graph", |(of, _)| of);
        let name = [of, "all"].into_iter().find_map(|of| self.names.get(&(of.to_owned(), id.to_owned())));
        let name = name.cloned().unwrap_or_else(|| id.to_owned());
        match &mut self.open {
            Some((_, open)) => {
                open.fields.insert(name, value);
            }
            None if name == "meta" => self.elements.meta = serde_json::from_str(&value).unwrap_or_default(),
            None => {}
        }
    }
}
