//! What awaits a decision of a paying body, as it reads it.

pub mod dto;
mod queries;
pub mod routes;
