//! What a receipt is made of, and how it is shown.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use super::dto::Receipt;
use super::pdf::{Sheet, render};
use crate::http::respond::{JSON, tagged};
use crate::http::{accept, etag};
use crate::problem::Problem;
use crate::values::text::Language;
use crate::values::text_sql::text_enum;

text_enum! {
    /// What was received.
    pub enum ReceiptKind {
        RentDeclaration = "rent_declaration",
        Change = "change",
        Impaye = "impaye",
        ImpayeMonths = "impaye_months",
        RepaymentPlan = "repayment_plan",
        Check = "check",
        Settlement = "settlement",
        Withdrawal = "withdrawal",
        Cancellation = "cancellation",
    }
}

/// SHA-256, in hexadecimal, of the RFC 8785 form of a content.
///
/// # Errors
/// When the content has no canonical form, which integers and texts always have.
pub fn fingerprint(content: &Value) -> Result<(String, String), Problem> {
    let canonical = serde_json_canonicalizer::to_string(content).map_err(Problem::internal)?;
    let hash = hex::encode(digest(&SHA256, canonical.as_bytes()));
    Ok((canonical, hash))
}

/// A receipt as JSON or as a PDF, by `Accept`.
pub fn answer(request: &HttpRequest, receipt: &Receipt, language: Language) -> Result<HttpResponse, Problem> {
    if accept::choose(request, &["application/json", "application/pdf"])? == "application/json" {
        let mut response = tagged(request, serde_json::to_vec(receipt).map_err(Problem::internal)?);
        response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
        if response.status().is_success() {
            response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(JSON));
        }
        return Ok(response);
    }
    let body = sheet(receipt, language);
    let tag = etag::of(&body);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::VARY, "Accept")).insert_header((header::ETAG, tag.clone()));
    if etag::none_match(request.headers(), &tag) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    Ok(response
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{}.pdf\"", receipt.number)))
        .body(body))
}

fn sheet(receipt: &Receipt, language: Language) -> Vec<u8> {
    let (title, number, received, hash, footer) = match language {
        Language::French => (
            "Accusé de réception",
            "Numéro",
            "Reçu le",
            "Empreinte SHA-256 du contenu",
            "L'empreinte est celle de la forme canonique (RFC 8785) du contenu, que donne la version JSON de cet accusé.",
        ),
        Language::English => (
            "Receipt",
            "Number",
            "Received at",
            "SHA-256 of the content",
            "The hash is that of the canonical form (RFC 8785) of the content, given by the JSON version of this receipt.",
        ),
    };
    let mut rows = vec![
        (number.to_owned(), receipt.number.clone()),
        (received.to_owned(), receipt.received_at.to_rfc3339()),
        (hash.to_owned(), receipt.content_sha256.clone()),
    ];
    flatten("", &receipt.content, &mut rows);
    render(&Sheet { title, lang: language.tag(), intro: &[], rows: &rows, footer: &[footer.to_owned()] })
}

/// Every leaf of the content with its path, so that the paper says all that was received.
fn flatten(path: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, member)| flatten(&below(key), member, rows)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| flatten(&below(&index.to_string()), item, rows)),
        Value::String(text) => rows.push((path.to_owned(), text.clone())),
        Value::Null => rows.push((path.to_owned(), "–".to_owned())),
        other => rows.push((path.to_owned(), other.to_string())),
    }
}
