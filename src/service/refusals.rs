//! The refusals of an operation: those that follow from what it is, and those that its route declares,
//! as `extensions(("x-refusals" = json!([Code::…])))`. `tests/api/refusals.rs` raises each of them, and every
//! test fails at a refusal that its operation does not list.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::components::PLACE;
use super::operation::{Operation, named};
use super::{headers, problems};
use crate::problem::members::{DONE, Member};
use crate::problem::{Code, Coded, every_problem};

/// Where a route declares its codes; taken out of the document.
const DECLARED: &str = "x-refusals";

/// Operations that ask nothing of the database, and read no body: nothing makes them unavailable.
const ALONE: &[&str] = &[
    "getLiveness",
    "getKeys",
    "getAuthorizationServerMetadata",
    "getDocumentJson",
    "getDocumentYaml",
    "listProblemPages",
    "getProblemPage",
    "getRosterSchema",
    "getImpayeStateMachine",
    "listRules",
    "getRule",
];

/// What the refusals of all operations need: answers that several share, and schemas.
#[derive(Default)]
pub struct Shared {
    pub responses: Map<String, Value>,
    pub schemas: Map<String, Value>,
}

/// Adds its refusals to an operation.
pub fn complete(operation: &mut Operation, shared: &mut Shared) {
    let id = operation.value["operationId"].as_str().unwrap_or_default().to_owned();
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes(operation, &id) {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        // A load that has begun tells how far it came.
        let more = if id == "loadRoster" && [400, 408, 413, 500, 503].contains(&status) { DONE } else { &[] };
        let name = if codes.len() > 2 || !more.is_empty() { named_of(&id) + reason(status) } else { joined(&codes) };
        let schema = format!("{name}Problem");
        shared.schemas.entry(schema.clone()).or_insert_with(|| schema_of(&codes, more, &schema));
        if codes.len() > 1 {
            let meanings = format!("The codes of this answer; more may come.\n\n{}", problems::list(&codes));
            let words = json!({ "type": "string", "enum": problems::words(&codes), "description": meanings });
            shared.schemas.insert(format!("{schema}Code"), words);
        }
        let mut response = response(status, &codes, more, &schema);
        let unpacked = operation.traits.packed && status == 415;
        if unpacked {
            response["headers"]["Accept-Encoding"] = json!({ "$ref": "#/components/headers/AcceptEncoding" });
        }
        let status = status.to_string();
        // What is wrong with this request is said at its operation; the rest is shared.
        let own = ["400", "409", "422"].contains(&status.as_str()) || !more.is_empty();
        let place = &mut operation.value["responses"][&status];
        if place.is_object() {
            // The token endpoint has errors of its own at this status (RFC 6749 §5.2).
            place["content"]["application/problem+json"] = response["content"]["application/problem+json"].clone();
            place["headers"]["Content-Language"] = json!({ "$ref": "#/components/headers/ContentLanguage" });
        } else if own || unpacked {
            *place = response;
        } else {
            *place = json!({ "$ref": format!("#/components/responses/{name}") });
            shared.responses.insert(name, response);
        }
    }
}

fn schema_of(codes: &[Code], more: &[Member], name: &str) -> Value {
    let mut schema = problems::of(codes, more);
    if codes.len() > 1 {
        schema["properties"]["code"] = json!({ "$ref": format!("{PLACE}{name}Code"), "description": "The stable code." });
    }
    schema
}

fn response(status: u16, codes: &[Code], more: &[Member], schema: &str) -> Value {
    let examples: Map<String, Value> = codes
        .iter()
        .map(|code| {
            (
                code.as_str().to_owned(),
                json!({ "summary": code.title().get(crate::values::text::Language::English), "value": problems::example(*code, more) }),
            )
        })
        .collect();
    json!({
        "description": problems::list(codes),
        "headers": headers::of_refusal(status),
        "content": { "application/problem+json": { "schema": { "$ref": format!("{PLACE}{schema}") }, "examples": examples } },
    })
}

/// Every code that an operation may raise, in the order of the table.
fn codes(operation: &mut Operation, id: &str) -> Vec<Code> {
    let declared = operation.value.as_object_mut().and_then(|members| members.remove(DECLARED)).unwrap_or_default();
    let declared: Vec<&str> = declared.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    every_problem().filter(|code| follows(operation, id, *code) || declared.contains(&code.as_str())).collect()
}

/// Whether a code follows from what an operation is.
fn follows(operation: &Operation, id: &str, code: Code) -> bool {
    let traits = &operation.traits;
    // The token endpoint says by RFC 6749 what is wrong with a form.
    let form = id == "createToken";
    match code {
        Code::MalformedRequest | Code::InternalError => true,
        Code::ValidationFailed => !form,
        Code::InvalidCursor => traits.paged,
        Code::InvalidToken | Code::NotAcceptable => traits.protected,
        Code::InsufficientScope => traits.scoped,
        Code::NotFound => traits.has_path,
        Code::RequestTimeout => traits.has_body,
        Code::PayloadTooLarge | Code::UnsupportedMediaType => traits.has_body && !form,
        Code::IdempotencyInProgress | Code::IdempotencyKeyReused => traits.keyed,
        Code::PreconditionFailed | Code::PreconditionRequired => traits.conditional,
        Code::Unavailable => !ALONE.contains(&id),
        _ => false,
    }
}

/// `already_declared` and `campaign_not_open` are `AlreadyDeclaredOrCampaignNotOpen`.
fn joined(codes: &[Code]) -> String {
    codes.iter().map(|code| named(code.as_str())).collect::<Vec<_>>().join("Or")
}

/// An operation as the beginning of a name.
fn named_of(id: &str) -> String {
    id.get(..1).unwrap_or_default().to_uppercase() + id.get(1..).unwrap_or_default()
}

/// What a status is called in RFC 9110.
fn reason(status: u16) -> &'static str {
    match status {
        400 => "BadRequest",
        408 => "RequestTimeout",
        409 => "Conflict",
        413 => "ContentTooLarge",
        422 => "UnprocessableContent",
        500 => "InternalServerError",
        503 => "ServiceUnavailable",
        _ => "Refused",
    }
}
