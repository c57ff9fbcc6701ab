//! Where everything stands on the pages.

use super::faces::Faces;
use super::pages::paginate;
use super::pieces::{
    AMOUNTS_WIDTH, BLUE, BOTTOM, Band, CODE, Cell, GREY, GUTTER, HEADING, INK, INTRO, LABEL, LABEL_WIDTH, LEADING, LINE, MARGIN, NAME,
    PAGE_HEIGHT, Placed, RUST, Role, SERVICE, SMALL, STRONG, Stroke, Style, TEXT_WIDTH, TITLE, VALUE,
};
use super::sheet::{Item, Mark, Party, Section, Sheet};
use crate::values::text::Language;

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
