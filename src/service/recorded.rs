//! What the demo answers, in place of made-up examples: recorded by `.ci/regenerate`, checked by
//! `tests/api/recorded.rs`. See `docs/decisions/021`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::operation::each_mut;
use crate::problem::Kind;

/// By operation, status, media type and name; one answer for each problem that was raised,
/// and one value of each header that differs.
const RECORDED: &str = include_str!("../../openapi/examples.json");

const PROBLEM: &str = "application/problem+json";

/// Puts the recorded answers at their places. Those of operations that are no more are left out, and what
/// was never recorded keeps what it has.
///
/// # Errors
/// When the file is no JSON.
pub fn paste(document: &mut Value) -> Result<(), serde_json::Error> {
    let recorded: Value = serde_json::from_str(RECORDED)?;
    let own = itself(document);
    let snapshot = document.clone();
    for (.., operation) in each_mut(document) {
        let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
        let own_answers = &recorded["answers"][&name];
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { continue };
            if name.starts_with("getDocument") && status == "200" {
                content.iter_mut().for_each(|(_, body)| body["example"] = own.clone());
            }
            for (media_type, body) in content {
                let told = &own_answers[status][media_type];
                if media_type == PROBLEM { codes(&snapshot, body, told, &recorded["problems"]) } else { answers(body, told) }
            }
        }
    }
    for (_, response) in document["components"]["responses"].as_object_mut().into_iter().flatten() {
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        content.into_iter().flatten().for_each(|(_, body)| codes(&snapshot, body, &Value::Null, &recorded["problems"]));
    }
    for (name, value) in recorded["headers"].as_object().into_iter().flatten() {
        if let Some(header) = document["components"]["headers"].get_mut(name) {
            header["example"] = value.clone();
        }
    }
    Ok(())
}

/// An answer of the demo, or the part of one, that carried a code of a kind; nothing where none of those
/// recorded did.
///
/// # Errors
/// When the file is no JSON.
pub fn told(kind: Kind, word: &str) -> Result<Option<Value>, serde_json::Error> {
    let recorded: Value = serde_json::from_str(RECORDED)?;
    let (whole, list) = match kind {
        Kind::Problem => return Ok(recorded["problems"].get(word).cloned()),
        Kind::Token => return Ok(holder(&recorded["answers"], &|value| value["error"] == word).cloned()),
        Kind::Field => (&recorded["problems"], "errors"),
        Kind::Line => (&recorded["answers"]["loadRoster"], "errors"),
        Kind::Warning => (&recorded["answers"], "warnings"),
        Kind::Effect => (&recorded["answers"], "effects"),
        Kind::Note => (&recorded["answers"], "explanation"),
    };
    let is = |item: &&Value| item["code"] == word;
    let found = holder(whole, &|value| value[list].as_array().is_some_and(|items| items.iter().any(|item| is(&item))));
    let item = found.and_then(|value| value[list].as_array()?.iter().find(is));
    Ok(item.map(|item| json!({ list: [item] })))
}

/// The first object that is what is looked for.
fn holder<'v>(value: &'v Value, wanted: &dyn Fn(&Value) -> bool) -> Option<&'v Value> {
    if value.is_object() && wanted(value) {
        return Some(value);
    }
    match value {
        Value::Object(members) => members.values().find_map(|member| holder(member, wanted)),
        Value::Array(items) => items.iter().find_map(|item| holder(item, wanted)),
        _ => None,
    }
}

/// The document as it shows itself: its head.
fn itself(document: &Value) -> Value {
    let info = &document["info"];
    json!({ "openapi": document["openapi"], "info": { "title": info["title"], "version": info["version"] }, "paths": {} })
}

/// The answers of a body under their names; one alone needs none.
fn answers(body: &mut Value, recorded: &Value) {
    let (Some(named), Some(members)) = (recorded.as_object(), body.as_object_mut()) else { return };
    let mut all = named.values();
    let (first, second) = (all.next().and_then(|one| one.get("value")), all.next());
    members.retain(|word, _| word != "example" && word != "examples");
    match (first, second) {
        (Some(only), None) => members.insert("example".to_owned(), only.clone()),
        _ => members.insert("examples".to_owned(), recorded.clone()),
    };
}

/// Each code that a body shows, as it was told here, else anywhere. A code that nobody can raise at will
/// keeps the words of its row.
fn codes(document: &Value, body: &mut Value, recorded: &Value, problems: &Value) {
    let said = names(document, &body["schema"]);
    for (code, example) in body.get_mut("examples").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(told) = recorded[code].get("value").or(problems.get(code)) {
            example["value"] = only(&said, told);
        }
    }
}

/// The members that a schema speaks of.
fn names(document: &Value, schema: &Value) -> BTreeSet<String> {
    let referred = schema["$ref"].as_str().and_then(|place| document.pointer(place.trim_start_matches('#')));
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
    let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|word| schema[word].as_array()).flatten();
    parts.chain(referred).flat_map(|part| names(document, part)).chain(own).collect()
}

/// An example shows what its schema says.
fn only(said: &BTreeSet<String>, told: &Value) -> Value {
    told.as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| said.contains(*name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
