//! The headers of answers, and those of requests that bring them: said of an operation by what it is, so
//! that nobody lists them. `tests/api/headers.rs` compares them with what the service sends.

use serde_json::{Value, json};

use super::operation::{Operation, named};

/// What headers are, under the names that operations refer to.
pub fn components() -> Value {
    let text = |description: &str, example: &str| json!({ "description": description, "schema": { "type": "string", "maxLength": 500 }, "example": example });
    json!({
        "RequestId": { "description": "The id of the request, taken from the request if it is a UUID.",
            "schema": { "type": "string", "format": "uuid", "maxLength": 36 }, "example": "019ab0f3-7c5e-7a3e-9b51-0c4f0e6f2d11" },
        "Vary": text("The headers of the request on which the answer depends.", "Accept-Language"),
        "CacheControl": text("Who may keep the answer (RFC 9111).", "private, no-cache"),
        "ContentLanguage": { "description": "The language of the texts: `title` and `detail` of a problem, the names and words of a CSV.",
            "schema": { "type": "string", "maxLength": 2 }, "example": "fr" },
        "ETag": text("The version of what is answered (RFC 9110 §8.8.3): for `If-None-Match`, and for the `If-Match` of a change.",
            "\"5d41402abc4b2a76b9719d911017c592\""),
        "Link": { "description": "The address of the next page, with `rel=\"next\"` (RFC 8288); absent on the last one.",
            "schema": { "type": "string", "maxLength": 10_000 }, "example": "</v1/tenants?limit=50&cursor=c2VhbGVk>; rel=\"next\"" },
        "ContentDisposition": text("The name of the file (RFC 6266), where the answer is one: a PDF or a CSV.", "inline; filename=\"REC-2026-000042.pdf\""),
        "Location": text("The address of what was created.", "/v1/rent-declarations/rdc_01kb2x8m5e0000000000000000"),
        "IdempotentReplayed": text("`true` when this is the first answer again, byte for byte; else absent.", "true"),
        "WwwAuthenticate": text("What the call needs (RFC 6750).", "Bearer realm=\"offre-bailleurs\", scope=\"tenants:read\""),
        "Accept": text("The media types that the body may have.", "application/json"),
        "AcceptEncoding": text("The compressions that the body may have.", "gzip, identity"),
        "RetryAfter": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1, "maximum": 3600 }, "example": 1 },
    })
}

/// The headers of requests that several operations take.
pub fn parameters() -> Value {
    let header = |name: &str, description: &str, example: &str| {
        json!({ "name": name, "in": "header", "required": false, "description": description,
            "schema": { "type": "string", "maxLength": 500, "examples": [example] } })
    };
    json!({
        "AcceptLanguage": header("Accept-Language",
            "The language of the texts for people, French or English, by weight (RFC 9110 §12.5.4); French when absent. Codes do not change.", "en"),
        "IfNoneMatch": header("If-None-Match",
            "The `ETag` of the version that the caller has: 304, without a body, when it is the current one.", "\"5d41402abc4b2a76b9719d911017c592\""),
    })
}

/// 304, as every operation gives it.
pub fn not_modified() -> Value {
    json!({
        "description": "The caller has the current version; there is no body.",
        "headers": referred(&["Request-Id", "Vary", "Cache-Control", "ETag"]),
    })
}

/// The headers of a refusal with this status.
pub fn of_refusal(status: u16) -> Value {
    let mut names = vec!["Request-Id", "Vary", "Cache-Control", "Content-Language"];
    match status {
        401 | 403 => names.push("WWW-Authenticate"),
        415 => names.push("Accept"),
        503 => names.push("Retry-After"),
        _ => {}
    }
    referred(&names)
}

/// Says of an operation the headers of its answers, and those of its requests that are not its own.
pub fn complete(operation: &mut Operation) {
    for (status, response) in operation.value["responses"].as_object_mut().into_iter().flatten() {
        let names = of_answer(&operation.traits, status, response);
        for (name, header) in referred(&names).as_object().into_iter().flatten() {
            response["headers"][name] = header.clone();
        }
    }
    let mut shared = vec!["AcceptLanguage"];
    if operation.traits.tagged {
        shared.push("IfNoneMatch");
        operation.value["responses"]["304"] = json!({ "$ref": "#/components/responses/NotModified" });
    }
    let parameters = shared.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
    match operation.value["parameters"].as_array_mut() {
        Some(own) => own.extend(parameters),
        None => operation.value["parameters"] = parameters.collect(),
    }
}

/// The headers of one of an operation's own answers.
fn of_answer(operation: &super::operation::Traits, status: &str, response: &Value) -> Vec<&'static str> {
    let mut names = vec!["Request-Id", "Vary", "Cache-Control"];
    let mut add = |wanted: bool, name| {
        if wanted {
            names.push(name);
        }
    };
    let success = status.starts_with('2');
    let has = |kind: &str| response["content"].get(kind).is_some();
    add(success && (operation.tagged || operation.conditional), "ETag");
    add(success && operation.paged, "Link");
    add(has("application/pdf") || has("text/csv"), "Content-Disposition");
    add(has("text/csv"), "Content-Language");
    add(status == "201", "Location");
    // A dry run consumes no key: where something is created, it is what is answered 200.
    add(operation.keyed && success && (status == "201" || !operation.creates), "Idempotent-Replayed");
    add(status == "401", "WWW-Authenticate");
    names
}

fn referred(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{}", named(name)) }))).collect()
}
