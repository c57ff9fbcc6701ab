//! The paying body's side: whoever loads landlords, housing units, tenants and payments, opens the
//! campaigns, and decides on what landlords sent.
//!
//! A roster file is one JSON object a line, upserted by `key` within its landlord. A load applies
//! only what differs from what was last loaded for that key, so that what a landlord changed since
//! stays; loading the same file twice changes nothing. What awaits a decision is in the inbox; a
//! client sees and decides only what is about a tenant of its own paying body.

pub mod decisions;
pub mod inbox;

use utoipa_actix_web::scope;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/paying-body")
        .service(inbox::routes::list_inbox)
        .service(decisions::rents::get_landlord_rent_declaration)
        .service(decisions::rents::decide_rent_declaration)
        .service(decisions::changes::get_landlord_change)
        .service(decisions::changes::decide_change)
        .service(decisions::impayes::get_landlord_impaye)
        .service(decisions::impayes::move_impaye)
}
