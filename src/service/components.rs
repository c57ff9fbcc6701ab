//! The schemas of the document as a whole: which may be null, which nothing refers to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The component that `oneOf` a reference and null refers to.
fn nullable_reference(schema: &Value) -> Option<&str> {
    let branches = schema.get("oneOf")?.as_array()?;
    let references: Vec<&str> = branches.iter().filter_map(|branch| branch.get("$ref")?.as_str()).collect();
    let nulls = branches.iter().filter(|branch| branch["type"] == "null").count();
    if references.len() == 1 && nulls == 1 && branches.len() == 2 { references.first().copied() } else { None }
}

/// An object that is null wherever it is optional says so itself, and is referred to plainly; not
/// one with objects of its own, which generators of clients would make twice.
pub fn may_be_null(document: &mut Value) {
    let (mut plain, mut nullable) = (BTreeSet::new(), BTreeSet::new());
    references(document, &mut plain, &mut nullable);
    for reference in nullable.difference(&plain) {
        if let Some(component) = document.pointer_mut(reference.trim_start_matches('#'))
            && component["type"] == "object"
            && component["properties"].as_object().into_iter().flatten().all(|(_, member)| member["type"] != "object")
        {
            component["type"] = json!(["object", "null"]);
        }
    }
    let snapshot = document.clone();
    unwrap_nullable(&snapshot, document);
}

fn unwrap_nullable(document: &Value, value: &mut Value) {
    if let Some(reference) = nullable_reference(value).map(str::to_owned)
        && document.pointer(reference.trim_start_matches('#')).is_some_and(|target| target["type"] == json!(["object", "null"]))
    {
        let inner = value["oneOf"].as_array().and_then(|branches| branches.iter().find(|branch| branch.get("$ref").is_some())).cloned();
        let mut simple = inner.unwrap_or_default();
        if let Some(description) = value.get("description") {
            simple["description"] = description.clone();
        }
        *value = simple;
        return;
    }
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| unwrap_nullable(document, member)),
        Value::Array(items) => items.iter_mut().for_each(|item| unwrap_nullable(document, item)),
        _ => {}
    }
}

/// Every component that is referred to, plainly or as one that may be null.
fn references(value: &Value, plain: &mut BTreeSet<String>, nullable: &mut BTreeSet<String>) {
    if let Some(reference) = nullable_reference(value) {
        nullable.insert(reference.to_owned());
        return;
    }
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        plain.insert(reference.to_owned());
    }
    match value {
        Value::Object(members) => members.values().for_each(|member| references(member, plain, nullable)),
        Value::Array(items) => items.iter().for_each(|item| references(item, plain, nullable)),
        _ => {}
    }
}

/// Leaves out the schemas that nothing refers to any more.
pub fn prune(document: &mut Value) {
    loop {
        let (mut plain, mut nullable) = (BTreeSet::new(), BTreeSet::new());
        references(document, &mut plain, &mut nullable);
        let mapped: Vec<String> = mapped(document);
        plain.extend(mapped);
        let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
        let before = schemas.len();
        schemas.retain(|name, _| {
            let reference = format!("#/components/schemas/{name}");
            plain.contains(&reference) || nullable.contains(&reference)
        });
        if schemas.len() == before {
            return;
        }
    }
}

/// What the mappings of discriminators name.
fn mapped(value: &Value) -> Vec<String> {
    let own = value["discriminator"]["mapping"].as_object().into_iter().flatten();
    let mut found: Vec<String> = own.filter_map(|(_, target)| target.as_str().map(str::to_owned)).collect();
    match value {
        Value::Object(members) => members.values().for_each(|member| found.extend(mapped(member))),
        Value::Array(items) => items.iter().for_each(|item| found.extend(mapped(item))),
        _ => {}
    }
    found
}
