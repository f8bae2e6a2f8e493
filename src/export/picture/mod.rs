//! Pictures: the graph drawn without any other program, as SVG or PNG.
//!
//! [`Scene`] is the drawing as marks in reading order, `svg` and `png` put it on paper. Shape and tint tell
//! a node's type; an edge's colour and head tell its sign, its width the number of statements, dashes that
//! it is denied, dots that it is a fact. Labels never cover each other: nodes are set apart, and a label of
//! an edge that finds no free place is left out and told below.

mod font;
mod png;
mod route;
mod scene;
mod svg;

use super::{Content, Options};
use font::Font;
use scene::Scene;
use std::io::{self, Write};

pub(super) fn write_svg(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    svg::write(&Scene::new(content, options, &Font::new()), out)
}

pub(super) fn write_png(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let font = Font::new();
    png::write(&Scene::new(content, options, &font), &font, out)
}
