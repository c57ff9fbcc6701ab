//! The examples of the rules, run through the engine that answers them.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::assess::{Figures, UnpaidMonth, assess, excessive_months, month_faults};
use crate::law::Law;

fn figures(body: &Value) -> Figures {
    let cents = |member: &str| body.get(member).and_then(Value::as_i64);
    Figures {
        aid_unknown: false,
        rent_cents: cents("rent_cents").unwrap(),
        charges_cents: cents("charges_cents"),
        aid_cents: cents("aid_cents").unwrap(),
        payment_mode: body["payment_mode"].as_str().unwrap().parse().unwrap(),
        due_day: u32::try_from(cents("due_day").unwrap_or(1)).unwrap(),
        term: None,
    }
}

#[test]
fn r86_every_simulation_in_the_table_shows_what_its_rule_says() {
    let mut run = 0;
    for rule in Law::current().rules() {
        let Some(example) = rule.example.filter(|example| example.path == "/v1/impayes/simulations") else { continue };
        let body: Value = serde_json::from_str(example.body).unwrap();
        let figures = figures(&body);
        let months: Vec<UnpaidMonth> = serde_json::from_value(body["months"].clone()).unwrap();
        let reported_on: NaiveDate = body["reported_on"].as_str().unwrap().parse().unwrap();
        assert!(rule.holds_on(reported_on), "{}", rule.id);
        assert!(month_faults(&figures, &months, reported_on).is_empty(), "{}", rule.id);
        assert!(excessive_months(&figures, &months).is_empty(), "{}", rule.id);
        let found = assess(Law::current(), &figures, &months, reported_on);
        let answer = json!({
            "regime": found.regime(), "constituted": found.constituted, "constituted_on": found.constituted_on,
            "threshold_cents": found.threshold_cents, "report_deadline_on": found.report_deadline_on, "late": found.late,
        });
        for (pointer, value) in example.shows {
            let expected: Value = serde_json::from_str(value).unwrap();
            assert_eq!(answer.pointer(pointer), Some(&expected), "{} {pointer}", rule.id);
        }
        let codes: Vec<&str> = found.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!(codes, example.code.into_iter().collect::<Vec<_>>(), "{}", rule.id);
        run += 1;
    }
    assert!(run >= 6, "{run} examples were run");
}
