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

    /// Colour alone would not do for everyone.
    fn dashes(self) -> &'static str {
        match self {
            Mark::Removed => "6 4",
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
    /// DOT for Graphviz: green added, red and dashed removed, amber changed, grey the same.
    pub fn dot(&self, schema: &Schema, out: &mut dyn Write) -> io::Result<()> {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        writeln!(out, "digraph diff {{")?;
        for (node, mark) in &self.nodes {
            let shape = schema.nodes.get(&node.kind).map_or("ellipse", |kind| kind.shape.as_str());
            let (id, label, colour) = (quoted(&node.id), quoted(&node.label), mark.colour());
            let style = if *mark == Mark::Removed { "dashed" } else { "solid" };
            writeln!(
                out,
                "  {id} [label={label}, shape=\"{shape}\", style=\"{style}\", color=\"{colour}\", fontname=\"Helvetica\", change=\"{}\"];",
                mark.name()
            )?;
        }
        for (edge, mark) in &self.edges {
            let (colour, label) = (mark.colour(), quoted(&shown(edge)));
            let style = if *mark == Mark::Removed { "dashed" } else { "solid" };
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
        const ROW: usize = 34;
        const WIDTH: usize = 900;
        const LEFT: usize = 300;
        const RIGHT: usize = 600;
        let labels: BTreeMap<&str, (&str, Mark)> =
            self.nodes.iter().map(|(node, mark)| (node.id.as_str(), (node.label.as_str(), *mark))).collect();
        let mut rows: [Vec<&str>; 2] = [Vec::new(), Vec::new()];
        for (side, ids) in rows.iter_mut().enumerate() {
            let ends = self.edges.iter().map(|(edge, _)| if side == 0 { &edge.source } else { &edge.target });
            let ends: BTreeSet<&str> = ends.map(String::as_str).collect();
            let mut sorted: Vec<&str> = ends.into_iter().collect();
            sorted.sort_by_key(|id| labels.get(id).map_or(*id, |(label, _)| *label));
            ids.extend(sorted);
        }
        // Targets stand at the height of those who speak of them, as far as they do not collide.
        let place: BTreeMap<&str, usize> = rows[0].iter().enumerate().map(|(row, id)| (*id, row)).collect();
        let height = |id: &str| {
            let heights: Vec<usize> = self
                .edges
                .iter()
                .filter(|(edge, _)| edge.target == id)
                .map(|(edge, _)| place[edge.source.as_str()])
                .collect();
            heights.iter().sum::<usize>() * 1000 / heights.len().max(1)
        };
        rows[1].sort_by_key(|id| (height(id), *id));
        let longest = rows[0].len().max(rows[1].len()).max(1);
        let total = longest * ROW + 60;
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {total}\" width=\"{WIDTH}\" height=\"{total}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">"
        )?;
        writeln!(
            out,
            "<title>What changed: green added, red and dashed removed, amber changed, grey the same</title>"
        )?;
        writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>")?;
        for (index, mark) in [Mark::Added, Mark::Removed, Mark::Changed, Mark::Same].into_iter().enumerate() {
            let (x, colour) = (20 + index * 110, mark.colour());
            let (dashes, end) = (mark.dashes(), x + 24);
            writeln!(
                out,
                "<path d=\"M{x} 18 H{end}\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/><text x=\"{}\" y=\"22\">{}</text>",
                end + 6,
                mark.name()
            )?;
        }
        let at = |ids: &[&str], id: &str| {
            let row = ids.iter().position(|other| *other == id).unwrap_or(0);
            50 + row * ROW + (longest - ids.len()) * ROW / 2
        };
        let mut order: Vec<&(Edge, Mark)> = self.edges.iter().collect();
        order.sort_by_key(|(edge, mark)| (*mark != Mark::Same, edge.id.as_str()));
        let mut parallel: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (edge, mark) in order {
            let (from, to) = (at(&rows[0], &edge.source), at(&rows[1], &edge.target));
            let nth = parallel.entry((&edge.source, &edge.target)).or_default();
            *nth += 1;
            let bow = (*nth - 1) * 14;
            let (colour, dashes) = (mark.colour(), mark.dashes());
            let middle = usize::midpoint(LEFT, RIGHT);
            writeln!(
                out,
                "<path d=\"M{LEFT} {from} C{middle} {}, {middle} {}, {RIGHT} {to}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-dasharray=\"{dashes}\"><title>{}</title></path>",
                from + bow,
                to + bow,
                if *mark == Mark::Same { 1 } else { 2 },
                escape(visible(&format!("{} {} {}", edge.source, edge.relation, edge.target)))
            )?;
            if *mark != Mark::Same {
                let (x, y) = (middle, usize::midpoint(from, to) + bow * 3 / 4);
                writeln!(
                    out,
                    "<text x=\"{x}\" y=\"{}\" font-size=\"11\" text-anchor=\"middle\" fill=\"{colour}\" stroke=\"white\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                    y.saturating_sub(3),
                    escape(visible(&shown(edge)))
                )?;
            }
        }
        for (ids, x, anchor) in [(&rows[0], LEFT - 8, "end"), (&rows[1], RIGHT + 8, "start")] {
            for id in ids {
                let (label, mark) = labels.get(id).copied().unwrap_or((id, Mark::Same));
                let colour = if mark == Mark::Same { "#1f2328" } else { mark.colour() };
                writeln!(
                    out,
                    "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
                    at(ids, id) + 4,
                    escape(visible(label))
                )?;
            }
        }
        writeln!(out, "</svg>")
    }
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
