//! Many at once, many rows, other people's objects.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use offre_bailleurs::testing::demo::keys;
use serde_json::{Value, json};

use crate::support::TestApp;

fn get(app: &TestApp, path: &str, token: &str) -> Value {
    app.call("GET", path, "", "", token, &[]).expect(200)
}

#[test]
fn a_thousand_tenants_cost_as_many_statements_as_two() {
    let app = TestApp::demo();
    let (small, large) = (app.token_for(keys::INDIVIDUAL), app.token_for(keys::AGENCY));
    for (list, statements) in [
        ("tenants", 1),
        ("logements", 1),
        ("rent-campaigns", 1),
        ("rent-campaigns/2026/tenants", 2),
        ("rent-declarations", 1),
        ("changes", 1),
        ("impayes", 1),
        ("landlord/todos", 2),
        ("payments", 2),
        ("payment-lines", 2),
    ] {
        for (limit, token) in [(1, &small), (1, &large), (200, &large)] {
            let path = format!("/v1/{list}?limit={limit}");
            // Where nothing is listed, nothing more is asked about it.
            let nothing = list == "payment-lines" && get(&app, &path, token)["data"] == json!([]);
            assert_eq!(app.statements(&path, token), if nothing { 1 } else { statements }, "{path}");
        }
    }
    for token in [&small, &large] {
        let id = get(&app, "/v1/tenants?limit=1", token)["data"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(app.statements(&format!("/v1/tenants/{id}"), token), 1);
        assert_eq!(app.statements("/v1/landlord", token), 3);
    }
}

#[test]
fn an_object_and_its_receipt_are_one_statement_each() {
    let app = TestApp::demo();
    let token = app.token_for(keys::SCI);
    // The effects of a change name tenants of its unit: a second statement, sent with the first.
    for (kind, statements, receipt) in [("logements", 1, false), ("rent-declarations", 1, true), ("changes", 2, true), ("impayes", 1, true)]
    {
        let id = get(&app, &format!("/v1/{kind}?limit=1"), &token)["data"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(app.statements(&format!("/v1/{kind}/{id}"), &token), statements, "{kind}");
        if receipt {
            assert_eq!(app.statements(&format!("/v1/{kind}/{id}/receipt"), &token), 1, "{kind}");
        }
    }
}

#[test]
fn r15_another_landlord_s_objects_are_not_found_anywhere() {
    let app = TestApp::demo();
    let other = app.token_for(keys::AGENCY);
    let tenant = get(&app, "/v1/tenants?limit=1&rent_declaration=to_declare", &other)["data"][0].clone();
    let (id, logement) = (tenant["id"].as_str().unwrap(), tenant["logement"]["id"].as_str().unwrap());
    assert_eq!(app.get(&format!("/v1/tenants/{id}")).code(), "not_found");
    assert_eq!(app.get(&format!("/v1/logements/{logement}")).code(), "not_found");
    for (path, body) in [
        ("/v1/rent-declarations", json!({ "tenant_id": id, "campaign_year": 2026, "rent_cents": 1 })),
        ("/v1/changes", json!({ "type": "colocation", "tenant_id": id, "effective_on": "2026-11-01", "coholders": 2 })),
        ("/v1/impayes", json!({ "tenant_id": id, "months": [{ "month": "2026-10", "unpaid_cents": 1 }] })),
        ("/v1/impayes/simulations", json!({ "tenant_id": id, "months": [{ "month": "2026-10", "unpaid_cents": 1 }] })),
    ] {
        let refused = app.post(path, &body);
        assert_eq!((refused.code(), &refused.body["errors"][0]["pointer"]), ("not_found", &json!("/tenant_id")), "{path}");
    }
    for list in ["tenants", "rent-declarations", "changes", "impayes"] {
        let name = if list == "tenants" { "logement_id" } else { "tenant_id" };
        let value = if list == "tenants" { logement } else { id };
        assert_eq!(app.get(&format!("/v1/{list}?{name}={value}")).expect(200)["data"], json!([]), "{list}");
    }
    let declared = app.get("/v1/rent-declarations?limit=1").expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    for path in [format!("/v1/rent-declarations/{declared}"), format!("/v1/rent-declarations/{declared}/receipt")] {
        assert_eq!(app.call("GET", &path, "", "", &other, &[]).code(), "not_found");
    }
}

#[test]
fn sixteen_clients_declare_a_thousand_rents_without_an_error() {
    let app = TestApp::demo();
    let token = app.token_for(keys::AGENCY);
    let mut waiting = Vec::new();
    for (year, status) in [(2026, "to_declare"), (2025, "overdue")] {
        let path = format!("/v1/rent-campaigns/{year}/tenants?status={status}&limit=200");
        let mut next = path.clone();
        loop {
            let page = get(&app, &next, &token);
            waiting.extend(page["data"].as_array().unwrap().iter().map(|one| (one["tenant"]["id"].as_str().unwrap().to_owned(), year)));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            next = format!("{path}&cursor={cursor}");
        }
    }
    assert!(waiting.len() >= 1_000, "{} to declare", waiting.len());
    let (turn, bad) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                while let Some((tenant, year)) = waiting.get(turn.fetch_add(1, Ordering::Relaxed)) {
                    let body = json!({ "tenant_id": tenant, "campaign_year": year, "rent_cents": 50_000 }).to_string();
                    let answer = app.call("POST", "/v1/rent-declarations", "application/json", &body, &token, &[]);
                    if answer.status != 201 {
                        bad.lock().unwrap().push(answer.body);
                    }
                }
            });
        }
    });
    assert_eq!(*bad.lock().unwrap(), Vec::<Value>::new());
    for (year, left) in [(2026, "to_declare"), (2025, "overdue")] {
        let counts = get(&app, &format!("/v1/rent-campaigns/{year}"), &token)["counts"].clone();
        assert_eq!(counts[left], 0, "{year}: {counts}");
    }
}
