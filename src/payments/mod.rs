//! Direct payments: what the paying bodies transferred to the landlord, line by line (R90 to R94).
//!
//! A transfer is paid under one reference and its total is the exact sum of its signed lines. The
//! month a line is for is not the day it is paid on: an APL is paid within its month, an ALF or ALS
//! after it (CCH R.823-8). Nothing here is ever an input from the landlord (R96).

pub mod dto;
mod export;
pub mod model;
pub mod queries;
mod reconciliation;
mod routes;
mod statements;

use utoipa_actix_web::scope;

/// The routes of this feature's transfers.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/payments")
        .service(statements::get_payments_summary)
        .service(statements::reconcile_payments)
        .service(routes::list_payments)
        .service(routes::get_payment)
        .service(routes::list_lines_of_payment)
}

/// The routes of this feature's lines, across transfers.
pub fn line_routes() -> impl crate::http::routes::Routes {
    scope("/payment-lines").service(routes::list_payment_lines)
}
