//! Addresses outside `/v1`: health, the document and the pages of the problems.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::published::Published;
use super::readiness::Readiness;
use crate::db::Db;
use crate::http::limits::Traffic;
use crate::http::query::NoParameters;
use crate::http::{Path, Public, Query, language};
use crate::problem::Problem;
use crate::values::text::Text;

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; anything else is an error.
    #[schema(max_length = 16, example = "ok")]
    pub status: &'static str,
}

/// Tells that the process lives.
///
/// Touches nothing else: a database that is away does not make it fail.
#[utoipa::path(tag = "Service", operation_id = "getLiveness", security(()),
    responses((status = 200, description = "The process lives.", body = Health)))]
#[get("/health/live")]
pub async fn live(_public: Public, _none: Query<NoParameters>) -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Tells that requests can be served.
///
/// 503 while the database cannot be written, and once the service is told to stop. Asked of it once a second at most, beside the requests.
#[utoipa::path(tag = "Service", operation_id = "getReadiness", security(()),
    responses((status = 200, description = "Requests can be served.", body = Health)))]
#[get("/health/ready")]
pub async fn ready(
    _public: Public,
    _none: Query<NoParameters>,
    traffic: Data<Traffic>,
    db: Data<Db>,
    readiness: Data<Readiness>,
) -> Result<HttpResponse, Problem> {
    if traffic.is_draining() {
        return Err(Problem::unavailable_because(Text::fixed("Le service s'arrête.", "The service stops.")));
    }
    readiness.now(&db).await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}

/// Gives this document as JSON.
///
/// OpenAPI 3.1, the same in every mode of the service.
#[utoipa::path(tag = "Service", operation_id = "getDocumentJson", security(()), extensions(("x-tagged" = json!(true))),
    responses((status = 200, description = "The document.", body = Object, content_type = "application/json",
        example = json!({"openapi": "3.1.0", "info": {"title": "Offre bailleurs API", "version": "0.1.0"}, "paths": {}}))))]
#[get("/openapi.json")]
pub async fn openapi_json(_public: Public, request: HttpRequest, _none: Query<NoParameters>, published: Data<Published>) -> HttpResponse {
    published.json.answer(&request)
}

/// Gives this document as YAML.
///
/// OpenAPI 3.1, the same in every mode of the service.
#[utoipa::path(tag = "Service", operation_id = "getDocumentYaml", security(()), extensions(("x-tagged" = json!(true))),
    responses((status = 200, description = "The document.", body = Object, content_type = "application/yaml",
        example = json!({"openapi": "3.1.0", "info": {"title": "Offre bailleurs API", "version": "0.1.0"}, "paths": {}}))))]
#[get("/openapi.yaml")]
pub async fn openapi_yaml(_public: Public, request: HttpRequest, _none: Query<NoParameters>, published: Data<Published>) -> HttpResponse {
    published.yaml.answer(&request)
}

/// Gives the schema of a roster's line.
///
/// JSON Schema 2020-12, made of what a load reads and judges lines with. What it cannot say (what comes first,
/// check digits, the order of days) a load tells line by line.
#[utoipa::path(tag = "Service", operation_id = "getRosterSchema", security(()), extensions(("x-tagged" = json!(true))),
    responses((status = 200, description = "The schema.", body = Object, content_type = "application/schema+json",
        example = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A line of a roster"}))))]
#[get("/schemas/roster.json")]
pub async fn roster_schema(_public: Public, request: HttpRequest, _none: Query<NoParameters>, published: Data<Published>) -> HttpResponse {
    published.roster.answer(&request)
}

/// Explains a code.
///
/// The page that the `type` of a problem document points to, and that of every other code, in French or English.
#[utoipa::path(tag = "Service", operation_id = "getProblemPage", security(()), extensions(("x-tagged" = json!(true))),
    params(("code" = String, Path, description = "A code.", max_length = 64, pattern = "^[a-z_]+$", example = "validation_failed")),
    responses((status = 200, description = "What the code means and what to do about it.", body = String, content_type = "text/html")))]
#[get("/problems/{code}")]
pub async fn problem_page(
    _public: Public,
    request: HttpRequest,
    code: Path<String>,
    _none: Query<NoParameters>,
    published: Data<Published>,
) -> Result<HttpResponse, Problem> {
    let page = published.code(&code.0, language::of(&request))?;
    Ok(page.ok_or_else(Problem::not_found)?.answer(&request))
}

/// Lists the codes.
///
/// Every code that a caller may receive, by where it is met, in French or English.
#[utoipa::path(tag = "Service", operation_id = "listProblemPages", security(()), extensions(("x-tagged" = json!(true))),
    responses((status = 200, description = "The codes, each with a link to its page.", body = String, content_type = "text/html")))]
#[get("/problems")]
pub async fn problem_index(
    _public: Public,
    request: HttpRequest,
    _none: Query<NoParameters>,
    published: Data<Published>,
) -> Result<HttpResponse, Problem> {
    slashed_index(_public, request, _none, published).await
}

/// The same list under the address that has a slash at its end.
///
/// # Errors
/// As [`Published::index`].
pub async fn slashed_index(
    _public: Public,
    request: HttpRequest,
    _none: Query<NoParameters>,
    published: Data<Published>,
) -> Result<HttpResponse, Problem> {
    let page = published.index(language::of(&request))?;
    Ok(page.ok_or_else(Problem::not_found)?.answer(&request))
}
