//! The days of facts: which of them are accepted, and what is said of the others.

use offre_bailleurs::testing::demo::keys;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

fn place(refused: &Answer) -> (u16, &str, &str, &str) {
    let fault = &refused.body["errors"][0];
    (refused.status, refused.code(), fault["pointer"].as_str().unwrap_or(""), fault["code"].as_str().unwrap_or(""))
}

fn out_of_range(pointer: &str) -> (u16, &str, &str, &str) {
    (422, "validation_failed", pointer, "out_of_range")
}

/// A case of the demo's first tenant: 640.00 since 5 September 2026.
fn report(app: &TestApp) -> Value {
    let sent = json!({
        "tenant_id": app.tenant("eloise"),
        "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }],
        "recovery_steps": [{ "kind": "reminder", "done_on": "2026-09-05" }],
    });
    app.post("/v1/impayes", &sent).expect(201)
}

fn step(case: &Value, name: &str) -> String {
    format!("/v1/impayes/{}/{name}", case["id"].as_str().unwrap())
}

fn transition(app: &TestApp, case: &Value, sent: &Value) -> Answer {
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{}/transition", case["id"].as_str().unwrap());
    app.paying_body().post(&path, sent)
}

fn end_of_management(app: &TestApp, on: &str) -> Answer {
    let sent = json!({ "type": "end_of_management", "tenant_id": app.tenant("eloise"), "effective_on": on, "reason": "sale" });
    app.post("/v1/changes", &sent)
}

#[test]
fn r40_the_end_of_a_lease_has_bounds_of_its_own() {
    let app = TestApp::demo();
    let send = |departed: &str, ended: &str| {
        let sent = json!({ "type": "departure", "tenant_id": app.tenant("eloise"), "departed_on": departed,
            "lease_ended_on": ended, "leaving": "household", "reason": "moved" });
        app.landlord().post("/v1/changes?dry_run=true", &sent)
    };
    for ended in ["2021-08-31", "2027-02-24", "2199-12-31"] {
        assert_eq!(place(&send("2026-11-30", ended)), out_of_range("/lease_ended_on"), "{ended}");
    }
    for ended in ["2021-09-01", "2027-02-23"] {
        send("2026-11-30", ended).expect(200);
    }
}

#[test]
fn r48_management_ends_from_its_first_day_to_three_months_ahead() {
    let app = TestApp::demo();
    for day in ["2027-02-24", "2199-12-31", "1950-01-01"] {
        assert_eq!(place(&end_of_management(&app, day)), out_of_range("/effective_on"), "{day}");
    }
    end_of_management(&app, "2027-02-23").expect(201);
}

#[test]
fn r48_after_the_end_of_management_a_plan_a_check_and_a_settlement_are_of_its_last_day_at_most() {
    let mut app = TestApp::demo();
    let case = report(&app);
    end_of_management(&app, "2026-11-25").expect(201);
    app.at("2026-11-28T09:00:00Z");
    let plan =
        |day: &str| app.post(&step(&case, "repayment-plans"), &json!({ "signed_on": day, "first_due_on": "2026-12-05", "count": 2 }));
    let check = |day: &str| app.post(&step(&case, "checks"), &json!({ "checked_on": day, "plan_kept": true, "current_rent_paid": true }));
    let settle = |day: &str| app.post(&step(&case, "settlement"), &json!({ "settled_on": day }));
    let refused = plan("2026-11-26");
    assert_eq!((refused.status, refused.code(), &refused.body["managed_until"]), (409, "management_ended", &json!("2026-11-25")));
    plan("2026-11-25").expect(200);
    transition(&app, &case, &json!({ "status": "plan_approved" })).expect(200);
    assert_eq!((check("2026-11-28").status, check("2026-11-28").code()), (409, "management_ended"));
    assert_eq!((settle("2026-11-26").status, settle("2026-11-26").code()), (409, "management_ended"));
    settle("2026-11-25").expect(200);
}

#[test]
fn r48_a_departure_of_before_a_sale_is_accepted_after_it() {
    let mut app = TestApp::demo();
    end_of_management(&app, "2026-11-25").expect(201);
    app.at("2026-11-28T09:00:00Z");
    let tenant = app.tenant("eloise");
    let sent =
        |day: &str| json!({ "type": "departure", "tenant_id": tenant, "departed_on": day, "leaving": "household", "reason": "moved" });
    assert_eq!(app.post("/v1/changes", &sent("2026-11-26")).code(), "management_ended");
    app.post("/v1/changes", &sent("2026-11-25")).expect(201);
}

#[test]
fn r48_the_rents_of_earlier_campaigns_stay_overdue_and_are_accepted() {
    let mut app = TestApp::demo();
    let path = "/v1/rent-campaigns/2025/tenants?status=overdue&limit=200";
    let token = app.token_for(keys::AGENCY);
    let before = app.caller(&token).get(path).expect(200)["data"].as_array().unwrap().clone();
    let counted = |app: &TestApp, token: &str| app.caller(token).get("/v1/rent-campaigns/2025").expect(200)["counts"].clone();
    let counts = counted(&app, &token);
    let tenant = before[0]["tenant"]["id"].clone();
    let end = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-11-24", "reason": "sale" });
    app.caller(&token).post("/v1/changes", &end).expect(201);
    app.at("2026-11-26T09:00:00Z");
    let token = app.token_for(keys::AGENCY);
    assert_eq!(app.caller(&token).get(path).expect(200)["data"].as_array().unwrap(), &before);
    assert_eq!(counted(&app, &token), counts);
    let rent = |year: i32| {
        let sent = json!({ "tenant_id": tenant, "campaign_year": year, "rent_cents": 50_000 });
        app.caller(&token).post("/v1/rent-declarations", &sent)
    };
    assert_eq!(rent(2026).code(), "management_ended");
    assert_eq!(rent(2025).expect(201)["late"], true);
}

#[test]
fn r22_r29_a_rent_that_counts_stays_declared_whatever_departure_comes_later() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let rent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    app.post("/v1/rent-declarations", &rent).expect(201);
    let counts = || {
        let all = app.get("/v1/rent-campaigns").expect(200)["data"].clone();
        let alone = app.get("/v1/rent-campaigns/2026").expect(200);
        let listed = all.as_array().unwrap().iter().find(|one| one["year"] == 2026).unwrap()["counts"].clone();
        assert_eq!(listed, alone["counts"]);
        listed
    };
    let (before, mut replaces) = (counts(), Value::Null);
    // After July, in it, before it, on the last day of the year before, and on the first day of the lease.
    for day in ["2026-08-01", "2026-07-15", "2026-06-30", "2025-12-31", "2021-09-01"] {
        let left = json!({ "type": "departure", "tenant_id": tenant, "departed_on": day, "leaving": "household", "reason": "moved",
            "replaces": replaces });
        replaces = app.post("/v1/changes", &left).expect(201)["id"].clone();
        assert_eq!(counts(), before, "{day}");
        assert_eq!(app.read_tenant(&tenant)["rent_declaration"]["status"], "declared", "{day}");
        for list in ["/v1/rent-campaigns/2026/tenants?search=eloise", "/v1/tenants?search=eloise"] {
            let name = if list.contains("campaigns") { "status" } else { "rent_declaration" };
            let of = |status: &str| app.get(&format!("{list}&{name}={status}")).expect(200)["data"].as_array().unwrap().len();
            assert_eq!((of("declared"), of("not_concerned")), (1, 0), "{day} {list}");
            let all = app.get(list).expect(200)["data"].as_array().unwrap().len();
            assert_eq!(all, 1, "{day} {list}");
        }
    }
}

#[test]
fn r72_days_told_of_a_case_are_from_its_first_due_date_to_today() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    for day in ["2026-09-04", "2026-11-24"] {
        let sent = json!({ "tenant_id": tenant, "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }],
            "recovery_steps": [{ "kind": "reminder", "done_on": day }] });
        assert_eq!(place(&app.post("/v1/impayes", &sent)), out_of_range("/recovery_steps/0/done_on"), "{day}");
    }
    let case = report(&app);
    for day in ["2026-09-04", "2026-11-24"] {
        let plan = app.post(&step(&case, "repayment-plans"), &json!({ "signed_on": day, "first_due_on": "2026-12-05" }));
        assert_eq!(place(&plan), out_of_range("/signed_on"), "{day}");
        let settled = app.post(&step(&case, "settlement"), &json!({ "settled_on": day }));
        assert_eq!(place(&settled), out_of_range("/settled_on"), "{day}");
    }
    app.post(&step(&case, "settlement"), &json!({ "settled_on": "2026-09-05" })).expect(200);
}

#[test]
fn r72_r81_a_check_is_not_before_the_approval_and_uses_up_the_day_that_was_granted() {
    let mut app = TestApp::demo();
    let case = report(&app);
    app.post(&step(&case, "repayment-plans"), &json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-05" })).expect(200);
    let approved = transition(&app, &case, &json!({ "status": "plan_approved", "due_on": "2027-03-01" })).expect(200);
    assert_eq!(approved["next_due"], json!({ "kind": "check", "on": "2027-03-01" }));
    let check = |app: &TestApp, day: &str| {
        app.post(&step(&case, "checks"), &json!({ "checked_on": day, "plan_kept": true, "current_rent_paid": true }))
    };
    assert_eq!(place(&check(&app, "2026-11-22")), out_of_range("/checked_on"));
    app.at("2026-12-10T09:00:00Z");
    let next = |answer: Answer| answer.expect(200)["next_due"]["on"].clone();
    assert_eq!(next(check(&app, "2026-12-09")), "2027-06-09");
    // Told late for an earlier day, it does not bring the next one nearer.
    assert_eq!(next(check(&app, "2026-11-23")), "2027-06-09");
}

#[test]
fn r76_a_plan_after_a_refused_direct_payment_is_due_two_months_after_the_refusal() {
    let app = TestApp::demo();
    let case = report(&app);
    let refusal = |notified: &str| json!({ "status": "plan_requested", "basis": "direct_payment_refused", "notified_on": notified });
    for day in ["2026-11-24", "2026-09-04", "1950-01-01"] {
        assert_eq!(place(&transition(&app, &case, &refusal(day))), out_of_range("/notified_on"), "{day}");
    }
    let asked = transition(&app, &case, &refusal("2026-11-10")).expect(200);
    assert_eq!(asked["next_due"], json!({ "kind": "plan", "on": "2027-01-10" }));
}

#[test]
fn r76_r81_a_day_granted_is_from_today_to_the_legal_one() {
    let app = TestApp::demo();
    let case = report(&app);
    for day in ["2026-11-22", "2027-05-24", "2029-01-01"] {
        let refused = transition(&app, &case, &json!({ "status": "plan_requested", "due_on": day }));
        assert_eq!(place(&refused), out_of_range("/due_on"), "{day}");
    }
    let asked = transition(&app, &case, &json!({ "status": "plan_requested", "due_on": "2027-05-23" })).expect(200);
    assert_eq!(asked["next_due"]["on"], "2027-05-23");
    app.post(&step(&case, "repayment-plans"), &json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-05" })).expect(200);
    let late = transition(&app, &case, &json!({ "status": "plan_approved", "due_on": "2027-05-24" }));
    assert_eq!(place(&late), out_of_range("/due_on"));
}

#[test]
fn r89_a_key_that_means_nothing_for_the_state_is_refused() {
    let app = TestApp::demo();
    let case = report(&app);
    for (sent, pointers) in [
        (
            json!({ "status": "under_review", "due_on": "2026-12-01", "basis": "standard", "notified_on": "2026-11-20" }),
            "/basis /due_on /notified_on",
        ),
        (json!({ "status": "plan_requested", "notified_on": "2026-11-20" }), "/notified_on"),
        (json!({ "status": "plan_requested", "basis": "standard", "notified_on": "2026-11-20" }), "/notified_on"),
        (json!({ "status": "closed", "due_on": "2026-12-01" }), "/due_on"),
        (json!({ "status": "suspended", "basis": "standard" }), "/basis"),
        // The law knows no notified decision before 2027.
        (json!({ "status": "suspended", "notified_on": "2026-11-20" }), "/notified_on"),
        (json!({ "status": "suspended", "notified_on": "2027-01-01", "due_on": "2026-12-01" }), "/due_on /notified_on"),
    ] {
        let refused = transition(&app, &case, &sent);
        let errors = refused.body["errors"].as_array().unwrap();
        let told: Vec<&str> = errors.iter().map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!((refused.status, told.join(" ").as_str()), (422, pointers), "{sent}");
        assert!(errors.iter().all(|one| one["code"] == "not_applicable"), "{sent}");
    }
}

#[test]
fn r61_the_charges_of_the_lease_count_whatever_the_report_says_of_them() {
    let app = TestApp::demo();
    let sent = json!({ "tenant_id": app.tenant("eloise"), "charges_cents": 0,
        "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 31_999 }],
        "recovery_steps": [{ "kind": "reminder", "done_on": "2026-09-05" }] });
    let refused = app.post("/v1/impayes", &sent);
    assert_eq!((refused.code(), &refused.body["threshold_cents"]), ("impaye_not_constituted", &json!(64_000)));
    let mut enough = sent;
    enough["months"][1]["unpaid_cents"] = json!(32_000);
    let case = app.post("/v1/impayes", &enough).expect(201);
    assert_eq!((&case["threshold_cents"], &case["figures"]["charges_cents"]), (&json!(64_000), &json!(9_000)));
    let warning = &case["warnings"][0];
    assert_eq!((&warning["code"], &warning["pointer"]), (&json!("charges_known"), &json!("/charges_cents")));
}

#[test]
fn r69_a_simulation_by_tenant_warns_of_months_that_a_report_refuses() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let codes = |app: &TestApp, month: &str| {
        let sent = json!({ "tenant_id": tenant, "months": [{ "month": month, "unpaid_cents": 1_000 }] });
        let judged = app.post("/v1/impayes/simulations", &sent).expect(200);
        let told = |one: &Value| (one["code"].as_str().unwrap().to_owned(), one["pointer"].as_str().unwrap().to_owned());
        judged["warnings"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    let at_month = |code: &str| vec![(code.to_owned(), "/months/0/month".to_owned())];
    assert_eq!(codes(&app, "2021-08"), at_month("month_outside_lease"));
    assert_eq!(codes(&app, "2021-09"), []);
    end_of_management(&app, "2026-10-31").expect(201);
    assert_eq!((codes(&app, "2026-10"), codes(&app, "2026-11")), (vec![], at_month("management_ended")));
    let left = json!({ "type": "departure", "tenant_id": tenant, "departed_on": "2026-09-30", "leaving": "household", "reason": "moved" });
    app.post("/v1/changes", &left).expect(201);
    app.at("2026-11-24T09:00:00Z");
    assert_eq!((codes(&app, "2026-09"), codes(&app, "2026-10")), (vec![], at_month("month_outside_lease")));
}
