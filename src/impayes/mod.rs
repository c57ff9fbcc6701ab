//! Impayés: arrears of rent. A case is reported when the law says it is constituted, then lives:
//! months are added, a repayment plan is sent, checked, and the debt settled.
//!
//! Two regimes follow each other: an amount of two months of rent until 31 December 2026 (CCH
//! R.824-1), more than 450 euros or three months after a first default from 1 January 2027
//! (R.824-2, décret 2026-84). The day of the report decides; [`assess`] judges it, without
//! database or clock, and every answer explains itself with articles.

mod answer;
pub mod assess;
pub mod debtor;
pub mod decision;
pub mod dto;
pub mod life;
pub mod plans;
pub mod queries;
mod report;
mod routes;
pub mod steps;

#[cfg(test)]
mod assess_tests;

use utoipa_actix_web::scope;

pub use report::report;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/impayes")
        .service(routes::simulate_impaye)
        .service(routes::get_impaye_state_machine)
        .service(routes::create_impaye)
        .service(routes::list_impayes)
        .service(routes::get_impaye)
        .service(routes::get_impaye_receipt)
        .service(steps::set_impaye_months)
        .service(steps::create_repayment_plan)
        .service(steps::create_check)
        .service(steps::settle_impaye)
        .service(steps::withdraw_impaye)
}
