//! The document is made for generators of clients: one schema for a dry run and the real answer, names
//! for what recurs, everything that is always sent required, null said in one way.

use std::collections::{BTreeMap, BTreeSet};

use offre_bailleurs::testing;
use serde_json::{Value, json};

use crate::document::{Operation, drive, operations};
use crate::support::TestApp;

const PLACE: &str = "#/components/schemas/";

/// Every schema of a value, with its path: the object that stands under `schema`, `items`, a property…
fn schemas<'v>(path: &str, value: &'v Value, found: &mut Vec<(String, &'v Value)>) {
    let is_schema = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const"].iter().any(|word| value.get(word).is_some());
    if is_schema && !path.ends_with("/properties") {
        found.push((path.to_owned(), value));
    }
    for (name, member) in value.as_object().into_iter().flatten().filter(|(name, _)| !["example", "examples"].contains(&name.as_str())) {
        schemas(&format!("{path}/{name}"), member, found);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        schemas(&format!("{path}/{index}"), item, found);
    }
}

fn is_component(path: &str) -> bool {
    path.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}

/// Every component that is reached from a value.
fn reached(document: &Value, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix(PLACE)
                && found.insert(name.to_owned())
            {
                reached(document, &document["components"]["schemas"][name], found);
            }
        }
        Value::Object(members) => members.values().for_each(|member| reached(document, member, found)),
        Value::Array(items) => items.iter().for_each(|item| reached(document, item, found)),
        _ => {}
    }
}

/// The components of answers and those of bodies.
fn told_and_sent(document: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut told, mut sent) = (BTreeSet::new(), BTreeSet::new());
    reached(document, &document["components"]["responses"], &mut told);
    for operation in operations(document) {
        reached(document, &operation.value["responses"], &mut told);
        reached(document, &operation.value["requestBody"], &mut sent);
    }
    (told, sent)
}

#[test]
fn names_stand_for_what_recurs() {
    let document = testing::document().unwrap();
    let mut all = Vec::new();
    schemas("", &document, &mut all);
    assert!(all.len() > 1000, "only {} schemas are found", all.len());
    let mut wrong: Vec<&str> = Vec::new();
    for (path, schema) in &all {
        let choice = schema["enum"].as_array().is_some_and(|words| words.len() > 1);
        if choice && !is_component(path) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "choices without a name: {}", wrong.join(", "));
    let mut used = BTreeSet::new();
    reached(&document, &document["paths"], &mut used);
    reached(&document, &document["components"]["responses"], &mut used);
    let named: BTreeSet<String> = document["components"]["schemas"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(used, named, "each name is used, and each reference leads somewhere");
    for name in ["TenantId", "LogementId", "ReferenceId", "RentDeclarationId", "ChangeId", "ImpayeId", "Month", "Cents", "PositiveCents"] {
        assert!(named.contains(name), "{name}");
    }
    for name in ["SignedCents", "TotalCents", "Year", "AidType", "PaymentMode", "ImpayeStatus", "ChangeStatus", "DeclarationStatus"] {
        assert!(named.contains(name), "{name}");
    }
}

#[test]
fn what_recurs_says_the_same_under_one_name() {
    let document = testing::document().unwrap();
    let mut all = Vec::new();
    schemas("", &document, &mut all);
    // A text with a pattern, or an amount with its bounds, that a name stands for: it stands nowhere else.
    let shape = |schema: &Value| ["pattern", "minimum", "maximum", "enum"].map(|word| schema[word].clone());
    let components = document["components"]["schemas"].as_object().unwrap();
    let scalar = |schema: &Value| schema.get("pattern").is_some() || schema.get("enum").is_some();
    let names: BTreeMap<String, &String> =
        components.iter().filter(|(_, schema)| scalar(schema)).map(|(name, schema)| (json!(shape(schema)).to_string(), name)).collect();
    let stray = all.iter().filter(|(path, schema)| !is_component(path) && schema["type"] == "string" && scalar(schema));
    let stray: Vec<String> =
        stray.filter_map(|(path, schema)| names.get(&json!(shape(schema)).to_string()).map(|name| format!("{path} is a {name}"))).collect();
    assert!(stray.is_empty(), "{}", stray.join(", "));
    let amounts = all.iter().filter(|(path, schema)| path.ends_with("_cents") && schema["type"] == "integer" && !is_component(path));
    let bounds = ["Cents", "PositiveCents", "SignedCents", "TotalCents"].map(|name| shape(&components[name]));
    let stray: Vec<&String> = amounts.filter(|(_, schema)| bounds.contains(&shape(schema))).map(|(path, _)| path).collect();
    assert!(stray.is_empty(), "amounts with bounds of a name: {stray:?}");
}

#[test]
fn null_is_said_in_one_way_and_no_pattern_is_made_of_nul() {
    let document = testing::document().unwrap();
    let mut all = Vec::new();
    schemas("", &document, &mut all);
    for (path, schema) in &all {
        assert!(!schema["pattern"].as_str().is_some_and(|pattern| pattern.contains("u0000")), "{path} has a pattern against NUL");
        assert!(schema["type"] != "null" && schema.get("nullable").is_none() && schema.get("const") != Some(&Value::Null), "{path}");
        let Some(kinds) = schema["type"].as_array() else { continue };
        assert!(kinds.len() == 2 && kinds[1] == "null", "{path} is {kinds:?}");
        // A text or a number says so where it stands, an object or a choice under its name.
        assert!(!(kinds[0] == "object" || schema.get("enum").is_some()) || is_component(path), "{path} has no name");
        // Generators make an object inside of one that may be null twice, unless it has a name.
        let inner = schema["properties"].as_object().into_iter().flatten().find(|(_, inner)| inner["type"] == "object");
        assert!(inner.is_none(), "{path} holds an object without a name: {inner:?}");
        assert!(schema["enum"].as_array().is_none_or(|words| words.contains(&Value::Null)), "{path} offers no null");
    }
    assert!(!document.to_string().contains(r"\u0000"));
}

#[test]
fn integers_have_the_format_that_they_fit() {
    let document = testing::document().unwrap();
    let mut all = Vec::new();
    schemas("", &document, &mut all);
    let integer = |schema: &Value| schema["type"] == "integer" || schema["type"] == json!(["integer", "null"]);
    let mut seen = BTreeSet::new();
    for (path, schema) in all.iter().filter(|(_, schema)| integer(schema)) {
        let (least, most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
        let (Some(least), Some(most)) = (least, most) else { panic!("{path} has no bounds") };
        let fits = i32::try_from(least).is_ok() && i32::try_from(most).is_ok();
        assert_eq!(schema["format"], if fits { "int32" } else { "int64" }, "{path}");
        seen.insert(fits);
    }
    assert_eq!(seen.len(), 2);
}

#[test]
fn what_is_always_told_is_required_and_more_may_come() {
    let document = testing::document().unwrap();
    let (told, sent) = told_and_sent(&document);
    assert!(told.len() > 80 && sent.len() > 20);
    for name in &told {
        let schema = &document["components"]["schemas"][name];
        assert_ne!(schema["additionalProperties"], false, "{name} is closed");
        // These two have members that only some problems have.
        if name == "FieldError" || name.ends_with("Problem") {
            continue;
        }
        let names: BTreeSet<&str> = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let required: BTreeSet<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(names, required, "{name}");
    }
    for name in sent.iter().filter(|name| document["components"]["schemas"][name.as_str()].get("properties").is_some()) {
        assert!(!told.contains(name), "{name} is of a body and of an answer");
        // The form of the token endpoint ignores what it does not know (RFC 6749 §3.2).
        assert!(name == "TokenRequest" || document["components"]["schemas"][name]["additionalProperties"] == false, "{name} is open");
    }
}

/// The document with its objects closed: an answer may have nothing that it does not say.
fn closed(mut document: Value) -> Value {
    for (_, schema) in document["components"]["schemas"].as_object_mut().unwrap() {
        if schema.get("properties").is_some() {
            schema["additionalProperties"] = json!(false);
        }
    }
    document
}

/// What is wrong with an answer by its documented schema.
fn faults(document: &Value, operation: &Operation, status: u16, body: &Value) -> Vec<String> {
    let schema = &operation.value["responses"][status.to_string()]["content"]["application/json"]["schema"];
    let whole = json!({ "allOf": [schema], "components": document["components"] });
    let judge = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
    judge.iter_errors(body).map(|error| format!("{} {}: {error}", operation.path, error.instance_path())).collect()
}

#[test]
fn every_answer_has_what_its_schema_says_and_nothing_else() {
    let app = TestApp::demo();
    let document = closed(testing::document().unwrap());
    let (mut judged, mut wrong) = (0, Vec::new());
    drive(&app, |operation, _, call| {
        let answer = call();
        if answer.header("content-type").starts_with("application/json") && operation.path != "/openapi.json" {
            judged += 1;
            wrong.extend(faults(&document, operation, answer.status, &answer.body));
            let mut more = answer.body.clone();
            more["unsaid"] = json!(1);
            assert!(!faults(&document, operation, answer.status, &more).is_empty(), "{} may say anything", operation.path);
        }
    });
    assert!(judged > 50, "only {judged} answers are judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_dry_run_has_the_schema_of_the_real_answer_without_id_and_receipt() {
    let app = TestApp::demo();
    let document = closed(testing::document().unwrap());
    let mut dry_runs = 0;
    for operation in operations(&document) {
        if !operation.parameters("query").iter().any(|one| one["name"] == "dry_run") {
            continue;
        }
        let successes = operation.value["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
        let schemas: BTreeSet<String> =
            successes.map(|(_, response)| response["content"]["application/json"]["schema"].to_string()).collect();
        assert_eq!(schemas.len(), 1, "{} has {schemas:?}", operation.path);
        for (kind, body) in operation.bodies() {
            dry_runs += 1;
            let address = operation.address(&document, None);
            let call = |query: &str| app.call("POST", &format!("{address}{query}"), &kind, &body, app.token(), &[]);
            let (dry, real) = (call("?dry_run=true"), call(""));
            assert_eq!(dry.status, 200, "{address} {}", dry.body);
            assert!(real.status == 201 || real.status == 200, "{address} {}", real.body);
            for answer in [&dry, &real] {
                assert_eq!(faults(&document, &operation, answer.status, &answer.body), [""; 0]);
            }
            let keys = |answer: &Value| answer.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&dry.body), keys(&real.body), "{address}");
            assert_eq!((&dry.body["id"], &dry.body["receipt"]), (&Value::Null, &Value::Null), "{address}");
            assert!(real.body["id"].is_string() && real.body["receipt"]["number"].is_string(), "{address}");
        }
    }
    assert!(dry_runs >= 7, "only {dry_runs} dry runs are tried");
}
