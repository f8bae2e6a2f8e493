//! RDF: edges and statements as resources with their provenance in PROV-O, and plain triples for paths.
//!
//! One edge is one `rdf:Statement`, so parallel edges stay apart; what is not denied also stands as a plain
//! triple. Turtle holds all in one graph; N-Quads put what an article says into a graph of its own. Triples
//! are sorted by subject, no blank nodes: files compare line by line.

use super::fields::{clean, line};
use super::{Content, Options, capitalized};
use crate::graph::{Edge, Node};
use crate::schema::{Layer, is_date};
use crate::statement::Statement;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Where our ids and terms live.
const BASE: &str = "urn:demarche:";

const PREFIXES: [(&str, &str); 9] = [
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("v", "urn:demarche:term:"),
    ("wd", "http://www.wikidata.org/entity/"),
];

/// A resource or a literal, written out in full.
enum Term {
    /// A name with one of the prefixes.
    Short(String),
    Iri(String),
    Text(String),
    /// A text with its type, a short name.
    Typed(String, &'static str),
}

/// What is said of one subject.
struct Subject {
    iri: String,
    facts: Vec<(&'static str, Term)>,
    /// Facts whose property is a relation.
    relations: Vec<(String, Term)>,
}

pub(super) fn write_turtle(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    for (prefix, iri) in PREFIXES {
        writeln!(out, "@prefix {prefix}: <{iri}> .")?;
    }
    subjects(content, &mut |subject, _| {
        let mut text = format!("\n<{}>", subject.iri);
        let mut separator = "\n ";
        for (property, value) in subject.triples() {
            let _ = write!(text, "{separator}{property} {}", value.turtle());
            separator = " ;\n ";
        }
        text.push_str(" .\n");
        out.write_all(text.as_bytes())
    })
}

pub(super) fn write_nquads(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    subjects(content, &mut |subject, graph| {
        let graph = graph.map(|article| format!(" <{}>", iri("article", article))).unwrap_or_default();
        let mut text = String::new();
        for (property, value) in subject.triples() {
            let _ = writeln!(text, "<{}> <{}> {}{graph} .", subject.iri, expanded(&property), value.full());
        }
        out.write_all(text.as_bytes())
    })
}

/// Hands every subject to `write`, with the article that says so.
fn subjects(
    content: &Content,
    write: &mut dyn FnMut(Subject, Option<&str>) -> io::Result<()>,
) -> io::Result<()> {
    let Content { graph, schema, .. } = *content;
    for (kind, node) in &schema.nodes {
        let mut subject = Subject::new(format!("{BASE}term:{}", capitalized(kind)), "rdfs:Class");
        subject.text("rdfs:label", &node.label);
        subject.text("rdfs:comment", &node.definition);
        write(subject, None)?;
    }
    for (id, relation) in &schema.relations {
        let mut subject = Subject::new(format!("{BASE}term:{id}"), "rdf:Property");
        subject.text("rdfs:label", id);
        subject.text("rdfs:comment", &relation.definition);
        if relation.symmetric {
            subject.add("rdf:type", Term::Short("owl:SymmetricProperty".to_owned()));
        }
        write(subject, None)?;
    }
    let mut edges: Vec<&Edge> = graph.edges.iter().collect();
    edges.sort_by(|a, b| (&a.source, &a.relation, &a.target).cmp(&(&b.source, &b.relation, &b.target)));
    let mut rest = edges.as_slice();
    for node in &graph.nodes {
        let begin = rest.partition_point(|edge| edge.source < node.id);
        let end = rest.partition_point(|edge| edge.source <= node.id);
        let mut subject = of_node(node);
        for edge in rest[begin..end].iter().filter(|edge| !edge.denied) {
            let triple = (term(&edge.relation), Term::Iri(iri("node", &edge.target)));
            subject.relations.push(triple);
        }
        rest = &rest[end..];
        write(subject, None)?;
    }
    for edge in &graph.edges {
        write(of_edge(edge), None)?;
    }
    for statement in content.statements {
        write(of_statement(statement), Some(&statement.article))?;
    }
    for record in content.records {
        let mut subject = Subject::new(iri("article", &record.id), "prov:Entity");
        subject.add("rdf:type", Term::Short("v:Article".to_owned()));
        subject.optional("dcterms:title", record.title.as_deref());
        subject.date("dcterms:date", record.date.as_deref());
        subject.optional("dcterms:publisher", record.publisher.as_deref());
        subject.optional("dcterms:source", record.url.as_deref());
        write(subject, Some(&record.id))?;
    }
    Ok(())
}

fn of_node(node: &Node) -> Subject {
    let mut subject = Subject::new(iri("node", &node.id), "v:Node");
    subject.facts[0].1 = Term::Short(term(&capitalized(&node.kind)));
    subject.text("rdfs:label", &node.label);
    for alias in &node.aliases {
        subject.text("skos:altLabel", alias);
    }
    for (name, value) in &node.attributes {
        match name.as_str() {
            "wikidata" if value.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                subject.add("owl:sameAs", Term::Short(format!("wd:{value}")));
            }
            "start" => subject.date("v:start", Some(value)),
            "end" => subject.date("v:end", Some(value)),
            _ => {}
        }
    }
    subject.whole("v:statementCount", node.statements);
    subject
}

fn of_edge(edge: &Edge) -> Subject {
    let kind = if edge.layer == Layer::Context { "v:Fact" } else { "v:Position" };
    let mut subject = Subject::new(iri("edge", &edge.id), "rdf:Statement");
    subject.add("rdf:type", Term::Short(kind.to_owned()));
    subject.add("rdf:subject", Term::Iri(iri("node", &edge.source)));
    subject.add("rdf:predicate", Term::Short(term(&edge.relation)));
    subject.add("rdf:object", Term::Iri(iri("node", &edge.target)));
    subject.add("v:sign", Term::Typed(edge.sign.to_string(), "xsd:integer"));
    subject.add("v:denied", Term::Typed(edge.denied.to_string(), "xsd:boolean"));
    subject.add("v:weight", Term::Typed(double(edge.weight), "xsd:double"));
    subject.add("v:confidence", Term::Typed(double(edge.confidence), "xsd:double"));
    subject.date("v:firstDate", edge.first.as_deref());
    subject.date("v:lastDate", edge.last.as_deref());
    subject.optional("v:role", edge.role.as_deref());
    if let Some(quote) = &edge.evidence {
        subject.text("v:evidence", &quote.evidence.text);
    }
    for about in &edge.about {
        subject.add("v:about", Term::Iri(iri("node", about)));
    }
    for article in &edge.articles {
        subject.add("prov:hadPrimarySource", Term::Iri(iri("article", article)));
    }
    for statement in &edge.statements {
        subject.add("prov:wasDerivedFrom", Term::Iri(iri("statement", statement)));
    }
    subject
}

fn of_statement(statement: &Statement) -> Subject {
    let node = |id: &str| Term::Iri(iri("node", id));
    let mut subject = Subject::new(iri("statement", &statement.id), "v:Statement");
    subject.add("rdf:type", Term::Short("prov:Entity".to_owned()));
    subject.add("v:actor", node(&statement.actor.id));
    subject.add("v:relation", Term::Short(term(&statement.relation)));
    subject.add("v:target", node(&statement.target.id));
    if let Some(about) = &statement.about {
        subject.add("v:about", node(&about.id));
    }
    subject.text("v:modality", statement.modality.as_str());
    subject.add("v:sign", Term::Typed(statement.sign.to_string(), "xsd:integer"));
    subject.add("prov:wasAttributedTo", node(statement.speaker.as_ref().unwrap_or(&statement.actor.id)));
    if let Some(represented) = &statement.represents {
        subject.add("v:represents", node(represented));
    }
    subject.date("v:date", statement.date.as_deref());
    subject.add("prov:wasQuotedFrom", Term::Iri(iri("article", &statement.article)));
    subject.text("prov:value", &statement.evidence.text);
    subject.whole("v:evidenceStart", statement.evidence.start);
    subject.whole("v:evidenceEnd", statement.evidence.end);
    subject.optional("v:rule", Some(&statement.rule));
    subject.add("v:confidence", Term::Typed(double(statement.confidence), "xsd:double"));
    subject
}

impl Subject {
    fn new(iri: String, kind: &str) -> Subject {
        let facts = vec![("rdf:type", Term::Short(kind.to_owned()))];
        Subject { iri, facts, relations: Vec::new() }
    }

    fn add(&mut self, property: &'static str, value: Term) {
        self.facts.push((property, value));
    }

    fn text(&mut self, property: &'static str, value: &str) {
        self.add(property, Term::Text(clean(value).into_owned()));
    }

    fn optional(&mut self, property: &'static str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.add(property, Term::Text(line(value).into_owned()));
        }
    }

    fn whole(&mut self, property: &'static str, value: usize) {
        self.add(property, Term::Typed(value.to_string(), "xsd:integer"));
    }

    /// A date with the type of its precision; what is no date stays text.
    fn date(&mut self, property: &'static str, value: Option<&str>) {
        let Some(value) = value else { return };
        let kind = match value.len() {
            _ if !is_date(value) => return self.text(property, value),
            4 => "xsd:gYear",
            7 => "xsd:gYearMonth",
            _ => "xsd:date",
        };
        self.add(property, Term::Typed(value.to_owned(), kind));
    }

    fn triples(&self) -> impl Iterator<Item = (String, &Term)> {
        let facts = self.facts.iter().map(|(property, value)| ((*property).to_owned(), value));
        facts.chain(self.relations.iter().map(|(property, value)| (property.clone(), value)))
    }
}

impl Term {
    fn turtle(&self) -> String {
        match self {
            Term::Short(name) => name.clone(),
            Term::Iri(iri) => format!("<{iri}>"),
            Term::Text(text) => literal(text),
            Term::Typed(text, kind) => format!("{}^^{kind}", literal(text)),
        }
    }

    fn full(&self) -> String {
        match self {
            Term::Short(name) => format!("<{}>", expanded(name)),
            Term::Typed(text, kind) => format!("{}^^<{}>", literal(text), expanded(kind)),
            other => other.turtle(),
        }
    }
}

/// The IRI behind a short name.
fn expanded(name: &str) -> String {
    let (prefix, local) = name.split_once(':').unwrap_or(("v", name));
    let iri = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or(BASE, |(_, iri)| iri);
    format!("{iri}{local}")
}

/// A term of ours; letters outside ASCII letters, digits and `_` become `_`.
fn term(name: &str) -> String {
    let local: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("v:{local}")
}

/// The IRI of an id, everything but unreserved characters and colons percent-encoded.
fn iri(of: &str, id: &str) -> String {
    let mut iri = format!("{BASE}{of}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':') {
            iri.push(char::from(byte));
        } else {
            let _ = write!(iri, "%{byte:02X}");
        }
    }
    iri
}

/// The canonical form of a double, `1.5E0`.
fn double(number: f64) -> String {
    let text = format!("{number:E}");
    if text.contains('.') { text } else { text.replace('E', ".0E") }
}

fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(c),
        }
    }
    literal + "\""
}
