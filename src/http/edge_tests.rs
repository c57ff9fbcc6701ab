//! One line of log for every outcome.

use actix_web::middleware::from_fn;
use actix_web::{App, test, web};
use serde_json::{Value, json};

use super::*;
use crate::http::mark;
use crate::http::routing::unmatched;
use crate::problem::captured::Log;

const ID: &str = "019aafe0-1234-7abc-8def-0123456789ab";

async fn panics() -> &'static str {
    std::panic::panic_any("tenant 184127645108946 made on purpose")
}

async fn fails() -> Result<&'static str, Problem> {
    Err(Problem::internal("made on purpose"))
}

async fn busy() -> Result<&'static str, Problem> {
    Err(Problem::unavailable().because("the queue"))
}

async fn refuses(request: actix_web::HttpRequest) -> actix_web::HttpResponse {
    mark::refused(&request, "invalid_client");
    actix_web::HttpResponse::Unauthorized().finish()
}

/// The answer and the one line logged of it.
async fn call(method: Method, path: &str) -> (u16, Value) {
    let document = json!({ "paths": { "/panics/{id}": { "get": {} }, "/fails": { "get": {} }, "/ok": { "get": {} } } });
    let app = App::new()
        .app_data(Data::new(RouteTable::of(&document, &[])))
        .route("/panics/{id}", web::get().to(panics))
        .route("/fails", web::get().to(fails))
        .route("/busy", web::get().to(busy))
        .route("/refuses", web::get().to(refuses))
        .route("/ok", web::get().to(|| async { "" }))
        .default_service(actix_web::dev::fn_service(unmatched))
        .wrap(from_fn(edge));
    let app = test::init_service(app).await;
    let request = test::TestRequest::with_uri(path).method(method).insert_header(("Request-Id", ID)).to_request();
    let (log, _dispatch, guard) = Log::start();
    let answered = test::try_call_service(&app, request).await;
    drop(guard);
    let status = answered.map_or_else(|error| error.as_response_error().status_code(), |response| response.status());
    let mut lines = log.lines();
    assert_eq!(lines.len(), 1, "{path}: {lines:?}");
    let line = lines.remove(0);
    assert_eq!((&line["span"]["request_id"], &line["fields"]["message"]), (&json!(ID), &json!("answered")), "{line}");
    assert_eq!(line["fields"]["status"], status.as_u16(), "{line}");
    (status.as_u16(), line)
}

#[actix_web::test]
async fn a_500_shows_its_cause_and_request_id_in_one_line() {
    let (status, line) = call(Method::GET, "/fails").await;
    assert_eq!((status, &line["level"]), (500, &json!("ERROR")));
    let fields = &line["fields"];
    assert_eq!(
        (&fields["route"], &fields["code"], &fields["cause"]),
        (&json!("/fails"), &json!("internal_error"), &json!("made on purpose"))
    );
}

#[actix_web::test]
async fn a_panic_shows_its_message_and_place_scrubbed_and_its_route_without_the_id() {
    let (status, line) = call(Method::GET, "/panics/ten_1").await;
    assert_eq!((status, &line["level"], &line["fields"]["route"]), (500, &json!("ERROR"), &json!("/panics/{id}")));
    let cause = line["fields"]["cause"].as_str().unwrap();
    assert!(cause.starts_with("panic at src/http/edge_tests.rs:") && cause.ends_with(": tenant [nir] made on purpose"), "{cause}");
}

#[actix_web::test]
async fn a_503_is_a_warning() {
    let (status, line) = call(Method::GET, "/busy").await;
    assert_eq!((status, &line["level"], &line["fields"]["cause"]), (503, &json!("WARN"), &json!("the queue")));
}

#[actix_web::test]
async fn what_no_route_takes_is_logged_without_its_address() {
    let (status, line) = call(Method::GET, "/nowhere/secret?name=secret").await;
    assert_eq!((status, &line["level"]), (404, &json!("INFO")));
    assert_eq!((&line["fields"]["route"], &line["fields"]["code"]), (&json!("unmatched"), &json!("not_found")));
    assert!(!line.to_string().contains("secret"), "{line}");
    for path in ["/fails", "/panics/ten_1"] {
        let (status, line) = call(Method::DELETE, path).await;
        assert_eq!((status, &line["fields"]["code"]), (405, &json!("method_not_allowed")), "{path}");
        assert_eq!(line["fields"]["method"], "DELETE");
    }
}

#[actix_web::test]
async fn a_success_and_a_refusal_of_the_token_endpoint_are_logged() {
    let (status, line) = call(Method::HEAD, "/ok").await;
    assert_eq!((status, &line["level"], &line["fields"]["code"]), (200, &json!("INFO"), &Value::Null));
    let (status, line) = call(Method::GET, "/refuses").await;
    assert_eq!((status, &line["fields"]["code"]), (401, &json!("invalid_client")));
}
