//! Request bodies: judged by the document, every fault in one answer.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::faults::{Faults, push_token};
use super::judge::{Judge, judge_of};
use super::mend;
use super::sift::sift;
use super::texts::{holds_refused, of_what_was_sent, refuse_characters, without_blanks};

use crate::problem::{FieldCode, FieldError, Problem, described};
use crate::values::text::Text;

/// What a body can be read as.
pub trait Body: DeserializeOwned + ToSchema + Validate + 'static {}
impl<T: DeserializeOwned + ToSchema + Validate + 'static> Body for T {}

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
