//! What the running service logs of each outcome.

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use offre_bailleurs::testing::PgConnection;
use offre_bailleurs::testing::demo;
use serde_json::{Value, json};

use crate::support::served::{REQUEST_ID, Served, outcomes};
use crate::support::{Database, TestApp, Wire};

fn find<'a>(lines: &'a [Value], method: &str, route: &str, status: u16) -> &'a Value {
    let found: Vec<_> = lines
        .iter()
        .filter(|line| line["fields"]["method"] == method && line["fields"]["route"] == route && line["fields"]["status"] == status)
        .collect();
    assert_eq!(found.len(), 1, "{method} {route} {status} in {lines:#?}");
    found[0]
}

/// Makes every insert into a table fail, with a number in the words.
pub fn break_inserts(url: &str, table: &str) {
    match url.strip_prefix("sqlite://") {
        Some(file) => SqliteConnection::establish(file)
            .unwrap()
            .batch_execute(&format!(
                "PRAGMA busy_timeout=5000; CREATE TRIGGER broken BEFORE INSERT ON {table} \
                 BEGIN SELECT RAISE(ABORT, 'made on purpose 184127645108946'); END"
            ))
            .unwrap(),
        None => PgConnection::establish(url)
            .unwrap()
            .batch_execute(&format!(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'made on purpose 184127645108946'; END $$; \
                 CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()"
            ))
            .unwrap(),
    }
}

#[test]
fn a_body_that_still_comes_when_the_service_stops_is_told_so() {
    let database = Database::demo();
    let served = Served::over(&database);
    let caller = format!("authorization: Bearer {}", served.token());
    let mut wire = Wire::to(&served.host);
    wire.head(&["POST /v1/changes HTTP/1.1", "content-type: application/json", "content-length: 200000", "expect: 100-continue", &caller]);
    assert_eq!(wire.answer().0, 100);
    std::thread::scope(|scope| {
        let stopped = scope.spawn(|| outcomes(&served.stop()));
        // Fast enough for 30 seconds, if they were given.
        while wire.try_send(&[b' '; 100]).is_ok() && !stopped.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let lines = stopped.join().unwrap();
        let line = find(&lines, "POST", "/v1/changes", 503);
        assert_eq!(line["fields"]["code"], "unavailable");
    });
    assert_eq!(wire.refused(), (503, "unavailable".to_owned()));
}

#[test]
fn g7_a_500_inside_a_write_shows_its_cause_scrubbed_and_request_id_in_one_line() {
    let database = Database::demo();
    break_inserts(&database.url, "rent_declarations");
    let served = Served::over(&database);
    let token = served.token();
    let listed = served.get("/v1/tenants?rent_declaration=to_declare&limit=1", &token).1;
    let body = json!({ "tenant_id": listed["data"][0]["id"], "campaign_year": 2026, "rent_cents": 50_000 }).to_string();
    let (status, told) = served.call("POST", "/v1/rent-declarations", &token, "application/json", &body);
    assert_eq!((status, &told["code"], &told["request_id"]), (500, &json!("internal_error"), &json!(REQUEST_ID)));
    assert!(!told.to_string().contains("on purpose"), "{told}");
    let lines = outcomes(&served.stop());
    let line = find(&lines, "POST", "/v1/rent-declarations", 500);
    assert_eq!((&line["level"], &line["span"]["request_id"]), (&json!("ERROR"), &json!(REQUEST_ID)));
    let cause = line["fields"]["cause"].as_str().unwrap();
    assert!(cause.starts_with("refused: ") && cause.contains("made on purpose [nir]"), "{cause}");
    assert_eq!(line["fields"]["client"], demo::LANDLORD_CLIENT.0);
}

#[test]
fn every_outcome_has_its_one_line() {
    let database = Database::demo();
    let served = Served::over(&database);
    assert_eq!(served.call("GET", "/nowhere", "", "text/plain", "").0, 404);
    assert_eq!(served.call("DELETE", "/v1/impayes/simulations", "", "text/plain", "").0, 405);
    assert_eq!(served.call("DELETE", "/v1/tenants/ten_1", "", "text/plain", "").0, 405);
    assert_eq!(served.token_with("wrong").0, 401);
    assert_eq!(served.call("GET", "/v1/tenants", "", "text/plain", "").0, 401);
    assert!(served.raw(b"nothing like HTTP\r\n\r\n").starts_with("HTTP/1.1 400"));
    let long = [b"GET / HTTP/1.1\r\nHost: x\r\nX: ".as_slice(), &[b'x'; 200_000]].concat();
    served.raw(&long);
    let lines = outcomes(&served.stop());
    for (method, route, status, code) in [
        ("GET", "unmatched", 404, "not_found"),
        ("DELETE", "/v1/impayes/simulations", 405, "method_not_allowed"),
        ("POST", "/oauth/token", 401, "invalid_client"),
        ("GET", "/v1/tenants", 401, "invalid_token"),
    ] {
        let line = find(&lines, method, route, status);
        assert_eq!(
            (&line["fields"]["code"], &line["level"], &line["span"]["request_id"]),
            (&json!(code), &json!("INFO"), &json!(REQUEST_ID))
        );
    }
    let refused = |status| lines.iter().filter(|line| line["fields"]["route"] == "unparsed" && line["fields"]["status"] == status).count();
    assert_eq!((refused(400), refused(431)), (1, 1), "{lines:#?}");
    assert_eq!(lines.len(), 7, "{lines:#?}");
}

/// Holds what a write needs, for longer than a write waits.
pub fn hold(url: &str, release: &std::sync::mpsc::Receiver<()>, held: &std::sync::mpsc::Sender<()>) {
    match url.strip_prefix("sqlite://") {
        Some(file) => {
            let mut other = SqliteConnection::establish(file).unwrap();
            other.batch_execute("PRAGMA busy_timeout=5000; BEGIN IMMEDIATE").unwrap();
            held.send(()).unwrap();
            release.recv().unwrap();
        }
        None => {
            let mut other = PgConnection::establish(url).unwrap();
            other.batch_execute("BEGIN; SELECT landlord_id FROM landlords FOR UPDATE").unwrap();
            held.send(()).unwrap();
            release.recv().unwrap();
        }
    }
}

#[test]
fn a_busy_landlord_is_told_so_and_works_again_afterwards() {
    let app = TestApp::demo();
    let tenant = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200)["data"][0]["id"].clone();
    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 50_000 }).to_string();
    let post = |headers: &[(String, String)]| app.call("POST", "/v1/rent-declarations", "application/json", &body, app.token(), headers);
    let key = [("idempotency-key".to_owned(), "a-key".to_owned())];
    let ((release, released), (held, holding)) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
    std::thread::scope(|scope| {
        let url = app.database();
        scope.spawn(move || hold(url, &released, &held));
        holding.recv().unwrap();
        let keyed = scope.spawn(|| post(&key));
        let plain = post(&[]);
        let keyed = keyed.join().unwrap();
        release.send(()).unwrap();
        assert_eq!((plain.status, plain.code(), plain.header("retry-after")), (503, "unavailable", "1"), "{}", plain.body);
        // SQLite has one writer for all: which landlord holds it, nobody knows.
        let expected = if app.database().starts_with("sqlite") { (503, "unavailable") } else { (409, "idempotency_in_progress") };
        assert_eq!((keyed.status, keyed.code()), expected, "{}", keyed.body);
    });
    post(&key).expect(201);
}
