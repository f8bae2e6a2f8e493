//! Both graphs in one, each node and edge marked by what became of it: as DOT, `GraphML` and SVG.

use super::super::{Change, Edge, Graph, Node, Patch};
use super::align::Aligned;
use crate::schema::{Layer, Schema};
use quick_xml::escape::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What became of a node or edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// In both graphs alike.
    Same,
    /// In the new graph only.
    Added,
    /// In the old graph only.
    Removed,
    /// In both, but different.
    Changed,
}

impl Mark {
    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Same => "same",
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Changed => "changed",
        }
    }

    fn colour(self) -> &'static str {
        match self {
            Mark::Same => "#9aa0a6",
            Mark::Added => "#1a7f37",
            Mark::Removed => "#cf222e",
            Mark::Changed => "#bf8700",
        }
    }

    /// Graphviz's name for the dashes.
    fn style(self) -> &'static str {
        match self {
            Mark::Removed => "dashed",
            Mark::Changed => "dotted",
            _ => "solid",
        }
    }

    /// Colour alone would not do for everyone.
    fn dashes(self) -> &'static str {
        match self {
            Mark::Removed => "6 4",
            Mark::Changed => "2 3",
            _ => "none",
        }
    }
}

/// Both graphs in one; the new form of what both have, sorted by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Nodes.
    pub nodes: Vec<(Node, Mark)>,
    /// Edges. A renamed node's edges run under its new id.
    pub edges: Vec<(Edge, Mark)>,
}

/// Lays `patch` over the `new` graph. Facts that did not change are left out, and with `changed_only` all
/// else that did not.
pub fn union(patch: &Patch, new: &Graph, changed_only: bool) -> Union {
    let aligned = Aligned::new(patch);
    let mut nodes: BTreeMap<String, (Node, Mark)> = BTreeMap::new();
    let mut edges: BTreeMap<String, (Edge, Mark)> = BTreeMap::new();
    for node in &new.nodes {
        nodes.insert(node.id.clone(), (node.clone(), Mark::Same));
    }
    for edge in &new.edges {
        edges.insert(edge.id.clone(), (edge.clone(), Mark::Same));
    }
    for Change { old, new } in &patch.nodes {
        match (old, new) {
            (Some(old), None) if aligned.became.contains_key(old.id.as_str()) => {
                if let Some(heir) = nodes.get_mut(aligned.old_node(&old.id)) {
                    heir.1 = Mark::Changed;
                }
            }
            (Some(old), None) => {
                nodes.insert(old.id.clone(), (old.clone(), Mark::Removed));
            }
            (None, Some(new)) => {
                let mark = if aligned.is_heir(&new.id) { Mark::Changed } else { Mark::Added };
                nodes.insert(new.id.clone(), (new.clone(), mark));
            }
            (Some(old), Some(new)) => {
                let named = |node: &Node| (node.label.clone(), node.kind.clone(), node.attributes.clone());
                if named(old) != named(new) {
                    nodes.insert(new.id.clone(), (new.clone(), Mark::Changed));
                }
            }
            (None, None) => {}
        }
    }
    let mut moved = BTreeSet::new();
    for Change { old, new } in &patch.edges {
        match (old, new) {
            (Some(old), None) => {
                let mut edge = old.clone();
                let ends = [&old.source, &old.target].map(|id| aligned.old_node(id).to_owned());
                [edge.source, edge.target] = ends;
                edge.id = old.id.replacen(&old.source, &edge.source, 1);
                if let Some(stem) = edge.id.strip_suffix(&old.target) {
                    edge.id = format!("{stem}{}", edge.target);
                }
                if edge.id != old.id && edges.contains_key(&edge.id) {
                    moved.insert(edge.id);
                } else {
                    edges.insert(edge.id.clone(), (edge, Mark::Removed));
                }
            }
            (None, Some(new)) => {
                edges.insert(new.id.clone(), (new.clone(), Mark::Added));
            }
            (Some(old), Some(new)) => {
                let said = |edge: &Edge| {
                    (
                        edge.weight.to_bits(),
                        edge.first.clone(),
                        edge.last.clone(),
                        edge.statements.len(),
                        edge.modalities.clone(),
                        edge.role.clone(),
                    )
                };
                if said(old) != said(new) {
                    edges.insert(new.id.clone(), (new.clone(), Mark::Changed));
                }
            }
            (None, None) => {}
        }
    }
    for id in moved {
        if let Some(edge) = edges.get_mut(&id) {
            edge.1 = Mark::Same;
        }
    }
    let edges: Vec<(Edge, Mark)> = edges
        .into_values()
        .filter(|(edge, mark)| *mark != Mark::Same || edge.layer == Layer::Stance && !changed_only)
        .collect();
    let touched: BTreeSet<&str> =
        edges.iter().flat_map(|(edge, _)| [edge.source.as_str(), edge.target.as_str()]).collect();
    let nodes = nodes
        .into_values()
        .filter(|(node, mark)| *mark != Mark::Same || touched.contains(node.id.as_str()))
        .collect();
    Union { nodes, edges }
}

impl Union {
    /// DOT for Graphviz: green added, red and dashed removed, amber and dotted changed, grey the same.
    pub fn dot(&self, schema: &Schema, out: &mut dyn Write) -> io::Result<()> {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        writeln!(out, "digraph diff {{")?;
        for (node, mark) in &self.nodes {
            let shape = schema.nodes.get(&node.kind).map_or("ellipse", |kind| kind.shape.as_str());
            let (id, label, colour) = (quoted(&node.id), quoted(&node.label), mark.colour());
            let style = mark.style();
            writeln!(
                out,
                "  {id} [label={label}, shape=\"{shape}\", style=\"{style}\", color=\"{colour}\", fontname=\"Helvetica\", change=\"{}\"];",
                mark.name()
            )?;
        }
        for (edge, mark) in &self.edges {
            let (colour, label) = (mark.colour(), quoted(&shown(edge)));
            let style = mark.style();
            let direction = if schema.is_symmetric(&edge.relation) { ", dir=\"none\"" } else { "" };
            writeln!(
                out,
                "  {} -> {} [label={label}, color=\"{colour}\", fontcolor=\"{colour}\", style=\"{style}\", fontname=\"Helvetica\", fontsize=\"10\"{direction}, id={}, change=\"{}\"];",
                quoted(&edge.source),
                quoted(&edge.target),
                quoted(&edge.id),
                mark.name()
            )?;
        }
        writeln!(out, "  graph [rankdir=\"LR\", fontname=\"Helvetica\"];\n}}")
    }

    /// `GraphML` with the field `change` on nodes and edges.
    pub fn graphml(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (of, name, kind) in [
            ("node", "label", "string"),
            ("node", "kind", "string"),
            ("node", "change", "string"),
            ("edge", "relation", "string"),
            ("edge", "sign", "int"),
            ("edge", "denied", "boolean"),
            ("edge", "weight", "double"),
            ("edge", "change", "string"),
        ] {
            writeln!(
                out,
                " <key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
        writeln!(out, " <graph id=\"diff\" edgedefault=\"directed\">")?;
        for (node, mark) in &self.nodes {
            writeln!(out, "  <node id=\"{}\">", escape(&node.id))?;
            for (name, value) in
                [("label", node.label.as_str()), ("kind", &node.kind), ("change", mark.name())]
            {
                writeln!(out, "   <data key=\"node_{name}\">{}</data>", escape(visible(value)))?;
            }
            writeln!(out, "  </node>")?;
        }
        for (edge, mark) in &self.edges {
            let (id, source, target) = (escape(&edge.id), escape(&edge.source), escape(&edge.target));
            writeln!(out, "  <edge id=\"{id}\" source=\"{source}\" target=\"{target}\">")?;
            let fields = [
                ("relation", edge.relation.clone()),
                ("sign", edge.sign.to_string()),
                ("denied", edge.denied.to_string()),
                ("weight", format!("{:?}", edge.weight)),
                ("change", mark.name().to_owned()),
            ];
            for (name, value) in fields {
                writeln!(out, "   <data key=\"edge_{name}\">{}</data>", escape(visible(&value)))?;
            }
            writeln!(out, "  </edge>")?;
        }
        writeln!(out, " </graph>\n</graphml>")
    }

    /// A picture: who on the left, on what on the right, each edge a curve in the colour of its mark.
    pub fn svg(&self, out: &mut dyn Write) -> io::Result<()> {
        let page = Page::new(self);
        let (width, height) = (page.width, page.height);
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">"
        )?;
        writeln!(
            out,
            "<title>What changed: green added, red and dashed removed, amber and dotted changed, grey the same</title>"
        )?;
        writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>")?;
        let mut x = 20;
        for mark in [Mark::Added, Mark::Removed, Mark::Changed, Mark::Same] {
            if self.edges.iter().any(|(_, other)| *other == mark) {
                let (colour, dashes, end, name) = (mark.colour(), mark.dashes(), x + 24, mark.name());
                writeln!(
                    out,
                    "<path d=\"M{x} 18 H{end}\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/><text x=\"{}\" y=\"22\">{name}</text>",
                    end + 6,
                )?;
                x += 110;
            }
        }
        // What changed lies over what did not, and the words over both.
        let mut order: Vec<&(Edge, Mark)> = self.edges.iter().collect();
        order.sort_by_key(|(edge, mark)| (*mark != Mark::Same, edge.id.as_str()));
        let mut parallel: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        let mut labels: Vec<Label> = Vec::new();
        for (edge, mark) in order {
            let bow = parallel.entry((&edge.source, &edge.target)).or_default();
            let curve = page.curve(edge, *bow);
            *bow += 14.0;
            let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = curve;
            writeln!(
                out,
                "<path d=\"M{x0:.0} {y0:.0} C{x1:.0} {y1:.0}, {x2:.0} {y2:.0}, {x3:.0} {y3:.0}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"{}\"><title>{}</title></path>",
                mark.colour(),
                if *mark == Mark::Same { 1 } else { 2 },
                mark.dashes(),
                escape(visible(&format!("{} {} {}", edge.source, edge.relation, edge.target)))
            )?;
            if *mark != Mark::Same {
                labels.push(Label::beside(curve, shown(edge), mark.colour(), &labels));
            }
        }
        for Label { at: (x, y), words, colour } in &labels {
            let words = escape(visible(words));
            let text =
                format!("<text x=\"{x:.0}\" y=\"{:.0}\" font-size=\"11\" text-anchor=\"middle\"", y + 4.0);
            // Not every program knows `paint-order`, so the white behind the words is a text of its own.
            writeln!(out, "{text} stroke=\"white\" stroke-width=\"4\" fill=\"white\">{words}</text>")?;
            writeln!(out, "{text} fill=\"{colour}\">{words}</text>")?;
        }
        let marks: BTreeMap<&str, Mark> =
            self.nodes.iter().map(|(node, mark)| (node.id.as_str(), *mark)).collect();
        let columns = [(&page.sources, page.left - 8.0, "end"), (&page.targets, page.right + 8.0, "start")];
        for (column, x, anchor) in columns {
            for (id, (y, label)) in column {
                let mark = marks.get(id).copied().unwrap_or(Mark::Same);
                let colour = if mark == Mark::Same { "#1f2328" } else { mark.colour() };
                writeln!(
                    out,
                    "<text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
                    y + 4.0,
                    escape(visible(label))
                )?;
            }
        }
        writeln!(out, "</svg>")
    }
}

type Point = (f64, f64);

/// Where the two columns of nodes stand.
struct Page<'u> {
    width: f64,
    height: f64,
    /// Where the curves begin and end.
    left: f64,
    right: f64,
    /// Height and label by node id.
    sources: BTreeMap<&'u str, (f64, String)>,
    targets: BTreeMap<&'u str, (f64, String)>,
}

impl<'u> Page<'u> {
    #[expect(clippy::cast_precision_loss, reason = "far fewer nodes than 2^52")]
    fn new(union: &'u Union) -> Page<'u> {
        const ROW: f64 = 34.0;
        const BETWEEN: f64 = 460.0;
        const LETTER: f64 = 7.0;
        let labels: BTreeMap<&str, &str> =
            union.nodes.iter().map(|(node, _)| (node.id.as_str(), node.label.as_str())).collect();
        let label = |id: &'u str| shortened(labels.get(id).copied().unwrap_or(id));
        let ends = |end: fn(&Edge) -> &String| -> BTreeSet<&str> {
            union.edges.iter().map(|(edge, _)| end(edge).as_str()).collect()
        };
        let mut sources: Vec<&str> = ends(|edge| &edge.source).into_iter().collect();
        sources.sort_by_key(|id| (label(id), *id));
        // Targets stand at the height of those who speak of them, as far as they do not collide.
        let row: BTreeMap<&str, usize> = sources.iter().enumerate().map(|(row, id)| (*id, row)).collect();
        let mut speakers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (edge, _) in &union.edges {
            speakers.entry(&edge.target).or_default().push(row[edge.source.as_str()]);
        }
        let mut targets: Vec<&str> = ends(|edge| &edge.target).into_iter().collect();
        targets.sort_by_key(|id| (speakers[id].iter().sum::<usize>() * 1000 / speakers[id].len(), *id));
        let longest = sources.len().max(targets.len()).max(1);
        let column = |ids: &[&'u str]| -> BTreeMap<&'u str, (f64, String)> {
            let top = 56.0 + (longest - ids.len()) as f64 * ROW / 2.0;
            let place = |(row, id): (usize, &&'u str)| (*id, (top + row as f64 * ROW, label(id)));
            ids.iter().enumerate().map(place).collect()
        };
        let (sources, targets) = (column(&sources), column(&targets));
        let widest = |column: &BTreeMap<&str, (f64, String)>| {
            column.values().map(|(_, label)| label.chars().count()).max().unwrap_or(0) as f64 * LETTER + 28.0
        };
        let left = widest(&sources);
        let right = left + BETWEEN;
        let height = longest as f64 * ROW + 66.0;
        Page { width: right + widest(&targets), height, left, right, sources, targets }
    }

    /// The curve of an edge, as the four points of a cubic Bézier curve, `bow` pixels lower in the middle.
    fn curve(&self, edge: &Edge, bow: f64) -> [Point; 4] {
        let (from, to) = (self.sources[edge.source.as_str()].0, self.targets[edge.target.as_str()].0);
        let middle = f64::midpoint(self.left, self.right);
        [(self.left, from), (middle, from + bow), (middle, to + bow), (self.right, to)]
    }
}

/// The words beside a curve.
struct Label {
    at: Point,
    words: String,
    colour: &'static str,
}

impl Label {
    /// A label on `curve` where it covers none of `others`, or in the middle where there is no such place.
    fn beside(curve: [Point; 4], words: String, colour: &'static str, others: &[Label]) -> Label {
        const LETTER: f64 = 6.2;
        const HEIGHT: f64 = 13.0;
        #[expect(clippy::cast_precision_loss, reason = "far fewer letters than 2^52")]
        let width = |words: &str| words.chars().count() as f64 * LETTER + 4.0;
        let free = |&(x, y): &Point| {
            others.iter().all(|other| {
                let apart = f64::midpoint(width(&words), width(&other.words));
                (x - other.at.0).abs() >= apart || (y - other.at.1).abs() >= HEIGHT
            })
        };
        let places =
            [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.21, 0.79, 0.46, 0.54, 0.39, 0.61, 0.32, 0.68];
        let at = places.map(|t| on(curve, t)).into_iter().find(free).unwrap_or(on(curve, 0.5));
        Label { at, words, colour }
    }
}

/// The point of a cubic Bézier curve at `t`.
fn on([a, b, c, d]: [Point; 4], t: f64) -> Point {
    let u = 1.0 - t;
    let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
    let mix = |values: [f64; 4]| weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
    (mix([a.0, b.0, c.0, d.0]), mix([a.1, b.1, c.1, d.1]))
}

/// A label on one line, the end of a long one left out.
fn shortened(label: &str) -> String {
    const LONGEST: usize = 44;
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    label.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// `opposes −`, with what is denied said so.
fn shown(edge: &Edge) -> String {
    let sign = ["−", "0", "+"][usize::from((edge.sign.signum() + 1).unsigned_abs())];
    match edge.layer {
        Layer::Context => edge.relation.clone(),
        Layer::Stance if edge.denied => format!("{}, denied {sign}", edge.relation),
        Layer::Stance => format!("{} {sign}", edge.relation),
    }
}

/// `text` without characters that XML forbids.
fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().any(char::is_control) {
        text.chars().filter(|c| !c.is_control()).collect::<String>().into()
    } else {
        text.into()
    }
}
