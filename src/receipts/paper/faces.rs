//! The two faces of the paper: which glyph shows a character, how wide a text is and where it wraps.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use crate::problem::Problem;

/// Noto Sans, cut to Latin, Greek and Cyrillic: see `fonts/README.md`.
const REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// What stands for a character that the faces lack.
const BOX: char = '\u{25a1}';

/// The weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// The faces, read once.
pub struct Faces {
    regular: Face,
    bold: Face,
}

struct Face {
    font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

static FACES: LazyLock<Option<Faces>> = LazyLock::new(|| Some(Faces { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? }));

impl Faces {
    /// The faces.
    ///
    /// # Errors
    /// When a file that is built in is no font.
    pub fn get() -> Result<&'static Self, Problem> {
        FACES.as_ref().ok_or_else(|| Problem::internal("a face of the receipts is no font"))
    }

    fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font that a text is drawn with.
    pub fn font(&self, weight: Weight) -> Font {
        self.of(weight).font.clone()
    }

    /// The width of a text at a size, in points.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = self.of(weight);
        text.chars().map(|c| face.glyph(c).1).sum::<f32>() * size
    }

    /// The glyphs of a text, as wide as the faces say.
    pub fn glyphs(&self, text: &str, weight: Weight) -> Vec<KrillaGlyph> {
        let face = self.of(weight);
        let shown = text.char_indices().map(|(at, c)| {
            let (glyph, advance) = face.glyph(c);
            KrillaGlyph {
                glyph_id: glyph,
                text_range: at..at + c.len_utf8(),
                x_advance: advance,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            }
        });
        shown.collect()
    }

    /// Cuts a text at its spaces, and a word wider than the column anywhere, into lines that fit.
    pub fn wrap(&self, text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
        let measure = |text: &str| self.width(text, weight, size);
        let space = measure(" ");
        let mut lines = Vec::new();
        for source in spelled(text).split('\n') {
            let mut line = String::new();
            let mut used = 0.0;
            for word in source.split(' ').filter(|word| !word.is_empty()) {
                let needed = measure(word);
                if !line.is_empty() && used + space + needed > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                } else if !line.is_empty() {
                    line.push(' ');
                    used += space;
                }
                for c in word.chars() {
                    let wide = measure(c.encode_utf8(&mut [0; 4]));
                    if !line.is_empty() && used + wide > width {
                        lines.push(std::mem::take(&mut line));
                        used = 0.0;
                    }
                    line.push(c);
                    used += wide;
                }
            }
            lines.push(line);
        }
        lines
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            charmap: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units: f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em),
        })
    }

    /// The glyph of a character, or the box, and its width at a size of 1.
    fn glyph(&self, c: char) -> (GlyphId, f32) {
        let found = self.charmap.map(c).or_else(|| self.charmap.map(BOX)).unwrap_or_default();
        (GlyphId::new(found.to_u32()), self.metrics.advance_width(found).unwrap_or_default() / self.units)
    }
}

/// A text as it is drawn: composed letters, spaces for tabs. What shows nothing is left out; what PDF/A
/// does not let a text say becomes the character for what cannot be said, U+FFFD.
pub fn spelled(text: &str) -> String {
    let invisible =
        |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let allowed = |c: char| match c {
        '\n' => '\n',
        c if c.is_control() => ' ',
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => c,
    };
    text.nfc().filter(|c| !invisible(c)).map(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r106_every_letter_of_europe_has_its_glyph_and_what_the_faces_lack_has_a_box() {
        for face in [&Faces::get().unwrap().regular, &Faces::get().unwrap().bold] {
            let shown = |c: char| face.glyph(c).0;
            let boxed = shown(BOX);
            assert_ne!(boxed, GlyphId::new(0), "the box is a glyph of its own, which PDF/A allows");
            for c in "AzÉœŒçÿłŁőŐȘșȚțŘřĞğİıẞŻżŠĐđΑΩάώЖжЇїЁё€–—’«»…№ \u{a0}\u{202f}".chars()
            {
                assert_ne!(shown(c), boxed, "{c:?}");
                assert_ne!(shown(c), GlyphId::new(0), "{c:?}");
            }
            for c in "日أא\u{fffd}".chars().take(3) {
                assert_eq!(shown(c), boxed, "{c:?}");
                assert!(face.glyph(c).1 > 0.0);
            }
        }
    }

    #[test]
    fn r106_a_text_is_spelled_with_what_paper_can_say() {
        assert_eq!(spelled("e\u{301}\ta\u{200b}b\u{202e}\u{feff}"), "é ab");
        assert_eq!(spelled("a\u{e000}\u{10fffd}\nb"), "a\u{fffd}\u{fffd}\nb");
    }

    proptest! {
        #[test]
        fn r106_no_line_is_wider_than_its_column_and_no_letter_is_lost(text in "[ -~éłЖ日\u{a0}\n]{0,200}", width in 20.0f32..300.0) {
            let faces = Faces::get().unwrap();
            let lines = faces.wrap(&text, Weight::Bold, 10.0, width);
            prop_assert!(lines.iter().all(|line| faces.width(line, Weight::Bold, 10.0) <= width + 0.1));
            let letters = |text: &str| text.chars().filter(|c| !" \n".contains(*c)).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&spelled(&text)));
        }
    }
}
