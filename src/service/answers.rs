//! What is always sent in an answer is required there, and more may come. A body is closed, and what
//! it may leave out stays optional: an object of both has two schemas, the one of bodies called `…In`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::components::{PLACE, reached};
use super::operation::{each, each_mut};

/// Problems have members that only some of them have.
const FIELD_ERROR: &str = "FieldError";

/// Goes through the components of a document.
pub fn complete(document: &mut Value) {
    let sent = reached(document, each(document).map(|(.., operation)| &operation["requestBody"]));
    let told =
        reached(document, each(document).map(|(.., operation)| &operation["responses"]).chain([&document["components"]["responses"]]));
    let two = |name: &&String| reached(document, [&json!({ "$ref": format!("{PLACE}{name}") })]).iter().any(|name| differs(document, name));
    let split: BTreeSet<String> = sent.intersection(&told).filter(two).cloned().collect();
    for name in &split {
        let mut body = document["components"]["schemas"][name].clone();
        rename(&split, &mut body);
        document["components"]["schemas"][format!("{name}In")] = body;
    }
    for name in sent.difference(&told) {
        rename(&split, &mut document["components"]["schemas"][name]);
    }
    for (.., operation) in each_mut(document) {
        if let Some(body) = operation.get_mut("requestBody") {
            rename(&split, body);
        }
    }
    for name in told.iter().filter(|name| *name != FIELD_ERROR && !name.ends_with("Problem")) {
        let schema = &mut document["components"]["schemas"][name];
        if let Some(members) = schema["properties"].as_object() {
            schema["required"] = members.keys().cloned().collect();
        }
        // More members may come.
        if let Some(members) = schema.as_object_mut() {
            members.remove("additionalProperties");
        }
    }
}

/// Whether a schema differs between bodies and answers.
fn differs(document: &Value, name: &str) -> bool {
    let schema = &document["components"]["schemas"][name];
    let required = schema["required"].as_array().map_or(0, Vec::len);
    let optional = schema["properties"].as_object().is_some_and(|members| members.len() > required);
    optional || schema["additionalProperties"] == false
}

/// Refers to the schemas of bodies.
fn rename(split: &BTreeSet<String>, value: &mut Value) {
    if let Some(name) = value["$ref"].as_str().and_then(|reference| reference.strip_prefix(PLACE))
        && split.contains(name)
    {
        value["$ref"] = json!(format!("{PLACE}{name}In"));
    }
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| rename(split, member)),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(split, item)),
        _ => {}
    }
}
