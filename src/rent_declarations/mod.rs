//! July rent declarations: one rent for one tenancy and one campaign, in versions (R20–R30).
//!
//! The rent is declared without charges, for the whole lease (CCH D.823-16); in a colocation the
//! share is the rent divided by the lease's co-holders (CCH D.842-3). A correction names what it
//! replaces and becomes the next version; earlier versions stay readable.

pub mod decision;
pub mod dto;
pub mod model;
mod paper;
pub mod queries;
mod routes;
mod submit;

use utoipa_actix_web::scope;

pub use submit::submit;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/rent-declarations")
        .service(routes::create_rent_declaration)
        .service(routes::list_rent_declarations)
        .service(routes::get_rent_declaration)
        .service(routes::get_rent_declaration_receipt)
}
