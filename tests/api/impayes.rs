//! Arrears through HTTP, under both regimes.

use serde_json::{Value, json};

use crate::support::TestApp;

fn months(list: &[(&str, i64)]) -> Value {
    list.iter().map(|(month, cents)| json!({ "month": month, "unpaid_cents": cents })).collect()
}

fn report(tenant: &str, list: &[(&str, i64)]) -> Value {
    // A step comes after the first due date.
    let done_on = format!("{}-06", list[0].0).max("2026-11-02".to_owned());
    let steps = json!([{ "kind": "reminder", "done_on": done_on }]);
    json!({ "tenant_id": tenant, "months": months(list), "recovery_steps": steps })
}

#[test]
fn r61_640_00_is_accepted_and_639_99_refused_with_all_that_explains_it() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let short = app.post("/v1/impayes", &report(&tenant, &[("2026-09", 32_000), ("2026-10", 31_999)]));
    assert_eq!((short.status, short.code()), (422, "impaye_not_constituted"));
    for (member, value) in [("debt_cents", json!(63_999)), ("threshold_cents", json!(64_000)), ("missing_cents", json!(1))] {
        assert_eq!(short.body[member], value, "{member}");
    }
    assert_eq!(short.body["rule"]["article"], "CCH R.824-1");
    let case = app.post("/v1/impayes", &report(&tenant, &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    assert_eq!((&case["constituted_on"], &case["report_deadline_on"]), (&json!("2026-10-05"), &json!("2026-12-05")));
    assert_eq!((&case["regime"], &case["late"], &case["status"]), (&json!("two_months_of_rent"), &json!(false), &json!("reported")));
    assert_eq!(app.read_tenant(&tenant)["open_impaye_id"], case["id"]);
}

#[test]
fn r83_r85_the_same_report_is_refused_on_9_january_and_accepted_on_10_january_2027() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let sent = report(&tenant, &[("2026-10", 2_000)]);
    app.at("2027-01-04T12:00:00Z");
    assert_eq!(app.post("/v1/impayes", &sent).code(), "impaye_not_constituted");
    app.at("2027-01-05T12:00:00Z");
    let case = app.post("/v1/impayes", &sent).expect(201);
    assert_eq!((&case["regime"], &case["constituted_on"]), (&json!("amount_or_three_months"), &json!("2027-01-05")));
}

#[test]
fn r82_450_00_and_450_01_under_the_second_regime() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    app.at("2027-02-20T12:00:00Z");
    let refused = app.post("/v1/impayes", &report(&tenant, &[("2027-01", 32_000), ("2027-02", 13_000)]));
    assert_eq!((refused.code(), &refused.body["missing_cents"]), ("impaye_not_constituted", &json!(1)));
    assert_eq!(refused.body["three_months_on"], "2027-04-05");
    app.post("/v1/impayes", &report(&tenant, &[("2027-01", 32_000), ("2027-02", 13_001)])).expect(201);
}

#[test]
fn g1_half_an_hour_before_midnight_utc_is_already_2027() {
    let mut app = TestApp::demo();
    let body = json!({ "rent_cents": 43_000, "aid_cents": 0, "payment_mode": "tenant", "months": months(&[("2026-10", 1_000)]) });
    app.at("2026-12-31T22:30:00Z");
    assert_eq!(app.post("/v1/impayes/simulations", &body).expect(200)["regime"], "two_months_of_rent");
    app.at("2026-12-31T23:30:00Z");
    assert_eq!(app.post("/v1/impayes/simulations", &body).expect(200)["regime"], "amount_or_three_months");
}

#[test]
fn r72_a_landlord_who_receives_the_aid_shows_a_recovery_step() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let mut sent = report(&tenant, &[("2026-09", 32_000), ("2026-10", 32_000)]);
    sent["recovery_steps"] = json!([]);
    let refused = app.post("/v1/impayes", &sent);
    assert_eq!((refused.status, refused.code()), (422, "recovery_steps_required"));
}

#[test]
fn r73_two_reports_at_once_open_one_case() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let sent = report(&tenant, &[("2026-09", 32_000), ("2026-10", 32_000)]);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| app.post("/v1/impayes", &sent))).collect();
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let opened: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.code() == "impaye_already_open").collect();
    assert_eq!((opened.len(), refused.len()), (1, 1));
    assert_eq!(refused[0].body["current_id"], opened[0].body["id"]);
}

#[test]
fn r69_r70_every_wrong_month_is_named_and_a_simulation_only_warns_of_an_excess() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let refused = app.post("/v1/impayes", &report(&tenant, &[("2026-10", 32_001), ("2026-09", 1), ("2026-12", 1)]));
    let pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/months/0/unpaid_cents", "/months/1/month", "/months/2/month"]);
    let body = json!({ "tenant_id": tenant, "months": months(&[("2026-10", 70_000)]) });
    let simulated = app.post("/v1/impayes/simulations", &body).expect(200);
    assert_eq!((&simulated["constituted"], &simulated["warnings"][0]["code"]), (&json!(true), &json!("unpaid_above_due")));
}

#[test]
fn a_case_lives_from_report_to_settlement() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let case = app.post("/v1/impayes", &report(&tenant, &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    let path = |step: &str| format!("/v1/impayes/{}/{step}", case["id"].as_str().unwrap());
    let more = app.post(&path("months"), &json!({ "months": months(&[("2026-11", 32_000), ("2026-09", 0)]) })).expect(200);
    assert_eq!((&more["debt_cents"], more["months"].as_array().unwrap().len()), (&json!(64_000), 2));
    assert_eq!(more["constituted_on"], case["constituted_on"]);
    assert_ne!(more["receipt"]["number"], case["receipt"]["number"]);
    let none = app.post(&path("months"), &json!({ "months": months(&[("2026-10", 0), ("2026-11", 0)]) }));
    assert_eq!(none.body["errors"][0]["code"], "last_month");
    let early = app.post(&path("checks"), &json!({ "checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true }));
    assert_eq!((early.status, early.code()), (409, "illegal_transition"));
    let plan = json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-31" });
    let planned = app.post(&path("repayment-plans"), &plan).expect(200);
    let instalments = planned["repayment_plan"]["instalments"].as_array().unwrap();
    let total: i64 = instalments.iter().map(|one| one["amount_cents"].as_i64().unwrap()).sum();
    assert_eq!((instalments.len(), total, &instalments[2]["due_on"]), (36, 64_000, &json!("2027-02-28")));
    assert_eq!(planned["status"], "plan_submitted");
    assert_eq!(app.post(&path("withdrawal"), &json!({ "reason": "x" })).code(), "illegal_transition");
    let settled = app.post(&path("settlement"), &json!({ "settled_on": "2026-11-22" })).expect(200);
    assert_eq!((&settled["status"], &settled["settled_on"]), (&json!("settled"), &json!("2026-11-22")));
    assert_eq!(app.read_tenant(&tenant)["open_impaye_id"], Value::Null);
}

#[test]
fn r76_r81_plans_and_checks_that_are_due_are_to_dos() {
    let app = TestApp::demo();
    let plans = app.get("/v1/landlord/todos?kind=plan_due").expect(200);
    assert_eq!(plans["data"][0]["due_on"], "2027-04-20");
    let checks = app.get("/v1/landlord/todos?kind=check_due").expect(200);
    assert_eq!(checks["data"].as_array().unwrap().len(), 2);
    let all = app.get("/v1/landlord/todos?limit=200").expect(200);
    let days: Vec<_> = all["data"].as_array().unwrap().iter().map(|one| one["due_on"].as_str().unwrap().to_owned()).collect();
    assert!(days.is_sorted());
}

#[test]
fn the_demo_has_a_case_in_every_state() {
    let app = TestApp::demo();
    let machine = app.get("/v1/impayes/state-machine").expect(200);
    for state in machine["states"].as_array().unwrap() {
        let list = app.get(&format!("/v1/impayes?status={}", state.as_str().unwrap())).expect(200);
        assert!(!list["data"].as_array().unwrap().is_empty(), "no case is {state}");
    }
    assert!(!app.token().is_empty());
}

#[test]
fn a_simulation_takes_a_tenant_or_figures_never_both_nor_neither() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let list = months(&[("2026-10", 1_000)]);
    let neither = app.post("/v1/impayes/simulations", &json!({ "months": list }));
    assert_eq!(neither.body["errors"][0]["pointer"], "/tenant_id");
    let both = app.post("/v1/impayes/simulations", &json!({ "tenant_id": tenant, "rent_cents": 1, "months": list }));
    assert_eq!((both.status, &both.body["errors"][0]["pointer"]), (422, &json!("/rent_cents")));
    let part = app.post("/v1/impayes/simulations", &json!({ "rent_cents": 1, "months": list }));
    assert_eq!(part.body["errors"][0]["pointer"], "/aid_cents");
}

#[test]
fn r70_months_are_judged_by_the_charges_that_the_report_gave() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let unknown = r#"{"type":"tenant","landlord":"SCI-TILLEULS","key":"T01","logement":"A01","paying_body":"131","beneficiary_number":"1234567","first_name":"Éloïse","last_name":"D'Aubigné","lease":{"started_on":"2021-09-01","rent_cents":43000,"furnished":false,"coholders":1,"due_day":5},"aid":{"type":"als","payment_mode":"landlord","last_amount_cents":20000,"last_month":"2026-10"}}"#;
    let body = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    app.load(&body, &[("content-type", "application/x-ndjson")], unknown.into()).expect(200);
    assert_eq!(app.read_tenant(&tenant)["lease"]["charges_cents"], Value::Null);
    let due = 43_000 + 9_000 - 20_000;
    let mut sent = report(&tenant, &[("2026-08", due), ("2026-09", due)]);
    assert_eq!(app.post("/v1/impayes", &sent).status, 422);
    sent["charges_cents"] = json!(9_000);
    let case = app.post("/v1/impayes", &sent).expect(201);
    let more = json!({ "months": months(&[("2026-10", due)]) });
    let grown = app.post(&format!("/v1/impayes/{}/months", case["id"].as_str().unwrap()), &more).expect(200);
    assert_eq!(grown["debt_cents"], 3 * due);
}

#[test]
fn r68_a_simulation_takes_the_share_of_the_day_it_supposes() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let shared = json!({ "type": "colocation", "tenant_id": tenant, "effective_on": "2026-12-01", "coholders": 2 });
    app.post("/v1/changes", &shared).expect(201);
    let threshold = |day: &str| {
        let sent = json!({ "tenant_id": tenant, "reported_on": day, "months": months(&[("2026-10", 1_000)]) });
        app.post("/v1/impayes/simulations", &sent).expect(200)["threshold_cents"].as_i64().unwrap()
    };
    assert!(threshold("2026-12-15") < threshold("2026-11-23"));
}

/// Moves a case as its paying body.
fn transition(app: &TestApp, case: &Value, sent: &Value) -> crate::support::Answer {
    let landlord = app.get("/v1/landlord").expect(200)["id"].clone();
    let (landlord, case) = (landlord.as_str().unwrap(), case["id"].as_str().unwrap());
    let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{case}/transition");
    let token = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    app.call("POST", &path, "application/json", &sent.to_string(), &token, &[])
}

#[test]
fn r76_a_paying_body_moves_a_case_along_the_published_machine_alone() {
    let app = TestApp::demo();
    let case = app.post("/v1/impayes", &report(&app.tenant("eloise"), &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    let machine = app.get("/v1/impayes/state-machine").expect(200);
    let states: Vec<&str> = machine["states"].as_array().unwrap().iter().map(|state| state.as_str().unwrap()).collect();
    let legal = |from: &str| -> Vec<Value> {
        let moves = machine["transitions"].as_array().unwrap().iter();
        moves.filter(|one| one["from"] == from && one["actor"] == "paying_body").map(|one| one["to"].clone()).collect()
    };
    assert!(states.len() == 10 && legal("reported").len() == 5, "{machine}");
    for to in states.iter().filter(|to| !legal("reported").contains(&json!(to))) {
        let refused = transition(&app, &case, &json!({ "status": to }));
        assert_eq!(
            (refused.status, refused.code(), &refused.body["legal"]),
            (409, "illegal_transition", &json!(legal("reported"))),
            "{to}"
        );
    }
    let reason = "Dossier à l'étude.";
    let moved = transition(&app, &case, &json!({ "status": "under_review", "reason": reason })).expect(200);
    assert_eq!((&moved["status"], &moved["reason"]), (&json!("under_review"), &json!(reason)));
    let read = app.get(&format!("/v1/impayes/{}", case["id"].as_str().unwrap())).expect(200);
    assert_eq!((&read["status"], &read["reason"]), (&moved["status"], &moved["reason"]));
    let asked = transition(&app, &case, &json!({ "status": "plan_requested" })).expect(200);
    assert_eq!(asked["next_due"], json!({ "kind": "plan", "on": "2027-05-23" }));
}

#[test]
fn r79_a_plan_is_signed_and_r80_starts_after_its_signature_and_waits_from_its_own_day() {
    let mut app = TestApp::demo();
    let case = app.post("/v1/impayes", &report(&app.tenant("eloise"), &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    let path = format!("/v1/impayes/{}/repayment-plans", case["id"].as_str().unwrap());
    let waiting = |app: &TestApp| {
        let token = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
        let inbox = app.call("GET", "/v1/paying-body/inbox?kind=impaye&limit=200", "", "", &token, &[]).expect(200);
        inbox["data"].as_array().unwrap().iter().map(|item| (item["id"].clone(), item["submitted_at"].clone())).collect::<Vec<_>>()
    };
    let unsigned = app.post(&path, &json!({ "first_due_on": "2026-12-31" }));
    assert_eq!((unsigned.status, &unsigned.body["errors"][0]["pointer"]), (422, &json!("/signed_on")));
    let before = app.post(&path, &json!({ "signed_on": "2026-11-20", "first_due_on": "2026-11-19" }));
    assert_eq!((before.status, &before.body["errors"][0]["pointer"]), (422, &json!("/first_due_on")));
    let reported = waiting(&app);
    app.at("2026-11-25T09:00:00Z");
    app.post(&path, &json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-31" })).expect(200);
    let last = waiting(&app).pop().unwrap();
    assert_eq!(last, (case["id"].clone(), json!("2026-11-25T09:00:00Z")));
    assert!(reported.iter().any(|(id, at)| *id == case["id"] && *at != last.1));
}

#[test]
fn r89_from_2027_on_only_a_notified_decision_suspends() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    app.at("2027-02-20T12:00:00Z");
    let case = app.post("/v1/impayes", &report(&tenant, &[("2027-01", 32_000), ("2027-02", 13_001)])).expect(201);
    let silent = transition(&app, &case, &json!({ "status": "suspended" }));
    assert_eq!((silent.status, &silent.body["errors"][0]["pointer"]), (422, &json!("/notified_on")));
    let suspended = transition(&app, &case, &json!({ "status": "suspended", "notified_on": "2027-02-12" })).expect(200);
    assert_eq!((&suspended["status"], &suspended["suspension_effective_on"]), (&json!("suspended"), &json!("2027-03-01")));
    assert_eq!(suspended["next_due"], Value::Null);
}

#[test]
fn r89_in_2027_a_case_of_2026_too_is_suspended_by_a_notified_decision_alone() {
    let mut app = TestApp::demo();
    let case = app.post("/v1/impayes", &report(&app.tenant("eloise"), &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    app.at("2027-02-20T12:00:00Z");
    let refused = |sent: Value| {
        let answer = transition(&app, &case, &sent);
        assert_eq!((answer.status, &answer.body["rule"]["id"]), (422, &json!("ccapex_decision")));
        answer.body["errors"][0]["code"].clone()
    };
    assert_eq!(refused(json!({ "status": "suspended" })), "required");
    assert_eq!(refused(json!({ "status": "suspended", "notified_on": "2026-12-31" })), "out_of_range");
    assert_eq!(refused(json!({ "status": "suspended", "notified_on": "2027-02-21" })), "out_of_range");
    let suspended = transition(&app, &case, &json!({ "status": "suspended", "notified_on": "2027-02-12" })).expect(200);
    assert_eq!((&suspended["suspension_effective_on"], &suspended["rule"]["article"]), (&json!("2027-03-01"), &json!("CCH R.824-1")));
}

#[test]
fn r76_the_delay_of_a_plan_is_that_of_the_law_of_the_report() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let old = app.post("/v1/impayes", &report(&tenant, &[("2026-09", 32_000), ("2026-10", 32_000)])).expect(201);
    app.at("2027-02-20T12:00:00Z");
    let asked = transition(&app, &old, &json!({ "status": "plan_requested" })).expect(200);
    assert_eq!(asked["next_due"], json!({ "kind": "plan", "on": "2027-08-20" }));
    transition(&app, &old, &json!({ "status": "closed" })).expect(200);
    app.at("2027-02-20T13:00:00Z");
    let new = app.post("/v1/impayes", &report(&tenant, &[("2027-01", 32_000), ("2027-02", 13_001)])).expect(201);
    let asked = transition(&app, &new, &json!({ "status": "plan_requested", "due_on": "2027-04-30" })).expect(200);
    assert_eq!(asked["next_due"], json!({ "kind": "plan", "on": "2027-04-30" }));
}
