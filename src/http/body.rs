//! Request bodies: read within a limit, judged by the document, every fault in one answer.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::judge::{faults, judge_of, push_token};
use crate::problem::Code;
use crate::problem::{FieldError, Problem};
use crate::values::checks;
use crate::values::text::Text;

/// The most bytes a JSON body may have: 256 KiB.
pub const JSON_LIMIT: usize = 256 * 1024;

/// What a body can be read as.
pub trait Body: DeserializeOwned + ToSchema + Validate + 'static {}
impl<T: DeserializeOwned + ToSchema + Validate + 'static> Body for T {}

/// A JSON body, judged.
pub struct Json<T>(pub T);

/// A JSON merge patch (RFC 7396), judged.
pub struct Patch<T>(pub T);

type Pending<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<T: Body> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = read_json(request, payload, &["application/json"]);
        Box::pin(async move { decode(&read.await?).map(Json) })
    }
}

impl<T: Body> FromRequest for Patch<T> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = read_json(request, payload, &["application/merge-patch+json", "application/json"]);
        Box::pin(async move { decode(&read.await?).map(Patch) })
    }
}

/// The bytes of a body whose media type is one of `accepted`, up to [`JSON_LIMIT`].
pub fn read_json(request: &HttpRequest, payload: &mut dev::Payload, accepted: &'static [&'static str]) -> Pending<BytesMut> {
    let refused = media_type(request, accepted).err().or_else(|| too_long(request).err());
    let mut payload = payload.take();
    Box::pin(async move {
        if let Some(problem) = refused {
            return Err(problem);
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(unreadable)?;
            if body.len() + chunk.len() > JSON_LIMIT {
                return Err(payload_too_large(JSON_LIMIT));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    })
}

/// 413 naming the limit in bytes.
pub fn payload_too_large(limit: usize) -> Problem {
    Problem::new(
        Code::PayloadTooLarge,
        Text::new(format!("Le corps ne peut dépasser {limit} octets."), format!("The body may not exceed {limit} bytes.")),
    )
    .with("limit_bytes", limit)
    .with_header(header::CONNECTION, HeaderValue::from_static("close"))
}

/// A body that broke off or did not decode.
pub fn unreadable(cause: actix_web::error::PayloadError) -> Problem {
    Problem::malformed(Text::fixed("Le corps n'a pas pu être lu jusqu'au bout.", "The body could not be read to its end.")).because(cause)
}

fn too_long(request: &HttpRequest) -> Result<(), Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match declared {
        Some(length) if length > JSON_LIMIT as u64 => Err(payload_too_large(JSON_LIMIT)),
        _ => Ok(()),
    }
}

/// 415 unless the body's media type is one of `accepted`.
pub fn media_type(request: &HttpRequest, accepted: &'static [&'static str]) -> Result<(), Problem> {
    let sent = request.content_type();
    let utf8 = request.encoding().is_ok_and(|encoding| encoding == encoding_rs::UTF_8);
    let plain = !request.headers().contains_key(header::CONTENT_ENCODING);
    if accepted.iter().any(|one| one.eq_ignore_ascii_case(sent)) && utf8 && plain {
        return Ok(());
    }
    let list = accepted.join(", ");
    let accept = HeaderValue::from_str(&list).map_err(Problem::internal)?;
    Err(Problem::new(Code::UnsupportedMediaType, Text::new(format!("Types acceptés : {list}."), format!("Accepted types: {list}.")))
        .with_header(header::ACCEPT, accept))
}

/// Bytes to a judged value.
///
/// # Errors
/// 400 when it is not JSON in UTF-8, else 422 with every fault.
pub fn decode<T: Body>(bytes: &[u8]) -> Result<T, Problem> {
    decode_parsed(&parse(bytes)?, bytes)
}

/// As [`decode`], where the bytes are already parsed.
///
/// # Errors
/// As [`decode`].
pub fn decode_parsed<T: Body>(value: &Value, bytes: &[u8]) -> Result<T, Problem> {
    let errors = faults(&*judge_of::<T>()?, value);
    if !errors.is_empty() {
        return Err(Problem::validation(errors));
    }
    // From the bytes and not from the value: of two equal keys a value keeps the last in silence.
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let typed: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer_of(error.path());
        let cause = error.into_inner();
        let duplicate = cause.to_string().starts_with("duplicate field");
        Problem::validation(vec![if duplicate {
            FieldError::pointer(pointer, "duplicate", Text::fixed("Cette clé est donnée deux fois.", "This key is given twice."))
        } else {
            FieldError::pointer(
                pointer,
                "wrong_type",
                Text::fixed("Cette valeur n'a pas la forme attendue.", "This value does not have the expected form."),
            )
        }])
    })?;
    checked(typed)
}

/// Runs what a schema cannot say.
///
/// # Errors
/// 422 with every fault.
pub fn checked<T: Validate>(typed: T) -> Result<T, Problem> {
    match typed.validate() {
        Ok(()) => Ok(typed),
        Err(errors) => {
            let mut found = Vec::new();
            collect(&errors, &mut String::new(), &mut found);
            Err(Problem::validation(found))
        }
    }
}

/// Bytes to JSON.
///
/// # Errors
/// 400 with the line and column, never with the text itself.
pub fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    if let Err(broken) = std::str::from_utf8(bytes) {
        let at = broken.valid_up_to();
        return Err(Problem::malformed(Text::new(
            format!("Le corps n'est pas de l'UTF-8 valide (octet {at})."),
            format!("The body is not valid UTF-8 (byte {at})."),
        )));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::malformed(Text::new(
            format!("Le corps n'est pas du JSON valide (ligne {line}, colonne {column})."),
            format!("The body is not valid JSON (line {line}, column {column})."),
        ))
    })
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => push_token(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_token(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn collect(errors: &ValidationErrors, at: &mut String, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let length = at.len();
        // A check of the whole object reports at the object itself.
        if field != "__all__" {
            push_token(at, field);
        }
        match kind {
            ValidationErrorsKind::Field(faults) => {
                for fault in faults {
                    let (code, detail) = checks::describe(fault);
                    let mut pointer = at.clone();
                    if let Some(Value::String(member)) = fault.params.get("member") {
                        push_token(&mut pointer, member);
                    }
                    found.push(FieldError::pointer(pointer, code, detail));
                }
            }
            ValidationErrorsKind::Struct(inner) => collect(inner, at, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    let length = at.len();
                    push_token(at, &index.to_string());
                    collect(inner, at, found);
                    at.truncate(length);
                }
            }
        }
        at.truncate(length);
    }
}

/// For a member of a merge patch: absent is `None`, null is `Some(None)` (RFC 7396).
///
/// # Errors
/// When the member is not what it should be.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    <Option<T> as serde::Deserialize>::deserialize(deserializer).map(Some)
}
