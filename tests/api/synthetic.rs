//! A law that changes once more: a third period from 2028 on, with another amount, another delay,
//! another number of instalments and other articles.

use chrono::NaiveDate;
use offre_bailleurs::testing::law::{Always, AmountOrThreeMonths, Constitution, DefaultPlan, Law, ReportDeadline, Rule, Sometimes};
use serde_json::{Value, json};

use crate::support::TestApp;

const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2027, 12, 31);
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2028, 1, 1);

fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// What a change of the law takes: the row in force is closed, and the next one added.
fn changed<F: Clone + 'static>(
    rows: impl Iterator<Item = &'static Rule<F>>,
    id: &'static str,
    article: &'static str,
    figures: F,
) -> Vec<Rule<F>> {
    let mut rows: Vec<Rule<F>> = rows.cloned().collect();
    let last = rows.last_mut().unwrap();
    last.valid_until = LAST_DAY;
    let next = Rule { id, article, url: None, valid_from: FIRST_DAY, valid_until: None, figures, example: None, ..last.clone() };
    rows.push(next);
    rows
}

fn always<F: Clone + 'static>(mut rows: Vec<Rule<F>>) -> &'static Always<F> {
    let later = Vec::leak(rows.split_off(1));
    leaked(Always { first: rows.remove(0), later })
}

fn synthetic() -> &'static Law {
    let law = Law::current();
    let constitution = Constitution::AmountOrThreeMonths(AmountOrThreeMonths { amount_exceeded_cents: 50_000, default_delay_months: 4 });
    let kept = law.impaye_transition.rows().next().unwrap().figures;
    leaked(Law {
        impaye_constitution: always(changed(law.impaye_constitution.rows(), "constitution_2028", "CCH R.1", constitution)),
        impaye_transition: leaked(Sometimes(Vec::leak(changed(law.impaye_transition.rows(), "transition_2028", "CCH R.2", kept)))),
        impaye_report_deadline: always(changed(
            law.impaye_report_deadline.rows(),
            "deadline_2028",
            "CCH R.3",
            ReportDeadline { delay_months: 3 },
        )),
        default_plan: always(changed(law.default_plan.rows(), "plan_2028", "CCH R.4", DefaultPlan { instalments: 12 })),
        ..*law
    })
}

fn months(list: &[(&str, i64)]) -> Value {
    list.iter().map(|(month, cents)| json!({ "month": month, "unpaid_cents": cents })).collect()
}

/// A debt of a landlord who receives the aid, to whom 320 euros are due each month.
fn simulated(app: &TestApp, on: &str, list: &[(&str, i64)]) -> Value {
    let body = json!({
        "rent_cents": 43_000, "charges_cents": 9_000, "aid_cents": 20_000, "payment_mode": "landlord",
        "months": months(list), "reported_on": on,
    });
    app.post("/v1/impayes/simulations", &body).expect(200)
}

fn articles(judged: &Value) -> Vec<&str> {
    judged["explanation"].as_array().unwrap().iter().map(|step| step["article"].as_str().unwrap()).collect()
}

#[test]
fn r85_r86_a_synthetic_third_period_is_the_law_from_its_first_day_on() {
    let app = TestApp::demo_under(synthetic());
    let list: &[(&str, i64)] = &[("2027-11", 32_000), ("2027-12", 15_000)];
    let before = simulated(&app, "2027-12-31", list);
    assert_eq!((&before["rule"]["id"], &before["threshold_cents"]), (&json!("impaye_amount_or_three_months"), &json!(45_000)));
    assert_eq!((&before["constituted_on"], &before["report_deadline_on"]), (&json!("2027-12-01"), &json!("2028-02-01")));
    // The regime is a kind of formula: it stays, and its figures are those of the new row.
    let short = simulated(&app, "2028-01-01", &[("2027-12", 32_000), ("2028-01", 18_000)]);
    assert_eq!((&short["regime"], &short["rule"]["id"]), (&json!("amount_or_three_months"), &json!("constitution_2028")));
    assert_eq!((&short["threshold_cents"], &short["constituted"]), (&json!(50_000), &json!(false)));
    assert_eq!(articles(&short), ["CCH R.1", "CCH R.1", "CCH R.1"]);
    assert!(short["explanation"][1]["step"].as_str().unwrap().contains("4 mois"), "{short}");
    let met = simulated(&app, "2028-01-01", &[("2027-12", 32_000), ("2028-01", 18_001)]);
    assert_eq!((&met["constituted_on"], &met["report_deadline_on"]), (&json!("2028-01-01"), &json!("2028-04-01")));
    assert_eq!(articles(&met), ["CCH R.1", "CCH R.1", "CCH R.1", "CCH R.3"]);
}

#[test]
fn r86_r88_a_synthetic_third_period_is_named_by_warnings_and_in_the_catalogue() {
    let app = TestApp::demo_under(synthetic());
    let warned = simulated(&app, "2028-01-31", &[("2027-11", 32_000), ("2027-12", 15_000)]);
    assert_eq!((&warned["constituted_on"], &warned["rule"]["id"]), (&json!("2027-12-01"), &json!("constitution_2028")));
    let warning = &warned["warnings"][0];
    assert_eq!((&warning["code"], &warning["rule"]["id"]), (&json!("constituted_under_previous_regime"), &json!("transition_2028")));
    assert_eq!(articles(&warned), ["CCH R.1", "CCH R.1", "CCH R.824-2", "CCH R.2", "CCH R.3"]);
    let above = simulated(&app, "2028-01-31", &[("2028-01", 32_001)]);
    assert_eq!(
        (&above["warnings"][0]["code"], &above["warnings"][0]["rule"]["id"]),
        (&json!("unpaid_above_due"), &json!("constitution_2028"))
    );
    let rule = |id: &str| app.get(&format!("/v1/rules/{id}")).expect(200);
    assert_eq!(rule("impaye_amount_or_three_months")["valid_until"], "2027-12-31");
    let next = rule("constitution_2028");
    assert_eq!((&next["valid_from"], &next["figures"]["amount_exceeded"]), (&json!("2028-01-01"), &json!({ "cents": 50_000 })));
    let all = app.get("/v1/rules").expect(200);
    let ids: Vec<&str> = all["data"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let place = ids.iter().position(|id| *id == "constitution_2028").unwrap();
    assert_eq!(ids[place - 1], "impaye_amount_or_three_months");
}

#[test]
fn r72_r77_a_case_keeps_its_law_when_a_synthetic_third_period_begins() {
    let mut app = TestApp::demo_under(synthetic());
    let tenant = app.tenant("eloise");
    let report = |app: &TestApp, done_on: &str, list: &[(&str, i64)]| {
        let steps = json!([{ "kind": "reminder", "done_on": done_on }]);
        app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": months(list), "recovery_steps": steps }))
    };
    let planned = |app: &TestApp, case: &Value, signed: &str, first: &str| {
        let path = format!("/v1/impayes/{}/repayment-plans", case["id"].as_str().unwrap());
        let case = app.post(&path, &json!({ "signed_on": signed, "first_due_on": first })).expect(200);
        case["repayment_plan"]["instalments"].as_array().unwrap().len()
    };
    app.at("2027-12-20T12:00:00Z");
    let old = report(&app, "2027-12-10", &[("2027-11", 32_000), ("2027-12", 14_000)]).expect(201);
    app.at("2028-02-10T12:00:00Z");
    let path = format!("/v1/impayes/{}", old["id"].as_str().unwrap());
    let read = app.get(&path).expect(200);
    assert_eq!((&read["rule"]["id"], &read["report_deadline_on"]), (&json!("impaye_amount_or_three_months"), &json!("2028-02-05")));
    assert_eq!(planned(&app, &old, "2028-02-08", "2028-03-05"), 36);
    app.post(&format!("{path}/settlement"), &json!({ "settled_on": "2028-02-10" })).expect(200);
    let refused = report(&app, "2028-02-08", &[("2028-01", 32_000), ("2028-02", 18_000)]);
    assert_eq!((refused.code(), &refused.body["rule"]["id"]), ("impaye_not_constituted", &json!("constitution_2028")));
    let new = report(&app, "2028-02-08", &[("2028-01", 32_000), ("2028-02", 18_001)]).expect(201);
    assert_eq!((&new["rule"]["id"], &new["report_deadline_on"]), (&json!("constitution_2028"), &json!("2028-05-05")));
    assert_eq!(planned(&app, &new, "2028-02-08", "2028-03-05"), 12);
}
