//! Many at once, many rows, other people's objects, a process that is killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use offre_bailleurs::testing::demo::{self, keys};
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
    for (kind, receipt) in [("logements", false), ("rent-declarations", true), ("changes", true), ("impayes", true)] {
        let id = get(&app, &format!("/v1/{kind}?limit=1"), &token)["data"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(app.statements(&format!("/v1/{kind}/{id}"), &token), 1, "{kind}");
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

/// The binary serving one SQLite file, on a port of its own.
struct Served {
    child: Child,
    address: String,
    log: std::thread::JoinHandle<String>,
}

fn serve(file: &std::path::Path) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
        .args(["serve", "--sandbox", "--now", "2026-11-23T09:00:00Z"])
        .env("DATABASE_URL", format!("sqlite://{}", file.display()))
        .env("BIND", "127.0.0.1:0")
        .env("LOG_FORMAT", "json")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("/docs/") {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "the server ended");
    }
    let address = format!("http://{}", line.split("http://").nth(1).unwrap().split("/docs/").next().unwrap());
    // The log is read to its end, or the server would wait for it.
    let log = std::thread::spawn(move || log.lines().map_while(Result::ok).collect::<Vec<_>>().join("\n"));
    Served { child, address, log }
}

fn call(address: &str, method: &str, path: &str, token: &str, body: Option<(&str, String)>) -> Option<(u16, Value)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = ureq::http::Request::builder().method(method).uri(format!("{address}{path}"));
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let (kind, text) = body.unwrap_or(("text/plain", String::new()));
    let mut response = agent.run(request.header("content-type", kind).body(text).unwrap()).ok()?;
    let bytes = response.body_mut().read_to_vec().ok()?;
    Some((response.status().as_u16(), serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

fn demo_token(address: &str) -> String {
    let (id, secret) = demo::LANDLORD_CLIENT;
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let (_, body) = call(address, "POST", "/oauth/token", "", Some(("application/x-www-form-urlencoded", form))).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

fn demo_file(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let file = folder.path().join("served.db");
    let url = format!("sqlite://{}", file.display());
    offre_bailleurs::testing::migrate::run(&url.parse().unwrap()).unwrap();
    crate::support::fill(&url);
    file
}

#[test]
fn every_acknowledged_rent_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = demo_file(&folder);
    let mut served = serve(&file);
    let token = demo_token(&served.address);
    let listed = call(&served.address, "GET", "/v1/tenants?rent_declaration=to_declare&limit=200", &token, None).unwrap().1;
    let waiting: Vec<String> = listed["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let (turn, acknowledged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(tenant) = waiting.get(turn.fetch_add(1, Ordering::Relaxed)) {
                    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 50_000 }).to_string();
                    let answer = call(&served.address, "POST", "/v1/rent-declarations", &token, Some(("application/json", body)));
                    match answer {
                        Some((201, body)) => acknowledged.lock().unwrap().push(body["id"].as_str().unwrap().to_owned()),
                        _ => break,
                    }
                }
            });
        }
        while acknowledged.lock().unwrap().len() < 5 {
            std::thread::yield_now();
        }
        Command::new("kill").args(["-9", &served.child.id().to_string()]).status().unwrap();
    });
    served.child.wait().unwrap();
    let acknowledged = acknowledged.into_inner().unwrap();
    let again = serve(&file);
    let token = demo_token(&again.address);
    for id in &acknowledged {
        let (status, declaration) = call(&again.address, "GET", &format!("/v1/rent-declarations/{id}"), &token, None).unwrap();
        assert_eq!(status, 200, "{id} is lost");
        let receipt = call(&again.address, "GET", &format!("/v1/rent-declarations/{id}/receipt"), &token, None).unwrap().1;
        assert_eq!(receipt["content_sha256"], declaration["receipt"]["content_sha256"]);
    }
    stop(again);
}

/// Asks a server to stop and gives its log.
fn stop(mut served: Served) -> String {
    Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status().unwrap();
    assert!(served.child.wait().unwrap().success(), "SIGTERM ends it in order");
    served.log.join().unwrap()
}

#[test]
fn r107_the_log_holds_no_name_number_search_or_token() {
    let folder = tempfile::tempdir().unwrap();
    let served = serve(&demo_file(&folder));
    let token = demo_token(&served.address);
    for path in ["/v1/tenants?search=aubigne", "/v1/landlord", "/v1/tenants/ten_nothing", "/v1/tenants?search=%ff", "/nowhere?secret=1"] {
        call(&served.address, "GET", path, &token, None).unwrap();
    }
    let body = json!({ "tenant_id": "D'Aubigné", "nir": "295109912611193", "iban": "FR1420041010050500013M02606" }).to_string();
    call(&served.address, "POST", "/v1/rent-declarations", &token, Some(("application/json", body))).unwrap();
    let log = stop(served);
    assert!(log.contains("/v1/tenants") && log.contains("answered"));
    for secret in ["ubign", "2606", "295109", "1234567", "Tilleuls", &token[..40], "secret=1", demo::LANDLORD_CLIENT.1] {
        assert!(!log.contains(secret), "the log holds {secret}: {log}");
    }
}
