//! A drawing as marks: edges first, nodes over them, labels of edges on top, the legend below.

use super::font::Font;
use super::route::{Box, Curve, Point, route};
use crate::export::fields::line as one_line;
use crate::export::look::{self, Colour};
use crate::export::{Content, Options, layout};
use crate::graph::{Edge, Graph, Node};
use crate::schema::{Layer, Schema};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A picture with more nodes cannot be read; it shows those with the most edges.
const MOST_NODES: usize = 150;
/// More facts than these go without labels, which would hide the positions.
const MOST_LABELLED_FACTS: usize = 30;
/// The free space around the drawing.
const EDGE_SPACE: f64 = 24.0;
/// Sizes of letters: nodes, edges, legend.
const NODE_TEXT: f64 = 12.0;
const EDGE_TEXT: f64 = 10.0;
/// The distance of parallel edges.
const PARALLEL: f64 = 26.0;

pub const BLACK: Colour = Colour(26, 26, 26);
const GREY: Colour = Colour(102, 102, 102);
const WHITE: Colour = Colour(255, 255, 255);

pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub marks: Vec<Mark>,
}

/// One thing drawn.
pub enum Mark {
    /// The begin of a node or edge.
    Open {
        id: String,
        class: &'static str,
        title: String,
    },
    /// Its end.
    Close,
    Shape {
        steps: Vec<Step>,
        fill: Option<Colour>,
        line: Option<Line>,
    },
    /// Text whose base line is at `y`.
    Text {
        x: f64,
        y: f64,
        size: f64,
        colour: Colour,
        halo: bool,
        anchor: Anchor,
        words: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
}

pub struct Line {
    pub colour: Colour,
    pub width: f64,
    pub dashes: Vec<f64>,
}

/// A step of an outline.
#[derive(Clone, Copy)]
pub enum Step {
    Move(Point),
    Line(Point),
    Quad(Point, Point),
    Cubic(Point, Point, Point),
    Close,
}

impl Scene {
    pub fn new(content: &Content, options: Options, font: &Font) -> Scene {
        let (graph, all) = drawn(content.graph, options);
        let shown = Content { graph: &graph, ..*content };
        let labels: Vec<Vec<String>> = graph
            .nodes
            .iter()
            .map(|node| font.wrapped(&one_line(&node.label), NODE_TEXT, 120.0, 3))
            .collect();
        let boxes = place(&shown, &labels, font);
        let mut scene = Scene { width: 0.0, height: 0.0, marks: Vec::new() };
        let curves = curves(&graph, &boxes);
        let order = drawing_order(&graph);
        for &index in &order {
            scene.edge(&graph, index, curves[index].as_ref(), &boxes, content.schema);
        }
        for ((node, lines), place) in graph.nodes.iter().zip(&labels).zip(&boxes) {
            scene.node(node, lines, place, content.schema);
        }
        let unlabelled = scene.edge_labels(&graph, &order, &curves, &boxes, font);
        let right = boxes.iter().map(|place| place.centre.0 + place.width / 2.0).fold(0.0, f64::max);
        let bottom = boxes.iter().map(|place| place.centre.1 + place.height / 2.0).fold(0.0, f64::max);
        scene.width = (right + EDGE_SPACE).max(560.0);
        scene.height = bottom + EDGE_SPACE;
        let mut remarks = Vec::new();
        if graph.nodes.len() < all {
            remarks.push(format!("Shown are the {} nodes of {all} with the most edges.", graph.nodes.len()));
        }
        match unlabelled {
            0 => {}
            1 => remarks.push("One edge has no label for want of room.".to_owned()),
            _ => remarks.push(format!("{unlabelled} edges have no label for want of room.")),
        }
        scene.legend(&shown, &remarks, font);
        scene
    }

    fn shape(&mut self, steps: Vec<Step>, fill: Option<Colour>, line: Option<Line>) {
        self.marks.push(Mark::Shape { steps, fill, line });
    }

    fn text(&mut self, (x, y): Point, size: f64, colour: Colour, anchor: Anchor, words: &str) {
        let halo = size < NODE_TEXT;
        self.marks.push(Mark::Text { x, y, size, colour, halo, anchor, words: words.to_owned() });
    }

    fn node(&mut self, node: &Node, lines: &[String], place: &Box, schema: &Schema) {
        let title = format!("{} ({})", one_line(&node.label), node.kind);
        self.marks.push(Mark::Open { id: node.id.clone(), class: "node", title });
        self.node_shape(&node.kind, place, schema);
        let shift = if look::node_look(&node.kind, schema).0 == "house" { 5.0 } else { 0.0 };
        #[expect(clippy::cast_precision_loss, reason = "at most three lines")]
        let top = place.centre.1 + shift - (lines.len() as f64 - 1.0) * 7.5 + NODE_TEXT * 0.35;
        let mut y = top;
        for words in lines {
            self.text((place.centre.0, y), NODE_TEXT, BLACK, Anchor::Middle, words);
            y += 15.0;
        }
        self.marks.push(Mark::Close);
    }

    fn node_shape(&mut self, kind: &str, place: &Box, schema: &Schema) {
        let (shape, colour) = look::node_look(kind, schema);
        let line = || Some(Line { colour, width: 1.5, dashes: Vec::new() });
        let fill = Some(colour.tint());
        let (a, b) = (place.width / 2.0, place.height / 2.0);
        let at = |x: f64, y: f64| (place.centre.0 + x, place.centre.1 + y);
        let polygon = |corners: &[Point]| {
            let mut steps: Vec<Step> = corners.iter().map(|(x, y)| Step::Line(at(*x, *y))).collect();
            steps[0] = Step::Move(at(corners[0].0, corners[0].1));
            steps.push(Step::Close);
            steps
        };
        let rectangle = [(-a, -b), (a, -b), (a, b), (-a, b)];
        let steps = match shape {
            "hexagon" => polygon(&[
                (-a, 0.0),
                (-a + 10.0, -b),
                (a - 10.0, -b),
                (a, 0.0),
                (a - 10.0, b),
                (-a + 10.0, b),
            ]),
            "house" => polygon(&[(-a, -b + 10.0), (0.0, -b), (a, -b + 10.0), (a, b), (-a, b)]),
            "note" => polygon(&[(-a, -b), (a - 9.0, -b), (a, -b + 9.0), (a, b), (-a, b)]),
            "box" | "component" => polygon(&rectangle),
            _ => ellipse(place.centre, a, b),
        };
        self.shape(steps, fill, line());
        if shape == "note" {
            let fold = vec![
                Step::Move(at(a - 9.0, -b)),
                Step::Line(at(a - 9.0, -b + 9.0)),
                Step::Line(at(a, -b + 9.0)),
            ];
            self.shape(fold, None, line());
        }
        if shape == "component" {
            for y in [-b / 2.0, b / 2.0] {
                let tab =
                    [(-a - 4.0, y - 3.0), (-a + 4.0, y - 3.0), (-a + 4.0, y + 3.0), (-a - 4.0, y + 3.0)];
                self.shape(polygon(&tab), fill, line());
            }
        }
    }

    fn edge(&mut self, graph: &Graph, index: usize, curve: Option<&Curve>, boxes: &[Box], schema: &Schema) {
        let edge = &graph.edges[index];
        self.marks.push(Mark::Open { id: edge.id.clone(), class: "edge", title: title(edge) });
        let colour = look::edge_colour(edge);
        let width = look::edge_width(edge);
        let dashes = match (edge.layer, edge.denied) {
            (Layer::Context, _) => vec![1.5, 3.0],
            (Layer::Stance, true) => vec![7.0, 4.0],
            (Layer::Stance, false) => Vec::new(),
        };
        if let Some(curve) = curve {
            let length = head_length(edge, width);
            let both = schema.is_symmetric(&edge.relation);
            let mut line = curve.part(0.0, curve.before_end(length));
            if both {
                let reversed = line.reversed();
                line = reversed.part(0.0, reversed.before_end(length)).reversed();
            }
            let steps = vec![Step::Move(line.start), Step::Quad(line.control, line.end)];
            self.shape(steps, None, Some(Line { colour, width, dashes }));
            self.head(edge, width, curve);
            if both {
                self.head(edge, width, &curve.reversed());
            }
        } else if edge.source == edge.target
            && let Some(place) = graph.nodes.iter().position(|node| node.id == edge.source)
        {
            let Box { centre: (x, y), height, .. } = boxes[place];
            let top = y - height / 2.0;
            let steps = vec![
                Step::Move((x - 12.0, top)),
                Step::Cubic((x - 22.0, top - 26.0), (x + 22.0, top - 26.0), (x + 12.0, top)),
            ];
            self.shape(steps, None, Some(Line { colour, width, dashes }));
        }
        self.marks.push(Mark::Close);
    }

    /// What an edge ends in tells its sign without colour: for a filled arrow, against a bar, open a hollow
    /// circle; a fact has a small grey arrow.
    fn head(&mut self, edge: &Edge, width: f64, curve: &Curve) {
        let colour = look::edge_colour(edge);
        let (dx, dy) = curve.direction();
        let (x, y) = curve.end;
        let at = |along: f64, aside: f64| (x - along * dx - aside * dy, y - along * dy + aside * dx);
        let line = |width| Some(Line { colour, width, dashes: Vec::new() });
        let length = head_length(edge, width);
        match (edge.layer, edge.sign) {
            (Layer::Stance, ..=-1) => {
                let half = 5.0 + width;
                self.shape(vec![Step::Move(at(1.5, -half)), Step::Line(at(1.5, half))], None, line(3.0));
            }
            (Layer::Stance, 0) => {
                let radius = length / 2.0;
                self.shape(ellipse(at(radius, 0.0), radius, radius), Some(WHITE), line(1.5));
            }
            _ => {
                let half = length * 0.45;
                let steps = vec![
                    Step::Move((x, y)),
                    Step::Line(at(length, -half)),
                    Step::Line(at(length, half)),
                    Step::Close,
                ];
                self.shape(steps, Some(colour), None);
            }
        }
    }

    /// Writes the relation beside each edge where there is room; returns how many found none.
    fn edge_labels(
        &mut self,
        graph: &Graph,
        order: &[usize],
        curves: &[Option<Curve>],
        boxes: &[Box],
        font: &Font,
    ) -> usize {
        let mut taken: Vec<Box> = Vec::new();
        let mut missing = 0;
        let facts = graph.edges.iter().filter(|edge| edge.layer == Layer::Context).count();
        // The positions come last in drawing, so first here.
        for &index in order.iter().rev() {
            if graph.edges[index].layer == Layer::Context && facts > MOST_LABELLED_FACTS {
                continue;
            }
            let (edge, Some(curve)) = (&graph.edges[index], &curves[index]) else { continue };
            let words = label(edge);
            let (width, height) = (font.width(&words, EDGE_TEXT) + 4.0, EDGE_TEXT + 3.0);
            let places = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
            let asides = [0.0, 9.0, -9.0];
            let free = asides.iter().flat_map(|aside| places.map(|t| (t, *aside))).find_map(|(t, aside)| {
                let (x, y) = curve.at(t);
                let place = Box { centre: (x, y + aside), width, height, round: false };
                let inside = x - width / 2.0 > 2.0 && y - height > 2.0;
                (inside && !boxes.iter().chain(&taken).any(|other| other.meets(&place))).then_some(place)
            });
            let Some(place) = free else {
                missing += 1;
                continue;
            };
            let colour = if edge.layer == Layer::Context { GREY } else { look::edge_colour(edge) };
            self.text(
                (place.centre.0, place.centre.1 + EDGE_TEXT * 0.35),
                EDGE_TEXT,
                colour,
                Anchor::Middle,
                &words,
            );
            taken.push(place);
        }
        missing
    }

    /// What colours, heads, dashes and shapes mean, in rows below the drawing.
    fn legend(&mut self, content: &Content, remarks: &[String], font: &Font) {
        const ROW: f64 = 24.0;
        let (mut x, mut y) = (EDGE_SPACE, self.height + ROW / 2.0);
        let right = self.width - EDGE_SPACE;
        let mut next = |width: f64| {
            if x > EDGE_SPACE && x + width > right {
                (x, y) = (EDGE_SPACE, y + ROW);
            }
            let place = (x, y);
            x += width + 22.0;
            place
        };
        for (words, edge) in samples(content.graph) {
            let place = next(44.0 + font.width(words, NODE_TEXT));
            let curve =
                Curve { start: place, control: (place.0 + 17.0, place.1), end: (place.0 + 34.0, place.1) };
            let graph = Graph { meta: content.graph.meta.clone(), nodes: Vec::new(), edges: vec![edge] };
            let from = self.marks.len();
            self.edge(&graph, 0, Some(&curve), &[], content.schema);
            // A sample is no edge of the graph.
            self.marks.remove(from);
            self.marks.pop();
            self.text((place.0 + 42.0, place.1 + 4.0), NODE_TEXT, BLACK, Anchor::Start, words);
        }
        let present: BTreeSet<&str> = content.graph.nodes.iter().map(|node| node.kind.as_str()).collect();
        for (kind, about) in content.schema.nodes.iter().filter(|(kind, _)| present.contains(kind.as_str())) {
            let place = next(34.0 + font.width(&about.label, NODE_TEXT));
            let icon = Box { centre: (place.0 + 13.0, place.1), width: 26.0, height: 16.0, round: false };
            self.node_shape(kind, &icon, content.schema);
            self.text((place.0 + 32.0, place.1 + 4.0), NODE_TEXT, BLACK, Anchor::Start, &about.label);
        }
        for remark in remarks {
            let place = next(font.width(remark, NODE_TEXT));
            self.text((place.0, place.1 + 4.0), NODE_TEXT, GREY, Anchor::Start, remark);
        }
        self.height = y + ROW;
    }
}

/// What is drawn of `graph`: all of it or its positions alone, and of what is too large the nodes with the most
/// edges and what lies between them. Also tells how many nodes there were to choose from.
fn drawn(graph: &Graph, options: Options) -> (Graph, usize) {
    let shown = |edge: &&Edge| !options.draw_no_facts || edge.layer == Layer::Stance;
    let mut degree: HashMap<&str, usize> = HashMap::new();
    for edge in graph.edges.iter().filter(shown) {
        *degree.entry(&edge.source).or_default() += 1;
        *degree.entry(&edge.target).or_default() += 1;
    }
    let degree = |node: &Node| degree.get(node.id.as_str()).copied().unwrap_or(0);
    let mut nodes: Vec<&Node> =
        graph.nodes.iter().filter(|node| !options.draw_no_facts || degree(node) > 0).collect();
    let all = nodes.len();
    if all > MOST_NODES {
        nodes.sort_by_key(|node| std::cmp::Reverse(degree(node)));
        nodes.truncate(MOST_NODES);
    }
    let kept: BTreeSet<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
    let within = |edge: &&Edge| kept.contains(edge.source.as_str()) && kept.contains(edge.target.as_str());
    let graph = Graph {
        meta: graph.meta.clone(),
        nodes: graph.nodes.iter().filter(|node| kept.contains(node.id.as_str())).cloned().collect(),
        edges: graph.edges.iter().filter(shown).filter(within).cloned().collect(),
    };
    (graph, all)
}

/// The boxes of the nodes, large enough for their labels.
fn place(content: &Content, labels: &[Vec<String>], font: &Font) -> Vec<Box> {
    let size = |(node, lines): (&Node, &Vec<String>)| {
        let widest = lines.iter().map(|words| font.width(words, NODE_TEXT)).fold(20.0, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "at most three lines")]
        let tall = lines.len() as f64 * 15.0;
        match look::node_look(&node.kind, content.schema).0 {
            "hexagon" => (widest + 30.0, tall + 10.0),
            "house" => (widest + 16.0, tall + 20.0),
            "note" => (widest + 24.0, tall + 10.0),
            "box" => (widest + 16.0, tall + 10.0),
            "component" => (widest + 22.0, tall + 12.0),
            _ => (widest * 1.2 + 16.0, tall * 1.25 + 10.0),
        }
    };
    let sizes: Vec<Point> = content.graph.nodes.iter().zip(labels).map(size).collect();
    let centres = layout::positions_of(content.graph, &sizes);
    let left = centres.iter().zip(&sizes).map(|((x, _), (w, _))| x - w / 2.0).fold(f64::INFINITY, f64::min);
    let top = centres.iter().zip(&sizes).map(|((_, y), (_, h))| y - h / 2.0).fold(f64::INFINITY, f64::min);
    let boxes =
        centres.iter().zip(&sizes).zip(&content.graph.nodes).map(|((&(x, y), &(width, height)), node)| Box {
            centre: (x - left + EDGE_SPACE, y - top + EDGE_SPACE),
            width,
            height,
            round: look::node_look(&node.kind, content.schema).0 == "ellipse",
        });
    boxes.collect()
}

/// The way of every edge; parallel ones run side by side.
fn curves(graph: &Graph, boxes: &[Box]) -> Vec<Option<Curve>> {
    let index: HashMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
    let ends = |edge: &Edge| Some((*index.get(edge.source.as_str())?, *index.get(edge.target.as_str())?));
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        if let Some((source, target)) = ends(edge) {
            groups.entry((source.min(target), source.max(target))).or_default().push(at);
        }
    }
    let mut curves = vec![None; graph.edges.len()];
    for ((low, _), group) in groups {
        for (place, &at) in group.iter().enumerate() {
            let Some((source, target)) = ends(&graph.edges[at]) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "few edges are parallel")]
            let bow = (place as f64 - (group.len() as f64 - 1.0) / 2.0) * PARALLEL;
            // Of the other direction left is right.
            let bow = if source == low { bow } else { -bow };
            curves[at] = route(boxes, source, target, bow);
        }
    }
    curves
}

/// Facts below positions, weak below strong.
fn drawing_order(graph: &Graph) -> Vec<usize> {
    let mut order: Vec<usize> = (0..graph.edges.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&graph.edges[*a], &graph.edges[*b]);
        b.layer.cmp(&a.layer).then(a.weight.total_cmp(&b.weight))
    });
    order
}

fn head_length(edge: &Edge, width: f64) -> f64 {
    match (edge.layer, edge.sign) {
        (Layer::Context, _) => 6.0,
        (Layer::Stance, ..=-1) => 2.0,
        (Layer::Stance, 0) => 8.0 + width,
        (Layer::Stance, 1..) => 8.0 + 1.5 * width,
    }
}

fn label(edge: &Edge) -> String {
    let relation = one_line(&edge.relation).replace('_', " ");
    let denied = if edge.denied { "not: " } else { "" };
    let times = if edge.weight > 1.0 { format!(" ×{}", edge.weight) } else { String::new() };
    format!("{denied}{relation}{times}")
}

/// What the pointer tells of an edge.
fn title(edge: &Edge) -> String {
    let words = match (&edge.evidence, &edge.role) {
        (Some(quote), _) => format!(": {} ({})", one_line(&quote.evidence.text), quote.article),
        (None, Some(role)) => format!(": {role}"),
        (None, None) => String::new(),
    };
    format!("{} {} {}{words}", edge.source, label(edge), edge.target)
}

/// An edge of each kind that the graph has, for the legend.
fn samples(graph: &Graph) -> Vec<(&'static str, Edge)> {
    let has = |layer, sign, denied| {
        let found = graph.edges.iter().find(|edge| {
            edge.layer == layer && (denied || edge.sign.signum() == sign) && edge.denied == denied
        });
        found.map(|edge| Edge { relation: String::new(), weight: 1.0, ..edge.clone() })
    };
    let samples = [
        ("for", has(Layer::Stance, 1, false)),
        ("against", has(Layer::Stance, -1, false)),
        ("open", has(Layer::Stance, 0, false)),
        ("denied", has(Layer::Stance, 0, true)),
        ("fact", has(Layer::Context, 0, false)),
    ];
    samples.into_iter().filter_map(|(words, edge)| Some((words, edge?))).collect()
}

/// An ellipse as four curves.
fn ellipse((x, y): Point, a: f64, b: f64) -> Vec<Step> {
    // The handle's length that brings a cubic curve nearest to a quarter circle.
    const HANDLE: f64 = 0.552_284_749_830_793_6;
    let (p, q) = (a * HANDLE, b * HANDLE);
    vec![
        Step::Move((x + a, y)),
        Step::Cubic((x + a, y + q), (x + p, y + b), (x, y + b)),
        Step::Cubic((x - p, y + b), (x - a, y + q), (x - a, y)),
        Step::Cubic((x - a, y - q), (x - p, y - b), (x, y - b)),
        Step::Cubic((x + p, y - b), (x + a, y - q), (x + a, y)),
        Step::Close,
    ]
}
