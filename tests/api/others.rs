//! R15: what another landlord has is not found, whatever operation names it.

use std::collections::BTreeSet;

use offre_bailleurs::testing::{self, demo::keys};
use serde_json::{Value, json};

use crate::document::operations;
use crate::support::{Caller, TestApp};

/// Real objects of another landlord of the demo.
struct Others {
    landlord: String,
    tenant: Value,
    logement: Value,
    payment: Value,
    declaration: Value,
    change: Value,
    impaye: Value,
}

fn others(app: &TestApp, other: &Caller<'_>) -> Others {
    let first = |path: &str| other.get(path).expect(200)["data"][0].clone();
    let tenant = first("/v1/tenants?limit=1&rent_declaration=to_declare&status=current&has_open_impaye=false");
    let id = &tenant["id"];
    let rent = json!({ "tenant_id": id, "campaign_year": 2026, "rent_cents": 50_000 });
    let declaration = other.post("/v1/rent-declarations", &rent).expect(201)["id"].clone();
    let share = json!({ "type": "colocation", "tenant_id": id, "effective_on": "2026-11-23", "coholders": 7 });
    let change = other.post("/v1/changes", &share).expect(201)["id"].clone();
    let debt = json!({ "tenant_id": id, "recovery_steps": [{ "kind": "reminder", "done_on": "2026-11-23" }],
        "months": [{ "month": "2026-10", "unpaid_cents": 100_000_000, "includes_adjustment": true }] });
    let impaye = other.post("/v1/impayes", &debt).expect(201)["id"].clone();
    Others {
        landlord: other.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned(),
        logement: tenant["logement"]["id"].clone(),
        payment: first("/v1/payments?limit=1")["id"].clone(),
        tenant: tenant["id"].clone(),
        declaration,
        change,
        impaye,
    }
    .checked(app)
}

impl Others {
    /// The ids are not those of the landlord who calls.
    fn checked(self, app: &TestApp) -> Self {
        assert_ne!(app.get("/v1/landlord").expect(200)["id"], json!(self.landlord));
        self
    }
}

/// An operation, the id in its path, its bodies with the place of the id in each.
type Line = (&'static str, Value, Vec<(Value, &'static str)>);

/// Of each operation whose path names an object: its id, and a body that would be taken.
fn in_paths(of: &Others) -> Vec<Line> {
    let none = Value::Null;
    let plain = |body: Value| vec![(body, "")];
    let months = json!([{ "month": "2026-10", "unpaid_cents": 1 }]);
    let decision = plain(json!({ "decision": "accepted" }));
    vec![
        ("getTenant", of.tenant.clone(), plain(none.clone())),
        ("getLogement", of.logement.clone(), plain(none.clone())),
        ("updateTenant", of.tenant.clone(), plain(json!({ "landlord_reference": "X" }))),
        ("updateLogement", of.logement.clone(), plain(json!({ "landlord_reference": "X" }))),
        ("getPayment", of.payment.clone(), plain(none.clone())),
        ("listLinesOfPayment", of.payment.clone(), plain(none.clone())),
        ("getRentDeclaration", of.declaration.clone(), plain(none.clone())),
        ("getRentDeclarationReceipt", of.declaration.clone(), plain(none.clone())),
        ("getChange", of.change.clone(), plain(none.clone())),
        ("getChangeReceipt", of.change.clone(), plain(none.clone())),
        ("cancelChange", of.change.clone(), plain(json!({}))),
        ("getImpaye", of.impaye.clone(), plain(none.clone())),
        ("getImpayeReceipt", of.impaye.clone(), plain(none.clone())),
        ("setImpayeMonths", of.impaye.clone(), plain(json!({ "months": months }))),
        ("createRepaymentPlan", of.impaye.clone(), plain(json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-05" }))),
        ("createPlanCheck", of.impaye.clone(), plain(json!({ "checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true }))),
        ("settleImpaye", of.impaye.clone(), plain(json!({ "settled_on": "2026-11-20" }))),
        ("withdrawImpaye", of.impaye.clone(), plain(json!({ "reason": "x" }))),
        ("getLandlordRentDeclaration", of.declaration.clone(), plain(none.clone())),
        ("decideRentDeclaration", of.declaration.clone(), decision.clone()),
        ("getLandlordChange", of.change.clone(), plain(none.clone())),
        ("decideChange", of.change.clone(), decision),
        ("getLandlordImpaye", of.impaye.clone(), plain(none)),
        ("moveImpaye", of.impaye.clone(), plain(json!({ "status": "under_review" }))),
    ]
}

/// Of each operation whose body names an object: the body with the place of the id in it.
fn in_bodies(of: &Others, own: &Value) -> Vec<Line> {
    let none = Value::Null;
    let months = json!([{ "month": "2026-10", "unpaid_cents": 1 }]);
    let leaves = json!({ "type": "departure", "departed_on": "2026-11-23", "leaving": "household", "reason": "moved" });
    let with = |mut body: Value, key: &'static str, id: &Value| {
        body[key] = id.clone();
        body
    };
    let rent = json!({ "tenant_id": own, "campaign_year": 2026, "rent_cents": 1 });
    let share = json!({ "type": "colocation", "tenant_id": own, "effective_on": "2026-11-01", "coholders": 2 });
    let ends = json!({ "type": "end_of_management", "effective_on": "2026-11-23", "reason": "sale" });
    vec![
        (
            "createRentDeclaration",
            none.clone(),
            vec![(with(rent.clone(), "tenant_id", &of.tenant), "/tenant_id"), (with(rent, "replaces", &of.declaration), "/replaces")],
        ),
        (
            "createChange",
            none.clone(),
            vec![
                (with(leaves, "tenant_id", &of.tenant), "/tenant_id"),
                (with(share.clone(), "tenant_id", &of.tenant), "/tenant_id"),
                (with(share, "replaces", &of.change), "/replaces"),
                (with(ends.clone(), "tenant_id", &of.tenant), "/tenant_id"),
                (with(ends, "logement_id", &of.logement), "/logement_id"),
            ],
        ),
        ("createImpaye", none.clone(), vec![(json!({ "tenant_id": of.tenant, "months": months }), "/tenant_id")]),
        ("simulateImpaye", none.clone(), vec![(json!({ "tenant_id": of.tenant, "months": months }), "/tenant_id")]),
    ]
}

/// Whether a schema of a body names an object by its id.
fn names_an_id(document: &Value, schema: &Value) -> bool {
    if let Some(reference) = schema["$ref"].as_str() {
        return names_an_id(document, document.pointer(reference.trim_start_matches('#')).unwrap());
    }
    let own = schema["properties"].as_object().is_some_and(|all| all.keys().any(|key| key.ends_with("_id") || key == "replaces"));
    let branches = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|kind| schema[kind].as_array()).flatten();
    own || branches.into_iter().any(|branch| names_an_id(document, branch))
}

#[test]
fn r15_what_another_landlord_has_is_not_found_by_any_operation_that_names_it() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let other = app.caller(&app.token_for(keys::AGENCY));
    let of = others(&app, &other);
    let own = app.get("/v1/tenants?limit=1").expect(200)["data"][0]["id"].clone();
    let lines = [in_paths(&of), in_bodies(&of, &own)].concat();
    // A paying body that has no tenant of that landlord.
    let stranger = app.caller(&app.token_for_body("840"));
    let (landlord, mut tried) = (app.landlord(), BTreeSet::new());
    for operation in operations(&document) {
        let id = operation.value["operationId"].as_str().unwrap();
        let bodies = operation.value["requestBody"]["content"].as_object().into_iter().flatten();
        let in_body = bodies.into_iter().any(|(_, content)| names_an_id(&document, &content["schema"]));
        // The rules of law are everybody's, and a client names itself.
        if !(operation.path.contains("{id}") || operation.path.contains("{landlord_id}") || in_body)
            || ["getRule", "createToken"].contains(&id)
        {
            continue;
        }
        let (_, in_path, bodies) = lines.iter().find(|line| line.0 == id).unwrap_or_else(|| panic!("{id} has no line"));
        let path = operation.path.replace("{id}", in_path.as_str().unwrap_or("")).replace("{landlord_id}", &of.landlord);
        assert_eq!(app.anonymous().send(&operation.method, &path, "application/json", &Value::Null).status, 401, "{id}");
        let caller = if path.starts_with("/v1/paying-body/") { &stranger } else { &landlord };
        for (body, pointer) in bodies {
            let answer = match operation.method.as_str() {
                "GET" => caller.get(&path),
                "PATCH" => caller.clone().header("if-match", "*").patch(&path, body),
                _ => caller.post(&path, body),
            };
            let told = answer.body["errors"][0]["pointer"].as_str().unwrap_or("");
            assert_eq!((answer.status, answer.code(), told), (404, "not_found", *pointer), "{id} {path} {body}");
        }
        if operation.method == "GET" && !path.starts_with("/v1/paying-body/") {
            other.get(&path).expect(200);
        }
        tried.insert(id.to_owned());
    }
    assert_eq!(tried.len(), lines.len(), "a line is of no operation");
}
