//! One operation of the document while it is completed, and what can be told of it by its parts.

use serde_json::Value;

/// An operation at its place.
pub struct Operation<'d> {
    pub value: &'d mut Value,
    pub traits: Traits,
}

/// What an operation is.
#[derive(Clone, Debug)]
pub struct Traits {
    /// It needs a token.
    pub protected: bool,
    /// Its token must have a scope.
    pub scoped: bool,
    pub has_body: bool,
    /// Its address names something.
    pub has_path: bool,
    /// It takes an `Idempotency-Key`.
    pub keyed: bool,
    /// It takes an `If-Match`.
    pub conditional: bool,
    /// Its body may be compressed.
    pub packed: bool,
    /// It takes a `cursor`.
    pub paged: bool,
    /// It is answered 201.
    pub creates: bool,
    /// Its answer has an `ETag`, and is 304 for who has it: one resource, or what the service publishes.
    pub tagged: bool,
}

/// What says of a public operation that its answer has a tag; taken out of the document.
const TAGGED: &str = "x-tagged";

impl<'d> Operation<'d> {
    /// The operation of a method and path.
    pub fn new(path: &str, method: &str, value: &'d mut Value) -> Self {
        let takes = |place: &str, name: &str| {
            value["parameters"].as_array().into_iter().flatten().any(|one| one["in"] == place && one["name"] == name)
        };
        let security = value["security"].as_array();
        let protected = security.is_none_or(|all| all.iter().all(|one| one.get("oauth2").is_some()));
        let paged = takes("query", "cursor");
        // A short one has no cursor.
        let list = paged || value["operationId"].as_str().is_some_and(|id| id.starts_with("list"));
        let marked = value.get(TAGGED).is_some();
        let traits = Traits {
            protected,
            scoped: protected && security.is_some_and(|all| all.iter().all(|one| one["oauth2"][0].is_string())),
            has_body: value.get("requestBody").is_some(),
            has_path: path.contains('{'),
            keyed: takes("header", "Idempotency-Key"),
            conditional: takes("header", "If-Match"),
            packed: takes("header", "Content-Encoding"),
            paged,
            creates: value["responses"].get("201").is_some(),
            tagged: method == "get" && (protected && !list || marked),
        };
        if let Some(members) = value.as_object_mut() {
            members.remove(TAGGED);
        }
        Self { value, traits }
    }
}

/// Each operation of a document, with its path and method.
pub fn each(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let items = document["paths"].as_object().into_iter().flatten();
    items.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// The same, to be changed.
pub fn each_mut(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Value)> {
    let items = document["paths"].as_object_mut().into_iter().flatten();
    items.flat_map(|(path, item)| {
        item.as_object_mut().into_iter().flatten().map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// A header, or a code, as the name of a component: `Retry-After` and `retry_after` are `RetryAfter`.
pub fn named(words: &str) -> String {
    let word = |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + &word.get(1..).unwrap_or_default().to_lowercase();
    let mut name: String = words.split(['-', '_', ' ']).map(word).collect();
    if name == "Etag" {
        "ETag".clone_into(&mut name);
    }
    name
}
