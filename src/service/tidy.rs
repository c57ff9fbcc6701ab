//! Says in the document what the collected schemas leave unsaid: the length of dates, the format
//! of integers, what an answer always has; and says simply what they say in a roundabout way, so
//! that generated clients get plain types. See `docs/decisions/020`.

use serde_json::{Map, Value, json};

use super::components::prune;
use super::{answers, nullable, numbers};

/// Items of lists of words: scopes, methods of authentication.
const LONGEST_WORD: u32 = 200;

/// Far above the characters of any page.
const LONGEST_PAGE: u32 = 100_000;

/// Exports and rosters are streamed, whatever their length.
const LONGEST_EXPORT: u32 = 2_000_000_000;

/// Far above the bytes of any receipt.
const LONGEST_PDF: u32 = 1_000_000;

/// Goes through a whole document.
pub fn tidy(document: &mut Value) {
    let snapshot = document.clone();
    for (_, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        simplify(&snapshot, schema);
    }
    visit(&snapshot, document);
    answers::complete(document);
    numbers::name(document);
    nullable::say(document);
    prune(document);
}

/// Finds the schemas wherever they stand: media types, headers and parameters.
fn visit(document: &Value, value: &mut Value) {
    match value {
        Value::Object(members) => {
            let parameter = members.contains_key("in");
            for (key, member) in members.iter_mut() {
                match key.as_str() {
                    "schema" if parameter => {
                        simplify(document, member);
                        never_null(member);
                    }
                    "schema" if member.is_object() => simplify(document, member),
                    "schemas" | "example" | "examples" => {}
                    "application/pdf" => member["schema"] = json!({ "type": "string", "format": "binary", "maxLength": LONGEST_PDF }),
                    "application/x-ndjson" if member["schema"]["type"] == "string" => {
                        member["schema"] = json!({ "type": "string", "maxLength": LONGEST_EXPORT });
                    }
                    "text/html" | "text/csv" => {
                        let longest = if key == "text/html" { LONGEST_PAGE } else { LONGEST_EXPORT };
                        member["schema"] = json!({ "type": "string", "maxLength": longest });
                    }
                    _ => visit(document, member),
                }
            }
            if parameter {
                offer(document, members);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| visit(document, item)),
        _ => {}
    }
}

/// Swagger UI fills the field of "Try it out" from the example of a parameter: only what a call does not
/// work without has one. A filter or a key that nobody chose would empty the list or repeat the call before;
/// their schemas show what they look like.
fn offer(document: &Value, parameter: &mut Map<String, Value>) {
    let needed = parameter.get("required") == Some(&json!(true)) || parameter.get("name") == Some(&json!("If-Match"));
    let own = parameter.remove("example");
    let Some(schema) = parameter.get_mut("schema") else { return };
    if needed {
        let shown = resolved(document, schema);
        let example = own.or_else(|| shown.get("example").or(shown["examples"].get(0)).cloned());
        parameter.extend(example.map(|example| ("example".to_owned(), example)));
    } else if let Some(members) = schema.as_object_mut()
        && let Some(example) = own.or_else(|| members.get("example").cloned())
    {
        members.remove("example");
        members.insert("examples".to_owned(), json!([example]));
    }
}

fn simplify(document: &Value, schema: &mut Value) {
    ordered(schema);
    if schema.get("allOf").is_some() {
        whole(document, schema);
    }
    bound(schema);
    let Some(members) = schema.as_object_mut() else { return };
    for (key, member) in members {
        match key.as_str() {
            "properties" => member.as_object_mut().into_iter().flatten().for_each(|(_, one)| simplify(document, one)),
            "items" => {
                simplify(document, member);
                if member["type"] == "string" && member.get("enum").is_none() && member.get("maxLength").is_none() {
                    member["maxLength"] = json!(LONGEST_WORD);
                }
            }
            "oneOf" | "anyOf" | "allOf" => member.as_array_mut().into_iter().flatten().for_each(|one| simplify(document, one)),
            _ => {}
        }
    }
}

/// What a schema refers to, its own words kept.
fn resolved(document: &Value, schema: &Value) -> Value {
    let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return schema.clone() };
    let Some(target) = document.pointer(reference.trim_start_matches('#')) else { return schema.clone() };
    let mut target = resolved(document, target);
    if let (Some(into), Some(own)) = (target.as_object_mut(), schema.as_object()) {
        into.extend(own.iter().filter(|(key, _)| *key != "$ref").map(|(key, word)| (key.clone(), word.clone())));
    }
    target
}

/// `oneOf` a reference and null, in this order; the words beside the reference are those of the property.
fn ordered(schema: &mut Value) {
    let Some(branches) = schema.get("oneOf").and_then(Value::as_array) else { return };
    let [first, second] = branches.as_slice() else { return };
    let (mut reference, null) = if first["type"] == "null" { (second.clone(), first) } else { (first.clone(), second) };
    if null["type"] != "null" || reference.get("$ref").is_none() {
        return;
    }
    let words = reference.as_object_mut().and_then(|members| members.remove("description"));
    schema["oneOf"] = json!([reference, { "type": "null" }]);
    if let (Some(words), None) = (words, schema.get("description")) {
        schema["description"] = words;
    }
}

/// `allOf` objects becomes one object with the members of all.
fn whole(document: &Value, schema: &mut Value) {
    if distributed(document, schema) {
        return;
    }
    let parts: Vec<Value> = schema["allOf"].as_array().into_iter().flatten().map(|part| resolved(document, part)).collect();
    if parts.iter().any(|part| part["type"] != "object" && part.get("allOf").is_none()) {
        return;
    }
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for mut part in parts {
        if part.get("allOf").is_some() {
            whole(document, &mut part);
        }
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    if let Some(members) = schema.as_object_mut() {
        members.remove("allOf");
        members.insert("type".to_owned(), json!("object"));
        members.insert("properties".to_owned(), Value::Object(properties));
        members.insert("required".to_owned(), Value::Array(required));
    }
}

/// `allOf` a choice and more members becomes a choice of objects, each with those members.
fn distributed(document: &Value, schema: &mut Value) -> bool {
    let parts: Vec<Value> = schema["allOf"].as_array().into_iter().flatten().map(|part| resolved(document, part)).collect();
    let (choices, rest): (Vec<Value>, Vec<Value>) = parts.into_iter().partition(|part| part.get("oneOf").is_some());
    let [choice] = choices.as_slice() else { return false };
    let branches = choice["oneOf"].as_array().into_iter().flatten().map(|branch| {
        let mut together = vec![branch.clone()];
        together.extend(rest.iter().cloned());
        json!({ "allOf": together })
    });
    let branches: Vec<Value> = branches.collect();
    if let Some(members) = schema.as_object_mut() {
        members.remove("allOf");
        members.insert("oneOf".to_owned(), Value::Array(branches));
    }
    true
}

/// A parameter is there or not: it has no null.
fn never_null(schema: &mut Value) {
    if schema["oneOf"][1]["type"] == "null" {
        *schema = schema["oneOf"][0].take();
    }
    if let Some([kind]) = schema["type"].as_array().map(|kinds| kinds.iter().filter(|kind| *kind != "null").collect::<Vec<_>>()).as_deref()
    {
        schema["type"] = (*kind).clone();
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null());
    }
}

/// Adds the bounds that a type implies.
fn bound(schema: &mut Value) {
    let is = |kind: &str| schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind));
    let (text, integer) = (is("string"), is("integer"));
    if text && let Some(members) = schema.as_object_mut() {
        let length = match members.get("format").and_then(Value::as_str) {
            Some("date") => Some(10),
            Some("date-time") => Some(40),
            _ => None,
        };
        if let (Some(length), false) = (length, members.contains_key("enum")) {
            members.entry("maxLength").or_insert_with(|| json!(length));
        }
    }
    if integer {
        numbers::format(schema);
    }
}
