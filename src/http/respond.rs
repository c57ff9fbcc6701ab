//! Answers: one resource with its tag, one page with its link.

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

use super::compress::Compressible;
use super::etag;
use super::page::Page;
use super::query;
use crate::problem::Problem;

/// The media type of every JSON answer.
pub const JSON: &str = "application/json; charset=utf-8";

/// One resource, with a strong `ETag`; 304 when the caller already has it.
pub struct One<T>(pub T);

impl<T: Serialize> Responder for One<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match serde_json::to_vec(&self.0) {
            Ok(body) => tagged(request, body),
            Err(error) => HttpResponse::from_error(Problem::internal(error)),
        }
    }
}

/// A representation made elsewhere, with its tag; 304 when the caller has it, to GET and HEAD alone (RFC
/// 9110 §13.1.2).
pub fn tagged(request: &HttpRequest, body: Vec<u8>) -> HttpResponse {
    let tag = etag::of(&body);
    if request.method() == Method::GET && etag::none_match(request.headers(), &tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, JSON)).insert_header((header::ETAG, tag)).body(body)
}

/// One page of a list, with `Link: rel="next"` (RFC 8288).
pub struct Listing<T>(pub Page<T>);

impl<T: Serialize> Responder for Listing<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        list(request, &self.0, self.0.next_cursor.as_deref())
    }
}

/// A list whose envelope has members of its own.
pub fn list(request: &HttpRequest, envelope: &impl Serialize, next_cursor: Option<&str>) -> HttpResponse {
    let body = match serde_json::to_vec(envelope) {
        Ok(body) => body,
        Err(error) => return HttpResponse::from_error(Problem::internal(error)),
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, JSON));
    if let Some(cursor) = next_cursor {
        response.insert_header((header::LINK, format!("<{}>; rel=\"next\"", next_address(request, cursor))));
    }
    let mut response = response.body(body);
    response.extensions_mut().insert(Compressible);
    response
}

/// The same address with another cursor: parameters stay as they were written.
fn next_address(request: &HttpRequest, cursor: &str) -> String {
    let mut address = format!("{}?", request.path());
    for pair in request.query_string().split('&').filter(|pair| !pair.is_empty() && !is_cursor(pair)) {
        address.push_str(pair);
        address.push('&');
    }
    address.push_str("cursor=");
    address.push_str(cursor);
    address
}

fn is_cursor(pair: &str) -> bool {
    query::pairs(pair).any(|pair| pair.is_ok_and(|(name, _)| name == "cursor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_has_one_cursor_however_it_was_written() {
        let next = |query: &str| next_address(&actix_web::test::TestRequest::with_uri(&format!("/v1/a?{query}")).to_http_request(), "x");
        assert_eq!(next("a=%20+&cursor=y&&b=1"), "/v1/a?a=%20+&b=1&cursor=x");
        assert_eq!(next("curs%6Fr=y&cursors=1"), "/v1/a?cursors=1&cursor=x");
    }
}
