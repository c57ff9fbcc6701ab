//! The legal rules as anybody may read them: the rows of [`crate::law`], with their periods, figures
//! and articles.

mod dto;
mod routes;

/// The routes of this feature.
pub fn routes() -> impl crate::http::routes::Routes {
    utoipa_actix_web::scope("/rules").service(routes::list_rules).service(routes::get_rule)
}
