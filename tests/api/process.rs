//! The process: killed, told to stop, and with a log that nobody reads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use offre_bailleurs::testing::demo;
use serde_json::json;

use crate::support::served::Served;
use crate::support::{Database, Wire};

#[test]
fn every_acknowledged_rent_is_there_after_a_kill() {
    let database = Database::demo();
    let mut served = Served::over(&database);
    let token = served.token();
    let listed = served.get("/v1/tenants?rent_declaration=to_declare&limit=200", &token).1;
    let waiting: Vec<String> = listed["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let (turn, acknowledged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(tenant) = waiting.get(turn.fetch_add(1, Ordering::Relaxed)) {
                    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 50_000 }).to_string();
                    match served.try_call("POST", "/v1/rent-declarations", &token, "application/json", &body) {
                        Some((201, body)) => acknowledged.lock().unwrap().push(body["id"].as_str().unwrap().to_owned()),
                        _ => break,
                    }
                }
            });
        }
        while acknowledged.lock().unwrap().len() < 5 {
            std::thread::yield_now();
        }
        served.signal("KILL");
    });
    served.wait();
    let acknowledged = acknowledged.into_inner().unwrap();
    let again = Served::over(&database);
    let token = again.token();
    for id in &acknowledged {
        let (status, declaration) = again.get(&format!("/v1/rent-declarations/{id}"), &token);
        assert_eq!(status, 200, "{id} is lost");
        let receipt = again.get(&format!("/v1/rent-declarations/{id}/receipt"), &token).1;
        assert_eq!(receipt["content_sha256"], declaration["receipt"]["content_sha256"]);
    }
    again.stop();
}

#[test]
fn r107_the_log_holds_no_name_number_search_or_token() {
    let database = Database::demo();
    let served = Served::over(&database);
    let token = served.token();
    for path in ["/v1/tenants?search=aubigne", "/v1/landlord", "/v1/tenants/ten_nothing", "/v1/tenants?search=%ff", "/nowhere?secret=1"] {
        served.get(path, &token);
    }
    let body = json!({ "tenant_id": "D'Aubigné", "nir": "295109912611193", "iban": "FR1420041010050500013M02606" }).to_string();
    served.call("POST", "/v1/rent-declarations", &token, "application/json", &body);
    let log = served.stop();
    assert!(log.contains("/v1/tenants") && log.contains("answered"));
    for secret in ["ubign", "2606", "295109", "1234567", "Tilleuls", &token[..40], "secret=1", demo::LANDLORD_CLIENT.1] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}

/// Asks for so much that the log no longer fits into a pipe that nobody reads, then stops it.
fn goes_on_without_its_log(mut served: Served) {
    let token = served.token();
    for _ in 0..800 {
        assert_eq!(served.get("/v1/me", &token).0, 200);
        assert_eq!(served.get("/nowhere", "").0, 404);
    }
    served.signal("TERM");
    let asked = Instant::now();
    while served.ended().is_none() {
        assert!(asked.elapsed() < Duration::from_secs(20), "it never ends");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(served.wait().success());
}

#[test]
fn a_server_whose_log_is_closed_answers_and_stops() {
    let database = Database::demo();
    let (served, log) = Served::unheard(&database, &[]);
    drop(log);
    goes_on_without_its_log(served);
}

#[test]
fn a_server_whose_log_nobody_reads_answers_and_stops() {
    let database = Database::demo();
    let (served, log) = Served::unheard(&database, &[]);
    goes_on_without_its_log(served);
    drop(log);
}

const LIVE: [&str; 1] = ["GET /health/live HTTP/1.1"];

#[test]
fn a_server_told_to_stop_is_no_longer_ready_and_serves_until_its_callers_have_gone() {
    let database = Database::demo();
    let mut served = Served::with(&database, &[("DRAIN_SECONDS", "60")]);
    let token = served.token();
    assert_eq!(served.get("/health/ready", "").0, 200);
    let mut kept = Wire::to(&served.host);
    kept.head(&LIVE);
    assert!(!kept.answer().1.contains("connection: close"));
    served.signal("TERM");
    let asked = Instant::now();
    while served.get("/health/ready", "").0 == 200 {
        assert!(asked.elapsed() < Duration::from_secs(10), "it stays ready");
    }
    assert_eq!(served.get("/health/ready", "").1["code"], "unavailable");
    // A connection from before is answered, and told to end.
    kept.head(&LIVE);
    assert!(kept.answer().1.contains("connection: close"));
    kept.closes();
    // So is one from after, whatever the answer.
    for (head, status) in [
        (vec!["GET /health/live HTTP/1.1"], 200),
        (vec!["GET /nowhere HTTP/1.1"], 404),
        (vec!["DELETE /v1/landlord HTTP/1.1"], 405),
        (vec!["GET /v1/landlord HTTP/1.1"], 401),
    ] {
        let mut wire = Wire::to(&served.host);
        wire.head(&head);
        let (told, text, _) = wire.answer();
        assert!(told == status && text.contains("connection: close"), "{head:?}: {text}");
        wire.closes();
    }
    assert_eq!(served.get("/v1/landlord", &token).0, 200);
    assert!(served.ended().is_none(), "it serves while it is drained");
    // A second signal says that nobody is to be waited for.
    served.stop();
}

#[test]
fn a_server_told_to_stop_ends_after_the_seconds_it_was_given() {
    let database = Database::demo();
    let mut served = Served::with(&database, &[("DRAIN_SECONDS", "1")]);
    served.signal("TERM");
    assert_eq!(served.get("/health/live", "").0, 200);
    assert!(served.wait().success());
}
