//! The catalogue of rules.

use serde_json::Value;

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
    for rule in offre_bailleurs::testing::RULES {
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
