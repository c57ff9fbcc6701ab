//! The catalogue of rules.

use serde_json::{Value, json};

use crate::support::TestApp;

#[test]
fn r86_every_rule_can_be_read_by_its_id() {
    let app = TestApp::demo();
    let rules = app.get("/v1/rules").expect(200);
    let all = rules["data"].as_array().unwrap();
    assert!(all.len() >= 20);
    for rule in all {
        let id = rule["id"].as_str().unwrap();
        let one = app.get(&format!("/v1/rules/{id}")).expect(200);
        assert_eq!(&one, rule);
        assert!(!one["article"].as_str().unwrap().is_empty());
    }
    assert_eq!(app.get("/v1/rules/nothing").code(), "not_found");
}

#[test]
fn r86_every_example_of_a_rule_is_answered_as_it_says() {
    let app = TestApp::demo();
    let mut run = 0;
    for rule in offre_bailleurs::testing::law::Law::current().rules() {
        let Some(example) = &rule.example else { continue };
        run += 1;
        let body: Value = serde_json::from_str(example.body).unwrap();
        assert_eq!(example.method, "POST", "{}", rule.id);
        let answer = app.post(example.path, &body);
        assert_eq!(answer.status, example.status, "{}: {}", rule.id, answer.body);
        for (pointer, value) in example.shows {
            let shown = answer.body.pointer(pointer).cloned().unwrap_or(Value::Null);
            assert_eq!(shown, serde_json::from_str::<Value>(value).unwrap(), "{} {pointer}: {}", rule.id, answer.body);
        }
        if let Some(code) = example.code {
            assert!(answer.body.to_string().contains(code), "{}: {}", rule.id, answer.body);
        }
    }
    assert!(run >= 3, "only {run} examples ran");
}

#[test]
fn r86_in_2027_no_warning_names_a_rule_that_has_ended() {
    let app = TestApp::demo();
    let body = json!({ "rent_cents": 43_000, "aid_cents": 0, "payment_mode": "tenant", "months": [{ "month": "2026-10", "unpaid_cents": 44_000 }] });
    let warned = |day: &str| {
        let mut body = body.clone();
        body["reported_on"] = json!(day);
        let judged = app.post("/v1/impayes/simulations", &body).expect(200);
        let all = judged["warnings"].as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["rule"]["article"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(warned("2026-12-31"), ["charges_unknown CCH R.824-1", "unpaid_above_due CCH R.824-1"]);
    // Charges are no part of what the second regime compares with.
    assert_eq!(warned("2027-01-01"), ["unpaid_above_due CCH R.824-2"]);
}
