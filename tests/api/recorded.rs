//! The examples of the document are what the demo answers. `.ci/regenerate` writes them down with
//! `RECORD_EXAMPLES=1`; without it they are compared with what is written.

mod scenes;

use std::collections::BTreeMap;

use offre_bailleurs::testing::{self, demo};
use serde_json::{Map, Value, json};

use crate::document::{Operation, operations, text, written};
use crate::support::{Answer, TestApp};
use scenes::{By, Scene};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/examples.json");

/// What every recorded call says, so that its answer is the same each time and in the document's language.
const HEADERS: &[(&str, &str)] = &[("request-id", "019ab0f3-7c5e-7a3e-9b51-0c4f0e6f2d11"), ("accept-language", "en")];

/// The address that the document speaks of.
const PUBLIC_URL: &str = "https://api.example.org";

/// Signing keys are random: their public halves are shown as that of RFC 8037, Appendix A, with its thumbprint.
const KEY: (&str, &str) = ("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");

/// And tokens as one of that shape; its signature is the first of that appendix, of another text.
const TOKEN: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSIsImtpZCI6ImtQcktfcW14VldhWVZBOXd3QkY2SXVvM3ZWeno3VHhIQ1R3WEJ5Z3JTNGsifQ.\
eyJpc3MiOiJodHRwczovL2FwaS5leGFtcGxlLm9yZyIsInN1YiI6ImNsaV8wMWs4bTNxNno1ZTd2OXIydDR3Nng4eTBkMSIsImV4cCI6MTc5NTQyNTMwMH0.\
hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

/// Lines of an export that are shown.
const EXPORT_LINES: usize = 3;

/// Operation, status, media type, then name.
type Answers = BTreeMap<String, BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>>;

/// One call of an operation.
#[derive(Clone, Default)]
struct Call {
    name: String,
    summary: String,
    address: String,
    accept: String,
    kind: String,
    body: String,
}

#[derive(Default)]
struct Recording {
    answers: Answers,
    problems: BTreeMap<String, Value>,
    /// One of each header that the document shows, by the name of its component.
    headers: BTreeMap<&'static str, String>,
}

impl Recording {
    fn keep(&mut self, operation: &Operation, call: &Call, app: &TestApp, answer: &Answer) {
        let known = [("ETag", "etag"), ("Link", "link"), ("Location", "location"), ("ContentDisposition", "content-disposition")];
        for (name, header) in known.into_iter().filter(|(_, header)| !answer.header(header).is_empty() && operation.path.starts_with("/v1"))
        {
            self.headers.entry(name).or_insert_with(|| answer.header(header).to_owned());
        }
        let media_type = answer.header("content-type").split(';').next().unwrap().to_owned();
        if answer.bytes.is_empty() || ["application/pdf", "text/html", "application/yaml"].contains(&media_type.as_str()) {
            return;
        }
        let value = match media_type.as_str() {
            "text/csv" => json!(String::from_utf8_lossy(&answer.bytes).split_inclusive('\n').take(EXPORT_LINES).collect::<String>()),
            _ => stable(app, answer.body.clone()),
        };
        if media_type == "application/problem+json" {
            assert_eq!(value["code"], call.name, "{} {value}", operation.path);
            self.problems.entry(call.name.clone()).or_insert_with(|| value.clone());
        }
        let id = operation.value["operationId"].as_str().unwrap().to_owned();
        let place = self.answers.entry(id).or_default().entry(answer.status.to_string()).or_default().entry(media_type).or_default();
        let example = if call.summary.is_empty() { json!({ "value": value }) } else { json!({ "summary": call.summary, "value": value }) };
        assert!(place.insert(call.name.clone(), example).is_none(), "{} {} stands twice", operation.path, call.name);
    }

    /// As the file holds it.
    fn text(&self) -> String {
        format!("{:#}\n", json!({ "answers": self.answers, "problems": self.problems, "headers": self.headers }))
    }
}

/// An answer with a fixed value for each that is new each time: see the constants above. Whatever has no limit
/// of its own shows two items.
fn stable(app: &TestApp, value: Value) -> Value {
    match value {
        Value::String(text) => json!(text.replace(app.address(), PUBLIC_URL)),
        Value::Array(items) => items.into_iter().map(|item| stable(app, item)).collect(),
        Value::Object(members) => {
            let shown = |(name, value): (String, Value)| {
                let value = match name.as_str() {
                    "access_token" => json!(TOKEN),
                    "x" => json!(KEY.0),
                    "kid" => json!(KEY.1),
                    "data" => json!(value.as_array().unwrap().iter().take(2).cloned().map(|item| stable(app, item)).collect::<Vec<_>>()),
                    _ => stable(app, value),
                };
                (name, value)
            };
            Value::Object(members.into_iter().map(shown).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// The calls that the document shows itself: each body, and each media type of the answer.
fn shown(document: &Value, operation: &Operation) -> Vec<Call> {
    let mut address = operation.address(document, None);
    if operation.parameters("query").iter().any(|one| one["name"] == "limit") {
        address += if address.contains('?') { "&limit=2" } else { "?limit=2" };
    }
    let call = Call { name: "demo".to_owned(), address, ..Call::default() };
    let mut calls = Vec::new();
    for (kind, content) in operation.value["requestBody"]["content"].as_object().into_iter().flatten() {
        let named = content["examples"].as_object().into_iter().flatten();
        let named = named.map(|(name, one)| (name.as_str(), text(&one["summary"]), &one["value"]));
        for (name, summary, body) in named.chain(content.get("example").map(|body| ("demo", "null".to_owned(), body))) {
            let summary = if summary == "null" { String::new() } else { summary };
            calls.push(Call { name: name.to_owned(), summary, kind: kind.clone(), body: written(kind, body), ..call.clone() });
        }
    }
    if calls.is_empty() {
        let kinds = operation.value["responses"]["200"]["content"].as_object().into_iter().flatten();
        calls.extend(kinds.map(|(accept, _)| Call { accept: accept.clone(), ..call.clone() }));
    }
    calls
}

fn token(app: &TestApp, operation: &Operation, call: &Call, by: Option<&By>) -> String {
    match (by, operation.path.as_str(), operation.scope()) {
        (Some(By::Token(token)), ..) => (*token).to_owned(),
        (Some(By::Scopes(scopes)), ..) => app.token_with(demo::LANDLORD_CLIENT, scopes),
        (Some(By::PayingBody), ..) | (_, _, Some("paying-body")) => app.token_of(demo::PAYING_BODY_CLIENT),
        (_, "/oauth/token", _) if call.body.contains("client_secret") => String::new(),
        (_, "/oauth/token", _) => "basic".to_owned(),
        _ => app.token().to_owned(),
    }
}

fn send(app: &TestApp, operation: &Operation, call: &Call, scene: Option<&Scene>) -> Answer {
    let headers = HEADERS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut headers: Vec<(String, String)> = headers.collect();
    if !call.accept.is_empty() {
        headers.push(("accept".to_owned(), call.accept.clone()));
    }
    match scene {
        Some(scene) => headers.extend(scene.headers.clone()),
        None if operation.parameters("header").iter().any(|one| one["name"] == "If-Match") => {
            headers.push(("if-match".to_owned(), "*".to_owned()))
        }
        None => {}
    }
    app.call(
        &operation.method,
        &call.address,
        &call.kind,
        &call.body,
        &token(app, operation, call, scene.and_then(|scene| scene.by.as_ref())),
        &headers,
    )
}

/// A document that the service publishes is shown by its head alone.
fn shows_its_head(id: &str) -> bool {
    id.starts_with("getDocument") || id == "getRosterSchema"
}

/// Every call, each that writes on a demo of its own: no example depends on another.
fn record() -> Recording {
    let document = testing::document().unwrap();
    let reading = TestApp::repeatable();
    let all = scenes::all(&reading);
    let mut recording = Recording::default();
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let id = operation.value["operationId"].as_str().unwrap();
        if shows_its_head(id) {
            continue;
        }
        let scenes: Vec<&Scene> = all.iter().filter(|scene| scene.operation == id).collect();
        for call in shown(&document, &operation) {
            let fresh = (operation.method != "GET").then(TestApp::repeatable);
            let app = fresh.as_ref().unwrap_or(&reading);
            let answer = send(app, &operation, &call, None);
            assert!(answer.status < 300, "{id} {}", answer.body);
            // A scene says more of the same.
            let plain = answer.header("content-type").starts_with("application/json");
            let told = |scene: &&&Scene| scene.status == answer.status && plain;
            if call.name != "demo" || !scenes.iter().any(|scene| told(&scene)) {
                recording.keep(&operation, &call, app, &answer);
            }
        }
        for scene in scenes {
            let mut fresh = scene.writes(&operation.method).then(TestApp::repeatable);
            if let (Some(app), Some(instant)) = (&mut fresh, scene.at) {
                app.at(instant);
            }
            let app = fresh.as_ref().unwrap_or(&reading);
            for (path, body) in &scene.before {
                let done = app.call("POST", path, "application/json", &body.to_string(), app.token(), &scene.headers);
                assert!(done.status < 300, "{id} {}: {}", scene.name, done.body);
            }
            let call = scene.call(&document, &operation);
            let answer = send(app, &operation, &call, Some(scene));
            if answer.status == scene.status {
                recording.keep(&operation, &call, app, &answer);
            } else {
                wrong.push(format!("{id} {}: {} {}", scene.name, answer.status, answer.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unknown: Vec<&str> = all.iter().map(|scene| scene.operation).filter(|id| !recording.answers.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "scenes of no operation: {unknown:?}");
    recording
}

#[test]
fn the_examples_of_answers_are_what_the_demo_answers() {
    let recorded = record().text();
    let kept = std::fs::read_to_string(FILE).unwrap();
    if std::env::var("RECORD_EXAMPLES").is_ok() {
        // Left alone where nothing changed: the program is built with it.
        if recorded != kept {
            std::fs::write(FILE, &recorded).unwrap();
        }
        return;
    }
    let first = recorded.lines().zip(kept.lines()).find(|(now, then)| now != then);
    assert!(recorded == kept, "openapi/examples.json is stale, run .ci/regenerate: {first:?}");
}

#[test]
fn every_answer_is_shown_as_the_demo_gives_it_and_no_other() {
    let document = testing::document().unwrap();
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    let (mut shown, mut made) = (0, Vec::new());
    for operation in operations(&document) {
        let id = operation.value["operationId"].as_str().unwrap();
        if shows_its_head(id) {
            continue;
        }
        for (status, response) in operation.value["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2')) {
            for (media_type, body) in response["content"].as_object().into_iter().flatten() {
                let recorded = kept["answers"][id][status][media_type].as_object().cloned().unwrap_or_default();
                let one = (body.get("example").into_iter())
                    .chain(body["examples"].as_object().into_iter().flatten().map(|(_, one)| &one["value"]));
                let values: Vec<&Value> = one.collect();
                let same =
                    values.len() == recorded.len() && values.iter().all(|value| recorded.values().any(|one| one["value"] == **value));
                let binary = ["application/pdf", "text/html"].contains(&media_type.as_str());
                if !same || (recorded.is_empty() && !binary) {
                    made.push(format!("{id} {status} {media_type}"));
                }
                shown += values.len();
            }
        }
    }
    assert!(made.is_empty(), "made up: {}", made.join(", "));
    assert!(shown > 80, "only {shown} answers are shown");
    for word in ["texte", "string", "https://example.org/"] {
        assert!(!kept.to_string().contains(&format!("\"{word}\"")), "{word} is no answer");
    }
}
