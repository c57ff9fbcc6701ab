//! The outermost layer: names each request, answers HEAD like GET, catches panics, renders every
//! error as a problem document in the caller's language, and writes one line of log without any
//! personal data.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, ResponseError};
use futures_util::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use super::compress::compress;
use super::mark::ClientMark;
use super::routing::{RouteTable, not_allowed};
use super::{language, render as rendering};
use crate::problem::Problem;
use crate::values::text::{Language, Text};

static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// What pages may do: nothing from elsewhere. Swagger UI writes styles of its own.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The id of a request, taken from the caller if it is a UUID.
#[derive(Clone)]
pub struct RequestId(String);

impl RequestId {
    /// The id of the request at hand.
    pub fn of(request: &HttpRequest) -> String {
        request.extensions().get::<Self>().map_or_else(String::new, |id| id.0.clone())
    }

    fn new(headers: &HeaderMap) -> Self {
        let given = headers.get(&REQUEST_ID).and_then(|id| id.to_str().ok()).and_then(|id| Uuid::try_parse(id).ok());
        let id = given.or_else(|| crate::ids::random_bytes::<16>().ok().map(|bytes| uuid::Builder::from_random_bytes(bytes).into_uuid()));
        Self(id.unwrap_or_default().to_string())
    }
}

/// The address under which callers know the service, for absolute links.
#[derive(Clone)]
pub struct PublicUrl(pub String);

/// The middleware.
///
/// # Errors
/// None: an error becomes the problem document of the answer.
pub async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let id = RequestId::new(request.headers());
    let language = language::of(request.request());
    let base = request.app_data::<Data<PublicUrl>>().map_or_else(String::new, |url| url.0.clone());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    if method == Method::HEAD {
        // The HTTP/1 encoder drops the body of an answer to HEAD by itself.
        request.head_mut().method = Method::GET;
    }
    let span = tracing::info_span!("request", request_id = %id.0);
    let allow = request.app_data::<Data<RouteTable>>().and_then(|table| table.refused(request.path(), &method).map(str::to_owned));
    if let Some(allow) = allow {
        return Err(Rendered::of(&not_allowed(&allow).into(), language, &base, &id.0).into());
    }
    let called = AssertUnwindSafe(next.call(request)).catch_unwind().instrument(span.clone()).await;
    let response = match called {
        Ok(Ok(response)) => render(response.map_into_boxed_body(), language, &base, &id.0),
        Ok(Err(error)) => return Err(Rendered::of(&error, language, &base, &id.0).into()),
        Err(_panic) => return Err(Rendered::of(&Problem::internal("a handler panicked").into(), language, &base, &id.0).into()),
    };
    let mut response = compress(response);
    dress(&mut response, &id.0);
    span.in_scope(|| log(&method, &response, started));
    Ok(response)
}

/// Replaces the body of an error by its problem document.
fn render(response: ServiceResponse<BoxBody>, language: Language, base: &str, id: &str) -> ServiceResponse<BoxBody> {
    let problem = match response.response().error() {
        Some(error) => problem_of(error),
        None if response.status() == StatusCode::NOT_FOUND && !is_problem(&response) => Problem::not_found(),
        None => return response,
    };
    response.into_response(rendering::response(&problem, language, base, id))
}

fn is_problem(response: &ServiceResponse<BoxBody>) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"))
}

/// Our own problem, or what comes nearest to an error of the framework.
fn problem_of(error: &actix_web::Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return problem.clone();
    }
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => super::body::payload_too_large(super::body::JSON_LIMIT),
        status if status.is_client_error() => {
            tracing::debug!(%error, "refused by the framework");
            Problem::malformed(Text::fixed("La requête n'a pas pu être lue.", "The request could not be read."))
        }
        _ => Problem::internal(error),
    }
}

/// A problem that left the handlers as an error, with all it needs to be shown.
#[derive(Debug)]
struct Rendered {
    problem: Problem,
    language: Language,
    base: String,
    id: String,
}

impl Rendered {
    fn of(error: &actix_web::Error, language: Language, base: &str, id: &str) -> Self {
        Self { problem: problem_of(error), language, base: base.to_owned(), id: id.to_owned() }
    }
}

impl std::fmt::Display for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.problem.fmt(f)
    }
}

impl ResponseError for Rendered {
    fn status_code(&self) -> StatusCode {
        self.problem.status_code()
    }

    fn error_response(&self) -> actix_web::HttpResponse {
        let mut response = rendering::response(&self.problem, self.language, &self.base, &self.id);
        headers(response.headers_mut(), &self.id);
        response
    }
}

fn dress(response: &mut ServiceResponse<BoxBody>, id: &str) {
    let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers_of = response.headers_mut();
    headers(headers_of, id);
    if page {
        headers_of.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
        headers_of.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
}

/// The headers of every answer.
fn headers(headers: &mut HeaderMap, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID.clone(), id);
    }
    headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

/// Route templates and never addresses: a query string may hold a name or a number.
fn log(method: &Method, response: &ServiceResponse<BoxBody>, started: Instant) {
    let request = response.request();
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let client = request.extensions().get::<ClientMark>().map(|mark| mark.0.to_string()).unwrap_or_default();
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    tracing::info!(%method, route, status, micros, client, "answered");
}
