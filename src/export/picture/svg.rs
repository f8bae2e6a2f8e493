//! A scene as SVG: text stays text, elements carry the ids of the graph and tell more at the pointer.

use super::font::FAMILY;
use super::scene::{Anchor, Line, Mark, Scene, Step};
use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::io::{self, Write};

pub fn write(scene: &Scene, out: &mut dyn Write) -> io::Result<()> {
    let (width, height) = (scene.width.ceil(), scene.height.ceil());
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
    )?;
    let mut text = String::new();
    for mark in &scene.marks {
        text.clear();
        add(&mut text, mark);
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"</svg>\n")
}

fn add(text: &mut String, mark: &Mark) {
    let _ = match mark {
        Mark::Open { id, class, title } => writeln!(
            text,
            "<g id=\"{}\" class=\"{class}\"><title>{}</title>",
            escape(id.as_str()),
            escape(title.as_str())
        ),
        Mark::Close => writeln!(text, "</g>"),
        Mark::Shape { steps, fill, line } => {
            let fill = fill.map_or_else(|| "none".to_owned(), |fill| fill.to_string());
            let line = line.as_ref().map(stroke).unwrap_or_default();
            writeln!(text, "<path d=\"{}\" fill=\"{fill}\"{line}/>", path(steps))
        }
        Mark::Text { x, y, size, colour, halo, anchor, words } => {
            let anchor = if *anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
            let halo = if *halo {
                " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
            } else {
                ""
            };
            writeln!(
                text,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\"{anchor}{halo}>{}</text>",
                escape(words.as_str())
            )
        }
    };
}

fn stroke(line: &Line) -> String {
    let dashes: Vec<String> = line.dashes.iter().map(|length| format!("{length:.1}")).collect();
    let dashes =
        if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dashes.join(" ")) };
    format!(" stroke=\"{}\" stroke-width=\"{:.1}\"{dashes}", line.colour, line.width)
}

fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        let _ = match step {
            Step::Move((x, y)) => write!(path, "M{x:.1} {y:.1}"),
            Step::Line((x, y)) => write!(path, "L{x:.1} {y:.1}"),
            Step::Quad((a, b), (x, y)) => write!(path, "Q{a:.1} {b:.1} {x:.1} {y:.1}"),
            Step::Cubic((a, b), (c, d), (x, y)) => write!(path, "C{a:.1} {b:.1} {c:.1} {d:.1} {x:.1} {y:.1}"),
            Step::Close => write!(path, "Z"),
        };
    }
    path
}
