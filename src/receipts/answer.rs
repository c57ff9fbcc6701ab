//! A receipt over the wire.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};

use super::dto::Receipt;
use super::model::Content;
use super::paper::{Told, render, sheet_of};
use crate::http::respond::{JSON, tagged};
use crate::http::{accept, etag};
use crate::problem::Problem;
use crate::values::text::Language;

/// A receipt as JSON, or as a PDF by `Accept`. `told` says of its content what only its feature knows.
///
/// # Errors
/// 406 when the caller accepts neither.
pub fn answer(
    request: &HttpRequest,
    receipt: &Receipt,
    language: Language,
    told: impl FnOnce(&Content) -> Result<Told, Problem>,
) -> Result<HttpResponse, Problem> {
    if accept::choose(request, &["application/json", "application/pdf"])? == "application/json" {
        let mut response = tagged(request, serde_json::to_vec(receipt).map_err(Problem::internal)?);
        response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
        if response.status().is_success() {
            response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(JSON));
        }
        return Ok(response);
    }
    let content = Content::of(&receipt.content)?;
    let told = told(&content)?;
    let body = render(&sheet_of(receipt, &content, told, language))?;
    let tag = etag::of(&body);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::VARY, "Accept")).insert_header((header::ETAG, tag.clone()));
    if etag::none_match(request.headers(), &tag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(response
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{}.pdf\"", receipt.number)))
        .body(body))
}
