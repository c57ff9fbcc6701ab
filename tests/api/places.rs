//! Every place of every body and every parameter, as the document tells them: what a day, a month and a
//! blank text are there.

use offre_bailleurs::testing::{self, demo};
use serde_json::{Value, json};

use crate::document::{Operation, operations};
use crate::roster::load_for_all;
use crate::support::{Answer, TestApp};

/// Days and months outside the bounds, and what is no day at all.
const DAYS: [(&str, &str); 5] = [
    ("1899-12-31", "out_of_range"),
    ("2200-01-01", "out_of_range"),
    ("9999-12-31", "out_of_range"),
    ("+10000-01-31", "invalid_format"),
    ("2026-02-30", "invalid_format"),
];
const MONTHS: [(&str, &str); 4] =
    [("1899-12", "out_of_range"), ("2200-01", "out_of_range"), ("+262142-12", "invalid_format"), ("2026-13", "invalid_format")];
const BLANKS: [&str; 4] = ["", "   ", "\u{a0}\u{202f}\u{2009}", "\t\r\n"];

/// A text of a body: where it stands, which branch of a union it is of, and what judges it.
#[derive(Clone)]
struct Place<'d> {
    tokens: Vec<String>,
    branch: Option<Value>,
    schema: &'d Value,
    nullable: bool,
}

impl Place<'_> {
    fn pointer(&self) -> String {
        self.tokens.iter().map(|token| format!("/{token}")).collect()
    }

    /// A body that holds nothing but a value at the place.
    fn body(&self, value: &Value) -> Value {
        let around = |inner, token: &String| if token == "0" { json!([inner]) } else { json!({ token.as_str(): inner }) };
        let mut body = self.tokens.iter().rev().fold(value.clone(), around);
        if let Some(branch) = self.branch.as_ref().filter(|_| self.tokens != ["type"]) {
            body["type"] = branch.clone();
        }
        body
    }

    fn is_day(&self) -> bool {
        self.schema["format"] == "date"
    }

    fn is_month(&self) -> bool {
        self.schema["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("^(19|20|21)[0-9]{2}-(0["))
    }
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    schema["$ref"].as_str().map_or(schema, |reference| resolved(document, document.pointer(reference.trim_start_matches('#')).unwrap()))
}

/// The texts below a schema.
fn texts<'d>(document: &'d Value, schema: &'d Value, at: Place<'d>, found: &mut Vec<Place<'d>>) {
    let schema = resolved(document, schema);
    let nullable = at.nullable || schema["type"].as_array().is_some_and(|all| all.contains(&json!("null")));
    let at = Place { schema, nullable, ..at };
    let branches: Vec<&Value> = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|kind| schema[kind].as_array()).flatten().collect();
    let some: Vec<&Value> = branches.iter().copied().filter(|branch| branch["type"] != "null").collect();
    for branch in &some {
        let tag = resolved(document, &resolved(document, branch)["properties"]["type"])["enum"][0].clone();
        let branch_of = if some.len() > 1 && tag.is_string() { Some(tag) } else { at.branch.clone() };
        let nullable = at.nullable || some.len() < branches.len();
        texts(document, branch, Place { branch: branch_of, nullable, ..at.clone() }, found);
    }
    let deeper = |token: &str| Place { tokens: [at.tokens.clone(), vec![token.to_owned()]].concat(), nullable: false, ..at.clone() };
    for (key, member) in schema["properties"].as_object().into_iter().flatten() {
        texts(document, member, deeper(key), found);
    }
    if schema["items"].is_object() {
        texts(document, &schema["items"], deeper("0"), found);
    }
    if schema["type"] == "string" || schema["type"].as_array().is_some_and(|all| all.contains(&json!("string"))) {
        found.push(at);
    }
}

/// The operations that take JSON, with the texts of their bodies.
fn bodies(document: &Value) -> Vec<(Operation, String, Vec<Place<'_>>)> {
    let mut all = Vec::new();
    for operation in operations(document) {
        let contents = document["paths"][&operation.path][operation.method.to_lowercase()]["requestBody"]["content"].as_object();
        for (kind, content) in contents.into_iter().flatten().filter(|(kind, _)| kind.ends_with("json") && !kind.contains("ndjson")) {
            let mut found = Vec::new();
            let whole = Place { tokens: Vec::new(), branch: None, schema: &content["schema"], nullable: false };
            texts(document, &content["schema"], whole, &mut found);
            all.push((
                Operation { method: operation.method.clone(), path: operation.path.clone(), value: operation.value.clone() },
                kind.clone(),
                found,
            ));
        }
    }
    all
}

/// The codes that an answer tells at a place.
fn told_at<'a>(answer: &'a Answer, kind: &str, place: &str) -> Vec<&'a str> {
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter(|one| one[kind] == place).map(|one| one["code"].as_str().unwrap()).collect()
}

fn address(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
}

#[test]
fn g9_every_day_month_and_blank_of_every_body_is_judged_at_its_place() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let body_token = app.token_of(demo::PAYING_BODY_CLIENT);
    let (mut days, mut months, mut blanks) = (0, 0, 0);
    for (operation, kind, places) in bodies(&document) {
        let token = if operation.path.starts_with("/v1/paying-body") { &body_token } else { app.token() };
        let send = |place: &Place<'_>, value: &Value| {
            let headers = [("if-match".to_owned(), "*".to_owned())];
            app.call(&operation.method, &address(&operation.path), &kind, &place.body(value).to_string(), token, &headers)
        };
        for place in &places {
            let (pointer, case) = (place.pointer(), format!("{} {} {}", operation.method, operation.path, place.pointer()));
            let wrong: &[(&str, &str)] = match (place.is_day(), place.is_month()) {
                (true, _) => &DAYS,
                (_, true) => &MONTHS,
                _ => &[],
            };
            days += usize::from(place.is_day());
            months += usize::from(place.is_month());
            for (text, code) in wrong {
                let refused = send(place, &json!(text));
                assert!(refused.status == 422 && told_at(&refused, "pointer", &pointer).contains(code), "{case} {text}: {}", refused.body);
            }
            let nothing = send(place, &Value::Null);
            for blank in BLANKS {
                let judged = send(place, &json!(blank));
                let expected = if place.nullable { told_at(&nothing, "pointer", &pointer) } else { vec!["required"] };
                assert_eq!(told_at(&judged, "pointer", &pointer), expected, "{case} {blank:?}: {}", judged.body);
                blanks += 1;
            }
        }
    }
    assert!(days > 10 && months > 2 && blanks > 150, "{days} {months} {blanks}");
}

#[test]
fn g9_every_day_and_month_of_every_parameter_is_bounded_and_a_blank_one_asks_for_nothing() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let body_token = app.token_of(demo::PAYING_BODY_CLIENT);
    let (mut bounded, mut searched) = (0, 0);
    for operation in operations(&document).into_iter().filter(|one| one.method == "GET") {
        let token = if operation.path.starts_with("/v1/paying-body") { &body_token } else { app.token() };
        let path = address(&operation.path).replace("/x/tenants", "/2026/tenants");
        let get = |query: &str| app.call("GET", &format!("{path}?{query}"), "", "", token, &[]);
        for parameter in operation.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            let place = Place { tokens: Vec::new(), branch: None, schema: resolved(&document, &parameter["schema"]), nullable: false };
            let wrong: &[(&str, &str)] = match (place.is_day(), place.is_month()) {
                (true, _) => &DAYS,
                (_, true) => &MONTHS,
                _ if name.ends_with("year") => &[("1899", "out_of_range"), ("2200", "out_of_range"), ("262142", "out_of_range")],
                _ => &[],
            };
            for (text, code) in wrong {
                let refused = get(&format!("{name}={}", text.replace('+', "%2B")));
                assert!(
                    refused.status == 422 && told_at(&refused, "parameter", name).contains(code),
                    "{path} {name} {text}: {}",
                    refused.body
                );
                bounded += 1;
            }
            // The lines of a transfer need one: what judges them is what judges all lines.
            if name == "search" && !operation.path.contains("{id}") {
                let needed = operation.parameters("query").into_iter().filter(|one| one["required"] == true);
                let needed: String = needed.map(|one| format!("{}={}&", one["name"].as_str().unwrap(), plainly(&document, one))).collect();
                let all = get(needed.trim_end_matches('&')).expect(200);
                for blank in ["", "%20", "+++", "%C2%A0%E2%80%AF", "%09"] {
                    let found = get(&format!("{needed}search={blank}")).expect(200);
                    let same = |member: &str| assert_eq!(found[member], all[member], "{path} {blank}");
                    ["data", "months", "total_cents"].into_iter().for_each(same);
                }
                searched += 1;
            }
        }
    }
    assert!(bounded > 10 && searched > 2, "{bounded} {searched}");
}

/// The example of a parameter, as it stands in an address.
fn plainly(document: &Value, parameter: &Value) -> String {
    let schema = resolved(document, &parameter["schema"]);
    let own = parameter.get("example").or(schema.get("example")).unwrap_or(&schema["examples"][0]);
    own.as_str().map_or_else(|| own.to_string(), str::to_owned)
}

/// The texts of a line of a roster, by pointer.
fn line_texts(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, one)| line_texts(one, &format!("{at}/{key}"), found)),
        Value::Array(items) => items.iter().take(1).for_each(|one| line_texts(one, &format!("{at}/0"), found)),
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        _ => {}
    }
}

#[test]
fn g9_every_day_month_and_blank_of_every_line_is_judged_at_its_place() {
    let app = TestApp::demo();
    let mut roster = Vec::new();
    demo::write_roster(&mut roster).unwrap();
    let lines: Vec<Value> = String::from_utf8(roster).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // Of each kind one line for each place where some line has a text.
    let mut seen = std::collections::BTreeMap::new();
    for line in &lines {
        let mut found = Vec::new();
        line_texts(line, "", &mut found);
        for (pointer, text) in found {
            seen.entry((line["type"].as_str().unwrap().to_owned(), pointer)).or_insert_with(|| (line.clone(), text));
        }
    }
    let (mut days, mut months) = (0, 0);
    for ((kind, pointer), (line, text)) in seen {
        let faults = |changed: &str| {
            let mut line = line.clone();
            *line.pointer_mut(&pointer).unwrap() = json!(changed);
            let report = load_for_all(app.database(), &line.to_string());
            report.errors.iter().filter(|one| one.pointer == pointer).map(|one| one.code.word).collect::<Vec<_>>()
        };
        let dated = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && text.contains('-');
        let wrong: &[(&str, &str)] = match (dated, text.len()) {
            (true, 10) => &DAYS,
            (true, 7) => &MONTHS,
            _ => &[],
        };
        days += usize::from(dated && text.len() == 10);
        months += usize::from(dated && text.len() == 7);
        for (text, code) in wrong {
            assert!(faults(text).contains(code), "{kind} {pointer} {text}: {:?}", faults(text));
        }
        for blank in BLANKS {
            let told = faults(blank);
            assert!(told.is_empty() || told == ["required"], "{kind} {pointer} {blank:?}: {told:?}");
        }
    }
    assert!(days > 6 && months > 1, "{days} {months}");
}

/// The days and months of an answer that have not the one form of the document.
fn strange_days(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, one)| strange_days(one, key, found)),
        Value::Array(items) => items.iter().for_each(|one| strange_days(one, key, found)),
        Value::String(text) => {
            let form = |length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let wrong = (key.ends_with("_on") || key == "on") && !form(10) || (key.ends_with("month") && !form(7));
            found.extend((wrong || text.contains("+2") || text.contains("2999")).then(|| format!("{key}: {text}")));
        }
        _ => {}
    }
}

#[test]
fn g9_what_is_computed_from_the_last_days_of_an_input_is_a_day_of_the_document() {
    let mut app = TestApp::demo();
    let campaign = json!({ "type": "campaign", "year": 2199, "opens_on": "2199-07-15", "cutoff_on": "2199-12-31" });
    let mut tenant = crate::codes::told::line("tenant", demo::keys::PLAIN);
    (tenant["key"], tenant["last_name"], tenant["lease"]["started_on"]) = (json!("LAST"), json!("Dernière"), json!("2199-12-31"));
    tenant["aid"]["last_month"] = json!("2199-12");
    assert_eq!(load_for_all(app.database(), &format!("{campaign}\n{tenant}")).accepted, 2);
    let eloise = app.tenant("eloise");
    let months = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]);
    let steps = json!([{ "kind": "reminder", "done_on": "2026-09-05" }]);
    let case = app.post("/v1/impayes", &json!({ "tenant_id": eloise, "months": months, "recovery_steps": steps })).expect(201);
    let path = format!("/v1/impayes/{}", case["id"].as_str().unwrap());
    let plan = json!({ "signed_on": "2026-11-20", "first_due_on": "2199-12-31" });
    let planned = app.post(&format!("{path}/repayment-plans"), &plan).expect(200);
    let days: Vec<&str> =
        planned["repayment_plan"]["instalments"].as_array().unwrap().iter().map(|one| one["due_on"].as_str().unwrap()).collect();
    assert!(days.len() == 36 && days.is_sorted_by(|one, next| one < next), "{days:?}");
    let far = json!([{ "month": "2199-11", "unpaid_cents": 45_001 }, { "month": "2199-12", "unpaid_cents": 1 }]);
    let judged =
        app.post("/v1/impayes/simulations", &json!({ "tenant_id": eloise, "months": far, "reported_on": "2199-12-31" })).expect(200);
    let departure = json!({ "type": "departure", "tenant_id": eloise, "departed_on": "2026-11-23", "lease_ended_on": "2199-12-31",
        "leaving": "household", "reason": "moved" });
    let refused = app.post("/v1/changes", &departure);
    assert_eq!(refused.status, 422);
    let mut answers = vec![planned, judged, refused.body];
    for path in [path.as_str(), "/v1/tenants?search=derniere", "/v1/rent-campaigns", "/v1/rent-campaigns/2199/tenants?limit=200"] {
        answers.push(app.get(path).expect(200));
    }
    for path in ["/v1/payments/summary?year=2199", "/v1/payments/reconciliation?month=2199-12&limit=200", "/v1/landlord/todos?limit=200"] {
        answers.push(app.get(path).expect(200));
    }
    app.at("2199-12-31T12:00:00Z");
    for path in ["/v1/me", "/v1/landlord", "/v1/tenants?limit=200", "/v1/landlord/todos?limit=200", "/v1/rent-campaigns/2199"] {
        answers.push(app.get(path).expect(200));
    }
    let mut found = Vec::new();
    answers.iter().for_each(|answer| strange_days(answer, "", &mut found));
    assert!(found.is_empty(), "{found:?}");
}
