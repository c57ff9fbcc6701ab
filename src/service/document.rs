//! The OpenAPI document: collected from the handlers, then completed with what all operations
//! share, in one place.

use serde_json::{Value, json};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::components::from_parameters;
use super::first_call::{first_call, security_schemes};
use super::operation::{Operation, each, each_mut};
use super::refusals::Shared;
use super::tidy::tidy;
use super::{examples, headers, links, recorded, refusals, words};

/// The tags, in the order of the seed's screens.
const TAGS: &[(&str, &str)] = &[
    ("Authentication", "Tokens, keys and who the caller is. A **scope** (habilitation) is what a token may do."),
    (
        "Landlord",
        "The caller's profile, bank account and to-dos. A **landlord** (bailleur) lets housing units, with a **reference** at each paying body.",
    ),
    ("Logements", "Housing units. A **logement** is one unit under one address; one under an agreement (convention) gives right to APL."),
    (
        "Tenants",
        "Tenancies. A **tenant** (locataire) is one beneficiary (allocataire) in one housing unit under one lease; **co-holders** (colocataires) hold one lease together.",
    ),
    (
        "July rent",
        "Rent campaigns and rent declarations. The **July rent** (loyer de juillet) is the rent without charges of July, from which the aid of the next year is computed; it is **late** when it comes after the cut-off day of its campaign, and is taken all the same.",
    ),
    (
        "Changes",
        "Departures, shared tenancies, ends of management. A **change** (signalement) applies at once; its **effects** are undone exactly when it is replaced, cancelled or rejected.",
    ),
    (
        "Arrears",
        "Simulation, report, plan, checks. **Arrears** (impayé) are **constituted** on the day on which the debt reaches the legal threshold: until the end of 2026 two months of rent and charges less the aid; from 2027 an amount, or three months after a first default. From that day the deadline to report runs; a report after it is **late**, and is taken all the same.",
    ),
    (
        "Payments",
        "Direct payments and their lines. **Direct payment** (tiers payant) pays the aid to the landlord; **CRDS** and **RLS** are taken off the gross amount; **reconciliation** (rapprochement) compares what came with what was expected.",
    ),
    (
        "Rules",
        "The legal rules behind the answers. A **rule** holds for a period, with its figures and its article of law (CCH: Code de la construction et de l'habitation).",
    ),
    (
        "Paying body",
        "Loading, inbox and decisions. A **paying body** (organisme payeur) is a CAF; a **roster** is the file by which it loads its landlords, units, tenants and payments.",
    ),
    ("Service", "Health, this document and the pages of the codes."),
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
    components["schemas"]["FieldError"] = field_error_schema();
    components["headers"] = headers::components();
    components["parameters"] = headers::parameters();
    used_tags(&mut document);
    from_parameters(&mut document);
    let snapshot = document.clone();
    let mut shared = Shared::default();
    for (path, method, operation) in each_mut(&mut document) {
        complete(&snapshot, &mut Operation::new(path, method, operation), &mut shared);
    }
    shared.responses.insert("NotModified".to_owned(), headers::not_modified());
    document["components"]["responses"] = Value::Object(shared.responses);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(shared.schemas);
        words::name(schemas);
    }
    links::add(&mut document);
    tidy(&mut document);
    recorded::paste(&mut document)?;
    Ok(document)
}

/// Only tags that an operation carries are listed.
fn used_tags(document: &mut Value) {
    let used: Vec<Value> = each(document).flat_map(|(.., operation)| operation["tags"].as_array().cloned().unwrap_or_default()).collect();
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.retain(|tag| used.contains(&tag["name"]));
    }
}

fn complete(document: &Value, operation: &mut Operation, shared: &mut Shared) {
    if let Some(body) = operation.value.get_mut("requestBody") {
        body["required"] = json!(true);
        content_examples(document, &mut body["content"]);
    }
    for (_, response) in operation.value["responses"].as_object_mut().into_iter().flatten() {
        content_examples(document, &mut response["content"]);
        if response["content"].is_null()
            && let Some(members) = response.as_object_mut()
        {
            members.remove("content");
        }
    }
    headers::complete(operation);
    refusals::complete(operation, shared);
}

fn content_examples(document: &Value, content: &mut Value) {
    for (media_type, body) in content.as_object_mut().into_iter().flatten() {
        let json = media_type.ends_with("json") || media_type.ends_with("yaml") || media_type.ends_with("urlencoded");
        if json && body.get("example").is_none() && body.get("examples").is_none() {
            body["example"] = examples::of(document, &body["schema"]);
        }
    }
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
            "code": { "type": "string", "maxLength": 64, "description": "What is wrong with it." },
            "detail": { "type": "string", "maxLength": 2000, "description": "What is wrong." },
        },
    })
}
