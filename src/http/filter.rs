//! What a filter takes: its parameters and their kinds, read once from the schema that judges them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, schema};

use super::judge::{Judge, judge_of};
use super::per_type::PerType;
use crate::problem::Problem;
use crate::values::instant::Instant;
use crate::values::text::Text;
use crate::values::words;

static FILTERS: PerType<Filter> = PerType::new();

/// The parameters of a type.
pub struct Filter {
    pub judge: Arc<Judge>,
    kinds: BTreeMap<String, Kind>,
    defaults: BTreeMap<String, Value>,
    /// What is said of a parameter that it does not have.
    pub unknown: Text,
}

/// The parameters of a type, made at their first use, then shared.
///
/// # Errors
/// `internal_error` when the type's schema does not compile, which a test rules out.
pub fn filter_of<T: ToSchema + 'static>() -> Result<Arc<Filter>, Problem> {
    FILTERS.of::<T, _>(|| {
        let judge = judge_of::<T>()?;
        let (members, _required) = properties(&judge.schema);
        let kinds: BTreeMap<String, Kind> = members.iter().map(|(name, schema)| (name.clone(), Kind::of(schema))).collect();
        let default = |(name, schema): (String, Value)| {
            // The first order that is offered is the one of a list nobody sorts.
            let first = || if name == "sort" { schema["enum"].get(0) } else { None };
            schema.get("default").or_else(first).cloned().map(|default| (name, default))
        };
        let unknown = unknown_text(&kinds.keys().collect::<Vec<_>>());
        Ok(Filter { judge, kinds, defaults: members.into_iter().filter_map(default).collect(), unknown })
    })
}

fn unknown_text(known: &[&String]) -> Text {
    if known.is_empty() {
        return Text::fixed("Paramètre inconnu : aucun n'est attendu ici.", "Unknown parameter: none is expected here.");
    }
    let known = words::quoted(known);
    Text::new(
        format!("Paramètre inconnu. Paramètres possibles : {}.", known.fr),
        format!("Unknown parameter. Possible ones: {}.", known.en),
    )
}

impl Filter {
    /// The kind of a parameter; none when there is no such parameter.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        self.kinds.get(name).copied()
    }

    /// What was asked for, the same text for whatever means the same: the order of parameters and of
    /// repeated values does not matter, nor does a value that is there anyway, nor the page.
    pub fn meaning(&self, given: &Map<String, Value>) -> String {
        let mut meant = BTreeMap::new();
        for (name, value) in given {
            if ["limit", "cursor"].contains(&name.as_str()) || self.defaults.get(name) == Some(value) {
                continue;
            }
            let mut value = value.clone();
            if let Value::Array(items) = &mut value {
                items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                items.dedup();
            }
            meant.insert(name, value);
        }
        json!(meant).to_string()
    }
}

/// How the text of a parameter is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Boolean,
    /// Kept in the one spelling of its instant.
    Instant,
    List,
}

impl Kind {
    fn of(schema: &Value) -> Self {
        match schema.get("type").and_then(Value::as_str) {
            Some("integer") => Self::Integer,
            Some("boolean") => Self::Boolean,
            Some("array") => Self::List,
            Some("string") if schema["format"] == "date-time" => Self::Instant,
            _ => Self::Text,
        }
    }

    /// What does not read as its kind stays text, for the schema to refuse with its reason.
    pub fn parse(self, text: String) -> Value {
        match self {
            Self::Integer => text.parse::<i64>().map_or(Value::String(text), Value::from),
            Self::Boolean => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::String(text),
            },
            Self::Instant => Value::String(text.parse().map_or(text, Instant::canonical)),
            Self::Text | Self::List => Value::String(text),
        }
    }
}

/// The name and schema of each parameter.
type Properties = Vec<(String, Value)>;

/// The properties of a filter with references resolved and `null` left out, and the required ones.
fn properties(root: &Value) -> (Properties, Vec<String>) {
    let required = root["required"]
        .as_array()
        .map_or_else(Vec::new, |names| names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect());
    let members = root["properties"].as_object().cloned().unwrap_or_default();
    (members.into_iter().map(|(name, schema)| (name, plain(root, schema))).collect(), required)
}

fn plain(root: &Value, mut schema: Value) -> Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).cloned().unwrap_or_default();
        let mut target = plain(root, target);
        // The words beside a reference win over those of what it refers to.
        if let (Some(into), Some(own)) = (target.as_object_mut(), schema.as_object()) {
            into.extend(own.iter().filter(|(key, _)| *key != "$ref").map(|(key, word)| (key.clone(), word.clone())));
        }
        return target;
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

/// Under which name a parameter brings the named types that its schema refers to.
pub const BROUGHT: &str = "x-schemas";

/// The documented parameters of a filter, made from its schema: see [`crate::query_parameters!`].
pub fn parameters_of<T: ToSchema + 'static>() -> Vec<Parameter> {
    let Ok(judge) = judge_of::<T>() else { return Vec::new() };
    let (members, required) = properties(&judge.schema);
    let brought = &judge.schema["components"]["schemas"];
    members
        .into_iter()
        .map(|(name, mut schema)| {
            let members = schema.as_object_mut();
            let (description, example) = members.map_or((None, None), |members| (members.remove("description"), members.remove("example")));
            let is_required = if required.contains(&name) { Required::True } else { Required::False };
            let parsed = serde_json::from_value::<RefOr<schema::Schema>>(named(&judge.schema["properties"][&name], schema)).ok();
            ParameterBuilder::new()
                .parameter_in(ParameterIn::Query)
                .required(is_required)
                .description(description.and_then(|text| text.as_str().map(str::to_owned)))
                .schema(parsed)
                .example(example)
                .extensions(Some([(BROUGHT, brought.clone())].into_iter().collect()))
                .name(name)
                .build()
        })
        .collect()
}

/// A schema that refers to its type by name, or whose items do.
fn named(own: &Value, mut resolved: Value) -> Value {
    if let Some(reference) = reference(own) {
        return json!({ "$ref": reference });
    }
    if let Some(reference) = reference(&own["items"]) {
        resolved["items"] = json!({ "$ref": reference });
    }
    resolved
}

/// What a schema refers to, if it may be null too.
fn reference(schema: &Value) -> Option<&Value> {
    let branches = schema["oneOf"].as_array().into_iter().flatten();
    schema.get("$ref").or_else(|| branches.filter_map(|branch| branch.get("$ref")).next())
}

/// Documents a filter's fields as query parameters, from the schema that judges them.
#[macro_export]
macro_rules! query_parameters {
    ($($filter:ty),* $(,)?) => {$(
        impl utoipa::IntoParams for $filter {
            fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
                $crate::http::filter::parameters_of::<$filter>()
            }
        }
    )*};
}
