//! A database that goes away while it is written to, over HTTP: what was said of it is true.

use std::sync::mpsc::channel;
use std::time::Duration;

use offre_bailleurs::testing::demo;
use serde_json::{Value, json};

use crate::outcomes::hold;
use crate::stopped::{counts, landlords};
use crate::support::served::Served;
use crate::support::{Around, Database, Line, Wire};

/// Lines of one transaction of a load.
const CHUNK: u64 = 500;

/// A paying body of the demo that sends a roster.
struct Sender<'a> {
    served: &'a Served,
    token: String,
}

impl<'a> Sender<'a> {
    fn to(served: &'a Served) -> Self {
        let (id, secret) = demo::PAYING_BODY_CLIENT;
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let (status, told) = served.call("POST", "/oauth/token", "", "application/x-www-form-urlencoded", &form);
        assert_eq!(status, 200, "{told}");
        Self { served, token: told["access_token"].as_str().unwrap().to_owned() }
    }

    /// A load whose lines are still to come.
    fn begin(&self) -> Wire {
        let mut wire = Wire::to(&self.served.host);
        let caller = format!("authorization: Bearer {}", self.token);
        wire.head(&["POST /v1/paying-body/load HTTP/1.1", "content-type: application/x-ndjson", "transfer-encoding: chunked", &caller]);
        wire
    }

    /// What becomes of the whole roster, sent at once: accepted, unchanged, rejected.
    fn load(&self, roster: &str) -> (u64, u64, u64) {
        let (status, told) = self.served.call("POST", "/v1/paying-body/load", &self.token, "application/x-ndjson", roster);
        assert_eq!(status, 200, "{told}");
        counts(&told)
    }
}

/// Where the first chunk of a roster ends.
fn chunk(roster: &str) -> usize {
    roster.lines().take(500).map(|line| line.len() + 1).sum()
}

fn piece(lines: &str) -> Vec<u8> {
    format!("{:x}\r\n{lines}\r\n", lines.len()).into_bytes()
}

/// The answer to a load that ends with these lines.
fn ended(mut wire: Wire, lines: &str) -> Value {
    wire.send(&piece(lines));
    // A server that has answered already may have closed.
    if let Err(error) = wire.try_send(b"0\r\n\r\n") {
        assert!(matches!(error.kind(), std::io::ErrorKind::BrokenPipe | std::io::ErrorKind::ConnectionReset), "{error}");
    }
    let (status, head, body) = wire.answer();
    assert_eq!((status, &body["code"]), (503, &json!("unavailable")), "{body}");
    assert!(head.contains("retry-after: "), "{head}");
    body
}

/// Connects again, and waits until each session that was cut is old enough to be tried before it is used.
fn mended(line: &Line) {
    line.mend();
    std::thread::sleep(Duration::from_millis(1100));
}

/// A load of two chunks and some lines, whose first chunk is in when `away` is called.
fn cut_after_a_chunk(served: &Served, database: &Database, away: impl FnOnce()) -> (String, Value) {
    let roster = landlords(1200, "a@b.example");
    let (first, rest) = roster.split_at(chunk(&roster));
    let before = database.count("landlords");
    let mut wire = Sender::to(served).begin();
    wire.send(&piece(first));
    while database.count("landlords") - before < 500 {
        std::thread::sleep(Duration::from_millis(20));
    }
    away();
    let told = ended(wire, rest);
    (roster, told)
}

/// The same, where another process takes the file and holds it for longer than a write waits.
fn held_after_a_chunk(served: &Served, database: &Database) -> (String, Value) {
    let ((release, released), (held, holding)) = (channel(), channel());
    std::thread::scope(|scope| {
        // Let go at a surprise, too.
        let (url, release) = (&database.url, release);
        let told = cut_after_a_chunk(served, database, || {
            scope.spawn(move || hold(url, &released, &held));
            holding.recv().unwrap();
        });
        release.send(()).unwrap();
        told
    })
}

#[test]
fn a_load_whose_database_goes_away_says_what_is_in_and_the_rest_comes_once_it_is_back() {
    let database = Database::demo();
    let line = (!database.url.starts_with("sqlite")).then(|| Line::to(&database.url));
    let over: Vec<_> = line.iter().map(|line| ("DATABASE_URL", line.url.as_str())).collect();
    let served = Served::with(&database, &over);
    let (roster, told) = match &line {
        Some(line) => {
            let told = cut_after_a_chunk(&served, &database, || line.cut());
            mended(line);
            told
        }
        None => held_after_a_chunk(&served, &database),
    };
    assert_eq!((counts(&told), told.get("outcome")), ((CHUNK, 0, 0), None), "{told}");
    let detail = told["detail"].as_str().unwrap();
    assert!(detail.contains("500") && !detail.contains("Rien n'a été écrit"), "{detail}");
    let sender = Sender::to(&served);
    assert_eq!(sender.load(&roster), (1200 - CHUNK, CHUNK, 0));
    assert_eq!(sender.load(&roster), (0, 1200, 0));
}

#[test]
fn a_load_cut_around_a_commit_says_that_up_to_a_chunk_more_may_be_in() {
    let database = Database::demo();
    // A file has no line to it.
    if database.url.starts_with("sqlite") {
        return;
    }
    let line = Line::to(&database.url);
    let served = Served::with(&database, &[("DATABASE_URL", &line.url)]);
    for (around, email, in_it) in [(Around::BeforeTheCommit, "a@b.example", CHUNK), (Around::AfterTheCommit, "c@d.example", 2 * CHUNK)] {
        let (roster, told) = cut_around(&served, &database, &line, around, email);
        assert_eq!((counts(&told), &told["outcome"]), ((CHUNK, 0, 0), &json!("unknown")), "{around:?}: {told}");
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains("jusqu'à 500 autres") && !detail.contains("Rien n'a été écrit"), "{detail}");
        assert_eq!(Sender::to(&served).load(&roster), (1200 - in_it, in_it, 0), "{around:?}");
        assert_eq!(Sender::to(&served).load(&roster), (0, 1200, 0), "{around:?}");
    }
}

/// A load whose second chunk loses the line around its commit.
fn cut_around(served: &Served, database: &Database, line: &Line, around: Around, email: &str) -> (String, Value) {
    let roster = landlords(1200, email);
    let (first, rest) = roster.split_at(chunk(&roster));
    let mut wire = Sender::to(served).begin();
    wire.send(&piece(first));
    while database.count(&format!("landlords WHERE email = '{email}'")) < 500 {
        std::thread::sleep(Duration::from_millis(20));
    }
    line.cut_around(around, "STOPPED-999");
    let told = ended(wire, rest);
    assert!(line.is_cut(), "the commit never came");
    mended(line);
    (roster, told)
}

#[test]
fn r105_a_write_whose_commit_was_not_answered_is_told_so_and_repeated_with_its_key_is_there_once() {
    let database = Database::demo();
    // As above.
    if database.url.starts_with("sqlite") {
        return;
    }
    let line = Line::to(&database.url);
    let served = Served::with(&database, &[("DATABASE_URL", &line.url)]);
    let token = served.token();
    let listed = served.get("/v1/tenants?rent_declaration=to_declare&limit=2", &token).1;
    for (turn, around) in [Around::BeforeTheCommit, Around::AfterTheCommit].into_iter().enumerate() {
        let tenant = listed["data"][turn]["id"].as_str().unwrap();
        let (before, mark) = (database.count("rent_declarations"), format!("cut {turn}"));
        let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000, "comment": mark }).to_string();
        let send = || served.keyed("/v1/rent-declarations", &token, &mark, &body);
        line.cut_around(around, &mark);
        let (status, told) = send();
        assert_eq!((status, &told["code"], &told["outcome"]), (503, &json!("unavailable"), &json!("unknown")), "{around:?}: {told}");
        assert!(!told["detail"].as_str().unwrap().contains("Rien n'a été écrit"), "{told}");
        assert_eq!(database.count("rent_declarations") - before, i64::from(around == Around::AfterTheCommit), "{around:?}");
        mended(&line);
        let (status, made) = send();
        assert_eq!(status, 201, "{made}");
        assert_eq!(send(), (201, made.clone()));
        let there = served.get(&format!("/v1/rent-declarations?tenant_id={tenant}&campaign_year=2026"), &token).1;
        assert_eq!((there["data"].as_array().unwrap().len(), &there["data"][0]["receipt"]), (1, &made["receipt"]), "{around:?}");
    }
}

#[test]
fn a_line_that_is_cut_while_nothing_is_written_is_told_as_nothing_written() {
    let database = Database::demo();
    // As above.
    if database.url.starts_with("sqlite") {
        return;
    }
    let line = Line::to(&database.url);
    let served = Served::with(&database, &[("DATABASE_URL", &line.url)]);
    let token = served.token();
    let listed = served.get("/v1/tenants?rent_declaration=to_declare&limit=1", &token).1;
    let body = json!({ "tenant_id": listed["data"][0]["id"], "campaign_year": 2026, "rent_cents": 43_000 }).to_string();
    line.cut();
    for _ in 0..3 {
        let (status, told) = served.call("POST", "/v1/rent-declarations", &token, "application/json", &body);
        assert_eq!((status, &told["code"], told.get("outcome")), (503, &json!("unavailable"), None), "{told}");
        assert_eq!(served.get("/v1/tenants", &token).0, 503);
    }
    mended(&line);
    assert_eq!(served.call("POST", "/v1/rent-declarations", &token, "application/json", &body).0, 201);
    assert_eq!(served.get("/v1/tenants", &token).0, 200);
}

#[test]
fn a_server_that_answers_nothing_any_more_keeps_nobody_and_is_left_once_another_line_is_there() {
    let database = Database::demo();
    // As above.
    if database.url.starts_with("sqlite") {
        return;
    }
    let line = Line::to(&database.url);
    let served = Served::with(&database, &[("DATABASE_URL", &line.url)]);
    let token = served.token();
    assert_eq!((served.get("/v1/tenants", &token).0, served.get("/health/ready", "").0), (200, 200));
    line.freeze();
    std::thread::sleep(Duration::from_millis(1100));
    std::thread::scope(|scope| {
        let asked = [
            scope.spawn(|| served.get("/health/ready", "").0),
            scope.spawn(|| served.token_with(demo::LANDLORD_CLIENT.1).0),
            scope.spawn(|| served.get("/v1/tenants", &token).0),
        ];
        assert_eq!(asked.map(|one| one.join().unwrap()), [503; 3]);
    });
    line.mend();
    // Each session that is found frozen takes its time, and is left.
    let comes_back = |path| {
        (0..30).any(|_| {
            std::thread::sleep(Duration::from_millis(500));
            served.get(path, &token).0 == 200
        })
    };
    assert!(comes_back("/health/ready") && comes_back("/v1/tenants"));
    assert!((0..10).any(|_| served.token_with(demo::LANDLORD_CLIENT.1).0 == 200));
}
