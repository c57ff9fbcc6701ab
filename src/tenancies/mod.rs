//! Tenancies: what every feature that declares something needs to know of one.

pub mod joins;
mod model;
pub mod states;

pub use model::Tenancy;
