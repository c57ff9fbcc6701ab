//! What the paying body decides, one file for each kind of item. An item is addressed under its
//! landlord, so that each query stays local to one, and is absent for another paying body than that
//! of its tenant.

pub mod changes;
pub mod dto;
pub mod impayes;
mod queries;
pub mod rents;
