//! Logements: the housing units a landlord manages. Any list of the service can be restricted to a
//! selection of them (R10). They come from the paying body; the landlord ends their management by
//! declaring it, and sets its own reference of each.

mod dto;
pub mod model;
mod queries;
mod routes;

use utoipa_actix_web::scope;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    scope("/logements").service(routes::list_logements).service(routes::get_logement).service(routes::update_logement)
}
