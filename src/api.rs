//! The route table: one line a feature. One prefix has one owner; literal paths stand before `{id}`.

use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt, scope};

use crate::http::routes::Routes;
use crate::service::document;
use crate::{
    auth, changes, impayes, landlord, logements, paying_body, payments, rent_campaigns, rent_declarations, roster, rules, service, tenants,
    todos,
};

/// Everything under `/v1`.
pub fn v1() -> impl Routes {
    scope("/v1")
        .service(auth::routes::me)
        .service(todos::routes::list_todos)
        .service(landlord::routes())
        .service(logements::routes())
        .service(tenants::routes())
        .service(rent_campaigns::routes())
        .service(rent_declarations::routes())
        .service(changes::routes())
        .service(impayes::routes())
        .service(payments::routes())
        .service(payments::line_routes())
        .service(roster::upload::load_roster)
        .service(paying_body::routes())
        .service(rules::routes())
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
        .service(service::routes::roster_schema)
        .service(service::routes::problem_index)
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
        .service(service::routes::roster_schema)
        .service(service::routes::problem_index)
        .service(service::routes::problem_page);
}
