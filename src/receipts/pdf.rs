//! A receipt as a PDF: A4, two columns, the base fonts of every reader, and nothing that changes
//! from one rendering to the next, so that the same receipt is the same bytes.

#[path = "pdf_widths.rs"]
mod pdf_widths;

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use pdf_widths::{Font, win_ansi, wrap};

// Every length is in points, 72 to the inch; the origin is the bottom left of the page.
const PAGE_WIDTH: f32 = 595.28;
const PAGE_HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.0;
const BOTTOM: f32 = 64.0;
const TEXT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
const LABEL_WIDTH: f32 = 168.0;
const GUTTER: f32 = 12.0;
const VALUE_WIDTH: f32 = TEXT_WIDTH - LABEL_WIDTH - GUTTER;
/// Height of a line for a font size of 1.
const LEADING: f32 = 1.35;

const TITLE_SIZE: f32 = 16.0;
const TEXT_SIZE: f32 = 10.0;
const FOOTER_SIZE: f32 = 8.0;

/// What a receipt shows, from top to bottom. A `\n` in a text is a line break.
pub struct Sheet<'a> {
    /// The heading, which is also the title of the document.
    pub title: &'a str,
    /// The language of the texts, a tag of BCP 47 such as `fr`.
    pub lang: &'a str,
    /// Paragraphs above the rows.
    pub intro: &'a [String],
    /// Labels and their values; long ones wrap inside their column.
    pub rows: &'a [(String, String)],
    /// Paragraphs below the rows, in small print.
    pub footer: &'a [String],
}

/// Renders a sheet as a PDF 1.7 document (ISO 32000-1), on as many pages as it takes. The texts
/// are shown in WinAnsiEncoding: a character outside it loses its accents, or shows as `?`.
pub fn render(sheet: &Sheet<'_>) -> Vec<u8> {
    let pages = paginate(bands(sheet));
    let mut pdf = Pdf::new();
    let mut next = Ref::new(1);
    let (catalog_id, tree_id, info_id) = (next.bump(), next.bump(), next.bump());
    let (regular_id, bold_id) = (next.bump(), next.bump());
    let ids: Vec<(Ref, Ref)> = pages.iter().map(|_| (next.bump(), next.bump())).collect();

    let mut catalog = pdf.catalog(catalog_id);
    catalog.pages(tree_id).lang(TextStr(sheet.lang));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    pdf.document_info(info_id).title(TextStr(sheet.title));
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree_id).kids(ids.iter().map(|(page, _)| *page)).count(count);
    for font in [Font::Regular, Font::Bold] {
        let id = if font == Font::Regular { regular_id } else { bold_id };
        pdf.type1_font(id).base_font(font.base()).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (number, (lines, (page_id, content_id))) in pages.iter().zip(&ids).enumerate() {
        let mut page = pdf.page(*page_id);
        page.media_box(Rect::new(0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT));
        page.parent(tree_id).contents(*content_id);
        let mut resources = page.resources();
        resources.fonts().pair(Font::Regular.name(), regular_id).pair(Font::Bold.name(), bold_id);
        resources.finish();
        page.finish();
        let mut content = Content::new();
        for (y, cells) in lines {
            cells.iter().for_each(|cell| cell.draw(*y, &mut content));
        }
        if ids.len() > 1 {
            page_number(number + 1, ids.len()).draw(MARGIN / 2.0, &mut content);
        }
        pdf.stream(*content_id, &content.finish());
    }
    pdf.finish()
}

/// A piece of one line: encoded text, where it starts, and its face.
struct Cell {
    text: Vec<u8>,
    x: f32,
    font: Font,
    size: f32,
}

impl Cell {
    fn draw(&self, y: f32, content: &mut Content) {
        content.begin_text().set_font(self.font.name(), self.size);
        content.next_line(self.x, y).show(Str(&self.text)).end_text();
    }
}

/// One line of the sheet, which no page break cuts.
struct Band {
    /// Space above, left out at the top of a page.
    before: f32,
    height: f32,
    cells: Vec<Cell>,
}

fn bands(sheet: &Sheet<'_>) -> Vec<Band> {
    let mut bands = Vec::new();
    paragraph(&mut bands, sheet.title, 0.0, Font::Bold, TITLE_SIZE);
    for text in sheet.intro {
        paragraph(&mut bands, text, 8.0, Font::Regular, TEXT_SIZE);
    }
    for (rank, (label, value)) in sheet.rows.iter().enumerate() {
        let labels = wrap(&win_ansi(label), Font::Bold, TEXT_SIZE, LABEL_WIDTH);
        let values = wrap(&win_ansi(value), Font::Regular, TEXT_SIZE, VALUE_WIDTH);
        let before = if rank == 0 { 16.0 } else { 5.0 };
        let lines = labels.len().max(values.len());
        let (mut labels, mut values) = (labels.into_iter(), values.into_iter());
        for line in 0..lines {
            let label = labels.next().map(|text| Cell { text, x: MARGIN, font: Font::Bold, size: TEXT_SIZE });
            let x = MARGIN + LABEL_WIDTH + GUTTER;
            let value = values.next().map(|text| Cell { text, x, font: Font::Regular, size: TEXT_SIZE });
            bands.push(Band {
                before: if line == 0 { before } else { 0.0 },
                height: TEXT_SIZE * LEADING,
                cells: label.into_iter().chain(value).collect(),
            });
        }
    }
    for (rank, text) in sheet.footer.iter().enumerate() {
        paragraph(&mut bands, text, if rank == 0 { 20.0 } else { 4.0 }, Font::Regular, FOOTER_SIZE);
    }
    bands
}

/// Adds a text as wide as the page, with `before` points above it.
fn paragraph(bands: &mut Vec<Band>, text: &str, before: f32, font: Font, size: f32) {
    for (line, text) in wrap(&win_ansi(text), font, size, TEXT_WIDTH).into_iter().enumerate() {
        bands.push(Band {
            before: if line == 0 { before } else { 0.0 },
            height: size * LEADING,
            cells: vec![Cell { text, x: MARGIN, font, size }],
        });
    }
}

/// The lines of each page with the height of their base line; one page at least.
fn paginate(bands: Vec<Band>) -> Vec<Vec<(f32, Vec<Cell>)>> {
    let mut pages = Vec::new();
    let mut page = Vec::new();
    let mut y = PAGE_HEIGHT - MARGIN;
    for band in bands {
        let before = if page.is_empty() { 0.0 } else { band.before };
        if y - before - band.height < BOTTOM && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            y = PAGE_HEIGHT - MARGIN - band.height;
        } else {
            y -= before + band.height;
        }
        page.push((y, band.cells));
    }
    pages.push(page);
    pages
}

/// `2 / 3` at the right of the bottom margin.
fn page_number(number: usize, count: usize) -> Cell {
    let text = format!("{number} / {count}").into_bytes();
    let width = Font::Regular.width(&text, FOOTER_SIZE);
    Cell { text, x: PAGE_WIDTH - MARGIN - width, font: Font::Regular, size: FOOTER_SIZE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rows: usize) -> Vec<u8> {
        let row = |rank| {
            let value = "une valeur assez longue pour prendre plus d’une ligne, à 1\u{202f}040,00\u{a0}€ ".repeat(2);
            (format!("Libellé du {rank}ᵉ champ de la déclaration"), value)
        };
        let rows: Vec<(String, String)> = (0..rows).map(row).collect();
        render(&Sheet {
            title: "Accusé de réception — loyer de juillet",
            lang: "fr",
            intro: &["Déclaration reçue de Łukasz Dvořák (日本).\nDeuxième ligne.".to_owned()],
            rows: &rows,
            footer: &["Code de la construction et de l’habitation, art. D.823-15.".to_owned()],
        })
    }

    fn count(pdf: &[u8], text: &[u8]) -> usize {
        pdf.windows(text.len()).filter(|window| *window == text).count()
    }

    #[test]
    fn r41_a_receipt_is_a_pdf_and_always_the_same_bytes() {
        let pdf = sample(3);
        assert!(pdf.starts_with(b"%PDF-1."));
        assert_eq!(pdf, sample(3));
        assert_eq!(count(&pdf, b"/Type /Page\n"), 1);
        assert_eq!(count(&pdf, b"/Lang (fr)"), 1);
        assert_eq!(count(&pdf, b"Date"), 0);
    }

    #[test]
    fn r41_a_long_receipt_takes_several_pages() {
        let pdf = sample(60);
        assert_eq!(count(&pdf, b"/Type /Page\n"), 3);
        assert_eq!(count(&pdf, b"(3 / 3)"), 1);
    }

    #[test]
    fn r41_an_empty_sheet_has_one_page() {
        let pdf = render(&Sheet { title: "", lang: "en", intro: &[], rows: &[], footer: &[] });
        assert_eq!(count(&pdf, b"/Type /Page\n"), 1);
    }
}
