//! Changes as they go over the wire: one union, told apart by `type`.

mod input;
mod output;

pub use input::{CancellationIn, ChangeIn, ColocationIn, ColocationTag, DepartureIn, DepartureTag, EndOfManagementIn, EndOfManagementTag};
pub use output::{
    Change, ChangeFilter, ChangeMeta, ChangePage, ChangePreview, Colocation, ColocationPreview, Departure, DeparturePreview, EffectOut,
    EndOfManagement, EndOfManagementPreview,
};
