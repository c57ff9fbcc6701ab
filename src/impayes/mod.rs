//! Impayés: arrears of rent. A case is reported when the law says it is constituted, then lives:
//! months are added, a repayment plan is sent, checked, and the debt settled.
//!
//! The law in force on the day of the report decides, whatever regime that is ([`crate::law`] has the
//! rows, and says by which day each notion is judged); [`assess`] judges it, without database or
//! clock, and every answer explains itself with articles. A case keeps the rule it was judged by.

mod answer;
pub mod assess;
pub mod debtor;
pub mod decision;
pub mod dto;
mod explain;
pub mod life;
mod paper;
pub mod plans;
pub mod queries;
mod routes;
pub mod submit;

#[cfg(test)]
mod assess_tests;
#[cfg(test)]
mod examples_tests;

use utoipa_actix_web::scope;

pub use submit::submit;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/impayes")
        .service(routes::simulate_impaye)
        .service(routes::get_impaye_state_machine)
        .service(routes::create_impaye)
        .service(routes::list_impayes)
        .service(routes::get_impaye)
        .service(routes::get_impaye_receipt)
        .service(routes::steps::set_impaye_months)
        .service(routes::steps::create_repayment_plan)
        .service(routes::steps::create_check)
        .service(routes::steps::settle_impaye)
        .service(routes::steps::withdraw_impaye)
}
