//! Tenancies: what every feature that declares something needs to know of one.

pub mod joins;
pub mod management;
mod model;
mod queries;
pub mod states;

pub use model::{Tenancy, Term};
pub use queries::TenantSummary;
pub(crate) use queries::{OneTenancy, found};
