//! Null is said in one way: `type: [x, "null"]`. A text or a number says so where it stands; an object
//! or an enumeration says so itself, under its own name where it is never without null, else under
//! `Nullable…`. `oneOf` a reference and null would make a union of each, in generated clients too.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::components::PLACE;

/// Goes through a document in which `oneOf` a reference and null stands for each that may be null.
pub fn say(document: &mut Value) {
    let (mut plain, mut nullable) = (BTreeSet::new(), BTreeSet::new());
    named(document, &mut plain, &mut nullable);
    let snapshot = document.clone();
    let both: BTreeSet<String> = nullable.intersection(&plain).cloned().collect();
    unite(&snapshot, &both, document);
    for name in nullable {
        let mut schema = document["components"]["schemas"][&name].clone();
        allow(&mut schema);
        let name = if both.contains(&name) { format!("Nullable{name}") } else { name };
        document["components"]["schemas"][name] = schema;
    }
}

/// The schema that `oneOf` a reference and null refers to.
fn target(value: &Value) -> Option<&str> {
    let [reference, null] = value.get("oneOf")?.as_array()?.as_slice() else { return None };
    if null["type"] == "null" { reference.get("$ref")?.as_str()?.strip_prefix(PLACE) } else { None }
}

/// A text or a number without a choice of values: every client takes it for what it is.
fn is_scalar(schema: &Value) -> bool {
    (schema["type"] == "string" || schema["type"] == "integer") && schema.get("enum").is_none()
}

/// The schemas that are referred to as they are, and those that may be null.
fn named(value: &Value, plain: &mut BTreeSet<String>, nullable: &mut BTreeSet<String>) {
    if let Some(name) = target(value) {
        nullable.insert(name.to_owned());
        return;
    }
    match value {
        Value::String(text) => plain.extend(text.strip_prefix(PLACE).map(str::to_owned)),
        Value::Object(members) => members.values().for_each(|member| named(member, plain, nullable)),
        Value::Array(items) => items.iter().for_each(|item| named(item, plain, nullable)),
        _ => {}
    }
}

/// Puts one schema in place of each `oneOf` a reference and null.
fn unite(document: &Value, both: &BTreeSet<String>, value: &mut Value) {
    if let Some(name) = target(value).map(str::to_owned) {
        let schema = &document["components"]["schemas"][&name];
        let mut united = if is_scalar(schema) {
            let mut here = schema.clone();
            allow(&mut here);
            here
        } else {
            json!({ "$ref": format!("{PLACE}{}{name}", if both.contains(&name) { "Nullable" } else { "" }) })
        };
        if let (Some(members), Some(own)) = (united.as_object_mut(), value.as_object()) {
            members.extend(own.iter().filter(|(key, _)| *key != "oneOf").map(|(key, word)| (key.clone(), word.clone())));
        }
        *value = united;
        return;
    }
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| unite(document, both, member)),
        Value::Array(items) => items.iter_mut().for_each(|item| unite(document, both, item)),
        _ => {}
    }
}

/// Lets a schema be null.
fn allow(schema: &mut Value) {
    schema["type"] = json!([schema["type"], "null"]);
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
}
