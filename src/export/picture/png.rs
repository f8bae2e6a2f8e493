//! A scene as PNG, twice as fine as on the screen. Letters outside the font are boxes; SVG has them all.

use super::font::Font;
use super::scene::{Anchor, Line, Mark, Scene, Step};
use crate::export::look::Colour;
use std::io::{self, Write};
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};
use ttf_parser::OutlineBuilder;

/// The most pixels along a side; larger scenes are drawn smaller.
const LONGEST: f64 = 10_000.0;

pub fn write(scene: &Scene, font: &Font, out: &mut dyn Write) -> io::Result<()> {
    let scale = (LONGEST / scene.width.max(scene.height)).min(2.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and LONGEST")]
    let pixels = |length: f64| (length * scale).ceil().clamp(1.0, LONGEST) as u32;
    let mut pixmap = Pixmap::new(pixels(scene.width), pixels(scene.height))
        .ok_or_else(|| io::Error::other("the picture is too large; filter the graph first"))?;
    pixmap.fill(Color::WHITE);
    let transform = Transform::from_scale(single(scale), single(scale));
    for mark in &scene.marks {
        match mark {
            Mark::Open { .. } | Mark::Close => {}
            Mark::Shape { steps, fill, line } => {
                let Some(path) = path(steps) else { continue };
                if let Some(fill) = fill {
                    pixmap.fill_path(&path, &paint(*fill), FillRule::Winding, transform, None);
                }
                if let Some(line) = line {
                    pixmap.stroke_path(&path, &paint(line.colour), &stroke(line), transform, None);
                }
            }
            Mark::Text { x, y, size, colour, halo, anchor, words } => {
                let left = if *anchor == Anchor::Middle { x - font.width(words, *size) / 2.0 } else { *x };
                let mut builder = PathBuilder::new();
                for (glyph, offset) in font.glyphs(words, *size) {
                    let (x, y) = (single(left + offset), single(*y));
                    let scale = single(font.scale(*size));
                    font.draw(glyph, &mut Glyph { builder: &mut builder, x, y, scale });
                }
                let Some(path) = builder.finish() else { continue };
                if *halo {
                    let stroke = Stroke { width: 3.0, line_join: LineJoin::Round, ..Stroke::default() };
                    let white = paint(Colour(255, 255, 255));
                    pixmap.stroke_path(&path, &white, &stroke, transform, None);
                }
                pixmap.fill_path(&path, &paint(*colour), FillRule::Winding, transform, None);
            }
        }
    }
    out.write_all(&pixmap.encode_png().map_err(io::Error::other)?)
}

#[expect(clippy::cast_possible_truncation, reason = "a fraction of a pixel is enough")]
fn single(value: f64) -> f32 {
    value as f32
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 255);
    paint.anti_alias = true;
    paint
}

fn stroke(line: &Line) -> Stroke {
    let dashes = line.dashes.iter().map(|length| single(*length)).collect::<Vec<_>>();
    Stroke { width: single(line.width), dash: StrokeDash::new(dashes, 0.0), ..Stroke::default() }
}

fn path(steps: &[Step]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in steps {
        match *step {
            Step::Move((x, y)) => path.move_to(single(x), single(y)),
            Step::Line((x, y)) => path.line_to(single(x), single(y)),
            Step::Quad((a, b), (x, y)) => path.quad_to(single(a), single(b), single(x), single(y)),
            Step::Cubic((a, b), (c, d), (x, y)) => {
                path.cubic_to(single(a), single(b), single(c), single(d), single(x), single(y));
            }
            Step::Close => path.close(),
        }
    }
    path.finish()
}

/// A glyph drawn at its place; fonts count upwards, pictures downwards.
struct Glyph<'a> {
    builder: &'a mut PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Glyph<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Glyph<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
