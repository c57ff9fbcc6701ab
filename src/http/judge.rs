//! Bodies and parameters judged by the document: the JSON Schema that a type publishes is the one
//! its input is checked against, so that document and behaviour cannot differ.

use std::sync::Arc;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::faults::{Faults, push_token};
use super::per_type::PerType;
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::bounds;
use crate::values::instant::{self, Instant};
use crate::values::month::MONTH_PATTERN;
use crate::values::text::Text;

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
        for error in self.validator.iter_errors(value) {
            if found.full() {
                return;
            }
            explain(&error, found);
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

fn explain(error: &ValidationError<'_>, found: &mut Faults) {
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
            found.push(FieldError::pointer(
                pointer,
                FieldCode::Required,
                Text::fixed("Ce champ est obligatoire.", "This field is required."),
            ));
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            explain_union(&at, context, found);
        }
        kind => {
            let (code, detail) = if is_beyond(error) { (FieldCode::OutOfRange, bounds::OUT_OF_BOUNDS) } else { describe(kind) };
            found.push(FieldError::pointer(at, code, detail));
        }
    }
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

/// A union is explained by the branch the sender meant: the one whose `type` matches, or the only
/// one that takes this kind of value.
fn explain_union(at: &str, branches: &[Vec<ValidationError<'static>>], found: &mut Faults) {
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
        let (code, detail) = kind.map_or_else(|| (FieldCode::WrongType, Text::fixed("Type inattendu.", "Unexpected type.")), describe);
        found.push(FieldError::pointer(at, code, detail));
        return;
    };
    if untagged(&first) {
        found.push(FieldError::pointer(tag, FieldCode::Required, Text::fixed("Ce champ est obligatoire.", "This field is required.")));
        return;
    }
    match meant.find(|branch| !mistagged(branch)) {
        Some(branch) => branch.iter().for_each(|error| explain(error, found)),
        None => found.push(FieldError::pointer(
            tag,
            FieldCode::NotOneOf,
            Text::fixed("Cette valeur n'est pas proposée.", "This value is not one of those offered."),
        )),
    }
}

fn expects_null(kind: &ValidationErrorKind) -> bool {
    matches!(kind, ValidationErrorKind::Type { kind: TypeKind::Single(only) } if only.as_str() == "null")
}

fn describe(kind: &ValidationErrorKind) -> (FieldCode, Text) {
    let bound = |code: FieldCode, fr: &str, en: &str, limit: &dyn std::fmt::Display| {
        (code, Text::new(format!("{fr} {limit}."), format!("{en} {limit}.")))
    };
    match kind {
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(only) => only.as_str().to_owned(),
                TypeKind::Multiple(set) => set.into_iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" | "),
            };
            bound(FieldCode::WrongType, "Type attendu :", "Expected type:", &expected)
        }
        ValidationErrorKind::Enum { options } => {
            let words = options.as_array().map_or(String::new(), |all| {
                all.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect::<Vec<_>>().join(", ")
            });
            bound(FieldCode::NotOneOf, "Valeurs proposées :", "Values offered:", &words)
        }
        ValidationErrorKind::Minimum { limit } => bound(FieldCode::OutOfRange, "La valeur minimale est", "The minimum is", limit),
        ValidationErrorKind::Maximum { limit } => bound(FieldCode::OutOfRange, "La valeur maximale est", "The maximum is", limit),
        ValidationErrorKind::MinLength { limit } => bound(FieldCode::TooShort, "Longueur minimale :", "Minimum length:", limit),
        ValidationErrorKind::MaxLength { limit } => bound(FieldCode::TooLong, "Longueur maximale :", "Maximum length:", limit),
        ValidationErrorKind::MinItems { limit } => {
            bound(FieldCode::TooFewItems, "Nombre minimal d'éléments :", "Minimum number of items:", limit)
        }
        ValidationErrorKind::MaxItems { limit } => {
            bound(FieldCode::TooManyItems, "Nombre maximal d'éléments :", "Maximum number of items:", limit)
        }
        ValidationErrorKind::Pattern { pattern } => bound(FieldCode::InvalidFormat, "Forme attendue :", "Expected form:", pattern),
        ValidationErrorKind::Format { format } => bound(FieldCode::InvalidFormat, "Format attendu :", "Expected format:", format),
        ValidationErrorKind::UniqueItems => {
            (FieldCode::Duplicate, Text::fixed("Les éléments doivent être distincts.", "Items must be distinct."))
        }
        other => bound(FieldCode::InvalidFormat, "Valeur refusée par la règle", "Value refused by the rule", &other.keyword()),
    }
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
