//! The route table: one line a feature. One prefix has one owner; literal paths stand before `{id}`.

use actix_web::dev::HttpServiceFactory;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt, OpenApiFactory, scope};

use crate::service::document;
use crate::{auth, changes, impayes, landlord, law, logements, paying_body, payments, rent_campaigns, rent_declarations, service, tenants};

/// Routes that are in the document.
pub trait Routes: HttpServiceFactory + OpenApiFactory + 'static {}
impl<T: HttpServiceFactory + OpenApiFactory + 'static> Routes for T {}

/// Everything under `/v1`.
pub fn v1() -> impl Routes {
    scope("/v1")
        .service(auth::routes::me)
        .service(landlord::routes())
        .service(logements::routes())
        .service(tenants::routes())
        .service(rent_campaigns::routes())
        .service(rent_declarations::routes())
        .service(changes::routes())
        .service(impayes::routes())
        .service(payments::routes())
        .service(payments::line_routes())
        .service(paying_body::routes())
        .service(law::routes())
}

/// The finished document.
///
/// # Errors
/// When it cannot be written as JSON, which a test rules out.
pub fn document() -> Result<serde_json::Value, serde_json::Error> {
    let (_app, collected): (_, OpenApi) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(document::base())
        .service(auth::routes::create_token)
        .service(auth::routes::keys)
        .service(auth::routes::metadata)
        .service(v1())
        .service(service::routes::live)
        .service(service::routes::ready)
        .service(service::routes::openapi_json)
        .service(service::routes::openapi_yaml)
        .service(service::routes::problem_page)
        .split_for_parts();
    document::finish(&collected)
}

/// The same routes, for a server.
pub fn configure(config: &mut actix_web::web::ServiceConfig) {
    config
        .service(auth::routes::create_token)
        .service(auth::routes::keys)
        .service(auth::routes::metadata)
        .service(v1())
        .service(service::routes::live)
        .service(service::routes::ready)
        .service(service::routes::openapi_json)
        .service(service::routes::openapi_yaml)
        .service(service::routes::problem_page);
}
