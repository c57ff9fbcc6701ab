//! A sheet as a PDF/A-2a document (ISO 19005-2): its fonts inside, its reading order told, and nothing
//! that changes from one drawing to the next, so that the same receipt is the same bytes.

use std::num::NonZeroU16;

use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{self, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke as Pen};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};

use super::faces::Faces;
use super::layout::{Laid, lay_out};
use super::pieces::{Cell, Color, PAGE_HEIGHT, PAGE_WIDTH, Placed, Role, Stroke};
use super::sheet::Sheet;
use crate::problem::Problem;

/// How far above its line a rule stands, and how far around its text a frame.
const LIFT: f32 = 7.0;
const AROUND: f32 = 4.0;

/// Renders a sheet.
///
/// # Errors
/// When the document would not be PDF/A.
pub fn render(sheet: &Sheet) -> Result<Vec<u8>, Problem> {
    let faces = Faces::get()?;
    let Laid { pages, roles } = lay_out(faces, sheet);
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_A).finish();
    let configuration = configuration.map_err(|error| Problem::internal(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() });
    let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or_else(|| Problem::internal("a page has a size"))?;
    let mut told: Vec<Vec<Identifier>> = vec![Vec::new(); roles.len()];
    for lines in &pages {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for line in lines {
            strokes(&mut surface, line);
            for cell in &line.cells {
                let place = Point::from_xy(cell.x, line.base(cell));
                show(&mut surface, faces, cell, place, &roles, &mut told);
            }
        }
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(sheet.language.tag().to_owned()));
    for (role, pieces) in roles.iter().zip(told) {
        if let Some(mut group) = kind(role).map(TagGroup::new) {
            pieces.into_iter().for_each(|piece| group.push(piece));
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    document
        .set_metadata(Metadata::new().title(sheet.title.clone()).language(sheet.language.tag().to_owned()).creation_date(date(sheet.at)));
    document.finish().map_err(|error| Problem::internal(format!("{error:?}")))
}

fn kind(role: &Role) -> Option<TagKind> {
    match role {
        Role::Title(title) => Some(Tag::Hn(NonZeroU16::MIN, Some(title.clone())).into()),
        Role::Heading(title) => Some(Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(title.clone())).into()),
        Role::Paragraph => Some(Tag::P.into()),
        Role::Ornament => None,
    }
}

fn show(surface: &mut Surface<'_>, faces: &Faces, cell: &Cell, place: Point, roles: &[Role], told: &mut [Vec<Identifier>]) {
    if cell.text.is_empty() {
        return;
    }
    let ornament = matches!(roles.get(cell.role), None | Some(Role::Ornament));
    let tag = if ornament { ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)) } else { ContentTag::Other };
    let piece = surface.start_tagged(tag);
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: color(cell.color).into(), ..Fill::default() }));
    let glyphs = faces.glyphs(&cell.text, cell.weight);
    surface.draw_glyphs(place, &glyphs, faces.font(cell.weight), &cell.text, cell.size, false);
    surface.end_tagged();
    if let (false, Some(pieces)) = (ornament, told.get_mut(cell.role)) {
        pieces.push(piece);
    }
}

fn strokes(surface: &mut Surface<'_>, line: &Placed) {
    for Stroke { x, width, frame, color: of } in line.strokes.iter().copied() {
        let mut builder = PathBuilder::new();
        match frame {
            Some(height) => {
                let frame = Rect::from_xywh(x, line.top - AROUND, width, height + 2.0 * AROUND);
                frame.into_iter().for_each(|frame| builder.push_rect(frame));
            }
            None => {
                builder.move_to(x, line.top - LIFT);
                builder.line_to(x + width, line.top - LIFT);
            }
        }
        if let Some(path) = builder.finish() {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.set_fill(None);
            surface.set_stroke(Some(Pen { paint: color(of).into(), width: 0.8, ..Pen::default() }));
            surface.draw_path(&path);
            surface.end_tagged();
        }
    }
}

fn color([red, green, blue]: Color) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

/// The instant of receipt: the date of the document, so that it does not depend on the day it is drawn.
fn date(at: DateTime<Utc>) -> metadata::DateTime {
    let part = |value: u32| u8::try_from(value).unwrap_or_default();
    metadata::DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
