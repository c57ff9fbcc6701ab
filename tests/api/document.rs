//! The document tells the truth: each operation demands the scope it documents, and each of its
//! examples is answered as documented, in order, on fresh demo data.

use std::collections::BTreeSet;

use offre_bailleurs::testing::{self, demo};
use serde_json::Value;

use crate::support::{Answer, TestApp};

const METHODS: &[&str] = &["get", "put", "patch", "post", "delete"];

/// One operation of the document.
pub struct Operation {
    pub method: String,
    pub path: String,
    pub value: Value,
}

/// Every operation of the document.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            if let Some(value) = item.get(*method) {
                all.push(Operation { method: method.to_uppercase(), path: path.clone(), value: value.clone() });
            }
        }
    }
    all
}

impl Operation {
    /// The scope it documents; none when any token does, or none is needed.
    pub fn scope(&self) -> Option<&str> {
        self.value["security"][0]["oauth2"][0].as_str()
    }

    fn needs_token(&self) -> bool {
        self.value["security"].as_array().unwrap().iter().all(|one| one.get("oauth2").is_some())
    }

    /// Its parameters in one place: path, query or header.
    pub fn parameters(&self, place: &str) -> Vec<&Value> {
        self.value["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == place).collect()
    }

    /// The address with its example values, or others for its path.
    pub fn address(&self, document: &Value, path_value: Option<&str>) -> String {
        let mut address = self.path.clone();
        for parameter in self.parameters("path") {
            let name = parameter["name"].as_str().unwrap();
            let value = path_value.map_or_else(|| text(&example(document, parameter)), str::to_owned);
            address = address.replace(&format!("{{{name}}}"), &value);
        }
        let required = self.parameters("query").into_iter().filter(|one| one["required"] == true);
        let query: Vec<String> =
            required.map(|one| format!("{}={}", one["name"].as_str().unwrap(), text(&example(document, one)))).collect();
        if query.is_empty() { address } else { format!("{address}?{}", query.join("&")) }
    }

    /// Media type and text of each example body.
    pub fn bodies(&self) -> Vec<(String, String)> {
        let mut bodies = Vec::new();
        for (kind, content) in self.value["requestBody"]["content"].as_object().into_iter().flatten() {
            let named = content["examples"].as_object().into_iter().flatten().map(|(_, one)| &one["value"]);
            for body in named.chain(content.get("example")) {
                bodies.push((kind.clone(), written(kind, body)));
            }
        }
        bodies
    }
}

pub fn written(kind: &str, body: &Value) -> String {
    match (kind, body) {
        ("application/x-www-form-urlencoded", Value::Object(members)) => {
            members.iter().map(|(name, value)| format!("{name}={}", text(value))).collect::<Vec<_>>().join("&")
        }
        (_, Value::String(lines)) => lines.clone(),
        _ => body.to_string(),
    }
}

pub fn example(document: &Value, parameter: &Value) -> Value {
    let schema = match parameter["schema"]["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => &parameter["schema"],
    };
    let own = parameter.get("example").or(schema.get("example")).or(schema["examples"].get(0)).or(schema["enum"].get(0));
    own.cloned().unwrap_or_else(|| panic!("{} has no example", parameter["name"]))
}

pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn every_operation_is_described_once() {
    let document = testing::document().unwrap();
    let mut ids = BTreeSet::new();
    for Operation { method, path, value } in operations(&document) {
        let name = format!("{method} {path}");
        assert!(ids.insert(value["operationId"].as_str().unwrap().to_owned()), "{name}: the id stands twice");
        for member in ["summary", "description"] {
            assert!(value[member].as_str().is_some_and(|text| text.len() > 10), "{name} has no {member}");
        }
        assert_eq!(value["tags"].as_array().unwrap().len(), 1, "{name}");
        let success = value["responses"].as_object().unwrap().keys().any(|status| status.starts_with('2'));
        assert!(success && value["responses"]["500"].is_object(), "{name}");
    }
}

#[test]
fn the_committed_document_is_the_one_served() {
    let made = format!("{:#}\n", testing::document().unwrap());
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json")).unwrap();
    assert!(made == committed, "openapi/openapi.json is stale: run .ci/regenerate");
    let app = TestApp::demo();
    assert_eq!(app.get("/openapi.json").expect(200), serde_json::from_str::<Value>(&made).unwrap());
}

#[test]
fn r100_every_operation_demands_the_scope_it_documents() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let narrow = app.token_with(demo::LANDLORD_CLIENT, "events:read");
    for operation in operations(&document) {
        let name = format!("{} {}", operation.method, operation.path);
        let address = operation.address(&document, None);
        let (anonymous, challenge) = app.challenge(&operation.method, &address, "");
        if !operation.needs_token() {
            assert_ne!(anonymous, 403, "{name}");
            continue;
        }
        assert_eq!(anonymous, 401, "{name} lets in a caller without token");
        let (forged, _) = app.challenge(&operation.method, &address, "not-a-token");
        assert_eq!(forged, 401, "{name} takes a forged token");
        let Some(scope) = operation.scope() else { continue };
        assert!(challenge.contains(&format!("scope=\"{scope}\"")), "{name} documents {scope} and demands {challenge}");
        let (status, challenge) = app.challenge(&operation.method, &address, &narrow);
        assert_eq!(status, 403, "{name} takes a token without {scope}");
        assert!(challenge.contains(scope), "{name}: {challenge}");
    }
}

#[test]
fn r15_what_is_unknown_or_malformed_is_not_found() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let paying_body = app.token_of(demo::PAYING_BODY_CLIENT);
    for operation in operations(&document) {
        if operation.method != "GET" || !operation.path.contains("{id}") || !operation.needs_token() {
            continue;
        }
        let parameter = operation.parameters("path").into_iter().find(|one| one["name"] == "id").unwrap();
        let known = text(&example(&document, parameter));
        let prefix = known.split('_').next().unwrap();
        // The first is an id of the right shape that nobody has.
        for id in [format!("{prefix}_01m83t4cm0e00000000000000a"), "nothing".to_owned(), "%00".to_owned()] {
            let token = if operation.scope() == Some("paying-body") { &paying_body } else { app.token() };
            let answer = app.call("GET", &operation.address(&document, Some(&id)), "", "", token, &[]);
            assert_eq!((answer.status, answer.code()), (404, "not_found"), "{} {id}", operation.path);
        }
    }
}

/// Calls each operation with each of its examples, in order. `seen` makes the call when it is ready for it.
pub fn drive(app: &TestApp, mut seen: impl FnMut(&Operation, &str, &dyn Fn() -> Answer)) {
    let document = testing::document().unwrap();
    let paying_body = app.token_of(demo::PAYING_BODY_CLIENT);
    for operation in operations(&document) {
        let token = match operation.scope() {
            Some("paying-body") => paying_body.as_str(),
            _ => app.token(),
        };
        let address = operation.address(&document, None);
        let headers: Vec<(String, String)> = operation
            .parameters("header")
            .iter()
            .map(|one| (one["name"].as_str().unwrap().to_owned(), text(&example(&document, one))))
            .filter(|(name, _)| name != "Idempotency-Key")
            .collect();
        let mut bodies = operation.bodies();
        if bodies.is_empty() {
            bodies.push((String::new(), String::new()));
        }
        for (kind, body) in bodies {
            let token = match operation.path.as_str() {
                "/oauth/token" if body.contains("client_secret") => "",
                "/oauth/token" => "basic",
                _ => token,
            };
            seen(&operation, &body, &|| app.call(&operation.method, &address, &kind, &body, token, &headers));
        }
    }
}

#[test]
fn every_example_is_answered_as_documented() {
    let app = TestApp::demo();
    let mut failures = Vec::new();
    drive(&app, |operation, body, call| {
        let answer = call();
        let documented = operation.value["responses"].get(answer.status.to_string()).is_some();
        if answer.status >= 300 || !documented {
            failures.push(format!("{} {} {body}: {} {}", operation.method, operation.path, answer.status, answer.body));
        }
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn only_what_a_call_does_not_work_without_is_offered_to_be_sent() {
    let document = testing::document().unwrap();
    let (mut offered, mut left) = (0, 0);
    for operation in operations(&document) {
        for parameter in operation.value["parameters"].as_array().into_iter().flatten() {
            let needed = parameter["required"] == true || parameter["name"] == "If-Match";
            let shown =
                ["example", "examples"].iter().any(|word| parameter.get(word).is_some()) || parameter["schema"].get("example").is_some();
            assert_eq!(shown, needed, "{} {}", operation.path, parameter["name"]);
            if needed { offered += 1 } else { left += 1 }
        }
    }
    assert!(offered > 20 && left > 50, "{offered} are offered, {left} are not");
}

#[test]
fn whoever_authorizes_meets_oauth2_first_and_both_demo_clients() {
    let document = testing::document().unwrap();
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    assert_eq!(schemes.keys().next().map(String::as_str), Some("oauth2"), "Swagger UI shows them by name");
    let (landlord, paying_body) = (demo::LANDLORD_CLIENT, demo::PAYING_BODY_CLIENT);
    let first_call = document["info"]["description"].as_str().unwrap();
    for word in [landlord.0, landlord.1, paying_body.0, paying_body.1] {
        assert!(first_call.contains(word), "{word} is not named");
    }
    let window = schemes["oauth2"]["description"].as_str().unwrap();
    assert!([landlord.0, paying_body.0, paying_body.1].iter().all(|word| window.contains(word)), "{window}");
}

#[test]
fn the_page_of_the_document_is_ours() {
    let app = TestApp::demo();
    let text = |path: &str| String::from_utf8(app.get(path).bytes).unwrap();
    for path in ["/docs/", "/docs/index.html"] {
        let page = text(path);
        assert!(page.contains("<title>Offre bailleurs API</title>") && page.contains("initializer.js"), "{page}");
        for file in page.split('"').filter_map(|part| part.strip_prefix("./")) {
            assert_eq!(app.get(&format!("/docs/{file}")).status, 200, "{file}");
        }
    }
    // The credentials of the demo are offered by the demo's own command alone.
    assert!(text("/docs/initializer.js").contains("const CLIENT = null;"));
    assert_eq!(app.get("/docs/swagger-initializer.js").status, 404);
}
