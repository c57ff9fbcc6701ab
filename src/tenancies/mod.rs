//! Tenancies: what every feature that declares something needs to know of one.

pub mod joins;
pub mod management;
mod model;
mod queries;
mod sought;
pub mod states;

pub use model::{Tenancy, Term};
pub use queries::{Chosen, TenantSummary};
pub(crate) use queries::{OneTenancy, found};
pub use sought::Sought;
pub(crate) use sought::sought_by;
