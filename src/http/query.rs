//! Query parameters: described once by the filter's schema, judged by it, unknown ones refused.

use std::collections::BTreeMap;
use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Required, schema};

use super::judge::{faults, judge_of, push_token, schema_of};
use crate::problem::{At, FieldError, Problem};
use crate::values::text::Text;

/// The parameters of a request, judged.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(read(request.query_string()).map(Query))
    }
}

/// An operation that takes no parameter: refuses any.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// Reads a query string as `T`.
///
/// # Errors
/// 400 when it is not percent-encoded UTF-8, 422 with every parameter at fault.
pub fn read<T: DeserializeOwned + ToSchema + 'static>(query: &str) -> Result<T, Problem> {
    let (value, mut errors) = gather::<T>(query)?;
    let judge = judge_of::<T>()?;
    let found = match &value {
        // A schema without properties refuses them all in one go, and names none.
        Value::Object(given) if properties::<T>()?.0.is_empty() => given.keys().map(|name| unknown_key(name)).collect(),
        _ => faults(&judge, &value),
    };
    errors.extend(found.into_iter().map(|error| as_parameter::<T>(error)));
    if !errors.is_empty() {
        return Err(Problem::validation(errors));
    }
    serde_json::from_value(value).map_err(|error| {
        Problem::malformed(Text::fixed("Un paramètre n'a pas la forme attendue.", "A parameter does not have the expected form."))
            .because(error)
    })
}

fn gather<T: ToSchema>(query: &str) -> Result<(Value, Vec<FieldError>), Problem> {
    let kinds = kinds::<T>()?;
    let mut gathered = Map::new();
    let mut errors = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, text) = (decoded(name)?, decoded(text)?);
        let kind = kinds.get(&name).copied().unwrap_or(Kind::Text);
        if kind == Kind::List {
            let list = gathered.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(Value::String(text));
            }
        } else if gathered.insert(name.clone(), kind.parse(text)).is_some() {
            errors.push(FieldError::parameter(
                name,
                "duplicate",
                Text::fixed("Ce paramètre ne peut être donné qu'une fois.", "This parameter may be given only once."),
            ));
        }
    }
    Ok((Value::Object(gathered), errors))
}

fn decoded(text: &str) -> Result<String, Problem> {
    let spaced = text.replace('+', " ");
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(broken) => {
            let at = broken.valid_up_to();
            Err(Problem::malformed(Text::new(
                format!("Un paramètre n'est pas de l'UTF-8 valide (octet {at})."),
                format!("A parameter is not valid UTF-8 (byte {at})."),
            )))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Boolean,
    List,
}

impl Kind {
    /// What does not read as its kind stays text, for the schema to refuse with its reason.
    fn parse(self, text: String) -> Value {
        match self {
            Self::Integer => text.parse::<i64>().map_or(Value::String(text), Value::from),
            Self::Boolean => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::String(text),
            },
            Self::Text | Self::List => Value::String(text),
        }
    }
}

fn kinds<T: ToSchema>() -> Result<BTreeMap<String, Kind>, Problem> {
    let mut kinds = BTreeMap::new();
    for (name, schema) in properties::<T>()?.0 {
        let kind = match schema.get("type").and_then(Value::as_str) {
            Some("integer") => Kind::Integer,
            Some("boolean") => Kind::Boolean,
            Some("array") => Kind::List,
            _ => Kind::Text,
        };
        kinds.insert(name, kind);
    }
    Ok(kinds)
}

fn unknown_key(name: &str) -> FieldError {
    let mut pointer = String::new();
    push_token(&mut pointer, name);
    FieldError::pointer(pointer, "unknown_key", Text::fixed("Paramètre inconnu.", "Unknown parameter."))
}

fn as_parameter<T: ToSchema>(mut error: FieldError) -> FieldError {
    if let At::Pointer(pointer) = &error.at {
        let name = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
        let name = name.replace("~1", "/").replace("~0", "~");
        if error.code == "unknown_key" {
            let known = properties::<T>().map(|(all, _)| all.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "));
            let known = known.unwrap_or_default();
            error.code = "unknown_parameter";
            error.detail = if known.is_empty() {
                Text::fixed("Paramètre inconnu : aucun n'est attendu ici.", "Unknown parameter: none is expected here.")
            } else {
                Text::new(format!("Paramètre inconnu. Paramètres connus : {known}."), format!("Unknown parameter. Known ones: {known}."))
            };
        }
        error.at = At::Parameter(name);
    }
    error
}

/// The name and schema of each parameter.
type Properties = Vec<(String, Value)>;

/// The properties of a filter with references resolved and `null` left out, and the required ones.
fn properties<T: ToSchema>() -> Result<(Properties, Vec<String>), Problem> {
    let root = schema_of::<T>()?;
    let required = root["required"]
        .as_array()
        .map_or_else(Vec::new, |names| names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect());
    let members = root["properties"].as_object().cloned().unwrap_or_default();
    Ok((members.into_iter().map(|(name, schema)| (name, plain(&root, schema))).collect(), required))
}

fn plain(root: &Value, mut schema: Value) -> Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).cloned().unwrap_or_default();
        return plain(root, target);
    }
    let description = schema.get("description").cloned();
    let example = schema.get("example").cloned();
    if let Some(Value::Array(branches)) = schema.get("oneOf") {
        let kept = branches.iter().find(|branch| branch["type"] != "null").cloned().unwrap_or_default();
        schema = plain(root, kept);
    }
    if let Value::Object(members) = &mut schema {
        if let Some(Value::Array(types)) = members.get("type") {
            let kept = types.iter().find(|one| *one != "null").cloned().unwrap_or_default();
            members.insert("type".to_owned(), kept);
        }
        if let Some(items) = members.remove("items") {
            members.insert("items".to_owned(), plain(root, items));
        }
        // The words of the filter's own field win over those of its type.
        for (key, own) in [("description", description), ("example", example)] {
            if let Some(own) = own {
                members.insert(key.to_owned(), own);
            }
        }
    }
    schema
}

/// The documented parameters of a filter, made from its schema: see [`crate::query_parameters!`].
pub fn parameters_of<T: ToSchema>() -> Vec<Parameter> {
    let (members, required) = properties::<T>().unwrap_or_default();
    members
        .into_iter()
        .map(|(name, mut schema)| {
            let members = schema.as_object_mut();
            let (description, example) = members.map_or((None, None), |members| (members.remove("description"), members.remove("example")));
            let is_required = if required.contains(&name) { Required::True } else { Required::False };
            let parsed = serde_json::from_value::<schema::Schema>(schema).ok();
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(is_required)
                .description(description.and_then(|text| text.as_str().map(str::to_owned)))
                .schema(parsed)
                .example(example)
                .build()
        })
        .collect()
}

/// Documents a filter's fields as query parameters, from the schema that judges them.
#[macro_export]
macro_rules! query_parameters {
    ($($filter:ty),* $(,)?) => {$(
        impl utoipa::IntoParams for $filter {
            fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
                $crate::http::query::parameters_of::<$filter>()
            }
        }
    )*};
}
