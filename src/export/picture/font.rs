//! The font of pictures: Arimo, as wide as Arial and Helvetica, cut down to Latin, Greek and Cyrillic.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

static ARIMO: &[u8] = include_bytes!("font/Arimo-subset.ttf");

/// Names of fonts of the same widths, for programs that draw SVG.
pub const FAMILY: &str = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

pub struct Font {
    face: Face<'static>,
    units: f64,
}

impl Font {
    pub fn new() -> Font {
        let face = Face::parse(ARIMO, 0).expect("the embedded font is sound");
        let units = f64::from(face.units_per_em());
        Font { face, units }
    }

    /// The width of `text` in pixels; letters that the font lacks count as wide ones.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size
    }

    fn advance(&self, c: char) -> f64 {
        let advance = self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph));
        advance.map_or(1.0, |advance| f64::from(advance) / self.units)
    }

    /// The glyphs of `text`, each with its place along the base line.
    pub fn glyphs(&self, text: &str, size: f64) -> Vec<(GlyphId, f64)> {
        let mut x = 0.0;
        let glyph = |c| {
            let place = (self.face.glyph_index(c).unwrap_or(GlyphId(0)), x);
            x += self.advance(c) * size;
            place
        };
        text.chars().map(glyph).collect()
    }

    /// Draws `glyph` in the font's own units, of which [`Font::scale`] makes pixels.
    pub fn draw(&self, glyph: GlyphId, outline: &mut dyn OutlineBuilder) {
        self.face.outline_glyph(glyph, outline);
    }

    /// Pixels for a unit of the font.
    pub fn scale(&self, size: f64) -> f64 {
        size / self.units
    }

    /// `text` in lines of at most `width`, at most `most` of them; what does not fit ends in "…".
    pub fn wrapped(&self, text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let count = lines.len();
            let last = &mut lines[count - 1];
            let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
            if last.is_empty() || self.width(&longer, size) <= width {
                *last = longer;
            } else if count < most {
                lines.push(word.to_owned());
            } else {
                *last = format!("{last} …");
                break;
            }
        }
        for line in &mut lines {
            *line = self.cut(line, size, width * 1.3);
        }
        lines
    }

    fn cut(&self, text: &str, size: f64, width: f64) -> String {
        let mut total = 0.0;
        for (at, c) in text.char_indices() {
            total += self.advance(c) * size;
            if total > width {
                return format!("{}…", text[..at].trim_end());
            }
        }
        text.to_owned()
    }
}
