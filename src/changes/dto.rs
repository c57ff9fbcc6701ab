//! Changes as they go over the wire: one union, told apart by `type`.

mod input;
mod output;

pub use input::{CancellationIn, ChangeIn, ColocationIn, ColocationTag, DepartureIn, DepartureTag, EndOfManagementIn, EndOfManagementTag};
pub use output::{
    Change, ChangeAnswer, ChangeFilter, ChangeMeta, ChangePage, Colocation, DeclaredChange, DeclaredColocation, DeclaredDeparture,
    DeclaredEndOfManagement, Departure, EffectOut, EndOfManagement,
};
