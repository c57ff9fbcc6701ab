//! Loading roster files: bytes in, a report out. The cutter makes lines of bytes, each line is judged by
//! its kind's schema, a chunk of lines is applied to what the database has and written in one
//! transaction.

mod apply;
mod context;
mod cutter;
pub mod kinds;
mod landlords;
pub mod lines;
mod loader;
mod logements;
mod parse;
mod payments;
mod queries;
mod report;
mod room;
mod schema;
mod state;
mod tenants;
pub mod upload;

pub use cutter::Packing;
pub use loader::{Acting, Loader};
pub use report::{LineFault, LineFaultOut, Report};
pub use room::Loads;
pub use schema::schema;
pub use tenants::Beneficiary;
