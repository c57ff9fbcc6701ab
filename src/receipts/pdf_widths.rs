//! How a text is encoded, how wide it is and where it wraps, in the base fonts of PDF.

use encoding_rs::WINDOWS_1252;
use pdf_writer::Name;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A font that every reader has (ISO 32000-1, 9.6.2.2).
#[derive(Clone, Copy, PartialEq)]
pub enum Font {
    /// Helvetica.
    Regular,
    /// Helvetica-Bold.
    Bold,
}

impl Font {
    /// Its name in the resources of a page.
    pub fn name(self) -> Name<'static> {
        match self {
            Self::Regular => Name(b"F1"),
            Self::Bold => Name(b"F2"),
        }
    }

    /// Its name in the standard.
    pub fn base(self) -> Name<'static> {
        match self {
            Self::Regular => Name(b"Helvetica"),
            Self::Bold => Name(b"Helvetica-Bold"),
        }
    }

    /// The width of encoded text at a font size, in points.
    pub fn width(self, text: &[u8], size: f32) -> f32 {
        let widths = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        };
        let width_of = |code: &u8| {
            let rank = code.checked_sub(FIRST)?;
            widths.get(usize::from(rank)).map(|width| u32::from(*width))
        };
        text.iter().filter_map(width_of).sum::<u32>() as f32 * size / 1000.0
    }
}

/// Cuts encoded text at spaces, and a word wider than the column anywhere, into lines that fit.
pub fn wrap(text: &[u8], font: Font, size: f32, width: f32) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    for source in text.split(|byte| *byte == b'\n') {
        let mut line: Vec<u8> = Vec::new();
        let mut used = 0.0;
        for word in source.split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
            let space = if line.is_empty() { 0.0 } else { font.width(b" ", size) };
            let needed = font.width(word, size);
            if !line.is_empty() && used + space + needed > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            } else if !line.is_empty() {
                line.push(b' ');
                used += space;
            }
            for code in word {
                let wide = font.width(&[*code], size);
                if !line.is_empty() && used + wide > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(*code);
                used += wide;
            }
        }
        lines.push(line);
    }
    lines
}

/// Text in WinAnsiEncoding, with `\n` for its line breaks. A character it lacks is shown by the
/// letters it decomposes into, else by `?`.
pub fn win_ansi(text: &str) -> Vec<u8> {
    let mut codes = Vec::with_capacity(text.len());
    for c in text.nfc().map(nearest) {
        if c == '\n' {
            codes.push(b'\n');
        } else if c.is_control() {
            codes.push(b' ');
        } else if let Some(code) = win_ansi_code(c) {
            codes.push(code);
        } else {
            let parts = std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part));
            codes.extend(parts.map(|part| win_ansi_code(part).unwrap_or(b'?')));
        }
    }
    codes
}

/// What stands for the characters of names and amounts that Unicode does not decompose usefully.
fn nearest(c: char) -> char {
    match c {
        // Spaces at which an amount must not be cut.
        '\u{202f}' | '\u{2007}' => '\u{a0}',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2bc}' => '\u{2019}',
        'Ł' => 'L',
        'ł' => 'l',
        'Đ' => 'D',
        'đ' => 'd',
        'Ħ' => 'H',
        'ħ' => 'h',
        'ı' => 'i',
        'ẞ' => 'ß',
        other => other,
    }
}

fn win_ansi_code(c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    if unmappable { None } else { bytes.first().copied() }
}

/// Code of the first width of the tables.
const FIRST: u8 = 32;

/// Helvetica.
#[rustfmt::skip]
const REGULAR: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 350,
    556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
    350, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 350, 500, 667,
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// Helvetica-Bold.
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 350,
    556, 350, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
    350, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 350, 500, 667,
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
    611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r41_texts_keep_what_the_fonts_can_show() {
        assert_eq!(win_ansi("é€’œ\u{202f}"), [0xe9, 0x80, 0x92, 0x9c, 0xa0]);
        assert_eq!(win_ansi("e\u{301}ŁřẞⅣ日\t\u{81}"), b"\xe9Lr\xdfIV?  ");
    }

    proptest! {
        #[test]
        fn r41_no_line_is_wider_than_its_column(text in "[ -~é\n]{0,200}", width in 20.0f32..300.0) {
            let codes = win_ansi(&text);
            let lines = wrap(&codes, Font::Bold, 10.0, width);
            prop_assert!(lines.iter().all(|line| Font::Bold.width(line, 10.0) <= width + 0.01));
            let letters = |text: &[u8]| text.iter().copied().filter(|code| !b" \n".contains(code)).collect::<Vec<u8>>();
            prop_assert_eq!(letters(&lines.concat()), letters(&codes));
        }
    }
}
