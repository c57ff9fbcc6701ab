//! Where a page ends and the next begins.

use super::pieces::{BOTTOM, Band, PAGE_HEIGHT, Placed, TOP};

/// The lines of each page; the foot stands at the bottom of the last one.
pub fn paginate(lines: Vec<Band>, foot: Vec<Band>) -> Vec<Vec<Placed>> {
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
