//! How nodes and edges look in every picture: colours, widths, sizes.
//!
//! Colours are those of Okabe and Ito, which differ for colour-blind eyes; blue is for, orange against,
//! grey open, light grey a fact. What is drawn by us also differs without colour: by the arrow's head.

use crate::graph::{Edge, Graph};
use crate::schema::{Layer, Schema};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// A colour of the form `#rrggbb`; grey for anything else.
    fn parse(text: &str) -> Colour {
        let part = |at: usize| text.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (part(1), part(3), part(5)) {
            (Some(red), Some(green), Some(blue)) => Colour(red, green, blue),
            _ => Colour(153, 153, 153),
        }
    }

    /// The colour thinned with white, to stand behind black letters.
    pub fn tint(self) -> Colour {
        let tint = |part: u8| 255 - (255 - part) / 3;
        Colour(tint(self.0), tint(self.1), tint(self.2))
    }
}

impl Display for Colour {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colour of a position, or of a fact.
pub fn edge_colour(edge: &Edge) -> Colour {
    match (edge.layer, edge.sign) {
        (Layer::Context, _) => Colour(170, 170, 170),
        (_, 1..) => Colour(0, 114, 178),
        (_, 0) => Colour(102, 102, 102),
        (_, ..=-1) => Colour(213, 94, 0),
    }
}

/// The width of an edge: 1 for one statement, growing with the logarithm of their number up to 6.
pub fn edge_width(edge: &Edge) -> f64 {
    match edge.layer {
        Layer::Context => 1.0,
        Layer::Stance => {
            // A whole number of steps, for logarithms may differ in the last digit between systems.
            let mut steps = 0.0;
            let mut weight = edge.weight;
            while weight >= 1.4 && steps < 10.0 {
                weight /= std::f64::consts::SQRT_2;
                steps += 1.0;
            }
            1.0 + steps / 2.0
        }
    }
}

/// Shape (a Graphviz name) and colour of nodes of the type `kind`.
pub fn node_look<'s>(kind: &str, schema: &'s Schema) -> (&'s str, Colour) {
    schema
        .nodes
        .get(kind)
        .map_or(("ellipse", Colour(153, 153, 153)), |kind| (&kind.shape, Colour::parse(&kind.fill)))
}

/// What Gephi calls the kind of each edge; it merges edges of one kind between the same nodes.
///
/// Between two nodes the fold makes one edge of a relation, and another for what is denied, or for each sign where
/// writers give it several; its ids say so, and nothing needs to be kept. Where edges stand for something
/// else, a statement each for one, a repeat of relation and ends gets a number.
pub fn kinds(graph: &Graph) -> impl Iterator<Item = Cow<'_, str>> {
    let folded = graph.edges.iter().all(|edge| edge.mark().is_some());
    let mut seen: HashMap<(&str, &str, &str, bool), usize> = HashMap::new();
    graph.edges.iter().map(move |edge| {
        let relation = edge.relation.as_str();
        match edge.mark().filter(|_| folded) {
            Some("") => return relation.into(),
            Some(mark) => return format!("{relation}{}", mark.replace('-', " ")).into(),
            None => {}
        }
        let kind = format!("{relation}{}", if edge.denied { " denied" } else { "" });
        let count = seen.entry((&edge.source, &edge.target, relation, edge.denied)).or_default();
        *count += 1;
        if *count == 1 { kind.into() } else { format!("{kind} #{count}").into() }
    })
}
