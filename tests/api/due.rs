//! The day a month falls due: the lease's, and in its first and last month one of the tenancy's own.

use offre_bailleurs::testing::demo::keys;
use serde_json::{Value, json};

use crate::codes::told::line;
use crate::roster::load_for_all;
use crate::support::{Answer, TestApp};

/// A tenancy like that of the demo's first tenant, 320.00 a month due on the 5th, with days of its own.
fn tenancy(app: &TestApp, started_on: &str, ended_on: Option<&str>) -> String {
    let mut own = line("tenant", keys::PLAIN);
    (own["key"], own["last_name"]) = (json!(format!("DUE-{started_on}")), json!(format!("Échéance{}", started_on.replace('-', ""))));
    (own["lease"]["started_on"], own["lease"]["ended_on"]) = (json!(started_on), json!(ended_on));
    assert_eq!(load_for_all(app.database(), &own.to_string()).accepted, 1);
    app.tenant(&format!("echeance{}", started_on.replace('-', "")))
}

fn simulated(app: &TestApp, tenant: &str, months: &Value, on: &str) -> Answer {
    app.post("/v1/impayes/simulations", &json!({ "tenant_id": tenant, "months": months, "reported_on": on }))
}

fn reported(app: &TestApp, tenant: &str, months: &Value, step: &str) -> Answer {
    let steps = json!([{ "kind": "reminder", "done_on": step }]);
    app.post("/v1/impayes?dry_run=true", &json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps }))
}

fn faults(refused: &Answer) -> Vec<(&str, &str)> {
    let errors = refused.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|one| (one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap())).collect()
}

fn month(month: &str, cents: i64) -> Value {
    json!({ "month": month, "unpaid_cents": cents, "includes_adjustment": cents > 32_000 })
}

#[test]
fn r66_r72_the_first_month_of_a_lease_falls_due_on_its_first_day_at_the_earliest() {
    let app = TestApp::demo();
    let tenant = tenancy(&app, "2026-10-10", None);
    for (months, constituted, deadline) in [
        (json!([month("2026-10", 64_000)]), "2026-10-10", "2026-12-10"),
        (json!([month("2026-10", 32_000), month("2026-11", 32_000)]), "2026-11-05", "2027-01-05"),
    ] {
        let judged = simulated(&app, &tenant, &months, "2026-11-23").expect(200);
        assert_eq!((&judged["constituted_on"], &judged["report_deadline_on"]), (&json!(constituted), &json!(deadline)), "{months}");
        let made = reported(&app, &tenant, &months, "2026-10-10").expect(200);
        assert_eq!((&made["constituted_on"], &made["started_on"]), (&json!(constituted), &json!("2026-10-10")), "{months}");
        let early = reported(&app, &tenant, &months, "2026-10-09");
        assert_eq!(faults(&early), [("/recovery_steps/0/done_on", "out_of_range")], "{months}");
    }
    // Three months after the first default, under the second regime (R83).
    let little = json!([month("2026-10", 2_000)]);
    let constituted = |on: &str| simulated(&app, &tenant, &little, on).expect(200)["constituted"].clone();
    assert_eq!((constituted("2027-01-09"), constituted("2027-01-10")), (json!(false), json!(true)));
}

#[test]
fn r66_r69_a_month_is_listed_once_it_is_due_in_the_tenancy() {
    let mut app = TestApp::demo();
    let tenant = tenancy(&app, "2026-11-24", None);
    let november = json!([month("2026-11", 64_000)]);
    assert_eq!(faults(&simulated(&app, &tenant, &november, "2026-11-23")), [("/months/0/month", "out_of_range")]);
    let allowed = |app: &TestApp| {
        let actions = app.read_tenant(&tenant)["actions"].clone();
        actions.as_array().unwrap().iter().find(|one| one["name"] == "report_impaye").unwrap()["allowed"].clone()
    };
    assert_eq!(allowed(&app), false);
    app.at("2026-11-24T09:00:00Z");
    assert_eq!(allowed(&app), true);
    assert_eq!(reported(&app, &tenant, &november, "2026-11-24").expect(200)["constituted_on"], "2026-11-24");
    let before = json!([month("2026-10", 32_000), month("2026-11", 32_000)]);
    assert_eq!(faults(&reported(&app, &tenant, &before, "2026-11-24"))[0], ("/months/0/month", "out_of_range"));
}

#[test]
fn r44_r66_the_last_month_of_a_lease_falls_due_on_its_last_day_at_the_latest() {
    let app = TestApp::demo();
    let loaded = tenancy(&app, "2025-03-01", Some("2026-11-03"));
    let declared = tenancy(&app, "2025-04-01", None);
    let left =
        json!({ "type": "departure", "tenant_id": declared, "departed_on": "2026-11-03", "leaving": "household", "reason": "moved" });
    app.post("/v1/changes", &left).expect(201);
    let whole = json!([month("2026-10", 32_000), month("2026-11", 32_000)]);
    let after = json!([month("2026-11", 64_000), month("2026-12", 1)]);
    let mut app = app;
    for tenant in [&loaded, &declared] {
        let judged = simulated(&app, tenant, &whole, "2026-11-23").expect(200);
        assert_eq!((&judged["constituted_on"], &judged["warnings"]), (&json!("2026-11-03"), &json!([])));
        assert_eq!(reported(&app, tenant, &whole, "2026-10-05").expect(200)["constituted_on"], "2026-11-03");
        let late = simulated(&app, tenant, &after, "2027-02-01").expect(200);
        let warned: Vec<_> = late["warnings"].as_array().unwrap().iter().map(|one| (&one["code"], &one["pointer"])).collect();
        assert_eq!(warned, [(&json!("month_outside_lease"), &json!("/months/1/month"))]);
    }
    // Later, when the months after it would be due: neither in a report nor added to a case.
    app.at("2027-01-20T09:00:00Z");
    for tenant in [&loaded, &declared] {
        assert_eq!(faults(&reported(&app, tenant, &after, "2026-11-03")), [("/months/1/month", "out_of_range")]);
        let steps = json!([{ "kind": "reminder", "done_on": "2026-10-05" }]);
        let case = app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": whole, "recovery_steps": steps })).expect(201);
        let path = format!("/v1/impayes/{}/months", case["id"].as_str().unwrap());
        let added = app.post(&path, &json!({ "months": [month("2027-01", 1), month("2026-12", 1)] }));
        assert_eq!(faults(&added), [("/months/0/month", "out_of_range"), ("/months/1/month", "out_of_range")]);
    }
}

#[test]
fn r69_the_first_day_of_arrears_lies_in_the_first_listed_month() {
    let app = TestApp::demo();
    let tenant = tenancy(&app, "2026-10-10", None);
    let sent = |started_on: Value, months: Value| {
        let steps = json!([{ "kind": "reminder", "done_on": "2026-11-20" }]);
        let body = json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps, "started_on": started_on });
        app.post("/v1/impayes?dry_run=true", &body)
    };
    let both = || json!([month("2026-10", 32_000), month("2026-11", 32_000)]);
    for (given, kept) in [(Value::Null, "2026-10-10"), (json!("2026-10-31"), "2026-10-31"), (json!("2026-10-10"), "2026-10-10")] {
        assert_eq!(sent(given, both()).expect(200)["started_on"], kept);
    }
    for day in ["2026-09-30", "2026-11-01", "2025-10-10", "2026-12-01"] {
        assert_eq!(faults(&sent(json!(day), both())), [("/started_on", "out_of_range")], "{day}");
    }
    // Of the month at hand, today at the latest.
    assert_eq!(faults(&sent(json!("2026-11-24"), json!([month("2026-11", 64_000)]))), [("/started_on", "out_of_range")]);
}

#[test]
fn r48_r66_the_end_of_management_is_compared_with_the_day_in_the_tenancy() {
    let mut app = TestApp::demo();
    let leaves = tenancy(&app, "2025-03-01", Some("2026-11-24"));
    let stays = tenancy(&app, "2025-04-01", None);
    let mut unit = line("logement", keys::LOGEMENT);
    unit["managed_until"] = json!("2026-12-03");
    assert_eq!(load_for_all(app.database(), &unit.to_string()).accepted, 1);
    app.at("2026-12-10T09:00:00Z");
    let months = |last: &str| json!([month("2026-10", 32_000), month(last, 32_000)]);
    reported(&app, &leaves, &months("2026-11"), "2026-10-05").expect(200);
    reported(&app, &stays, &months("2026-11"), "2026-10-05").expect(200);
    assert_eq!(reported(&app, &stays, &months("2026-12"), "2026-10-05").code(), "management_ended");
    // A lease that ends before the management does falls due before it.
    let mut own = line("tenant", keys::PLAIN);
    (own["key"], own["lease"]["started_on"], own["lease"]["ended_on"]) =
        (json!("DUE-2025-04-01"), json!("2025-04-01"), json!("2026-12-02"));
    own["last_name"] = json!("Échéance20250401");
    assert_eq!(load_for_all(app.database(), &own.to_string()).accepted, 1);
    assert_eq!(reported(&app, &stays, &months("2026-12"), "2026-10-05").expect(200)["constituted_on"], "2026-12-02");
}
