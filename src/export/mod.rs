//! Exports: the graph as files that other programs open. One file a format.
//!
//! All formats carry the same ids, fields and edges. Conventions that come from what the programs really
//! do with such files are told where they are kept.

mod csv;
mod dot;
mod fields;
mod graphml;

use crate::graph::Graph;
use crate::schema::Schema;
use std::io::{self, Write};

/// A format the graph is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `GraphML`, valid by its XML schema: networkx, igraph, Gephi, Cytoscape, yEd, visone.
    Graphml,
    /// DOT: Graphviz, Gephi.
    Dot,
    /// Gephi's two tables, also for pandas, R and spreadsheets.
    Csv,
}

/// A writer of one file.
type Writer = fn(&Graph, &Schema, &mut dyn Write) -> io::Result<()>;

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Graphml, Format::Dot, Format::Csv];

    /// The name users give.
    pub fn name(self) -> &'static str {
        match self {
            Format::Graphml => "graphml",
            Format::Dot => "dot",
            Format::Csv => "csv",
        }
    }

    /// The files of the format, each with its name and its writer.
    pub fn files(self) -> &'static [(&'static str, Writer)] {
        match self {
            Format::Graphml => &[("graph.graphml", graphml::write)],
            Format::Dot => &[("graph.dot", dot::write)],
            Format::Csv => &[("nodes.csv", csv::write_nodes), ("edges.csv", csv::write_edges)],
        }
    }
}
