//! Tenants: a tenant is one tenancy, that is one beneficiary, one housing unit and one lease.
//!
//! Search ignores case, accents, hyphens and apostrophes (R13). The detail lists each action with
//! whether it is allowed now and the code it would be refused with (R18). Nothing about the
//! tenant's resources, family or reasons exists here (R16).

pub mod dto;
mod export;
pub mod model;
pub mod queries;
mod routes;

use utoipa_actix_web::scope;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/tenants").service(routes::list_tenants).service(routes::get_tenant).service(routes::update_tenant)
}
