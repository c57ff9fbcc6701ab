//! A July rent that was rejected is seen wherever its tenant stands: in the overview, in the tenant, among
//! what is awaited.

use serde_json::{Value, json};

use crate::support::TestApp;

/// Where a tenant is seen to stand: overview, tenant, to-do.
fn seen(app: &TestApp, tenant: &str) -> (Value, Value, Value) {
    let own = app.read_tenant(tenant);
    let search = own["landlord_reference"].as_str().unwrap();
    let overview = app.get(&format!("/v1/rent-campaigns/2026/tenants?landlord_reference={search}")).expect(200);
    let todos = app.get(&format!("/v1/landlord/todos?kind=rent_to_declare&landlord_reference={search}")).expect(200);
    (overview["data"][0].clone(), own["rent_declaration"].clone(), todos["data"][0].clone())
}

fn declared(app: &TestApp, tenant: &str, replaces: Option<&Value>) -> Value {
    let mut sent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    if let Some(replaced) = replaces {
        sent["replaces"] = replaced["id"].clone();
    }
    app.post("/v1/rent-declarations", &sent).expect(201)
}

fn reject(app: &TestApp, declaration: &Value) {
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/paying-body/landlords/{landlord}/rent-declarations/{}/decision", declaration["id"].as_str().unwrap());
    app.paying_body().post(&path, &json!({ "decision": "rejected", "reason": "Non." })).expect(200);
}

fn expect_rejected(app: &TestApp, tenant: &str, status: &str, declaration: &Value) {
    let (overview, own, todo) = seen(app, tenant);
    let id = &declaration["id"];
    assert_eq!((&overview["status"], &overview["reason"], &overview["declaration_id"]), (&json!(status), &json!("rejected"), id));
    assert_eq!((&overview["tenant_id"], &overview["rent_cents"]), (&json!(tenant), &Value::Null));
    assert_eq!((&own["status"], &own["reason"], &own["id"]), (&json!(status), &json!("rejected"), id));
    assert_eq!((&todo["tenant_id"], &todo["reason"], &todo["declaration_id"]), (&json!(tenant), &json!("rejected"), id));
    let actions = app.read_tenant(tenant)["actions"].clone();
    let declare = actions.as_array().unwrap().iter().find(|one| one["name"] == "declare_rent").unwrap();
    assert_eq!((&declare["allowed"], &declare["reason"]), (&json!(true), &Value::Null), "what was rejected is to be declared again");
}

#[test]
fn r27_a_rejected_rent_is_seen_until_another_one_counts() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let (overview, own, todo) = seen(&app, &tenant);
    assert_eq!((&overview["reason"], &own["reason"], &todo["reason"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&own["id"], &todo["declaration_id"]), (&Value::Null, &Value::Null));
    let first = declared(&app, &tenant, None);
    let corrected = declared(&app, &tenant, Some(&first));
    reject(&app, &corrected);
    expect_rejected(&app, &tenant, "to_declare", &corrected);
    let again = declared(&app, &tenant, None);
    let (overview, own, todo) = seen(&app, &tenant);
    assert_eq!((&overview["status"], &overview["reason"], &overview["declaration_id"]), (&json!("declared"), &Value::Null, &again["id"]));
    assert_eq!((&own["reason"], &own["id"], &todo), (&Value::Null, &again["id"], &Value::Null));
    reject(&app, &again);
    expect_rejected(&app, &tenant, "to_declare", &again);
    // The day after the cut-off day.
    app.at("2027-01-16T09:00:00Z");
    expect_rejected(&app, &tenant, "overdue", &again);
    // The rejection of one campaign is not that of the next.
    let next = app.get("/v1/rent-campaigns/2025/tenants?limit=200");
    assert!(next.status == 404 || next.body["data"].as_array().unwrap().iter().all(|one| one["reason"] != "rejected"));
}

#[test]
fn r22_who_is_not_concerned_keeps_that_reason_whatever_was_rejected() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let declaration = declared(&app, &tenant, None);
    reject(&app, &declaration);
    let ended = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-11-01", "reason": "sale" });
    app.post("/v1/changes", &ended).expect(201);
    let (overview, own, todo) = seen(&app, &tenant);
    assert_eq!((&overview["status"], &overview["reason"]), (&json!("not_concerned"), &json!("management_ended")));
    assert_eq!((&own["reason"], &own["id"], &overview["declaration_id"]), (&json!("management_ended"), &Value::Null, &Value::Null));
    assert_eq!(todo, Value::Null);
}
