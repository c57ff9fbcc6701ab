//! Where everything stands on the pages. Lengths are in points, 72 to the inch, from the top left.

use super::faces::{Faces, Weight};
use super::sheet::{Item, Mark, Party, Section, Sheet};
use crate::values::text::Language;

pub const PAGE_WIDTH: f32 = 595.28;
pub const PAGE_HEIGHT: f32 = 841.89;
/// Left and right.
pub const MARGIN: f32 = 62.0;
const TOP: f32 = 58.0;
const BOTTOM: f32 = 56.0;
pub const TEXT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Of the labels of rows.
const LABEL_WIDTH: f32 = 156.0;
const GUTTER: f32 = 14.0;
/// Of the lines with an amount.
const AMOUNTS_WIDTH: f32 = 250.0;
/// The side of the square at the foot that is left free for a QR code.
const CODE: f32 = 76.0;
/// Height of a line for a font size of 1.
const LEADING: f32 = 1.42;
/// From the top of a line to its base line, for a font size of 1.
const ASCENT: f32 = 1.06;

/// A colour, as red, green and blue.
pub type Color = [u8; 3];

const INK: Color = [0x1b, 0x20, 0x2b];
const GREY: Color = [0x5a, 0x63, 0x73];
const BLUE: Color = [0x14, 0x38, 0x6b];
const RUST: Color = [0x9a, 0x38, 0x12];
const LINE: Color = [0xcf, 0xd6, 0xe1];

/// How a text looks.
#[derive(Clone, Copy, Debug)]
struct Style {
    weight: Weight,
    size: f32,
    color: Color,
}

const SERVICE: Style = Style { weight: Weight::Bold, size: 9.0, color: BLUE };
const TITLE: Style = Style { weight: Weight::Bold, size: 18.0, color: BLUE };
const INTRO: Style = Style { weight: Weight::Regular, size: 10.5, color: INK };
const HEADING: Style = Style { weight: Weight::Bold, size: 10.0, color: BLUE };
const NAME: Style = Style { weight: Weight::Bold, size: 10.5, color: INK };
const VALUE: Style = Style { weight: Weight::Regular, size: 10.0, color: INK };
const STRONG: Style = Style { weight: Weight::Bold, size: 10.0, color: INK };
const LABEL: Style = Style { weight: Weight::Regular, size: 10.0, color: GREY };
const SMALL: Style = Style { weight: Weight::Regular, size: 7.2, color: GREY };

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
struct Band {
    /// Space above, left out at the top of a page.
    before: f32,
    height: f32,
    cells: Vec<Cell>,
    strokes: Vec<Stroke>,
    /// Whether it stays on the page of the next one.
    keep: bool,
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

/// The pages of a sheet, and what its texts are, in the order of reading.
pub struct Laid {
    pub pages: Vec<Vec<Placed>>,
    pub roles: Vec<Role>,
}

/// Lays a sheet out, on as many pages as it takes.
pub fn lay_out(faces: &Faces, sheet: &Sheet) -> Laid {
    let mut body = Builder { faces, bands: Vec::new(), roles: vec![Role::Ornament] };
    body.head(sheet);
    body.parties(&sheet.parties);
    for section in sheet.sections.iter().filter(|section| !section.items.is_empty()) {
        body.section(section);
    }
    let lines = std::mem::take(&mut body.bands);
    body.foot(sheet);
    let foot = std::mem::take(&mut body.bands);
    let mut pages = paginate(lines, foot);
    body.furniture(&mut pages, sheet);
    Laid { pages, roles: body.roles }
}

struct Builder<'a> {
    faces: &'a Faces,
    bands: Vec<Band>,
    roles: Vec<Role>,
}

impl Builder<'_> {
    fn role(&mut self, role: Role) -> usize {
        self.roles.push(role);
        self.roles.len() - 1
    }

    /// The lines of a text in a column.
    fn column(&self, text: &str, x: f32, width: f32, style: Style, role: usize) -> Vec<Cell> {
        let Style { weight, size, color } = style;
        let lines = self.faces.wrap(text, weight, size, width);
        lines.into_iter().map(|text| Cell { text, x, weight, size, color, role }).collect()
    }

    /// Adds columns side by side.
    fn beside(&mut self, columns: Vec<Vec<Cell>>, before: f32, keep: bool) {
        let most = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for line in 0..most {
            let cells: Vec<Cell> = columns.iter_mut().filter_map(Iterator::next).collect();
            let height = cells.iter().fold(0.0_f32, |height, cell| height.max(cell.size * LEADING));
            self.bands.push(Band { before: if line == 0 { before } else { 0.0 }, height, cells, strokes: Vec::new(), keep });
        }
    }

    /// Adds a text as wide as the page.
    fn paragraph(&mut self, text: &str, style: Style, role: Role, before: f32, keep: bool) {
        let role = self.role(role);
        let lines = self.column(text, MARGIN, TEXT_WIDTH, style, role);
        self.beside(vec![lines], before, keep);
    }

    fn head(&mut self, sheet: &Sheet) {
        let service = match sheet.language {
            Language::French => "OFFRE BAILLEURS  ·  AIDES AU LOGEMENT",
            Language::English => "OFFRE BAILLEURS  ·  HOUSING AID",
        };
        self.paragraph(service, SERVICE, Role::Paragraph, 0.0, true);
        self.paragraph(&sheet.title, TITLE, Role::Title(sheet.title.clone()), 16.0, true);
        self.paragraph(&sheet.intro, INTRO, Role::Paragraph, 5.0, true);
        if let Some(mark) = &sheet.mark {
            self.mark(mark);
        }
    }

    /// A word in a frame.
    fn mark(&mut self, mark: &Mark) {
        const INSET: f32 = 8.0;
        let style = Style { color: if mark.late { RUST } else { BLUE }, size: 9.5, ..STRONG };
        let role = self.role(Role::Paragraph);
        let cells = self.column(&mark.text, MARGIN + INSET, TEXT_WIDTH - 2.0 * INSET, style, role);
        let widest = cells.iter().map(|cell| self.faces.width(&cell.text, style.weight, style.size)).fold(0.0_f32, f32::max);
        let height = style.size * LEADING * cells.len() as f32;
        let first = self.bands.len();
        self.beside(vec![cells], 14.0, true);
        if let Some(band) = self.bands.get_mut(first) {
            band.strokes.push(Stroke { x: MARGIN, width: widest + 2.0 * INSET, frame: Some(height), color: style.color });
        }
    }

    fn parties(&mut self, parties: &[Party]) {
        let width = (TEXT_WIDTH - GUTTER * 2.0) / 2.0;
        for (rank, pair) in parties.chunks(2).enumerate() {
            let mut columns = Vec::new();
            for (side, party) in pair.iter().enumerate() {
                let x = MARGIN + side as f32 * (width + GUTTER * 2.0);
                let heading = self.role(Role::Heading(party.heading.clone()));
                let mut cells = self.column(&party.heading, x, width, HEADING, heading);
                let text = self.role(Role::Paragraph);
                cells.extend(self.column(&party.name, x, width, NAME, text));
                for line in &party.lines {
                    cells.extend(self.column(line, x, width, VALUE, text));
                }
                columns.push(cells);
            }
            let first = self.bands.len();
            self.beside(columns, if rank == 0 { 24.0 } else { 14.0 }, false);
            self.rule_above(first);
            if let Some(band) = self.bands.get_mut(first) {
                band.keep = true;
            }
        }
    }

    /// A thin line above a band.
    fn rule_above(&mut self, band: usize) {
        if let Some(band) = self.bands.get_mut(band) {
            band.strokes.push(Stroke { x: MARGIN, width: TEXT_WIDTH, frame: None, color: LINE });
        }
    }

    fn section(&mut self, section: &Section) {
        let first = self.bands.len();
        self.paragraph(&section.heading, HEADING, Role::Heading(section.heading.clone()), 24.0, true);
        self.rule_above(first);
        for item in &section.items {
            match item {
                Item::Row { label, value, strong } => self.row(label, value, if *strong { STRONG } else { VALUE }),
                Item::Text(text) => self.paragraph(text, VALUE, Role::Paragraph, 3.0, false),
                Item::Point(text) => {
                    let role = self.role(Role::Paragraph);
                    let dot = self.column("•", MARGIN, 12.0, VALUE, role);
                    let lines = self.column(text, MARGIN + 12.0, TEXT_WIDTH - 12.0, VALUE, role);
                    self.beside(vec![dot, lines], 3.0, false);
                }
                Item::Amounts { rows, total } => self.amounts(rows, total.as_ref()),
            }
        }
    }

    fn row(&mut self, label: &str, value: &str, style: Style) {
        let role = self.role(Role::Paragraph);
        let labels = self.column(label, MARGIN, LABEL_WIDTH, LABEL, role);
        let x = MARGIN + LABEL_WIDTH + GUTTER;
        let values = self.column(value, x, MARGIN + TEXT_WIDTH - x, style, role);
        self.beside(vec![labels, values], 3.0, false);
    }

    fn amounts(&mut self, rows: &[(String, String)], total: Option<&(String, String)>) {
        let last = rows.len().saturating_sub(1);
        for (rank, (label, amount)) in rows.iter().enumerate() {
            // The sum is never alone on its page.
            self.amount(label, amount, VALUE, if rank == 0 { 3.0 } else { 1.5 }, rank == last && total.is_some());
        }
        if let Some((label, amount)) = total {
            let first = self.bands.len();
            self.amount(label, amount, STRONG, 11.0, false);
            if let Some(band) = self.bands.get_mut(first) {
                band.strokes.push(Stroke { x: MARGIN, width: AMOUNTS_WIDTH, frame: None, color: LINE });
            }
        }
    }

    fn amount(&mut self, label: &str, amount: &str, style: Style, before: f32, keep: bool) {
        let role = self.role(Role::Paragraph);
        let wide = self.faces.width(amount, style.weight, style.size);
        let labels = self.column(label, MARGIN, AMOUNTS_WIDTH - wide - GUTTER, style, role);
        let amounts = self.column(amount, MARGIN + AMOUNTS_WIDTH - wide, wide + 1.0, style, role);
        self.beside(vec![labels, amounts], before, keep);
    }

    /// The small print, left of the place of a QR code.
    fn foot(&mut self, sheet: &Sheet) {
        let width = TEXT_WIDTH - CODE - GUTTER;
        for (rank, (label, value)) in sheet.foot.iter().enumerate() {
            let role = self.role(Role::Paragraph);
            let labels = self.column(label, MARGIN, 84.0, SMALL, role);
            let values = self.column(value, MARGIN + 88.0, width - 88.0, Style { color: INK, ..SMALL }, role);
            self.beside(vec![labels, values], if rank == 0 { 8.0 } else { 0.0 }, true);
        }
        let role = self.role(Role::Paragraph);
        let note = self.column(&sheet.note, MARGIN, width, SMALL, role);
        self.beside(vec![note], 4.0, true);
        let height: f32 = self.bands.iter().map(|band| band.before + band.height).sum();
        if let Some(last) = self.bands.last_mut() {
            last.height += (CODE - height).max(0.0);
        }
        self.rule_above(0);
    }

    /// What every page has besides, once there are several: which receipt it is of, and which page.
    fn furniture(&self, pages: &mut [Vec<Placed>], sheet: &Sheet) {
        let count = pages.len();
        if count < 2 {
            return;
        }
        for (rank, page) in pages.iter_mut().enumerate() {
            let text = format!("{} / {count}", rank + 1);
            let x = MARGIN + TEXT_WIDTH - self.faces.width(&text, SMALL.weight, SMALL.size + 1.0);
            let mut cells = vec![Cell { text, x, weight: SMALL.weight, size: SMALL.size + 1.0, color: GREY, role: 0 }];
            if rank > 0 {
                let lines = self.faces.wrap(&sheet.title, SMALL.weight, SMALL.size + 1.0, TEXT_WIDTH - 60.0);
                let text = lines.into_iter().next().unwrap_or_default();
                cells.push(Cell { text, x: MARGIN, weight: SMALL.weight, size: SMALL.size + 1.0, color: GREY, role: 0 });
            }
            page.push(Placed { top: PAGE_HEIGHT - BOTTOM + 16.0, cells, strokes: Vec::new() });
        }
    }
}

/// The lines of each page; the foot stands at the bottom of the last one.
fn paginate(lines: Vec<Band>, foot: Vec<Band>) -> Vec<Vec<Placed>> {
    const END: f32 = PAGE_HEIGHT - BOTTOM;
    let mut pages = Vec::new();
    let mut page: Vec<Placed> = Vec::new();
    let mut top = TOP;
    let mut heights: Vec<(f32, bool)> = lines.iter().map(|band| (band.before + band.height, band.keep)).collect();
    heights.push((0.0, false));
    for (rank, band) in lines.into_iter().enumerate() {
        // What it must stay with: all that follows a kept line, up to the first that is not kept.
        let mut needed = 0.0;
        for (height, keep) in heights.iter().skip(rank) {
            needed += height;
            if !keep {
                break;
            }
        }
        if top + needed > END && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            top = TOP;
        }
        top += if page.is_empty() { 0.0 } else { band.before };
        page.push(Placed { top, cells: band.cells, strokes: band.strokes });
        top += band.height;
    }
    let height: f32 = foot.iter().map(|band| band.before + band.height).sum();
    if top + 20.0 + height > END {
        pages.push(std::mem::take(&mut page));
    }
    top = END - height;
    for band in foot {
        top += band.before;
        page.push(Placed { top, cells: band.cells, strokes: band.strokes });
        top += band.height;
    }
    pages.push(page);
    pages
}
