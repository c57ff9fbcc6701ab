//! Bodies and parameters judged by the document: the JSON Schema that a type publishes is the one
//! its input is checked against, so that document and behaviour cannot differ.

use std::sync::Arc;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::faults::{Faults, push_token};
use super::per_type::PerType;
use super::shape::Shape;
use super::wanted::{self, End};
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::bounds;
use crate::values::instant::{self, Instant};
use crate::values::month::MONTH_PATTERN;
use crate::values::text::Text;
use crate::values::words;

static JUDGES: PerType<Judge> = PerType::new();

/// The schema of a type and what judges by it.
pub struct Judge {
    validator: Validator,
    pub schema: Value,
}

/// The judge of a type; compiled at its first use, 0.1 ms, then shared.
///
/// # Errors
/// `internal_error` when the type's schema does not compile, which a test rules out.
pub fn judge_of<T: ToSchema + 'static>() -> Result<Arc<Judge>, Problem> {
    JUDGES.of::<T, _>(|| {
        let schema = schema_of::<T>()?;
        Ok(Judge { validator: compile(&schema)?, schema })
    })
}

impl Judge {
    /// Whether a value has no fault. Every object of the contract is closed: a key named like a
    /// social-security number is never valid.
    pub fn accepts(&self, value: &Value) -> bool {
        self.validator.is_valid(value) && !holds_nul(value)
    }

    /// The faults that the schema finds, with their places.
    pub fn explain(&self, value: &Value, found: &mut Faults) {
        let judged = Judged { schema: &self.schema, value };
        for error in self.validator.iter_errors(value) {
            if found.full() {
                return;
            }
            judged.explain(&error, found);
        }
    }
}

/// The whole JSON Schema of a type, what it refers to included.
///
/// # Errors
/// `internal_error` when utoipa's schema cannot be written as JSON.
pub fn schema_of<T: ToSchema>() -> Result<Value, Problem> {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let mut schema = serde_json::to_value(T::schema()).map_err(Problem::internal)?;
    let mut components = Map::new();
    for (name, part) in parts {
        components.insert(name, serde_json::to_value(part).map_err(Problem::internal)?);
    }
    if let Value::Object(root) = &mut schema {
        root.insert("components".to_owned(), json!({ "schemas": components }));
    }
    Ok(schema)
}

fn compile(schema: &Value) -> Result<Validator, Problem> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .with_format("date", bounds::is_day)
        .with_format("date-time", |text| text.parse::<Instant>().is_ok())
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .map_err(Problem::internal)
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.values().any(holds_nul),
        _ => false,
    }
}

/// A value that is being explained, with its whole schema.
#[derive(Clone, Copy)]
struct Judged<'v> {
    schema: &'v Value,
    value: &'v Value,
}

impl Judged<'_> {
    fn explain(self, error: &ValidationError<'_>, found: &mut Faults) {
        let at = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for key in unexpected {
                    let mut pointer = at.clone();
                    push_token(&mut pointer, key);
                    found.push(FieldError::pointer(
                        pointer,
                        FieldCode::UnknownKey,
                        Text::fixed("Cette clé n'existe pas ici.", "There is no such key here."),
                    ));
                }
            }
            ValidationErrorKind::Required { property } => {
                let mut pointer = at;
                push_token(&mut pointer, property.as_str().unwrap_or_default());
                found.push(required(pointer));
            }
            ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
                self.explain_union(&at, context, found);
            }
            kind => {
                let (code, detail) =
                    if is_beyond(error) { (FieldCode::OutOfRange, bounds::OUT_OF_BOUNDS) } else { self.describe(kind, &at) };
                found.push(FieldError::pointer(at, code, detail));
            }
        }
    }

    /// A union is explained by the branch the sender meant: the one whose `type` matches, or the only
    /// one that takes this kind of value.
    fn explain_union(self, at: &str, branches: &[Vec<ValidationError<'static>>], found: &mut Faults) {
        let tag = format!("{at}/type");
        let wrong_kind = |branch: &&Vec<ValidationError<'static>>| {
            branch.iter().any(|error| error.instance_path().as_str() == at && matches!(error.kind(), ValidationErrorKind::Type { .. }))
        };
        let untagged = |branch: &&Vec<ValidationError<'static>>| {
            branch.iter().any(|error| match error.kind() {
                ValidationErrorKind::Required { property } => error.instance_path().as_str() == at && property == "type",
                _ => false,
            })
        };
        let mistagged = |branch: &&Vec<ValidationError<'static>>| branch.iter().any(|error| error.instance_path().as_str() == tag);
        let mut meant = branches.iter().filter(|branch| !wrong_kind(branch));
        let Some(first) = meant.clone().next() else {
            let kind = branches.iter().flatten().map(ValidationError::kind).find(|kind| !expects_null(kind));
            let (code, detail) = kind.map_or_else(|| (FieldCode::WrongType, self.wanted(at)), |kind| self.describe(kind, at));
            found.push(FieldError::pointer(at, code, detail));
            return;
        };
        if untagged(&first) {
            found.push(required(tag));
            return;
        }
        match meant.find(|branch| !mistagged(branch)) {
            Some(branch) => branch.iter().for_each(|error| self.explain(error, found)),
            None => {
                let detail = self.wanted(&tag);
                found.push(FieldError::pointer(tag, FieldCode::NotOneOf, detail));
            }
        }
    }

    /// What should stand at a pointer.
    fn wanted(self, pointer: &str) -> Text {
        let shape = Shape::of(self.schema).at(self.value, pointer);
        shape.map_or(wanted::UNFIT, |shape| wanted::sentence(&shape, member(pointer)))
    }

    fn describe(self, kind: &ValidationErrorKind, at: &str) -> (FieldCode, Text) {
        match kind {
            ValidationErrorKind::Type { .. } => (FieldCode::WrongType, self.wanted(at)),
            ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => (FieldCode::NotOneOf, self.wanted(at)),
            ValidationErrorKind::Minimum { limit } => (FieldCode::OutOfRange, wanted::beyond(End::Least, limit, member(at))),
            ValidationErrorKind::Maximum { limit } => (FieldCode::OutOfRange, wanted::beyond(End::Most, limit, member(at))),
            ValidationErrorKind::MinLength { limit } => (FieldCode::TooShort, at_least(words::count(*limit, CHARACTERS.0, CHARACTERS.1))),
            ValidationErrorKind::MaxLength { limit } => (FieldCode::TooLong, at_most(words::count(*limit, CHARACTERS.0, CHARACTERS.1))),
            ValidationErrorKind::MinItems { limit } => (FieldCode::TooFewItems, at_least(words::count(*limit, ITEMS.0, ITEMS.1))),
            ValidationErrorKind::MaxItems { limit } => (FieldCode::TooManyItems, at_most(words::count(*limit, ITEMS.0, ITEMS.1))),
            ValidationErrorKind::UniqueItems => {
                (FieldCode::Duplicate, Text::fixed("Les éléments doivent être distincts.", "Items must be distinct."))
            }
            _ => (FieldCode::InvalidFormat, self.wanted(at)),
        }
    }
}

/// Characters and items, one and many, in French and in English.
type Counted = ((&'static str, &'static str), (&'static str, &'static str));
const CHARACTERS: Counted = (("caractère", "caractères"), ("character", "characters"));
const ITEMS: Counted = (("élément", "éléments"), ("item", "items"));

fn at_least(number: Text) -> Text {
    Text::new(format!("{} au moins.", number.fr), format!("{} at least.", number.en))
}

fn at_most(number: Text) -> Text {
    Text::new(format!("{} au plus.", number.fr), format!("{} at most.", number.en))
}

fn required(pointer: String) -> FieldError {
    FieldError::pointer(pointer, FieldCode::Required, Text::fixed("Ce champ est obligatoire.", "This field is required."))
}

/// The member that a pointer ends with.
fn member(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

/// Whether it is a day, a month or an instant of another age (G9).
fn is_beyond(error: &ValidationError<'_>) -> bool {
    let Some(text) = error.instance().as_str() else { return false };
    match error.kind() {
        ValidationErrorKind::Format { format } if format == "date-time" => instant::is_beyond(text),
        ValidationErrorKind::Format { format } => format == "date" && bounds::is_beyond(text),
        ValidationErrorKind::Pattern { pattern } => pattern == MONTH_PATTERN && bounds::is_beyond(text),
        _ => false,
    }
}

fn expects_null(kind: &ValidationErrorKind) -> bool {
    matches!(kind, ValidationErrorKind::Type { kind: TypeKind::Single(only) } if only.as_str() == "null")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is of use")]
    struct One {
        #[schema(minimum = 1, maximum = 9)]
        count: i64,
        #[schema(max_length = 3, pattern = "^[a-z]*$")]
        word: Option<String>,
    }

    fn found(value: &Value) -> Vec<(String, &'static str)> {
        let judge = judge_of::<One>().unwrap();
        let mut faults = Faults::default();
        judge.explain(value, &mut faults);
        assert_eq!(judge.accepts(value), faults.is_empty());
        let places = faults.pointers();
        places.into_iter().zip(faults.told().into_iter().map(|fault| fault.code.as_str())).collect()
    }

    #[test]
    fn a_type_is_compiled_once() {
        assert!(Arc::ptr_eq(&judge_of::<One>().unwrap(), &judge_of::<One>().unwrap()));
    }

    #[test]
    fn each_fault_has_its_place_and_code() {
        let fault = |place: &str, code| (place.to_owned(), code);
        assert_eq!(found(&json!({ "count": 1, "word": null })), []);
        assert_eq!(found(&json!({})), [fault("/count", "required")]);
        assert_eq!(found(&json!([])), [fault("", "wrong_type")]);
        assert_eq!(found(&json!({ "count": 10 })), [fault("/count", "out_of_range")]);
        assert_eq!(found(&json!({ "count": 1.5 })), [fault("/count", "wrong_type")]);
        assert_eq!(found(&json!({ "count": 1, "x/y": 1 })), [fault("/x~1y", "unknown_key")]);
        let word: std::collections::BTreeSet<_> = found(&json!({ "count": 1, "word": "ABCD" })).into_iter().collect();
        assert_eq!(word, [fault("/word", "invalid_format"), fault("/word", "too_long")].into());
    }

    #[test]
    fn a_zero_character_is_never_accepted() {
        assert!(!judge_of::<One>().unwrap().accepts(&json!({ "count": 1, "word": "\0" })));
    }
}
