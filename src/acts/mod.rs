//! Acts: what a landlord sends, and what its paying body decides of it. Each passes one door:
//! `Scope::received` issues the receipt and fills the inbox, `Scope::decided` takes out of it.
//! Whatever is to be written of every act is written there, once.
//!
//! A statement that stores an act asks for the [`Entry`] that only a door gives, so that none is
//! stored without passing.

pub(crate) mod lists;
mod model;
mod queries;

pub use model::{About, Decided, Due, Entry, Named, Received};
pub(crate) use queries::{NamedTenant, named};
