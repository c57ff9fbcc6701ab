//! Changes: what they do, and how it is undone.

use serde_json::{Value, json};

use crate::support::TestApp;

fn departure(tenant: &str, on: &str) -> Value {
    json!({ "type": "departure", "tenant_id": tenant, "departed_on": on, "leaving": "household", "reason": "moved" })
}

fn colocation(tenant: &str, on: &str, coholders: i32) -> Value {
    json!({ "type": "colocation", "tenant_id": tenant, "effective_on": on, "coholders": coholders })
}

#[test]
fn r40_a_departure_is_announced_three_months_ahead_at_most_and_never_before_the_lease() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    for day in ["2027-02-24", "2021-08-31"] {
        let refused = app.post("/v1/changes", &departure(&tenant, day));
        assert_eq!((refused.status, refused.code()), (422, "validation_failed"), "{day}");
        assert_eq!(refused.body["errors"][0]["pointer"], "/departed_on");
    }
    app.post("/v1/changes?dry_run=true", &departure(&tenant, "2027-02-23")).expect(200);
}

#[test]
fn r41_the_deadline_counts_from_the_later_day_and_a_justification_adds_a_month() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let mut sent = departure(&tenant, "2026-09-30");
    sent["lease_ended_on"] = json!("2026-10-31");
    let late = app.post("/v1/changes?dry_run=true", &sent).expect(200);
    assert_eq!((&late["deadline_on"], &late["late"]), (&json!("2026-11-30"), &json!(false)));
    assert_eq!(late["warnings"][0]["code"], "departure_dates_differ");
    sent = departure(&tenant, "2026-10-01");
    assert_eq!(app.post("/v1/changes?dry_run=true", &sent).expect(200)["late"], true);
    sent["late_justification"] = json!("Hospitalisation");
    let justified = app.post("/v1/changes?dry_run=true", &sent).expect(200);
    assert_eq!((&justified["deadline_on"], &justified["late"]), (&json!("2026-12-01"), &json!(false)));
}

#[test]
fn r43_a_second_departure_is_refused_unless_it_replaces_the_first() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let first = app.post("/v1/changes", &departure(&tenant, "2026-11-30")).expect(201);
    let refused = app.post("/v1/changes", &departure(&tenant, "2026-12-15"));
    assert_eq!((refused.status, refused.code()), (409, "departure_already_declared"));
    assert_eq!(refused.body["current_id"], first["id"]);
    let mut sent = departure(&tenant, "2026-12-15");
    sent["replaces"] = first["id"].clone();
    let second = app.post("/v1/changes", &sent).expect(201);
    assert_eq!(second["version"], 2);
    assert_eq!(app.read_tenant(&tenant)["lease"]["ended_on"], "2026-12-15");
    let old = app.get(&format!("/v1/changes/{}", first["id"].as_str().unwrap())).expect(200);
    assert_eq!(old["status"], "superseded");
    assert_eq!(app.post("/v1/changes", &sent).code(), "already_declared");
}

#[test]
fn r44_after_a_departure_a_later_campaign_asks_nothing() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    app.post("/v1/changes", &departure(&tenant, "2026-11-30")).expect(201);
    app.at("2027-08-01T09:00:00Z");
    let rent = json!({ "tenant_id": tenant, "campaign_year": 2027, "rent_cents": 43_000 });
    assert_eq!(app.post("/v1/rent-declarations", &rent).code(), "tenant_not_concerned");
    let months = json!({ "tenant_id": tenant, "months": [{ "month": "2026-12", "unpaid_cents": 32_000 }] });
    let refused = app.post("/v1/impayes", &months);
    assert_eq!((refused.status, &refused.body["errors"][0]["code"]), (422, &json!("out_of_range")));
}

#[test]
fn r46_r47_a_death_shows_the_end_of_entitlement_and_another_departure_does_not() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let mut sent = departure(&tenant, "2026-03-12");
    let codes = |change: &Value| change["effects"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    let moved = app.post("/v1/changes?dry_run=true", &sent).expect(200);
    assert_eq!(codes(&moved), [json!("tenancy_ended")]);
    sent["reason"] = json!("death");
    let died = app.post("/v1/changes?dry_run=true", &sent).expect(200);
    assert_eq!(died["effects"][1]["code"], "entitlement_ended");
    assert_eq!(died["effects"][1]["effective_on"], "2026-04-01");
}

#[test]
fn r48_after_the_end_of_management_later_facts_are_refused_and_earlier_ones_are_not() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let end = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-11-25", "reason": "sale" });
    let ended = app.post("/v1/changes", &end).expect(201);
    assert_eq!(app.post("/v1/changes", &end).code(), "already_declared");
    app.at("2026-11-26T09:00:00Z");
    let rent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    assert_eq!(app.post("/v1/rent-declarations", &rent).code(), "management_ended");
    assert_eq!(app.post("/v1/changes", &departure(&tenant, "2026-11-26")).code(), "management_ended");
    app.post("/v1/changes?dry_run=true", &departure(&tenant, "2026-11-25")).expect(200);
    let overview = app.get("/v1/rent-campaigns/2026/tenants?search=eloise").expect(200);
    assert_eq!(overview["data"][0]["reason"], "management_ended");
    let id = ended["id"].as_str().unwrap();
    app.post(&format!("/v1/changes/{id}/cancellation"), &json!({})).expect(200);
    app.post("/v1/rent-declarations?dry_run=true", &rent).expect(200);
}

#[test]
fn r49_an_end_of_management_closes_no_tenancy_and_checks_the_successor() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let mut end = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-11-25", "reason": "sale",
        "successor": { "name": "Agence", "siret": "35600000049838" } });
    let refused = app.post("/v1/changes", &end);
    assert_eq!(refused.body["errors"][0]["code"], "invalid_siret");
    assert_eq!(refused.body["errors"][0]["pointer"], "/successor/siret");
    end["successor"]["siret"] = json!("35600000049837");
    app.post("/v1/changes", &end).expect(201);
    assert_eq!(app.read_tenant(&tenant)["lease"]["ended_on"], Value::Null);
}

#[test]
fn r51_a_colocation_changes_the_number_for_the_whole_lease() {
    let app = TestApp::demo();
    let (tenant, other) = (app.tenant("ferrand"), app.tenant("boeuf"));
    // The demo took the number from three to two on 10 November.
    assert_eq!(app.post("/v1/changes", &colocation(&tenant, "2026-11-20", 2)).code(), "colocation_unchanged");
    assert_eq!(app.post("/v1/changes", &colocation(&tenant, "2026-11-09", 3)).code(), "colocation_unchanged");
    app.post("/v1/changes", &colocation(&tenant, "2026-11-20", 1)).expect(201);
    assert_eq!(app.read_tenant(&other)["lease"]["coholders"], 1);
    let far = app.post("/v1/changes", &colocation(&tenant, "2027-02-24", 4));
    assert_eq!(far.body["errors"][0]["pointer"], "/effective_on");
}

#[test]
fn r53_cancelling_replacing_and_rejecting_undo_exactly_what_a_change_did() {
    let app = TestApp::demo();
    let (tenant, other) = (app.tenant("ferrand"), app.tenant("boeuf"));
    let before = (app.read_tenant(&tenant), app.read_tenant(&other));
    let change = app.post("/v1/changes", &departure(&tenant, "2026-11-30")).expect(201);
    assert_eq!(change["effects"].as_array().unwrap().len(), 2);
    assert_eq!(app.read_tenant(&other)["lease"]["ended_on"], "2026-11-30");
    let path = format!("/v1/changes/{}/cancellation", change["id"].as_str().unwrap());
    let cancelled = app.post(&path, &json!({ "reason": "erreur" })).expect(200);
    assert_eq!((&cancelled["status"], &cancelled["cancellation_reason"]), (&json!("cancelled"), &json!("erreur")));
    assert_eq!((app.read_tenant(&tenant), app.read_tenant(&other)), before);
    let again = app.post(&path, &json!({}));
    assert_eq!((again.status, again.code()), (409, "illegal_transition"));
}

#[test]
fn a_change_has_a_receipt_and_one_example_of_each_kind_is_read_back() {
    let app = TestApp::demo();
    for kind in ["departure", "colocation", "end_of_management"] {
        let list = app.get(&format!("/v1/changes?type={kind}")).expect(200);
        let id = list["data"][0]["id"].as_str().unwrap();
        let one = app.get(&format!("/v1/changes/{id}")).expect(200);
        assert_eq!((&one["type"], &one), (&json!(kind), &list["data"][0]));
        let receipt = app.get(&format!("/v1/changes/{id}/receipt")).expect(200);
        assert_eq!(receipt["content_sha256"], one["receipt"]["content_sha256"]);
        assert_eq!(receipt["content"]["declaration"]["type"], kind);
    }
}

#[test]
fn a_union_is_refused_by_the_branch_that_was_meant() {
    let app = TestApp::demo();
    let refused = app.post("/v1/changes", &json!({ "type": "colocation", "coholders": 0, "nope": 1 }));
    let pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/coholders", "/effective_on", "/nope", "/tenant_id"]);
    assert_eq!(app.post("/v1/changes", &json!({})).body["errors"][0]["pointer"], "/type");
    assert_eq!(app.post("/v1/changes", &json!({ "type": "x" })).body["errors"][0]["code"], "not_one_of");
}
