//! What callers may take of the service: each limit is reached here.

use std::time::{Duration, Instant};

use offre_bailleurs::testing::Pace;

use crate::support::{TestApp, Wire};

/// A pace that a test waits for.
fn brisk() -> Pace {
    let second = Duration::from_secs(1);
    Pace { whole: 2 * second, silence: second, grace: second, rate: 240 }
}

fn bearer(app: &TestApp) -> String {
    format!("authorization: Bearer {}", app.token())
}

const JSON: &str = "content-type: application/json";
const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// Sends a byte now and then until the server has closed.
fn trickle(wire: &mut Wire, piece: &[u8]) {
    while wire.try_send(piece).is_ok() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let app = TestApp::limited(|limits| {
        limits.body = brisk();
        limits.head = Duration::from_secs(2);
    });
    let bearer = bearer(&app);
    for (line, more, begun) in [
        ("POST /v1/rent-declarations HTTP/1.1", [JSON, bearer.as_str()], ""),
        ("POST /v1/changes HTTP/1.1", [JSON, &bearer], "{\"type\":"),
        ("PATCH /v1/landlord HTTP/1.1", ["content-type: application/merge-patch+json", &bearer], "{"),
        ("PUT /v1/landlord/bank-account HTTP/1.1", [JSON, &bearer], "{"),
        ("POST /oauth/token HTTP/1.1", [FORM, "accept: */*"], "grant_type="),
    ] {
        for length in ["content-length: 1000", "transfer-encoding: chunked"] {
            let mut wire = Wire::to(app.host());
            wire.head(&[line, more[0], more[1], length]);
            let begun =
                if length.starts_with('c') || begun.is_empty() { begun.to_owned() } else { format!("{:x}\r\n{begun}\r\n", begun.len()) };
            wire.send(begun.as_bytes());
            let (status, head, body) = wire.answer();
            assert_eq!((status, &body["code"]), (408, &"request_timeout".into()), "{line} {length}");
            assert!(head.contains("connection: close"), "{line} {length}: {head}");
            wire.closes();
        }
    }
}

#[test]
fn a_body_that_comes_too_slowly_is_not_waited_for() {
    let slow = TestApp::limited(|limits| limits.body = Pace { whole: Duration::from_secs(600), ..brisk() });
    let long = TestApp::limited(|limits| limits.body = Pace { rate: 1, ..brisk() });
    for app in [slow, long] {
        let mut wire = Wire::to(app.host());
        wire.head(&["POST /v1/rent-declarations HTTP/1.1", JSON, &bearer(&app), "content-length: 200000"]);
        trickle(&mut wire, b" ");
        assert_eq!(wire.refused(), (408, "request_timeout".to_owned()));
    }
}

#[test]
fn a_body_that_keeps_pace_may_pause() {
    let app = TestApp::limited(|limits| limits.body = Pace { whole: Duration::from_secs(60), silence: Duration::from_secs(60), ..brisk() });
    let mut wire = Wire::to(app.host());
    wire.head(&["POST /v1/rent-declarations HTTP/1.1", JSON, &bearer(&app), "content-length: 100002"]);
    wire.send(&[b' '; 100_000]);
    std::thread::sleep(Duration::from_secs(2));
    wire.send(b"{}");
    assert_eq!(wire.refused(), (422, "validation_failed".to_owned()));
    // The same connection goes on.
    wire.head(&["GET /health/live HTTP/1.1"]);
    assert_eq!(wire.answer().0, 200);
}

#[test]
fn who_does_not_say_who_calls_is_refused_before_the_body() {
    let app = TestApp::limited(|limits| {
        limits.head = Duration::from_secs(2);
        limits.linger = Duration::from_millis(500);
    });
    for line in ["PATCH /v1/landlord HTTP/1.1", "POST /v1/paying-body/load HTTP/1.1"] {
        for length in ["content-length: 200000", "transfer-encoding: chunked"] {
            for expects in ["accept: */*", "expect: 100-continue"] {
                let mut wire = Wire::to(app.host());
                wire.head(&[line, JSON, length, expects]);
                let mut answer = wire.answer();
                if expects.starts_with("expect") {
                    assert_eq!(answer.0, 100);
                    answer = wire.answer();
                }
                assert_eq!((answer.0, &answer.2["code"]), (401, &"invalid_token".into()), "{line} {length}");
                assert!(answer.1.contains("connection: close"), "{line} {length}: {}", answer.1);
                // Whether the body comes or not, the connection ends.
                if expects.starts_with("accept") {
                    wire.closes();
                } else {
                    trickle(&mut wire, if length.starts_with('c') { b" " } else { b"1\r\n \r\n" });
                }
            }
        }
    }
}

#[test]
fn a_head_that_does_not_end_ends_the_connection_the_first_and_the_next() {
    let app = TestApp::limited(|limits| limits.head = Duration::from_secs(2));
    let mut first = Wire::to(app.host());
    first.send(b"GET /health/live HTTP/1.1\r\nx: ");
    assert_eq!(first.answer().0, 408);
    first.closes();
    let mut next = Wire::to(app.host());
    next.head(&["GET /health/live HTTP/1.1"]);
    assert_eq!(next.answer().0, 200);
    next.send(b"GET /health/live HTTP/1.1\r\nx: ");
    trickle(&mut next, b"y");
    assert_eq!(next.closes(), 0);
}

/// Asks for far more than is taken, as `takes` does for six seconds, from a server that waits two seconds
/// for a caller; says how many bytes came before the end, and how many were asked for.
fn untaken(takes: impl FnOnce(&mut Wire, Instant)) -> (usize, usize) {
    let app = TestApp::limited(|limits| limits.untaken = Duration::from_secs(2));
    let mut whole = Wire::to(app.host());
    whole.head(&["GET /openapi.json HTTP/1.1", "connection: close"]);
    let one = whole.closes();
    let mut wire = Wire::to(app.host());
    let asked = 400;
    for _ in 0..asked {
        // The server reads no more than it can answer.
        if wire.try_send(b"GET /openapi.json HTTP/1.1\r\nhost: test\r\n\r\n").is_err() {
            break;
        }
    }
    takes(&mut wire, Instant::now() + Duration::from_secs(6));
    (wire.closes(), asked * one)
}

#[test]
fn an_answer_that_nobody_takes_ends_the_connection() {
    let (came, asked) = untaken(|_wire, until| std::thread::sleep(until - Instant::now()));
    assert!(came < asked, "all was answered to somebody who took nothing for seconds");
}

#[test]
fn an_answer_that_is_taken_byte_by_byte_ends_the_connection() {
    let (came, asked) = untaken(|wire, until| {
        while Instant::now() < until {
            wire.take_one();
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    assert!(came < asked, "all was answered to somebody who took a few bytes a second");
}

#[test]
fn connections_beyond_their_number_wait_and_idle_ones_make_room() {
    let app = TestApp::limited(|limits| {
        limits.connections = 4;
        limits.idle_in_crowd = Duration::from_secs(2);
    });
    let mut open: Vec<Wire> = (0..12).map(|_| Wire::to(app.host())).collect();
    for wire in &mut open {
        wire.head(&["GET /health/live HTTP/1.1"]);
    }
    // Four are served at a time; each waits idly until its time is over, and lets the next in.
    for wire in &mut open {
        assert_eq!(wire.answer().0, 200);
    }
    open[0].closes();
}

#[test]
fn all_bodies_together_hold_no_more_than_their_share() {
    let app = TestApp::limited(|limits| limits.bodies = 300_000);
    let bearer = bearer(&app);
    let head = ["POST /v1/rent-declarations HTTP/1.1", JSON, bearer.as_str(), "content-length: 250000"];
    let full = (503, "unavailable".to_owned());
    // Whether the server has read what was sent cannot be seen: it is tried until one holds and the other is refused.
    let held = (0..50).find_map(|_| {
        let mut first = Wire::to(app.host());
        first.head(&head);
        first.send(&[b' '; 200_000]);
        std::thread::sleep(Duration::from_millis(200));
        let mut next = Wire::to(app.host());
        next.head(&head);
        (next.try_send(&[b' '; 249_998]).is_err() || next.refused() == full).then_some(first)
    });
    let mut first = held.unwrap();
    first.send(&[b' '; 49_998]);
    first.send(b"{}");
    assert_eq!(first.refused(), (422, "validation_failed".to_owned()));
    // What it held is given back.
    let mut last = Wire::to(app.host());
    last.head(&head);
    last.send(&[b' '; 249_998]);
    last.send(b"{}");
    assert_eq!(last.refused(), (422, "validation_failed".to_owned()));
}

/// Starts a load and waits until the server asks for its body, or refuses it.
fn begin_load(app: &TestApp, token: &str, packing: &str) -> (Wire, u16) {
    let mut wire = Wire::to(app.host());
    let caller = format!("authorization: Bearer {token}");
    let head = ["POST /v1/paying-body/load HTTP/1.1", "content-type: application/x-ndjson", "transfer-encoding: chunked"];
    wire.head(&[head[0], head[1], head[2], &caller, packing, "expect: 100-continue"]);
    assert_eq!(wire.answer().0, 100);
    // Said to every body that is announced; then the load has its place, or a refusal follows.
    wire.try_send(b"1\r\n\n\r\n").unwrap();
    let status = wire.answer_within(Duration::from_millis(300)).map_or(100, |(status, _, body)| {
        assert_eq!(body["code"], "unavailable");
        status
    });
    (wire, status)
}

const PLAIN: &str = "content-encoding: identity";

#[test]
fn loads_are_counted_for_each_client_and_in_all() {
    let app = TestApp::limited(|limits| {
        limits.loads = 2;
        limits.loads_of_client = 1;
    });
    let (one, two, three) = (app.token_for_body("131"), app.token_for_body("131"), app.token_for_body("841"));
    let (mut first, status) = begin_load(&app, &one, PLAIN);
    assert_eq!(status, 100);
    assert_eq!(begin_load(&app, &one, PLAIN).1, 503, "a second one of the same client");
    let (mut second, status) = begin_load(&app, &two, PLAIN);
    assert_eq!(status, 100);
    assert_eq!(begin_load(&app, &three, PLAIN).1, 503, "a third one of all");
    for ended in [&mut first, &mut second] {
        ended.send(b"0\r\n\r\n");
        assert_eq!(ended.answer().0, 200);
    }
    assert_eq!(begin_load(&app, &one, PLAIN).1, 100);
    // One that breaks off gives its place back too.
    while begin_load(&app, &three, PLAIN).1 != 100 {}
    while begin_load(&app, &three, PLAIN).1 != 100 {}
}

/// So many bytes of a line that does not end.
fn endless(bytes: usize) -> Vec<u8> {
    let mut chunk = format!("{bytes:x}\r\n").into_bytes();
    chunk.resize(chunk.len() + bytes, b'x');
    chunk.extend(b"\r\n");
    chunk
}

#[test]
fn unfinished_lines_of_all_loads_hold_no_more_than_their_share() {
    let app = TestApp::limited(|limits| limits.unwritten = 16 * 1024 * 1024);
    let (one, two) = (app.token_for_body("131"), app.token_for_body("841"));
    let (mut first, _) = begin_load(&app, &one, PLAIN);
    first.send(&endless(15 * 1024 * 1024));
    let (mut second, _) = begin_load(&app, &two, PLAIN);
    let refused = second.try_send(&endless(15 * 1024 * 1024)).is_err() || second.refused().0 == 503;
    assert!(refused, "two lines of 15 MiB are held");
    first.send(b"0\r\n\r\n");
    assert_eq!(first.answer().2["rejected"], 1);
    let (mut third, _) = begin_load(&app, &two, PLAIN);
    third.send(&endless(15 * 1024 * 1024));
    third.send(b"0\r\n\r\n");
    assert_eq!(third.answer().2["rejected"], 1);
}

#[test]
fn what_unpacks_to_more_than_a_roster_does_is_refused_early() {
    let app = TestApp::demo();
    let token = app.token_for_body("131");
    let bomb = |bytes: usize| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packer, &vec![b' '; bytes]).unwrap();
        packer.finish().unwrap()
    };
    let packed = [("content-type", "application/x-ndjson"), ("content-encoding", "gzip")];
    let refused = app.load(&token, &packed, bomb(4 * 1024 * 1024));
    assert_eq!((refused.status, refused.code()), (413, "payload_too_large"));
    // Below a mebibyte nobody asks.
    app.load(&token, &packed, bomb(900_000)).expect(200);
    // Nor of a client that sends what it makes the service hold.
    app.load(&token, &packed[..1], vec![b' '; 4 * 1024 * 1024]).expect(200);
}

#[test]
fn a_load_that_does_not_come_is_not_waited_for() {
    let app = TestApp::limited(|limits| limits.load = brisk());
    let token = app.token_for_body("131");
    for sent in ["", "2\r\n{}\r\n"] {
        let (mut wire, _) = begin_load(&app, &token, PLAIN);
        wire.send(sent.as_bytes());
        assert_eq!(wire.refused(), (408, "request_timeout".to_owned()));
    }
}

#[test]
fn what_the_service_publishes_is_packed_once_and_read_alike_both_ways() {
    let app = TestApp::demo();
    let get = |path: &str, headers: &[(&str, &str)]| {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        app.call("GET", path, "", "", "", &headers)
    };
    for path in [
        "/openapi.json",
        "/openapi.yaml",
        "/schemas/roster.json",
        "/docs/",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui.css",
        "/problems",
        "/problems/",
    ] {
        let plain = get(path, &[]);
        let packed = get(path, &[("accept-encoding", "gzip")]);
        assert_eq!((plain.status, packed.status), (200, 200), "{path}");
        assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"), "{path}");
        assert!(packed.bytes.len() < plain.bytes.len() && packed.header("content-length") == packed.bytes.len().to_string(), "{path}");
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.bytes.as_slice()), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes, "{path}");
        assert_ne!(plain.header("etag"), packed.header("etag"), "{path}");
        for answer in [&plain, &packed] {
            let vary: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "vary").map(|(_, value)| value.as_str()).collect();
            assert_eq!(vary.iter().filter(|value| **value == "Accept-Encoding").count(), 1, "{path}: {vary:?}");
            assert_eq!(get(path, &[("if-none-match", answer.header("etag"))]).status, 304, "{path}");
        }
        for codings in ["gzip;q=0", "br", "identity, gzip;q=0.5"] {
            assert_eq!(get(path, &[("accept-encoding", codings)]).bytes, plain.bytes, "{path} {codings}");
        }
    }
    assert_ne!(get("/problems", &[]).bytes, get("/problems", &[("accept-language", "en")]).bytes);
    assert_eq!(get("/docs/nothing.js", &[]).code(), "not_found");
    assert_eq!(get("/docs/../src/main.rs", &[]).status, 404);
}

#[test]
fn requests_sent_at_once_are_answered_one_after_the_other() {
    let app = TestApp::demo();
    let caller = bearer(&app);
    let ask = |lines: &[&str]| format!("{}\r\nhost: test\r\n\r\n", lines.join("\r\n"));
    let live = ask(&["GET /health/live HTTP/1.1"]);
    let body = ask(&["POST /v1/rent-declarations HTTP/1.1", JSON, &caller, "content-length: 6"]) + "{\r\n\r\n}";
    let chunks =
        ask(&["POST /v1/rent-declarations HTTP/1.1", JSON, &caller, "transfer-encoding: chunked"]) + "6\r\n{\r\n\r\n}\r\n0\r\n\r\n";
    let bare = "GET /health/live HTTP/1.1\nhost: test\n\n".to_owned();
    let kinds = [(&live, 200), (&body, 422), (&bare, 200), (&chunks, 422), (&chunks, 422), (&body, 422)];
    let sent: Vec<_> = kinds.iter().cycle().take(600).collect();
    let all: String = sent.iter().map(|(text, _)| text.as_str()).collect();
    for size in [all.len(), 1000, 7] {
        let mut wire = Wire::to(app.host());
        std::thread::scope(|scope| {
            let mut sender = wire.another();
            let all = all.as_bytes();
            scope.spawn(move || all.chunks(size).for_each(|piece| sender.send(piece)));
            for (index, (_, status)) in sent.iter().enumerate() {
                assert_eq!(wire.answer().0, *status, "request {index}, {size}");
            }
        });
    }
}

#[test]
fn a_body_that_no_handler_reads_ends_the_connection() {
    let app = TestApp::limited(|limits| limits.linger = Duration::from_millis(500));
    for (length, sent) in [("content-length: 100000", " "), ("transfer-encoding: chunked", "1\r\n \r\n")] {
        let mut wire = Wire::to(app.host());
        wire.head(&["GET /health/live HTTP/1.1", length]);
        wire.send(sent.as_bytes());
        let (status, head, _) = wire.answer();
        assert!(status == 200 && head.contains("connection: close"), "{length}: {head}");
        trickle(&mut wire, sent.as_bytes());
    }
}
