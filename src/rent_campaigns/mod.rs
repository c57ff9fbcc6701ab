//! Rent campaigns: once a year the July rent is asked of every tenancy that ran in July (R20, R22;
//! CCH R.823-6). A campaign lists the tenancies with a day in its year; each of them is
//! `to_declare`, `overdue`, `declared` or `not_concerned` (R29), and the campaign counts them.

pub mod dto;
mod export;
pub mod model;
pub mod queries;
mod routes;

use utoipa_actix_web::scope;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/rent-campaigns")
        .service(routes::list_rent_campaigns)
        .service(routes::get_rent_campaign)
        .service(routes::list_rent_campaign_tenants)
}
