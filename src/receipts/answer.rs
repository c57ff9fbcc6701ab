//! A receipt over the wire.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};

use super::dto::Receipt;
use super::model::Content;
use super::paper::{Told, render, sheet_of};
use crate::http::accept;
use crate::http::respond::tagged;
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
    let mut response = if accept::choose(request, &["application/json", "application/pdf"])? == "application/json" {
        tagged(request, serde_json::to_vec(receipt).map_err(Problem::internal)?)
    } else {
        let content = Content::of(&receipt.content)?;
        let told = told(&content)?;
        let mut paper = tagged(request, render(&sheet_of(receipt, &content, told, language))?);
        if paper.status().is_success() {
            let name = HeaderValue::from_str(&format!("inline; filename=\"{}.pdf\"", receipt.number)).map_err(Problem::internal)?;
            paper.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
            paper.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        }
        paper
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}
