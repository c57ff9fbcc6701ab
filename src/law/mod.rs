//! The legal rules as dated data.
mod formulas;
pub use formulas::{death_entitlement_end, departure_deadline};
