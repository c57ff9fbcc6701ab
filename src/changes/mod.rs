//! Changes: the end of a housing unit's management, a departure, a shared tenancy (colocation).
//!
//! What a change does applies when it is submitted: a departure ends the tenancy, an end of
//! management bars what is dated later, a colocation changes the number of co-holders. Replacing,
//! cancelling or rejecting it undoes exactly that, in one transaction (R53).
//!
//! A landlord who receives the aid reports a departure within a month (CCH L.823-6, D.823-15).

pub mod decision;
pub mod dto;
pub mod model;
mod paper;
pub mod queries;
mod routes;
mod submit;

use utoipa_actix_web::scope;

pub use submit::{cancel, submit};

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/changes")
        .service(routes::create_change)
        .service(routes::list_changes)
        .service(routes::get_change)
        .service(routes::get_change_receipt)
        .service(routes::cancel_change)
}
