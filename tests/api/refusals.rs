//! Each operation lists the codes that it raises, and raises each that it lists. The first half holds at every
//! answer of every test (`support/contract.rs`); here is the second: each code is provoked at each
//! operation that lists it, by what the code means, or by a story where it takes one.

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use offre_bailleurs::testing::{self, demo};
use serde_json::{Value, json};

use crate::document::{Operation, drive, operations};
use crate::support::contract::{Seen, What, documented_codes, refused};
use crate::support::{TestApp, Wire};

/// Codes that operations list and that are not provoked at each of them, with the reason.
const UNPROVOKED: &[(&str, &str)] = &[
    ("internal_error", "a fault of the service itself, which no request provokes; outcomes.rs breaks the database to raise it"),
    (
        "unavailable",
        "a fault of the database, which all reads and all writes meet in the same place; outcomes.rs, lost.rs and cut.rs raise it",
    ),
    (
        "idempotency_in_progress",
        "all keyed submissions are one function; outcomes.rs raises it, which takes a write that waits, on PostgreSQL alone",
    ),
];

fn pair(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

/// Somebody who may call an operation.
struct Tokens {
    landlord: String,
    body: String,
    narrow: String,
}

impl Tokens {
    fn of(app: &TestApp) -> Self {
        let landlord = app.token().to_owned();
        Self { landlord, body: app.token_of(demo::PAYING_BODY_CLIENT), narrow: app.token_with(demo::LANDLORD_CLIENT, "events:read") }
    }

    fn for_operation(&self, operation: &Operation) -> &str {
        match operation.value["security"][0]["oauth2"][0].as_str() {
            Some("paying-body") => &self.body,
            _ if operation.path == "/oauth/token" => "basic",
            _ => &self.landlord,
        }
    }
}

/// What each code means of a request, at an operation that lists it; the rest takes a story.
fn provoke(app: &TestApp, document: &Value, tokens: &Tokens, operation: &Operation, code: &str) {
    let (method, token) = (operation.method.as_str(), tokens.for_operation(operation));
    let address = operation.address(document, None);
    let with = |more: &str| format!("{address}{}{more}", if address.contains('?') { '&' } else { '?' });
    let (kind, body) = operation.bodies().into_iter().next().unwrap_or_default();
    let none: &[(String, String)] = &[];
    match code {
        // The token endpoint reads no query.
        "malformed_request" if operation.path == "/oauth/token" || operation.path.ends_with("/load") => broken(app, operation, token),
        "malformed_request" => drop(app.call(method, &with("a=%ff"), &kind, &body, token, none)),
        "invalid_cursor" => drop(app.call(method, &with("cursor=abc"), "", "", token, none)),
        "invalid_token" => drop(app.call(method, &address, &kind, &body, "", none)),
        "insufficient_scope" => drop(app.call(method, &address, &kind, &body, &tokens.narrow, none)),
        "not_acceptable" => drop(app.call(method, &address, &kind, &body, token, &pair("accept", "application/x-nothing"))),
        "not_found" if operation.path.contains('{') => {
            let address = operation.address(document, Some("nothing"));
            drop(app.call(method, &address, &kind, &body, token, &pair("if-match", "*")));
        }
        "unsupported_media_type" => drop(app.call(method, &address, "text/plain", &body, token, none)),
        "payload_too_large" if operation.path.ends_with("/load") => {
            // A body of any size is taken, but not one that unpacks to far more than was sent.
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&[b' '; 20_000_000]).unwrap();
            let headers = [("content-type", "application/x-ndjson"), ("content-encoding", "gzip")];
            drop(app.load(token, &headers, packed.finish().unwrap()));
        }
        "payload_too_large" => drop(app.call(method, &address, &kind, &" ".repeat(300_000), token, none)),
        "validation_failed" => drop(app.call(method, &with("nope=1"), &kind, &body, token, none)),
        "precondition_failed" => drop(app.call(method, &address, &kind, &body, token, &pair("if-match", "\"old\""))),
        "precondition_required" => drop(app.call(method, &address, &kind, &body, token, none)),
        _ => {}
    }
}

/// A body whose chunks are none.
fn broken(app: &TestApp, operation: &Operation, token: &str) {
    let mut wire = Wire::to(app.host());
    let kind = format!("content-type: {}", operation.bodies()[0].0);
    let caller = format!("authorization: Bearer {token}");
    wire.head(&[&format!("{} {} HTTP/1.1", operation.method, operation.path), &kind, &caller, "transfer-encoding: chunked"]);
    wire.send(b"zz\r\n");
    let (status, _, body) = wire.answer();
    app.recorded().keep(&operation.method, &operation.path, status, &[], &body);
}

/// Every operation with a body, whose body does not come.
fn slow(document: &Value) -> BTreeSet<Seen> {
    let app = TestApp::limited(|limits| {
        limits.body.whole = Duration::from_millis(500);
        limits.load.whole = Duration::from_millis(500);
    });
    let tokens = Tokens::of(&app);
    for operation in operations(document).iter().filter(|one| one.value.get("requestBody").is_some()) {
        let mut wire = Wire::to(app.host());
        let kind = format!("content-type: {}", operation.bodies()[0].0);
        let caller = format!("authorization: Bearer {}", tokens.for_operation(operation));
        let address = operation.address(document, None);
        wire.head(&[&format!("{} {address} HTTP/1.1", operation.method), &kind, &caller, "if-match: *", "content-length: 1000"]);
        let (status, _, body) = wire.answer();
        app.recorded().keep(&operation.method, &address, status, &[], &body);
    }
    app.recorded().all()
}

/// A key that stood for another request: that with a space less.
fn reused(document: &Value) -> BTreeSet<Seen> {
    let app = TestApp::demo();
    let tokens = Tokens::of(&app);
    let mut key = 0;
    drive(&app, |operation, body, _call| {
        if operation.parameters("header").iter().any(|one| one["name"] == "Idempotency-Key") {
            key += 1;
            let (address, token) = (operation.address(document, None), tokens.for_operation(operation));
            let send = |body: &str| app.call("POST", &address, "application/json", body, token, &pair("idempotency-key", &key.to_string()));
            let first = send(body);
            assert!(first.status < 300, "{address} {}", first.body);
            assert_eq!(send(&format!("{body} ")).code(), "idempotency_key_reused", "{address}");
        }
    });
    app.recorded().all()
}

/// Two decisions on each of what waits, and moves that the state does not allow.
fn decisions(app: &TestApp, body: &str) {
    let post = |path: &str, token: &str, body: Value| app.call("POST", path, "application/json", &body.to_string(), token, &[]);
    for kind in ["rent_declaration", "change"] {
        let waiting = app.call("GET", &format!("/v1/paying-body/inbox?kind={kind}&limit=1"), "", "", body, &[]).expect(200);
        let path = format!("{}/decision", waiting["data"][0]["href"].as_str().unwrap());
        post(&path, body, json!({ "decision": "accepted" })).expect(200);
        assert_eq!(post(&path, body, json!({ "decision": "accepted" })).code(), "already_decided");
    }
}

/// A case that is over takes nothing more.
fn over(app: &TestApp, body: &str) {
    let tenant = app.tenant("eloise");
    let months = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]);
    let steps = json!([{ "kind": "reminder", "done_on": "2026-11-02" }]);
    let case = app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps })).expect(201);
    let path = |step: &str| format!("/v1/impayes/{}/{step}", case["id"].as_str().unwrap());
    assert_eq!(
        app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps })).code(),
        "impaye_already_open"
    );
    let sold = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-10-31", "reason": "sale" });
    app.post("/v1/changes", &sold).expect(201);
    let later = json!({ "months": [{ "month": "2026-11", "unpaid_cents": 1 }] });
    assert_eq!(app.post(&path("months"), &later).code(), "management_ended");
    app.post(&path("withdrawal"), &json!({ "reason": "erreur" })).expect(200);
    let plan = json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-01", "instalments": [{ "due_on": "2026-12-01", "amount_cents": 64_000 }] });
    for (step, sent) in [
        ("withdrawal", json!({ "reason": "erreur" })),
        ("settlement", json!({ "settled_on": "2026-11-20" })),
        ("months", json!({ "months": months })),
        ("checks", json!({ "checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true })),
        ("repayment-plans", plan),
    ] {
        let answer = app.post(&path(step), &sent);
        assert_eq!(
            (answer.status, answer.code(), &answer.body["current_status"]),
            (409, "illegal_transition", &json!("closed")),
            "{step} {}",
            answer.body
        );
    }
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{}/transition", case["id"].as_str().unwrap());
    let moved = app.call("POST", &path, "application/json", "{\"status\":\"under_review\"}", body, &[]);
    assert_eq!((moved.code(), &moved.body["legal"]), ("illegal_transition", &json!([])), "{}", moved.body);
}

/// A case whose unit is managed no more takes no step of a later day.
fn unmanaged(app: &TestApp) {
    let tenant = app.tenant("eloise");
    let months = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]);
    let steps = json!([{ "kind": "reminder", "done_on": "2026-09-05" }]);
    let case = app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps })).expect(201);
    let sold = json!({ "type": "end_of_management", "tenant_id": tenant, "effective_on": "2026-11-20", "reason": "sale" });
    app.post("/v1/changes", &sold).expect(201);
    let id = case["id"].as_str().unwrap();
    let step = |step: &str, sent: Value| app.post(&format!("/v1/impayes/{id}/{step}"), &sent);
    let plan = |day: &str| json!({ "signed_on": day, "first_due_on": "2026-12-05", "count": 2 });
    assert_eq!(step("repayment-plans", plan("2026-11-21")).code(), "management_ended");
    step("repayment-plans", plan("2026-11-20")).expect(200);
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{id}/transition");
    app.paying_body().post(&path, &json!({ "status": "plan_approved" })).expect(200);
    let check = json!({ "checked_on": "2026-11-22", "plan_kept": true, "current_rent_paid": true });
    assert_eq!(step("checks", check).code(), "management_ended");
    assert_eq!(step("settlement", json!({ "settled_on": "2026-11-22" })).code(), "management_ended");
}

/// What a declaration is refused for.
fn declarations(app: &TestApp) {
    let plain = app.tenant("eloise");
    let rent = |tenant: &str, year: i32| json!({ "tenant_id": tenant, "campaign_year": year, "rent_cents": 43_000 });
    let of_line = |search: &str| {
        let line = app.get(&format!("/v1/rent-campaigns/2026/tenants?search={search}")).expect(200);
        line["data"][0]["tenant"]["id"].as_str().unwrap().to_owned()
    };
    let nobody = "ten_01m83t4cm0000000000000000z";
    let months = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 31_999 }]);
    let report = |tenant: &str, steps: Value| json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps });
    let step = json!([{ "kind": "reminder", "done_on": "2026-11-02" }]);
    let departure = |tenant: &str| json!({ "type": "departure", "tenant_id": tenant, "departed_on": "2026-11-20", "leaving": "household", "reason": "moved" });
    let managed_no_more = of_line("benali");
    app.post("/v1/rent-declarations", &rent(&plain, 2026)).expect(201);
    for (path, sent, code) in [
        ("/v1/rent-declarations", rent(nobody, 2026), "not_found"),
        ("/v1/rent-declarations", rent(&plain, 2027), "campaign_not_open"),
        ("/v1/rent-declarations", rent(&of_line("dellova"), 2026), "tenant_not_concerned"),
        ("/v1/rent-declarations", rent(&managed_no_more, 2026), "management_ended"),
        ("/v1/rent-declarations", rent(&plain, 2026), "already_declared"),
        ("/v1/changes", departure(nobody), "not_found"),
        ("/v1/changes", departure(&managed_no_more), "management_ended"),
        (
            "/v1/changes",
            json!({ "type": "colocation", "tenant_id": plain, "effective_on": "2026-11-01", "coholders": 1 }),
            "colocation_unchanged",
        ),
        ("/v1/impayes/simulations", json!({ "tenant_id": nobody, "months": months }), "not_found"),
        ("/v1/impayes", report(nobody, step.clone()), "not_found"),
        ("/v1/impayes", report(&plain, step), "impaye_not_constituted"),
    ] {
        let answer = app.post(path, &sent);
        assert_eq!(answer.code(), code, "{path} {sent} {}", answer.body);
    }
    let enough = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]);
    assert_eq!(
        app.post("/v1/impayes", &json!({ "tenant_id": plain, "months": enough, "recovery_steps": [] })).code(),
        "recovery_steps_required"
    );
    let late = json!([{ "month": "2026-11", "unpaid_cents": 32_000 }]);
    let steps = json!([{ "kind": "reminder", "done_on": "2026-11-20" }]);
    app.post("/v1/impayes", &json!({ "tenant_id": managed_no_more, "months": late, "recovery_steps": steps }));
    let change = app.post("/v1/changes", &departure(&plain)).expect(201);
    assert_eq!(app.post("/v1/changes", &departure(&plain)).code(), "departure_already_declared");
    let mut again = departure(&plain);
    again["replaces"] = change["id"].clone();
    app.post("/v1/changes", &again).expect(201);
    assert_eq!(app.post("/v1/changes", &again).code(), "already_declared");
    let cancelled = app.post(&format!("/v1/changes/{}/cancellation", change["id"].as_str().unwrap()), &json!({}));
    assert_eq!((cancelled.code(), &cancelled.body["current_status"]), ("illegal_transition", &json!("superseded")), "{}", cancelled.body);
}

#[test]
fn every_code_of_an_operation_is_raised_there() {
    let document = testing::document().unwrap();
    let app = TestApp::demo();
    let tokens = Tokens::of(&app);
    let all = documented_codes();
    for operation in operations(&document) {
        for one in all.iter().filter(|one| operation.value["operationId"] == one.operation.as_str()) {
            if let What::Code(code) = &one.what {
                provoke(&app, &document, &tokens, &operation, code);
            }
        }
    }
    let mut seen = app.recorded().all();
    seen.extend(slow(&document));
    seen.extend(reused(&document));
    let told = TestApp::demo();
    let body = told.token_of(demo::PAYING_BODY_CLIENT);
    decisions(&told, &body);
    over(&told, &body);
    seen.extend(told.recorded().all());
    let ended = TestApp::demo();
    unmanaged(&ended);
    seen.extend(ended.recorded().all());
    let told = TestApp::demo();
    declarations(&told);
    seen.extend(told.recorded().all());
    let spared = |one: &Seen| matches!(&one.what, What::Code(code) if UNPROVOKED.iter().any(|(known, _)| known == code));
    let missing: Vec<String> = all
        .iter()
        .filter(|one| !spared(one) && !seen.contains(one))
        .map(|one| format!("{} {} {:?}", one.operation, one.status, one.what))
        .collect();
    assert!(missing.is_empty(), "listed, and never raised:\n{}", missing.join("\n"));
    assert!(all.len() > 300, "only {} codes are listed", all.len());
}

#[test]
#[should_panic(expected = "does not list it")]
fn a_code_that_its_operation_does_not_list_is_found() {
    refused("GET", "/v1/me", 409, &json!({ "type": "x", "request_id": "x", "code": "already_declared" }));
}
