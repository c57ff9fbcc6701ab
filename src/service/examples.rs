//! Examples of the document, made from its schemas: what a field's own example says, else the
//! plainest value its schema allows. So every body has an example, and it is valid.

use serde_json::{Map, Value, json};

/// The example of a schema of this document.
pub fn of(document: &Value, schema: &Value) -> Value {
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(example) = schema["examples"].get(0) {
        return example.clone();
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return document.pointer(reference.trim_start_matches('#')).map_or(Value::Null, |target| of(document, target));
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut whole = Map::new();
        for part in parts {
            if let Value::Object(members) = of(document, part) {
                whole.extend(members);
            }
        }
        return Value::Object(whole);
    }
    for union in ["oneOf", "anyOf"] {
        if let Some(branches) = schema.get(union).and_then(Value::as_array) {
            let shown = branches.iter().find(|branch| branch["type"] != "null");
            return shown.map_or(Value::Null, |branch| of(document, branch));
        }
    }
    if let Some(first) = schema.get("enum").and_then(|words| words.get(0)) {
        return first.clone();
    }
    plain(document, schema)
}

fn plain(document: &Value, schema: &Value) -> Value {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("object") => {
            let members = schema["properties"].as_object();
            Value::Object(members.into_iter().flatten().map(|(name, member)| (name.clone(), of(document, member))).collect())
        }
        Some("array") if schema["maxItems"] == 0 => json!([]),
        Some("array") => json!([of(document, &schema["items"])]),
        Some("boolean") => json!(false),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
        Some("string") => match schema["format"].as_str() {
            Some("date") => json!("2026-11-23"),
            Some("date-time") => json!("2026-11-23T09:00:00Z"),
            Some("uri") => json!("https://example.org/"),
            Some("email") => json!("gestion@tilleuls.example"),
            _ => json!("texte"),
        },
        _ => json!({}),
    }
}
