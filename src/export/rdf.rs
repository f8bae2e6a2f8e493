//! RDF: edges and statements as resources with their provenance in PROV-O, and plain triples for paths.
//!
//! One edge is one `rdf:Statement`, so parallel edges stay apart; what is not denied also stands as a plain
//! triple before it. Turtle holds all in one graph; N-Quads put what an article says into a graph of its own.
//! Subjects are sorted by kind and id, no blank nodes: files compare line by line.

use super::fields::{clean, line};
use super::{Content, Options, capitalized};
use crate::graph::{Edge, Node};
use crate::schema::{Layer, is_date};
use crate::statement::Statement;
use std::borrow::Cow;
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

/// A resource or a literal.
enum Term<'a> {
    /// A name with one of the prefixes.
    Short(Cow<'a, str>),
    /// A resource of ours: what it is, and its id.
    Own(&'static str, Cow<'a, str>),
    Text(Cow<'a, str>),
    /// A text with its type, a short name.
    Typed(Cow<'a, str>, &'static str),
}

/// What is said of one resource of ours.
struct Subject<'a> {
    of: &'static str,
    id: Cow<'a, str>,
    facts: Vec<(Cow<'a, str>, Term<'a>)>,
}

pub(super) fn write_turtle(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    for (prefix, iri) in PREFIXES {
        writeln!(out, "@prefix {prefix}: <{iri}> .")?;
    }
    let mut text = String::new();
    subjects(content, &mut |subject, _| {
        text.clear();
        text.push('\n');
        add_iri(&mut text, subject.of, &subject.id);
        let mut separator = "\n ";
        for (property, value) in &subject.facts {
            text.extend([separator, property, " "]);
            add_turtle(&mut text, value);
            separator = " ;\n ";
        }
        text.push_str(" .\n");
        out.write_all(text.as_bytes())
    })
}

pub(super) fn write_nquads(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    subjects(content, &mut |subject, graph| {
        text.clear();
        for (property, value) in &subject.facts {
            add_iri(&mut text, subject.of, &subject.id);
            text.push(' ');
            add_expanded(&mut text, property);
            text.push(' ');
            match value {
                Term::Short(name) => add_expanded(&mut text, name),
                Term::Typed(value, kind) => {
                    add_literal(&mut text, value);
                    text.push_str("^^");
                    add_expanded(&mut text, kind);
                }
                other => add_turtle(&mut text, other),
            }
            if let Some(article) = graph {
                text.push(' ');
                add_iri(&mut text, "article", article);
            }
            text.push_str(" .\n");
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
        let mut subject = Subject::new("term", local(&capitalized(kind)), "rdfs:Class");
        subject.text("rdfs:label", &node.label);
        subject.text("rdfs:comment", &node.definition);
        write(subject, None)?;
    }
    for (id, relation) in &schema.relations {
        let mut subject = Subject::new("term", local(id), "rdf:Property");
        subject.text("rdfs:label", id);
        subject.text("rdfs:comment", &relation.definition);
        if relation.symmetric {
            subject.add("rdf:type", Term::Short("owl:SymmetricProperty".into()));
        }
        write(subject, None)?;
    }
    for node in &graph.nodes {
        write(of_node(node), None)?;
    }
    for edge in &graph.edges {
        if !edge.denied {
            write(plain(edge), None)?;
        }
        write(of_edge(edge), None)?;
    }
    for statement in content.statements {
        write(of_statement(statement), Some(&statement.article))?;
    }
    for record in content.records {
        let mut subject = Subject::new("article", record.id.as_str(), "prov:Entity");
        subject.add("rdf:type", Term::Short("v:Article".into()));
        subject.optional("dcterms:title", record.title.as_deref());
        subject.date("dcterms:date", record.date.as_deref());
        subject.optional("dcterms:publisher", record.publisher.as_deref());
        subject.optional("dcterms:source", record.url.as_deref());
        write(subject, Some(&record.id))?;
    }
    Ok(())
}

fn of_node(node: &Node) -> Subject<'_> {
    let mut subject = Subject::new("node", node.id.as_str(), term(&capitalized(&node.kind)));
    subject.text("rdfs:label", &node.label);
    for alias in &node.aliases {
        subject.text("skos:altLabel", alias);
    }
    for (name, value) in &node.attributes {
        match name.as_str() {
            "wikidata" if value.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                subject.add("owl:sameAs", Term::Short(format!("wd:{value}").into()));
            }
            "start" => subject.date("v:start", Some(value)),
            "end" => subject.date("v:end", Some(value)),
            _ => {}
        }
    }
    subject.whole("v:statementCount", node.statements);
    subject
}

/// What is not denied, as a triple that queries for paths can follow.
fn plain(edge: &Edge) -> Subject<'_> {
    let facts = vec![(term(&edge.relation).into(), node(&edge.target))];
    Subject { of: "node", id: edge.source.as_str().into(), facts }
}

fn of_edge(edge: &Edge) -> Subject<'_> {
    let kind = if edge.layer == Layer::Context { "v:Fact" } else { "v:Position" };
    let mut subject = Subject::new("edge", edge.id.as_str(), "rdf:Statement");
    subject.add("rdf:type", Term::Short(kind.into()));
    subject.add("rdf:subject", node(&edge.source));
    subject.add("rdf:predicate", Term::Short(term(&edge.relation).into()));
    subject.add("rdf:object", node(&edge.target));
    subject.add("v:sign", Term::Typed(edge.sign.to_string().into(), "xsd:integer"));
    subject.add("v:denied", Term::Typed((if edge.denied { "true" } else { "false" }).into(), "xsd:boolean"));
    subject.add("v:weight", Term::Typed(double(edge.weight).into(), "xsd:double"));
    subject.add("v:confidence", Term::Typed(double(edge.confidence).into(), "xsd:double"));
    subject.date("v:firstDate", edge.first.as_deref());
    subject.date("v:lastDate", edge.last.as_deref());
    subject.optional("v:role", edge.role.as_deref());
    if let Some(quote) = &edge.evidence {
        subject.text("v:evidence", &quote.evidence.text);
    }
    for about in &edge.about {
        subject.add("v:about", node(about));
    }
    for article in &edge.articles {
        subject.add("prov:hadPrimarySource", Term::Own("article", article.into()));
    }
    for statement in &edge.statements {
        subject.add("prov:wasDerivedFrom", Term::Own("statement", statement.into()));
    }
    subject
}

fn of_statement(statement: &Statement) -> Subject<'_> {
    let mut subject = Subject::new("statement", statement.id.as_str(), "v:Statement");
    subject.add("rdf:type", Term::Short("prov:Entity".into()));
    subject.add("v:actor", node(&statement.actor.id));
    subject.add("v:relation", Term::Short(term(&statement.relation).into()));
    subject.add("v:target", node(&statement.target.id));
    if let Some(about) = &statement.about {
        subject.add("v:about", node(&about.id));
    }
    subject.text("v:modality", statement.modality.as_str());
    subject.add("v:sign", Term::Typed(statement.sign.to_string().into(), "xsd:integer"));
    subject.add("prov:wasAttributedTo", node(statement.speaker.as_ref().unwrap_or(&statement.actor.id)));
    if let Some(represented) = &statement.represents {
        subject.add("v:represents", node(represented));
    }
    subject.date("v:date", statement.date.as_deref());
    subject.add("prov:wasQuotedFrom", Term::Own("article", statement.article.as_str().into()));
    subject.text("prov:value", &statement.evidence.text);
    subject.whole("v:evidenceStart", statement.evidence.start);
    subject.whole("v:evidenceEnd", statement.evidence.end);
    subject.optional("v:rule", Some(&statement.rule));
    subject.add("v:confidence", Term::Typed(double(statement.confidence).into(), "xsd:double"));
    subject
}

fn node(id: &str) -> Term<'_> {
    Term::Own("node", id.into())
}

impl<'a> Subject<'a> {
    fn new(of: &'static str, id: impl Into<Cow<'a, str>>, kind: impl Into<Cow<'a, str>>) -> Subject<'a> {
        Subject { of, id: id.into(), facts: vec![("rdf:type".into(), Term::Short(kind.into()))] }
    }

    fn add(&mut self, property: &'static str, value: Term<'a>) {
        self.facts.push((property.into(), value));
    }

    fn text(&mut self, property: &'static str, value: &'a str) {
        self.add(property, Term::Text(clean(value)));
    }

    fn optional(&mut self, property: &'static str, value: Option<&'a str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.add(property, Term::Text(line(value)));
        }
    }

    fn whole(&mut self, property: &'static str, value: usize) {
        self.add(property, Term::Typed(value.to_string().into(), "xsd:integer"));
    }

    /// A date with the type of its precision; what is no date stays text.
    fn date(&mut self, property: &'static str, value: Option<&'a str>) {
        let Some(value) = value else { return };
        let kind = match value.len() {
            _ if !is_date(value) => return self.text(property, value),
            4 => "xsd:gYear",
            7 => "xsd:gYearMonth",
            _ => "xsd:date",
        };
        self.add(property, Term::Typed(value.into(), kind));
    }
}

fn add_turtle(text: &mut String, term: &Term) {
    match term {
        Term::Short(name) => text.push_str(name),
        Term::Own(of, id) => add_iri(text, of, id),
        Term::Text(value) => add_literal(text, value),
        Term::Typed(value, kind) => {
            add_literal(text, value);
            text.extend(["^^", kind]);
        }
    }
}

/// Adds the IRI behind a short name.
fn add_expanded(text: &mut String, name: &str) {
    let (prefix, local) = name.split_once(':').unwrap_or(("v", name));
    let iri = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or(BASE, |(_, iri)| iri);
    text.extend(["<", iri, local, ">"]);
}

/// A term of ours.
fn term(name: &str) -> String {
    format!("v:{}", local(name))
}

/// The name of a term; letters outside ASCII letters, digits and `_` become `_`.
fn local(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// Adds the IRI of an id, everything but unreserved characters and colons percent-encoded.
fn add_iri(text: &mut String, of: &str, id: &str) {
    text.extend(["<", BASE, of, ":"]);
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text.push('>');
}

/// The canonical form of a double, `1.5E0`.
fn double(number: f64) -> String {
    let text = format!("{number:E}");
    if text.contains('.') { text } else { text.replace('E', ".0E") }
}

fn add_literal(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '\\' | '"' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.push(c),
        }
    }
    text.push('"');
}
