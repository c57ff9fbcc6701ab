//! The receipt on paper: A4, in French or English, as a landlord reads it.

mod compose;
mod draw;
mod faces;
mod layout;
mod pages;
mod pieces;
pub mod sheet;

pub use compose::{Told, lines, sheet_of};
pub use draw::render;
