//! The landlord's profile: identity, references with each paying body, contact details, bank
//! account (the seed's home page).
//!
//! Identity belongs to the paying body and is read-only here (R1). A full IBAN is never read back
//! (G8). A change of bank account applies to payments after its effective date (R7).

pub mod dto;
pub mod model;
mod queries;
mod routes;

use utoipa_actix_web::scope;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/landlord").service(routes::get_landlord).service(routes::update_landlord).service(routes::replace_bank_account)
}
