//! The OpenAPI document: collected from the handlers, then completed with what all operations
//! share, in one place.

use serde_json::{Map, Value, json};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::components::from_parameters;
use super::first_call::{first_call, security_schemes};
use super::operation::{Operation, Traits};
use super::tidy::tidy;
use super::{examples, headers, links, recorded};
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

/// Refusals that each operation says itself.
const IN_PLACE: &[&str] = &["Conflict", "UnprocessableContent"];

/// What the collected operations are added to.
pub fn base() -> OpenApi {
    OpenApiBuilder::new().info(InfoBuilder::new().title("Offre bailleurs").version(env!("CARGO_PKG_VERSION")).build()).build()
}

/// The finished document.
///
/// # Errors
/// When utoipa's document cannot be written as JSON, or the recorded answers are none.
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
    components["responses"]["NotModified"] = headers::not_modified();
    components["headers"] = headers::components();
    components["parameters"] = headers::parameters();
    used_tags(&mut document);
    from_parameters(&mut document);
    let snapshot = document.clone();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            complete(&snapshot, &mut Operation::new(path, method, operation));
        }
    }
    if let Some(shared) = document["components"]["responses"].as_object_mut() {
        shared.retain(|name, _| !IN_PLACE.contains(&name.as_str()));
    }
    links::add(&mut document);
    tidy(&mut document);
    recorded::paste(&mut document)?;
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

fn complete(document: &Value, operation: &mut Operation) {
    if let Some(body) = operation.value.get_mut("requestBody") {
        body["required"] = json!(true);
        content_examples(document, &mut body["content"]);
    }
    let own = operation.value["responses"].as_object().map_or_else(Vec::new, |responses| responses.keys().cloned().collect());
    for (_, response) in operation.value["responses"].as_object_mut().into_iter().flatten() {
        content_examples(document, &mut response["content"]);
        if response["content"].is_null()
            && let Some(members) = response.as_object_mut()
        {
            members.remove("content");
        }
    }
    headers::complete(operation);
    let Traits { protected, has_body, has_path, .. } = operation.traits;
    for status in error_set(&operation.path, &operation.method, protected, has_body, has_path) {
        let status = status.to_string();
        if !own.contains(&status) {
            let name = response_name(&status);
            operation.value["responses"][&status] = match name {
                name if IN_PLACE.contains(&name) => document["components"]["responses"][name].clone(),
                "UnsupportedMediaType" if operation.traits.packed => {
                    let mut response = document["components"]["responses"][name].clone();
                    response["headers"]["Accept-Encoding"] = json!({ "$ref": "#/components/headers/AcceptEncoding" });
                    response
                }
                _ => json!({ "$ref": format!("#/components/responses/{name}") }),
            };
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
        let response = json!({
            "description": format!("Codes: {}.", words.join(", ")),
            "headers": headers::of_refusal(status.parse().unwrap_or_default()),
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" }, "examples": examples } },
        });
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
