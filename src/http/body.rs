//! Request bodies: read within a limit, judged by the document, every fault in one answer.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Buf, BytesMut};
use actix_web::{HttpRequest, dev};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::faults::{Faults, push_token};
use super::gate;
use super::judge::{Judge, judge_of};
use super::media;
use super::mend;
use super::sift::sift;
use super::texts::{holds_refused, of_what_was_sent, refuse_characters, without_blanks};

use crate::problem::{Code, FieldCode, FieldError, Problem, described};
use crate::values::text::Text;

/// The most bytes a JSON body may have: 256 KiB.
pub const JSON_LIMIT: usize = 256 * 1024;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What a body can be read as.
pub trait Body: DeserializeOwned + ToSchema + Validate + 'static {}
impl<T: DeserializeOwned + ToSchema + Validate + 'static> Body for T {}

type Pending<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The bytes of a body whose media type is one of `accepted`, up to [`JSON_LIMIT`], once the caller is
/// known.
///
/// # Errors
/// 415, 413, 400 when it breaks off.
pub fn read_json(request: &HttpRequest, payload: &mut dev::Payload, accepted: &'static [&'static str]) -> Pending<BytesMut> {
    let request = request.clone();
    let mut payload = payload.take();
    Box::pin(async move {
        gate::passed(&request).await?;
        media_type(&request, accepted)?;
        too_long(&request)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(unreadable)?;
            if body.len() + chunk.len() > JSON_LIMIT {
                return Err(payload_too_large(JSON_LIMIT));
            }
            body.extend_from_slice(&chunk);
        }
        // RFC 8259 §8.1 lets a reader ignore it, and some editors and libraries write it.
        if body.starts_with(BYTE_ORDER_MARK) {
            body.advance(BYTE_ORDER_MARK.len());
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
    let plain = !request.headers().contains_key(header::CONTENT_ENCODING);
    if media::is_one_of(request.headers(), accepted) && plain {
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
    let judge = judge_of::<T>()?;
    let plain = without_blanks(value);
    if judge.accepts(&plain)
        && !holds_refused(&plain)
        && let Some(typed) = typed::<T>(&judge, plain, bytes)
        && typed.validate().is_ok()
    {
        return Ok(typed);
    }
    Err(refusal::<T>(&judge, bytes))
}

/// The body without its blanks, if it reads as its type. Of two equal keys a value keeps the last in
/// silence: they are looked for in the bytes.
fn typed<T: Body>(judge: &Judge, plain: Cow<'_, Value>, bytes: &[u8]) -> Option<T> {
    let Cow::Owned(plain) = plain else { return serde_json::from_slice(bytes).ok() };
    let mut faults = Faults::default();
    let sifted = sift(&judge.schema, bytes, &mut faults);
    if sifted.is_ok() && faults.is_empty() { serde_json::from_value(plain).ok() } else { None }
}

/// Every fault of a body that has one, also what a schema cannot say of the fields it does not refuse.
fn refusal<T: Body>(judge: &Judge, bytes: &[u8]) -> Problem {
    let mut faults = Faults::default();
    let sent = match sift(&judge.schema, bytes, &mut faults) {
        Ok(value) => value,
        Err(error) => return not_json(&error),
    };
    let value = without_blanks(&sent).into_owned();
    let mut judged = Faults::default();
    judge.explain(&value, &mut judged);
    judged.told().into_iter().for_each(|fault| faults.push(of_what_was_sent(&sent, fault)));
    refuse_characters(&value, &mut faults);
    match serde_path_to_error::deserialize::<_, T>(&value) {
        Ok(typed) => add_checks(&typed, &mut faults, |_| true),
        Err(error) if faults.is_empty() => {
            let text = Text::fixed("Cette valeur n'a pas la forme attendue.", "This value does not have the expected form.");
            faults.push(FieldError::pointer(pointer_of(error.path()), FieldCode::WrongType, text));
        }
        Err(_unreadable) => {
            let mended = mend::mended(&judge.schema, value, &faults.pointers());
            if let Ok(typed) = serde_json::from_value::<T>(mended) {
                // What two fields say together may come from the one that was mended.
                add_checks(&typed, &mut faults, |field| field != WHOLE);
            }
        }
    }
    Problem::validation(faults.told())
}

fn add_checks<T: Validate>(typed: &T, faults: &mut Faults, counts: impl Fn(&str) -> bool + Copy) {
    if let Err(errors) = typed.validate() {
        let mut found = Vec::new();
        collect(&errors, counts, &mut String::new(), &mut found);
        found.into_iter().for_each(|fault| faults.push_elsewhere(fault));
    }
}

/// Runs what a schema cannot say on what stands at a pointer of the body.
///
/// # Errors
/// 422 with every fault.
pub fn checked_under<T: Validate>(pointer: &str, typed: T) -> Result<T, Problem> {
    let mut faults = Faults::default();
    add_checks(&typed, &mut faults, |_| true);
    if faults.is_empty() {
        return Ok(typed);
    }
    Err(Problem::validation(faults.told().into_iter().map(|fault| fault.under("", pointer)).collect()))
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
    serde_json::from_slice(bytes).map_err(|error| not_json(&error))
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::malformed(Text::new(
        format!("Le corps n'est pas du JSON valide (ligne {line}, colonne {column})."),
        format!("The body is not valid JSON (line {line}, column {column})."),
    ))
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

/// Under what name `validator` reports a check of a whole object.
const WHOLE: &str = "__all__";

fn collect(errors: &ValidationErrors, counts: impl Fn(&str) -> bool + Copy, at: &mut String, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors().iter().filter(|(field, _)| counts(field)) {
        let length = at.len();
        // A check of the whole object reports at the object itself.
        if field != WHOLE {
            push_token(at, field);
        }
        match kind {
            ValidationErrorsKind::Field(faults) => {
                for fault in faults {
                    let (code, detail) = described(fault);
                    let mut pointer = at.clone();
                    if let Some(Value::String(member)) = fault.params.get("member") {
                        push_token(&mut pointer, member);
                    }
                    found.push(FieldError::pointer(pointer, code, detail));
                }
            }
            ValidationErrorsKind::Struct(inner) => collect(inner, counts, at, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    let length = at.len();
                    push_token(at, &index.to_string());
                    collect(inner, counts, at, found);
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
