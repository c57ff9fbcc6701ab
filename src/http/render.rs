//! How a problem leaves the service: as a problem document (RFC 9457), in the caller's language.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Map, Value, json};

use crate::problem::{At, Coded, FieldError, Problem};
use crate::values::text::Language;

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The document as JSON, for an answer or for one line of a report.
pub fn document(problem: &Problem, language: Language, base: &str, request_id: &str) -> Value {
    let mut body = Map::new();
    let code = problem.code();
    body.insert("type".into(), format!("{base}/problems/{}", code.as_str()).into());
    body.insert("title".into(), code.title().get(language).into());
    body.insert("status".into(), code.status().into());
    body.insert("detail".into(), problem.detail().get(language).into());
    body.insert("code".into(), code.as_str().into());
    body.insert("request_id".into(), request_id.into());
    if !problem.errors().is_empty() {
        let errors: Vec<Value> = problem.errors().iter().map(|error| field(error, language)).collect();
        body.insert("errors".into(), errors.into());
    }
    if let Some(rule) = problem.rule() {
        body.insert("rule".into(), json!({ "id": rule.id, "article": rule.article, "url": rule.url }));
    }
    for (name, value) in problem.members() {
        body.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(body)
}

/// The whole answer in one language.
pub fn response(problem: &Problem, language: Language, base: &str, request_id: &str) -> HttpResponse {
    let mut response = HttpResponse::build(problem.status_code());
    response.insert_header((header::CONTENT_TYPE, PROBLEM_JSON));
    response.insert_header((header::CONTENT_LANGUAGE, language.tag()));
    for (name, value) in problem.headers() {
        response.insert_header((name.clone(), value.clone()));
    }
    response.body(document(problem, language, base, request_id).to_string())
}

fn field(error: &FieldError, language: Language) -> Value {
    let (kind, place) = match &error.at {
        At::Pointer(pointer) => ("pointer", pointer.as_str()),
        At::Parameter(name) => ("parameter", name.as_str()),
        At::Header(name) => ("header", *name),
    };
    json!({ kind: place, "code": error.code.as_str(), "detail": error.detail.get(language) })
}

/// The outermost middleware renders the document with the request's language and id; what is made
/// here only serves an error that escapes it.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        response(self, Language::default(), "", "")
    }
}
