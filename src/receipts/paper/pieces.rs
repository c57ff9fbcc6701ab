//! What a page is made of: lengths, looks, lines. Lengths are in points, 72 to the inch, from the top
//! left.

use super::faces::Weight;

pub const PAGE_WIDTH: f32 = 595.28;
pub const PAGE_HEIGHT: f32 = 841.89;
/// Left and right.
pub const MARGIN: f32 = 62.0;
pub const TOP: f32 = 58.0;
pub const BOTTOM: f32 = 56.0;
pub const TEXT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Of the labels of rows.
pub const LABEL_WIDTH: f32 = 156.0;
pub const GUTTER: f32 = 14.0;
/// Of the lines with an amount.
pub const AMOUNTS_WIDTH: f32 = 250.0;
/// The side of the square at the foot that is left free for a QR code.
pub const CODE: f32 = 76.0;
/// Height of a line for a font size of 1.
pub const LEADING: f32 = 1.42;
/// From the top of a line to its base line, for a font size of 1.
pub const ASCENT: f32 = 1.06;

/// A colour, as red, green and blue.
pub type Color = [u8; 3];

pub const INK: Color = [0x1b, 0x20, 0x2b];
pub const GREY: Color = [0x5a, 0x63, 0x73];
pub const BLUE: Color = [0x14, 0x38, 0x6b];
pub const RUST: Color = [0x9a, 0x38, 0x12];
pub const LINE: Color = [0xcf, 0xd6, 0xe1];

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub weight: Weight,
    pub size: f32,
    pub color: Color,
}

pub const SERVICE: Style = Style { weight: Weight::Bold, size: 9.0, color: BLUE };
pub const TITLE: Style = Style { weight: Weight::Bold, size: 18.0, color: BLUE };
pub const INTRO: Style = Style { weight: Weight::Regular, size: 10.5, color: INK };
pub const HEADING: Style = Style { weight: Weight::Bold, size: 10.0, color: BLUE };
pub const NAME: Style = Style { weight: Weight::Bold, size: 10.5, color: INK };
pub const VALUE: Style = Style { weight: Weight::Regular, size: 10.0, color: INK };
pub const STRONG: Style = Style { weight: Weight::Bold, size: 10.0, color: INK };
pub const LABEL: Style = Style { weight: Weight::Regular, size: 10.0, color: GREY };
pub const SMALL: Style = Style { weight: Weight::Regular, size: 7.2, color: GREY };

/// What a text is, for those who have the paper read aloud.
#[derive(Clone, Debug)]
pub enum Role {
    Title(String),
    Heading(String),
    Paragraph,
    /// It says nothing that is not said elsewhere.
    Ornament,
}

/// A piece of one line.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub x: f32,
    pub weight: Weight,
    pub size: f32,
    pub color: Color,
    /// Its rank among the roles.
    pub role: usize,
}

/// A line or a frame that is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    pub x: f32,
    pub width: f32,
    /// A frame of this height around the line; a rule above it without.
    pub frame: Option<f32>,
    pub color: Color,
}

/// One line of the sheet, which no page break cuts.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// Space above, left out at the top of a page.
    pub before: f32,
    pub height: f32,
    pub cells: Vec<Cell>,
    pub strokes: Vec<Stroke>,
    /// Whether it stays on the page of the next one.
    pub keep: bool,
}

/// A line at its place: the top of it.
#[derive(Clone, Debug)]
pub struct Placed {
    pub top: f32,
    pub cells: Vec<Cell>,
    pub strokes: Vec<Stroke>,
}

impl Placed {
    /// The base line of a cell.
    pub fn base(&self, cell: &Cell) -> f32 {
        self.top + cell.size * ASCENT
    }
}
