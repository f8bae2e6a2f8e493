//! Where nodes stand in pictures: a deterministic layout in which distance shows how many edges lie between.
//!
//! Each part of the graph is laid out by stress majorization (Gansner, Koren and North, "Graph drawing by
//! stress majorization", 2004), then nodes that overlap are pushed apart, then the parts are packed on a page.
//! Only the four basic operations and square roots are used, so every system computes the same. Parts too
//! large for that are laid out as a spiral from their best-connected node outwards.

use crate::graph::Graph;
use std::collections::{HashMap, VecDeque};

/// The length of an edge between two nodes, in pixels.
const EDGE: f64 = 150.0;
/// The free space that nodes keep between them.
const MARGIN: f64 = 26.0;
/// The cost grows with the square of a part's nodes; above this number they stand in a spiral.
const LARGEST: usize = 600;

/// The centres of all nodes, as points; those that the nodes bring along as `x` and `y` if all have them.
///
/// O(n²) in the nodes of a connected part of up to 600, O(n + edges) in larger ones.
pub fn positions(graph: &Graph) -> Vec<(f64, f64)> {
    own(graph).unwrap_or_else(|| positions_of(graph, &vec![(30.0, 30.0); graph.nodes.len()]))
}

/// The positions that the nodes bring along.
fn own(graph: &Graph) -> Option<Vec<(f64, f64)>> {
    let own = graph.nodes.iter().map(|node| {
        let value =
            |key: &str| node.attributes.get(key)?.parse::<f64>().ok().filter(|value| value.is_finite());
        // As Gephi has it, y grows upwards.
        Some((value("x")?, -value("y")?))
    });
    own.collect::<Option<Vec<_>>>().filter(|own| !own.is_empty())
}

/// The centres of all nodes, for nodes with the widths and heights `sizes` so that none overlap.
pub fn positions_of(graph: &Graph, sizes: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let neighbours = neighbours(graph);
    if let Some(mut own) = own(graph) {
        scale(&mut own, &neighbours);
        separate(&mut own, sizes);
        return own;
    }
    let mut positions = vec![(0.0, 0.0); graph.nodes.len()];
    let mut parts = parts(&neighbours);
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part.iter().min().copied()));
    let mut areas = Vec::new();
    for part in &parts {
        let sizes: Vec<(f64, f64)> = part.iter().map(|node| sizes[*node]).collect();
        let mut points = spiral(part.len());
        if part.len() <= LARGEST {
            majorize(&mut points, &distances(part, &neighbours));
            lay_down(&mut points);
            separate(&mut points, &sizes);
        }
        areas.push(Area::new(points, &sizes));
    }
    let places = pack(&areas);
    for ((part, area), (left, top)) in parts.iter().zip(areas).zip(places) {
        for (node, (x, y)) in part.iter().zip(area.points) {
            positions[*node] = (left + x, top + y);
        }
    }
    positions
}

/// Stretches or shrinks so that edges are about as long as ours.
fn scale(points: &mut [(f64, f64)], neighbours: &[Vec<usize>]) {
    let (mut total, mut count) = (0.0, 0.0);
    for (node, others) in neighbours.iter().enumerate() {
        for &other in others {
            let (dx, dy) = (points[node].0 - points[other].0, points[node].1 - points[other].1);
            total += (dx * dx + dy * dy).sqrt();
            count += 1.0;
        }
    }
    if total > 0.0 {
        let factor = EDGE * count / total;
        for point in points {
            *point = (point.0 * factor, point.1 * factor);
        }
    }
}

/// Turns what is higher than wide by a right angle and widens it: pages are wide, and so are labels.
fn lay_down(points: &mut [(f64, f64)]) {
    let extent = |values: &dyn Fn(&(f64, f64)) -> f64| {
        let values = || points.iter().map(values);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    if extent(&|point| point.1) > extent(&|point| point.0) {
        for point in points.iter_mut() {
            *point = (point.1, -point.0);
        }
    }
    for point in points {
        point.0 *= 1.3;
    }
}

/// Points moved so that their area begins at (0, 0).
struct Area {
    points: Vec<(f64, f64)>,
    width: f64,
    height: f64,
}

impl Area {
    fn new(points: Vec<(f64, f64)>, sizes: &[(f64, f64)]) -> Area {
        let boxes = || points.iter().zip(sizes);
        let left = boxes().map(|((x, _), (w, _))| x - w / 2.0).fold(f64::INFINITY, f64::min);
        let right = boxes().map(|((x, _), (w, _))| x + w / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let top = boxes().map(|((_, y), (_, h))| y - h / 2.0).fold(f64::INFINITY, f64::min);
        let bottom = boxes().map(|((_, y), (_, h))| y + h / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let points = points.into_iter().map(|(x, y)| (x - left, y - top)).collect();
        Area { points, width: right - left, height: bottom - top }
    }
}

/// Left and top of each area, so that none overlap and together they are about as wide as a page.
///
/// Each goes to the free corner beside or below an earlier one where the whole stays smallest. Above a few
/// hundred areas, which have little but single nodes, rows must do.
fn pack(areas: &[Area]) -> Vec<(f64, f64)> {
    const MOST: usize = 300;
    const PAGE: f64 = 1.5;
    const GAP: f64 = 2.0 * MARGIN;
    let total: f64 = areas.iter().map(|area| (area.width + GAP) * (area.height + GAP)).sum();
    let widest = areas.iter().map(|area| area.width).fold((total * PAGE).sqrt(), f64::max);
    let mut places: Vec<(f64, f64)> = Vec::new();
    let (mut width, mut height, mut row) = (0.0_f64, 0.0_f64, (0.0, 0.0));
    for (index, area) in areas.iter().enumerate() {
        let free = |&(x, y): &(f64, f64)| {
            places.iter().zip(areas).all(|(place, other)| {
                x >= place.0 + other.width + GAP
                    || place.0 >= x + area.width + GAP
                    || y >= place.1 + other.height + GAP
                    || place.1 >= y + area.height + GAP
            })
        };
        let cost = |&(x, y): &(f64, f64)| {
            let (w, h) = (width.max(x + area.width), height.max(y + area.height));
            (w.max(h * PAGE), x + y * PAGE)
        };
        let place = if index < MOST {
            let corners = places.iter().zip(areas).flat_map(|(place, other)| {
                let (right, below) = (place.0 + other.width + GAP, place.1 + other.height + GAP);
                [(right, place.1), (place.0, below), (right, 0.0), (0.0, below)]
            });
            let best = corners.filter(free).min_by(|a, b| {
                let (a, b) = (cost(a), cost(b));
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
            });
            best.unwrap_or((0.0, 0.0))
        } else {
            if index == MOST || row.0 + area.width > widest {
                row = (0.0, height + GAP);
            }
            let place = row;
            row.0 += area.width + GAP;
            place
        };
        width = width.max(place.0 + area.width);
        height = height.max(place.1 + area.height);
        places.push(place);
    }
    places
}

fn neighbours(graph: &Graph) -> Vec<Vec<usize>> {
    let index: HashMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
    let mut neighbours = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        if let (Some(&source), Some(&target)) =
            (index.get(edge.source.as_str()), index.get(edge.target.as_str()))
            && source != target
        {
            neighbours[source].push(target);
            neighbours[target].push(source);
        }
    }
    for list in &mut neighbours {
        list.sort_unstable();
        list.dedup();
    }
    neighbours
}

/// The connected parts, each from its best-connected node outwards.
fn parts(neighbours: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..neighbours.len()).collect();
    order.sort_by_key(|node| std::cmp::Reverse(neighbours[*node].len()));
    let mut seen = vec![false; neighbours.len()];
    let mut parts = Vec::new();
    for start in order {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut part = vec![start];
        let mut next = 0;
        while let Some(&node) = part.get(next) {
            for &other in &neighbours[node] {
                if !std::mem::replace(&mut seen[other], true) {
                    part.push(other);
                }
            }
            next += 1;
        }
        parts.push(part);
    }
    parts
}

/// Points around (0, 0), the later the farther out, as the seeds of a sunflower.
fn spiral(count: usize) -> Vec<(f64, f64)> {
    // The golden angle's cosine and sine; turning step by step needs no trigonometry.
    const COSINE: f64 = -0.737_368_878_078_320_2;
    const SINE: f64 = 0.675_490_294_261_524;
    let (mut x, mut y) = (1.0, 0.0);
    let mut points = Vec::with_capacity(count);
    for index in 0..count {
        #[expect(clippy::cast_precision_loss, reason = "far fewer nodes than 2^52")]
        let radius = EDGE * 0.6 * (index as f64).sqrt();
        points.push((x * radius, y * radius));
        (x, y) = (x * COSINE - y * SINE, x * SINE + y * COSINE);
    }
    points
}

/// The number of edges on the shortest way between any two nodes of a part.
fn distances(part: &[usize], neighbours: &[Vec<usize>]) -> Vec<Vec<f64>> {
    let place: HashMap<usize, usize> = part.iter().enumerate().map(|(place, node)| (*node, place)).collect();
    let from = |start: &usize| {
        let mut row = vec![0.0; part.len()];
        let mut queue = VecDeque::from([*start]);
        while let Some(node) = queue.pop_front() {
            for other in &neighbours[node] {
                if other != start && row[place[other]] == 0.0 {
                    row[place[other]] = row[place[&node]] + 1.0;
                    queue.push_back(*other);
                }
            }
        }
        row
    };
    part.iter().map(from).collect()
}

/// Moves points until their distances are as near as may be to `distances`, the near ones counting most.
fn majorize(points: &mut [(f64, f64)], distances: &[Vec<f64>]) {
    const ROUNDS: usize = 150;
    for _ in 0..ROUNDS {
        for i in 0..points.len() {
            let (mut x, mut y, mut total) = (0.0, 0.0, 0.0);
            for (j, &other) in points.iter().enumerate() {
                if i == j {
                    continue;
                }
                let steps = distances[i][j];
                let weight = 1.0 / (steps * steps);
                let (dx, dy) = (points[i].0 - other.0, points[i].1 - other.1);
                let pull = steps * EDGE / (dx * dx + dy * dy).sqrt().max(0.01);
                x += weight * (other.0 + dx * pull);
                y += weight * (other.1 + dy * pull);
                total += weight;
            }
            if total > 0.0 {
                points[i] = (x / total, y / total);
            }
        }
    }
}

/// Pushes nodes apart until none overlap; where that does not end, all move outwards a little first.
fn separate(points: &mut [(f64, f64)], sizes: &[(f64, f64)]) {
    const ROUNDS: usize = 40;
    if points.len() > 4 * LARGEST {
        return;
    }
    for _ in 0..60 {
        for _ in 0..ROUNDS {
            if !push(points, sizes) {
                return;
            }
        }
        for point in points.iter_mut() {
            *point = (point.0 * 1.1, point.1 * 1.1);
        }
    }
}

/// One round of pushing along the shorter way; whether any two overlapped.
fn push(points: &mut [(f64, f64)], sizes: &[(f64, f64)]) -> bool {
    let mut moved = false;
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            let dx = points[j].0 - points[i].0;
            let dy = points[j].1 - points[i].1;
            let over_x = f64::midpoint(sizes[i].0, sizes[j].0) + MARGIN - dx.abs();
            let over_y = f64::midpoint(sizes[i].1, sizes[j].1) + MARGIN - dy.abs();
            if over_x <= 0.0 || over_y <= 0.0 {
                continue;
            }
            moved = true;
            if over_x < over_y {
                let half = (over_x / 2.0 + 0.5).copysign(dx);
                points[i].0 -= half;
                points[j].0 += half;
            } else {
                let half = (over_y / 2.0 + 0.5).copysign(dy);
                points[i].1 -= half;
                points[j].1 += half;
            }
        }
    }
    moved
}
