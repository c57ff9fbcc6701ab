//! The OpenAPI document: collected from the handlers, then completed with what all operations
//! share, in one place.

use serde_json::{Map, Value, json};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::components::from_parameters;
use super::examples;
use super::first_call::{first_call, security_schemes};
use super::tidy::tidy;
use crate::problem::{Code, Coded, Kind, Row, every};
use crate::values::text::Language;

/// The tags, in the order of the seed's screens.
const TAGS: &[(&str, &str)] = &[
    ("Authentication", "Tokens, keys and who the caller is."),
    ("Landlord", "The caller's profile, bank account and to-dos."),
    ("Logements", "Housing units."),
    ("Tenants", "Tenancies: one beneficiary, one housing unit, one lease."),
    ("July rent", "Rent campaigns and rent declarations."),
    ("Changes", "Departures, shared tenancies, ends of management."),
    ("Arrears", "Arrears cases (impayés): simulation, report, plan, checks."),
    ("Payments", "Direct payments and their lines."),
    ("Rules", "The legal rules behind the answers."),
    ("Paying body", "Loading, inbox and decisions of the paying body."),
    ("Service", "Health, this document and the pages of the problems."),
];

const PRESENTATION: &str = "The landlord services of the French family benefit funds (CAF) as a JSON API: \
profile, housing units, tenants, July rents, changes, arrears and direct payments.";

const CONVENTIONS: &str = "**Conventions.** Money is in integer euro cents. Legal days are civil days in Europe/Paris, instants are UTC. \
Lists are `{data, next_cursor}`; give `next_cursor` back as `cursor`. Every error is a problem document \
(RFC 9457) with a stable `code`, in French or English by `Accept-Language`. Response enumerations may grow. \
Every POST that creates accepts `Idempotency-Key`; every declaration accepts `?dry_run=true`.";

/// What the collected operations are added to.
pub fn base() -> OpenApi {
    OpenApiBuilder::new().info(InfoBuilder::new().title("Offre bailleurs").version(env!("CARGO_PKG_VERSION")).build()).build()
}

/// The finished document.
///
/// # Errors
/// When utoipa's document cannot be written as JSON.
pub fn finish(collected: &OpenApi) -> Result<Value, serde_json::Error> {
    let mut document = serde_json::to_value(collected)?;
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Offre bailleurs API",
        "version": env!("CARGO_PKG_VERSION"),
        "description": format!("{PRESENTATION}\n\n{}\n\n{CONVENTIONS}", first_call()),
        "contact": { "name": "The operator of this service" },
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    document["servers"] = json!([{ "url": "/", "description": "This server: local, staging or production.", "x-internal": false }]);
    document["tags"] = TAGS.iter().map(|(name, description)| json!({ "name": name, "description": description })).collect();
    document["security"] = json!([{ "oauth2": [] }]);
    let components = &mut document["components"];
    components["securitySchemes"] = security_schemes();
    components["schemas"]["Problem"] = problem_schema();
    components["schemas"]["FieldError"] = field_error_schema();
    components["responses"] = responses();
    components["headers"] = headers();
    used_tags(&mut document);
    from_parameters(&mut document);
    let snapshot = document.clone();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            complete(&snapshot, path, method, operation);
        }
    }
    tidy(&mut document);
    Ok(document)
}

/// Only tags that an operation carries are listed.
fn used_tags(document: &mut Value) {
    let used: Vec<Value> = document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, item)| item.as_object().into_iter().flatten())
        .flat_map(|(_, operation)| operation["tags"].as_array().cloned().unwrap_or_default())
        .collect();
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.retain(|tag| used.contains(&tag["name"]));
    }
}

fn complete(document: &Value, path: &str, method: &str, operation: &mut Value) {
    let protected = operation["security"].as_array().is_none_or(|all| all.iter().all(|one| one.get("oauth2").is_some()));
    let has_body = operation.get("requestBody").is_some();
    let has_path = path.contains('{');
    if let Some(body) = operation.get_mut("requestBody") {
        body["required"] = json!(true);
        content_examples(document, &mut body["content"]);
    }
    let own = operation["responses"].as_object().map_or_else(Vec::new, |responses| responses.keys().cloned().collect());
    let keyed = operation["parameters"].as_array().into_iter().flatten().any(|one| one["name"] == "Idempotency-Key");
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        content_examples(document, &mut response["content"]);
        if response["content"].is_null()
            && let Some(members) = response.as_object_mut()
        {
            members.remove("content");
        }
        common_headers(status, keyed, response);
    }
    for status in error_set(path, method, protected, has_body, has_path) {
        let status = status.to_string();
        if !own.contains(&status) {
            operation["responses"][&status] = json!({ "$ref": format!("#/components/responses/{}", response_name(&status)) });
        }
    }
}

/// The statuses an operation may refuse with.
fn error_set(path: &str, method: &str, protected: bool, has_body: bool, has_path: bool) -> Vec<u16> {
    let mut set = vec![400, 422, 500, 503];
    if protected {
        set.extend([401, 403, 406]);
    }
    if has_path || (protected && method == "post") {
        set.push(404);
    }
    if has_body {
        set.extend([408, 413, 415]);
    }
    if protected && method == "post" && !path.ends_with("/load") {
        set.push(409);
    }
    if matches!(method, "put" | "patch" | "delete") {
        set.extend([412, 428]);
    }
    set.sort_unstable();
    set
}

fn content_examples(document: &Value, content: &mut Value) {
    for (media_type, body) in content.as_object_mut().into_iter().flatten() {
        let json = media_type.ends_with("json") || media_type.ends_with("yaml") || media_type.ends_with("urlencoded");
        if json && body.get("example").is_none() && body.get("examples").is_none() {
            body["example"] = examples::of(document, &body["schema"]);
        }
    }
}

fn common_headers(status: &str, keyed: bool, response: &mut Value) {
    if response.get("$ref").is_some() {
        return;
    }
    let mut add = |name: &str, key: &str| response["headers"][name] = json!({ "$ref": format!("#/components/headers/{key}") });
    add("Request-Id", "RequestId");
    if status == "201" {
        add("Location", "Location");
    }
    if keyed && status.starts_with('2') {
        add("Idempotent-Replayed", "IdempotentReplayed");
    }
}

fn response_name(status: &str) -> &'static str {
    match status {
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "NotFound",
        "406" => "NotAcceptable",
        "408" => "RequestTimeout",
        "409" => "Conflict",
        "412" => "PreconditionFailed",
        "413" => "PayloadTooLarge",
        "415" => "UnsupportedMediaType",
        "422" => "UnprocessableContent",
        "428" => "PreconditionRequired",
        "503" => "ServiceUnavailable",
        _ => "InternalServerError",
    }
}

fn responses() -> Value {
    let mut all = Map::new();
    for status in ["400", "401", "403", "404", "406", "408", "409", "412", "413", "415", "422", "428", "500", "503"] {
        let codes: Vec<&Row> =
            problems().filter(|row| row.heading.as_ref().is_some_and(|(known, _)| known.to_string() == status)).collect();
        let examples: Map<String, Value> =
            codes.iter().map(|row| (row.word.to_owned(), json!({ "value": problem_example(row) }))).collect();
        let words: Vec<String> = codes.iter().map(|row| format!("`{}`", row.word)).collect();
        let mut response = json!({
            "description": format!("Codes: {}.", words.join(", ")),
            "headers": { "Request-Id": { "$ref": "#/components/headers/RequestId" } },
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" }, "examples": examples } },
        });
        if status == "401" {
            response["headers"]["WWW-Authenticate"] = json!({ "$ref": "#/components/headers/WwwAuthenticate" });
        }
        if status == "503" {
            response["headers"]["Retry-After"] = json!({ "$ref": "#/components/headers/RetryAfter" });
        }
        all.insert(response_name(status).to_owned(), response);
    }
    Value::Object(all)
}

/// The rows of problem documents.
fn problems() -> impl Iterator<Item = &'static Row> {
    every().filter(|row| row.kind == Kind::Problem)
}

fn problem_example(row: &Row) -> Value {
    let mut example = json!({
        "type": format!("https://api.example.org/problems/{}", row.word),
        "title": row.heading.as_ref().map(|(_, title)| title.get(Language::English)),
        "status": row.heading.as_ref().map(|(status, _)| *status),
        "detail": row.meaning.get(Language::English),
        "code": row.word,
        "request_id": "019ab0f3-7c5e-7a3e-9b51-0c4f0e6f2d11",
    });
    if row.word == Code::ValidationFailed.as_str() {
        example["errors"] = json!([{ "pointer": "/rent_cents", "code": "out_of_range", "detail": "The minimum is 1." }]);
    }
    example
}

fn headers() -> Value {
    let text = |description: &str, example: &str| json!({ "description": description, "schema": { "type": "string", "maxLength": 500 }, "example": example });
    json!({
        "RequestId": { "description": "The id of the request, taken from the request if it is a UUID.",
            "schema": { "type": "string", "format": "uuid", "maxLength": 36 }, "example": "019ab0f3-7c5e-7a3e-9b51-0c4f0e6f2d11" },
        "Location": text("The address of what was created.", "/v1/rent-declarations/rdc_01kb2x8m5e0000000000000000"),
        "IdempotentReplayed": text("`true` when this is the first answer again.", "true"),
        "WwwAuthenticate": text("What the call needs (RFC 6750).", "Bearer realm=\"offre-bailleurs\", scope=\"tenants:read\""),
        "RetryAfter": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1, "maximum": 3600 }, "example": 1 },
    })
}

fn problem_schema() -> Value {
    let codes: Vec<&str> = problems().map(|row| row.word).collect();
    json!({
        "type": "object",
        "description": "A problem document (RFC 9457). Some codes add members of their own.",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": { "type": "string", "format": "uri", "maxLength": 500, "description": "A page that explains the code." },
            "title": { "type": "string", "maxLength": 200, "description": "The code in words." },
            "status": { "type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status." },
            "detail": { "type": "string", "maxLength": 2000, "description": "What happened this time." },
            "code": { "type": "string", "maxLength": 64, "description": format!("The stable code. Known today: {}.", codes.join(", ")) },
            "request_id": { "type": "string", "maxLength": 36, "description": "The id of the request, for support." },
            "errors": { "type": "array", "maxItems": 1000, "items": { "$ref": "#/components/schemas/FieldError" }, "description": "The faults of the request, sorted by place: all of them, up to 1,000." },
            "rule": {
                "type": "object",
                "description": "The legal rule behind the refusal.",
                "required": ["id", "article", "url"],
                "properties": {
                    "id": { "type": "string", "maxLength": 64, "description": "The stable name of the rule." },
                    "article": { "type": "string", "maxLength": 200, "description": "The article of law." },
                    "url": { "type": ["string", "null"], "format": "uri", "maxLength": 500, "description": "Where the article can be read; null where its address is not known." },
                },
            },
        },
        "example": problem_example(Code::ValidationFailed.row()),
    })
}

fn field_error_schema() -> Value {
    json!({
        "type": "object",
        "description": "One fault: in the body (`pointer`), a parameter or a header.",
        "required": ["code", "detail"],
        "properties": {
            "pointer": { "type": "string", "maxLength": 300_000, "description": "JSON pointer into the body (RFC 6901)." },
            "parameter": { "type": "string", "maxLength": 100_000, "description": "The name of a query parameter, as it was sent." },
            "header": { "type": "string", "maxLength": 100, "description": "The name of a header." },
            "code": { "type": "string", "maxLength": 64, "description": "A stable code." },
            "detail": { "type": "string", "maxLength": 2000, "description": "What is wrong." },
        },
    })
}
