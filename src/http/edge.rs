//! The outermost layer: names each request, answers HEAD like GET, catches panics, renders every
//! error as a problem document in the caller's language, and writes one line of log for every
//! outcome, without any personal data.
//!
//! What never becomes a request, the server refuses below: [`super::unparsed`] words and logs that.

use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Instant;

use actix_http::ConnectionType;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri, Version};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, ResponseError};
use tracing::Instrument;
use uuid::Uuid;

use super::compress::compress;
use super::connection::{Announced, Phase};
use super::limits::Traffic;
use super::mark::Mark;
use super::routing::{RouteTable, not_allowed};
use super::{language, render as rendering};
use crate::problem::{Coded, Problem, panic};
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
/// Those whose request is lost, already logged and with the problem document of their answer.
pub async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let id = RequestId::new(request.headers());
    let language = language::of(request.request());
    let base = request.app_data::<Data<PublicUrl>>().map_or_else(String::new, |url| url.0.clone());
    let mark = Mark::default();
    let place = Place::of(request.request());
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(mark.clone());
    let (method, version) = (request.method().clone(), request.version());
    if method == Method::HEAD {
        // The HTTP/1 encoder drops the body of an answer to HEAD by itself.
        request.head_mut().method = Method::GET;
    }
    // At the level of errors, so that a service that logs nothing less still tells the request.
    let span = tracing::error_span!("request", request_id = %id.0);
    let line = Line { method, uri: request.uri().clone(), routes: request.app_data::<Data<RouteTable>>().cloned(), mark, started };
    let lost = |problem: Problem| {
        let close = place.left();
        span.in_scope(|| line.log(None, problem.code().status(), Some(&problem)));
        Err(Rendered { problem, language, base: base.clone(), id: id.0.clone(), close }.into())
    };
    if let Some(allow) = line.refused() {
        return lost(not_allowed(&allow));
    }
    let called = {
        let mut call = pin!(next.call(request));
        poll_fn(|context| match panic::caught(|| call.as_mut().poll(context)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
            Err(panic) => Poll::Ready(Err(panic)),
        })
        .instrument(span.clone())
        .await
    };
    let (response, problem) = match called {
        Ok(Ok(response)) => render(response.map_into_boxed_body(), language, &base, &id.0),
        Ok(Err(error)) => return lost(problem_of(&error)),
        Err(panic) => return lost(panic.into()),
    };
    let mut response = compress(response);
    if version < Version::HTTP_11 {
        end_by_closing(&mut response);
    }
    dress(&mut response, &id.0);
    if place.left() {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let route = response.request().match_pattern();
    span.in_scope(|| line.log(route, response.status().as_u16(), problem.as_ref()));
    Ok(response)
}

/// An answer of unknown length is ended by closing to whoever may not know chunks (RFC 9112 §6.1, §6.3).
fn end_by_closing(response: &mut ServiceResponse<BoxBody>) {
    if response.response().body().size() == BodySize::Stream {
        let head = response.response_mut().head_mut();
        head.no_chunking(true);
        head.set_connection_type(ConnectionType::Close);
    }
}

/// The connection of a request, which waits for nothing while it is answered.
struct Place {
    phase: Option<Rc<Phase>>,
    traffic: Option<Data<Traffic>>,
}

impl Place {
    fn of(request: &HttpRequest) -> Self {
        let phase = request.conn_data::<Rc<Phase>>().cloned();
        let length = || request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
        let announced = if request.headers().contains_key(header::TRANSFER_ENCODING) {
            Announced::Chunks
        } else {
            length().map_or(Announced::Nothing, Announced::Bytes)
        };
        phase.iter().for_each(|phase| phase.begin(announced));
        Self { phase, traffic: request.app_data::<Data<Traffic>>().cloned() }
    }

    /// The request is answered; says whether the connection must end: nobody reads the rest, or the service
    /// will stop.
    fn left(&self) -> bool {
        let unread = self.phase.as_ref().is_some_and(|phase| phase.end());
        unread || self.traffic.as_ref().is_some_and(|traffic| traffic.is_draining())
    }
}

/// What is known of a request when it comes, for its one line of log.
struct Line {
    method: Method,
    uri: Uri,
    routes: Option<Data<RouteTable>>,
    mark: Mark,
    started: Instant,
}

impl Line {
    /// The methods of a literal address that does not take this one.
    fn refused(&self) -> Option<String> {
        self.routes.as_ref()?.refused(self.uri.path(), &self.method).map(str::to_owned)
    }

    /// Logs the outcome. Route templates and never addresses: a query string may hold a name or a
    /// number. `route` is absent when the request was lost on its way.
    fn log(&self, route: Option<String>, status: u16, problem: Option<&Problem>) {
        let known = || self.routes.as_ref()?.template(self.uri.path()).map(str::to_owned);
        let route = route.or_else(known).unwrap_or_else(|| "unmatched".to_owned());
        let micros = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (method, client) = (&self.method, self.mark.client());
        let code = problem.map(|problem| problem.code().as_str()).or(self.mark.refusal());
        let cause = problem.and_then(Problem::cause);
        match status {
            503 => tracing::warn!(%method, route, status, code, cause, micros, client, "answered"),
            500.. => tracing::error!(%method, route, status, code, cause, micros, client, "answered"),
            _ => tracing::info!(%method, route, status, code, cause, micros, client, "answered"),
        }
    }
}

/// Replaces the body of an error by its problem document, and gives the problem.
fn render(response: ServiceResponse<BoxBody>, language: Language, base: &str, id: &str) -> (ServiceResponse<BoxBody>, Option<Problem>) {
    let problem = match response.response().error() {
        Some(error) => problem_of(error),
        None if response.status() == StatusCode::NOT_FOUND && !is_problem(&response) => Problem::not_found(),
        None => return (response, None),
    };
    (response.into_response(rendering::response(&problem, language, base, id)), Some(problem))
}

fn is_problem(response: &ServiceResponse<BoxBody>) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"))
}

/// Our own problem, or what comes nearest to an error of the framework. The framework's own words
/// may quote an address, and are left out.
fn problem_of(error: &actix_web::Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return problem.clone();
    }
    let status = error.as_response_error().status_code();
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => super::received::payload_too_large(super::received::JSON_LIMIT),
        status if status.is_client_error() => {
            Problem::malformed(Text::fixed("La requête n'a pas pu être lue.", "The request could not be read."))
        }
        _ => return Problem::internal(error.to_string()),
    };
    problem.because(format!("refused by the framework with {status}"))
}

/// A problem that left the handlers as an error, with all it needs to be shown.
#[derive(Debug)]
struct Rendered {
    problem: Problem,
    language: Language,
    base: String,
    id: String,
    close: bool,
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
        if self.close {
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
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

#[cfg(test)]
#[path = "edge_tests.rs"]
mod tests;
