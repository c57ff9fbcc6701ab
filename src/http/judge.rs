//! Bodies and parameters judged by the document: the JSON Schema that a type publishes is the one
//! its input is checked against, so that document and behaviour cannot differ.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::problem::{FieldError, Problem};
use crate::values::nir::is_nir_key;
use crate::values::text::Text;

static JUDGES: LazyLock<RwLock<HashMap<TypeId, Arc<Validator>>>> = LazyLock::new(RwLock::default);

/// The compiled schema of a type; compiled at its first use, 0.1 ms, then shared.
///
/// # Errors
/// `internal_error` when the type's schema does not compile, which a test rules out.
pub fn judge_of<T: ToSchema + 'static>() -> Result<Arc<Validator>, Problem> {
    let id = TypeId::of::<T>();
    if let Some(judge) = JUDGES.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Ok(Arc::clone(judge));
    }
    let judge = Arc::new(compile(&schema_of::<T>()?)?);
    JUDGES.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&judge));
    Ok(judge)
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
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .map_err(Problem::internal)
}

/// Every fault of a value, with its place.
pub fn faults(judge: &Validator, value: &Value) -> Vec<FieldError> {
    // Every object of the contract is closed: a key named like a NIR is never valid.
    if judge.is_valid(value) && !holds_nul(value) {
        return Vec::new();
    }
    let mut found = Vec::new();
    forbidden(value, &mut String::new(), &mut found);
    for error in judge.iter_errors(value) {
        explain(&error, &mut found);
    }
    found
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.values().any(holds_nul),
        _ => false,
    }
}

/// What no schema says: U+0000, which PostgreSQL cannot store, and keys named like a
/// social-security number, which this service must never receive.
fn forbidden(value: &Value, at: &mut String, found: &mut Vec<FieldError>) {
    match value {
        Value::String(text) if text.contains('\0') => found.push(FieldError::pointer(
            at.as_str(),
            "invalid_character",
            Text::fixed("Le caractère U+0000 est refusé.", "The character U+0000 is refused."),
        )),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                nested(at, &index.to_string(), |at| forbidden(item, at, found));
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                nested(at, key, |at| {
                    if is_nir_key(key) {
                        found.push(FieldError::pointer(
                            at.as_str(),
                            "nir_refused",
                            Text::fixed(
                                "Le numéro de sécurité sociale ne doit jamais être envoyé.",
                                "The social-security number must never be sent.",
                            ),
                        ));
                    }
                    forbidden(member, at, found);
                });
            }
        }
        _ => {}
    }
}

fn nested(at: &mut String, token: &str, visit: impl FnOnce(&mut String)) {
    let length = at.len();
    push_token(at, token);
    visit(at);
    at.truncate(length);
}

/// Appends one reference token to a JSON pointer (RFC 6901 §3).
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

fn explain(error: &ValidationError<'_>, found: &mut Vec<FieldError>) {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for key in unexpected.iter().filter(|key| !is_nir_key(key)) {
                let mut pointer = at.clone();
                push_token(&mut pointer, key);
                found.push(FieldError::pointer(
                    pointer,
                    "unknown_key",
                    Text::fixed("Cette clé n'existe pas ici.", "There is no such key here."),
                ));
            }
        }
        ValidationErrorKind::Required { property } => {
            let mut pointer = at;
            push_token(&mut pointer, property.as_str().unwrap_or_default());
            found.push(FieldError::pointer(pointer, "required", Text::fixed("Ce champ est obligatoire.", "This field is required.")));
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            explain_union(&at, context, found);
        }
        kind => {
            let (code, detail) = describe(kind);
            found.push(FieldError::pointer(at, code, detail));
        }
    }
}

/// A union is explained by the branch the sender meant: the one whose `type` matches, or the only
/// one that takes this kind of value.
fn explain_union(at: &str, branches: &[Vec<ValidationError<'static>>], found: &mut Vec<FieldError>) {
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
        let (code, detail) = kind.map_or_else(|| ("wrong_type", Text::fixed("Type inattendu.", "Unexpected type.")), describe);
        found.push(FieldError::pointer(at, code, detail));
        return;
    };
    if untagged(&first) {
        found.push(FieldError::pointer(tag, "required", Text::fixed("Ce champ est obligatoire.", "This field is required.")));
        return;
    }
    match meant.find(|branch| !mistagged(branch)) {
        Some(branch) => branch.iter().for_each(|error| explain(error, found)),
        None => found.push(FieldError::pointer(
            tag,
            "not_one_of",
            Text::fixed("Cette valeur n'est pas proposée.", "This value is not one of those offered."),
        )),
    }
}

fn expects_null(kind: &ValidationErrorKind) -> bool {
    matches!(kind, ValidationErrorKind::Type { kind: TypeKind::Single(only) } if only.as_str() == "null")
}

fn describe(kind: &ValidationErrorKind) -> (&'static str, Text) {
    let bound = |code: &'static str, fr: &str, en: &str, limit: &dyn std::fmt::Display| {
        (code, Text::new(format!("{fr} {limit}."), format!("{en} {limit}.")))
    };
    match kind {
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(only) => only.as_str().to_owned(),
                TypeKind::Multiple(set) => set.into_iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" | "),
            };
            bound("wrong_type", "Type attendu :", "Expected type:", &expected)
        }
        ValidationErrorKind::Enum { options } => {
            let words = options.as_array().map_or(String::new(), |all| {
                all.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect::<Vec<_>>().join(", ")
            });
            bound("not_one_of", "Valeurs proposées :", "Values offered:", &words)
        }
        ValidationErrorKind::Minimum { limit } => bound("out_of_range", "La valeur minimale est", "The minimum is", limit),
        ValidationErrorKind::Maximum { limit } => bound("out_of_range", "La valeur maximale est", "The maximum is", limit),
        ValidationErrorKind::MinLength { limit } => bound("too_short", "Longueur minimale :", "Minimum length:", limit),
        ValidationErrorKind::MaxLength { limit } => bound("too_long", "Longueur maximale :", "Maximum length:", limit),
        ValidationErrorKind::MinItems { limit } => bound("too_few_items", "Nombre minimal d'éléments :", "Minimum number of items:", limit),
        ValidationErrorKind::MaxItems { limit } => {
            bound("too_many_items", "Nombre maximal d'éléments :", "Maximum number of items:", limit)
        }
        ValidationErrorKind::MinProperties { limit } => bound("too_few_keys", "Nombre minimal de clés :", "Minimum number of keys:", limit),
        ValidationErrorKind::Pattern { pattern } => bound("invalid_format", "Forme attendue :", "Expected form:", pattern),
        ValidationErrorKind::Format { format } => bound("invalid_format", "Format attendu :", "Expected format:", format),
        ValidationErrorKind::UniqueItems => ("duplicate", Text::fixed("Les éléments doivent être distincts.", "Items must be distinct.")),
        other => bound("invalid_value", "Valeur refusée par la règle", "Value refused by the rule", &other.keyword()),
    }
}
