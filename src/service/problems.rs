//! The schemas of problem documents: one for each set of codes that an operation may raise at one status,
//! its members typed, without a choice between schemas, which generators and readers stumble on.

use serde_json::{Map, Value, json};

use super::components::PLACE;
use crate::problem::members::{Member, Shape, members};
use crate::problem::{Code, Coded};
use crate::values::text::Language;

/// The members that every problem has, then those of some codes, which say so.
pub fn of(codes: &[Code], more: &[Member]) -> Value {
    let mut properties = json!({
        "type": { "type": "string", "format": "uri", "maxLength": 500, "description": "A page that explains the code." },
        "title": { "type": "string", "maxLength": 200, "description": "The code in words." },
        "status": { "type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status." },
        "detail": { "type": "string", "maxLength": 2000, "description": "What happened this time." },
        "code": { "type": "string", "enum": words(codes), "description": "The stable code." },
        "request_id": { "type": "string", "maxLength": 36, "description": "The id of the request, for support." },
    });
    for code in codes {
        for member in members(*code).iter().chain(more) {
            let with: Vec<String> =
                codes.iter().filter(|code| members(**code).iter().any(|one| one.name == member.name)).map(|code| quoted(*code)).collect();
            let mut schema = typed(member);
            if codes.len() > 1 && !with.is_empty() {
                schema["description"] = json!(format!("With {}: {}", with.join(", "), member.meaning));
            }
            properties[member.name] = schema;
        }
    }
    json!({
        "type": "object",
        "description": codes.iter().map(|code| format!("{}: {}", quoted(*code), code.row().meaning.get(Language::English))).collect::<Vec<_>>().join("\n\n"),
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": properties,
    })
}

/// The codes of a set as they go over the wire.
pub fn words(codes: &[Code]) -> Vec<&'static str> {
    codes.iter().map(|code| code.as_str()).collect()
}

fn quoted(code: Code) -> String {
    format!("`{}`", code.as_str())
}

/// The codes of a set as a list with their meanings, for the description of an answer.
pub fn list(codes: &[Code]) -> String {
    let line = |code: &Code| format!("- {}: {}", quoted(*code), code.row().meaning.get(Language::English));
    codes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A true-looking document of a code.
pub fn example(code: Code, more: &[Member]) -> Value {
    let row = code.row();
    let mut example = Map::new();
    for (name, value) in [
        ("type", json!(format!("https://api.example.org/problems/{}", row.word))),
        ("title", json!(code.title().get(Language::English))),
        ("status", json!(code.status())),
        ("detail", json!(row.meaning.get(Language::English))),
        ("code", json!(row.word)),
        ("request_id", json!("019ab0f3-7c5e-7a3e-9b51-0c4f0e6f2d11")),
    ] {
        example.insert(name.to_owned(), value);
    }
    for member in members(code).iter().chain(more) {
        example.insert(member.name.to_owned(), serde_json::from_str(member.example).unwrap_or_default());
    }
    Value::Object(example)
}

/// A member as a schema.
fn typed(member: &Member) -> Value {
    let mut schema = match member.shape {
        Shape::Errors => json!({ "type": "array", "maxItems": 100, "items": { "$ref": format!("{PLACE}FieldError") } }),
        Shape::Rule => json!({ "$ref": format!("{PLACE}WarningRule") }),
        Shape::Id => json!({ "type": "string", "maxLength": 64 }),
        Shape::Day => json!({ "type": "string", "format": "date", "maxLength": 10 }),
        Shape::Cents => json!({ "type": "integer", "minimum": -10_000_000_000_000_i64, "maximum": 10_000_000_000_000_i64 }),
        Shape::Count => json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000_000 }),
        Shape::Text => json!({ "type": "string", "maxLength": 500 }),
        Shape::Words => json!({ "type": "array", "maxItems": 20, "items": { "type": "string", "maxLength": 64 } }),
    };
    if member.nullable {
        schema["type"] = json!([schema["type"], "null"]);
    }
    schema["description"] = json!(member.meaning);
    schema
}
