//! Exports: the graph as files that other programs open. One file a format.
//!
//! All formats carry the same ids, fields and edges; `fields` decides them once. Conventions that come from
//! what the programs really do with such files are told where they are kept. Writers go through the graph
//! row by row; beside it they hold what a row needs and a few words for every node. `import` reads three
//! of the formats back.

mod csv;
mod cytoscape;
mod dot;
mod fields;
mod gexf;
mod graphml;
mod graphology;
mod json;
mod kgx;
mod layout;
mod look;
mod neo4j;
mod node_link;
mod picture;
mod rdf;
pub mod sqlite;
mod statements;
mod time;

pub(crate) use fields::split;

use crate::article::Record;
use crate::graph::Graph;
use crate::schema::Schema;
use crate::statement::Statement;
use std::borrow::Cow;
use std::io::{self, Write};

/// What is exported: a graph with the statements and articles behind it, as far as they are at hand.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// The graph; its ids fit in files and its edges end at its nodes.
    pub graph: &'a Graph,
    /// The statements it was folded from.
    pub statements: &'a [Statement],
    /// The records of their articles.
    pub records: &'a [Record],
    /// What its types and relations mean.
    pub schema: &'a Schema,
}

/// What users may choose about a format; formats pass over what is not theirs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which readers `GraphML` is for.
    pub dialect: Dialect,
    /// Node-link JSON calls its edges `links`.
    pub links: bool,
    /// In tables, an apostrophe before text that a spreadsheet would take for a formula.
    pub guard_formulas: bool,
    /// Pictures show positions alone.
    pub draw_no_facts: bool,
}

impl Options {
    /// The options with which a build writes its files.
    pub const BUILD: Options =
        Options { dialect: Dialect::Strict, links: false, guard_formulas: false, draw_no_facts: true };
}

/// What `GraphML` adds, against its XML schema, for one program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Nothing.
    #[default]
    Strict,
    /// A kind on every edge, so that Gephi keeps parallel edges.
    Gephi,
    /// A relationship type on every edge, for Neo4j's `apoc.import.graphml`.
    Neo4j,
    /// Labels, shapes and places as yEd has them.
    Yed,
    /// The same as visone has them.
    Visone,
}

/// A format the graph is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `GraphML`.
    Graphml,
    /// GEXF 1.3.
    Gexf,
    /// DOT.
    Dot,
    /// Gephi's two tables.
    Csv,
    /// The statements as one table.
    Statements,
    /// Node-link JSON.
    NodeLink,
    /// Cytoscape JSON.
    Cytoscape,
    /// graphology JSON.
    Graphology,
    /// Tables for `neo4j-admin`.
    Neo4j,
    /// A Cypher script.
    Cypher,
    /// `SQLite` database.
    Sqlite,
    /// RDF in Turtle.
    Turtle,
    /// RDF in N-Quads.
    Nquads,
    /// KGX tables.
    Kgx,
    /// A picture for pages and print.
    Svg,
    /// A picture for slides and documents.
    Png,
}

/// A writer of one file.
type Writer = fn(&Content, Options, &mut dyn Write) -> io::Result<()>;

/// What users want to know of a format.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name users give.
    pub name: &'static str,
    /// The programs that open it.
    pub opens: &'static str,
    /// What it holds, beside what all hold: nodes and edges with their fields.
    pub holds: &'static str,
    /// What it cannot hold, or what its readers lose.
    pub lacks: &'static str,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 16] = [
        Format::Graphml,
        Format::Gexf,
        Format::Dot,
        Format::Csv,
        Format::Statements,
        Format::NodeLink,
        Format::Cytoscape,
        Format::Graphology,
        Format::Neo4j,
        Format::Cypher,
        Format::Sqlite,
        Format::Turtle,
        Format::Nquads,
        Format::Kgx,
        Format::Svg,
        Format::Png,
    ];

    /// The formats that a build writes.
    pub const BUILD: [Format; 5] = [Format::Graphml, Format::Gexf, Format::Dot, Format::Csv, Format::Svg];

    /// What users want to know of it.
    pub fn about(self) -> About {
        let about = |name, opens, holds, lacks| About { name, opens, holds, lacks };
        match self {
            Format::Graphml => about(
                "graphml",
                "networkx, igraph (Python, R), rustworkx, graph-tool, visone, yEd, Cytoscape, Gephi",
                "typed fields; `import` reads it back",
                "dates are text; Gephi merges parallel edges (--dialect gephi keeps them)",
            ),
            Format::Gexf => about(
                "gexf",
                "Gephi, Gephi Lite, networkx, graphology",
                "timeline, kinds of edges, colours, sizes, positions; `import` reads it back",
                "igraph does not read it",
            ),
            Format::Dot => about(
                "dot",
                "Graphviz, Gephi",
                "a styled drawing",
                "types: all values are text; labels over 16,000 bytes are cut",
            ),
            Format::Csv => about(
                "csv",
                "Gephi (nodes first), pandas, R, DuckDB, spreadsheets",
                "timeline in `Timeset`",
                "types are guessed by readers; backslashes are doubled, as Gephi wants",
            ),
            Format::Statements => about(
                "statements",
                "spreadsheets, pandas, R, DuckDB",
                "every statement with every field, labels, title and address of its article",
                "nodes without statements, facts of the knowledge",
            ),
            Format::NodeLink => about(
                "node-link",
                "networkx; with --links D3",
                "typed fields; `import` reads it back",
                "looks and positions",
            ),
            Format::Cytoscape => about(
                "cyjs",
                "Cytoscape, cytoscape.js, networkx",
                "typed fields, positions",
                "colours and shapes: choose a style there by `kind` and `interaction`",
            ),
            Format::Graphology => about(
                "graphology",
                "Sigma, Gephi Lite, graphology",
                "typed fields, colours, sizes, positions",
                "a timeline",
            ),
            Format::Neo4j => about(
                "neo4j",
                "neo4j-admin database import, apoc.import.csv",
                "labels and relationship types",
                "line breaks in evidence: they become blanks",
            ),
            Format::Cypher => about(
                "cypher",
                "Neo4j, Memgraph",
                "a script that may be run again",
                "speed: use neo4j for more than 100,000 edges",
            ),
            Format::Sqlite => about(
                "sqlite",
                "sqlite3, DB Browser, DuckDB, Python, R, Datasette",
                "nodes, edges, statements, articles, aliases, two views; exact types",
                "drawing",
            ),
            Format::Turtle => about(
                "turtle",
                "rdflib, Jena, oxigraph, GraphDB, Protege",
                "statements as resources, PROV-O provenance, Wikidata links",
                "articles' attributes beyond title, date, publisher and address",
            ),
            Format::Nquads => about(
                "nquads",
                "rdflib, Jena, oxigraph, GraphDB",
                "the same with a named graph for each article",
                "the same; rdflib needs a Dataset",
            ),
            Format::Kgx => about(
                "kgx",
                "KGX and other tools of the Biolink model",
                "compact URIs, categories, predicates",
                "line breaks and tabs: they become blanks; `|` in a list becomes `/`",
            ),
            Format::Svg => about(
                "svg",
                "browsers, Inkscape, word processors",
                "a drawing with legend; words of the articles at the pointer",
                "more than 150 nodes: it shows those with the most edges",
            ),
            Format::Png => about(
                "png",
                "everything that shows pictures",
                "the same drawing",
                "more than 150 nodes; letters other than Latin, Greek and Cyrillic",
            ),
        }
    }

    /// The files of the format, each with its name and its writer.
    pub fn files(self) -> &'static [(&'static str, Writer)] {
        match self {
            Format::Graphml => &[("graph.graphml", graphml::write)],
            Format::Gexf => &[("graph.gexf", gexf::write)],
            Format::Dot => &[("graph.dot", dot::write)],
            Format::Csv => &[("nodes.csv", csv::write_nodes), ("edges.csv", csv::write_edges)],
            Format::Statements => &[("statements.csv", statements::write)],
            Format::NodeLink => &[("graph.node-link.json", node_link::write)],
            Format::Cytoscape => &[("graph.cyjs", cytoscape::write)],
            Format::Graphology => &[("graph.graphology.json", graphology::write)],
            Format::Neo4j => {
                &[("neo4j-nodes.csv", neo4j::write_nodes), ("neo4j-edges.csv", neo4j::write_relationships)]
            }
            Format::Cypher => &[("graph.cypher", neo4j::write_script)],
            Format::Sqlite => &[("graph.sqlite", sqlite::write)],
            Format::Turtle => &[("graph.ttl", rdf::write_turtle)],
            Format::Nquads => &[("graph.nq", rdf::write_nquads)],
            Format::Kgx => &[("graph_nodes.tsv", kgx::write_nodes), ("graph_edges.tsv", kgx::write_edges)],
            Format::Svg => &[("graph.svg", picture::write_svg)],
            Format::Png => &[("graph.png", picture::write_png)],
        }
    }
}

/// `text` for a cell of a table, with an apostrophe before it if the user wants formulas kept from working.
fn formula(text: &str, options: Options) -> Cow<'_, str> {
    if options.guard_formulas && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A type's name as classes are written: `State`.
fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), chars.as_str()))
}
