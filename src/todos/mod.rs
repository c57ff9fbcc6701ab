//! What is awaited of a landlord now: July rents to declare, plans and checks that are due (R33).

mod dto;
mod model;
mod queries;
pub mod routes;
