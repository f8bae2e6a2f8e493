//! The way of an edge between two boxes: a curve that keeps clear of other boxes and of its parallels.

/// A point in pixels, y downwards.
pub type Point = (f64, f64);

/// The free space that a curve keeps to boxes, where it can.
const MARGIN: f64 = 5.0;

/// A node's place: centre, width and height.
#[derive(Clone, Copy, Debug)]
pub struct Box {
    pub centre: Point,
    pub width: f64,
    pub height: f64,
    /// Whether the corners are cut off as an ellipse does.
    pub round: bool,
}

impl Box {
    /// Whether `point` lies in the box widened by `margin`.
    fn holds(&self, point: Point, margin: f64) -> bool {
        let (a, b) = (self.width / 2.0 + margin, self.height / 2.0 + margin);
        let (x, y) = ((point.0 - self.centre.0) / a, (point.1 - self.centre.1) / b);
        if self.round { x * x + y * y < 1.0 } else { x.abs() < 1.0 && y.abs() < 1.0 }
    }

    /// Whether two boxes share ground, ends of ellipses counted whole.
    pub fn meets(&self, other: &Box) -> bool {
        (self.centre.0 - other.centre.0).abs() < f64::midpoint(self.width, other.width)
            && (self.centre.1 - other.centre.1).abs() < f64::midpoint(self.height, other.height)
    }
}

/// A quadratic Bézier curve.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    pub start: Point,
    pub control: Point,
    pub end: Point,
}

impl Curve {
    pub fn at(&self, t: f64) -> Point {
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        (
            a * self.start.0 + b * self.control.0 + c * self.end.0,
            a * self.start.1 + b * self.control.1 + c * self.end.1,
        )
    }

    /// The part between `from` and `to`.
    pub fn part(&self, from: f64, to: f64) -> Curve {
        let mix = |a: Point, b: Point, t: f64| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
        let control = mix(mix(self.start, self.control, from), mix(self.control, self.end, from), to);
        Curve { start: self.at(from), control, end: self.at(to) }
    }

    /// The unit vector in which the curve runs into its end; (1, 0) if it has no length.
    pub fn direction(&self) -> Point {
        for from in [self.control, self.start] {
            let (dx, dy) = (self.end.0 - from.0, self.end.1 - from.1);
            let length = (dx * dx + dy * dy).sqrt();
            if length > 0.01 {
                return (dx / length, dy / length);
            }
        }
        (1.0, 0.0)
    }

    /// A box that holds the curve with more than the margin that it keeps to others.
    fn ground(&self) -> Box {
        let points = [self.start, self.control, self.end];
        let [left, top] =
            [0, 1].map(|axis| points.map(|p| [p.0, p.1][axis]).into_iter().fold(f64::INFINITY, f64::min));
        let [right, bottom] =
            [0, 1].map(|axis| points.map(|p| [p.0, p.1][axis]).into_iter().fold(f64::NEG_INFINITY, f64::max));
        Box {
            centre: (f64::midpoint(left, right), f64::midpoint(top, bottom)),
            width: right - left + 3.0 * MARGIN,
            height: bottom - top + 3.0 * MARGIN,
            round: false,
        }
    }

    pub fn reversed(&self) -> Curve {
        Curve { start: self.end, control: self.control, end: self.start }
    }

    /// Where on the way to its end the curve is `distance` away from it.
    pub fn before_end(&self, distance: f64) -> f64 {
        let away = |t: f64| {
            let (x, y) = self.at(t);
            let (dx, dy) = (self.end.0 - x, self.end.1 - y);
            dx * dx + dy * dy >= distance * distance
        };
        steps().rev().find(|t| away(*t)).unwrap_or(0.5)
    }
}

/// Fine steps from 0 to 1.
fn steps() -> impl DoubleEndedIterator<Item = f64> {
    (0..=200).map(|step| f64::from(step) / 200.0)
}

/// The curve from box `source` to box `target`, bowed by `bow` pixels to its left, clipped at both.
///
/// Of a few more bows it takes the smallest that crosses the fewest of `boxes`. None where the boxes leave
/// no way between them.
pub fn route(boxes: &[Box], source: usize, target: usize, bow: f64) -> Option<Curve> {
    let others = |index: &usize| *index != source && *index != target;
    let mut best: Option<(usize, Curve)> = None;
    for more in [0.0, 30.0, -30.0, 60.0, -60.0, 95.0, -95.0] {
        let Some(curve) = clipped(&boxes[source], &boxes[target], bow + more) else { continue };
        let points: Vec<Point> = (1..24).map(|step| curve.at(f64::from(step) / 24.0)).collect();
        // Most boxes lie nowhere near.
        let ground = curve.ground();
        let crossed = (0..boxes.len())
            .filter(others)
            .filter(|index| boxes[*index].meets(&ground))
            .filter(|index| points.iter().any(|point| boxes[*index].holds(*point, MARGIN)));
        let crossed = crossed.count();
        if best.as_ref().is_none_or(|(least, _)| crossed < *least) {
            best = Some((crossed, curve));
        }
        if crossed == 0 {
            break;
        }
    }
    best.map(|(_, curve)| curve)
}

fn clipped(source: &Box, target: &Box, bow: f64) -> Option<Curve> {
    let (start, end) = (source.centre, target.centre);
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1.0 {
        return None;
    }
    let middle = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1));
    let control = (middle.0 + 2.0 * bow * dy / length, middle.1 - 2.0 * bow * dx / length);
    let whole = Curve { start, control, end };
    let from = steps().find(|t| !source.holds(whole.at(*t), 1.0))?;
    let to = steps().rev().find(|t| !target.holds(whole.at(*t), 3.0))?;
    (from < to).then(|| whole.part(from, to))
}
