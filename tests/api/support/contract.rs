//! What the document says of each answer, held against every answer that any test gets.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use offre_bailleurs::testing;
use serde_json::Value;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| testing::document().unwrap());

/// Headers that the document does not list, each with its reason.
const UNTOLD: &[(&str, &str)] = &[
    ("content-type", "OpenAPI says it by the media types of an answer"),
    ("content-length", "framing (RFC 9110 §8.6)"),
    ("transfer-encoding", "framing (RFC 9112 §6.1)"),
    ("connection", "of the connection, not of the answer (RFC 9110 §7.6.1)"),
    ("date", "every server sends it (RFC 9110 §6.6.1)"),
    ("content-encoding", "agreed on between the client's library and the server; `Vary` tells of it"),
    ("x-content-type-options", "for browsers, which call nothing here by itself"),
    ("content-security-policy", "for browsers, on pages alone"),
    ("referrer-policy", "for browsers, on pages alone"),
];

/// Something that an answer of an operation carried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub operation: String,
    pub status: u16,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Status,
    /// A header, in small letters.
    Header(String),
    /// The code of a problem document.
    Code(String),
}

/// What the answers of one server carried.
#[derive(Debug, Default)]
pub struct Recorded(Mutex<BTreeSet<Seen>>);

impl Recorded {
    pub fn all(&self) -> BTreeSet<Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holds an answer against the document, and keeps what it carried.
    pub fn keep(&self, method: &str, path: &str, status: u16, headers: &[(String, String)], body: &Value) {
        let mut seen = judge(method, path, status, headers);
        seen.extend(refused(method, path, status, body));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(seen);
    }
}

/// The operation that a request reached, if the document has it. An exact address comes before one with
/// a variable part.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let matches = |template: &str| {
        template.split('/').count() == path.split('/').count()
            && template.split('/').zip(path.split('/')).all(|(known, sent)| known == sent || known.starts_with('{') && !sent.is_empty())
    };
    let item = paths.get(path).or_else(|| paths.iter().find(|(template, _)| matches(template)).map(|(_, item)| item))?;
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() };
    item.get(method)
}

/// What a reference leads to.
pub fn resolved(value: &'static Value) -> &'static Value {
    value["$ref"].as_str().map_or(value, |reference| DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap())
}

/// What an answer carried, all of which the document has.
fn judge(method: &str, path: &str, status: u16, headers: &[(String, String)]) -> Vec<Seen> {
    let Some(operation) = operation(method, path) else { return Vec::new() };
    let id = operation["operationId"].as_str().unwrap();
    let response = resolved(&operation["responses"][status.to_string()]);
    assert!(response.is_object(), "{method} {path} answers {status}: {id} does not document this status");
    let seen = |what| Seen { operation: id.to_owned(), status, what };
    let mut all = vec![seen(What::Status)];
    for (name, _) in headers.iter().filter(|(name, _)| !UNTOLD.iter().any(|(untold, _)| untold == name)) {
        let documented = response["headers"].as_object().into_iter().flatten().any(|(known, _)| known.eq_ignore_ascii_case(name));
        assert!(documented, "{method} {path} answers {status} with the header {name}: {id} does not document it (src/service/headers.rs)");
        all.push(seen(What::Header(name.clone())));
    }
    all
}

/// The code of a refusal, which its operation lists with each of its members.
pub fn refused(method: &str, path: &str, status: u16, body: &Value) -> Option<Seen> {
    let operation = operation(method, path)?;
    let id = operation["operationId"].as_str().unwrap();
    let code = body["code"].as_str().filter(|_| body["type"].is_string() && body["request_id"].is_string())?;
    let response = resolved(&operation["responses"][status.to_string()]);
    let schema = resolved(&response["content"]["application/problem+json"]["schema"]);
    let codes = &resolved(&schema["properties"]["code"])["enum"];
    let listed = codes.as_array().into_iter().flatten().any(|one| one == code);
    assert!(
        listed,
        "{method} {path} is refused with {status} `{code}`: {id} does not list it. Declare it beside the route: \
         extensions((\"x-refusals\" = json!([Code::…])))"
    );
    for (member, _) in body.as_object().unwrap() {
        let known = schema["properties"].get(member).is_some();
        assert!(known, "{method} {path}: `{code}` has the member {member}, which src/problem/members.rs does not know");
    }
    Some(Seen { operation: id.to_owned(), status, what: What::Code(code.to_owned()) })
}

/// Every code of the document, at its status of its operation.
pub fn documented_codes() -> BTreeSet<Seen> {
    let mut all = BTreeSet::new();
    for (operation, status, response) in responses() {
        let schema = &response["content"]["application/problem+json"]["schema"];
        if schema.is_object() {
            for code in resolved(&resolved(schema)["properties"]["code"])["enum"].as_array().unwrap() {
                let what = What::Code(code.as_str().unwrap().to_owned());
                all.insert(Seen { operation: operation.to_owned(), status, what });
            }
        }
    }
    all
}

/// Every header of the document, at its status of its operation.
pub fn documented_headers() -> BTreeSet<Seen> {
    let mut all = BTreeSet::new();
    for (operation, status, response) in responses() {
        for (name, _) in response["headers"].as_object().into_iter().flatten() {
            all.insert(Seen { operation: operation.to_owned(), status, what: What::Header(name.to_lowercase()) });
        }
    }
    all
}

/// Every answer of every operation.
fn responses() -> impl Iterator<Item = (&'static str, u16, &'static Value)> {
    let items = DOCUMENT["paths"].as_object().unwrap().values();
    items.flat_map(|item| item.as_object().unwrap().values()).flat_map(|operation| {
        let id = operation["operationId"].as_str().unwrap();
        let responses = operation["responses"].as_object().unwrap();
        responses.iter().map(move |(status, response)| (id, status.parse().unwrap(), resolved(response)))
    })
}
