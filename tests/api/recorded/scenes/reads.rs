//! What is read, and what every call may meet.

use serde_json::json;

use super::{By, Scene, acts, id};
use crate::support::TestApp;

/// An id of the right shape that nobody has.
const UNKNOWN: &str = "ten_01m83t4cm0e00000000000000a";

pub fn all(app: &TestApp) -> Vec<Scene> {
    let mut all = [
        ("to_declare", "Still to declare its July rent", "eloise"),
        ("declared", "Declared", "ferrand"),
        ("left", "Left", "damico"),
        ("in_arrears", "With an open arrears case", "castaing"),
        ("rejected", "Its July rent was rejected", "saint-etienne"),
    ]
    .map(|(name, summary, search)| Scene::of("getTenant", 200, name, summary).path("id", &app.tenant(search)))
    .into_iter()
    .collect::<Vec<_>>();
    all.extend(by_status(
        app,
        "getRentDeclaration",
        "/v1/rent-declarations",
        &[
            ("submitted", "Nobody has decided yet"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected, with the reason"),
            ("superseded", "Another version counts"),
        ],
    ));
    all.extend(by_status(
        app,
        "getChange",
        "/v1/changes",
        &[
            ("submitted", "Nobody has decided yet"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected, with the reason"),
            ("cancelled", "Cancelled by the landlord"),
        ],
    ));
    all.extend(by_status(
        app,
        "getImpaye",
        "/v1/impayes",
        &[
            ("reported", "Reported"),
            ("plan_requested", "A repayment plan is due"),
            ("plan_approved", "Its plan is approved"),
            ("settled", "Settled"),
        ],
    ));
    all.extend([
        Scene::of("getMe", 200, "landlord", "A landlord's client"),
        Scene::of("getMe", 200, "paying_body", "A paying body's client").by(By::PayingBody),
        Scene::of("createToken", 401, "invalid_client", "").body(json!(acts::forged())),
        Scene::of("createToken", 400, "invalid_scope", "")
            .by(By::Token("basic"))
            .body(json!("grant_type=client_credentials&scope=tenants:sell")),
    ]);
    let campaign = r#"{"type":"campaign","year":2030,"opens_on":"2030-07-15","cutoff_on":"2031-01-15"}"#;
    let landlord = r#"{"type":"landlord","key":"EXAMPLE-2","kind":"company","name":"SCI Sans Référence","references":[]}"#;
    all.extend([
        Scene::of("loadRoster", 200, "accepted", "Every line is taken"),
        Scene::of("loadRoster", 200, "some_rejected", "Lines that are refused, each with its reason")
            .body(json!(format!("{campaign}\n{landlord}\n"))),
    ]);
    all.extend(met_everywhere());
    all
}

fn by_status(app: &TestApp, operation: &'static str, list: &str, states: &[(&'static str, &'static str)]) -> Vec<Scene> {
    let one = |(status, summary): &(&'static str, &'static str)| {
        Scene::of(operation, 200, status, summary).path("id", &id(app, list, |item| item["status"] == *status))
    };
    states.iter().map(one).collect()
}

fn met_everywhere() -> Vec<Scene> {
    let patch = || Scene::of("updateLandlord", 0, "", "").body(json!({ "phone": "+33491000000" }));
    vec![
        Scene::of("getMe", 401, "invalid_token", "").by(By::Token("not-a-token")),
        Scene::of("listPayments", 403, "insufficient_scope", "").by(By::Scopes("tenants:read")),
        Scene::of("getTenant", 404, "not_found", "").path("id", UNKNOWN),
        Scene { accept: "application/xml".to_owned(), ..Scene::of("listRules", 406, "not_acceptable", "") },
        Scene::of("listTenants", 400, "invalid_cursor", "").query("cursor=abc"),
        Scene::of("listTenants", 422, "validation_failed", "").query("limit=0&status=gone"),
        Scene::of("createChange", 400, "malformed_request", "").body(json!("{\"type\": ")),
        Scene { status: 428, name: "precondition_required", ..patch() },
        Scene { status: 412, name: "precondition_failed", ..patch().header("if-match", "\"of-yesterday\"") },
    ]
}
