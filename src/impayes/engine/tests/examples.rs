//! The examples of the law, run through the engine.

use serde_json::{Value, json};

use super::*;
use crate::law::RULES;

fn number(body: &Value, member: &str) -> Option<i64> {
    body.get(member).and_then(Value::as_i64)
}

#[test]
fn r86_every_simulation_of_the_law_shows_what_it_says() {
    let mut run = 0;
    for rule in RULES {
        let Some(example) = rule.example.filter(|example| example.path == "/v1/impayes/simulations") else { continue };
        let body: Value = serde_json::from_str(example.body).unwrap();
        let list: Vec<UnpaidMonth> = body["months"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| UnpaidMonth {
                month: month(item["month"].as_str().unwrap()),
                unpaid_cents: number(item, "unpaid_cents").unwrap(),
                includes_adjustment: false,
            })
            .collect();
        let found = assess(&Claim {
            figures: Figures {
                rent_cents: number(&body, "rent_cents").unwrap(),
                charges_cents: number(&body, "charges_cents"),
                aid_cents: number(&body, "aid_cents"),
                payment_mode: body["payment_mode"].as_str().unwrap().parse().unwrap(),
                due_day: u32::try_from(number(&body, "due_day").unwrap_or(1)).unwrap(),
            },
            months: &list,
            reported_on: day(body["reported_on"].as_str().unwrap()),
            occasion: Occasion::Simulation,
            started_on: None,
            ended_on: None,
        })
        .unwrap();
        let answer = json!({
            "regime": found.regime.as_str(), "constituted": found.constituted, "late": found.late,
            "threshold_cents": found.threshold_cents, "constituted_on": found.constituted_on,
            "report_deadline_on": found.report_deadline_on,
        });
        for (pointer, value) in example.shows {
            let expected: Value = serde_json::from_str(value).unwrap();
            assert_eq!(answer.pointer(pointer), Some(&expected), "{} {pointer}", rule.id);
        }
        assert_eq!(codes(&found), example.code.into_iter().collect::<Vec<_>>(), "{}", rule.id);
        run += 1;
    }
    assert!(run >= 6);
}
