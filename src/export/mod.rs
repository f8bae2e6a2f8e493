//! Exports: the graph as files that other programs open. One file a format.
//!
//! All formats carry the same ids, fields and edges. Conventions that come from what the programs really
//! do with such files are told where they are kept.

mod csv;
mod dot;
mod fields;
mod graphml;
pub mod sqlite;

use crate::article::Record;
use crate::graph::Graph;
use crate::schema::Schema;
use crate::statement::Statement;
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

/// A format the graph is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `GraphML`, valid by its XML schema: networkx, igraph, Gephi, Cytoscape, yEd, visone.
    Graphml,
    /// DOT: Graphviz, Gephi.
    Dot,
    /// Gephi's two tables, also for pandas, R and spreadsheets.
    Csv,
    /// `SQLite` database.
    Sqlite,
}

/// A writer of one file.
type Writer = fn(&Content, &mut dyn Write) -> io::Result<()>;

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::Graphml, Format::Dot, Format::Csv, Format::Sqlite];

    /// The formats that a build writes.
    pub const BUILD: [Format; 3] = [Format::Graphml, Format::Dot, Format::Csv];

    /// The name users give.
    pub fn name(self) -> &'static str {
        match self {
            Format::Graphml => "graphml",
            Format::Dot => "dot",
            Format::Csv => "csv",
            Format::Sqlite => "sqlite",
        }
    }

    /// The files of the format, each with its name and its writer.
    pub fn files(self) -> &'static [(&'static str, Writer)] {
        match self {
            Format::Graphml => &[("graph.graphml", graphml::write)],
            Format::Dot => &[("graph.dot", dot::write)],
            Format::Csv => &[("nodes.csv", csv::write_nodes), ("edges.csv", csv::write_edges)],
            Format::Sqlite => &[("graph.sqlite", sqlite::write)],
        }
    }
}
