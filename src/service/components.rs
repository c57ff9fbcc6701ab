//! The schemas of the document as a whole: those that parameters bring, which are reached from where.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operation::each_mut;
use crate::http::filter::BROUGHT;

/// Where the schemas stand, for references.
pub const PLACE: &str = "#/components/schemas/";

/// Every schema that is reached from some places of the document.
pub fn reached<'v>(document: &'v Value, from: impl IntoIterator<Item = &'v Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    from.into_iter().for_each(|value| follow(document, value, &mut found));
    found
}

fn follow(document: &Value, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        // A reference, or what the mapping of a discriminator names.
        Value::String(text) => {
            if let Some(name) = text.strip_prefix(PLACE)
                && found.insert(name.to_owned())
            {
                follow(document, &document["components"]["schemas"][name], found);
            }
        }
        Value::Object(members) => members.values().for_each(|member| follow(document, member, found)),
        Value::Array(items) => items.iter().for_each(|item| follow(document, item, found)),
        _ => {}
    }
}

/// Leaves out the schemas that nothing refers to.
pub fn prune(document: &mut Value) {
    let used = reached(document, [&document["paths"], &document["components"]["responses"]]);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
}

/// The types that parameters refer to come with them: see [`crate::http::filter::parameters_of`].
pub fn from_parameters(document: &mut Value) {
    let mut brought = Map::new();
    for (.., operation) in each_mut(document) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(Value::Object(schemas)) = parameter.as_object_mut().and_then(|members| members.remove(BROUGHT)) {
                brought.extend(schemas);
            }
        }
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(brought);
    }
}
